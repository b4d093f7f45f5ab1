package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// IPSSLSKU reports IP-based TLS bindings of apps whose plan has none.
var IPSSLSKU = &lint.Check{
	Name:     "ip-ssl-sku",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The pricing tier has no IP-based TLS bindings",
	Why: "An IP-based TLS binding needs a plan of Basic, Standard or Premium. Free and Shared plans have no TLS for custom " +
		"domains at all, Consumption has SNI-based bindings only, and in an App Service Environment v3 apps have no address of their own.",
	Fix: "Make the binding SNI-based (`ssl_state = \"SniEnabled\"`, ARM: `sslState`), or move the plan to Basic or higher.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
		"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		lacks := func(sku azure.SKU) bool { return sku.IPBasedTLS.Answer == azure.No }
		onSmallPlan(p, lacks, func(site *network.Site, plan *network.Plan, sku azure.SKU) {
			if h, ok := firstDedicated(site); ok { // one is enough to change the plan
				reportIPSSLSKU(p, h, site, plan, sku)
			}
		})
	},
}

func reportIPSSLSKU(p *lint.Pass, h hostName, site *network.Site, plan *network.Plan, sku azure.SKU) {
	p.Report(h.subject, fmt.Sprintf(
		"The TLS binding for %s of %s is IP-based, but plan %q is of the %s, which has no such bindings. Azure refuses it. Make the "+
			"binding SNI-based, or use a plan of a tier that has them.",
		h.title(), site.Title(), plan.Label(), tierOf(sku)),
		lint.At(h.at), lint.As(severityFor(sku.IPBasedTLS)), lint.Also(plan, "the plan of the app"))
}
