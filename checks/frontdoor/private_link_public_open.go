package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// PrivateLinkPublicOpen reports apps that Front Door reaches privately, and everybody
// else publicly.
var PrivateLinkPublicOpen = &lint.Check{
	Name:     "frontdoor-private-link-public-open",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "An app behind a private link origin is still open to the public",
	Why: "A private link origin gives Front Door a private way to the app and closes nothing. The azurerm provider always sends " +
		"public network access, and enables it unless told otherwise. Whoever calls the app at its own host name then gets around " +
		"Front Door and its firewall.",
	Fix: "Set `public_network_access_enabled = false` (ARM: `publicNetworkAccess: 'Disabled'`) once the private endpoint " +
		"connection of Front Door is approved.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/private-link",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access",
	},
	Since:            "0.1",
	SecuritySeverity: 7.2,
	Run: func(p *lint.Pass) {
		exposed := func(s *network.Site) bool { return p.Bypassable(s) && s.PublicAccess.IsKnown() }
		reported := map[*network.Site]bool{}
		for _, o := range p.Origins {
			if !isUsed(o) || !isPrivate(o) || !o.PrivateLinkSite.All(exposed) {
				continue
			}
			sites, _ := o.PrivateLinkSite.Candidates()
			if site := sites[0]; !reported[site] {
				reported[site] = true
				reportOpen(p, site, o)
			}
		}
	},
}

func reportOpen(p *lint.Pass, site *network.Site, o *network.Origin) {
	at, because := site.PublicAccess.At(), "is enabled"
	if site.PublicAccess.IsDefault() {
		at, because = source.Range{}, "is enabled, which the provider sends where nothing is written"
	}
	p.Report(site, fmt.Sprintf(
		"Front Door %q reaches %s by private link, but public network access of the app %s, and no access restriction keeps anybody "+
			"out. Whoever calls the app at its own host name gets around Front Door. Set `public_network_access_enabled` to false (ARM: "+
			"`publicNetworkAccess` to \"Disabled\").",
		titleOf(o), site.Title(), because), lint.At(at), lint.Also(o, "the private link origin"))
}
