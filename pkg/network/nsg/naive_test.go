package nsg_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// A world of few addresses, in which a packet can be followed by hand: the network is
// 10.0.0.0/8 with the subnet 10.0.1.0/24 in it, Storage has a range of the internet and
// its region West Europe half of that, and Sql another range.
var tagRanges = map[string]string{
	"virtualnetwork": "10.0.0.0/8", "storage": "20.60.0.0/24", "storage.westeurope": "20.60.0.0/25", "sql": "20.61.0.0/24",
}

var somePrefixes = []string{
	"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "20.0.0.0/8", "20.60.0.0/24", "20.60.0.128/25", "203.0.113.0/24", "168.63.129.16/32",
	"10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.0/25", "10.0.2.0/24", "10.0.2.128/25", "10.1.0.0/16",
}

var (
	someTags  = []string{"*", "VirtualNetwork", "Internet", "AzureLoadBalancer", "Storage", "storage.WestEurope", "Sql"}
	somePorts = []string{"*", "80", "443", "440-450", "1-1023", "1024-65535", "20000-30000"}
	nearHosts = addresses("10.0.1.4", "10.0.1.200")
)

func addresses(texts ...string) []netip.Addr {
	var out []netip.Addr
	for _, text := range texts {
		out = append(out, netip.MustParseAddr(text))
	}
	return out
}

// packet is what a rule sees. What is not known of it is drawn: whether the hosts are
// in the application security group of a rule, whether the source port is a high one,
// and whether the address of the host counts as in the network.
type packet struct {
	direction             network.Direction
	protocol              string
	near, far             netip.Addr
	port                  int
	inGroup, high, inside bool
}

// decide goes through rules in the order of their priority, and then through the
// default rules, one packet at a time. The rule is nil for a default one.
func decide(rules []network.SecurityRule, p packet) (allow bool, by int) {
	order := make([]int, len(rules))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return rules[a].Priority.Or(0) - rules[b].Priority.Or(0) })
	for _, i := range order {
		if takes(rules[i], p) {
			return rules[i].Allow.Or(false), i
		}
	}
	inNetwork := p.far.As4()[0] == 10
	switch {
	case inNetwork:
		return true, -1
	case p.far == azure.PlatformAddress:
		return true, -1 // AzureLoadBalancer on the way in, VirtualNetwork on the way out
	}
	return p.direction == network.Outbound, -1
}

func takes(r network.SecurityRule, p packet) bool {
	near, far := r.Sources, r.Destinations
	if p.direction == network.Inbound {
		near, far = far, near
	}
	if r.Direction.Or(0) != p.direction || r.Groups && !p.inGroup {
		return false
	}
	if protocol := r.Protocol.Or(""); protocol != "*" && protocol != p.protocol {
		return false
	}
	if source := r.SourcePorts.Or(nil); !slices.Contains(source, "*") && !p.high {
		return false
	}
	return holdsPort(r.Ports.Or(nil), p.port) && holds(near, p.near, p) && holds(far, p.far, p)
}

func holdsPort(texts []string, port int) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		from, to, ok := strings.Cut(text, "-")
		if text == "*" {
			return true
		}
		if !ok {
			to = from
		}
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		return first <= port && port <= last
	})
}

func holds(texts value.Of[[]string], a netip.Addr, p packet) bool {
	if texts.IsAbsent() { // a side that names groups only
		return a.As4()[0] == 10
	}
	return slices.ContainsFunc(texts.Or(nil), func(text string) bool {
		switch tag := strings.ToLower(text); {
		case tag == "*":
			return true
		case tag == "internet":
			return a.As4()[0] != 10 && a != azure.PlatformAddress
		case tag == "azureloadbalancer":
			return a == azure.PlatformAddress
		case tag == "virtualnetwork" && a == azure.PlatformAddress:
			return p.inside
		case tagRanges[tag] != "":
			return netip.MustParsePrefix(tagRanges[tag]).Contains(a)
		}
		return netip.MustParsePrefix(text).Contains(a)
	})
}

// draw makes rules at random.
type draw struct{ *rand.Rand }

func pick[T any](d draw, from []T) T { return from[d.IntN(len(from))] }

func (d draw) rules() []network.SecurityRule {
	priorities := d.Perm(4000)
	rules := make([]network.SecurityRule, d.IntN(9))
	for i := range rules {
		rules[i] = network.SecurityRule{
			Element: element(fmt.Sprint("r", i)), Priority: known(100 + priorities[i]), Allow: known(d.IntN(2) == 0),
			Direction: known(pick(d, []network.Direction{network.Inbound, network.Outbound})),
			Protocol:  known(pick(d, []string{"*", "*", "tcp", "tcp", "udp", "icmp"})),
			Sources:   known(d.side()), Destinations: known(d.side()), Ports: known(d.some(somePorts)),
			SourcePorts: known([]string{"*"}),
		}
		d.rarely(&rules[i])
	}
	return rules
}

// rarely makes a rule of a kind that few have.
func (d draw) rarely(r *network.SecurityRule) {
	switch d.IntN(16) {
	case 0:
		r.Groups, r.Destinations = true, value.None[[]string]()
	case 1:
		r.Groups, r.Sources = true, value.None[[]string]()
	case 2:
		r.Groups = true
	case 3:
		r.SourcePorts = known([]string{"1024-65535"})
	}
}

func (d draw) side() []string {
	switch d.IntN(4) {
	case 0:
		return []string{"*"}
	case 1:
		return []string{pick(d, someTags)}
	}
	return d.some(somePrefixes)
}

func (d draw) some(from []string) []string {
	out := make([]string, 1+d.IntN(3))
	for i := range out {
		out[i] = pick(d, from)
	}
	return out
}

// area returns another end of a flow, with the hosts that it may be.
func (d draw) area() (nsg.Area, []netip.Addr) {
	inside := func(p string) []netip.Addr {
		return slices.DeleteFunc(representatives(), func(a netip.Addr) bool { return !netip.MustParsePrefix(p).Contains(a) })
	}
	switch d.IntN(6) {
	case 0:
		return nsg.Internet(), slices.DeleteFunc(representatives(), func(a netip.Addr) bool {
			return nsg.PublicAddresses().Intersect(nsg.SetOf(netip.PrefixFrom(a, 32))).IsEmpty()
		})
	case 1:
		return nsg.Service("Storage"), inside(tagRanges["storage"])
	case 2:
		return nsg.LoadBalancer(), []netip.Addr{azure.PlatformAddress}
	case 3:
		return nsg.Network(), inside("10.0.0.0/8")
	}
	p := pick(d, []string{"10.0.0.0/8", "10.0.0.0/16", "10.0.2.0/24", "10.0.2.128/25", "10.1.0.0/16"})
	area := nsg.Network(netip.MustParsePrefix(p))
	if d.IntN(3) == 0 {
		area = area.Somewhere()
	}
	return area, inside(p)
}

// representatives are an address of each part that the prefixes and tags cut the
// addresses into: both ends of each range, and what is next to them.
func representatives() []netip.Addr {
	var out []netip.Addr
	for _, text := range append(slices.Clone(somePrefixes), "20.60.0.0/24", "20.60.0.0/25", "20.61.0.0/24") {
		p := netip.MustParsePrefix(text)
		last := p.Addr().As4()
		for i := p.Bits(); i < 32; i++ {
			last[i/8] |= 0x80 >> (i % 8)
		}
		end := netip.AddrFrom4(last)
		out = append(out, p.Addr(), end)
		if before := p.Addr().Prev(); before.IsValid() {
			out = append(out, before)
		}
		if after := end.Next(); after.IsValid() {
			out = append(out, after)
		}
	}
	slices.SortFunc(out, netip.Addr.Compare)
	return slices.Compact(out)
}

var ranges = []azure.PortRange{nsg.Port(443), nsg.Port(80), nsg.Port(445), {First: 20000, Last: 30000}, {First: 1, Last: 65535}}

// representativePorts are a port of each part that the ranges of the rules cut a range
// into.
func representativePorts(r azure.PortRange) []int {
	return slices.DeleteFunc([]int{
		1, 79, 80, 81, 439, 440, 442, 443, 444, 445, 450, 451, 1023, 1024, 19999, 20000, 30000, 30001, 65535,
	}, func(p int) bool { return p < int(r.First) || p > int(r.Last) })
}

// agrees makes sure that what is said of a flow holds for each packet of it: a packet
// fares as the flow does, unless a rule decides that is listed as an exception.
func agrees(t *testing.T, d draw, rules []network.SecurityRule, s *network.Subnet, f nsg.Flow, hosts []netip.Addr) bool {
	t.Helper()
	result := nsg.Of(s, f)
	if result.Verdict == nsg.Undecided {
		require.NotEmpty(t, result.Why)
		return false
	}
	items := s.SecurityGroup.Target().Rules.Items
	for _, far := range hosts {
		for _, near := range nearHosts {
			for _, port := range representativePorts(f.Ports) {
				p := packet{f.Direction, f.Protocol, near, far, port, d.IntN(2) == 0, d.IntN(2) == 0, d.IntN(2) == 0}
				allow, by := decide(rules, p)
				excepted := by >= 0 && slices.Contains(result.Exceptions, &items[by])
				if allow != (result.Verdict == nsg.Allowed) && !excepted {
					require.Fail(t, "a packet fares otherwise", "%+v is allowed: %v by rule %d; the flow is %v\n%s", p, allow, by, result.Verdict, printed(rules))
				}
			}
		}
	}
	return true
}

func printed(rules []network.SecurityRule) string {
	var b strings.Builder
	for _, r := range rules {
		fmt.Fprintf(&b, "%s %v in/out %v allow %v %v from %v:%v to %v:%v groups %v\n", r.Address, r.Priority, r.Direction, r.Allow, r.Protocol,
			r.Sources, r.SourcePorts, r.Destinations, r.Ports, r.Groups)
	}
	return b.String()
}

func (d draw) flow() (nsg.Flow, []netip.Addr) {
	area, hosts := d.area()
	return nsg.Flow{
		Direction: pick(d, []network.Direction{network.Inbound, network.Outbound}), Protocol: pick(d, []string{"tcp", "udp"}),
		Far: area, Ports: pick(d, ranges),
	}, hosts
}

func TestAgainstPackets(t *testing.T) {
	d := draw{rand.New(rand.NewPCG(3, 4))}
	decided, all := 0, 8000
	for range all {
		rules := d.rules()
		f, hosts := d.flow()
		if agrees(t, d, rules, subnet(slices.Clone(rules)...), f, hosts) {
			decided++
		}
	}
	assert.Greater(t, decided, all/2, "most flows can be told")
}

// With a value of some rule unknown, what is still said holds for the rules as they are.
func TestAgainstPacketsWithUnknownValues(t *testing.T) {
	d := draw{rand.New(rand.NewPCG(5, 6))}
	decided, all := 0, 8000
	for range all {
		rules := d.rules()
		blind := slices.Clone(rules)
		for range 1 + d.IntN(2) {
			if len(blind) > 0 {
				d.blind(&blind[d.IntN(len(blind))])
			}
		}
		f, hosts := d.flow()
		if agrees(t, d, rules, subnet(blind...), f, hosts) {
			decided++
		}
	}
	assert.Greater(t, decided, all/4, "many flows can be told all the same")
}

func (d draw) blind(r *network.SecurityRule) {
	const why = "var.x"
	switch d.IntN(8) {
	case 0:
		r.Priority = value.Undecided[int](why, nowhere)
	case 1:
		r.Direction = value.Undecided[network.Direction](why, nowhere)
	case 2:
		r.Allow = value.Undecided[bool](why, nowhere)
	case 3:
		r.Protocol = value.Undecided[string](why, nowhere)
	case 4:
		r.Sources = value.Undecided[[]string](why, nowhere)
	case 5:
		r.SourcePorts = value.Undecided[[]string](why, nowhere)
	case 6:
		r.Destinations = value.Undecided[[]string](why, nowhere)
	case 7:
		r.Ports = value.Undecided[[]string](why, nowhere)
	}
}

// Rules with ranges alone, on both sides all of the subnet, leave nothing undecided
// about a flow between known ranges.
func TestPlainRulesDecide(t *testing.T) {
	d := draw{rand.New(rand.NewPCG(7, 8))}
	for range 4000 {
		rules := d.rules()
		for i := range rules {
			rules[i].Groups, rules[i].SourcePorts = false, known([]string{"*"})
			rules[i].Sources, rules[i].Destinations = known([]string{"10.0.1.0/24"}), known(d.some(somePrefixes))
			if value.Is(rules[i].Direction, network.Inbound) {
				rules[i].Sources, rules[i].Destinations = rules[i].Destinations, rules[i].Sources
			}
		}
		f, _ := d.flow()
		f.Far = nsg.Network(netip.MustParsePrefix("10.0.0.0/16"))
		hosts := slices.DeleteFunc(representatives(), func(a netip.Addr) bool {
			return !netip.MustParsePrefix("10.0.0.0/16").Contains(a)
		})
		require.True(t, agrees(t, d, rules, subnet(slices.Clone(rules)...), f, hosts), printed(rules))
	}
}
