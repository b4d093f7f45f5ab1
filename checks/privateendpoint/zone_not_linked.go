package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// ZoneNotLinked reports private DNS zones that the networks of the clients do not
// see.
var ZoneNotLinked = &lint.Check{
	Name:     "private-dns-zone-not-linked",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A private DNS zone is not linked to the network that needs it",
	Why: "A virtual network asks a private DNS zone only if the zone is linked to it: being in the same resource group, or holding " +
		"the private endpoint, is not enough. Without the link, the name of the app leads to its public address there. With the link to " +
		"a hub only, networks get to the zone only through DNS servers or a resolver in that hub.",
	Fix: "Link the zone to the virtual network of the clients (`azurerm_private_dns_zone_virtual_network_link`, ARM: " +
		"`Microsoft.Network/privateDnsZones/virtualNetworkLinks`), or to the network of the DNS servers that they use.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#dns",
		"https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
	},
	Since:     "0.1",
	Precision: "high", // links can be made by another configuration
	Run: func(p *lint.Pass) {
		for _, zone := range p.Zones {
			endpoint := servedBy(p, zone)
			if zone.External || endpoint == nil {
				continue
			}
			if !zone.Links.Complete() {
				p.Undecide(zone, zone.At, zone.Links.Incomplete)
				continue
			}
			if len(zone.Links.Items) == 0 {
				reportUnlinked(p, zone, endpoint)
			} else {
				checkLinks(p, zone, endpoint)
			}
		}
	},
}

// servedBy returns the first private endpoint of this configuration that has its
// records in a zone: one of an app or, where an app joins a network, of anything
// that it may call. It is nil if there is none.
func servedBy(p *lint.Pass, zone *network.Zone) *network.PrivateEndpoint {
	name, _ := zone.Name.Get()
	clients := slices.ContainsFunc(p.Sites, func(s *network.Site) bool { return s.Joins().IsPresent() })
	for _, endpoint := range p.PrivateEndpoints {
		if endpoint.External || !inZone(zone, endpoint) {
			continue
		}
		// The zone of an app under a wrong name is another mistake.
		if leadsToSite(endpoint) && azure.IsAppServiceZone(name) || !leadsToSite(endpoint) && clients {
			return endpoint
		}
	}
	return nil
}

// inZone reports whether an endpoint certainly has a record in a zone, or in one of
// several of which no other one serves apps.
func inZone(zone *network.Zone, endpoint *network.PrivateEndpoint) bool {
	byGroup := slices.ContainsFunc(endpoint.ZoneGroup.Items, func(e network.Edge[network.Zone]) bool {
		if e.Target() == zone {
			return true
		}
		return leadsToSite(endpoint) && e.CanBe(zone) &&
			e.All(func(z *network.Zone) bool { return z == zone || cannotServeApps(z) })
	})
	return byGroup || slices.ContainsFunc(zone.Records.Items, func(r *network.Record) bool { return holds(r, endpoint) })
}

// cannotServeApps reports whether no client finds apps in a zone: its name is
// another one, or nobody sees it.
func cannotServeApps(z *network.Zone) bool {
	name, known := z.Name.Get()
	return known && !isRight(name) || !z.External && z.Links.CertainlyEmpty()
}

func reportUnlinked(p *lint.Pass, zone *network.Zone, endpoint *network.PrivateEndpoint) {
	p.Report(zone, fmt.Sprintf(
		"Private DNS zone %q, which private endpoint %q needs, is linked to no virtual network. Nobody sees its records, and names lead "+
			"to public addresses everywhere. Link the zone to the networks of the clients.",
		zone.Label(), endpoint.Label()), lint.Also(endpoint, "the private endpoint"))
}

// checkLinks looks at a zone that is linked to some networks, but not to one with
// clients that ask Azure's own DNS servers.
func checkLinks(p *lint.Pass, zone *network.Zone, endpoint *network.PrivateEndpoint) {
	vnet, client := unlinkedClient(zone, endpoint)
	if client == nil {
		return
	}
	p.Report(zone, fmt.Sprintf(
		"Private DNS zone %q, which private endpoint %q needs, is not linked to virtual network %q, which uses the DNS servers of "+
			"Azure. Its clients, such as %q, do not see the records and get the public address. Link the zone to that network too.",
		zone.Label(), endpoint.Label(), vnet.Label(), client.Common().Label()),
		lint.Also(vnet, "the virtual network"), lint.Also(client, "a client in the virtual network"),
		lint.Also(endpoint, "the private endpoint"))
}

// unlinkedClient finds a client in the network of the endpoint, if that certainly does
// not see the zone. A network of endpoints alone needs no link; an application gateway
// in another network is told by a rule of its own.
func unlinkedClient(zone *network.Zone, endpoint *network.PrivateEndpoint) (*network.VNet, network.Subject) {
	vnet := misses(zone, endpoint.Subnet)
	if vnet == nil {
		return nil, nil
	}
	return vnet, clientIn(vnet, endpoint)
}

// misses returns the network of a subnet if it certainly does not see a zone.
func misses(zone *network.Zone, e network.Edge[network.Subnet]) *network.VNet {
	subnet, ok := e.Get()
	if !ok {
		return nil
	}
	vnet, ok := subnet.VNet.Get()
	if !ok || vnet.External || !usesAzureDNS(vnet) || !linkedElsewhere(zone, subnet.VNet) || maySeeAnother(zone, vnet) {
		return nil
	}
	return vnet
}

// maySeeAnother reports whether a network may be linked to another zone of the name of
// this one, which can have the same records.
func maySeeAnother(zone *network.Zone, vnet *network.VNet) bool {
	name, named := zone.Name.Get()
	return !named || !vnet.ZoneLinks.Complete() || slices.ContainsFunc(vnet.ZoneLinks.Items, func(l *network.ZoneLink) bool {
		names, known := zoneNames(l.Zone)
		return !known || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	})
}

// linkedElsewhere reports whether every link of a zone certainly leads to another
// network.
func linkedElsewhere(zone *network.Zone, vnet network.Edge[network.VNet]) bool {
	return !slices.ContainsFunc(zone.Links.Items, func(l *network.ZoneLink) bool { return !network.LeadApart(l.VNet, vnet) })
}

// usesAzureDNS reports whether a network certainly has no DNS servers of its own.
func usesAzureDNS(v *network.VNet) bool {
	servers, known := v.DNSServers.Get()
	return v.DNSServers.IsAbsent() || known && len(servers) == 0
}

// clientIn returns an app, or something else that looks up names, that is certainly
// in a network; nil if nothing is known to be. The app behind an endpoint is no
// client of it.
func clientIn(v *network.VNet, endpoint *network.PrivateEndpoint) network.Subject {
	target, _ := endpoint.App.Get()
	for _, s := range v.Subnets.Items {
		for _, site := range s.Integrations.Items {
			if app, ok := site.App(); ok && app != target {
				return site
			}
		}
		for _, o := range s.Occupants.Items {
			if looksUpNames(o) {
				return o
			}
		}
		if len(s.Environments.Items) > 0 {
			return s.Environments.Items[0]
		}
	}
	return nil
}

// looksUpNames reports whether an occupant of a subnet is a client of other
// services, as against a part of the network.
func looksUpNames(o *network.Occupant) bool {
	return slices.Contains([]string{
		"application gateway", "API Management service", "container group", "Container Apps environment", "Kubernetes cluster",
		"network interface", "virtual machine scale set",
	}, o.Kind)
}
