package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetWithPrivateEndpoint reports subnet rules of apps with a private endpoint.
var SubnetWithPrivateEndpoint = &lint.Check{
	Name:     "access-rule-subnet-with-private-endpoint",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "A subnet rule on an app with a private endpoint",
	Why: "App Service supports no service-endpoint rules on an app that has a private endpoint. Clients in a subnet with the " +
		"service endpoint `Microsoft.Web` cannot reach the public endpoint of such an app, so that the rule admits nobody.",
	Fix: "Let the clients use the private endpoint: link their virtual network to the private DNS zone and remove the rule. Or " +
		"keep the rule and remove the private endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#access-restriction-rules-based-on-service-endpoints",
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#limitations",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, s := range sitesWithSubnetRules(p) {
			if endpoints := s.site.PrivateEndpoints.Items; len(endpoints) > 0 && !isInEnvironment(s.site) {
				reportSubnetWithEndpoint(p, s, endpoints)
			}
		}
	},
}

func reportSubnetWithEndpoint(p *lint.Pass, s siteWithSubnets, endpoints []*network.PrivateEndpoint) {
	options := []lint.Option{lint.At(s.rules[0].At)}
	names := make([]string, len(endpoints))
	for i, e := range endpoints {
		names[i] = fmt.Sprintf("%q", e.Label())
		options = append(options, lint.Also(e, "the private endpoint"))
	}
	p.Report(s.site, fmt.Sprintf(
		"The access restriction list of %s admits by subnet (%s), but the app has the private %s %s. Service-endpoint rules do not work "+
			"beside a private endpoint, so that requests from the subnet are not let in. Send these clients to the private endpoint "+
			"and remove the %s.",
		s.list.Guards(), network.TitlesOfRules(s.rules), either(len(names) == 1, "endpoint", "endpoints"), network.Enumerate(names),
		either(len(s.rules) == 1, "rule", "rules")), options...)
}
