package privateendpoint

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// CustomDNSServers reports networks that are linked to the zone of apps and ask
// other DNS servers than Azure's.
var CustomDNSServers = &lint.Check{
	Name:     "private-endpoint-custom-dns-servers",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The virtual network asks DNS servers that do not know the private zone",
	Why: "A private DNS zone answers only what is asked of Azure's own resolver, 168.63.129.16, in a network that the zone is linked to. A " +
		"network with DNS servers of its own asks those instead. Public servers never know the zone, and own ones only if they forward to Azure's " +
		"resolver from a network with a link.",
	Fix: "Leave the DNS servers of the network out, or use servers that forward `azurewebsites.net` to 168.63.129.16 or to an inbound endpoint " +
		"of Azure DNS Private Resolver, and link the zone to their network.",
	Links: []string{
		"https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
		"https://learn.microsoft.com/azure/app-service/overview-name-resolution",
	},
	Since:     "0.1",
	Precision: "medium", // what own servers do cannot be seen
	Run: func(p *lint.Pass) {
		for _, vnet := range p.VNets {
			servers, known := vnet.DNSServers.Get()
			if zone := linkedZone(p, vnet); known && len(servers) > 0 && zone != nil && !vnet.External {
				checkServers(p, vnet, servers, zone)
			}
		}
	},
}

// linkedZone returns the zone of apps that is certainly linked to a network and
// that a private endpoint of this configuration uses; nil if there is none.
func linkedZone(p *lint.Pass, vnet *network.VNet) *network.Zone {
	for _, l := range vnet.ZoneLinks.Items {
		zone, ok := l.Zone.Get()
		if !ok || !azure.IsAppServiceZone(zone.Name.Or("")) {
			continue
		}
		if slices.ContainsFunc(p.PrivateEndpoints, func(e *network.PrivateEndpoint) bool { return leadsToSite(e) && inZone(zone, e) }) {
			return zone
		}
	}
	return nil
}

func checkServers(p *lint.Pass, vnet *network.VNet, servers []string, zone *network.Zone) {
	switch {
	case !slices.ContainsFunc(servers, func(s string) bool { return !isPublicServer(s) }):
		reportServers(p, vnet, zone, lint.Warning, "public DNS servers, which know nothing of private zones. Names lead to public addresses "+
			"there. Leave the servers out, or use ones that forward to 168.63.129.16")
	case slices.Contains(servers, azure.PlatformAddress.String()) || mayForward(p, zone, vnet):
	default:
		reportServers(p, vnet, zone, lint.Note, "DNS servers of its own, and the zone is linked to no other network. The link works only if these "+
			"servers forward to Azure's resolver in this network. Make sure that they do, or leave them out")
	}
}

func isPublicServer(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a != azure.PlatformAddress && azure.HoldsPublic(netip.PrefixFrom(a, a.BitLen()))
}

// mayForward reports whether something may answer as a DNS server that knows the
// zone: in another network that the zone is linked to, or on an address of this
// configuration.
func mayForward(p *lint.Pass, zone *network.Zone, vnet *network.VNet) bool {
	return !zone.Links.Complete() || len(p.Incomplete) > 0 ||
		slices.ContainsFunc(zone.Links.Items, func(l *network.ZoneLink) bool { return l.VNet.Target() != vnet }) ||
		slices.ContainsFunc(p.Occupants, func(o *network.Occupant) bool { return o.Kind != "application gateway" })
}

func reportServers(p *lint.Pass, vnet *network.VNet, zone *network.Zone, severity lint.Severity, what string) {
	p.Report(vnet, fmt.Sprintf("Virtual network %q is linked to private DNS zone %q, but uses %s.", vnet.Label(), zone.Label(), what),
		lint.As(severity), lint.At(vnet.DNSServers.At()), lint.Also(zone, "the private DNS zone"))
}
