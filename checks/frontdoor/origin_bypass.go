package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// OriginBypass reports apps behind a Front Door that everybody can reach beside it.
var OriginBypass = &lint.Check{
	Name:     "frontdoor-origin-bypass",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "Anybody can reach the app without passing through Front Door",
	Why: "An origin of Front Door keeps its public address. As long as the app answers everybody there, its default host name is a " +
		"way around Front Door: around the web application firewall, rate limits and rules.",
	Fix: "Admit only your Front Door: an access restriction rule for the service tag `AzureFrontDoor.Backend` with a filter on the " +
		"header `X-Azure-FDID`, and the unmatched rule action `Deny`. With the Premium tier, reach the app by private link and " +
		"disable its public network access.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/origin-security",
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance",
	},
	Since:            "0.1",
	SecuritySeverity: 7.2,
	Run: func(p *lint.Pass) {
		reported := map[*network.Site]bool{}
		for _, o := range p.Origins {
			if !isUsed(o) || !isPublic(o) || !o.Site.All(p.Bypassable) {
				continue
			}
			sites, _ := o.Site.Candidates()
			if site := sites[0]; !reported[site] {
				reported[site] = true
				reportBypass(p, site, o)
			}
		}
	},
}

func reportBypass(p *lint.Pass, site *network.Site, o *network.Origin) {
	p.Report(site, fmt.Sprintf(
		"Front Door %q sends requests to %s, but no access restriction keeps anybody else out. Whoever calls the app at its own host "+
			"name gets around Front Door and its firewall. Admit only the service tag \"AzureFrontDoor.Backend\" with the id of your "+
			"profile in the header X-Azure-FDID, and set `ip_restriction_default_action` (ARM: `ipSecurityRestrictionsDefaultAction`) "+
			"to \"Deny\".",
		titleOf(o), site.Title()), lint.Also(o, "the origin"))
}
