package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ManagedCertificateAccess reports managed certificates of apps that are closed to
// the authority which issues them.
var ManagedCertificateAccess = &lint.Check{
	Name:     "managed-certificate-needs-public-access",
	Family:   "tls",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A managed certificate is for an app that the internet does not reach",
	Why: "Before an App Service managed certificate is issued or renewed, the certificate authority looks up the host name in " +
		"public DNS and asks the app for a token. From July to November 2025 that failed for every app that was not open to the " +
		"internet. Since then the front ends of App Service answer the request themselves, whatever the access restrictions " +
		"say. A host name that exists in private DNS only, or leads to something else in public DNS, such as a gateway in front of the " +
		"app, still gets no certificate, and a renewal that fails shows only when the old one expires.",
	Fix: "Make sure that the host name is in public DNS and leads to the app itself, not to what stands in front of it; or import a " +
		"certificate from a key vault instead.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-managed-certificate-changes-july-2025",
		"https://learn.microsoft.com/azure/app-service/configure-ssl-certificate#create-a-free-managed-certificate",
	},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		for _, c := range managedCertificates(p) {
			site := siteOf(p, c)
			if site == nil {
				continue
			}
			if why := unvalidated(p, site); why != "" {
				p.Report(c, fmt.Sprintf(
					"The managed certificate %q is for %s, but %s. The certificate authority has to get an answer at the host name, at "+
						"first and for each renewal: App Service gives it for the app only if public DNS leads there. Make sure that it does, or "+
						"import a certificate from a key vault.",
					c.Label(), site.Title(), why), lint.Also(site, "the app"))
			}
		}
	},
}

// unvalidated says why the authority itself does not reach an app; "" where it
// does, or may do so.
func unvalidated(p *lint.Pass, s *network.Site) string {
	if why := keptOut(p, s); why != "" {
		return why
	}
	if value.Is(s.ClientCertificates, true) {
		return "the app asks for client certificates"
	}
	return ""
}
