package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SKUUnsupported reports VNet integration of apps whose plan is too small for it.
var SKUUnsupported = &lint.Check{
	Name:     "vnet-integration-sku-unsupported",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no VNet integration",
	Why: "Regional VNet integration needs workers of one's own: Basic, Standard, Premium, Elastic Premium, Workflow Standard " +
		"or Flex Consumption. On Free, Shared and Consumption plans Azure refuses it.",
	Fix: "Move the plan to a tier that has VNet integration (for functions that should still scale to zero, Flex Consumption), " +
		"or remove the integration from its apps.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			if sites := integratedOn(plan); len(sites) > 0 && !plan.External && lacksIntegration(plan) {
				p.Report(plan, fmt.Sprintf(
					"Plan %q is of the %s, which has no VNet integration, but a subnet is set for %s. %s",
					plan.Label(), tierOf(plan), network.TitlesOf(sites), moveUp),
					lint.At(plan.SKU.At()), lint.Also(sites[0], "the app that joins a subnet"))
			}
		}
		// Where the plan is not ours to change, or not known for certain, the app is.
		for _, site := range p.Sites {
			runsOn := site.RunsOn()
			plans, _ := runsOn.Candidates()
			if !isIntegrated(site) || !runsOn.All(lacksIntegration) || len(plans) == 1 && !plans[0].External {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"The %s joins a subnet, but its plan %q is of the %s, which has no VNet integration. %s",
				site.Title(), plans[0].Label(), tierOf(plans[0]), moveUp),
				append(integrationOf(site), lint.Also(plans[0], "the plan of the app"))...)
		}
	},
}

const moveUp = "Azure refuses the integration. Move to Basic or higher (functions also to Elastic Premium or Flex Consumption), " +
	"or remove the integration (`virtual_network_subnet_id`; ARM: `virtualNetworkSubnetId`)."

// lacksIntegration reports whether a plan is of a multitenant tier without VNet
// integration. For the isolated tiers everything depends on the environment.
func lacksIntegration(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.VNetIntegration.Answer == azure.No && !sku.Tier.Isolated()
}

// integratedOn returns the apps and slots of a plan that join a subnet.
func integratedOn(plan *network.Plan) []*network.Site {
	var out []*network.Site
	for _, s := range plan.Sites.Items {
		if isIntegrated(s) {
			out = append(out, s)
		}
	}
	return out
}

// tierOf names the tier of a plan, with the size if there is one: Consumption
// tier (Y1).
func tierOf(plan *network.Plan) string {
	sku, _ := sizing.SKU(plan)
	if sku.Name == "" {
		return string(sku.Tier) + " tier"
	}
	return fmt.Sprintf("%s tier (%s)", sku.Tier, sku.Name)
}
