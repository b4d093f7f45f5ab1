package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AnyVNets reports rules that admit the subnets of everybody.
var AnyVNets = &lint.Check{
	Name:     "access-rule-any-vnets",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "An access restriction rule admits every virtual network of every customer",
	Why: "The source `AnyVnets` is every subnet that has the service endpoint `Microsoft.Web`: in all virtual networks of Azure, " +
		"not only in one's own. Whoever has a subscription can make such a subnet.",
	Fix: "Name the subnets that are meant: `vnetSubnetResourceId` (azurerm: `virtual_network_subnet_id`), one rule for each.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#any-service-endpoint-source",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			if isInEnvironment(list.Site) {
				continue // no service endpoint leads there
			}
			for _, rule := range list.Written() {
				if !value.Is(rule.Action, access.Allow) || !anyServiceEndpoint(rule) {
					continue
				}
				p.Report(list.Site, fmt.Sprintf(
					"In the access restriction list of %s, %s allows \"AnyVnets\": every subnet with the service endpoint \"Microsoft.Web\", of "+
						"whatever customer. Whoever has an Azure subscription gets in. Name the subnets that are meant.",
					list.Guards(), rule.Title()), lint.At(rule.At))
			}
		}
	},
}
