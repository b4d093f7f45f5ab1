package vnetintegration_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func oneOf[T any](targets ...*T) network.Edge[T] { return network.AnyOf(targets, nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with a network that has two subnets, a plan, and an app on it
// that joins the first subnet.
type world struct {
	network.Model
	vnet *network.VNet
	a, b *network.Subnet
	plan *network.Plan
	app  *network.Site
}

func newWorld() *world {
	w := &world{vnet: &network.VNet{Element: element("vnet")}}
	w.a, w.b = w.subnet("a", "10.0.0.0/24"), w.subnet("b", "10.0.1.0/24")
	w.plan = &network.Plan{Element: element("plan"), SKU: some("P1v3")}
	w.app = &network.Site{Element: element("app"), Kind: network.WebApp, Plan: to(w.plan), OS: some(network.Windows)}
	w.VNets, w.Plans, w.Sites = []*network.VNet{w.vnet}, []*network.Plan{w.plan}, []*network.Site{w.app}
	w.join(w.app, to(w.a))
	return w
}

func (w *world) subnet(name, prefix string) *network.Subnet {
	s := &network.Subnet{
		Element: element(name), VNet: to(w.vnet), Prefixes: some([]netip.Prefix{netip.MustParsePrefix(prefix)}),
		Delegations: some([]string{azure.DelegationServerFarms}),
	}
	w.Subnets = append(w.Subnets, s)
	return s
}

// join makes a site join what an edge leads to, and nothing else.
func (w *world) join(s *network.Site, e network.Edge[network.Subnet]) {
	s.Integrations.Items = []network.Integration{{Subnet: e}}
}

// result links the model anew and runs a check on it.
func (w *world) result(c *lint.Check) lint.Result {
	for _, s := range w.Subnets {
		s.Integrations = value.Set[*network.Site]{}
	}
	for _, s := range w.Sites {
		s.Slots = value.Set[*network.Site]{}
	}
	w.plan.Sites = value.Set[*network.Site]{}
	w.vnet.Subnets = value.Set[*network.Subnet]{}
	w.Link()
	return lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c})
}

// run returns what a check finds: severity and address of each finding.
func (w *world) run(c *lint.Check) []string {
	var out []string
	for _, f := range w.result(c).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

// undecided returns what a check leaves open.
func (w *world) undecided(c *lint.Check) []string {
	var out []string
	for _, u := range w.result(c).Undecided {
		out = append(out, u.Address+" "+u.Why)
	}
	return out
}

func TestMissingDelegation(t *testing.T) {
	check := vnetintegration.MissingDelegation
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"delegated":         {func(*world) {}, nil},
		"to something else": {func(w *world) { w.a.Delegations = some([]string{azure.DelegationHostingEnvironments}) }, nil},
		"absent":            {func(w *world) { w.a.Delegations = value.None[[]string]() }, []string{"error a"}},
		"empty":             {func(w *world) { w.a.Delegations = some([]string{}) }, []string{"error a"}},
		"unknown":           {func(w *world) { w.a.Delegations = unknown[[]string]() }, nil},
		"out of sight":      {func(w *world) { w.a.Delegations = value.None[[]string](); w.a.External = true }, nil},
		"nobody joins":      {func(w *world) { w.b.Delegations = value.None[[]string]() }, nil},
		"both candidates":   {func(w *world) { w.joinEither(); w.undelegate(w.a, w.b) }, []string{"error a"}},
		"one candidate":     {func(w *world) { w.joinEither(); w.undelegate(w.a) }, nil},
		"an unknown subnet": {func(w *world) { w.join(w.app, network.Open[network.Subnet]("", nowhere)); w.undelegate(w.a, w.b) }, nil},
		"contending integrations": {func(w *world) {
			w.app.Integrations.Items = []network.Integration{{Subnet: to(w.a)}, {Subnet: to(w.b)}}
			w.undelegate(w.b)
		}, []string{"error b"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(check))
		})
	}

	w := newWorld()
	w.a.Delegations = unknown[[]string]()
	assert.Equal(t, []string{"a var.x"}, w.undecided(check))
}

func (w *world) joinEither() { w.join(w.app, oneOf(w.a, w.b)) }

func (w *world) undelegate(subnets ...*network.Subnet) {
	for _, s := range subnets {
		s.Delegations = value.None[[]string]()
	}
}

func TestOnASE(t *testing.T) {
	check := vnetintegration.OnASE
	env := func(settings value.Of[map[string]string]) *network.Environment {
		return &network.Environment{Element: element("ase"), Version: some(3), ClusterSettings: settings}
	}
	in := func(e *network.Environment) func(*world) {
		return func(w *world) { w.plan.Environment = to(e); w.Environments = append(w.Environments, e) }
	}
	set := func(v string) value.Of[map[string]string] {
		return some(map[string]string{"multiplesubnetjoinenabled": v})
	}
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"multitenant":         {func(*world) {}, nil},
		"environment":         {in(env(value.None[map[string]string]())), []string{"error app"}},
		"with other settings": {in(env(some(map[string]string{"x": "y"}))), []string{"error app"}},
		"allowed":             {in(env(set("true"))), nil},
		"allowed by a number": {in(env(set("1"))), nil},
		"forbidden":           {in(env(set("false"))), []string{"error app"}},
		"settings unknown":    {in(env(unknown[map[string]string]())), nil},
		"version 2":           {in(&network.Environment{Version: some(2), ClusterSettings: set("true")}), []string{"error app"}},
		"only read":           {in(&network.Environment{Element: network.Element{External: true}, ClusterSettings: unknown[map[string]string]()}), []string{"warning app"}},
		"only read, allowed":  {in(&network.Environment{Element: network.Element{External: true}, ClusterSettings: set("true")}), nil},
		"elsewhere": {func(w *world) {
			w.plan.Environment = network.Outside[network.Environment]("/hostingenvironments/ase", nowhere)
		}, []string{"warning app"}},
		"unknown":        {func(w *world) { w.plan.Environment = network.Open[network.Environment]("var.ase", nowhere) }, nil},
		"not integrated": {func(w *world) { in(env(set("false")))(w); w.app.Integrations.Items = nil }, nil},
		"into who knows what": {func(w *world) {
			in(env(set("false")))(w)
			w.join(w.app, network.Open[network.Subnet]("var.subnet", nowhere))
		}, nil},
		"written at the site": {func(w *world) { w.app.Environment = to(env(set("false"))) }, []string{"error app"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(check))
		})
	}
}

func TestSKUUnsupported(t *testing.T) {
	check := vnetintegration.SKUUnsupported
	for sku, want := range map[string][]string{
		"F1": {"error plan"}, "D1": {"error plan"}, "Y1": {"error plan"},
		"B1": nil, "P1v4": nil, "EP1": nil, "FC1": nil, "WS1": nil, "I1v2": nil, "K1": nil,
	} {
		w := newWorld()
		w.plan.SKU = some(sku)
		assert.Equal(t, want, w.run(check), sku)
	}

	w := newWorld()
	w.plan.SKU, w.plan.Tier = value.None[string](), some("Dynamic")
	assert.Equal(t, []string{"error plan"}, w.run(check), "a tier without a size")

	w = newWorld()
	w.plan.SKU, w.plan.External = some("F1"), true
	assert.Equal(t, []string{"error app"}, w.run(check), "a plan that is only read cannot be changed here")

	w = newWorld()
	other := &network.Plan{SKU: some("D1")}
	w.plan.SKU, w.app.Plan = some("F1"), oneOf(w.plan, other)
	assert.Equal(t, []string{"error app"}, w.run(check), "whichever plan it is")
	other.SKU = unknown[string]()
	assert.Empty(t, w.run(check))

	w = newWorld()
	w.plan.SKU = unknown[string]()
	assert.Empty(t, w.run(check))
}

func TestSubnetTooSmall(t *testing.T) {
	check := vnetintegration.SubnetTooSmall
	small := some([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/29")})

	w := newWorld()
	w.a.Prefixes = small
	assert.Equal(t, []string{"error a"}, w.run(check))

	w = newWorld()
	w.joinEither()
	w.a.Prefixes = small
	assert.Empty(t, w.run(check), "the other may be meant")
	w.b.Prefixes = small
	assert.Equal(t, []string{"error a"}, w.run(check))

	w = newWorld()
	w.a.Prefixes, w.app.Flex = small, true
	assert.Empty(t, w.run(check), "another rule's matter")
}

func TestSubnetCapacity(t *testing.T) {
	check := vnetintegration.SubnetCapacity
	prefix := func(p string) value.Of[[]netip.Prefix] { return some([]netip.Prefix{netip.MustParsePrefix(p)}) }

	w := newWorld()
	w.a.Prefixes, w.plan.Workers = prefix("10.0.0.0/28"), some(6)
	assert.Equal(t, []string{"warning a"}, w.run(check))
	w = newWorld()
	w.a.Prefixes, w.plan.Workers = prefix("10.0.0.0/28"), some(5)
	assert.Empty(t, w.run(check))

	w = newWorld()
	w.a.Prefixes, w.plan.Workers = prefix("10.0.0.0/28"), unknown[int]()
	assert.Empty(t, w.run(check))
	assert.Equal(t, []string{"plan var.x"}, w.undecided(check))

	w = newWorld()
	w.a.Prefixes, w.plan.Workers = unknown[[]netip.Prefix](), some(30)
	assert.Empty(t, w.run(check))
	assert.Equal(t, []string{"a var.x"}, w.undecided(check))

	w = newWorld()
	w.joinEither()
	w.a.Prefixes, w.plan.Workers = prefix("10.0.0.0/28"), some(20)
	assert.Empty(t, w.run(check), "the other has room")
	w.b.Prefixes = prefix("10.0.1.0/27")
	assert.Equal(t, []string{"warning plan"}, w.run(check))

	w = newWorld()
	w.a.Prefixes = prefix("10.0.0.0/29")
	w.app.Plan = network.Outside[network.Plan]("/serverfarms/one", nowhere)
	second := &network.Site{Element: element("second"), Plan: network.Outside[network.Plan]("/serverfarms/two", nowhere)}
	w.Sites = append(w.Sites, second)
	w.join(second, to(w.a))
	assert.Equal(t, []string{"warning a"}, w.run(check), "two plans need four addresses at least, and three are there")
}

func TestRegionMismatch(t *testing.T) {
	check := vnetintegration.RegionMismatch
	build := func(app, vnet value.Of[string]) *world {
		w := newWorld()
		w.app.Location, w.vnet.Location = app, vnet
		return w
	}
	here, there := some("westeurope"), some("northeurope")
	assert.Empty(t, build(here, here).run(check))
	assert.Equal(t, []string{"error vnet"}, build(here, there).run(check))
	assert.Empty(t, build(here, unknown[string]()).run(check))
	assert.Empty(t, build(unknown[string](), there).run(check))
	assert.Empty(t, build(value.None[string](), there).run(check))
	assert.Equal(t, []string{"app var.x"}, build(unknown[string](), there).undecided(check))

	w := build(here, there)
	w.vnet.External = true
	assert.Equal(t, []string{"error app"}, w.run(check), "a network that is only read cannot be moved here")

	w = build(here, there)
	slot := &network.Site{Element: element("slot"), Slot: true, Parent: to(w.app)}
	w.app.Integrations.Items = nil
	w.Sites = append(w.Sites, slot)
	w.join(slot, to(w.a))
	assert.Equal(t, []string{"error vnet"}, w.run(check), "a slot is where its app is")

	w = build(here, there)
	w.joinEither()
	assert.Equal(t, []string{"error vnet"}, w.run(check), "both subnets are in that network")
	w.b.VNet = to(&network.VNet{Element: network.Element{Location: here}})
	assert.Empty(t, w.run(check))
}

func TestPlanSubnetLimit(t *testing.T) {
	check := vnetintegration.PlanSubnetLimit
	build := func(edges ...func(w *world) network.Edge[network.Subnet]) *world {
		w := newWorld()
		w.Sites = nil
		for _, e := range edges {
			s := &network.Site{Plan: to(w.plan)}
			w.Sites = append(w.Sites, s)
			w.join(s, e(w))
		}
		return w
	}
	a := func(w *world) network.Edge[network.Subnet] { return to(w.a) }
	b := func(w *world) network.Edge[network.Subnet] { return to(w.b) }
	out := func(*world) network.Edge[network.Subnet] {
		return network.Outside[network.Subnet]("/subnets/x", nowhere)
	}
	either := func(w *world) network.Edge[network.Subnet] { return oneOf(w.a, w.b) }
	open := func(*world) network.Edge[network.Subnet] { return network.Open[network.Subnet]("var.subnet", nowhere) }

	assert.Equal(t, []string{"error plan"}, build(a, b, out).run(check))
	assert.Empty(t, build(a, b, a, b).run(check))
	assert.Empty(t, build(a, b, either, open).run(check))

	linux := build(a, b)
	linux.plan.OS = some(network.Linux)
	assert.Equal(t, []string{"note plan"}, linux.run(check))

	isolated := build(a, b, out)
	isolated.plan.Environment = network.Outside[network.Environment]("/hostingenvironments/ase", nowhere)
	assert.Empty(t, isolated.run(check), "environments have a limit of their own")
}

func TestRouteAllOff(t *testing.T) {
	check := vnetintegration.RouteAllOff
	natted := func(w *world) { w.a.NATGateway = to(&network.NATGateway{}) }
	off := func(w *world) { natted(w); w.app.Routing.All = some(false) }
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"no control":           {func(w *world) { w.app.Routing.All = some(false) }, nil},
		"on":                   {func(w *world) { natted(w); w.app.Routing.All = some(true) }, nil},
		"off":                  {off, []string{"warning app"}},
		"not written":          {natted, []string{"warning app"}},
		"unknown":              {func(w *world) { natted(w); w.app.Routing.All = unknown[bool]() }, nil},
		"gateway elsewhere":    {func(w *world) { w.a.NATGateway = network.Outside[network.NATGateway]("/natgateways/ng", nowhere) }, []string{"warning app"}},
		"gateway unknown":      {func(w *world) { w.a.NATGateway = network.Open[network.NATGateway]("var.nat", nowhere) }, nil},
		"flex":                 {func(w *world) { off(w); w.app.Flex = true }, nil},
		"environment":          {func(w *world) { off(w); w.plan.Environment = to(&network.Environment{}) }, nil},
		"isolated size":        {func(w *world) { off(w); w.plan.SKU = some("I1v2") }, nil},
		"plan elsewhere":       {func(w *world) { off(w); w.app.Plan = network.Outside[network.Plan]("/serverfarms/p", nowhere) }, []string{"warning app"}},
		"secured by perimeter": {func(w *world) { off(w); w.app.PublicAccess = some(network.SecuredByPerimeter) }, nil},
		"enforced perimeter": {func(w *world) {
			off(w)
			w.Perimeters = []*network.PerimeterAssociation{{Site: to(w.app), Mode: some("Enforced")}}
		}, nil},
		"perhaps enforced": {func(w *world) {
			off(w)
			w.Perimeters = []*network.PerimeterAssociation{{Site: network.Open[network.Site]("", nowhere), Mode: unknown[string]()}}
		}, nil},
		"learning perimeter": {func(w *world) {
			off(w)
			w.Perimeters = []*network.PerimeterAssociation{{Site: to(w.app), Mode: some("Learning")}}
		}, []string{"warning app"}},
		"either subnet, one control":   {func(w *world) { off(w); w.joinEither() }, nil},
		"either subnet, both controls": {func(w *world) { off(w); w.b.NATGateway = w.a.NATGateway; w.joinEither() }, []string{"warning app"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			assert.Equal(t, c.want, w.run(check))
		})
	}
}

func TestEgressRoutes(t *testing.T) {
	for name, c := range map[string]struct {
		prefix, hop value.Of[string]
		want        bool
	}{
		"default route":   {some("0.0.0.0/0"), some("VirtualAppliance"), true},
		"to nowhere":      {some("0.0.0.0/0"), some("None"), true},
		"to a gateway":    {some("0.0.0.0/0"), some("VirtualNetworkGateway"), true},
		"to the internet": {some("0.0.0.0/0"), some("Internet"), false},
		"public range":    {some("20.0.0.0/8"), some("VirtualAppliance"), true},
		"all of Azure":    {some("AzureCloud"), some("VirtualAppliance"), true},
		"one service":     {some("Storage.WestEurope"), some("VirtualAppliance"), false},
		"private range":   {some("172.16.0.0/12"), some("VirtualAppliance"), false},
		"part of one":     {some("10.1.2.0/24"), some("VirtualAppliance"), false},
		"shared range":    {some("100.64.0.0/10"), some("VirtualAppliance"), false},
		"IPv6":            {some("::/0"), some("VirtualAppliance"), false},
		"unknown prefix":  {unknown[string](), some("VirtualAppliance"), false},
		"unknown hop":     {some("0.0.0.0/0"), unknown[string](), false},
		"not written":     {value.None[string](), value.None[string](), false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.a.RouteTable = to(&network.RouteTable{Routes: value.Set[network.Route]{
				Items: []network.Route{{Prefix: c.prefix, NextHop: c.hop}}, Incomplete: "there may be more",
			}})
			assert.Equal(t, c.want, len(w.run(vnetintegration.RouteAllOff)) > 0)
		})
	}
}

func TestEgressRules(t *testing.T) {
	rule := func(priority int, allow bool, destination string, change ...func(*network.SecurityRule)) network.SecurityRule {
		r := network.SecurityRule{
			Priority: some(priority), Direction: some(network.Outbound), Allow: some(allow), Protocol: some("*"),
			Sources: some([]string{"*"}), SourcePorts: some([]string{"*"}),
			Destinations: some([]string{destination}), Ports: some([]string{"*"}),
		}
		for _, c := range change {
			c(&r)
		}
		return r
	}
	from := func(s string) func(*network.SecurityRule) {
		return func(r *network.SecurityRule) { r.Sources = some([]string{s}) }
	}
	deny := rule(400, false, "Internet")
	for name, c := range map[string]struct {
		rules      []network.SecurityRule
		incomplete string
		want       bool
	}{
		"deny the internet":         {rules: []network.SecurityRule{deny}, want: true},
		"deny everything":           {rules: []network.SecurityRule{rule(400, false, "*")}, want: true},
		"deny a public range":       {rules: []network.SecurityRule{rule(400, false, "203.0.113.0/24")}, want: true},
		"deny a public address":     {rules: []network.SecurityRule{rule(400, false, "203.0.113.7")}, want: true},
		"deny the network":          {rules: []network.SecurityRule{rule(400, false, "VirtualNetwork")}},
		"deny a private range":      {rules: []network.SecurityRule{rule(400, false, "10.0.0.0/8")}},
		"deny the metadata address": {rules: []network.SecurityRule{rule(400, false, "169.254.169.254")}},
		"allow only":                {rules: []network.SecurityRule{rule(400, true, "Internet")}},
		"inbound":                   {rules: []network.SecurityRule{rule(400, false, "*", func(r *network.SecurityRule) { r.Direction = some(network.Inbound) })}},
		"ping":                      {rules: []network.SecurityRule{rule(400, false, "*", func(r *network.SecurityRule) { r.Protocol = some("icmp") })}},
		"groups":                    {rules: []network.SecurityRule{rule(400, false, "*", func(r *network.SecurityRule) { r.Groups = true })}},
		"from the subnet":           {rules: []network.SecurityRule{rule(400, false, "*", from("10.0.0.0/16"))}, want: true},
		"from the network":          {rules: []network.SecurityRule{rule(400, false, "*", from("VirtualNetwork"))}, want: true},
		"from elsewhere":            {rules: []network.SecurityRule{rule(400, false, "*", from("10.9.0.0/16"))}},
		"from the internet":         {rules: []network.SecurityRule{rule(400, false, "*", from("Internet"))}},
		"overruled":                 {rules: []network.SecurityRule{deny, rule(300, true, "*")}},
		"overruled too late":        {rules: []network.SecurityRule{deny, rule(500, true, "*")}, want: true},
		"overruled in part":         {rules: []network.SecurityRule{deny, rule(300, true, "203.0.113.0/24")}, want: true},
		"overruled for one port":    {rules: []network.SecurityRule{deny, rule(300, true, "*", func(r *network.SecurityRule) { r.Ports = some([]string{"443"}) })}, want: true},
		"perhaps overruled":         {rules: []network.SecurityRule{deny, rule(300, true, "*", func(r *network.SecurityRule) { r.Ports = unknown[[]string]() })}},
		"perhaps earlier":           {rules: []network.SecurityRule{deny, rule(500, true, "*", func(r *network.SecurityRule) { r.Priority = unknown[int]() })}},
		"not all rules known":       {rules: []network.SecurityRule{deny}, incomplete: "var.rules"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.a.SecurityGroup = to(&network.SecurityGroup{Rules: value.Set[network.SecurityRule]{Items: c.rules, Incomplete: c.incomplete}})
			assert.Equal(t, c.want, len(w.run(vnetintegration.RouteAllOff)) > 0)
		})
	}
}

func TestBypassNamesWhatIsBypassed(t *testing.T) {
	w := newWorld()
	w.a.NATGateway = network.Outside[network.NATGateway]("/natgateways/ng-hub", nowhere)
	w.a.RouteTable = to(&network.RouteTable{Element: element("table"), Routes: value.Set[network.Route]{Items: []network.Route{
		{Element: element("narrow"), Prefix: some("20.0.0.0/8"), NextHop: some("VirtualAppliance")},
		{Element: element("default"), Prefix: some("0.0.0.0/0"), NextHop: some("VirtualAppliance")},
	}}})
	w.app.Routing.Ineffective = []string{"vnetImagePullEnabled", "vnetRouteAllEnabled"}
	findings := w.result(vnetintegration.RouteAllOff).Findings
	require.Len(t, findings, 1)
	assert.Contains(t, findings[0].Message, `Route all is off for web app "app" ("vnetRouteAllEnabled" has no effect with this API version)`)
	assert.Contains(t, findings[0].Message, `NAT gateway "ng-hub" and route "default" to 0.0.0.0/0 in route table "table"`)
}
