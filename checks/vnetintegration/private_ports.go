package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PrivatePorts reports security groups that close the private ports of apps.
var PrivatePorts = &lint.Check{
	Name:     "private-ports-nsg",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A network security group closes the private ports of an app",
	Why: "An app with private ports (`vnetPrivatePortsCount`) listens in its integration subnet, on ports that the platform picks from 20000 to " +
		"30000. If the network security group of the subnet denies them, the instances do not reach each other.",
	Fix: "Allow TCP and UDP 20000 to 30000 in both directions within the virtual network, before the rule that denies the rest.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#private-ports",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		seen := map[*network.SecurityRule]bool{}
		for _, subnet := range p.Subnets {
			for _, site := range subnet.Integrations.Items {
				if group := subnet.SecurityGroup.Target(); group != nil && site.PrivatePorts.Or(0) > 0 && site.Joins().Target() == subnet {
					checkPrivatePorts(p, site, subnet, group, seen)
				}
			}
		}
	},
}

// privatePorts are the ports that the platform picks private ports from.
var privatePorts = azure.PortRange{First: 20000, Last: 30000}

func checkPrivatePorts(p *lint.Pass, site *network.Site, subnet *network.Subnet, group *network.SecurityGroup, seen map[*network.SecurityRule]bool) {
	for _, direction := range []network.Direction{network.Inbound, network.Outbound} {
		for _, protocol := range []string{"tcp", "udp"} {
			rule := barrierTo(flow{direction, protocol, privatePorts}, group, subnet)
			if rule == nil || seen[rule] {
				continue
			}
			seen[rule] = true
			p.Report(rule, fmt.Sprintf(
				"Rule %q of network security group %q denies the private ports %d to %d of %s in subnet %q, so that its instances do not reach each "+
					"other. Allow them before that rule.",
				rule.Label(), group.Label(), privatePorts.First, privatePorts.Last, site.Title(), subnet.Label()),
				lint.Also(subnet, "the integration subnet"), lint.Also(site, "the app with private ports"))
		}
	}
}
