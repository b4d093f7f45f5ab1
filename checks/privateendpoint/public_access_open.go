package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PublicAccessOpen reports apps with a private endpoint whose public one is open to
// everybody.
var PublicAccessOpen = &lint.Check{
	Name:     "private-endpoint-public-access-open",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.Exposure,
	Title:    "An app with a private endpoint is still open to the public",
	Why: "A private endpoint adds a private way in and closes nothing. Azure closes the public way only where public network " +
		"access was never set; the azurerm provider always sends it, and enables it unless told otherwise. The app then " +
		"looks private and answers the whole internet.",
	Fix: "Set `public_network_access_enabled = false` (ARM: `publicNetworkAccess: 'Disabled'`). If some public clients must " +
		"get in, write access restriction rules for them and the unmatched rule action `Deny`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 8.6,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			endpoints := site.PrivateEndpoints.Items
			if len(endpoints) == 0 || site.External || !p.RulesDecide(site) || p.MaybeInternal(site) {
				continue
			}
			if site.Main.IsOpen() {
				reportOpen(p, site, endpoints)
			}
		}
	},
}

func reportOpen(p *lint.Pass, site *network.Site, endpoints []*network.PrivateEndpoint) {
	severity, remedy := lint.Error, closePublic(site)
	switch {
	case network.Restrictions{AccessList: &site.Main, Site: site}.AllowsInVain():
		severity, remedy = lint.Note, lint.Options() // the list is reported itself
	case !site.CertainlyPublic():
		severity = lint.Warning // it may be in an environment without a public address
	}
	because := "is enabled"
	if site.PublicAccess.IsDefault() {
		because = "is enabled, which the provider sends where nothing is written"
	}
	p.Report(site, fmt.Sprintf(
		"Public network access of %s %s, and no access restriction keeps anybody out, although %s leads to it. The whole internet "+
			"reaches the app beside the endpoint. Set %s, or restrict access with rules and the default action Deny.",
		site.Title(), because, titlesOf(endpoints), site.ClosedBy()),
		lint.At(writtenAt(site.PublicAccess)), lint.As(severity), lint.Also(endpoints[0], "the private endpoint"), remedy)
}
