package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ManagedCertificateTrafficManager reports managed certificates for names of
// Traffic Manager, and for apps to which it leads in a way that is not supported.
var ManagedCertificateTrafficManager = &lint.Check{
	Name:     "managed-certificate-traffic-manager",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "Traffic Manager stands in the way of a managed certificate",
	Why: "The names below `trafficmanager.net` belong to Microsoft, so that nobody can be issued a certificate for one. App Service " +
		"has not supported managed certificates for them since July 2025: new ones are refused, old ones are not renewed. Nor does it " +
		"support apps that are an external endpoint of a Traffic Manager profile, or behind a nested one: of the kinds of endpoints, only " +
		"Azure endpoints will do.",
	Fix: "Bind a domain of your own to the app, with a CNAME record that leads to the Traffic Manager profile, and make the " +
		"certificate for that domain. Make the app an Azure endpoint of the profile, or import a certificate from a key vault.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-managed-certificate-changes-july-2025",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range managedCertificates(p) {
			if host, ok := c.HostName.Get(); ok && isTrafficManager(host) {
				p.Report(c, fmt.Sprintf(
					"The managed certificate %q is for %q, a name of Traffic Manager. App Service does not issue or renew managed certificates for "+
						"such names. Use a domain of your own that leads to the profile.",
					c.Label(), c.HostName), lint.At(c.HostName.At()))
			} else if site := siteOf(p, c); site != nil {
				checkEndpoints(p, c, site)
			}
		}
	},
}

// checkEndpoints looks at how Traffic Manager leads to the app of a certificate.
func checkEndpoints(p *lint.Pass, c *network.Certificate, site *network.Site) {
	var bad *network.TrafficEndpoint
	how := ""
	for _, e := range site.TrafficEndpoints.Items {
		switch {
		case e.Kind == network.AzureEndpoint && nestedIn(e) == nil:
			return // the host name may come by way of this one
		case !isServed(e) || bad != nil || e.External:
		case e.Kind == network.AzureEndpoint:
			bad, how = e, fmt.Sprintf("behind the nested endpoint %q of a Traffic Manager profile", nestedIn(e).Label())
		case e.Kind == network.ExternalEndpoint && !leadsBy(e, c):
			bad, how = e, fmt.Sprintf("the external endpoint %q of a Traffic Manager profile", e.Label())
		}
	}
	switch {
	case bad == nil:
	case !site.TrafficEndpoints.Complete():
		p.Undecide(c, c.At, site.TrafficEndpoints.Incomplete)
	default:
		p.Report(c, fmt.Sprintf(
			"The managed certificate %q is for %s, which is %s. App Service supports managed certificates behind Azure endpoints only: "+
				"where public DNS leads the host name to the profile, no certificate is issued or renewed. Make the app an Azure endpoint, or "+
				"import a certificate from a key vault.",
			c.Label(), site.Title(), how), lint.As(lint.Warning), lint.Also(bad, "the endpoint"), lint.Also(site, "the app"))
	}
}

// nestedIn returns the endpoint of another profile that certainly leads to the profile
// of an endpoint; nil where there is none.
func nestedIn(e *network.TrafficEndpoint) *network.TrafficEndpoint {
	profile, ok := e.Profile.Get()
	if !ok {
		return nil
	}
	for _, parent := range profile.Parents.Items {
		if isServed(parent) {
			return parent
		}
	}
	return nil
}

func isServed(e *network.TrafficEndpoint) bool {
	return e.Enabled.IsAbsent() || value.Is(e.Enabled, true)
}

// leadsBy reports whether an external endpoint is the host name of a certificate
// itself, or may be: that name then leads to the app, not to Traffic Manager.
func leadsBy(e *network.TrafficEndpoint, c *network.Certificate) bool {
	host, ok := e.Host.Get()
	return ok && (!c.HostName.IsKnown() || strings.EqualFold(host, c.HostName.Or("")))
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
