package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Retiring reports every gateway-required integration: the feature ends.
var Retiring = &lint.Check{
	Name:     "gateway-integration-retiring",
	Family:   "gateway",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Gateway-required VNet integration is retired on 31 March 2027",
	Why: "Azure retires gateway-required VNet integration on 31 March 2027. Apps that still depend on it lose their connection " +
		"to the virtual network then.",
	Fix: "Move to regional VNet integration, which needs no gateway: put a subnet delegated to `Microsoft.Web/serverFarms` " +
		"into a network of the app's region and join it. A network of another region is reached by global peering.",
	Links:    []string{linkGateway},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for i := range site.GatewayVNets.Items {
				subject, options := connection(site, i)
				p.Report(subject, fmt.Sprintf(
					"The %s has a gateway-required integration with virtual network %q, which Azure retires on 31 March 2027. "+
						"From then on the app does not reach the network. %s",
					site.Title(), networkOf(site, i), useRegional), options...)
			}
		}
	},
}
