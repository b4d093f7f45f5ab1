package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DuplicateDNS reports private endpoints that overwrite each other's records.
var DuplicateDNS = &lint.Check{
	Name:     "private-endpoint-duplicate-dns",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Two private endpoints of one app write the same DNS records",
	Why: "The zone groups of two private endpoints for one app write records of one name. In one zone there is room for one of them: the " +
		"endpoint that is deployed last wins, and removing either of them takes the name away from both. Clients get an address that their " +
		"network may have no way to.",
	Fix: "Use one private endpoint for all networks that see the zone, or give each endpoint a zone of its own, linked to its own networks.",
	Links: []string{
		"https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
		"https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if first, second, zone := sameZone(site.PrivateEndpoints.Items); first != nil {
				p.Report(second, fmt.Sprintf(
					"Private endpoints %q and %q both lead to %s and keep its records in zone %q. They overwrite each other there: the one that is "+
						"deployed last wins. Use one endpoint for all networks that see the zone, or a zone for each endpoint.",
					first.Label(), second.Label(), site.Title(), zone.Label()),
					lint.At(zone.At()), lint.Also(first, "the other private endpoint"), lint.Also(site, "the app"))
			}
		}
	},
}

// sameZone finds the first two endpoints that certainly have their records in one
// zone.
func sameZone(endpoints []*network.PrivateEndpoint) (first, second *network.PrivateEndpoint, zone network.Edge[network.Zone]) {
	for i, second := range endpoints {
		for _, first := range endpoints[:i] {
			if zone, ok := sharedZone(first, second); ok && !second.External {
				return first, second, zone
			}
		}
	}
	return nil, nil, network.Edge[network.Zone]{}
}

func sharedZone(a, b *network.PrivateEndpoint) (network.Edge[network.Zone], bool) {
	for _, za := range a.ZoneGroup.Items {
		for _, zb := range b.ZoneGroup.Items {
			if same, _ := network.SameTarget(za, zb); same {
				return zb, true
			}
		}
	}
	return network.Edge[network.Zone]{}, false
}
