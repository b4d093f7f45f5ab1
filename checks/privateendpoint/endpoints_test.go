package privateendpoint_test

import (
	"strconv"
	"testing"

	"github.com/appnetlint/appnetlint/checks/privateendpoint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestNSGIneffective(t *testing.T) {
	rule := func(direction value.Of[network.Direction], allow value.Of[bool]) network.SecurityRule {
		return network.SecurityRule{Direction: direction, Allow: allow}
	}
	deny, admit := rule(some(network.Inbound), some(false)), rule(some(network.Inbound), some(true))
	group := func(policies value.Of[string], rules ...network.SecurityRule) func(w *world) {
		return func(w *world) {
			g := &network.SecurityGroup{Element: element("nsg")}
			g.Rules.Items = rules
			w.SecurityGroups = []*network.SecurityGroup{g}
			w.subnet.SecurityGroup, w.subnet.EndpointPolicies = to(g), policies
		}
	}
	with := func(given func(w *world)) func(w *world) {
		return func(w *world) { group(some("Disabled"), deny)(w); given(w) }
	}
	runAll(t, privateendpoint.NSGIneffective, []test{
		{"disabled", group(some("Disabled"), admit, deny), []string{"warning subnet"}},
		{"for route tables only", group(some("RouteTableEnabled"), deny), []string{"warning subnet"}},
		{"nothing is denied", group(some("Disabled"), admit), []string{"note subnet"}},
		{"unknown action", group(some("Disabled"), rule(some(network.Inbound), unknown[bool]())), []string{"note subnet"}},
		{"not set", group(value.None[string](), deny), []string{"note subnet"}},
		{"enabled", group(some("Enabled"), deny), nil},
		{"for security groups only", group(some("networkSecurityGroupEnabled"), deny), nil},
		{"unknown", group(unknown[string](), deny), nil},
		{"no rules", group(some("Disabled")), nil},
		{"outbound rules", group(some("Disabled"), rule(some(network.Outbound), some(false))), nil},
		{"a direction that is not known", group(some("Disabled"), rule(unknown[network.Direction](), some(false))), nil},
		{"no group", with(func(w *world) { w.subnet.SecurityGroup = network.Edge[network.SecurityGroup]{} }), nil},
		{"a group elsewhere", with(func(w *world) { w.subnet.SecurityGroup = outside[network.SecurityGroup]("/nsg") }), nil},
		{"two endpoints are one mistake", with(func(w *world) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Site: to(w.app), Subnet: to(w.subnet)})
		}), []string{"warning subnet"}},
		{"one of two subnets, both have it", with(func(w *world) {
			b := *w.subnet
			w.endpoint.Subnet = network.AnyOf([]*network.Subnet{w.subnet, &b}, nowhere)
		}), []string{"warning subnet"}},
		{"one of two subnets, the other has no group", with(func(w *world) {
			w.endpoint.Subnet = network.AnyOf([]*network.Subnet{w.subnet, {}}, nowhere)
		}), nil},
		{"something else", with(func(w *world) { w.endpoint.Site = network.Edge[network.Site]{} }), nil},
		{"only read", with(func(w *world) { w.subnet.External = true }), nil},
	})
}

func TestWrongSubresource(t *testing.T) {
	groups := func(names ...string) func(w *world) {
		return func(w *world) { w.endpoint.Groups = some(names) }
	}
	runAll(t, privateendpoint.WrongSubresource, []test{
		{"sites", groups("sites"), nil},
		{"a slot", groups("Sites-staging"), nil},
		{"another", groups("webapp"), []string{"error endpoint"}},
		{"a slot without a name", groups("sites-"), []string{"error endpoint"}},
		{"nothing between", groups("sitesstaging"), []string{"error endpoint"}},
		{"two", groups("sites", "sites-staging"), []string{"error endpoint"}},
		{"none", func(*world) {}, []string{"error endpoint"}},
		{"unknown", func(w *world) { w.endpoint.Groups = unknown[[]string]() }, nil},
		{"the id of a slot", func(w *world) {
			groups("sites")(w)
			w.endpoint.TargetType = some("Microsoft.Web/sites/slots")
		}, []string{"error endpoint"}},
		{"another service", func(w *world) { groups("blob")(w); w.endpoint.Site = network.Edge[network.Site]{} }, nil},
		{"something", func(w *world) { groups("blob")(w); w.endpoint.Site = open[network.Site]() }, nil},
		{"only read", func(w *world) { groups("webapp")(w); w.endpoint.External = true }, nil},
	})
}

func TestCountExceeded(t *testing.T) {
	endpoints := func(n int, given func(w *world)) func(w *world) {
		return func(w *world) {
			for i := 1; i < n; i++ {
				w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Element: element(strconv.Itoa(i)), Site: to(w.app)})
			}
			given(w)
		}
	}
	runAll(t, privateendpoint.CountExceeded, []test{
		{"at the limit", endpoints(100, func(*world) {}), nil},
		{"one more", endpoints(101, func(*world) {}), []string{"error app"}},
		{"one more, of an app that is only read", endpoints(101, func(w *world) { w.app.External = true }), []string{"error app"}},
		{"one more, perhaps", endpoints(101, func(w *world) { w.endpoint.Site = open[network.Site]() }), nil},
	})
}

func TestRegion(t *testing.T) {
	regions := func(endpoint, vnet value.Of[string], more ...func(w *world)) func(w *world) {
		return func(w *world) {
			w.endpoint.Location = endpoint
			v := w.vnet("vnet")
			v.Location, w.subnet.VNet = vnet, to(v)
			for _, m := range more {
				m(w)
			}
		}
	}
	west, north := some("westeurope"), some("northeurope")
	runAll(t, privateendpoint.Region, []test{
		{"differ", regions(west, north), []string{"error endpoint"}},
		{"same", regions(west, west), nil},
		{"unknown region of the network", regions(west, unknown[string]()), nil},
		{"unknown region", regions(unknown[string](), north), nil},
		{"a network that is only read", regions(west, north, func(w *world) { w.VNets[0].External = true }), []string{"error endpoint"}},
		{"unknown network", regions(west, north, func(w *world) { w.subnet.VNet = open[network.VNet]() }), nil},
		{"one of two networks, both elsewhere", regions(west, north, func(w *world) {
			w.subnet.VNet = network.AnyOf([]*network.VNet{w.VNets[0], {Element: network.Element{Location: north}}}, nowhere)
		}), []string{"error endpoint"}},
		{"one of two networks, one here", regions(west, north, func(w *world) {
			w.subnet.VNet = network.AnyOf([]*network.VNet{w.VNets[0], {Element: network.Element{Location: west}}}, nowhere)
		}), nil},
		{"something else", regions(west, north, func(w *world) { w.endpoint.Site = network.Edge[network.Site]{} }), nil},
		{"only read", regions(west, north, func(w *world) { w.endpoint.External = true }), nil},
	})
}

func TestEnvironmentNotAllowed(t *testing.T) {
	environment := func(allow value.Of[bool], more ...func(w *world, e *network.Environment)) func(w *world) {
		return func(w *world) {
			e := &network.Environment{Element: element("ase"), Version: some(3), AllowNewPrivateEndpoints: allow}
			w.Environments = []*network.Environment{e}
			w.plan.Environment = to(e)
			for _, m := range more {
				m(w, e)
			}
		}
	}
	read := func(_ *world, e *network.Environment) { e.External = true }
	runAll(t, privateendpoint.EnvironmentNotAllowed, []test{
		{"not allowed", environment(some(false)), []string{"error ase"}},
		{"not said", environment(value.None[bool]()), []string{"error ase"}},
		{"not said, of an old version", environment(value.None[bool](), func(_ *world, e *network.Environment) { e.Version = some(2) }), nil},
		{"not said, and parts cannot be read", environment(value.None[bool](), func(w *world, _ *network.Environment) {
			w.Incomplete = []string{"module.x"}
		}), nil},
		{"not said, only read", environment(value.None[bool](), read), nil},
		{"not allowed, only read", environment(some(false), read), []string{"error endpoint"}},
		{"allowed", environment(some(true)), nil},
		{"unknown", environment(unknown[bool]()), nil},
		{"two endpoints are one mistake", environment(some(false), func(w *world, _ *network.Environment) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{Site: to(w.app)})
		}), []string{"error ase"}},
		{"no endpoint", environment(some(false), func(w *world, _ *network.Environment) { w.PrivateEndpoints = nil }), nil},
		{"an endpoint that exists", environment(some(false), func(w *world, _ *network.Environment) { w.endpoint.External = true }), nil},
		{"unknown plan", environment(some(false), func(w *world, _ *network.Environment) { w.app.Plan = open[network.Plan]() }), nil},
	})
}

func TestPublicAccessImplicit(t *testing.T) {
	runAll(t, privateendpoint.PublicAccessImplicit, []test{
		{"not set", func(w *world) { w.app.PublicAccess = value.None[string]() }, []string{"note app"}},
		{"set", func(*world) {}, nil},
		{"unknown", func(w *world) { w.app.PublicAccess = unknown[string]() }, nil},
		{"no endpoint", func(w *world) { w.app.PublicAccess = value.None[string](); w.PrivateEndpoints = nil }, nil},
		{"only read", func(w *world) { w.app.PublicAccess = value.None[string](); w.app.External = true }, nil},
	})
}

func TestTwoPlacesDiffer(t *testing.T) {
	config := func(v value.Of[string]) func(w *world) {
		return func(w *world) { w.app.ConfigPublicAccess = v }
	}
	runAll(t, privateendpoint.TwoPlacesDiffer, []test{
		{"differ", config(some(network.PublicEnabled)), []string{"warning app"}},
		{"same", config(some("disabled")), nil},
		{"empty", config(some("")), nil},
		{"unknown", config(unknown[string]()), nil},
		{"once", config(value.None[string]()), nil},
		{"only read", func(w *world) { config(some(network.PublicEnabled))(w); w.app.External = true }, nil},
	})
}

func TestRemoteDebugging(t *testing.T) {
	debugged := func(given func(w *world)) func(w *world) {
		return func(w *world) { w.app.RemoteDebugging = some(true); given(w) }
	}
	runAll(t, privateendpoint.RemoteDebugging, []test{
		{"on", debugged(func(*world) {}), []string{"note app"}},
		{"off", func(w *world) { w.app.RemoteDebugging = some(false) }, nil},
		{"on, and public", debugged(func(w *world) { w.app.PublicAccess = some(network.PublicEnabled) }), nil},
		{"on, without an endpoint", debugged(func(w *world) { w.PrivateEndpoints = nil }), nil},
		{"unknown", func(w *world) { w.app.RemoteDebugging = unknown[bool]() }, nil},
	})
}

func TestManualApproval(t *testing.T) {
	manual := func(v value.Of[bool]) func(w *world) {
		return func(w *world) { w.endpoint.Manual = v }
	}
	runAll(t, privateendpoint.ManualApproval, []test{
		{"manual", manual(some(true)), []string{"note endpoint"}},
		{"automatic", manual(some(false)), nil},
		{"unknown", manual(unknown[bool]()), nil},
		{"something else", func(w *world) { manual(some(true))(w); w.endpoint.Site = network.Edge[network.Site]{} }, nil},
		{"only read", func(w *world) { manual(some(true))(w); w.endpoint.External = true }, nil},
	})
}

func TestForeignSubscription(t *testing.T) {
	ids := func(app, subnet string) func(w *world) {
		return func(w *world) {
			w.app.ID, w.endpoint.App = app, to(w.app)
			w.subnet.ID = subnet
		}
	}
	runAll(t, privateendpoint.ForeignSubscription, []test{
		{"differ", ids("/subscriptions/a/x", "/subscriptions/b/x"), []string{"note endpoint"}},
		{"same", ids("/subscriptions/a/x", "/subscriptions/a/y"), nil},
		{"unknown", ids("/subscriptions/a/x", "/subscriptions/?/y"), nil},
		{"no id", ids("", "/subscriptions/a/y"), nil},
		{"a subnet elsewhere", func(w *world) {
			ids("/subscriptions/a/x", "")(w)
			w.endpoint.Subnet = outside[network.Subnet]("/subscriptions/b/x")
		}, []string{"note endpoint"}},
		{"only read", func(w *world) { ids("/subscriptions/a/x", "/subscriptions/b/x")(w); w.endpoint.External = true }, nil},
	})
}
