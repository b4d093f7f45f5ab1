package nsg_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func known[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func element(name string) network.Element { return network.Element{Address: name, Name: known(name)} }

// rule returns an outbound rule for TCP from anywhere, changed by edits.
func rule(name string, priority int, allow bool, to, ports string, edits ...func(*network.SecurityRule)) network.SecurityRule {
	r := network.SecurityRule{
		Element: element(name), Priority: known(priority), Direction: known(network.Outbound), Allow: known(allow),
		Protocol: known("*"), Sources: known([]string{"*"}), SourcePorts: known([]string{"*"}),
		Destinations: known([]string{to}), Ports: known([]string{ports}),
	}
	for _, edit := range edits {
		edit(&r)
	}
	return r
}

func subnet(rules ...network.SecurityRule) *network.Subnet {
	g := &network.SecurityGroup{Element: element("nsg"), Rules: value.Set[network.SecurityRule]{Items: rules}}
	return &network.Subnet{
		Element: element("apps"), SecurityGroup: network.To(g, "", nowhere),
		Prefixes: known([]netip.Prefix{netip.MustParsePrefix("10.0.1.0/24")}),
	}
}

func out(far nsg.Area, ports azure.PortRange) nsg.Flow {
	return nsg.Flow{Direction: network.Outbound, Far: far, Ports: ports}
}

func TestOutbound(t *testing.T) {
	web, every := nsg.Port(443), nsg.AnyPort
	internet, vnet := nsg.Internet(), nsg.Network(netip.MustParsePrefix("10.0.0.0/16"))
	tests := []struct {
		name    string
		rules   []network.SecurityRule
		flow    nsg.Flow
		verdict nsg.Verdict
		by      string // a rule or a default rule
		except  int
	}{
		{"default rules admit the internet", nil, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"and the network", nil, out(vnet, every), nsg.Allowed, "AllowVnetOutBound", 0},
		{"and services", nil, out(nsg.Service("Storage"), web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"denied by tag", []network.SecurityRule{rule("no", 200, false, "Internet", "*")}, out(internet, web), nsg.Denied, "no", 0},
		{"the tag is not the network", []network.SecurityRule{rule("no", 200, false, "internet", "*")}, out(vnet, every), nsg.Allowed, "AllowVnetOutBound", 0},
		{"an earlier rule wins", []network.SecurityRule{rule("no", 200, false, "*", "*"), rule("yes", 100, true, "Internet", "443")}, out(internet, web), nsg.Allowed, "yes", 0},
		{"a later one does not", []network.SecurityRule{rule("no", 200, false, "*", "*"), rule("yes", 300, true, "Internet", "443")}, out(internet, web), nsg.Denied, "no", 0},
		{"other ports", []network.SecurityRule{rule("no", 200, false, "*", "25")}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"some of the ports", []network.SecurityRule{rule("no", 200, false, "*", "25-30")}, out(vnet, every), nsg.Allowed, "AllowVnetOutBound", 1},
		{"all ports, in two pieces", []network.SecurityRule{rule("no", 200, false, "*", "", func(r *network.SecurityRule) {
			r.Ports = known([]string{"1024-65535", "0-1023"})
		})}, out(vnet, every), nsg.Denied, "no", 0},
		{"a partner stays open", []network.SecurityRule{rule("yes", 100, true, "203.0.113.0/24", "443"), rule("no", 200, false, "*", "*")}, out(internet, web), nsg.Denied, "no", 1},
		{"two halves", []network.SecurityRule{rule("low", 100, false, "0.0.0.0/1", "*"), rule("high", 110, false, "128.0.0.0/1", "*")}, out(internet, web), nsg.Denied, "high", 0},
		{"one half", []network.SecurityRule{rule("low", 100, false, "0.0.0.0/1", "*")}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 1},
		{"the network is all of a wider range", []network.SecurityRule{rule("no", 100, false, "10.0.0.0/8", "*")}, out(vnet, every), nsg.Denied, "no", 0},
		{"and part of it", []network.SecurityRule{rule("no", 100, false, "10.0.2.0/24", "*")}, out(vnet, every), nsg.Allowed, "AllowVnetOutBound", 1},
		{"somewhere in it", []network.SecurityRule{rule("no", 100, false, "10.0.2.0/24", "*")}, out(vnet.Somewhere(), every), nsg.Undecided, "", 0},
		{"UDP is not TCP", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Protocol = known("udp") })}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"but of UDP", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Protocol = known("udp") })}, nsg.Flow{Direction: network.Outbound, Protocol: "udp", Far: internet, Ports: web}, nsg.Denied, "no", 0},
		{"inbound", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Direction = known(network.Inbound) })}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"of another subnet", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Sources = known([]string{"10.0.2.0/24"}) })}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"of a part of the subnet", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Sources = known([]string{"10.0.1.0/28"}) })}, out(internet, web), nsg.Undecided, "", 0},
		{"the service's own tag", []network.SecurityRule{rule("yes", 100, true, "storage", "443"), rule("no", 200, false, "Internet", "*")}, out(nsg.Service("Storage"), web), nsg.Allowed, "yes", 0},
		{"of one region", []network.SecurityRule{rule("yes", 100, true, "Storage.WestEurope", "443"), rule("no", 200, false, "Internet", "*")}, out(nsg.Service("Storage"), web), nsg.Undecided, "", 0},
		{"another service", []network.SecurityRule{rule("yes", 100, true, "Sql", "*"), rule("no", 200, false, "Internet", "*")}, out(nsg.Service("Storage"), web), nsg.Denied, "no", 0},
		{"application security groups", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) {
			r.Groups, r.Destinations = true, value.None[[]string]()
		})}, out(internet, web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"may be in the network", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) {
			r.Groups, r.Destinations = true, value.None[[]string]()
		})}, out(vnet, every), nsg.Undecided, "", 0},
		{"groups beside prefixes", []network.SecurityRule{rule("no", 100, false, "*", "*", func(r *network.SecurityRule) { r.Groups = true })}, out(internet, web), nsg.Undecided, "", 0},
		{"the host is not in the network", []network.SecurityRule{rule("no", 100, false, "168.63.129.16/32", "*")}, out(nsg.Network(), every), nsg.Allowed, "AllowVnetOutBound", 0},
		{"a route names the internet", nil, out(internet.Routed(), web), nsg.Allowed, "AllowInternetOutBound", 0},
		{"and a rule the network", []network.SecurityRule{rule("no", 100, false, "VirtualNetwork", "*")}, out(internet.Routed(), web), nsg.Undecided, "", 0},
		{"unknown range of the network", []network.SecurityRule{rule("no", 100, false, "10.9.0.0/16", "*")}, out(nsg.Network(), every), nsg.Undecided, "", 0},
		{"IPv6", []network.SecurityRule{rule("no", 100, false, "2001:db8::/32", "*")}, out(nsg.Network(), every), nsg.Allowed, "AllowVnetOutBound", 0},
		{"nonsense", []network.SecurityRule{rule("no", 100, false, "here and there", "*")}, out(internet, web), nsg.Undecided, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := nsg.Of(subnet(tt.rules...), tt.flow)
			assert.Equal(t, tt.verdict, got.Verdict, got.Why)
			assert.Len(t, got.Exceptions, tt.except)
			switch {
			case tt.verdict == nsg.Undecided:
				assert.NotEmpty(t, got.Why)
			case got.Rule != nil:
				assert.Equal(t, tt.by, got.Rule.Label())
			default:
				assert.Equal(t, tt.by, got.Default)
			}
		})
	}
}

// A value that is not known leaves the answer open only if it matters.
func TestUnknown(t *testing.T) {
	web := out(nsg.Internet(), nsg.Port(443))
	blind := map[string]func(*network.SecurityRule){
		"priority":    func(r *network.SecurityRule) { r.Priority = value.Undecided[int]("var.x", nowhere) },
		"direction":   func(r *network.SecurityRule) { r.Direction = value.Undecided[network.Direction]("var.x", nowhere) },
		"access":      func(r *network.SecurityRule) { r.Allow = value.Undecided[bool]("var.x", nowhere) },
		"protocol":    func(r *network.SecurityRule) { r.Protocol = value.Undecided[string]("var.x", nowhere) },
		"source":      func(r *network.SecurityRule) { r.Sources = value.Undecided[[]string]("var.x", nowhere) },
		"source port": func(r *network.SecurityRule) { r.SourcePorts = value.Undecided[[]string]("var.x", nowhere) },
		"destination": func(r *network.SecurityRule) { r.Destinations = value.Undecided[[]string]("var.x", nowhere) },
		"port":        func(r *network.SecurityRule) { r.Ports = value.Undecided[[]string]("var.x", nowhere) },
	}
	for name, edit := range blind {
		denial := rule("no", 200, false, "*", "*", edit)
		assert.Equal(t, nsg.Undecided, nsg.Of(subnet(denial), web).Verdict, name)
		assert.Equal(t, nsg.Denied, nsg.Of(subnet(rule("first", 100, false, "Internet", "*"), rule("no", 200, false, "*", "*", edit)), web).Verdict,
			"%s: either way", name)
	}
}

func TestUnknownGroup(t *testing.T) {
	web := out(nsg.Internet(), nsg.Port(443))
	s := subnet(rule("no", 200, false, "*", "*"))
	g := s.SecurityGroup.Target()
	g.Rules.Incomplete = "var.rules"
	assert.Contains(t, nsg.Of(s, web).Why, "var.rules")
	g.Rules.Items[0].Priority = known(100)
	assert.Equal(t, nsg.Denied, nsg.Of(s, web).Verdict, "nothing can come before it")
	g.Rules.Incomplete, g.External, g.Rules.Items = "", true, nil
	assert.Equal(t, nsg.Undecided, nsg.Of(s, web).Verdict)

	s.SecurityGroup = network.Open[network.SecurityGroup]("var.group", nowhere)
	assert.Equal(t, "var.group", nsg.Of(s, web).Why)
	s.SecurityGroup = network.Outside[network.SecurityGroup]("/subscriptions/s/nsg-hub", nowhere)
	assert.Contains(t, nsg.Of(s, web).Why, "nsg-hub")
	s.SecurityGroup = network.Edge[network.SecurityGroup]{}
	assert.Equal(t, nsg.Allowed, nsg.Of(s, web).Verdict)
	s.External = true
	assert.Equal(t, nsg.Undecided, nsg.Of(s, web).Verdict)

	open := subnet().SecurityGroup.Target()
	closed := subnet(rule("no", 200, false, "*", "*")).SecurityGroup.Target()
	s.SecurityGroup = network.AnyOf([]*network.SecurityGroup{open, closed}, nowhere)
	assert.Equal(t, nsg.Undecided, nsg.Of(s, web).Verdict)
	s.SecurityGroup = network.AnyOf([]*network.SecurityGroup{closed, closed}, nowhere)
	assert.Equal(t, nsg.Denied, nsg.Of(s, web).Verdict)
}

func TestInbound(t *testing.T) {
	in := func(far nsg.Area) nsg.Flow {
		return nsg.Flow{Direction: network.Inbound, Far: far, Ports: nsg.Port(443)}
	}
	s := subnet(rule("partner", 100, true, "10.0.0.0/8", "443", func(r *network.SecurityRule) {
		r.Direction, r.Sources = known(network.Inbound), known([]string{"203.0.113.0/24"})
	}))
	got := nsg.Of(s, in(nsg.Internet()))
	assert.Equal(t, nsg.Denied, got.Verdict)
	assert.Equal(t, "DenyAllInBound", got.Default)
	assert.Len(t, got.Exceptions, 1)
	assert.Equal(t, "AllowVnetInBound", nsg.Of(s, in(nsg.Network(netip.MustParsePrefix("10.0.0.0/16")))).Default)
}

func TestLoadBalancer(t *testing.T) {
	in := nsg.Flow{Direction: network.Inbound, Far: nsg.LoadBalancer(), Ports: nsg.Port(80)}
	from := func(source string, allow bool) nsg.Result {
		return nsg.Of(subnet(rule("r", 100, allow, "*", "*", func(r *network.SecurityRule) {
			r.Direction, r.Sources = known(network.Inbound), known([]string{source})
		})), in)
	}
	assert.Equal(t, "AllowAzureLoadBalancerInBound", nsg.Of(subnet(), in).Default)
	for _, source := range []string{"*", "AzureLoadBalancer", "168.63.129.16", "168.63.0.0/16"} {
		assert.Equal(t, nsg.Denied, from(source, false).Verdict, source)
	}
	for _, source := range []string{"Internet", "Storage", "10.0.0.0/8"} {
		assert.Equal(t, nsg.Allowed, from(source, false).Verdict, source)
	}
	assert.Equal(t, nsg.Undecided, from("VirtualNetwork", false).Verdict)

	names := nsg.Of(subnet(), nsg.Flow{Direction: network.Outbound, Protocol: "udp", Far: nsg.LoadBalancer(), Ports: nsg.Port(53)})
	assert.Equal(t, nsg.Allowed, names.Verdict, "the host answers for DNS as well")
	assert.Equal(t, "AllowVnetOutBound", names.Default)
}

func TestParsePorts(t *testing.T) {
	for text, want := range map[string]azure.PortRange{"*": nsg.AnyPort, "443": nsg.Port(443), "1-9": {First: 1, Last: 9}, "1 - 9": {First: 1, Last: 9}} {
		got, ok := nsg.ParsePorts(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "-", "1-", "https", "70000", "1-70000"} {
		_, ok := nsg.ParsePorts(text)
		assert.False(t, ok, text)
	}
}

// Groups may have a thousand rules, and many apps a group in common.
func BenchmarkEvaluate(b *testing.B) {
	var rules []network.SecurityRule
	for i := range 1000 {
		to := netip.PrefixFrom(netip.AddrFrom4([4]byte{20, byte(i >> 8), byte(i), 0}), 24)
		rules = append(rules, rule("r", 100+i, i%2 == 0, to.String(), "443"))
	}
	s := subnet(rules...)
	for b.Loop() {
		nsg.Of(s, out(nsg.Internet(), nsg.Port(443)))
	}
}
