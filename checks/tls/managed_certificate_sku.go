package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// ManagedCertificateSKU reports managed certificates that App Service does not
// issue.
var ManagedCertificateSKU = &lint.Check{
	Name:     "managed-certificate-sku-or-wildcard",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "App Service issues no such managed certificate",
	Why: "The free certificate that App Service manages is for one host name, never for a wildcard, and for apps on a plan of Basic " +
		"or higher. Azure refuses any other.",
	Fix: "Move the plan to Basic or higher. For a wildcard buy a certificate, keep it in a key vault and import it from there.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-certificate#create-a-free-managed-certificate",
		"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range managedCertificates(p) {
			if host := c.HostName.Or(""); strings.HasPrefix(host, "*.") {
				p.Report(c, fmt.Sprintf(
					"The managed certificate %q is for the wildcard name %q. App Service issues managed certificates for single names only and "+
						"refuses it. Import a wildcard certificate from a key vault.",
					c.Label(), c.HostName), lint.At(c.HostName.At()))
				continue
			}
			if site := siteOf(p, c); site != nil {
				checkCertificatePlan(p, c, site)
			}
		}
	},
}

func checkCertificatePlan(p *lint.Pass, c *network.Certificate, site *network.Site) {
	if !site.RunsOn().All(issuesNone) {
		return
	}
	plans, _ := site.RunsOn().Candidates()
	sku, _ := sizing.SKU(plans[0])
	p.Report(c, fmt.Sprintf(
		"The managed certificate %q is for %s on plan %q, which is of the %s. App Service issues managed certificates from Basic up and "+
			"refuses it. Move the plan to Basic or higher.",
		c.Label(), site.Title(), plans[0].Label(), tierOf(sku)),
		lint.As(severityFor(sku.ManagedCertificate)), lint.Also(plans[0], "the plan of the app"))
}

// issuesNone reports whether apps on a plan certainly get no managed certificates.
func issuesNone(plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	return ok && sku.ManagedCertificate.Answer == azure.No
}
