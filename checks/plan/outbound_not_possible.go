package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// OutboundNotPossible notes firewalls that admit other addresses than those which an
// app sends from, now or after a change of its plan.
var OutboundNotPossible = &lint.Check{
	Name:     "outbound-addresses-not-possible-set",
	Family:   "plan",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A firewall admits outbound addresses that an app does not send from, or not for long",
	Why: "`outbound_ip_addresses` are the addresses that an app may send from today. Moved to another tier, or deployed anew, the app sends from " +
		"others of `possible_outbound_ip_addresses`, which cover all tiers but Premium v4, and firewalls with the former ones refuse its calls. " +
		"Neither list has the address of an app whose traffic leaves its virtual network through a NAT gateway or a firewall: that is the public " +
		"address of the gateway or firewall.",
	Fix: "Make the firewall rules from `possible_outbound_ip_address_list` (ARM: `possibleOutboundIpAddresses`). Where the traffic leaves through a NAT gateway or a firewall, admit its " +
		"public address instead.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#when-outbound-ips-change",
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		type finding struct {
			list string
			site *network.Site
		}
		reported := map[finding]bool{}
		for _, list := range p.AllowLists {
			site, ok := list.Apps.Get()
			if !ok || site.External || !hasFixedAddresses(site) || reported[finding{list.Address, site}] {
				continue
			}
			if message := whatIsAdmitted(p.Model, list, site); message != "" {
				reported[finding{list.Address, site}] = true
				p.Report(list, message, lint.At(list.Apps.At()), lint.Also(site, "the app that sends"))
			}
		}
	},
}

// hasFixedAddresses reports whether an app certainly has outbound addresses that only a
// change of its plan changes: those of an environment stay, and on Premium v4 there are
// none.
func hasFixedAddresses(s *network.Site) bool {
	return s.RunsOn().All(func(plan *network.Plan) bool {
		sku, ok := sizing.SKU(plan)
		return ok && sku.StableOutbound.Answer != azure.No && sku.Tier != azure.Isolated && sku.Tier != azure.IsolatedV2
	})
}

// whatIsAdmitted tells what is wrong with a list; "" if nothing is.
func whatIsAdmitted(m *network.Model, list *network.AllowList, site *network.Site) string {
	if way := egress.Internet(m, site); way.Path == egress.NAT || way.Path == egress.Appliance || way.Path == egress.Gateway {
		return fmt.Sprintf(
			"%q admits outbound addresses of %s, but its traffic leaves the virtual network through %s, from the public address of that. The app is "+
				"refused. Admit that address instead.", list.Label(), site.Title(), exit(way))
	}
	if !list.Current {
		return ""
	}
	return fmt.Sprintf(
		"%q admits the outbound addresses that %s uses now. When its plan moves to another family of sizes the app sends from others, and is refused. "+
			"Use its possible outbound addresses, `possible_outbound_ip_address_list` (ARM: `possibleOutboundIpAddresses`).", list.Label(), site.Title())
}

// exit names what traffic leaves a network through.
func exit(way egress.Row) string {
	switch way.Path {
	case egress.NAT:
		return fmt.Sprintf("NAT gateway %q", way.Through)
	case egress.Appliance:
		return fmt.Sprintf("the appliance of route table %q", way.Through)
	default:
		return "a virtual network gateway"
	}
}
