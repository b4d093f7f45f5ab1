package flexconsumption

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetDelegation reports subnets of Flex Consumption apps that are not delegated
// to them.
var SubnetDelegation = &lint.Check{
	Name:     "flex-subnet-delegation",
	Family:   "flexconsumption",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The subnet of a Flex Consumption app is not delegated to Microsoft.App/environments",
	Why: "Apps on the Flex Consumption plan join only subnets that are delegated to `Microsoft.App/environments`. The delegation of " +
		"all other plans, `Microsoft.Web/serverFarms`, does not do for them. Azure refuses the integration.",
	Fix: "Delegate the subnet to `Microsoft.App/environments`, and to nothing else.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, f := range flawed(p, lacksDelegation) {
			f.report(p, fmt.Sprintf(
				"Subnet %q is %s, but %s. Azure refuses the integration until the subnet is delegated to %q. Make that its one delegation.",
				f.subnet.Label(), delegatedTo(f.subnet), f.joinedBy(), azure.DelegationAppEnvironments),
				f.subnet.Delegations.At(), delegate(f.subnet))
		}
		for _, subnet := range p.Subnets {
			if subnet.Delegations.IsUnknown() && !subnet.External && len(joining(subnet)) > 0 {
				p.Undecide(subnet, subnet.Delegations.At(), subnet.Delegations.Why())
			}
		}
	},
}

// lacksDelegation reports whether a subnet is certainly not delegated to Flex
// Consumption. Of a subnet that is only read, a delegation may be out of sight.
func lacksDelegation(s *network.Subnet) bool {
	delegations, known := s.Delegations.Get()
	if !known || len(delegations) == 0 {
		return !s.External && (known || s.Delegations.IsAbsent())
	}
	return !slices.ContainsFunc(delegations, func(d string) bool {
		return azure.SameDelegation(d, azure.DelegationAppEnvironments)
	})
}

func delegatedTo(s *network.Subnet) string {
	delegations, _ := s.Delegations.Get()
	switch {
	case len(delegations) == 0:
		return "not delegated"
	case s.Delegations.IsSensitive():
		return "delegated to something else"
	}
	words := make([]string, len(delegations))
	for i, d := range delegations {
		words[i] = fmt.Sprintf("%q", d)
	}
	return "delegated to " + network.Enumerate(words)
}
