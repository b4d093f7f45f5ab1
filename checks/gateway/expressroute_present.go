package gateway

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ExpressRoutePresent reports gateway-required integration with networks that are
// connected by ExpressRoute.
var ExpressRoutePresent = &lint.Check{
	Name:     "gateway-expressroute-present",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "Gateway-required VNet integration meets an ExpressRoute gateway",
	Why: "Gateway-required VNet integration does not work with a virtual network that is connected by ExpressRoute, not even " +
		"where a VPN gateway stands beside the ExpressRoute gateway (coexistence): the app gets no traffic through.",
	Fix: "Use regional VNet integration, which does reach networks and sites behind ExpressRoute: join a delegated subnet of " +
		"that network or of one peered with it.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration",
		"https://learn.microsoft.com/azure/app-service/networking-features#gateway-required-vnet-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for i := range site.GatewayVNets.Items {
				vnet := site.GatewayVNets.Items[i].VNet
				candidates, _ := vnet.Candidates()
				if !vnet.All(func(v *network.VNet) bool { return expressRouteOf(p, v) != nil }) {
					continue
				}
				route := expressRouteOf(p, candidates[0])
				subject, options := connection(site, i)
				p.Report(subject, fmt.Sprintf(
					"The %s has a gateway-required integration with virtual network %q, which %s. "+
						"App Service gets no traffic through to such a network, even beside a VPN gateway. "+
						"Use regional VNet integration: `virtual_network_subnet_id` (ARM: `virtualNetworkSubnetId`).",
					site.Title(), networkOf(site, i), route.words),
					append(options, lint.Also(candidates[0], "the virtual network"), lint.Also(route.by, "what connects it by ExpressRoute"))...)
			}
		}
	},
}

// expressRoute tells how a virtual network is connected by ExpressRoute.
type expressRoute struct {
	words string
	by    network.Subject
}

// expressRouteOf returns what certainly connects a virtual network by
// ExpressRoute, or nil: a gateway of its own, or one of a peer that it uses.
func expressRouteOf(p *lint.Pass, vnet *network.VNet) *expressRoute {
	if gateway := expressRouteGateway(p, vnet); gateway != nil {
		return &expressRoute{fmt.Sprintf("has ExpressRoute gateway %q", gateway.Label()), gateway}
	}
	for _, peering := range vnet.Peerings.Items {
		remote, ok := peering.To.Get()
		if !ok || !value.Is(peering.RemoteGateways, true) {
			continue
		}
		if gateway := expressRouteGateway(p, remote); gateway != nil {
			return &expressRoute{
				fmt.Sprintf("uses ExpressRoute gateway %q of its peer %q", gateway.Label(), remote.Label()), gateway,
			}
		}
	}
	return nil
}

// expressRouteGateway returns a gateway of a network that is an ExpressRoute
// gateway, or that a connection leads from to an ExpressRoute circuit.
func expressRouteGateway(p *lint.Pass, vnet *network.VNet) *network.Gateway {
	for _, g := range vnet.Gateways.Items {
		if value.Is(g.ExpressRoute, true) || slices.ContainsFunc(p.GatewayLinks, func(l *network.GatewayLink) bool {
			return value.Is(l.ExpressRoute, true) && l.Gateway.Target() == g
		}) {
			return g
		}
	}
	return nil
}
