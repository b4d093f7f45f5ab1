package privateendpoint_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/privateendpoint"
	"github.com/appnetlint/appnetlint/pkg/access"
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

func open[T any]() network.Edge[T] { return network.Open[T]("var.x", nowhere) }

func outside[T any](id string) network.Edge[T] { return network.Outside[T](id, nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with an app on a multitenant plan and a private endpoint, in a
// subnet of its own, that leads to it.
type world struct {
	network.Model
	plan     *network.Plan
	app      *network.Site
	subnet   *network.Subnet
	endpoint *network.PrivateEndpoint
}

func newWorld() *world {
	w := &world{
		plan:   &network.Plan{Element: element("plan"), SKU: some("P1v3")},
		subnet: &network.Subnet{Element: element("subnet")},
	}
	w.app = w.site("app")
	w.endpoint = &network.PrivateEndpoint{Element: element("endpoint"), Subnet: to(w.subnet), Site: to(w.app)}
	w.Plans, w.Subnets = []*network.Plan{w.plan}, []*network.Subnet{w.subnet}
	w.PrivateEndpoints = []*network.PrivateEndpoint{w.endpoint}
	return w
}

func (w *world) site(name string) *network.Site {
	s := &network.Site{
		Element: element(name), Kind: network.WebApp, Plan: to(w.plan), PublicAccess: some(network.PublicDisabled),
	}
	w.Sites = append(w.Sites, s)
	return s
}

func (w *world) run(c *lint.Check) []string {
	w.Link()
	var out []string
	for _, f := range lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

type test struct {
	name  string
	given func(w *world)
	want  []string
}

func runAll(t *testing.T, c *lint.Check, tests []test) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			test.given(w)
			assert.Equal(t, test.want, w.run(c))
		})
	}
}

func TestPublicAccessOpen(t *testing.T) {
	restrict := func(w *world, byDefault value.Of[access.Action]) {
		rule := &network.AccessRule{}
		rule.Action = some(access.Allow)
		rule.Source = some(access.Source{Prefixes: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}})
		w.app.Main.Rules.Items = []*network.AccessRule{rule}
		w.app.Main.Default = byDefault
	}
	enabled := func(given func(w *world)) func(w *world) {
		return func(w *world) { w.app.PublicAccess = some(network.PublicEnabled); given(w) }
	}
	internal := func(v value.Of[bool]) func(w *world) {
		return enabled(func(w *world) {
			w.Environments = []*network.Environment{{Internal: v}}
			w.plan.Environment = to(w.Environments[0])
		})
	}
	runAll(t, privateendpoint.PublicAccessOpen, []test{
		{"open", enabled(func(*world) {}), []string{"error app"}},
		{"allow rules without effect, which is told of the list", enabled(func(w *world) { restrict(w, some(access.Allow)) }), []string{"note app"}},
		{"restricted", enabled(func(w *world) { restrict(w, some(access.Deny)) }), nil},
		{"perhaps restricted", enabled(func(w *world) { restrict(w, unknown[access.Action]()) }), nil},
		{"disabled", func(*world) {}, nil},
		{"never set", func(w *world) { w.app.PublicAccess = value.None[string]() }, nil},
		{"unknown", func(w *world) { w.app.PublicAccess = unknown[string]() }, nil},
		{"two places that differ", enabled(func(w *world) { w.app.ConfigPublicAccess = some(network.PublicDisabled) }), nil},
		{"no endpoint", enabled(func(w *world) { w.PrivateEndpoints = nil }), nil},
		{"an endpoint of something", enabled(func(w *world) { w.endpoint.Site = open[network.Site]() }), nil},
		{"internal environment", internal(some(true)), nil},
		{"perhaps internal environment", internal(unknown[bool]()), nil},
		{"external environment", internal(some(false)), []string{"error app"}},
		{"unknown plan", enabled(func(w *world) { w.app.Plan = open[network.Plan]() }), []string{"warning app"}},
		{"unknown plan beside an environment", enabled(func(w *world) {
			w.app.Plan = open[network.Plan]()
			w.Environments = []*network.Environment{{}}
		}), nil},
		{"unknown plan beside one in an environment elsewhere", enabled(func(w *world) {
			w.app.Plan = open[network.Plan]()
			w.plan.Environment = outside[network.Environment]("/ase")
		}), nil},
		{"only read", enabled(func(w *world) { w.app.External = true }), nil},
	})
}

func TestUnreachable(t *testing.T) {
	alone := func(given func(w *world)) func(w *world) {
		return func(w *world) { w.PrivateEndpoints = nil; given(w) }
	}
	slot := func(parent network.Edge[network.Site]) func(w *world) {
		return func(w *world) {
			s := w.site("slot")
			s.Slot, s.Parent = true, parent
		}
	}
	runAll(t, privateendpoint.Unreachable, []test{
		{"no endpoint here", alone(func(*world) {}), []string{"warning app"}},
		{"others have one", func(w *world) { w.site("other") }, []string{"error other"}},
		{"an endpoint", func(*world) {}, nil},
		{"an endpoint of something", func(w *world) { w.endpoint.Site = open[network.Site]() }, nil},
		{"an endpoint of an app elsewhere", func(w *world) { w.endpoint.Site = outside[network.Site]("/x") }, []string{"warning app"}},
		{"parts cannot be read", alone(func(w *world) { w.Incomplete = []string{"module.x"} }), nil},
		{"enabled", alone(func(w *world) { w.app.PublicAccess = some(network.PublicEnabled) }), nil},
		{"never set", alone(func(w *world) { w.app.PublicAccess = value.None[string]() }), nil},
		{"unknown", alone(func(w *world) { w.app.PublicAccess = unknown[string]() }), nil},
		{"two places that differ", alone(func(w *world) { w.app.ConfigPublicAccess = some(network.PublicEnabled) }), nil},
		{"private link origin", alone(func(w *world) {
			w.Origins = []*network.Origin{{PrivateLink: some(true), PrivateLinkSite: to(w.app)}}
		}), nil},
		{"perhaps private link origin", alone(func(w *world) {
			w.Origins = []*network.Origin{{PrivateLink: unknown[bool](), Site: to(w.app)}}
		}), nil},
		{"public origin", alone(func(w *world) {
			w.Origins = []*network.Origin{{PrivateLink: some(false), Site: to(w.app)}}
		}), []string{"warning app"}},
		{"an origin of something", alone(func(w *world) { w.Origins = []*network.Origin{{Site: open[network.Site]()}} }), nil},
		{"a perimeter", alone(func(w *world) { w.Perimeters = []*network.PerimeterAssociation{{Site: to(w.app)}} }), nil},
		{"a perimeter of something", alone(func(w *world) {
			w.Perimeters = []*network.PerimeterAssociation{{Site: open[network.Site]()}}
		}), nil},
		{"a slot of an app that has one is another mistake", func(w *world) { slot(to(w.app))(w) }, nil},
		{"a slot of an app that has none", alone(func(w *world) { slot(to(w.app))(w) }), []string{"warning app", "warning slot"}},
		{"a slot of something", alone(func(w *world) { w.Sites = nil; slot(open[network.Site]())(w) }), nil},
		{"only read", alone(func(w *world) { w.app.External = true }), nil},
	})
}

func TestSKUUnsupported(t *testing.T) {
	other := func(w *world, sku string) *network.Plan {
		p := &network.Plan{Element: element("other"), SKU: some(sku)}
		w.Plans = append(w.Plans, p)
		return p
	}
	runAll(t, privateendpoint.SKUUnsupported, []test{
		{"free", func(w *world) { w.plan.SKU = some("F1") }, []string{"error plan"}},
		{"consumption by tier", func(w *world) { w.plan.SKU, w.plan.Tier = value.None[string](), some("Dynamic") }, []string{"error plan"}},
		{"not documented", func(w *world) { w.plan.SKU = some("I1") }, []string{"note plan"}},
		{"basic", func(w *world) { w.plan.SKU = some("B1") }, nil},
		{"unknown", func(w *world) { w.plan.SKU = unknown[string]() }, nil},
		{"not in any table", func(w *world) { w.plan.SKU = some("Z9") }, nil},
		{"an endpoint of something", func(w *world) { w.plan.SKU = some("F1"); w.endpoint.Site = open[network.Site]() }, nil},
		{"two endpoints are one mistake", func(w *world) {
			w.plan.SKU = some("F1")
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Element: element("more"), Site: to(w.app)})
		}, []string{"error plan"}},
		{"a slot runs on the plan of its app", func(w *world) {
			w.plan.SKU = some("F1")
			s := w.site("slot")
			s.Slot, s.Parent, s.Plan = true, to(w.app), network.Edge[network.Plan]{}
			w.endpoint.Site = to(s)
		}, []string{"error plan"}},
		{"a plan that is only read", func(w *world) { w.plan.SKU = some("F1"); w.plan.External = true }, []string{"error endpoint"}},
		{"one of two plans, neither has them", func(w *world) {
			w.plan.SKU = some("F1")
			w.app.Plan = network.AnyOf([]*network.Plan{w.plan, other(w, "D1")}, nowhere)
		}, []string{"error endpoint"}},
		{"one of two plans, the other has them", func(w *world) {
			w.plan.SKU = some("F1")
			w.app.Plan = network.AnyOf([]*network.Plan{w.plan, other(w, "B1")}, nowhere)
		}, nil},
	})
}

func TestInIntegrationSubnet(t *testing.T) {
	joined := func(w *world) { w.app.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}} }
	delegated := func(to ...string) func(w *world) {
		return func(w *world) { w.subnet.Delegations = some(to) }
	}
	runAll(t, privateendpoint.InIntegrationSubnet, []test{
		{"joined", joined, []string{"error endpoint"}},
		{"delegated to App Service", delegated(azure.DelegationServerFarms), []string{"error endpoint"}},
		{"delegated to a database", delegated("Microsoft.DBforPostgreSQL/flexibleServers"), []string{"error endpoint"}},
		{"not delegated", delegated(), nil},
		{"nothing known", func(w *world) { w.subnet.Delegations = unknown[[]string]() }, nil},
		{"another joins, perhaps this", func(w *world) {
			w.app.Integrations.Items = []network.Integration{{Subnet: open[network.Subnet]()}}
		}, nil},
		{"the endpoint of a storage account", func(w *world) {
			joined(w)
			w.endpoint.Site = network.Edge[network.Site]{}
		}, []string{"error endpoint"}},
		{"a storage account beside a database is none of ours", func(w *world) {
			delegated("Microsoft.DBforPostgreSQL/flexibleServers")(w)
			w.endpoint.Site = network.Edge[network.Site]{}
		}, nil},
		{"one of two subnets, both are taken", func(w *world) {
			joined(w)
			b := &network.Subnet{Element: element("b"), Delegations: some([]string{azure.DelegationAppEnvironments})}
			w.Subnets = append(w.Subnets, b)
			w.endpoint.Subnet = network.AnyOf([]*network.Subnet{w.subnet, b}, nowhere)
		}, []string{"error endpoint"}},
		{"one of two subnets, the other is free", func(w *world) {
			joined(w)
			b := &network.Subnet{Element: element("b")}
			w.Subnets = append(w.Subnets, b)
			w.endpoint.Subnet = network.AnyOf([]*network.Subnet{w.subnet, b}, nowhere)
		}, nil},
		{"only read", func(w *world) { joined(w); w.endpoint.External = true }, nil},
	})
}

func TestDNSZoneWrong(t *testing.T) {
	zone := func(name value.Of[string]) network.Edge[network.Zone] {
		return to(&network.Zone{Element: network.Element{Name: name}})
	}
	group := func(zones ...network.Edge[network.Zone]) func(w *world) {
		return func(w *world) { w.endpoint.ZoneGroup.Items = zones }
	}
	named := func(name string) func(w *world) { return group(zone(some(name))) }
	const right, ids = "privatelink.azurewebsites.net", "/subscriptions/s/resourcegroups/r/providers/microsoft.network/privatednszones/"
	runAll(t, privateendpoint.DNSZoneWrong, []test{
		{"right", named(right), nil},
		{"right, in capitals", named("PrivateLink.AzureWebsites.net"), nil},
		{"China", named("privatelink.chinacloudsites.cn"), nil},
		{"SCM is superfluous and allowed", named("scm." + right), nil},
		{"of an environment", named("ase.appserviceenvironment.net"), nil},
		{"storage", named("privatelink.web.core.windows.net"), []string{"error endpoint"}},
		{"public name", named("azurewebsites.net"), []string{"error endpoint"}},
		{"custom domain", named("shop.example.com"), []string{"error endpoint"}},
		{"unknown name", group(zone(unknown[string]())), nil},
		{"wrong beside right", group(zone(some("shop.example.com")), zone(some(right))), nil},
		{"wrong beside unknown", group(zone(some("shop.example.com")), open[network.Zone]()), nil},
		{"two wrong ones", group(zone(some("a.example.com")), zone(some("b.example.com"))), []string{"error endpoint"}},
		{"there may be more", func(w *world) { named("shop.example.com")(w); w.endpoint.ZoneGroup.Incomplete = "var.zones" }, nil},
		{"no zone is another mistake", group(), nil},
		{"wrong, by id", group(outside[network.Zone](ids + "privatelink.blob.core.windows.net")), []string{"error endpoint"}},
		{"right, by id", group(outside[network.Zone](ids + right)), nil},
		{"one of two, both wrong", group(network.AnyOf([]*network.Zone{
			{Element: network.Element{Name: some("a.example.com")}}, {Element: network.Element{Name: some("b.example.com")}},
		}, nowhere)), []string{"error endpoint"}},
		{"one of two, one right", group(network.AnyOf([]*network.Zone{
			{Element: network.Element{Name: some("a.example.com")}}, {Element: network.Element{Name: some(right)}},
		}, nowhere)), nil},
		{"an app elsewhere", func(w *world) {
			named("shop.example.com")(w)
			w.endpoint.Site = outside[network.Site]("/x")
		}, []string{"error endpoint"}},
		{"something unknown", func(w *world) { named("shop.example.com")(w); w.endpoint.Site = open[network.Site]() }, nil},
		{"something unknown of the type of an app", func(w *world) {
			named("shop.example.com")(w)
			w.endpoint.Site = open[network.Site]()
			w.endpoint.TargetType = some("microsoft.web/sites")
		}, []string{"error endpoint"}},
		{"something else", func(w *world) { named("shop.example.com")(w); w.endpoint.Site = network.Edge[network.Site]{} }, nil},
	})
}

func TestIPSSL(t *testing.T) {
	bind := func(ipBased value.Of[bool]) func(w *world) {
		return func(w *world) { w.Bindings = append(w.Bindings, &network.Binding{Site: to(w.app), IPBased: ipBased}) }
	}
	runAll(t, privateendpoint.IPSSL, []test{
		{"IP-based", bind(some(true)), []string{"error app"}},
		{"two of them are one mistake", func(w *world) { bind(some(true))(w); bind(some(true))(w) }, []string{"error app"}},
		{"written at the site", func(w *world) {
			w.app.InlineHostNames.Items = []network.HostName{{IPBased: some(true)}}
		}, []string{"error app"}},
		{"an app that is only read", func(w *world) { bind(some(true))(w); w.app.External = true }, []string{"error endpoint"}},
		{"SNI", bind(some(false)), nil},
		{"unknown", bind(unknown[bool]()), nil},
		{"no endpoint", func(w *world) { bind(some(true))(w); w.PrivateEndpoints = nil }, nil},
		{"an endpoint of something", func(w *world) { bind(some(true))(w); w.endpoint.Site = open[network.Site]() }, nil},
	})
}
