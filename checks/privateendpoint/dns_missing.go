package privateendpoint

import (
	"fmt"
	"slices"

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
			checkRecords(p, endpoint, keepsDNS)
		}
	},
}

func checkRecords(p *lint.Pass, endpoint *network.PrivateEndpoint, keepsDNS bool) {
	label, _ := hostLabel(endpoint.Site)
	for _, r := range addressRecords(p.Records) {
		if mayServe(r, endpoint, label) {
			return
		}
	}
	if len(p.Incomplete) > 0 {
		p.Undecide(endpoint, endpoint.At, p.Incomplete[0])
		return
	}
	reportNoRecord(p, endpoint, keepsDNS)
}

func reportNoRecord(p *lint.Pass, endpoint *network.PrivateEndpoint, keepsDNS bool) {
	severity, scope := lint.Note, "no record here holds its address; if none is kept elsewhere, for instance by a policy,"
	if keepsDNS {
		severity, scope = lint.Warning, "no record here holds its address, so that"
	}
	options := []lint.Option{lint.As(severity)}
	subject := "an app"
	if site, ok := endpoint.Site.Get(); ok {
		subject = site.Title()
		options = append(options, lint.Also(site, "the app"))
	}
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q of %s has no DNS zone group, and %s the name of the app keeps leading to its public address. Clients in the "+
			"network miss the endpoint. Add a zone group with a private DNS zone named \"privatelink.azurewebsites.net\".",
		endpoint.Label(), subject, scope), options...)
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
