package perimeter

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// NotOnboarded tells those who put apps into a perimeter that this is a preview.
var NotOnboarded = &lint.Check{
	Name:     "nsp-app-not-onboarded",
	Family:   "perimeter",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "Network security perimeters are a preview for apps",
	Why: "`Microsoft.Web/sites` is not among the resources that Microsoft lists as onboarded to network security perimeters. For App Service " +
		"they are a preview: parts of it are missing, and it may change.",
	Fix:   "Do not rest the protection of production on it alone. Private endpoints and access restrictions are generally available.",
	Links: []string{linkConcepts + "#onboarded-private-link-resources", linkFeatures},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, a := range p.Perimeters {
			if !a.Site.IsPresent() || a.External {
				continue
			}
			app := "an app"
			if site, ok := a.Site.Get(); ok {
				app = site.Title()
			}
			p.Report(a, fmt.Sprintf(
				"Association %q puts %s into a network security perimeter, which is a preview for App Service and may change. Do not rest the "+
					"protection of production on it alone.", a.Label(), app))
		}
	},
}
