package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SKUUnsupported reports private endpoints of apps whose plan is too small for them.
var SKUUnsupported = &lint.Check{
	Name:     "private-endpoint-sku-unsupported",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no private endpoints",
	Why: "Private endpoints need a plan of Basic, Standard, PremiumV2 or later, Isolated V2, Elastic Premium, Workflow Standard " +
		"or Flex Consumption. For an app on a Free, Shared or Consumption plan Azure refuses the endpoint.",
	Fix: "Move the plan to a tier that has private endpoints (for functions that should still scale to zero, Flex " +
		"Consumption), or remove the endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			if endpoints := endpointsOn(plan); len(endpoints) > 0 && !plan.External && lacksEndpoints(plan) {
				reportTier(p, plan, plan, endpoints, lint.At(plan.SKU.At()), lint.Also(endpoints[0], "the private endpoint"))
			}
		}
		// Where the plan is not ours to change, or not known for certain, the endpoint is.
		for _, endpoint := range p.PrivateEndpoints {
			site, ok := endpoint.Site.Get()
			if !ok || endpoint.External || !site.RunsOn().All(lacksEndpoints) {
				continue
			}
			if plans, _ := site.RunsOn().Candidates(); len(plans) > 1 || plans[0].External {
				reportTier(p, endpoint, plans[0], []*network.PrivateEndpoint{endpoint}, lint.Also(plans[0], "the plan of the app"))
			}
		}
	},
}

func reportTier(p *lint.Pass, subject network.Subject, plan *network.Plan, endpoints []*network.PrivateEndpoint, options ...lint.Option) {
	sku, _ := sizing.SKU(plan)
	tier := string(sku.Tier) + " tier"
	if sku.Name != "" {
		tier += " (" + sku.Name + ")"
	}
	if sku.PrivateEndpoint.Confidence != azure.Confirmed {
		options = append(options, lint.As(lint.Note))
	}
	p.Report(subject, fmt.Sprintf(
		"Plan %q is of the %s, which has no private endpoints, but %s leads to an app on it. Azure refuses the endpoint. Move "+
			"the plan to Basic or higher (functions also to Elastic Premium or Flex Consumption).",
		plan.Label(), tier, titlesOf(endpoints)), options...)
}

// lacksEndpoints reports whether a plan is of a tier without private endpoints.
func lacksEndpoints(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.PrivateEndpoint.Answer == azure.No
}

// endpointsOn returns the private endpoints that lead to apps and slots of a plan.
func endpointsOn(plan *network.Plan) []*network.PrivateEndpoint {
	var out []*network.PrivateEndpoint
	for _, s := range plan.Sites.Items {
		out = append(out, s.PrivateEndpoints.Items...)
	}
	return out
}
