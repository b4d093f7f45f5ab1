package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// MissingDelegation reports integration subnets that are delegated to nobody.
var MissingDelegation = &lint.Check{
	Name:     "vnet-integration-missing-delegation",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The integration subnet is not delegated to App Service",
	Why: "An app can join a subnet only if the subnet is delegated to `Microsoft.Web/serverFarms` " +
		"(for Flex Consumption `Microsoft.App/environments`). The portal adds the delegation by itself; " +
		"infrastructure code has to. Without it the deployment stops with \"Subnet … in VNET … is missing a delegation\".",
	Fix: "Add the delegation to the subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := subnet.Integrations.Items
			if len(sites) == 0 {
				continue
			}
			delegations, ok := subnet.Delegations.Get()
			if !ok && subnet.Delegations.IsUnknown() {
				p.Undecide(subnet, subnet.Delegations.At(), subnet.Delegations.Why())
				continue
			}
			if len(delegations) > 0 {
				continue // another delegation is another mistake
			}
			need := delegationFor(sites[0])
			p.Report(subnet, fmt.Sprintf(
				"Subnet %q has no delegation, but %s %q joins it. Azure refuses the integration until the subnet is delegated to %s. "+
					"Add that delegation to the subnet.",
				subnet.Label(), sites[0].Kind, sites[0].Label(), need),
				lint.At(subnet.Delegations.At()), lint.Also(sites[0], "the app that joins the subnet"))
		}
	},
}

func delegationFor(s *network.Site) string {
	if s.Flex {
		return azure.DelegationAppEnvironments
	}
	return azure.DelegationServerFarms
}
