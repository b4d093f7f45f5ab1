package flexconsumption

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RouteAllRedundant notes Flex Consumption apps that switch Route all on.
var RouteAllRedundant = &lint.Check{
	Name:     "flex-route-all-redundant",
	Family:   "flexconsumption",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "A Flex Consumption app switches Route all on, which it always is",
	Why: "All outbound traffic of an app on the Flex Consumption plan that has joined a subnet enters the virtual network anyway. " +
		"Nothing is wrong with the setting, but who reads it may believe that it could be switched off.",
	Fix: "Remove `vnet_route_all_enabled` (ARM: `vnetRouteAllEnabled`).",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if all := site.Routing.All; site.Flex && !site.External && value.Is(all, true) && !all.IsDefault() && site.Joins().IsPresent() {
				p.Report(site, fmt.Sprintf(
					"The %s runs on the Flex Consumption plan, whose outbound traffic always enters the network: Route all changes nothing. "+
						"Remove `vnet_route_all_enabled` (ARM: `vnetRouteAllEnabled`).", site.Title()),
					lint.At(all.At()))
			}
		}
	},
}
