package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PointToSiteMissing reports gateways of connected networks without a point-to-site
// configuration.
var PointToSiteMissing = &lint.Check{
	Name:     "gateway-p2s-missing",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The gateway of a connected network has no point-to-site configuration",
	Why: "Gateway-required VNet integration connects an app by a point-to-site VPN, like a client. The gateway must have a " +
		"point-to-site configuration with an address pool for the clients. Azure refuses the integration without it.",
	Fix: "Give the gateway a `vpn_client_configuration` (ARM: `vpnClientConfiguration`) with a private address pool and SSTP; " +
		"or use regional VNet integration, which needs no gateway.",
	Links: []string{linkGateway},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range connectedNetworks(p) {
			g := vpnGateway(c.vnet)
			if g == nil || g.External || !isRouteBased(g) {
				continue
			}
			if lack := pointToSiteLack(g); lack != "" {
				p.Report(g, fmt.Sprintf(
					"Gateway %q of virtual network %q has no %s, but %s has a gateway-required integration with that network. "+
						"Azure refuses the integration. Add a `vpn_client_configuration` (ARM: `vpnClientConfiguration`) with a private address pool.",
					g.Label(), c.vnet.Label(), lack, network.TitlesOf(c.sites)),
					lint.Also(c.sites[0], "an app that is connected"))
			}
		}
	},
}

// pointToSiteLack says what a gateway certainly lacks to admit clients, "" for
// nothing.
func pointToSiteLack(g *network.Gateway) string {
	pools, known := g.ClientPools.Get()
	switch {
	case value.Is(g.PointToSite, false):
		return "point-to-site configuration"
	case value.Is(g.PointToSite, true) && (g.ClientPools.IsAbsent() || known && len(pools) == 0):
		return "address pool for clients"
	}
	return ""
}
