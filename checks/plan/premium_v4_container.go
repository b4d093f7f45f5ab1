package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PremiumV4WindowsContainer reports Windows containers on Premium v4.
var PremiumV4WindowsContainer = &lint.Check{
	Name:     "premium-v4-windows-container",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A Premium v4 plan is to run Windows containers",
	Why: "Premium v4 runs Windows code, Linux code and Linux containers, but no Windows containers. Azure refuses the plan, or the " +
		"app on it.",
	Fix:   "Use a Premium v3 size for Windows containers.",
	Links: []string{"https://learn.microsoft.com/azure/app-service/app-service-configure-premium-v4-tier"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, ok := sizing.SKU(plan)
			if !ok || sku.Tier != azure.PremiumV4 {
				continue
			}
			if what := windowsContainers(plan); what != "" && !plan.External {
				p.Report(plan, fmt.Sprintf(
					"Plan %q is of the %s, but %s. Azure has no Windows containers on Premium v4 and refuses it. Use a Premium v3 size.",
					plan.Label(), tierWords(sku), what), lint.At(plan.SKU.At()))
			}
		}
	},
}

// windowsContainers says what certainly runs Windows containers on a plan, "" for
// nothing.
func windowsContainers(plan *network.Plan) string {
	if value.Is(plan.WindowsContainers, true) {
		return "is for Windows containers"
	}
	for _, s := range plan.Sites.Items {
		if value.Is(s.WindowsContainer, true) {
			return s.Title() + " on it is a Windows container"
		}
	}
	return ""
}
