package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// OnLinux reports gateway-required integration of Linux apps.
var OnLinux = &lint.Check{
	Name:     "gateway-integration-on-linux",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A Linux app has gateway-required VNet integration",
	Why: "Gateway-required VNet integration connects an app to a network by a point-to-site VPN, with a client that exists " +
		"for Windows code apps only. Azure refuses it for Linux.",
	Fix: "Use regional VNet integration: put a subnet delegated to `Microsoft.Web/serverFarms` into a network of the app's " +
		"region, join it, and peer the network with the one that the app has to reach.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration",
		"https://learn.microsoft.com/azure/app-service/networking-features#gateway-required-vnet-integration",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !isLinux(site) {
				continue
			}
			for i := range site.GatewayVNets.Items {
				subject, options := connection(site, i)
				p.Report(subject, fmt.Sprintf(
					"The %s runs on Linux, but has a gateway-required integration with virtual network %q. "+
						"Azure offers that to Windows apps only and refuses it. "+
						"Use regional VNet integration: `virtual_network_subnet_id` (ARM: `virtualNetworkSubnetId`).",
					site.Title(), networkOf(site, i)), options...)
			}
		}
	},
}

func isLinux(s *network.Site) bool {
	return value.Is(s.OS, network.Linux) ||
		s.OS.IsAbsent() && s.RunsOn().All(func(p *network.Plan) bool { return value.Is(p.OS, network.Linux) })
}
