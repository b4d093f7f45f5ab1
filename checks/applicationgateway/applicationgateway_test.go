package applicationgateway_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/applicationgateway"
	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func TestChecks(t *testing.T) {
	passes := func(g *network.ApplicationGateway) { g.Settings.Items[0].PickHostName = some(false) }
	sticky := func(edit func(*network.Model, *network.ApplicationGateway, *network.Site)) func(*network.Model, *network.ApplicationGateway, *network.Site) {
		return func(m *network.Model, g *network.ApplicationGateway, s *network.Site) {
			s.Affinity = some(true)
			edit(m, g, s)
		}
	}
	signsIn := func(auth network.SignIn) func(*network.Model, *network.ApplicationGateway, *network.Site) {
		return func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) { s.SignIn = auth }
	}
	isolated := func(edit func(*network.Environment, *network.Subnet, *network.Site)) func(*network.Model, *network.ApplicationGateway, *network.Site) {
		return func(m *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			subnet := &network.Subnet{Element: network.Element{Address: "subnet"}}
			env := &network.Environment{Internal: some(true), Subnet: network.To(subnet, "", nowhere)}
			s.Environment = network.To(env, "", nowhere)
			m.Environments, m.Subnets = []*network.Environment{env}, []*network.Subnet{subnet}
			edit(env, subnet, s)
		}
	}
	filtered := func(s *network.Subnet, rules value.Set[network.SecurityRule]) {
		s.SecurityGroup = network.To(&network.SecurityGroup{Rules: rules}, "", nowhere)
	}
	for _, test := range []struct {
		name  string
		check *lint.Check
		given func(*network.Model, *network.ApplicationGateway, *network.Site)
		want  []string
	}{
		{"open", applicationgateway.BackendBypass, func(*network.Model, *network.ApplicationGateway, *network.Site) {}, []string{"warning app"}},
		{"in two pools", applicationgateway.BackendBypass, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			g.Backends.Items = append(g.Backends.Items, g.Backends.Items[0])
		}, []string{"warning app"}},
		{"restricted", applicationgateway.BackendBypass, func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.Main.Default = some(access.Deny)
		}, nil},
		{"closed", applicationgateway.BackendBypass, func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.PublicAccess = some(network.PublicDisabled)
		}, nil},
		{"perhaps closed", applicationgateway.BackendBypass, func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.PublicAccess = unknown[string]()
		}, nil},
		{"another host", applicationgateway.BackendBypass, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			g.Backends.Items[0].Site = network.Edge[network.Site]{}
		}, nil},

		{"no affinity", applicationgateway.ProxyAffinityAuth, func(*network.Model, *network.ApplicationGateway, *network.Site) {}, nil},
		{"affinity", applicationgateway.ProxyAffinityAuth, sticky(func(*network.Model, *network.ApplicationGateway, *network.Site) {}), []string{"note app"}},
		{"affinity by the proxy", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.AffinityProxy = some(true)
		}), nil},
		{"affinity perhaps by the proxy", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.AffinityProxy = unknown[bool]()
		}), nil},
		{"affinity, the client's name is kept", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
		}), nil},
		{"affinity, the default name is written", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, g *network.ApplicationGateway, s *network.Site) {
			passes(g)
			g.Settings.Items[0].HostName, g.Settings.Items[0].HostSite = some("app.azurewebsites.net"), network.To(s, "", nowhere)
		}), []string{"note app"}},
		{"affinity, a custom domain is written", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, g *network.ApplicationGateway, s *network.Site) {
			passes(g)
			g.Settings.Items[0].HostName, g.Settings.Items[0].HostSite = some("www.example.com"), network.To(s, "", nowhere)
		}), nil},
		{"affinity, picked from a custom domain", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			g.Backends.Items[0].Host = some("www.example.com")
		}), nil},
		{"affinity of an app that is read", applicationgateway.ProxyAffinityAuth, sticky(func(_ *network.Model, _ *network.ApplicationGateway, s *network.Site) {
			s.External = true
		}), nil},
		{"affinity, parts cannot be read", applicationgateway.ProxyAffinityAuth, sticky(func(m *network.Model, _ *network.ApplicationGateway, _ *network.Site) {
			m.Incomplete = []string{"module.x"}
		}), nil},
		{"signs in", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: some(true)}), []string{"note app"}},
		{"signs in by the proxy", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: some(true), ForwardProxy: some("Custom")}), nil},
		{"signs in perhaps by the proxy", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: some(true), ForwardProxy: unknown[string]()}), nil},
		{"refuses", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: some(true), Otherwise: some("Return401")}), nil},
		{"perhaps refuses", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: some(true), Otherwise: unknown[string]()}), nil},
		{"perhaps signs in", applicationgateway.ProxyAffinityAuth, signsIn(network.SignIn{Enabled: unknown[bool]()}), nil},

		{"not in an environment", applicationgateway.EnvironmentIsolation, func(*network.Model, *network.ApplicationGateway, *network.Site) {}, nil},
		{"in an environment", applicationgateway.EnvironmentIsolation, isolated(func(*network.Environment, *network.Subnet, *network.Site) {}), []string{"note app"}},
		{"in a public environment", applicationgateway.EnvironmentIsolation, isolated(func(e *network.Environment, _ *network.Subnet, _ *network.Site) {
			e.Internal = some(false)
		}), nil},
		{"in an environment that is read", applicationgateway.EnvironmentIsolation, isolated(func(e *network.Environment, _ *network.Subnet, _ *network.Site) {
			e.External = true
		}), nil},
		{"with rules", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, _ *network.Subnet, s *network.Site) {
			s.Main.Rules.Items = []*network.AccessRule{{}}
		}), nil},
		{"perhaps with rules", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, _ *network.Subnet, s *network.Site) {
			s.Main.Rules.Incomplete = "var.rules"
		}), nil},
		{"closed to the network", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, _ *network.Subnet, s *network.Site) {
			s.PublicAccess = some(network.PublicDisabled)
		}), nil},
		{"a security group without denials", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, s *network.Subnet, _ *network.Site) {
			filtered(s, value.Set[network.SecurityRule]{Items: []network.SecurityRule{
				{Direction: some(network.Inbound), Allow: some(true)}, {Direction: some(network.Outbound), Allow: some(false)},
			}})
		}), []string{"note app"}},
		{"a security group that denies", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, s *network.Subnet, _ *network.Site) {
			filtered(s, value.Set[network.SecurityRule]{Items: []network.SecurityRule{{Direction: some(network.Inbound), Allow: some(false)}}})
		}), nil},
		{"a security group with more rules", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, s *network.Subnet, _ *network.Site) {
			filtered(s, value.Set[network.SecurityRule]{Incomplete: "var.rules"})
		}), nil},
		{"perhaps a security group", applicationgateway.EnvironmentIsolation, isolated(func(_ *network.Environment, s *network.Subnet, _ *network.Site) {
			s.SecurityGroup = network.Open[network.SecurityGroup]("var.group", nowhere)
		}), nil},

		{"picks the name", applicationgateway.HostName, func(*network.Model, *network.ApplicationGateway, *network.Site) {}, nil},
		{"passes the client's name", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
		}, []string{"warning gateway"}},
		{"perhaps picks the name", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			g.Settings.Items[0].PickHostName = unknown[bool]()
		}, nil},
		{"names the host", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
			g.Settings.Items[0].HostName = some("app.azurewebsites.net")
		}, nil},
		{"used by no rule", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
			g.Rules.Items[0].Setting = some("other")
		}, nil},
		{"used for a pool that is not known", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
			g.Rules.Items[0].Pool = unknown[string]()
		}, nil},
		{"a custom domain", applicationgateway.HostName, func(m *network.Model, g *network.ApplicationGateway, s *network.Site) {
			passes(g)
			m.Bindings = []*network.Binding{{Site: network.To(s, "", nowhere)}}
		}, nil},
		{"perhaps a custom domain", applicationgateway.HostName, func(m *network.Model, g *network.ApplicationGateway, _ *network.Site) {
			passes(g)
			m.Bindings = []*network.Binding{{Site: network.Open[network.Site]("var.app", nowhere)}}
		}, nil},
		{"an app that is read", applicationgateway.HostName, func(_ *network.Model, g *network.ApplicationGateway, s *network.Site) {
			passes(g)
			s.External = true
		}, nil},
	} {
		t.Run(test.check.Name+"/"+test.name, func(t *testing.T) {
			app := &network.Site{
				Element: network.Element{Address: "app"}, Kind: network.WebApp, PublicAccess: some(network.PublicEnabled),
			}
			gateway := &network.ApplicationGateway{Element: network.Element{Address: "gateway"}}
			gateway.Backends.Items = []network.Backend{{Pool: some("pool"), Host: unknown[string](), Site: network.To(app, "", nowhere)}}
			gateway.Settings.Items = []network.BackendSetting{{Name: some("https"), PickHostName: some(true)}}
			gateway.Rules.Items = []network.GatewayRule{{Pool: some("pool"), Setting: some("https")}}
			model := &network.Model{Sites: []*network.Site{app}, ApplicationGateways: []*network.ApplicationGateway{gateway}}
			test.given(model, gateway, app)
			model.Link()
			var got []string
			for _, f := range lint.Run(lint.Subject{Model: model}, []*lint.Check{test.check}).Findings {
				got = append(got, f.Severity.String()+" "+f.Address)
			}
			assert.Equal(t, test.want, got)
		})
	}
}
