package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetOnEnvironment reports subnet rules of apps in an App Service Environment.
var SubnetOnEnvironment = &lint.Check{
	Name:     "access-rule-subnet-on-ase",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "A subnet rule on an app in an App Service Environment",
	Why: "A subnet rule depends on the service endpoint `Microsoft.Web`, and requests to an App Service Environment do not take " +
		"service endpoints, whether its load balancer is internal or external. The rule never matches.",
	Fix: "Admit addresses instead: the private range of the subnet, or the private address of a gateway, where the load balancer " +
		"is internal, and the public address of the gateway where it is external.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#set-a-service-endpoint-based-rule",
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, s := range sitesWithSubnetRules(p) {
			if isInEnvironment(s.site) {
				reportSubnetOnEnvironment(p, s)
			}
		}
	},
}

func reportSubnetOnEnvironment(p *lint.Pass, s siteWithSubnets) {
	options := []lint.Option{lint.At(s.rules[0].At)}
	_, environment := s.site.Hosting()
	name := "an App Service Environment"
	if e, ok := environment.Get(); ok {
		name = fmt.Sprintf("the App Service Environment %q", e.Label())
		options = append(options, lint.Also(e, "the environment"))
	}
	p.Report(s.site, fmt.Sprintf(
		"The access restriction list of %s admits by subnet (%s), but the app runs in %s. Service endpoints do not lead there, so that the "+
			"%s never %s. Admit the address range of the clients instead.",
		s.list.Guards(), network.TitlesOfRules(s.rules), name,
		either(len(s.rules) == 1, "rule", "rules"), either(len(s.rules) == 1, "matches", "match")), options...)
}
