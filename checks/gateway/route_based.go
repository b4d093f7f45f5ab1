package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// NotRouteBased reports policy-based gateways of networks that apps are connected to.
var NotRouteBased = &lint.Check{
	Name:     "gateway-not-route-based",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The gateway of a connected network is policy-based",
	Why: "Gateway-required VNet integration needs a route-based VPN gateway: policy-based gateways have no point-to-site " +
		"configuration. Azure refuses the integration.",
	Fix: "Build the gateway anew as a route-based one, since the kind of a gateway cannot be changed; or use regional VNet " +
		"integration, which needs no gateway.",
	Links: []string{linkGateway, "https://learn.microsoft.com/azure/vpn-gateway/point-to-site-about"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range connectedNetworks(p) {
			if g := vpnGateway(c.vnet); g != nil && value.Is(g.RouteBased, false) {
				p.Report(g, fmt.Sprintf(
					"Gateway %q of virtual network %q is policy-based, but %s has a gateway-required integration with that network. "+
						"Azure refuses the integration. Set `vpn_type` (ARM: `vpnType`) to `RouteBased`, which builds the gateway anew.",
					g.Label(), c.vnet.Label(), network.TitlesOf(c.sites)),
					lint.At(g.RouteBased.At()), lint.Also(c.sites[0], "an app that is connected"))
			}
		}
	},
}
