package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/plan"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestArcAppNetworking(t *testing.T) {
	joined := func(s *network.Site) {
		s.Integrations.Items = []network.Integration{{Subnet: network.To(&network.Subnet{}, "", nowhere)}}
	}
	for name, c := range map[string]struct {
		given func(*network.Model, *network.Site)
		names string // what the message lists; "" for no finding
	}{
		"nothing":     {func(*network.Model, *network.Site) {}, ""},
		"integration": {func(_ *network.Model, s *network.Site) { joined(s) }, "VNet integration"},
		"several": {func(m *network.Model, s *network.Site) {
			joined(s)
			s.GatewayVNets.Items = []network.GatewayIntegration{{}}
			m.HybridConnections = []*network.HybridConnection{{Site: network.To(s, "", nowhere)}}
		}, "VNet integration, gateway-required VNet integration and hybrid connection"},
		"endpoint": {func(m *network.Model, s *network.Site) {
			m.PrivateEndpoints = []*network.PrivateEndpoint{{Site: network.To(s, "", nowhere)}}
		}, "private endpoint"},
		"rules": {func(_ *network.Model, s *network.Site) { s.SCM.Rules.Items = []*network.AccessRule{{}} }, "access restriction rules"},
		"the rule that Azure lists": {func(_ *network.Model, s *network.Site) {
			s.Main.Rules.Items = []*network.AccessRule{{Synthetic: true}}
		}, ""},
		"in Azure": {func(_ *network.Model, s *network.Site) {
			joined(s)
			s.Arc = some(false)
		}, ""},
		"perhaps on Arc": {func(_ *network.Model, s *network.Site) {
			joined(s)
			s.Arc = value.Undecided[bool]("var.location", nowhere)
		}, ""},
		"by its plan": {func(_ *network.Model, s *network.Site) {
			joined(s)
			s.Arc, s.Plan = value.None[bool](), network.To(&network.Plan{Arc: some(true)}, "", nowhere)
		}, "VNet integration"},
		"only read": {func(_ *network.Model, s *network.Site) {
			joined(s)
			s.External = true
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			site := &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp, Arc: some(true)}
			model := &network.Model{Sites: []*network.Site{site}}
			c.given(model, site)
			model.Link()
			findings := lint.Run(lint.Subject{Model: model}, []*lint.Check{plan.ArcAppNetworking}).Findings
			if c.names == "" {
				assert.Empty(t, findings)
				return
			}
			if assert.Len(t, findings, 1) {
				assert.Equal(t, lint.Error, findings[0].Severity)
				assert.Contains(t, findings[0].Message, "is to have "+c.names+".")
			}
		})
	}
}
