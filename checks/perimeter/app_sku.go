package perimeter

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// AppSKU reports apps in a perimeter whose plan is too small for it.
var AppSKU = &lint.Check{
	Name:     "nsp-app-sku",
	Family:   "perimeter",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier of an app has no network security perimeters",
	Why: "Apps on the plans Free, Shared and Consumption cannot be associated with a network security perimeter. Azure refuses the " +
		"association.",
	Fix:       "Move the app to a plan of Basic or higher (functions also to Elastic Premium), or remove the association.",
	Links:     []string{linkConcepts, linkFeatures},
	Since:     "0.1",
	Precision: "high", // perimeters are a preview for App Service
	Run: func(p *lint.Pass) {
		for _, association := range p.Perimeters {
			site, ok := association.Site.Get()
			if !ok || association.External || !site.RunsOn().All(lacksPerimeters) {
				continue
			}
			plans, _ := site.RunsOn().Candidates()
			sku, _ := sizing.SKU(plans[0])
			p.Report(association, fmt.Sprintf(
				"Association %q puts %s into a network security perimeter, but its plan %q is of the %s tier, which has none. Azure refuses "+
					"the association. Move the plan to Basic or higher.",
				association.Label(), site.Title(), plans[0].Label(), sku.Tier),
				lint.Also(plans[0], "the plan"), lint.Also(site, "the app"))
		}
	},
}

// lacksPerimeters reports whether a plan is of a tier whose apps cannot be in a
// perimeter.
func lacksPerimeters(p *network.Plan) bool {
	sku, ok := sizing.SKU(p)
	return ok && sku.SecurityPerimeter.Answer == azure.No
}
