package access

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// Request holds the headers of a request that rules can filter on, as they
// arrive at App Service; "" stands for a header that is not sent.
type Request struct {
	ForwardedFor  string // x-forwarded-for: a chain of addresses, separated by commas
	ForwardedHost string // x-forwarded-host: a port is ignored
	FrontDoorID   string // x-azure-fdid
	HealthProbe   string // x-fd-healthprobe
}

// header numbers the supported headers.
type header int

const (
	forwardedFor header = iota
	forwardedHost
	frontDoorID
	healthProbe
	headerCount
)

// filter is the header part of a rule: all conditions must hold.
type filter struct {
	conditions [headerCount]condition
	// undecided is set where not all conditions are known.
	undecided bool
	// asks is set if there is a condition, though it is not known.
	asks bool
	// key is equal for filters with the same conditions; "" for none.
	key string
}

// condition holds if the header has any one of the values.
type condition struct {
	values []string // none: no condition; sorted
	nets   ranges   // of x-forwarded-for
}

// anyRequest is the filter of a rule without header conditions.
var anyRequest = &filter{}

func newFilter(h *Headers) *filter {
	if h == nil {
		return anyRequest
	}
	written := [headerCount]*value.Of[[]string]{&h.ForwardedFor, &h.ForwardedHost, &h.FrontDoorID, &h.HealthProbe}
	f := &filter{undecided: len(h.UnknownHeaders) > 0, asks: h.AsksFrontDoorID}
	var buffer [128]byte // enough for most
	key := buffer[:0]
	for kind, w := range written {
		if w.IsUnknown() {
			f.undecided = true
		}
		values, _ := w.Get()
		if len(values) == 0 {
			continue
		}
		c, ok := newCondition(header(kind), values)
		if !ok {
			f.undecided = true
			continue
		}
		f.conditions[kind] = c
		for _, v := range c.values {
			key = appendValueKey(key, header(kind), v)
		}
	}
	f.key = string(key)
	if f.key == "" && !f.undecided && !f.asks {
		return anyRequest
	}
	return f
}

// valueKey is different for every value of every header, and no such key begins
// another one.
func valueKey(kind header, v string) string { return string(appendValueKey(nil, kind, v)) }

func appendValueKey(key []byte, kind header, v string) []byte {
	key = append(key, '0'+byte(kind))
	key = strconv.AppendInt(key, int64(len(v)), 10)
	key = append(key, ':')
	return append(key, v...)
}

// newCondition fails on values whose meaning is not documented.
func newCondition(kind header, written []string) (condition, bool) {
	c := condition{values: make([]string, len(written))}
	var buffer [8]netip.Prefix // as many as a header may have values
	nets := buffer[:0]
	for i, v := range written {
		switch kind {
		case forwardedFor:
			p, ok := parseNet(v)
			if !ok {
				return c, false
			}
			nets = append(nets, p)
			v = p.String()
		case forwardedHost:
			v = strings.ToLower(v)
			// Names in other scripts are compared in their ASCII form, and where
			// else than in front a wildcard may stand is not said.
			name := strings.TrimPrefix(v, "*.")
			if name == "" || !isASCII(name) || strings.ContainsAny(name, "*:") {
				return c, false
			}
		default:
			if v == "" {
				return c, false
			}
		}
		c.values[i] = v
	}
	if len(c.values) > 1 {
		slices.Sort(c.values)
		c.values = slices.Compact(c.values)
	}
	if len(nets) > 0 {
		c.nets = rangesOf(nets...)
	}
	return c, true
}

func parseNet(s string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" {
			return p, false
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	return p.Masked(), !p.Addr().Is4In6()
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// conditional reports whether there certainly is a condition: a request without special
// headers does not pass.
func (f *filter) conditional() bool { return f.key != "" || f.asks }

// bare says whether a request without special headers passes.
func (f *filter) bare() match {
	switch {
	case f.conditional():
		return aside
	case f.undecided:
		return maybe
	}
	return sure
}

// passes says whether a request passes.
func (f *filter) passes(q Request) match {
	result := sure
	if f.undecided {
		result = maybe
	}
	sent := [headerCount]string{q.ForwardedFor, q.ForwardedHost, q.FrontDoorID, q.HealthProbe}
	for kind, c := range f.conditions {
		if len(c.values) > 0 {
			result = min(result, c.holds(header(kind), sent[kind]))
		}
	}
	return result
}

func (c *condition) holds(kind header, sent string) match {
	switch kind {
	case forwardedFor:
		return c.holdsForChain(sent)
	case forwardedHost:
		sent = strings.ToLower(sent)
		if colon := strings.LastIndexByte(sent, ':'); colon >= 0 {
			sent = sent[:colon]
		}
		if !isASCII(sent) {
			return maybe
		}
		return matchIf(c.admits(kind, sent))
	default:
		return matchIf(c.admits(kind, sent))
	}
}

// holdsForChain matches if any address of a chain is inside; proxies may write
// addresses with a port.
func (c *condition) holdsForChain(chain string) match {
	result := never
	for hop := range strings.SplitSeq(chain, ",") {
		if hop = strings.TrimSpace(hop); hop == "" {
			continue
		}
		a, err := netip.ParseAddr(strings.Trim(hop, "[]"))
		if err != nil {
			var withPort netip.AddrPort
			withPort, err = netip.ParseAddrPort(hop)
			a = withPort.Addr()
		}
		switch {
		case err != nil:
			result = maybe
		case c.nets.contains(a.Unmap().WithZone("")):
			return sure
		}
	}
	return result
}

// admits reports whether a value fulfils the condition. Among host names
// "*.contoso.com" stands for exactly one label in front of contoso.com.
func (c *condition) admits(kind header, v string) bool {
	if _, found := slices.BinarySearch(c.values, v); found {
		return true
	}
	wildcard := wildcardFor(kind, v)
	if wildcard == "" {
		return false
	}
	_, found := slices.BinarySearch(c.values, wildcard)
	return found
}

// wildcardFor returns the wildcard that stands for a host name, or "".
func wildcardFor(kind header, v string) string {
	label, parent, ok := strings.Cut(v, ".")
	if kind != forwardedHost || !ok || label == "" || label == "*" {
		return ""
	}
	return "*." + parent
}

// within reports whether every request that passes f certainly passes g.
func (f *filter) within(g *filter) bool {
	if g.undecided {
		return false
	}
	for kind := range g.conditions {
		wide, narrow := &g.conditions[kind], &f.conditions[kind]
		if len(wide.values) > 0 && (len(narrow.values) == 0 || !narrow.within(header(kind), wide)) {
			return false
		}
	}
	return true
}

func (c *condition) within(kind header, wide *condition) bool {
	if kind == forwardedFor {
		return wide.nets.covers(c.nets)
	}
	for _, v := range c.values {
		if !wide.admits(kind, v) {
			return false
		}
	}
	return true
}

// compatible reports whether some request certainly passes both filters.
func (f *filter) compatible(g *filter) bool {
	if f.undecided || g.undecided {
		return false
	}
	for kind := range f.conditions {
		a, b := &f.conditions[kind], &g.conditions[kind]
		if len(a.values) > 0 && len(b.values) > 0 && !a.shares(header(kind), b) {
			return false
		}
	}
	return true
}

// shares reports whether one header can fulfil both conditions. A chain of
// x-forwarded-for always can: it may hold an address for each.
func (c *condition) shares(kind header, d *condition) bool {
	return kind == forwardedFor ||
		slices.ContainsFunc(c.values, func(v string) bool { return d.admits(kind, v) }) ||
		slices.ContainsFunc(d.values, func(v string) bool { return c.admits(kind, v) })
}
