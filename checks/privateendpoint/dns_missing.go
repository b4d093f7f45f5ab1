package privateendpoint

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DNSMissing reports private endpoints of apps that no DNS name leads to.
var DNSMissing = &lint.Check{
	Name:     "private-endpoint-dns-missing",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The private endpoint of an app has no DNS record",
	Why: "A private endpoint does not change what the name of the app means. Until a private DNS zone holds its address, clients in " +
		"the network get the public address of the app, and App Service answers them 403 if public network access is disabled. " +
		"A DNS zone group writes the records of the app and of its SCM site and keeps them right.",
	Fix: "Give the endpoint a zone group (`private_dns_zone_group`, ARM: `privateDnsZoneGroups`) with the zone " +
		"`privatelink.azurewebsites.net`, linked to the networks of the clients. If a policy of the platform adds the group, let " +
		"Terraform ignore it with `ignore_changes`, which this rule understands.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#dns",
		"https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
	},
	Since:     "0.1",
	Precision: "high", // records can be kept elsewhere
	Run: func(p *lint.Pass) {
		keepsDNS := keepsZoneOfApps(p)
		for _, endpoint := range p.PrivateEndpoints {
			if endpoint.External || !leadsToSite(endpoint) || mayBeInEnvironment(p.Model, endpoint) || !hasNoZoneGroup(endpoint) {
				continue
			}
			switch {
			case mayHaveRecord(p, endpoint):
			case len(p.Incomplete) > 0:
				p.Undecide(endpoint, endpoint.At, p.Incomplete[0])
			default:
				reportNoRecord(p, endpoint, keepsDNS)
			}
		}
	},
}

// mayHaveRecord reports whether a record of the configuration may hold the address
// of an endpoint.
func mayHaveRecord(p *lint.Pass, endpoint *network.PrivateEndpoint) bool {
	label, _ := hostLabel(endpoint.Site)
	return slices.ContainsFunc(addressRecords(p.Records), func(r *network.Record) bool { return mayServe(r, endpoint, label) })
}

// reportNoRecord is milder in a configuration that has nothing to do with the DNS of
// apps: there it is likely to be kept elsewhere.
func reportNoRecord(p *lint.Pass, endpoint *network.PrivateEndpoint, keepsDNS bool) {
	severity, unless := lint.Warning, ""
	if !keepsDNS || len(p.PolicyAssignments) > 0 { // a policy may add the group
		severity, unless = lint.Note, "Unless another configuration or a policy of the platform keeps one, "
	}
	app, options := "an app", []lint.Option{lint.As(severity)}
	if site, ok := endpoint.Site.Get(); ok {
		app, options = site.Title(), append(options, lint.Also(site, "the app"))
	}
	consequence := unless + "the name of the app keeps leading to its public address, so that clients in the network miss the endpoint"
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q of %s has no DNS zone group, and no record here holds its address. %s. Add a zone group with a private DNS "+
			"zone named %q.",
		endpoint.Label(), app, capital(consequence), azure.AppServiceZones[0].Name), options...)
}

// keepsZoneOfApps reports whether this configuration takes care of the DNS of apps:
// it makes their zone, or an endpoint of it has a zone group with theirs.
func keepsZoneOfApps(p *lint.Pass) bool {
	made := slices.ContainsFunc(p.Zones, func(z *network.Zone) bool {
		return !z.External && isZoneOfApps(network.To(z, z.ID, z.At))
	})
	return made || slices.ContainsFunc(p.PrivateEndpoints, func(e *network.PrivateEndpoint) bool {
		return !e.External && leadsToSite(e) && len(e.ZoneGroup.Items) > 0
	})
}
