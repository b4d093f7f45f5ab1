package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PoolNotPrivate reports address pools of connected gateways that are not private.
var PoolNotPrivate = &lint.Check{
	Name:     "gateway-p2s-pool-not-rfc1918",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "The point-to-site address pool of a connected gateway is not private",
	Why: "The gateway gives an app an address of its point-to-site pool. App Service wants it from a range of RFC 1918: " +
		"10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. With other addresses, those of carriers (100.64.0.0/10) among them, " +
		"the app does not reach the network.",
	Fix:   "Choose a pool in one of the three ranges that overlaps neither the network nor what is connected to it.",
	Links: []string{linkGateway},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range connectedNetworks(p) {
			if g := vpnGateway(c.vnet); g != nil && isRouteBased(g) {
				checkPool(p, c, g)
			}
		}
	},
}

func checkPool(p *lint.Pass, c connected, g *network.Gateway) {
	var wrong []string
	pools, _ := g.ClientPools.Get()
	for _, pool := range pools {
		if !azure.IsRFC1918(pool) {
			wrong = append(wrong, pool.String())
		}
	}
	if len(wrong) == 0 {
		return
	}
	which := network.Enumerate(wrong)
	if g.ClientPools.IsSensitive() {
		which = "addresses that are not private"
	}
	p.Report(g, fmt.Sprintf(
		"Gateway %q of virtual network %q gives point-to-site clients addresses of %s, but %s has a gateway-required integration with that "+
			"network. App Service takes addresses of RFC 1918 only, so the app does not reach it. "+
			"Choose a pool in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (`address_space`; ARM: `vpnClientAddressPool`).",
		g.Label(), c.vnet.Label(), which, network.TitlesOf(c.sites)),
		lint.At(g.ClientPools.At()), lint.Also(c.sites[0], "an app that is connected"))
}
