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
	"github.com/appnetlint/appnetlint/pkg/value"
)

// variation is a change of a world and what a check then finds in it.
type variation struct {
	change func(*world)
	want   []string
}

// vary runs a check on variations of a world.
func vary(t *testing.T, check *lint.Check, variations map[string]variation) {
	t.Helper()
	for name, v := range variations {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			v.change(w)
			assert.Equal(t, v.want, w.run(check))
		})
	}
}

// second adds an app on a plan of its own that joins the first subnet.
func (w *world) second() (*network.Site, *network.Plan) {
	plan := &network.Plan{Element: element("plan2"), SKU: some("P1v3")}
	app := &network.Site{Element: element("app2"), Kind: network.WebApp, Plan: to(plan)}
	w.Plans, w.Sites = append(w.Plans, plan), append(w.Sites, app)
	w.join(app, to(w.a))
	return app, plan
}

func prefix(s string) value.Of[[]netip.Prefix] { return some([]netip.Prefix{netip.MustParsePrefix(s)}) }

func open[T any]() network.Edge[T] { return network.Open[T]("var.x", nowhere) }

func outside[T any](id string) network.Edge[T] { return network.Outside[T](id, nowhere) }

func TestWrongDelegation(t *testing.T) {
	wrong := func(subnets ...*network.Subnet) {
		for _, s := range subnets {
			s.Delegations = some([]string{azure.DelegationAppEnvironments})
		}
	}
	vary(t, vnetintegration.WrongDelegation, map[string]variation{
		"right": {func(*world) {}, nil},
		"wrong": {func(w *world) { wrong(w.a) }, []string{"error a"}},
		"several": {func(w *world) {
			w.a.Delegations = some([]string{"Microsoft.Sql/managedInstances", "microsoft.web/serverfarms"})
		}, nil},
		"none":              {func(w *world) { w.a.Delegations = some([]string{}) }, nil},
		"unknown":           {func(w *world) { w.a.Delegations = unknown[[]string]() }, nil},
		"of another stack":  {func(w *world) { wrong(w.a); w.a.External = true }, nil},
		"flex":              {func(w *world) { wrong(w.a); w.app.Flex = true }, nil},
		"nobody joins":      {func(w *world) { wrong(w.b) }, nil},
		"one of two":        {func(w *world) { w.joinEither(); wrong(w.a) }, nil},
		"both of two":       {func(w *world) { w.joinEither(); wrong(w.a, w.b) }, []string{"error a"}},
		"function app":      {func(w *world) { wrong(w.a); w.app.Kind = network.FunctionApp }, []string{"error a"}},
		"may be flex":       {func(w *world) { wrong(w.a); w.app.Kind = network.FunctionApp; w.plan.SKU = unknown[string]() }, nil},
		"plan out of sight": {func(w *world) { wrong(w.a); w.app.Plan = outside[network.Plan]("/serverfarms/p") }, []string{"error a"}},
		"subnet of its own environment": {func(w *world) {
			wrong(w.a)
			w.plan.Environment = to(&network.Environment{Subnet: to(w.a)})
		}, nil},
		"subnet beside its environment": {func(w *world) {
			wrong(w.a)
			w.plan.Environment = to(&network.Environment{Subnet: to(w.b)})
		}, []string{"error a"}},
	})
}

func TestSharedByPlans(t *testing.T) {
	in := func(subscription string) string {
		return "/subscriptions/" + subscription + "/resourcegroups/r/providers/microsoft.web/serverfarms/p"
	}
	vary(t, vnetintegration.SharedByPlans, map[string]variation{
		"one plan":     {func(w *world) { w.a.Prefixes = prefix("10.0.0.0/27") }, nil},
		"large enough": {func(w *world) { w.second(); w.a.Prefixes = prefix("10.0.0.0/26") }, nil},
		"too small":    {func(w *world) { w.second(); w.a.Prefixes = prefix("10.0.0.0/27") }, []string{"error a"}},
		"size unknown": {func(w *world) { w.second(); w.a.Prefixes = unknown[[]netip.Prefix]() }, nil},
		"same plan":    {func(w *world) { app, _ := w.second(); app.Plan = to(w.plan); w.a.Prefixes = prefix("10.0.0.0/27") }, nil},
		"unknown plan": {func(w *world) {
			app, _ := w.second()
			app.Plan = open[network.Plan]()
			w.a.Prefixes = prefix("10.0.0.0/27")
		}, nil},
		"only read":    {func(w *world) { w.second(); w.a.Prefixes, w.a.External = prefix("10.0.0.0/27"), true }, []string{"error app2"}},
		"other subnet": {func(w *world) { app, _ := w.second(); w.join(app, to(w.b)); w.a.Prefixes = prefix("10.0.0.0/27") }, nil},
		"either subnet": {func(w *world) {
			app, _ := w.second()
			w.join(app, oneOf(w.a, w.b))
			w.a.Prefixes = prefix("10.0.0.0/27")
		}, nil},
		"flex": {func(w *world) { app, _ := w.second(); app.Flex = true; w.a.Prefixes = prefix("10.0.0.0/27") }, nil},
		"environment": {func(w *world) {
			_, plan := w.second()
			plan.Environment = to(&network.Environment{})
			w.a.Prefixes = prefix("10.0.0.0/27")
		}, nil},
		"same subscription":   {func(w *world) { _, plan := w.second(); plan.ID, w.plan.ID = in("1"), in("1") }, nil},
		"other subscription":  {func(w *world) { _, plan := w.second(); plan.ID, w.plan.ID = in("1"), in("2") }, []string{"error a"}},
		"unknown one":         {func(w *world) { _, plan := w.second(); plan.ID, w.plan.ID = in("1"), in("?") }, nil},
		"of another stack":    {func(w *world) { app, _ := w.second(); app.Plan = outside[network.Plan](in("1")); w.plan.ID = in("2") }, []string{"error a"}},
		"nothing known of it": {func(w *world) { _, plan := w.second(); plan.ID, w.plan.ID = in("1"), "" }, nil},
	})
}

func TestEndpointPolicy(t *testing.T) {
	vary(t, vnetintegration.EndpointPolicy, map[string]variation{
		"none":       {func(*world) {}, nil},
		"one":        {func(w *world) { w.a.ServiceEndpointPolicies = some(true) }, []string{"error a"}},
		"elsewhere":  {func(w *world) { w.b.ServiceEndpointPolicies = some(true) }, nil},
		"unknown":    {func(w *world) { w.a.ServiceEndpointPolicies = unknown[bool]() }, nil},
		"one of two": {func(w *world) { w.joinEither(); w.a.ServiceEndpointPolicies = some(true) }, nil},
		"both of two": {func(w *world) {
			w.joinEither()
			w.a.ServiceEndpointPolicies, w.b.ServiceEndpointPolicies = some(true), some(true)
		}, []string{"error a"}},
		"nobody joins": {func(w *world) { w.app.Integrations.Items = nil; w.a.ServiceEndpointPolicies = some(true) }, nil},
	})
}

func TestConfiguredTwice(t *testing.T) {
	connection := element("swift")
	twice := func(inline, own network.Edge[network.Subnet], ignored bool) func(*world) {
		return func(w *world) {
			w.app.Integrations.Items = []network.Integration{
				{Subnet: inline, Ignored: ignored}, {Subnet: own, Own: true, Subject: &connection},
			}
		}
	}
	a, b := &network.Subnet{Element: element("x")}, &network.Subnet{Element: element("y")}
	vary(t, vnetintegration.ConfiguredTwice, map[string]variation{
		"once":             {func(*world) {}, nil},
		"different":        {twice(to(a), to(b), false), []string{"error app"}},
		"the same":         {twice(to(a), to(a), false), []string{"note app"}},
		"perhaps the same": {twice(to(a), oneOf(a, b), false), []string{"note app"}},
		"unknown":          {twice(to(a), open[network.Subnet](), false), nil},
		"ignored":          {twice(to(a), to(b), true), nil},
		"of two stacks":    {twice(outside[network.Subnet]("/subnets/a"), outside[network.Subnet]("/subnets/b"), false), []string{"error app"}},
	})
}

func TestInlineAndStandalone(t *testing.T) {
	inline := func(w *world) { w.vnet.InlineSubnets = some(true); w.b.Inline = true }
	vary(t, vnetintegration.InlineAndStandalone, map[string]variation{
		"none listed":       {func(*world) {}, nil},
		"both ways":         {inline, []string{"warning vnet"}},
		"all listed":        {func(w *world) { inline(w); w.a.Inline = true }, nil},
		"listed as well":    {func(w *world) { inline(w); w.a.Listed = true }, nil},
		"only read":         {func(w *world) { inline(w); w.a.External = true }, nil},
		"network only read": {func(w *world) { inline(w); w.vnet.External = true }, nil},
		"unknown":           {func(w *world) { w.vnet.InlineSubnets = unknown[bool]() }, nil},
		"unknown network":   {func(w *world) { inline(w); w.a.VNet = open[network.VNet]() }, nil},
	})
}

func TestRecommendedSize(t *testing.T) {
	vary(t, vnetintegration.RecommendedSize, map[string]variation{
		"large":     {func(*world) {}, nil},
		"small":     {func(w *world) { w.a.Prefixes = prefix("10.0.0.0/27") }, []string{"note a"}},
		"too small": {func(w *world) { w.a.Prefixes = prefix("10.0.0.0/29") }, nil},
		"full":      {func(w *world) { w.a.Prefixes = prefix("10.0.0.0/28"); w.plan.Workers = some(10) }, nil},
		"shared":    {func(w *world) { w.second(); w.a.Prefixes = prefix("10.0.0.0/27") }, nil},
		"only read": {func(w *world) { w.a.Prefixes, w.a.External = prefix("10.0.0.0/27"), true }, nil},
		"elastic and Windows": {func(w *world) {
			w.a.Prefixes, w.plan.SKU, w.plan.OS = prefix("10.0.0.0/25"), some("EP1"), some(network.Windows)
		}, []string{"note a"}},
		"elastic and Linux": {func(w *world) {
			w.a.Prefixes, w.plan.SKU, w.plan.OS = prefix("10.0.0.0/25"), some("EP1"), some(network.Linux)
		}, nil},
	})
}

func TestNotDedicated(t *testing.T) {
	occupy := func(w *world, e network.Edge[network.Subnet]) {
		w.Occupants = append(w.Occupants, &network.Occupant{Element: element("nic"), Kind: "network interface", Subnet: e})
		w.a.Occupants, w.b.Occupants = value.Set[*network.Occupant]{}, value.Set[*network.Occupant]{}
	}
	vary(t, vnetintegration.NotDedicated, map[string]variation{
		"alone":        {func(*world) {}, nil},
		"interface":    {func(w *world) { occupy(w, to(w.a)) }, []string{"error a"}},
		"next door":    {func(w *world) { occupy(w, to(w.b)) }, nil},
		"one of two":   {func(w *world) { occupy(w, oneOf(w.a, w.b)) }, nil},
		"unknown":      {func(w *world) { occupy(w, open[network.Subnet]()) }, nil},
		"only read":    {func(w *world) { occupy(w, to(w.a)); w.a.External = true }, []string{"error app"}},
		"flex":         {func(w *world) { occupy(w, to(w.a)); w.app.Flex = true }, nil},
		"nobody joins": {func(w *world) { occupy(w, to(w.a)); w.app.Integrations.Items = nil }, nil},
		"application gateway": {func(w *world) {
			g := &network.ApplicationGateway{Element: element("agw")}
			g.Subnets.Items = []network.Edge[network.Subnet]{to(w.a)}
			w.ApplicationGateways = append(w.ApplicationGateways, g)
		}, []string{"error a"}},
		"network gateway": {func(w *world) { w.Gateways = []*network.Gateway{{Element: element("vgw"), Subnet: to(w.a)}} }, []string{"error a"}},
	})
}

func TestAlternateSubnet(t *testing.T) {
	joins := some(map[string]string{"multiplesubnetjoinenabled": "true"})
	in := func(w *world, settings value.Of[map[string]string]) *network.Environment {
		e := &network.Environment{Element: element("ase"), Version: some(3), ClusterSettings: settings, Subnet: to(w.b)}
		w.Environments = append(w.Environments, e)
		w.plan.Environment = to(e)
		w.app.Routing.All = some(true)
		return e
	}
	vary(t, vnetintegration.AlternateSubnet, map[string]variation{
		"multitenant":   {func(*world) {}, nil},
		"right":         {func(w *world) { in(w, joins) }, nil},
		"route all off": {func(w *world) { in(w, joins); w.app.Routing.All = some(false) }, []string{"error app"}},
		"not written":   {func(w *world) { in(w, joins); w.app.Routing.All = value.None[bool]() }, []string{"error app"}},
		"unknown":       {func(w *world) { in(w, joins); w.app.Routing.All = unknown[bool]() }, nil},
		"forced": {func(w *world) {
			in(w, joins)
			w.app.Routing.All = some(false)
			w.app.PublicAccess = some(network.SecuredByPerimeter)
		}, nil},
		"not allowed":      {func(w *world) { in(w, value.None[map[string]string]()); w.app.Routing.All = some(false) }, nil},
		"settings unknown": {func(w *world) { in(w, unknown[map[string]string]()); w.app.Routing.All = some(false) }, nil},
		"own subnet":       {func(w *world) { in(w, joins); w.join(w.app, to(w.b)) }, []string{"error app"}},
		"perhaps its own":  {func(w *world) { in(w, joins); w.joinEither() }, nil},
		"not integrated":   {func(w *world) { in(w, joins); w.app.Integrations.Items = nil; w.app.Routing.All = some(false) }, nil},
		"shared by plans": {func(w *world) {
			e := in(w, joins)
			app, plan := w.second()
			plan.Environment, app.Routing.All = to(e), some(true)
		}, []string{"error a"}},
		"shared by one":     {func(w *world) { in(w, joins); app, _ := w.second(); app.Plan, app.Routing.All = to(w.plan), some(true) }, nil},
		"same subscription": {func(w *world) { in(w, joins).ID, w.a.ID = "/subscriptions/1/a", "/subscriptions/1/s" }, nil},
		"another one":       {func(w *world) { in(w, joins).ID, w.a.ID = "/subscriptions/1/a", "/subscriptions/2/s" }, []string{"error app"}},
		"five subnets": {func(w *world) {
			in(w, joins)
			for _, name := range []string{"c", "d", "e", "f"} {
				app := &network.Site{Element: element("app-" + name), Plan: to(w.plan)}
				app.Routing.All = some(true)
				w.Sites = append(w.Sites, app)
				w.join(app, to(w.subnet(name, "10.0.2.0/26")))
			}
		}, []string{"error plan"}},
	})
}

func TestServiceEndpointTarget(t *testing.T) {
	admit := func(w *world, kind string, action value.Of[string], e network.Edge[network.Subnet]) *network.Guarded {
		g := &network.Guarded{Element: element("target"), Kind: kind, DefaultAction: action}
		g.Subnets.Items = []network.Edge[network.Subnet]{e}
		w.Guarded = append(w.Guarded, g)
		return g
	}
	const storage, cosmos = "microsoft.storage/storageaccounts", "microsoft.documentdb/databaseaccounts"
	deny, none := some("Deny"), value.None[string]()
	vary(t, vnetintegration.ServiceEndpointTarget, map[string]variation{
		"no target": {func(*world) {}, nil},
		"missing":   {func(w *world) { admit(w, storage, deny, to(w.a)) }, []string{"warning a"}},
		"there": {func(w *world) {
			admit(w, storage, deny, to(w.a))
			w.a.ServiceEndpoints = some([]string{"Microsoft.Storage.Global"})
		}, nil},
		"unknown":            {func(w *world) { admit(w, storage, deny, to(w.a)); w.a.ServiceEndpoints = unknown[[]string]() }, nil},
		"open by default":    {func(w *world) { admit(w, storage, some("Allow"), to(w.a)) }, nil},
		"perhaps open":       {func(w *world) { admit(w, storage, unknown[string](), to(w.a)) }, nil},
		"closed altogether":  {func(w *world) { admit(w, storage, deny, to(w.a)).PublicAccess = some(false) }, nil},
		"perhaps closed":     {func(w *world) { admit(w, storage, deny, to(w.a)).PublicAccess = unknown[bool]() }, nil},
		"other subnet":       {func(w *world) { admit(w, storage, deny, to(w.b)) }, nil},
		"unknown subnet":     {func(w *world) { admit(w, storage, deny, open[network.Subnet]()) }, nil},
		"only read":          {func(w *world) { admit(w, storage, deny, to(w.a)); w.a.External = true }, nil},
		"another kind":       {func(w *world) { admit(w, "microsoft.app/jobs", deny, to(w.a)) }, nil},
		"database":           {func(w *world) { admit(w, "microsoft.sql/servers", none, to(w.a)) }, []string{"warning a"}},
		"perhaps unfiltered": {func(w *world) { admit(w, cosmos, none, to(w.a)) }, []string{"note a"}},
		"two of one kind":    {func(w *world) { admit(w, storage, deny, to(w.a)); admit(w, storage, deny, to(w.a)) }, []string{"warning a"}},
	})
}

func TestPeeringOneSided(t *testing.T) {
	build := func(change func(w *world, hub *network.VNet, there, back *network.Peering)) func(*world) {
		return func(w *world) {
			hub := &network.VNet{Element: element("hub")}
			there := &network.Peering{Element: element("there"), From: to(w.vnet), To: to(hub), AllowAccess: some(true)}
			back := &network.Peering{Element: element("back"), From: to(hub), To: to(w.vnet), AllowAccess: some(true)}
			w.VNets, w.Peerings = append(w.VNets, hub), []*network.Peering{there, back}
			change(w, hub, there, back)
		}
	}
	alone := func(w *world) { w.Peerings = w.Peerings[:1] }
	vary(t, vnetintegration.PeeringOneSided, map[string]variation{
		"both":             {build(func(*world, *network.VNet, *network.Peering, *network.Peering) {}), nil},
		"one":              {build(func(w *world, _ *network.VNet, _, _ *network.Peering) { alone(w) }), []string{"warning there"}},
		"other stack":      {build(func(w *world, hub *network.VNet, _, _ *network.Peering) { alone(w); hub.External = true }), nil},
		"unknown one":      {build(func(_ *world, _ *network.VNet, _, back *network.Peering) { back.From = open[network.VNet]() }), nil},
		"unknown target":   {build(func(_ *world, _ *network.VNet, _, back *network.Peering) { back.To = open[network.VNet]() }), nil},
		"incomplete":       {build(func(w *world, _ *network.VNet, _, _ *network.Peering) { alone(w); w.Incomplete = []string{"module"} }), nil},
		"nobody joins":     {build(func(w *world, _ *network.VNet, _, _ *network.Peering) { alone(w); w.app.Integrations.Items = nil }), nil},
		"the back one":     {build(func(w *world, _ *network.VNet, _, _ *network.Peering) { w.Peerings = w.Peerings[1:] }), []string{"warning back"}},
		"access forbidden": {build(func(_ *world, _ *network.VNet, there, _ *network.Peering) { there.AllowAccess = some(false) }), []string{"note there"}},
	})
}

func TestNATGateways(t *testing.T) {
	build := func(change func(w *world, g *network.NATGateway, address *network.PublicAddress)) func(*world) {
		return func(w *world) {
			address := &network.PublicAddress{Element: element("pip"), SKU: some("Standard"), Version: some("IPv4")}
			g := &network.NATGateway{Element: element("nat"), SKU: some("Standard")}
			g.PublicAddresses.Items = []network.Edge[network.PublicAddress]{to(address)}
			g.Location, w.vnet.Location = some("westeurope"), some("westeurope")
			w.a.NATGateway = to(g)
			w.NATGateways = append(w.NATGateways, g)
			change(w, g, address)
		}
	}
	type nat = network.NATGateway
	type pip = network.PublicAddress
	vary(t, vnetintegration.NATNoAddress, map[string]variation{
		"none":             {func(*world) {}, nil},
		"with an address":  {build(func(*world, *nat, *pip) {}), nil},
		"without":          {build(func(_ *world, g *nat, _ *pip) { g.PublicAddresses.Items = nil }), []string{"warning nat"}},
		"perhaps with":     {build(func(_ *world, g *nat, _ *pip) { g.PublicAddresses.Items, g.PublicAddresses.Incomplete = nil, "var.x" }), nil},
		"model incomplete": {build(func(w *world, g *nat, _ *pip) { g.PublicAddresses.Items, w.Incomplete = nil, []string{"module"} }), nil},
		"only read":        {build(func(_ *world, g *nat, _ *pip) { g.PublicAddresses.Items, g.External = nil, true }), nil},
		"nobody joins":     {build(func(w *world, g *nat, _ *pip) { g.PublicAddresses.Items, w.app.Integrations.Items = nil, nil }), nil},
		"used twice": {build(func(w *world, g *nat, _ *pip) {
			g.PublicAddresses.Items, w.b.NATGateway = nil, to(g)
			app, _ := w.second()
			w.join(app, to(w.b))
		}), []string{"warning nat"}},
	})
	vary(t, vnetintegration.NATMismatch, map[string]variation{
		"fits":            {build(func(*world, *nat, *pip) {}), nil},
		"other SKU":       {build(func(_ *world, g *nat, _ *pip) { g.SKU = some("StandardV2") }), []string{"error nat"}},
		"unknown SKU":     {build(func(_ *world, g *nat, _ *pip) { g.SKU = unknown[string]() }), nil},
		"address unknown": {build(func(_ *world, _ *nat, p *pip) { p.SKU = unknown[string]() }), nil},
		"IPv6":            {build(func(_ *world, _ *nat, p *pip) { p.Version = some("IPv6") }), []string{"error nat"}},
		"IPv6 on V2": {build(func(_ *world, g *nat, p *pip) {
			g.SKU, p.SKU, p.Version = some("StandardV2"), some("StandardV2"), some("IPv6")
		}), nil},
		"prefix":          {build(func(_ *world, _ *nat, p *pip) { p.Prefix, p.SKU = true, some("StandardV2") }), []string{"error nat"}},
		"other region":    {build(func(_ *world, g *nat, _ *pip) { g.Location = some("northeurope") }), []string{"error nat"}},
		"region unknown":  {build(func(_ *world, g *nat, _ *pip) { g.Location = unknown[string]() }), nil},
		"network unknown": {build(func(w *world, g *nat, _ *pip) { w.a.VNet, g.Location = open[network.VNet](), some("northeurope") }), nil},
		"out of this stack": {build(func(_ *world, g *nat, _ *pip) {
			g.PublicAddresses.Items = []network.Edge[network.PublicAddress]{outside[network.PublicAddress]("/x")}
		}), nil},
	})
}

func TestSubnetNamesInMessages(t *testing.T) {
	w := newWorld()
	w.second()
	w.a.Prefixes = prefix("10.0.0.0/27")
	findings := w.result(vnetintegration.SharedByPlans).Findings
	require.Len(t, findings, 1)
	assert.Contains(t, findings[0].Message, `Subnet "a" (10.0.0.0/27) is joined by apps of 2 plans: "plan" with web app "app" and "plan2" with web app "app2"`)
}

func TestAssociationLink(t *testing.T) {
	run := func(change func(before, after *world)) []string {
		before, after := newWorld(), newWorld()
		after.Subnets = nil
		change(before, after)
		before.Link()
		var found []string
		for _, f := range lint.Run(lint.Subject{Model: &after.Model, Before: &before.Model}, []*lint.Check{vnetintegration.AssociationLink}).Findings {
			found = append(found, f.Severity.String()+" "+f.Address)
		}
		return found
	}
	assert.Equal(t, []string{"note a"}, run(func(_, _ *world) {}))
	assert.Empty(t, run(func(_, after *world) { after.Subnets = []*network.Subnet{after.a} }), "the subnet stays")
	assert.Empty(t, run(func(before, _ *world) { before.app.Integrations.Items = nil }), "nobody joins")
	assert.Empty(t, run(func(before, _ *world) { before.a.External = true }), "only read")
	assert.Empty(t, run(func(_, after *world) { after.Incomplete = []string{"module"} }), "it may still be there")

	holds := func(id string) func(before, after *world) {
		return func(before, after *world) {
			before.a.ID = "/subnets/a"
			after.join(after.app, network.Outside[network.Subnet](id, nowhere))
		}
	}
	assert.Equal(t, []string{"error a"}, run(holds("/subnets/a")), "the app goes on holding it")
	assert.Equal(t, []string{"note a"}, run(holds("/subnets/b")), "it joins another one")

	replaced := func(_, after *world) {
		after.a.Replaced = true
		after.Subnets = []*network.Subnet{after.a}
	}
	assert.Equal(t, []string{"note a"}, run(replaced))
	assert.Empty(t, run(func(before, after *world) { replaced(before, after); after.app.Replaced = true }), "the app goes first")
	assert.Empty(t, run(func(before, after *world) { replaced(before, after); after.Sites = nil }), "the app goes for good")
}
