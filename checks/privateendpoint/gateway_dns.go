package privateendpoint

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// GatewayDNS reports application gateways that look for the private endpoint of their
// app at its public address.
var GatewayDNS = &lint.Check{
	Name:     "appgw-private-endpoint-dns",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The application gateway does not find the private endpoint of its backend",
	Why: "An application gateway looks its backends up in the DNS of its own virtual network. Unless the private DNS zone of the app is " +
		"linked to that network, the name of the app leads to its public address, and an app with public network access disabled " +
		"answers 403 there: the backend is unhealthy.",
	Fix: "Link the private DNS zone `privatelink.azurewebsites.net` to the virtual network of the gateway. The gateway keeps the addresses " +
		"that it has looked up: if it ran before the link was there, stop and start it.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
		"https://learn.microsoft.com/azure/application-gateway/application-gateway-private-link",
		"https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
	},
	Since:     "0.1",
	Precision: "high", // links can be made by another configuration
	Run: func(p *lint.Pass) {
		for _, gateway := range p.ApplicationGateways {
			if !gateway.External {
				checkGateway(p, gateway)
			}
		}
	},
}

func checkGateway(p *lint.Pass, gateway *network.ApplicationGateway) {
	for _, endpoint := range p.PrivateEndpoints {
		if endpoint.External || !leadsTo(gateway, endpoint) {
			continue
		}
		for _, zone := range p.Zones {
			if !isOfApp(zone, endpoint) {
				continue
			}
			// A zone without any link, and an endpoint that nobody in its own network
			// finds, are told at the zone.
			if vnet := unlinkedGateway(zone, gateway); vnet != nil && vnet != networkOf(endpoint.Subnet) {
				reportGateway(p, gateway, vnet, zone, endpoint)
				return
			}
		}
	}
}

// isOfApp reports whether a zone of this configuration, which is linked to somewhere, is
// where an endpoint of an app has its records, and the only place.
func isOfApp(zone *network.Zone, endpoint *network.PrivateEndpoint) bool {
	name, _ := zone.Name.Get()
	return !zone.External && azure.IsAppServiceZone(name) && len(zone.Links.Items) > 0 && zone.Links.Complete() &&
		inZone(zone, endpoint)
}

// leadsTo reports whether an application gateway certainly has the app behind an
// endpoint as backend, by its default host name, and can reach it by the endpoint alone.
func leadsTo(g *network.ApplicationGateway, endpoint *network.PrivateEndpoint) bool {
	site, ok := endpoint.Site.Get()
	return ok && site.Public() == network.PublicClosed && slices.ContainsFunc(g.Backends.Items, func(b network.Backend) bool {
		host, known := b.Host.Get()
		_, _, isDefault := azure.SiteNameFromHost(host)
		return b.Site.Target() == site && (isDefault || !known)
	})
}

// unlinkedGateway returns the network of an application gateway, if it certainly misses a
// zone.
func unlinkedGateway(zone *network.Zone, g *network.ApplicationGateway) *network.VNet {
	for _, subnet := range g.Subnets.Items {
		if vnet := misses(zone, subnet); vnet != nil {
			return vnet
		}
	}
	return nil
}

func networkOf(e network.Edge[network.Subnet]) *network.VNet {
	if subnet, ok := e.Get(); ok {
		return subnet.VNet.Target()
	}
	return nil
}

func reportGateway(p *lint.Pass, g *network.ApplicationGateway, vnet *network.VNet, zone *network.Zone, endpoint *network.PrivateEndpoint) {
	p.Report(g, fmt.Sprintf(
		"Application gateway %q has %s as backend, which only private endpoint %q leads to, but private DNS zone %q is not linked to "+
			"virtual network %q of the gateway. It finds the public address of the app, which answers 403. Link the zone to that network, and "+
			"stop and start a gateway that ran before.",
		g.Label(), endpoint.Site.Target().Title(), endpoint.Label(), zone.Label(), vnet.Label()),
		lint.Also(zone, "the private DNS zone"), lint.Also(vnet, "the network of the gateway"), lint.Also(endpoint, "the private endpoint"))
}
