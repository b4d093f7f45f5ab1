package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SourceExactlyOne reports rules with two sources or none.
var SourceExactlyOne = &lint.Check{
	Name:     "access-rule-source-exactly-one",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule does not name exactly one source",
	Why: "A rule is for addresses, for service tags or for a subnet: for exactly one of them. The azurerm provider refuses a rule " +
		"with two of them or none, and so does Azure.",
	Fix: "Write exactly one of `ip_address`, `service_tag` and `virtual_network_subnet_id` (ARM: `ipAddress` or " +
		"`vnetSubnetResourceId`), and make another rule for every further source.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#site-access",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app#ip_restriction-1",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkOneSource(p, list, rule)
			}
		}
	},
}

func checkOneSource(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	var named []string
	if rule.Address.IsKnown() {
		named = append(named, "an address")
	}
	if rule.Tag.IsKnown() {
		named = append(named, "a service tag")
	}
	if rule.Subnet.IsPresent() {
		named = append(named, "a subnet")
	}
	const way = "Exactly one of `ip_address`, `service_tag` and `virtual_network_subnet_id` (ARM: `ipAddress`, `vnetSubnetResourceId`) " +
		"is needed, and the deployment is refused."
	switch {
	case len(named) > 1:
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s names %s at once. %s Make a rule for each of them.",
			list.Guards(), short(rule), network.Enumerate(named), way), lint.At(rule.At))
	case rule.Address.IsAbsent() && rule.Tag.IsAbsent() && rule.Subnet.IsAbsent():
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s names no source. %s",
			list.Guards(), short(rule), way), lint.At(rule.At))
	}
}
