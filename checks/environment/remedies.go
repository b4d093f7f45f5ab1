package environment

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// delegate delegates a subnet that is delegated to nobody, if only the environment
// needs it.
func delegate(subnet *network.Subnet) lint.Option {
	alone := len(subnet.Environments.Items) == 1 && len(subnet.Integrations.Items) == 0 &&
		len(subnet.PrivateEndpoints.Items) == 0 && len(subnet.Occupants.Items) == 0
	if !alone || len(subnet.Delegations.Or(nil)) > 0 {
		return lint.Options()
	}
	return lint.Mend(subnet, lint.SubnetDelegation, azure.DelegationHostingEnvironments, subnet.Delegations)
}
