package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SKUUnsupported reports hybrid connections of apps whose tier has none.
var SKUUnsupported = &lint.Check{
	Name:     "hybrid-connection-sku-unsupported",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no hybrid connections",
	Why: "Hybrid connections need workers of one's own: Basic, Standard, Premium, Elastic Premium or Isolated. On Free, Shared and " +
		"Consumption plans Azure refuses them. Flex Consumption runs on Linux only, where function apps have none by the document of " +
		"Azure Functions; this is reported as a warning, since it is not said in so many words.",
	Fix:   "Move the plan to Basic or higher, or functions to Elastic Premium on Windows; or reach the host by VNet integration and a VPN.",
	Links: []string{linkPlans, linkFunctions},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, ok := sizing.SKU(plan)
			user := firstUser(plan)
			if !ok || user == nil || sku.HybridConnections.Answer != azure.No {
				continue
			}
			severity := lint.Error
			if sku.HybridConnections.Confidence != azure.Confirmed {
				severity = lint.Warning
			}
			use := user.HybridConnections.Items[0]
			p.Report(plan, fmt.Sprintf(
				"Plan %q is of the %s tier, which has no hybrid connections, but %s uses one to %s. "+
					"Azure refuses it, or it never works. Move the plan to Basic or higher, or remove the connection.",
				plan.Label(), sku.Tier, user.Title(), hostOf(use)),
				lint.As(severity), lint.At(plan.SKU.At()), lint.Also(use, "a hybrid connection"))
		}
	},
}
