package flexconsumption

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// delegate delegates a subnet that is delegated to nobody, if only apps on Flex
// Consumption need it.
func delegate(subnet *network.Subnet) lint.Option {
	for _, s := range subnet.Integrations.Items {
		if !s.Flex {
			return lint.Options()
		}
	}
	if !isFree(subnet) {
		return lint.Options()
	}
	return lint.Mend(subnet, lint.SubnetDelegation, azure.DelegationAppEnvironments, subnet.Delegations)
}

// isFree reports whether a subnet is delegated to nobody, and holds nothing that a
// delegation would keep out.
func isFree(s *network.Subnet) bool {
	return len(s.Delegations.Or(nil)) == 0 && len(s.PrivateEndpoints.Items) == 0 &&
		len(s.Environments.Items) == 0 && len(s.Occupants.Items) == 0
}
