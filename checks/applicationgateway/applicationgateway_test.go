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
			gateway.Backends.Items = []network.Backend{{Pool: some("pool"), Site: network.To(app, "", nowhere)}}
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
