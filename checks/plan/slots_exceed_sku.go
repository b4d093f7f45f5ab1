package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SlotsExceedSKU reports apps with more slots than their tier has.
var SlotsExceedSKU = &lint.Check{
	Name:     "slots-exceed-sku",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app has more deployment slots than its pricing tier allows",
	Why: "The number of deployment slots beside production depends on the tier: none on Free, Shared, Basic and Flex Consumption, 1 on " +
		"Consumption, 2 on Elastic Premium, 5 on Standard, 20 on Premium and Isolated. Azure refuses what exceeds it. Each slot needs " +
		"access restrictions, VNet integration and private endpoints of its own.",
	Fix: "Use fewer slots, or move the plan to a tier that has as many.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
		"https://learn.microsoft.com/azure/azure-functions/functions-scale#service-limits",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.Slot || !site.RunsOn().All(func(plan *network.Plan) bool { return hasFewerSlots(plan, len(site.Slots.Items)) }) {
				continue
			}
			plans, _ := site.RunsOn().Candidates()
			reportSlots(p, site, plans[0])
		}
	},
}

// hasFewerSlots reports whether an app on a plan can certainly not have so many
// slots.
func hasFewerSlots(plan *network.Plan, slots int) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.DeploymentSlots.Known && slots > sku.DeploymentSlots.N
}

func reportSlots(p *lint.Pass, site *network.Site, plan *network.Plan) {
	sku, _ := sizing.SKU(plan)
	slots, limit := site.Slots.Items, sku.DeploymentSlots.N
	allowed, refused := fmt.Sprint(limit), "the others"
	if limit == 0 {
		allowed, refused = "none", "every slot"
	}
	p.Report(site, fmt.Sprintf(
		"The %s has %s, but an app on the %s can have %s. Azure refuses %s. "+
			"Use fewer, or move plan %q to Standard, which has 5, or Premium, which has 20.",
		site.Title(), lint.Plural(len(slots), "deployment slot", "deployment slots"), tierWords(sku), allowed, refused, plan.Label()),
		lint.Also(slots[limit], "the first slot that is one too many"), lint.Also(plan, "the plan"))
}
