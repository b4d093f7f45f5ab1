package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// OnWindowsContainer reports gateway-required integration of Windows containers.
var OnWindowsContainer = &lint.Check{
	Name:     "gateway-integration-windows-container",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A Windows container has gateway-required VNet integration",
	Why: "Gateway-required VNet integration connects an app to a network by a point-to-site VPN, with a client that exists " +
		"for Windows code apps only. Azure refuses it for apps in Windows containers.",
	Fix: "Use regional VNet integration, which Windows containers have: put a subnet delegated to `Microsoft.Web/serverFarms` " +
		"into a network of the app's region and join it.",
	Links:    []string{linkGateway, linkFeatures},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !isWindowsContainer(site) {
				continue
			}
			for i := range site.GatewayVNets.Items {
				subject, options := connection(site, i)
				p.Report(subject, fmt.Sprintf(
					"The %s is a Windows container, but has a gateway-required integration with virtual network %q. "+
						"Azure offers that to Windows apps without a container only and refuses it. %s",
					site.Title(), networkOf(site, i), useRegional), options...)
			}
		}
	},
}

func isWindowsContainer(s *network.Site) bool {
	return value.Is(s.WindowsContainer, true) ||
		s.RunsOn().All(func(p *network.Plan) bool { return value.Is(p.WindowsContainers, true) })
}
