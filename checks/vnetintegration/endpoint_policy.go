package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// EndpointPolicy reports integration subnets with service endpoint policies.
var EndpointPolicy = &lint.Check{
	Name:     "vnet-integration-service-endpoint-policy",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The integration subnet has a service endpoint policy",
	Why: "Service endpoint policies limit which storage accounts a subnet reaches through its service endpoint. App Service does not " +
		"support them: apps cannot join a subnet that has one.",
	Fix: "Remove the policy from the subnet. To keep apps from other storage accounts, use private endpoints and a firewall or network " +
		"security group that forbids the rest.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := subnet.Integrations.Items
			switch {
			case len(sites) == 0:
			case subnet.ServiceEndpointPolicies.IsUnknown():
				p.Undecide(subnet, subnet.ServiceEndpointPolicies.At(), subnet.ServiceEndpointPolicies.Why())
			case hasEndpointPolicy(subnet):
				p.Report(subnet, fmt.Sprintf("Subnet %q has a service endpoint policy, and %s. %s", subnet.Label(), joining(sites), withoutPolicy),
					lint.At(subnet.ServiceEndpointPolicies.At()), lint.Also(sites[0], "the app that joins the subnet"))
			}
		}
		for subnets, sites := range oneOfSeveral(p.Sites) {
			if all(subnets, hasEndpointPolicy) {
				p.Report(subnets[0], fmt.Sprintf(
					"One of the subnets %s is the integration subnet of %s, and all of them have service endpoint policies. %s",
					names(subnets), network.TitlesOf(sites), withoutPolicy),
					lint.At(subnets[0].ServiceEndpointPolicies.At()), lint.Also(sites[0], "the app that joins one of the subnets"))
			}
		}
	},
}

const withoutPolicy = "Apps cannot join a subnet with such a policy, and Azure refuses the integration. Remove the policy from the subnet " +
	"(`service_endpoint_policy_ids`; ARM: `serviceEndpointPolicies`)."

func hasEndpointPolicy(s *network.Subnet) bool { return value.Is(s.ServiceEndpointPolicies, true) }
