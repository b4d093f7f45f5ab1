package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// InIntegrationSubnet reports private endpoints in subnets that are given away to
// a service.
var InIntegrationSubnet = &lint.Check{
	Name:     "private-endpoint-in-integration-subnet",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A private endpoint is in a subnet that is delegated or that apps join",
	Why: "VNet integration needs a subnet that is delegated to App Service and used for nothing else, and a delegated subnet " +
		"takes no private endpoint. Inbound traffic by a private endpoint and outbound traffic by VNet integration need two " +
		"subnets, even for one app.",
	Fix: "Give private endpoints a subnet of their own, without a delegation.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint",
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			if endpoint.External {
				continue
			}
			if endpoint.Subnet.All(func(s *network.Subnet) bool { return takenBy(endpoint, s) != "" }) {
				reportInSubnet(p, endpoint)
			}
		}
	},
}

func reportInSubnet(p *lint.Pass, endpoint *network.PrivateEndpoint) {
	subnets, _ := endpoint.Subnet.Candidates()
	subnet := subnets[0]
	options := []lint.Option{lint.At(endpoint.Subnet.At()), lint.Also(subnet, "the subnet")}
	if sites := subnet.Integrations.Items; len(sites) > 0 {
		options = append(options, lint.Also(sites[0], "an app that joins the subnet"))
	}
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q is in subnet %q, which %s. Azure puts no private endpoint into such a subnet. Give the endpoint a "+
			"subnet of its own, without a delegation.",
		endpoint.Label(), subnet.Label(), takenBy(endpoint, subnet)), options...)
}

// takenBy says what certainly keeps a private endpoint out of a subnet; "" if
// nothing does. A delegation to another service than App Service counts only for
// endpoints of apps: the rest is none of this program's business.
func takenBy(endpoint *network.PrivateEndpoint, s *network.Subnet) string {
	switch sites := s.Integrations.Items; len(sites) {
	case 0:
	case 1:
		return network.TitlesOf(sites) + " joins by VNet integration"
	default:
		return network.TitlesOf(sites) + " join by VNet integration"
	}
	delegations, _ := s.Delegations.Get()
	for _, d := range delegations {
		if isAppService(d) || leadsToSite(endpoint) {
			return fmt.Sprintf("is delegated to %q", d)
		}
	}
	return ""
}

func isAppService(delegation string) bool {
	return slices.ContainsFunc([]string{
		azure.DelegationServerFarms, azure.DelegationHostingEnvironments, azure.DelegationAppEnvironments,
	}, func(d string) bool { return azure.SameDelegation(d, delegation) })
}

// leadsToSite reports whether a private endpoint certainly leads to an app or slot,
// of this configuration or another.
func leadsToSite(e *network.PrivateEndpoint) bool {
	return e.Site.IsPresent() || strings.EqualFold(e.TargetType.Or(""), "microsoft.web/sites")
}
