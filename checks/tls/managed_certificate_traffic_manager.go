package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// ManagedCertificateTrafficManager reports managed certificates for names of
// Traffic Manager.
var ManagedCertificateTrafficManager = &lint.Check{
	Name:     "managed-certificate-traffic-manager",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "A managed certificate is for a name of Traffic Manager",
	Why: "The names below `trafficmanager.net` belong to Microsoft, so that nobody can be issued a certificate for one. App Service " +
		"has not supported managed certificates for them since July 2025: new ones are refused, old ones are not renewed.",
	Fix: "Bind a domain of your own to the app, with a CNAME record that leads to the Traffic Manager profile, and make the " +
		"certificate for that domain.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-managed-certificate-changes-july-2025",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range managedCertificates(p) {
			host, ok := c.HostName.Get()
			if !ok || !isTrafficManager(host) {
				continue
			}
			p.Report(c, fmt.Sprintf(
				"The managed certificate %q is for %q, a name of Traffic Manager. App Service does not issue or renew managed certificates for "+
					"such names. Use a domain of your own that leads to the profile.",
				c.Label(), c.HostName), lint.At(c.HostName.At()))
		}
	},
}

// isTrafficManager reports whether a host name is one of a Traffic Manager profile,
// in any cloud.
func isTrafficManager(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, suffix := range []string{".trafficmanager.net", ".usgovtrafficmanager.net", ".trafficmanager.cn"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}
