package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// WrongDelegation reports integration subnets that are delegated to another
// service than App Service.
var WrongDelegation = &lint.Check{
	Name:     "vnet-integration-wrong-delegation",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The integration subnet is delegated to another service",
	Why: "A subnet is delegated to one service, and apps can join only one that is delegated to `Microsoft.Web/serverFarms`. " +
		"Delegations to `Microsoft.Web/hostingEnvironments` (for App Service Environments) or `Microsoft.App/environments` " +
		"(for Container Apps and Flex Consumption) look alike and do not do. Azure refuses the integration.",
	Fix: "Delegate the subnet to `Microsoft.Web/serverFarms`, or give the apps a subnet of their own if the other service needs this one.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			sites := needingServerFarms(subnet, subnet.Integrations.Items)
			if len(sites) > 0 && !subnet.External && isMisdelegated(subnet) {
				p.Report(subnet, fmt.Sprintf(
					"Subnet %q is delegated to %s, but %s. %s",
					subnet.Label(), delegatedTo(subnet), joining(sites), refusedDelegation),
					lint.At(subnet.Delegations.At()), lint.Also(sites[0], "the app that joins the subnet"))
			}
		}
		for subnets, sites := range oneOfSeveral(withoutFlex(p.Sites)) {
			if all(subnets, func(s *network.Subnet) bool {
				return !s.External && isMisdelegated(s) && len(needingServerFarms(s, sites)) == len(sites)
			}) {
				p.Report(subnets[0], fmt.Sprintf(
					"One of the subnets %s is the integration subnet of %s, and all of them are delegated to other services. %s",
					names(subnets), network.TitlesOf(sites), refusedDelegation),
					lint.At(subnets[0].Delegations.At()), lint.Also(sites[0], "the app that joins one of the subnets"))
			}
		}
	},
}

const refusedDelegation = "Azure refuses the integration unless the subnet is delegated to \"" + azure.DelegationServerFarms +
	"\". Change the delegation, or let the app join another subnet."

// needingServerFarms returns the sites for which a subnet certainly has to be
// delegated to App Service. Those in an environment that has this subnet itself
// are another mistake.
func needingServerFarms(subnet *network.Subnet, sites []*network.Site) []*network.Site {
	var out []*network.Site
	for _, s := range withoutFlex(sites) {
		_, environment := s.Hosting()
		own := environment.All(func(e *network.Environment) bool { return e.Subnet.CanBe(subnet) })
		if own || mayBeFlex(s) && slices.ContainsFunc(subnet.Delegations.Or(nil), isFlexDelegation) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// mayBeFlex reports whether a site may turn out to run on Flex Consumption, as a
// function app does whose plan is not known.
func mayBeFlex(s *network.Site) bool {
	return s.Kind == network.FunctionApp && !s.RunsOn().All(func(plan *network.Plan) bool {
		_, known := sizing.SKU(plan)
		return known
	})
}

// isMisdelegated reports whether a subnet is certainly delegated, and not to App
// Service.
func isMisdelegated(s *network.Subnet) bool {
	delegations, known := s.Delegations.Get()
	return known && len(delegations) > 0 && !slices.ContainsFunc(delegations, func(d string) bool {
		return azure.SameDelegation(d, azure.DelegationServerFarms)
	})
}

func isFlexDelegation(d string) bool { return azure.SameDelegation(d, azure.DelegationAppEnvironments) }

func delegatedTo(s *network.Subnet) string {
	var words []string
	for _, d := range s.Delegations.Or(nil) {
		words = append(words, quote(d))
	}
	if s.Delegations.IsSensitive() {
		return "another service"
	}
	return network.Enumerate(words)
}

// joining says which sites join a subnet: web app "shop" joins it.
func joining(sites []*network.Site) string {
	if len(sites) == 1 {
		return sites[0].Title() + " joins it"
	}
	return network.TitlesOf(sites) + " join it"
}
