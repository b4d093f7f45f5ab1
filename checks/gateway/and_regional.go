package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// AndRegional reports apps with both kinds of integration.
var AndRegional = &lint.Check{
	Name:     "gateway-and-regional-same-app",
	Family:   "gateway",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "An app has both gateway-required and regional VNet integration",
	Why: "An app is connected to one virtual network: by a subnet that it joins, or by a gateway. Microsoft does not document " +
		"what becomes of an app that is told to have both; one of the two is likely to have no effect.",
	Fix: "Keep the regional integration and remove the connection by the gateway. Where the app has to reach both networks, " +
		"peer them.",
	Links:     []string{linkGateway, linkFeatures},
	Since:     "0.1",
	Precision: "medium",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if len(site.GatewayVNets.Items) == 0 || !site.Joins().IsPresent() {
				continue
			}
			subject, options := connection(site, 0)
			p.Report(subject, fmt.Sprintf(
				"The %s has a gateway-required integration with virtual network %q, and joins a subnet by regional integration. "+
					"An app is connected to one virtual network only, so one of the two is likely to have no effect. Keep the regional one.",
				site.Title(), networkOf(site, 0)), append(options, lint.AlsoAt(site.Joins().At(), "the regional integration"))...)
		}
	},
}
