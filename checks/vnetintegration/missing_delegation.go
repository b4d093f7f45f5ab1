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
		"(apps on Flex Consumption need another one: see `flex-subnet-delegation`). The portal adds the delegation by itself; " +
		"infrastructure code has to. Without it the deployment stops with \"Subnet … in VNET … is missing a delegation\".",
	Fix: "Add the delegation to the subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			checkDelegated(p, subnet)
		}
		for subnets, sites := range oneOfSeveral(withoutFlex(p.Sites)) {
			checkCandidatesDelegated(p, subnets, sites)
		}
	},
}

func checkDelegated(p *lint.Pass, subnet *network.Subnet) {
	sites := withoutFlex(subnet.Integrations.Items)
	if len(sites) == 0 || subnet.External {
		return
	}
	if subnet.Delegations.IsUnknown() {
		p.Undecide(subnet, subnet.Delegations.At(), subnet.Delegations.Why())
		return
	}
	if !isUndelegated(subnet) {
		return // another delegation is another mistake
	}
	p.Report(subnet, fmt.Sprintf(
		"Subnet %q has no delegation, but is the integration subnet of %s. Azure refuses the integration until the subnet is "+
			"delegated to %s. Add that delegation to the subnet.",
		subnet.Label(), network.TitlesOf(sites), azure.DelegationServerFarms),
		lint.At(subnet.Delegations.At()), lint.Also(sites[0], "the app that joins the subnet"), delegate(subnet))
}

// checkCandidatesDelegated looks at sites that join one of several subnets: where
// none of them is delegated, it does not matter which.
func checkCandidatesDelegated(p *lint.Pass, subnets []*network.Subnet, sites []*network.Site) {
	if !all(subnets, isUndelegated) {
		return
	}
	p.Report(subnets[0], fmt.Sprintf(
		"One of the subnets %s is the integration subnet of %s, and none of them has a delegation. Azure refuses the "+
			"integration until the subnet is delegated to %s. Add that delegation to the subnets.",
		names(subnets), network.TitlesOf(sites), azure.DelegationServerFarms),
		lint.At(subnets[0].Delegations.At()), lint.Also(sites[0], "the app that joins one of the subnets"))
}

// isUndelegated reports whether a subnet is certainly delegated to nobody. Of a
// subnet that is only read, delegations cannot be seen.
func isUndelegated(s *network.Subnet) bool {
	delegations, known := s.Delegations.Get()
	return !s.External && (s.Delegations.IsAbsent() || known && len(delegations) == 0)
}
