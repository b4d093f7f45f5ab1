package egress_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func known[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func open[T any]() network.Edge[T] { return network.Open[T]("var.x", nowhere) }

func outside[T any]() network.Edge[T] {
	return network.Outside[T]("/subscriptions/s/resourcegroups/hub/providers/x/other", nowhere)
}

func element(name string) network.Element { return network.Element{Address: name, Name: known(name)} }

func prefixes(texts ...string) value.Of[[]netip.Prefix] {
	var out []netip.Prefix
	for _, text := range texts {
		out = append(out, netip.MustParsePrefix(text))
	}
	return known(out)
}

// world is an app that joins a subnet of a network, with everything that a test
// changes.
type world struct {
	*network.Model
	site   *network.Site
	plan   *network.Plan
	vnet   *network.VNet
	subnet *network.Subnet
}

func newWorld() world {
	w := world{
		plan:   &network.Plan{Element: element("plan"), SKU: known("P1v3")},
		vnet:   &network.VNet{Element: element("vnet"), AddressSpace: prefixes("10.1.0.0/16")},
		subnet: &network.Subnet{Element: element("apps"), Prefixes: prefixes("10.1.1.0/24")},
	}
	w.subnet.VNet = to(w.vnet)
	w.site = &network.Site{Element: element("app"), Kind: network.WebApp, Plan: to(w.plan), PublicAccess: known(network.PublicEnabled)}
	w.site.Routing.All = known(true)
	w.joins(to(w.subnet))
	w.Model = &network.Model{
		Sites: []*network.Site{w.site}, Plans: []*network.Plan{w.plan}, VNets: []*network.VNet{w.vnet}, Subnets: []*network.Subnet{w.subnet},
	}
	return w
}

func (w world) joins(e network.Edge[network.Subnet]) {
	w.site.Integrations = value.Set[network.Integration]{Items: []network.Integration{{Subnet: e}}}
}

func (w world) alone() { w.site.Integrations = value.Set[network.Integration]{} }

func (w world) routes(routes ...network.Route) *network.RouteTable {
	t := &network.RouteTable{Element: element("rt"), Routes: value.Set[network.Route]{Items: routes}}
	w.subnet.RouteTable = to(t)
	return t
}

func (w world) denies(to, ports string) *network.SecurityRule {
	g := &network.SecurityGroup{Element: element("nsg")}
	g.Rules.Items = []network.SecurityRule{{
		Element: element("no"), Priority: known(200), Direction: known(network.Outbound), Allow: known(false), Protocol: known("tcp"),
		Sources: known([]string{"*"}), Destinations: known([]string{to}), Ports: known([]string{ports}),
	}}
	w.subnet.SecurityGroup = network.To(g, "", nowhere)
	return &g.Rules.Items[0]
}

func (w world) hasNAT() { w.subnet.NATGateway = to(&network.NATGateway{Element: element("ng")}) }

func (w world) inEnvironment() {
	w.alone()
	w.site.Routing.All = value.None[bool]()
	w.plan.Environment = to(&network.Environment{Element: element("ase"), Subnet: to(w.subnet)})
}

// storage adds a storage account that the app uses, and a private endpoint in a
// subnet of the same network.
func (w world) storage() (*network.Guarded, *network.PrivateEndpoint) {
	g := &network.Guarded{Element: element("stshop"), Kind: "microsoft.storage/storageaccounts"}
	w.site.StorageAccount = known("stshop")
	private := &network.Subnet{Element: element("endpoints"), VNet: to(w.vnet), Prefixes: prefixes("10.1.2.0/24"), EndpointPolicies: known("Disabled")}
	e := &network.PrivateEndpoint{
		Element: element("pe"), Subnet: to(private), TargetType: known(g.Kind),
		Target: known("/subscriptions/?/resourcegroups/?/providers/microsoft.storage/storageaccounts/stshop"),
	}
	w.Guarded, w.PrivateEndpoints = append(w.Guarded, g), append(w.PrivateEndpoints, e)
	return g, e
}

func route(prefix, hop, address string) network.Route {
	r := network.Route{Element: element("r-" + hop), Prefix: known(prefix), NextHop: known(hop)}
	if address != "" {
		r.Address = known(address)
	}
	return r
}

// row returns the answer for one kind of traffic.
func row(t *testing.T, m *network.Model, traffic string) egress.Row {
	t.Helper()
	var seen []string
	for _, r := range egress.Of(m) {
		if r.Traffic == traffic {
			return r
		}
		seen = append(seen, r.Traffic)
	}
	require.Fail(t, "no such traffic", "%s of %v", traffic, seen)
	return egress.Row{}
}

type test struct {
	name    string
	edit    func(w world)
	path    egress.Path
	through string
	because string // a part of it
}

func check(t *testing.T, traffic string, tests []test) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			tt.edit(w)
			got := row(t, w.Model, traffic)
			assert.Equal(t, tt.path, got.Path, got.Because)
			assert.Equal(t, tt.through, got.Through)
			assert.Contains(t, got.Because, tt.because)
			assert.NotEmpty(t, got.Because)
		})
	}
}

func TestInternet(t *testing.T) {
	check(t, "internet", []test{
		{"no network", world.alone, egress.Default, "", "joins no virtual network"},
		{"Route all off", func(w world) { w.site.Routing.All = known(false) }, egress.Default, "", "Route all is off"},
		{"not set", func(w world) { w.site.Routing.All = value.None[bool]() }, egress.Default, "", "where it is not set"},
		{"by default", func(w world) { w.site.Routing.All = value.Default(false, nowhere) }, egress.Default, "", "which is sent"},
		{"nothing on the subnet", func(world) {}, egress.Direct, "", "no NAT gateway"},
		{"NAT gateway", world.hasNAT, egress.NAT, "ng", `subnet "apps"`},
		{"one of another configuration", func(w world) { w.subnet.NATGateway = outside[network.NATGateway]() }, egress.NAT, "other", ""},
		{"firewall", func(w world) { w.hasNAT(); w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4")) }, egress.Appliance, "rt", "0.0.0.0/0"},
		{"in two halves", func(w world) {
			w.routes(route("0.0.0.0/1", "VirtualAppliance", "10.1.9.4"), route("128.0.0.0/1", "VirtualAppliance", "10.1.9.4"))
		}, egress.Appliance, "rt", "0.0.0.0/1"},
		{"forced tunnel", func(w world) { w.routes(route("0.0.0.0/0", "VirtualNetworkGateway", "")) }, egress.Gateway, "rt", ""},
		{"black hole", func(w world) { w.routes(route("0.0.0.0/0", "None", "")) }, egress.Dropped, "rt", ""},
		{"a route to the internet", func(w world) { w.routes(route("0.0.0.0/0", "Internet", "")) }, egress.Direct, "", "leads to the internet"},
		{"routes for other addresses", func(w world) { w.routes(route("192.168.0.0/16", "None", "")) }, egress.Direct, "", ""},
		{"denied", func(w world) { w.hasNAT(); w.denies("Internet", "*") }, egress.Blocked, "nsg", `rule "no"`},
		{"denied for another port", func(w world) { w.denies("Internet", "25") }, egress.Direct, "", ""},
		{"Flex Consumption", func(w world) { w.site.Flex = true; w.site.Routing.All = known(false) }, egress.Direct, "", ""},
		{"environment", world.inEnvironment, egress.Environment, "", ""},
		{"environment with NAT", func(w world) { w.inEnvironment(); w.hasNAT() }, egress.NAT, "ng", ""},
		{"by a gateway", func(w world) {
			w.alone()
			w.site.Routing.All = known(false)
			w.site.GatewayVNets.Items = []network.GatewayIntegration{{VNet: to(w.vnet)}}
		}, egress.Default, "", "Route all is off"},
		{"managed instance", func(w world) { w.alone(); w.plan.Subnet = to(w.subnet); w.hasNAT() }, egress.NAT, "ng", ""},
	})
}

func TestInternetCannotTell(t *testing.T) {
	tests := []test{
		{name: "Route all", edit: func(w world) { w.site.Routing.All = unknown[bool]() }, because: "var.x"},
		{name: "subnet", edit: func(w world) { w.joins(open[network.Subnet]()) }, because: "var.x"},
		{name: "subnet elsewhere", edit: func(w world) { w.joins(outside[network.Subnet]()) }, because: "other"},
		{name: "several subnets", edit: func(w world) {
			w.joins(network.AnyOf([]*network.Subnet{w.subnet, {Element: element("b")}}, nowhere))
		}, because: "several"},
		{name: "subnet that exists", edit: func(w world) { w.subnet.External = true }, because: "not created"},
		{name: "NAT gateway", edit: func(w world) { w.subnet.NATGateway = open[network.NATGateway]() }, because: "var.x"},
		{name: "route table", edit: func(w world) { w.subnet.RouteTable = open[network.RouteTable]() }, because: "var.x"},
		{name: "route table elsewhere", edit: func(w world) { w.subnet.RouteTable = outside[network.RouteTable]() }, because: "other"},
		{name: "more routes", edit: func(w world) { w.routes().Routes.Incomplete = "var.x" }, because: "more routes"},
		{name: "table that exists", edit: func(w world) { w.routes().External = true }, because: "more routes"},
		{name: "next hop", edit: func(w world) {
			r := route("0.0.0.0/0", "", "")
			r.NextHop = unknown[string]()
			w.routes(r)
		}, because: "var.x"},
		{name: "prefix", edit: func(w world) {
			r := route("", "VirtualAppliance", "")
			r.Prefix = unknown[string]()
			w.routes(r)
		}, because: "prefix"},
		{name: "odd next hop", edit: func(w world) { w.routes(route("0.0.0.0/0", "Moon", "")) }, because: "Moon"},
		{name: "security group", edit: func(w world) { w.subnet.SecurityGroup = open[network.SecurityGroup]() }, because: "var.x"},
		{name: "security rule", edit: func(w world) { w.denies("Internet", "*").Allow = unknown[bool]() }, because: `rule no`},
		{name: "the rest of the configuration", edit: func(w world) { w.Incomplete = []string{"a module"} }, because: "a module"},
		{name: "perimeter", edit: func(w world) {
			w.site.Routing.All, w.site.PublicAccess = known(false), known(network.SecuredByPerimeter)
		}, because: "perimeter"},
		{name: "perimeter in force", edit: func(w world) {
			w.site.Routing.All = known(false)
			w.Perimeters = []*network.PerimeterAssociation{{Mode: known("Enforced"), Site: to(w.site)}}
		}, because: "perimeter"},
		{name: "Arc", edit: func(w world) { w.plan.Arc = known(true) }, because: "Arc"},
		{name: "environment elsewhere", edit: func(w world) {
			w.alone()
			w.plan.Environment = outside[network.Environment]()
		}, because: "other"},
		{name: "environment and integration", edit: func(w world) {
			w.inEnvironment()
			w.joins(to(w.subnet))
		}, because: "beside"},
		{name: "perhaps an environment", edit: func(w world) {
			w.plan.Environment = open[network.Environment]()
		}, because: "whether the app runs in"},
		{name: "both integrations", edit: func(w world) {
			w.site.GatewayVNets.Items = []network.GatewayIntegration{{VNet: to(w.vnet)}}
		}, because: "gateway-required and regional"},
		{name: "Route all by a gateway", edit: func(w world) {
			w.alone()
			w.site.GatewayVNets.Items = []network.GatewayIntegration{{VNet: to(w.vnet)}}
		}, because: "not documented"},
	}
	for i := range tests {
		tests[i].path = egress.CannotTell
	}
	check(t, "internet", tests)
}

// What only a part of the traffic meets is told as an exception.
func TestExceptions(t *testing.T) {
	w := newWorld()
	w.routes(route("203.0.113.0/24", "VirtualAppliance", "10.1.9.4"), route("Storage", "Internet", ""))
	w.denies("AzureCloud", "443")
	w.vnet.Gateways.Items = []*network.Gateway{{Element: element("vpn")}}
	got := row(t, w.Model, "internet")
	assert.Equal(t, egress.Direct, got.Path)
	assert.Len(t, got.Except, 4)
	assert.Contains(t, got.Except, "what gateway vpn learns routes to")

	w = newWorld()
	w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4"))
	assert.Equal(t, "10.1.9.4", row(t, w.Model, "internet").NextHop)
}

func TestOwnNetwork(t *testing.T) {
	check(t, "network vnet", []test{
		{"needs no Route all", func(w world) { w.site.Routing.All = known(false) }, egress.Network, "vnet", "Azure's own route"},
		{"a default route is less specific", func(w world) { w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4")) }, egress.Network, "vnet", ""},
		{"the same prefix", func(w world) { w.routes(route("10.1.0.0/16", "VirtualAppliance", "10.1.9.4")) }, egress.Appliance, "rt", ""},
		{"denied", func(w world) { w.denies("VirtualNetwork", "*") }, egress.Blocked, "nsg", ""},
		{"denied for the internet", func(w world) { w.denies("Internet", "*") }, egress.Network, "vnet", ""},
		{"public addresses", func(w world) {
			w.site.Routing.All = known(false)
			w.vnet.AddressSpace = prefixes("20.1.0.0/16")
		}, egress.Default, "", "Route all is off"},
		{"public addresses with Route all", func(w world) { w.vnet.AddressSpace = prefixes("20.1.0.0/16") }, egress.Network, "vnet", ""},
	})
}

func TestPrivateAddresses(t *testing.T) {
	check(t, "private addresses", []test{
		{"no network", world.alone, egress.Dropped, "", "joins no virtual network"},
		{"network elsewhere", func(w world) { w.subnet.VNet = outside[network.VNet]() }, egress.CannotTell, "", "address space"},
		{"denied in any case", func(w world) { w.subnet.VNet = outside[network.VNet](); w.denies("VirtualNetwork", "*") }, egress.Blocked, "nsg", ""},
		{"subnet not known", func(w world) { w.joins(open[network.Subnet]()) }, egress.CannotTell, "", "var.x"},
		{"by a gateway", func(w world) {
			w.alone()
			w.site.GatewayVNets.Items = []network.GatewayIntegration{{VNet: to(w.vnet)}}
		}, egress.Gateway, "vnet", "no effect"},
	})
	check(t, "other private addresses", []test{
		{"nobody knows the way", func(world) {}, egress.Dropped, "", "no gateway"},
		{"a gateway does", func(w world) { w.vnet.Gateways.Items = []*network.Gateway{{Element: element("vpn")}} }, egress.Gateway, "gateway vpn", ""},
		{"an appliance does", func(w world) {
			w.routes(route("10.0.0.0/8", "VirtualAppliance", "10.1.9.4"), route("172.16.0.0/12", "VirtualAppliance", "10.1.9.4"))
		}, egress.Appliance, "rt", "10.0.0.0/8"},
		{"perhaps a gateway", func(w world) { w.vnet.Gateways.Incomplete = "var.x" }, egress.CannotTell, "", "may be gateways"},
		{"a network that exists", func(w world) { w.vnet.External = true }, egress.CannotTell, "", "may be gateways"},
		{"a default route", func(w world) { w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4")) }, egress.CannotTell, "", "not documented"},
		{"no address is left", func(w world) { w.vnet.AddressSpace = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16") }, egress.CannotTell, "", "all private"},
	})
}

func TestPeering(t *testing.T) {
	peer := func(w world) (*network.VNet, *network.Peering) {
		hub := &network.VNet{Element: element("hub"), AddressSpace: prefixes("10.9.0.0/16")}
		p := &network.Peering{Element: element("to-hub"), From: to(w.vnet), To: to(hub), AllowAccess: known(true)}
		w.vnet.Peerings.Items = []*network.Peering{p}
		hub.Peerings.Items = []*network.Peering{{Element: element("back"), From: to(hub), To: to(w.vnet)}}
		return hub, p
	}
	check(t, "peered network hub", []test{
		{"reached", func(w world) { peer(w) }, egress.Peering, "to-hub", ""},
		{"through a firewall", func(w world) { peer(w); w.routes(route("10.9.0.0/16", "VirtualAppliance", "10.9.9.4")) }, egress.Appliance, "rt", ""},
		{"not allowed", func(w world) { _, p := peer(w); p.AllowAccess = known(false) }, egress.CannotTell, "", "does not allow"},
		{"perhaps allowed", func(w world) { _, p := peer(w); p.AllowAccess = unknown[bool]() }, egress.CannotTell, "", "var.x"},
		{"one way", func(w world) { hub, _ := peer(w); hub.Peerings.Items = nil }, egress.CannotTell, "", "peering back"},
		{"addresses not known", func(w world) { hub, _ := peer(w); hub.AddressSpace = unknown[[]netip.Prefix]() }, egress.CannotTell, "", "address space"},
	})
	w := newWorld()
	_, p := peer(w)
	p.RemoteGateways = known(true)
	assert.Equal(t, egress.Gateway, row(t, w.Model, "other private addresses").Path)
}

func TestServiceEndpoint(t *testing.T) {
	with := func(w world, names ...string) { w.subnet.ServiceEndpoints = known(names) }
	check(t, "Microsoft.Sql", []test{
		{"without Route all", func(w world) { with(w, "Microsoft.Sql"); w.site.Routing.All = known(false) }, egress.ServiceEndpoint, "Microsoft.Sql", ""},
		{"before a default route", func(w world) {
			with(w, "Microsoft.Sql")
			w.routes(route("0.0.0.0/0", "VirtualAppliance", "10.1.9.4"))
		}, egress.ServiceEndpoint, "Microsoft.Sql", ""},
		{"denied", func(w world) { with(w, "Microsoft.Sql"); w.denies("Sql", "1433") }, egress.Blocked, "nsg", ""},
		{"denied for HTTPS", func(w world) { with(w, "Microsoft.Sql"); w.denies("Sql", "443") }, egress.ServiceEndpoint, "Microsoft.Sql", ""},
		{"denied in a region", func(w world) { with(w, "Microsoft.Sql"); w.denies("Sql.WestEurope", "*") }, egress.CannotTell, "", "rule no"},
	})
	check(t, "service endpoints", []test{
		{"not known", func(w world) { w.subnet.ServiceEndpoints = unknown[[]string]() }, egress.CannotTell, "", "not known"},
	})
}

func TestPrivateEndpoint(t *testing.T) {
	check(t, "storage account stshop", []test{
		{"by name", func(w world) { w.storage() }, egress.PrivateEndpoint, "pe", "resolves"},
		{"by reference", func(w world) {
			_, e := w.storage()
			e.Target = value.Undecided[string]("stshop.id", nowhere)
		}, egress.PrivateEndpoint, "pe", ""},
		{"to one of two accounts", func(w world) {
			g, e := w.storage()
			e.Target = value.Undecided[string]("stshop.id", nowhere)
			w.Guarded = append(w.Guarded, &network.Guarded{Element: element("stother"), Kind: g.Kind})
		}, egress.CannotTell, "", "leads there"},
		{"to what is not known", func(w world) { _, e := w.storage(); e.Target = unknown[string]() }, egress.CannotTell, "", "var.x"},
		{"no network", func(w world) { w.storage(); w.alone() }, egress.Default, "", "out of its reach"},
		{"app in a subnet that is not known", func(w world) { w.storage(); w.joins(open[network.Subnet]()) }, egress.CannotTell, "", "var.x"},
		{"subnet elsewhere", func(w world) { _, e := w.storage(); e.Subnet = outside[network.Subnet]() }, egress.CannotTell, "", "subnet of private endpoint"},
		{"in another network", func(w world) {
			_, e := w.storage()
			e.Subnet.Target().VNet = to(&network.VNet{Element: element("hub")})
		}, egress.CannotTell, "", "connected"},
		{"in a peered network", func(w world) {
			_, e := w.storage()
			hub := &network.VNet{Element: element("hub")}
			e.Subnet.Target().VNet = to(hub)
			w.vnet.Peerings.Items = []*network.Peering{{Element: element("to-hub"), To: to(hub)}}
		}, egress.PrivateEndpoint, "pe", ""},
		{"denied", func(w world) { w.storage(); w.denies("10.1.0.0/16", "443") }, egress.Blocked, "nsg", ""},
		{"perhaps denied", func(w world) { w.storage(); w.denies("10.1.2.4/32", "443") }, egress.CannotTell, "", "rule no"},
		{"a route has no effect", func(w world) { w.storage(); w.routes(route("10.1.2.0/24", "VirtualAppliance", "10.1.9.4")) }, egress.PrivateEndpoint, "pe", ""},
		{"unless the subnet says so", func(w world) {
			_, e := w.storage()
			e.Subnet.Target().EndpointPolicies = known("RouteTableEnabled")
			w.routes(route("10.1.2.0/24", "VirtualAppliance", "10.1.9.4"))
		}, egress.Appliance, "rt", ""},
		{"perhaps", func(w world) {
			_, e := w.storage()
			e.Subnet.Target().EndpointPolicies = unknown[string]()
			w.routes(route("10.1.2.0/24", "VirtualAppliance", "10.1.9.4"))
		}, egress.CannotTell, "", "whether routes act"},
		{"by a gateway", func(w world) {
			w.storage()
			w.alone()
			w.site.GatewayVNets.Items = []network.GatewayIntegration{{VNet: to(w.vnet)}}
		}, egress.CannotTell, "", "whether the gateway"},
	})
}

func TestPlatform(t *testing.T) {
	container := func(w world) { w.site.LinuxFxVersion = known("DOCKER|registry.example.com/shop:1"); w.hasNAT() }
	check(t, "image pull", []test{
		{"by itself", container, egress.Default, "", "image pulls is off where it is not set"},
		{"on", func(w world) { container(w); w.site.Routing.ImagePull = known(true) }, egress.NAT, "ng", ""},
		{"not known", func(w world) { container(w); w.site.Routing.ImagePull = unknown[bool]() }, egress.CannotTell, "", "var.x"},
		{"environment", func(w world) { container(w); w.inEnvironment() }, egress.NAT, "ng", ""},
	})

	share := func(w world) {
		w.site.Kind, w.plan.SKU, w.site.ContentStorage = network.FunctionApp, known("EP1"), known("stshop")
		w.site.Routing.ContentShare = known(true)
	}
	check(t, "content share", []test{
		{"off", func(w world) { share(w); w.site.Routing.ContentShare = known(false) }, egress.Default, "", "is off"},
		{"straight", share, egress.Direct, "", ""},
		{"SMB denied", func(w world) { share(w); w.denies("Storage", "445") }, egress.Blocked, "nsg", ""},
		{"service endpoint", func(w world) { share(w); w.subnet.ServiceEndpoints = known([]string{"Microsoft.Storage.Global"}) }, egress.ServiceEndpoint, "Microsoft.Storage.Global", ""},
		{"SMB denied over it", func(w world) {
			share(w)
			w.subnet.ServiceEndpoints = known([]string{"Microsoft.Storage"})
			w.denies("Storage", "445")
		}, egress.Blocked, "nsg", ""},
		{"private endpoint", func(w world) { share(w); w.storage() }, egress.PrivateEndpoint, "pe", ""},
		{"SMB denied there", func(w world) { share(w); w.storage(); w.denies("VirtualNetwork", "445") }, egress.Blocked, "nsg", ""},
		{"account elsewhere", func(w world) { share(w); w.storage(); w.Guarded = nil }, egress.CannotTell, "", "private endpoints"},
		{"service endpoints not known", func(w world) { share(w); w.subnet.ServiceEndpoints = unknown[[]string]() }, egress.CannotTell, "", "not known"},
	})
	check(t, "backup", []test{
		{"by itself", func(world) {}, egress.Default, "", "backups is off"},
		{"on", func(w world) { w.site.Routing.BackupRestore = known(true); w.hasNAT() }, egress.NAT, "ng", ""},
		{"denied", func(w world) { w.site.Routing.BackupRestore = known(true); w.denies("Internet", "*") }, egress.Blocked, "nsg", ""},
	})
}

// What the configuration only reads is not its business.
func TestExternalSite(t *testing.T) {
	w := newWorld()
	w.site.External = true
	assert.Empty(t, egress.Of(w.Model))
}

func TestShop(t *testing.T) {
	configurations, errs := load.Load(t.Context(), []string{"../../fixtures/stacks/shop"}, load.Options{})
	require.Empty(t, errs)
	require.Len(t, configurations, 1)
	got := map[string]egress.Path{}
	for _, r := range egress.Of(configurations[0].Model) {
		got[r.Site.Label()+": "+r.Traffic] = r.Path
	}
	assert.Equal(t, map[string]egress.Path{
		"app-shop-storefront: internet":                egress.NAT,
		"app-shop-storefront: network vnet-shop":       egress.Network,
		"app-shop-storefront: other private addresses": egress.Dropped,
		"app-shop-storefront: backup":                  egress.Default,
		"app-shop-orders: internet":                    egress.NAT,
		"app-shop-orders: network vnet-shop":           egress.Network,
		"app-shop-orders: other private addresses":     egress.Dropped,
		"app-shop-orders: backup":                      egress.Default,
		"app-shop-worker: internet":                    egress.Default,
		"app-shop-worker: network vnet-shop":           egress.Network,
		"app-shop-worker: other private addresses":     egress.Dropped,
		"app-shop-worker: backup":                      egress.Default,
	}, got)
}

// What nobody wrote anything about is answered all the same, and nothing is made up.
func TestBareModel(t *testing.T) {
	bare := &network.Subnet{}
	s := &network.Site{Kind: network.FunctionApp, ContentStorage: unknown[string](), WindowsContainer: known(true)}
	s.Integrations.Items = []network.Integration{{Subnet: to(bare)}}
	m := &network.Model{
		Sites: []*network.Site{{}, s}, Guarded: []*network.Guarded{{}}, PrivateEndpoints: []*network.PrivateEndpoint{{}},
		Perimeters: []*network.PerimeterAssociation{{}},
	}
	bare.RouteTable = to(&network.RouteTable{Routes: value.Set[network.Route]{Items: []network.Route{{}}}})
	bare.SecurityGroup = to(&network.SecurityGroup{Rules: value.Set[network.SecurityRule]{Items: []network.SecurityRule{{}}}})
	s.Routing.All = known(true)
	rows := egress.Of(m)
	require.NotEmpty(t, rows)
	for _, r := range rows[2:] { // the first app joins no network
		assert.Contains(t, []egress.Path{egress.CannotTell, egress.Default}, r.Path, r.Traffic)
		assert.NotEmpty(t, r.Because)
	}
}
