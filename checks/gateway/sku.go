package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SKUUnsupported reports gateway-required integration of apps whose tier does not
// have it.
var SKUUnsupported = &lint.Check{
	Name:     "gateway-integration-sku",
	Family:   "gateway",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no gateway-required VNet integration",
	Why: "Gateway-required VNet integration is for dedicated plans: Basic, Standard and Premium. Azure refuses it on Free, " +
		"Shared, Consumption and Elastic Premium plans, and apps in an App Service Environment are inside a network already.",
	Fix: "Use regional VNet integration, which Elastic Premium has too, or move the plan to Basic or higher.",
	Links: []string{
		linkGateway,
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, ok := sizing.SKU(plan)
			if !ok || sku.GatewayIntegration.Answer != azure.No {
				continue
			}
			if site := firstConnected(plan); site != nil {
				reportSKU(p, plan, site, sku)
			}
		}
	},
}

func reportSKU(p *lint.Pass, plan *network.Plan, site *network.Site, sku azure.SKU) {
	way := "Move to regional VNet integration, or to Basic or higher."
	if sku.Tier.Isolated() {
		way = "Remove the connection: apps in an App Service Environment are inside a network already."
	}
	subject, options := connection(site, 0)
	if !plan.External {
		subject, options = plan, []lint.Option{lint.At(plan.SKU.At()), lint.Also(subject, "the connection of an app")}
	}
	p.Report(subject, fmt.Sprintf(
		"The %s on plan %q has a gateway-required integration with virtual network %q, which the %s tier does not have. "+
			"Azure refuses it. %s",
		site.Title(), plan.Label(), networkOf(site, 0), sku.Tier, way), options...)
}

// firstConnected returns the first Windows app of a plan that has a gateway-required
// integration: that Linux apps have none is another mistake.
func firstConnected(plan *network.Plan) *network.Site {
	for _, s := range plan.Sites.Items {
		if len(s.GatewayVNets.Items) > 0 && (value.Is(s.OS, network.Windows) || s.OS.IsAbsent() && value.Is(plan.OS, network.Windows)) {
			return s
		}
	}
	return nil
}
