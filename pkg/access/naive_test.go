package access

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// The naive evaluation knows every value and goes through the rules one by one
// for one client. It shares no code with the package: its few lines are what the
// sets are held against.

type naiveRule struct {
	allow    bool
	priority int
	prefixes []netip.Prefix
	tags     []string
	subnet   string
	any      bool
	anyVNets bool
	headers  map[string][]string
}

type naiveList struct {
	rules      []naiveRule
	hasDefault bool
	allow      bool // the explicit default
}

// naiveClient always has an address, except in tests that look at one kind of
// source alone.
type naiveClient struct {
	addr    netip.Addr
	tag     string
	subnet  string
	headers map[string]string
}

func (c naiveClient) String() string {
	return fmt.Sprintf("%v tag=%q subnet=%q %v", c.addr, c.tag, c.subnet, c.headers)
}

func (c naiveClient) client() Client {
	q := Client{Addr: c.addr, Subnet: c.subnet, Request: Request{
		ForwardedFor: c.headers["for"], ForwardedHost: c.headers["host"], FrontDoorID: c.headers["fdid"],
	}}
	if c.tag != "" {
		q.Tags = []string{c.tag}
	}
	return q
}

// order returns the indices of the rules in evaluation order.
func (l naiveList) order() []int {
	var order []int
	for i := range l.rules {
		at := len(order)
		for at > 0 && l.rules[order[at-1]].priority > l.rules[i].priority {
			at--
		}
		order = slices.Insert(order, at, i)
	}
	return order
}

// evaluate returns the action and the index of the deciding rule or ByDefault.
func (l naiveList) evaluate(order []int, c naiveClient) (allow bool, rule int) {
	for _, i := range order {
		if l.rules[i].matches(c) {
			return l.rules[i].allow, i
		}
	}
	if l.hasDefault {
		return l.allow, ByDefault
	}
	return len(l.rules) == 0, ByDefault
}

func (r naiveRule) matches(c naiveClient) bool { return r.matchesSource(c) && r.matchesHeaders(c) }

func (r naiveRule) matchesSource(c naiveClient) bool {
	if r.any || r.anyVNets && c.subnet != "" || r.subnet != "" && r.subnet == c.subnet {
		return true
	}
	for _, p := range r.prefixes {
		if p.Contains(c.addr) {
			return true
		}
	}
	for _, t := range r.tags {
		if t == c.tag || t+".WestEurope" == c.tag || t == "Internet" && naivePublic(c.addr) {
			return true
		}
	}
	return false
}

func (r naiveRule) matchesHeaders(c naiveClient) bool {
	for name, values := range r.headers {
		if len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return naiveHeader(name, v, c.headers[name]) }) {
			return false
		}
	}
	return true
}

func naiveHeader(name, want, sent string) bool {
	switch name {
	case "for":
		for _, hop := range strings.Split(sent, ", ") {
			if a, err := netip.ParseAddr(hop); err == nil && netip.MustParsePrefix(want).Contains(a) {
				return true
			}
		}
		return false
	case "host":
		if suffix, ok := strings.CutPrefix(want, "*"); ok {
			label, ok := strings.CutSuffix(sent, suffix)
			return ok && label != "" && !strings.Contains(label, ".")
		}
	}
	return want == sent
}

var naiveSpecial = prefixes(`0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
	192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 2001:2::/48`)

func naivePublic(a netip.Addr) bool {
	if !a.IsValid() || a.Is6() && !netip.MustParsePrefix("2000::/3").Contains(a) {
		return false
	}
	return !slices.ContainsFunc(naiveSpecial, func(p netip.Prefix) bool { return p.Contains(a) })
}

func prefixes(words string) []netip.Prefix {
	var ps []netip.Prefix
	for _, w := range strings.Fields(words) {
		ps = append(ps, netip.MustParsePrefix(w))
	}
	return ps
}

// list writes the rules as the package wants them.
func (l naiveList) list() List {
	var list List
	for _, r := range l.rules {
		list.Rules = append(list.Rules, r.rule())
	}
	if l.hasDefault {
		list.Default = some(naiveAction(l.allow))
	}
	return list
}

func (r naiveRule) rule() *Rule {
	return &Rule{
		Priority: some(r.priority),
		Action:   some(naiveAction(r.allow)),
		Source: some(Source{
			Prefixes: r.prefixes, Tags: r.tags, Subnet: r.subnet, Any: r.any, AnyVNets: r.anyVNets,
		}),
		Headers: &Headers{
			ForwardedFor: naiveValues(r.headers["for"]), ForwardedHost: naiveValues(r.headers["host"]), FrontDoorID: naiveValues(r.headers["fdid"]),
		},
	}
}

func naiveAction(allow bool) Action {
	if allow {
		return Allow
	}
	return Deny
}

func naiveValues(values []string) value.Of[[]string] {
	if len(values) == 0 {
		return value.None[[]string]()
	}
	return some(values)
}

// world makes random lists out of few parts, so that they meet.
type world struct{ *rand.Rand }

func (w world) pick(words ...string) string { return words[w.IntN(len(words))] }

func (w world) chance(percent int) bool { return w.IntN(100) < percent }

var (
	worldTags    = []string{"Storage", "Storage.WestEurope", "Sql", "AzureFrontDoor.Backend"}
	worldSubnets = []string{"a", "b", "c"}
	worldHeaders = map[string][]string{
		"for":  {"198.51.100.0/24", "198.51.100.7/32", "2001:db8::/32"},
		"host": {"*.x.example", "www.x.example", "x.example"},
		"fdid": {"id-1", "id-2", "id-3"},
	}
	// worldRequests send what tells the values of worldHeaders apart.
	worldRequests = map[string][]string{
		"for":  {"", "198.51.100.7", "198.51.100.8", "2001:db8::1", "198.51.100.7, 2001:db8::1"},
		"host": {"", "www.x.example", "other.x.example", "x.example"},
		"fdid": {"", "id-1", "id-2", "id-3"},
	}
)

func (w world) prefix() netip.Prefix {
	base := w.pick("1.2.3.4", "1.2.3.200", "1.2.200.4", "10.0.0.1", "128.0.0.1", "203.0.113.9", "255.255.255.255", "0.0.0.0",
		"2a00:1:2:3::1", "2a00:1:2:8000::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::", "fd00::1", "2001:db8::1")
	a := netip.MustParseAddr(base)
	bits := w.IntN(a.BitLen() + 1)
	if w.chance(50) {
		bits = min(a.BitLen(), w.IntN(5)*8)
	}
	return netip.PrefixFrom(a, bits) // host bits and all
}

func (w world) rule(priorities int, headers bool) naiveRule {
	r := naiveRule{allow: w.chance(50), priority: 1 + w.IntN(priorities)}
	switch n := w.IntN(100); {
	case n < 70:
		for range 1 + w.IntN(3) {
			r.prefixes = append(r.prefixes, w.prefix())
		}
	case n < 85:
		for range 1 + w.IntN(2) {
			r.tags = append(r.tags, w.pick(worldTags...))
		}
		if w.chance(10) {
			r.tags = []string{"Internet"}
		}
	case n < 93:
		r.subnet = w.pick(worldSubnets...)
	case n < 96:
		r.anyVNets = true
	default:
		r.any = true
	}
	if headers && w.chance(40) {
		r.headers = map[string][]string{}
		for name, pool := range worldHeaders {
			for w.chance(40) {
				r.headers[name] = append(r.headers[name], w.pick(pool...))
			}
		}
	}
	return r
}

func (w world) list(size int, headers bool) naiveList {
	l := naiveList{hasDefault: w.chance(60), allow: w.chance(50)}
	priorities := 1 + w.IntN(2*size+2)
	for range size {
		l.rules = append(l.rules, w.rule(priorities, headers))
	}
	return l
}

// blind hides some of what a list says. It returns, for the rules that are left,
// their indices in the full list.
func (w world) blind(full naiveList) (l List, index []int) {
	l = full.list()
	var kept []*Rule
	missing := w.chance(10)
	for i, r := range l.Rules {
		if missing && w.chance(30) {
			l.Incomplete = "var.rules"
			continue
		}
		if w.chance(10) {
			r.Source = unknown[Source]()
		}
		if w.chance(10) {
			r.Action = unknown[Action]()
		}
		if w.chance(10) {
			r.Priority = unknown[int]()
		}
		if w.chance(10) {
			r.Headers.FrontDoorID = unknown[[]string]()
		}
		if w.chance(5) {
			r.Headers.ForwardedHost = unknown[[]string]()
		}
		kept, index = append(kept, r), append(index, i)
	}
	l.Rules = kept
	if w.chance(15) {
		l.Default = unknown[Action]()
	}
	return l, index
}

// borders returns addresses around the borders of all prefixes of a list and of
// the internet: one at least in each part of the address space that the list can
// treat in its own way.
func (l naiveList) borders() []netip.Addr {
	all := append(prefixes("0.0.0.0/0 ::/0 2000::/3"), naiveSpecial...)
	for _, r := range l.rules {
		all = append(all, r.prefixes...)
	}
	var addrs []netip.Addr
	for _, p := range all {
		first, last := naiveBounds(p)
		addrs = append(addrs, first, last, first.Prev(), last.Next())
	}
	// No client has an IPv4 address in IPv6 form; App Service sees the IPv4 address.
	addrs = slices.DeleteFunc(addrs, func(a netip.Addr) bool { return !a.IsValid() || a.Is4In6() })
	slices.SortFunc(addrs, netip.Addr.Compare)
	return slices.Compact(addrs)
}

func naiveBounds(p netip.Prefix) (first, last netip.Addr) {
	first = p.Masked().Addr()
	bytes := first.AsSlice()
	for i := p.Bits(); i < first.BitLen(); i++ {
		bytes[i/8] |= 0x80 >> (i % 8)
	}
	last, _ = netip.AddrFromSlice(bytes)
	return first, last
}
