package accessrestriction

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetMissingServiceEndpoint reports subnet rules that match nothing, because
// the subnet lacks the service endpoint.
var SubnetMissingServiceEndpoint = &lint.Check{
	Name:     "access-rule-subnet-missing-service-endpoint",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "An access restriction rule names a subnet without the service endpoint Microsoft.Web",
	Why: "A subnet rule matches only what comes over a `Microsoft.Web` service endpoint of that subnet. The portal switches the " +
		"endpoint on when it makes the rule; infrastructure code has to do it. Without it, requests leave the subnet with a " +
		"public address, and the rule never matches them.",
	Fix: "Add the service endpoint `Microsoft.Web` to the subnet (`service_endpoints`, from azurerm 5 on a `service_endpoint` " +
		"block; ARM: `serviceEndpoints`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#access-restriction-rules-based-on-service-endpoints",
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#set-a-service-endpoint-based-rule",
	},
	Since:    "0.1",
	Fixable:  true,
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, rule := range subnetRules(p) {
			checkServiceEndpoint(p, rule)
		}
	},
}

func checkServiceEndpoint(p *lint.Pass, rule subnetRule) {
	site := rule.list.Site
	if hosting, _ := site.Hosting(); hosting == network.InEnvironment {
		return // there no subnet rule works, with the service endpoint or without
	}
	subnets, _ := rule.Subnet.Candidates()
	if !rule.Subnet.All(lacksWebEndpoint) {
		for _, s := range subnets {
			if !s.External && s.ServiceEndpoints.IsUnknown() {
				p.Undecide(s, s.ServiceEndpoints.At(), s.ServiceEndpoints.Why())
			}
		}
		return
	}
	names := make([]string, len(subnets))
	options := []lint.Option{lint.At(rule.Subnet.At()), addEndpoint(subnets)}
	for i, s := range subnets {
		names[i] = fmt.Sprintf("%q", s.Label())
		options = append(options, lint.Also(s, "the subnet without the service endpoint"))
	}
	subject := "subnet " + names[0] + ", which has"
	if len(names) > 1 {
		subject = "one of the subnets " + network.Enumerate(names) + ", none of which has"
	}
	p.Report(site, fmt.Sprintf(
		"In the access restriction list of %s, %s names %s no service endpoint %s. Requests from there arrive with a "+
			"public address, so that the rule never matches. Add the service endpoint to the subnet.",
		rule.list.Guards(), rule.Title(), subject, azure.EndpointWeb), options...)
}

// lacksWebEndpoint reports whether a subnet certainly has no service endpoint for
// App Service. Of one that is only read, that cannot be seen.
func lacksWebEndpoint(s *network.Subnet) bool {
	if s.External || s.ServiceEndpoints.IsUnknown() {
		return false
	}
	endpoints, _ := s.ServiceEndpoints.Get()
	return !slices.ContainsFunc(endpoints, func(e string) bool {
		return azure.ServiceEndpointServes(e, azure.EndpointWeb)
	})
}
