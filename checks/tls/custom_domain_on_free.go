package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// CustomDomainOnFree reports custom domains, and certificates for them, on plans
// that have none.
var CustomDomainOnFree = &lint.Check{
	Name:     "custom-domain-on-free",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no custom domains, or no TLS for them",
	Why: "Apps on a Free plan answer at their default host name only. A Shared plan has custom domains, but no certificates for " +
		"them. Azure refuses the binding.",
	Fix: "Move the plan to Basic or higher, or leave out the custom domain.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
		"https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-custom-domain",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Plan]bool{}
		lacks := func(sku azure.SKU) bool { return sku.CustomDomainTLS.Answer == azure.No }
		onSmallPlan(p, lacks, func(site *network.Site, plan *network.Plan, sku azure.SKU) {
			for _, h := range hostNames(site) {
				if !reported[plan] && isRefused(p, h, sku) {
					reported[plan] = true
					reportDomain(p, h, site, plan, sku)
				}
			}
		})
	},
}

// isRefused reports whether Azure refuses a host name for want of a larger plan. An
// IP-based binding and a managed certificate are mistakes of their own there.
func isRefused(p *lint.Pass, h hostName, sku azure.SKU) bool {
	mayBeDedicated := !h.ipBased.IsAbsent() && !value.Is(h.ipBased, false)
	if mayBeDedicated || maybeManaged(p, h) {
		return false
	}
	secured := h.binding != nil && value.Is(h.binding.TLS, "SniEnabled")
	return sku.CustomDomain.Answer == azure.No || secured
}

func reportDomain(p *lint.Pass, h hostName, site *network.Site, plan *network.Plan, sku azure.SKU) {
	lacking := sku.CustomDomain
	what := "has no custom domains"
	if lacking.Answer != azure.No {
		lacking, what = sku.CustomDomainTLS, "has no TLS for custom domains"
	}
	subject, options := network.Subject(plan), []lint.Option{lint.At(plan.SKU.At()), lint.Also(h.subject, "the custom domain")}
	if _, exact := site.RunsOn().Get(); plan.External || !exact {
		subject, options = h.subject, []lint.Option{lint.At(h.at), lint.Also(plan, "the plan of the app")}
	}
	p.Report(subject, fmt.Sprintf(
		"Plan %q is of the %s, which %s, but %s is bound to %s. Azure refuses the binding. Move the plan to Basic or higher.",
		plan.Label(), tierOf(sku), what, h.title(), site.Title()),
		append(options, lint.As(severityFor(lacking)))...)
}
