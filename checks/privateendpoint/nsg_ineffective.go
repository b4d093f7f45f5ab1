package privateendpoint

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// NSGIneffective reports security groups that do not filter the private endpoints
// in their subnet.
var NSGIneffective = &lint.Check{
	Name:     "private-endpoint-nsg-ineffective",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "The network security group does not filter the private endpoints of its subnet",
	Why: "A network security group filters traffic to private endpoints only if the network policies of the subnet say so. They are " +
		"disabled unless somebody enables them, in the azurerm provider from version 4 on as in Azure. Access restrictions do not act " +
		"on private endpoints either, so that nothing stands between the endpoint and whoever can route to it.",
	Fix: "Set `private_endpoint_network_policies = \"NetworkSecurityGroupEnabled\"` or `\"Enabled\"` on the subnet (ARM: " +
		"`privateEndpointNetworkPolicies`).",
	Links: []string{
		"https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Subnet]bool{}
		for _, endpoint := range p.PrivateEndpoints {
			if !leadsToSite(endpoint) || !endpoint.Subnet.All(ignoresSecurityGroup) {
				continue
			}
			subnets, _ := endpoint.Subnet.Candidates()
			if subnet := subnets[0]; !reported[subnet] {
				reported[subnet] = true
				reportIneffective(p, subnet, endpoint)
			}
		}
	},
}

// ignoresSecurityGroup reports whether a subnet has a security group that is meant
// to filter something and does not act on private endpoints.
func ignoresSecurityGroup(s *network.Subnet) bool {
	return !s.External && lacksPolicies(s) && s.SecurityGroup.All(func(g *network.SecurityGroup) bool { return filters(g) != nil })
}

// lacksPolicies reports whether security groups do not act on the private endpoints
// of a subnet. Azure's documents call that the default, old versions of its API had
// another one: see severityOf.
func lacksPolicies(s *network.Subnet) bool {
	policies, _ := s.EndpointPolicies.Get()
	return s.EndpointPolicies.IsAbsent() || strings.EqualFold(policies, "Disabled") || strings.EqualFold(policies, "RouteTableEnabled")
}

// filters returns the first rule that shows that a group is meant to filter inbound
// traffic: one that denies, else one that admits somebody. It is nil where there
// is none: then the default rules are all that the group has.
func filters(g *network.SecurityGroup) *network.SecurityRule {
	var admits *network.SecurityRule
	for i := range g.Rules.Items {
		switch r := &g.Rules.Items[i]; {
		case !value.Is(r.Direction, network.Inbound):
		case value.Is(r.Allow, false):
			return r
		case admits == nil:
			admits = r
		}
	}
	return admits
}

func reportIneffective(p *lint.Pass, subnet *network.Subnet, endpoint *network.PrivateEndpoint) {
	groups, _ := subnet.SecurityGroup.Candidates()
	p.Report(subnet, fmt.Sprintf(
		"Network security group %q does not filter private endpoint %q in subnet %q, because the subnet's network policies for private "+
			"endpoints are %s. Rule %q has no effect there. Set `private_endpoint_network_policies` (ARM: "+
			"`privateEndpointNetworkPolicies`) to \"NetworkSecurityGroupEnabled\".",
		groups[0].Label(), endpoint.Label(), subnet.Label(), policiesOf(subnet), filters(groups[0]).Label()),
		lint.As(severityOf(subnet)), lint.At(writtenAt(subnet.EndpointPolicies)),
		lint.Also(groups[0], "the network security group"), lint.Also(endpoint, "the private endpoint"))
}

// severityOf is milder where nothing is certainly lost: without a denial, the
// default rules of the group admit the whole network anyway.
func severityOf(s *network.Subnet) lint.Severity {
	denies := func(g *network.SecurityGroup) bool { return value.Is(filters(g).Allow, false) }
	if s.EndpointPolicies.IsKnown() && s.SecurityGroup.All(denies) {
		return lint.Warning
	}
	return lint.Note
}

// policiesOf says in a message what the policies of a subnet are.
func policiesOf(s *network.Subnet) string {
	switch {
	case s.EndpointPolicies.IsAbsent():
		return "not set, which means disabled"
	case s.EndpointPolicies.IsDefault():
		return fmt.Sprintf("%q, as the provider sends where nothing is written", s.EndpointPolicies)
	}
	return fmt.Sprintf("%q", s.EndpointPolicies)
}
