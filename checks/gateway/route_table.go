package gateway

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
)

// RouteTable notes route tables that do not send what a connected app sends, where
// nothing else brings that traffic into the network.
var RouteTable = &lint.Check{
	Name:     "gateway-route-table-ineffective",
	Family:   "gateway",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "A route table does not affect apps that are connected to its network by a gateway",
	Why: "An app with gateway-required integration sends into the virtual network what belongs to the network's own addresses. Route tables " +
		"of the network do not affect it: what their routes send to a firewall, a peer or a gateway does not even enter the network, and " +
		"leaves from App Service's own addresses. What is to enter as well is added to the routes of the App Service plan.",
	Fix: "Add the ranges to the routes of the plan (`Microsoft.Web/serverfarms/virtualNetworkConnections/routes`; in the portal, the " +
		"plan's VNet integration), or use regional VNet integration, which follows the route table of the subnet that the app joins. Where " +
		"the app does not need the ranges, suppress the finding and say so.",
	Links: []string{
		linkGateway + "#gateway-required-virtual-network-integration-routing",
		"https://learn.microsoft.com/azure/templates/microsoft.web/serverfarms/virtualnetworkconnections/routes",
	},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		if len(p.Incomplete) > 0 {
			return // a plan may have routes that cannot be seen
		}
		for _, c := range connectedNetworks(p) {
			sites := slices.DeleteFunc(slices.Clone(c.sites), func(s *network.Site) bool { return !lacksRoutes(s) })
			if len(sites) == 0 {
				continue
			}
			for _, table := range tablesOf(c.vnet) {
				if route := leadsOut(c.vnet, table); route != nil {
					reportTable(p, c.vnet, sites, table, route)
				}
			}
		}
	},
}

// lacksRoutes reports whether the plan of a site certainly has no routes of its own.
func lacksRoutes(s *network.Site) bool {
	return s.RunsOn().All(func(p *network.Plan) bool { return !p.External && p.GatewayRoutes.IsAbsent() })
}

// tablesOf returns the route tables of a network's subnets, each once.
func tablesOf(vnet *network.VNet) []*network.RouteTable {
	var tables []*network.RouteTable
	for _, subnet := range vnet.Subnets.Items {
		if table := subnet.RouteTable.Target(); table != nil && !slices.Contains(tables, table) {
			tables = append(tables, table)
		}
	}
	return tables
}

// leadsOut returns a route that sends addresses beyond those of the network to an
// appliance or a gateway: somebody has planned a way for them.
func leadsOut(vnet *network.VNet, table *network.RouteTable) *network.Route {
	own, known := vnet.AddressSpace.Get()
	if !known || vnet.External {
		return nil
	}
	for i := range table.Routes.Items {
		route := &table.Routes.Items[i]
		hop := strings.ToLower(route.NextHop.Or(""))
		prefix, err := netip.ParsePrefix(route.Prefix.Or(""))
		if err != nil || hop != "virtualappliance" && hop != "virtualnetworkgateway" {
			continue
		}
		if !nsg.SetOf(prefix).Subtract(nsg.SetOf(own...)).IsEmpty() {
			return route
		}
	}
	return nil
}

func reportTable(p *lint.Pass, vnet *network.VNet, sites []*network.Site, table *network.RouteTable, route *network.Route) {
	p.Report(route, fmt.Sprintf(
		"Route %q (%s) of route table %q does not affect %s: a gateway connects the app to virtual network %q, and such apps send only what "+
			"belongs to the network's own addresses into it. Add the range to the routes of the App Service plan "+
			"(`Microsoft.Web/serverfarms/virtualNetworkConnections/routes`) if the app needs it.",
		route.Label(), route.Prefix, table.Label(), network.TitlesOf(sites), vnet.Label()),
		lint.Also(table, "the route table"), lint.Also(sites[0], "an app that is connected"))
}
