package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// PremiumV4Outbound reports firewalls that are to admit the outbound addresses of
// apps on Premium v4, which have none.
var PremiumV4Outbound = &lint.Check{
	Name:     "premium-v4-outbound-addresses",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "A firewall admits outbound addresses that apps on Premium v4 do not have",
	Why: "Apps on Premium v4 have no fixed set of outbound addresses: `outbound_ip_addresses` and `possible_outbound_ip_addresses` " +
		"are empty. A firewall rule that is made from them is refused, or admits nobody, and the app's calls are turned away.",
	Fix: "Give the apps a fixed address by VNet integration, Route all and a NAT gateway, and admit the gateway's public address. " +
		"Or use a service endpoint or a private endpoint, or a Premium v3 size.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-configure-premium-v4-tier",
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Site]bool{}
		for _, list := range p.AllowLists {
			if !list.Apps.All(hasNoOutboundAddresses) {
				continue
			}
			sites, _ := list.Apps.Candidates()
			if reported[sites[0]] { // one mistake, however many rules are made from it
				continue
			}
			reported[sites[0]] = true
			reportAddresses(p, list, sites[0])
		}
	},
}

// hasNoOutboundAddresses reports whether an app certainly runs on a plan whose
// workers have no fixed outbound addresses.
func hasNoOutboundAddresses(s *network.Site) bool {
	return s.RunsOn().All(func(plan *network.Plan) bool {
		sku, ok := sizing.SKU(plan)
		return ok && sku.StableOutbound.Answer == azure.No
	})
}

func reportAddresses(p *lint.Pass, list *network.AllowList, site *network.Site) {
	plans, _ := site.RunsOn().Candidates()
	sku, _ := sizing.SKU(plans[0])
	p.Report(site, fmt.Sprintf(
		"The %s runs on plan %q of size %s, which gives it no fixed outbound addresses, but %q is made from them. The list is empty, and the "+
			"firewall does not admit the app. Send from a NAT gateway, by VNet integration and Route all, and admit the address of that.",
		site.Title(), plans[0].Label(), sizeOf(sku), list.Label()),
		lint.Also(list, "what is made from the addresses"), lint.Also(plans[0], "the plan"))
}
