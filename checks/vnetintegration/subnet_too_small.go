package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SubnetTooSmall reports integration subnets below the size that Azure demands.
var SubnetTooSmall = &lint.Check{
	Name:     "vnet-integration-subnet-too-small",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The integration subnet is smaller than /28",
	Why: "Regional VNet integration needs a subnet of at least `/28`: 16 addresses, of which Azure keeps five. " +
		"Azure refuses smaller ones.",
	Fix: "Give the subnet a larger prefix. Choose it for the scale that the plan will reach, `/26` for most: the prefix of " +
		"a subnet that apps have joined cannot be changed any more.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := withoutFlex(subnet.Integrations.Items)
			if len(sites) == 0 || !isTooSmall(subnet) {
				continue
			}
			p.Report(subnet, fmt.Sprintf(
				"Subnet %q (%s) is too small for the VNet integration of %s: Azure demands /%d at least and refuses the integration. "+
					"Use /%d, which leaves a plan room to scale.",
				subnet.Label(), sizing.RangesText(subnet), network.TitlesOf(sites),
				azure.IntegrationSmallestPrefix.Value, azure.IntegrationAdvisedPrefix.Value),
				lint.At(subnet.Prefixes.At()), lint.Also(sites[0], "the app that joins the subnet"))
		}
		for subnets, sites := range oneOfSeveral(withoutFlex(p.Sites)) {
			if !all(subnets, isTooSmall) {
				continue
			}
			p.Report(subnets[0], fmt.Sprintf(
				"One of the subnets %s is the integration subnet of %s, and all of them are too small: Azure demands /%d at least and "+
					"refuses the integration. Use /%d, which leaves a plan room to scale.",
				names(subnets), network.TitlesOf(sites), azure.IntegrationSmallestPrefix.Value, azure.IntegrationAdvisedPrefix.Value),
				lint.At(subnets[0].Prefixes.At()), lint.Also(sites[0], "the app that joins one of the subnets"))
		}
	},
}

// isTooSmall reports whether a subnet is smaller than any that apps can join.
func isTooSmall(s *network.Subnet) bool {
	return sizing.IsSmallerThan(s, azure.IntegrationSmallestPrefix.Value)
}
