package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PublicAccessImplicit reports apps whose public access hangs on a private endpoint
// being there.
var PublicAccessImplicit = &lint.Check{
	Name:     "public-access-implicit",
	Family:   "privateendpoint",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "Public network access is not set on an app with a private endpoint",
	Why: "Where public network access was never set, App Service decides by the private endpoints: with one the app is closed to the " +
		"public, without one it is open. Remove the endpoint, if only to replace it, and the app is on the internet.",
	Fix: "Say what is meant: `publicNetworkAccess: 'Disabled'` in the properties of the site and of its `siteConfig`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if endpoints := site.PrivateEndpoints.Items; len(endpoints) > 0 && !site.External && site.PublicAccess.IsAbsent() {
				reportImplicit(p, site, endpoints)
			}
		}
	},
}

func reportImplicit(p *lint.Pass, site *network.Site, endpoints []*network.PrivateEndpoint) {
	p.Report(site, fmt.Sprintf(
		"Public network access of %s is not set. It is closed only as long as %s leads to it, and open to everybody after that. Set %s.",
		site.Title(), titlesOf(endpoints), site.ClosedBy()), lint.Also(endpoints[0], "the private endpoint"))
}
