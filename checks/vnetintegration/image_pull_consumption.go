package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ImagePullOnConsumption reports apps of the Consumption plan that pull images
// through a network that they cannot join.
var ImagePullOnConsumption = &lint.Check{
	Name:     "image-pull-vnet-on-consumption",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "Image pulls go through a virtual network on the Consumption plan",
	Why: "The Consumption plan has no VNet integration, so that there is no network to pull images through. The azurerm provider refuses the " +
		"attribute for plan `Y1`.",
	Fix: "Remove the attribute, or move to Elastic Premium, where both VNet integration and containers exist.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_function_app",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !value.Is(site.Routing.ImagePull, true) || !site.RunsOn().All(isConsumption) {
				continue
			}
			plans, _ := site.RunsOn().Candidates()
			options := []lint.Option{lint.At(site.Routing.ImagePull.At()), lint.Also(plans[0], "the plan of the app")}
			if !settingOf(site, imagePullSetting).IsAbsent() { // which nobody refuses
				options = append(options, lint.As(lint.Warning))
			}
			p.Report(site, fmt.Sprintf(
				"The %s is to pull its image through the virtual network, but plan %q is a Consumption plan (%s), which has no VNet "+
					"integration. The azurerm provider stops with an error, and elsewhere it has no effect. Remove `vnet_image_pull_enabled` "+
					"(ARM: `vnetImagePullEnabled`), or use Elastic Premium.",
				site.Title(), plans[0].Label(), skuOf(plans[0])), options...)
		}
	},
}

func isConsumption(plan *network.Plan) bool { return isOfTier(plan, azure.Consumption) }

func isElastic(plan *network.Plan) bool { return isOfTier(plan, azure.ElasticPremium) }

// isOfTier reports whether a plan is certainly of a tier.
func isOfTier(plan *network.Plan, tier azure.Tier) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.Tier == tier
}

// skuOf names the size of a plan, or its tier where that is all there is.
func skuOf(plan *network.Plan) string {
	sku, _ := sizing.SKU(plan)
	if sku.Name == "" {
		return string(sku.Tier)
	}
	return sku.Name
}
