package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// PrivateLinkAppSKU reports private link origins whose app has no private endpoints.
var PrivateLinkAppSKU = &lint.Check{
	Name:     "frontdoor-private-link-app-sku",
	Family:   "frontdoor",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The app of a private link origin is of a tier without private endpoints",
	Why: "For a private link origin, Front Door makes a private endpoint to the app. That needs a plan of Basic, Standard, PremiumV2 or " +
		"later, Isolated V2, Elastic Premium or Flex Consumption; for an app on a Free, Shared or Consumption plan Azure refuses it.",
	Fix: "Move the plan to a tier that has private endpoints, or leave the private link out and restrict the app to Front Door by rules.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/private-link",
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Plan]bool{}
		for _, o := range p.Origins {
			site, ok := o.PrivateLinkSite.Get()
			if !ok || o.External || !isPrivate(o) || !site.RunsOn().All(lacksEndpoints) {
				continue
			}
			plans, _ := site.RunsOn().Candidates()
			if plan := plans[0]; !reported[plan] {
				reported[plan] = true
				reportAppSKU(p, o, site, plan)
			}
		}
	},
}

func reportAppSKU(p *lint.Pass, o *network.Origin, site *network.Site, plan *network.Plan) {
	sku, _ := sizing.SKU(plan)
	severity := lint.Error
	if sku.PrivateEndpoint.Confidence != azure.Confirmed {
		severity = lint.Note
	}
	subject, options := network.Subject(plan), []lint.Option{lint.At(plan.SKU.At()), lint.Also(o, "the private link origin")}
	if _, exact := site.RunsOn().Get(); plan.External || !exact {
		subject, options = o, []lint.Option{lint.Also(plan, "the plan of the app")}
	}
	p.Report(subject, fmt.Sprintf(
		"Plan %q is of the %s tier, which has no private endpoints, but Front Door %q is to reach %s by private link. Azure refuses "+
			"the origin. Move the plan to Basic or higher.",
		plan.Label(), sku.Tier, titleOf(o), site.Title()), append(options, lint.As(severity))...)
}

// lacksEndpoints reports whether a plan is of a tier without private endpoints.
func lacksEndpoints(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.PrivateEndpoint.Answer == azure.No
}
