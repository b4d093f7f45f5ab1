package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DNSZoneWrong reports private endpoints of apps that put their records where no
// client looks for them.
var DNSZoneWrong = &lint.Check{
	Name:     "private-endpoint-dns-zone-wrong",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "The private endpoint of an app has its records in the wrong DNS zone",
	Why: "The public name of an app with a private endpoint leads on to the same name under `privatelink.azurewebsites.net` (in " +
		"other clouds that cloud's own zone). Only a private zone of exactly that name answers with the private address. With " +
		"the records in any other zone, clients get the public address, and App Service refuses them.",
	Fix: "Use a private DNS zone named `privatelink.azurewebsites.net` in the zone group of the endpoint, linked to the networks of " +
		"the clients. It serves the SCM site as well.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#dns",
		"https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			if !endpoint.External && leadsToSite(endpoint) {
				checkZones(p, endpoint)
			}
		}
		checkNames(p)
	},
}

// checkNames looks at the zones themselves: a name that only resembles the zone of
// App Service serves nobody, whichever endpoint has its records there.
func checkNames(p *lint.Pass) {
	for _, zone := range p.Zones {
		name, known := zone.Name.Get()
		if !known || zone.External || zone.Name.IsSensitive() || !azure.ResemblesAppServiceZone(name) {
			continue
		}
		for _, endpoint := range p.PrivateEndpoints {
			if !leadsToSite(endpoint) {
				continue
			}
			p.Report(zone, fmt.Sprintf(
				"Private DNS zone %q is not the zone of App Service, though it resembles it. Nobody looks for the names of apps there, so "+
					"they keep leading to public addresses. Name it %q.", name, azure.AppServiceZones[0].Name),
				lint.At(zone.Name.At()), lint.Also(endpoint, "a private endpoint of an app"), nameZone(zone))
			break
		}
	}
}

// checkZones looks for one zone that may be right: a further zone beside it does
// no harm.
func checkZones(p *lint.Pass, endpoint *network.PrivateEndpoint) {
	zones := endpoint.ZoneGroup
	if len(zones.Items) == 0 || !zones.Complete() {
		return
	}
	var wrong []string
	if !slices.ContainsFunc(zones.Items, func(e network.Edge[network.Zone]) bool { return !isMistyped(e) }) {
		return // told at the zone, where it is to be mended
	}
	for _, zone := range zones.Items {
		names, known := zoneNames(zone)
		if !known {
			p.Undecide(endpoint, zone.At(), zone.Why())
			return
		}
		if slices.ContainsFunc(names, isRight) {
			return
		}
		wrong = append(wrong, names...)
	}
	options := []lint.Option{lint.At(zones.Items[0].At())}
	if zone, ok := zones.Items[0].Get(); ok {
		options = append(options, lint.Also(zone, "the zone"))
	}
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q of an app has its records in zone %s, which is not the zone of App Service. %s. Use a zone named %q.",
		endpoint.Label(), quoted(wrong), consequence(wrong), azure.AppServiceZones[0].Name), options...)
}

// isMistyped reports whether an edge leads to a zone of this configuration that
// checkNames reports.
func isMistyped(e network.Edge[network.Zone]) bool {
	zone, ok := e.Get()
	if !ok || zone.External || zone.Name.IsSensitive() {
		return false
	}
	name, known := zone.Name.Get()
	return known && azure.ResemblesAppServiceZone(name)
}

// zoneNames returns the names that the zone at the end of an edge can have, and
// whether these are all.
func zoneNames(e network.Edge[network.Zone]) (names []string, known bool) {
	if e.IsOutside() {
		name := e.ID()[strings.LastIndexByte(e.ID(), '/')+1:]
		return []string{name}, name != "" && !strings.Contains(name, "?")
	}
	zones, known := e.Candidates()
	for _, z := range zones {
		name, ok := z.Name.Get()
		known = known && ok && !z.Name.IsSensitive()
		names = append(names, name)
	}
	return names, known
}

// isRight reports whether a zone of a name serves apps, or may do so: what Azure
// does with zones of an environment and of a single app is not documented.
func isRight(name string) bool {
	switch azure.ClassifyZone(name) {
	case azure.ZoneUnrelated, azure.ZonePublicName, azure.ZoneOtherService:
		return false
	default:
		return true
	}
}

// consequence says what records in wrong zones do.
func consequence(zones []string) string {
	if slices.ContainsFunc(zones, func(z string) bool { return azure.ClassifyZone(z) == azure.ZonePublicName }) {
		return "A private zone of the public name hides all other apps of App Service from the networks that it is linked to"
	}
	return "Nobody looks for them there: the name of the app keeps leading to its public address"
}

func quoted(names []string) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = fmt.Sprintf("%q", n)
	}
	return network.Enumerate(words)
}
