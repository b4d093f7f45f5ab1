package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SMTPPort notes security rules that let apps send mail by a port that may be closed
// to them.
var SMTPPort = &lint.Check{
	Name:     "smtp-port-25",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "Apps are to send mail through port 25, which Azure may block",
	Why: "Whether TCP port 25 is open through VNet integration depends on the subscription of the virtual network: for most kinds of subscription " +
		"Azure blocks it, and for function apps it is said not to work at all. A security rule that allows the port changes nothing about that.",
	Fix: "Hand mail to a relay with authentication, by port 587 or its API, such as Azure Communication Services; or have the block lifted for the " +
		"subscription.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options",
		"https://learn.microsoft.com/troubleshoot/azure/virtual-network/troubleshoot-outbound-smtp-connectivity",
	},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		seen := map[*network.SecurityRule]bool{}
		for _, subnet := range p.Subnets {
			group, sites := subnet.SecurityGroup.Target(), joinedBy(subnet)
			if group == nil || len(sites) == 0 {
				continue
			}
			if rule := mailRule(group); rule != nil && !seen[rule] {
				seen[rule] = true
				p.Report(rule, fmt.Sprintf(
					"Outbound rule %q of network security group %q lets %s send through port 25 from subnet %q. For most subscriptions Azure blocks that "+
						"port to the internet, whatever rules say. Use a mail relay by port 587.",
					rule.Label(), group.Label(), network.TitlesOf(sites), subnet.Label()),
					lint.Also(subnet, "the integration subnet"), lint.Also(sites[0], "the app that joins it"))
			}
		}
	},
}

// mailRule returns the first rule that allows port 25 by its number to the internet, or
// nil.
func mailRule(g *network.SecurityGroup) *network.SecurityRule {
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if value.Is(r.Direction, network.Outbound) && value.Is(r.Allow, true) &&
			slices.Contains(r.Ports.Or(nil), "25") && slices.ContainsFunc(r.Destinations.Or(nil), isPublic) {
			return r
		}
	}
	return nil
}

// joinedBy returns the apps that certainly join a subnet.
func joinedBy(s *network.Subnet) []*network.Site {
	var out []*network.Site
	for _, site := range s.Integrations.Items {
		if site.Joins().Target() == s {
			out = append(out, site)
		}
	}
	return out
}
