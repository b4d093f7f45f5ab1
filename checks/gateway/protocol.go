package gateway

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PointToSiteProtocol reports gateways of connected networks whose tunnel types do
// not let apps in.
var PointToSiteProtocol = &lint.Check{
	Name:     "gateway-p2s-protocol",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "The gateway of a connected network does not take SSTP, or takes IKEv2",
	Why: "Apps come to the gateway by the Secure Socket Tunneling Protocol (SSTP). On gateways that are not of the Basic size " +
		"it must be among the tunnel types of the point-to-site configuration, and IKEv2 must not: the connection does not " +
		"come up otherwise.",
	Fix: "Set the tunnel types to SSTP, with OpenVPN beside it where people need that; or use regional VNet integration, " +
		"which needs no gateway.",
	Links: []string{linkGateway},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range connectedNetworks(p) {
			if g := vpnGateway(c.vnet); g != nil && isRouteBased(g) && mayChooseProtocol(g) {
				checkProtocol(p, c, g)
			}
		}
	},
}

// mayChooseProtocol reports whether a gateway certainly has a choice of tunnel
// types: those of the Basic size only have SSTP.
func mayChooseProtocol(g *network.Gateway) bool {
	size, known := g.SKU.Get()
	return known && !strings.EqualFold(size, "Basic")
}

func checkProtocol(p *lint.Pass, c connected, g *network.Gateway) {
	protocols, known := g.ClientProtocol.Get()
	var wrong string
	switch {
	case !known:
		return
	case !slices.Contains(protocols, "sstp"):
		wrong = "does not take SSTP"
	case slices.Contains(protocols, "ikev2"):
		wrong = "takes IKEv2 beside SSTP"
	default:
		return
	}
	p.Report(g, fmt.Sprintf(
		"Gateway %q of virtual network %q %s from point-to-site clients, but %s has a gateway-required integration with that network. "+
			"The app does not get through to it. Set `vpn_client_protocols` (ARM: `vpnClientProtocols`) to SSTP.",
		g.Label(), c.vnet.Label(), wrong, network.TitlesOf(c.sites)),
		lint.At(g.ClientProtocol.At()), lint.Also(c.sites[0], "an app that is connected"))
}
