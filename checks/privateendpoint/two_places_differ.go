package privateendpoint

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// TwoPlacesDiffer reports apps whose two properties of public network access
// contradict each other.
var TwoPlacesDiffer = &lint.Check{
	Name:     "public-access-two-places-differ",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Public network access is set to different values in two places",
	Why: "A site has the property `publicNetworkAccess` twice, in its own properties and in its `siteConfig`. Which of them App Service " +
		"obeys is not documented and has differed between the versions of its API; the azurerm provider writes the same value to both. Where they " +
		"differ, an app that looks closed may be open.",
	Fix: "Set both to the same value.",
	Links: []string{
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites",
		"https://github.com/Azure/azure-rest-api-specs/issues/24681",
	},
	Since:     "0.1",
	Precision: "high",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			own, written := site.PublicAccess.Get()
			config, twice := site.ConfigPublicAccess.Get()
			if site.External || !written || !twice || own == "" || config == "" || strings.EqualFold(own, config) {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"Public network access of %s is %q in its properties and %q in its `siteConfig`. Which of them App Service obeys is not "+
					"documented, so that the app may be open when it should be closed, or closed when it should be open. Set both to the same value.",
				site.Title(), site.PublicAccess, site.ConfigPublicAccess),
				lint.At(site.PublicAccess.At()), lint.AlsoAt(site.ConfigPublicAccess.At(), "the other value"))
		}
	},
}
