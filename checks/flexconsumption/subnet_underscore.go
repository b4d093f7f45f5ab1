package flexconsumption

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetUnderscore reports subnets of Flex Consumption apps with an underscore in
// their name.
var SubnetUnderscore = &lint.Check{
	Name:     "flex-subnet-underscore",
	Family:   "flexconsumption",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The name of a Flex Consumption app's subnet has an underscore",
	Why: "Apps on the Flex Consumption plan cannot join a subnet whose name has an underscore (`_`) in it, though Azure creates such " +
		"subnets and apps on other plans join them.",
	Fix: "Name the subnet with hyphens. A subnet cannot be renamed: create another one and let the apps join that.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, f := range flawed(p, hasUnderscore) {
			f.report(p, fmt.Sprintf(
				"The name of subnet %q has an underscore, but %s. The plan does not support that. Use a subnet whose name has hyphens "+
					"instead.", f.subnet.Label(), f.joinedBy()),
				f.subnet.Name.At())
		}
		for _, site := range p.Sites {
			joins := site.Joins()
			if name := joins.Label(); site.Flex && !site.External && joins.IsOutside() && strings.Contains(name, "_") {
				p.Report(site, fmt.Sprintf(
					"The %s runs on the Flex Consumption plan and joins subnet %q, whose name has an underscore. The plan does not support "+
						"that. Use a subnet whose name has hyphens instead.", site.Title(), name),
					lint.At(joins.At()))
			}
		}
	},
}

func hasUnderscore(s *network.Subnet) bool { return strings.Contains(s.Name.Or(""), "_") }
