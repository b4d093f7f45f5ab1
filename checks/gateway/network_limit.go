package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NetworkLimit reports apps and plans that are connected to too many networks.
var NetworkLimit = &lint.Check{
	Name:     "gateway-plan-vnet-limit",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "There are more gateway-required VNet integrations than Azure allows",
	Why: "By gateway-required integration an app can be connected to one virtual network, and the apps of a plan together to " +
		"five; a network that several apps use counts once. Azure refuses what exceeds it.",
	Fix: "Peer the networks and connect the app to one of them, spread the apps over several plans, or use regional VNet " +
		"integration.",
	Links: []string{linkGateway},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			limit := azure.GatewayNetworksPerApp.Value
			if networks := distinctNetworks(site); len(networks) > limit {
				p.Report(site, fmt.Sprintf(
					"The %s has gateway-required integrations with %d virtual networks, but an app can have %d. "+
						"Azure refuses the others. Connect it to one network and peer that with the others.",
					site.Title(), len(networks), limit),
					lint.Also(&networks[limit].Element, "the connection that is one too many"))
			}
		}
		for _, plan := range p.Plans {
			limit := azure.GatewayNetworksPerPlan.Value
			if networks := distinctNetworks(plan.Sites.Items...); len(networks) > limit {
				p.Report(plan, fmt.Sprintf(
					"The apps of plan %q have gateway-required integrations with %d virtual networks, but a plan can have %d. "+
						"Azure refuses the others. Peer the networks, or spread the apps over several plans.",
					plan.Label(), len(networks), limit),
					lint.Also(&networks[limit].Element, "the connection that is one too many"))
			}
		}
	},
}

// distinctNetworks returns connections of sites that certainly lead to different
// networks.
func distinctNetworks(sites ...*network.Site) []*network.GatewayIntegration {
	var all []*network.GatewayIntegration
	for _, s := range sites {
		for i := range s.GatewayVNets.Items {
			all = append(all, &s.GatewayVNets.Items[i])
		}
	}
	return network.Distinct(all, func(a, b *network.GatewayIntegration) bool { return network.LeadApart(a.VNet, b.VNet) })
}
