package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

// CountExceeded reports apps and slots with more private endpoints than App Service
// allows.
var CountExceeded = &lint.Check{
	Name:     "private-endpoint-count-exceeded",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app has more private endpoints than App Service allows",
	Why: "An app can have up to 100 private endpoints, and each of its slots as well. Azure refuses the next one. One endpoint serves all " +
		"networks that are peered or routed to it.",
	Fix: "Let networks share endpoints through peering, with one endpoint in a hub.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#limitations",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if n, most := len(site.PrivateEndpoints.Items), azure.PrivateEndpointsPerSite.Value; n > most {
				next := site.PrivateEndpoints.Items[most]
				p.Report(site, fmt.Sprintf(
					"%s has %d private endpoints, and App Service allows %d. Azure refuses the rest. Let networks share endpoints through peering.",
					capital(site.Title()), n, most), lint.Also(next, "the first endpoint that is too many"))
			}
		}
	},
}
