package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PlanSKU reports plans whose size does not go with where they are: in an App
// Service Environment or not.
var PlanSKU = &lint.Check{
	Name:     "ase-plan-sku",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The size of the plan does not go with the environment",
	Why: "In an App Service Environment v3 there are only plans of the Isolated v2 tier (`I1v2` to `I6v2`, `I1mv2` to `I5mv2`), and " +
		"plans of that tier are nowhere else. `I1` to `I3` were for the environments v1 and v2, which are retired. Azure " +
		"refuses any other pair.",
	Fix: "Choose a size of the Isolated v2 tier for a plan in an environment, and one of another tier for a plan without.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/overview",
		"https://learn.microsoft.com/azure/app-service/overview-hosting-plans",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, known := sizing.SKU(plan)
			switch {
			case plan.External, !known:
			case plan.Environment.IsPresent() && doesNotFit(sku.Tier, plan.Environment):
				reportPlan(p, plan, fmt.Sprintf(
					"Plan %q is in App Service Environment %q, but its size is %s. An environment has only plans of the Isolated v2 tier, "+
						"and Azure refuses this one. Choose a size such as I1v2, or take the plan out of the environment.",
					plan.Label(), plan.Environment.Label(), sizeOf(sku)))
			case plan.Environment.IsAbsent() && sku.Tier.Isolated():
				reportPlan(p, plan, fmt.Sprintf(
					"Plan %q has the size %s, which exists only in an App Service Environment, but is in none. Azure refuses that. Name the "+
						"environment (`app_service_environment_id`; ARM: `hostingEnvironmentProfile`), or choose a size of another tier "+
						"such as P1v3.",
					plan.Label(), sizeOf(sku)))
			}
		}
	},
}

func reportPlan(p *lint.Pass, plan *network.Plan, message string) {
	options := []lint.Option{lint.At(plan.SKU.At())}
	if env := plan.Environment.Target(); env != nil {
		options = append(options, lint.Also(env, "the environment"))
	}
	p.Report(plan, message, options...)
}

// doesNotFit reports whether a tier is certainly not one of an environment: plans
// of the first two versions were of the Isolated tier.
func doesNotFit(tier azure.Tier, env network.Edge[network.Environment]) bool {
	if tier == azure.Isolated {
		return env.All(func(e *network.Environment) bool { return value.Is(e.Version, 3) })
	}
	return tier != azure.IsolatedV2
}

func sizeOf(sku azure.SKU) string {
	if sku.Name == "" {
		return fmt.Sprintf("of the %s tier", sku.Tier)
	}
	return sku.Name
}
