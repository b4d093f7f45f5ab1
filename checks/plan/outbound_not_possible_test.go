package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/plan"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestOutboundNotPossible(t *testing.T) {
	to := func(s *network.Subnet) network.Edge[network.Subnet] { return network.To(s, "", nowhere) }
	type parts struct {
		plan   *network.Plan
		app    *network.Site
		subnet *network.Subnet
		list   *network.AllowList
	}
	behindNAT := func(p parts) {
		p.app.Integrations.Items = []network.Integration{{Subnet: to(p.subnet)}}
		p.app.Routing.All = some(true)
		p.subnet.NATGateway = network.To(&network.NATGateway{Element: network.Element{Name: some("ng")}}, "", nowhere)
	}
	for name, c := range map[string]struct {
		edit  func(parts)
		words string // of the finding, if there is one
	}{
		"those of now":  {func(parts) {}, "uses now"},
		"all possible":  {func(p parts) { p.list.Current = false }, ""},
		"behind a NAT":  {func(p parts) { behindNAT(p); p.list.Current = false }, `NAT gateway "ng"`},
		"Route all off": {func(p parts) { behindNAT(p); p.app.Routing.All = some(false); p.list.Current = false }, ""},
		"a firewall": {func(p parts) {
			behindNAT(p)
			r := network.Route{Prefix: some("0.0.0.0/0"), NextHop: some("VirtualAppliance"), Address: some("10.0.9.4")}
			rt := &network.RouteTable{Element: network.Element{Name: some("rt")}, Routes: value.Set[network.Route]{Items: []network.Route{r}}}
			p.subnet.RouteTable = network.To(rt, "", nowhere)
		}, `the appliance of route table "rt"`},
		"who knows": {func(p parts) {
			behindNAT(p)
			p.app.Routing.All = value.Undecided[bool]("var.x", nowhere)
			p.list.Current = false
		}, ""},
		"no addresses at all":      {func(p parts) { p.plan.SKU = some("P1v4") }, ""},
		"a size that is unknown":   {func(p parts) { p.plan.SKU = value.Undecided[string]("var.sku", nowhere) }, ""},
		"of an environment":        {func(p parts) { p.plan.SKU = some("I1v2") }, ""},
		"an app that is only read": {func(p parts) { p.app.External = true }, ""},
		"of either app":            {func(p parts) { p.list.Apps = network.AnyOf([]*network.Site{p.app, {}}, nowhere) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := parts{
				plan: sized("plan", some("S1")), subnet: &network.Subnet{},
				app: &network.Site{Element: network.Element{Address: "app"}, Kind: network.WebApp, PublicAccess: some(network.PublicEnabled)},
			}
			p.app.Plan = network.To(p.plan, "", nowhere)
			p.list = &network.AllowList{Element: network.Element{Address: "rule"}, Apps: network.To(p.app, "", nowhere), Current: true}
			c.edit(p)
			m := &network.Model{
				Sites: []*network.Site{p.app}, Plans: []*network.Plan{p.plan}, Subnets: []*network.Subnet{p.subnet},
				AllowLists: []*network.AllowList{p.list, p.list},
			}
			m.Link()
			findings := lint.Run(lint.Subject{Model: m}, []*lint.Check{plan.OutboundNotPossible}).Findings
			if c.words == "" {
				assert.Empty(t, findings)
				return
			}
			require.Len(t, findings, 1, "two addresses of one list are one mistake")
			assert.Equal(t, "rule", findings[0].Address)
			assert.Equal(t, lint.Note, findings[0].Severity)
			assert.Contains(t, findings[0].Message, c.words)
		})
	}
}
