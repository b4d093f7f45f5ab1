package vnetintegration

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// delegate delegates a subnet to App Service, if nothing else needs it.
func delegate(subnet *network.Subnet) lint.Option {
	if !isFree(subnet) || len(withoutFlex(subnet.Integrations.Items)) != len(subnet.Integrations.Items) {
		return lint.Options()
	}
	for _, s := range subnet.Integrations.Items {
		if mayBeFlex(s) {
			return lint.Options()
		}
	}
	return lint.Mend(subnet, lint.SubnetDelegation, azure.DelegationServerFarms, subnet.Delegations)
}

// routeAll switches Route all on.
func routeAll(site *network.Site) lint.Option {
	if len(site.Routing.Ineffective) > 0 {
		return lint.Options() // somebody has to choose an API version
	}
	return lint.Mend(site, lint.RouteAll, "true", site.Routing.All)
}

// isFree reports whether a subnet is delegated to nobody, and holds nothing that a
// delegation would keep out.
func isFree(s *network.Subnet) bool {
	return len(s.Delegations.Or(nil)) == 0 && len(s.PrivateEndpoints.Items) == 0 &&
		len(s.Environments.Items) == 0 && len(s.Occupants.Items) == 0
}
