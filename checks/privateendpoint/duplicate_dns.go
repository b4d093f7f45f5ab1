package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

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
		for _, endpoints := range byTarget(p.PrivateEndpoints) {
			for i, endpoint := range endpoints {
				if first, zone := sameZone(endpoints[:i], endpoint); first != nil && !endpoint.External {
					reportDuplicate(p, first, endpoint, zone)
				}
			}
		}
	},
}

// byTarget returns the private endpoints that certainly lead to the same app or
// slot, in their order, wherever there are several.
func byTarget(endpoints []*network.PrivateEndpoint) [][]*network.PrivateEndpoint {
	type key struct {
		site *network.Site
		id   string // of a site that this configuration does not have
	}
	index := map[key]int{}
	var groups [][]*network.PrivateEndpoint
	for _, e := range endpoints {
		k := key{site: e.Site.Target()}
		if k.site == nil {
			k.id = e.Site.ID()
		}
		if k == (key{}) || strings.Contains(k.id, "/?") {
			continue
		}
		if i, ok := index[k]; ok {
			groups[i] = append(groups[i], e)
			continue
		}
		index[k] = len(groups)
		groups = append(groups, []*network.PrivateEndpoint{e})
	}
	return slices.DeleteFunc(groups, func(g []*network.PrivateEndpoint) bool { return len(g) < 2 })
}

// sameZone finds the first of some endpoints that certainly has its records in one
// zone with another.
func sameZone(earlier []*network.PrivateEndpoint, e *network.PrivateEndpoint) (*network.PrivateEndpoint, network.Edge[network.Zone]) {
	for _, first := range earlier {
		if zone, ok := sharedZone(first, e); ok {
			return first, zone
		}
	}
	return nil, network.Edge[network.Zone]{}
}

func reportDuplicate(p *lint.Pass, first, second *network.PrivateEndpoint, zone network.Edge[network.Zone]) {
	p.Report(second, fmt.Sprintf(
		"Private endpoints %q and %q lead to the same app and keep its records in zone %q. They overwrite each other there: the one that is "+
			"deployed last wins. Use one endpoint for all networks that see the zone, or a zone for each endpoint.",
		first.Label(), second.Label(), zone.Label()),
		lint.At(zone.At()), lint.Also(first, "the other private endpoint"))
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
