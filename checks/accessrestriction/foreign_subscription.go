package accessrestriction

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// ForeignSubscription reports rules for subnets of another subscription.
var ForeignSubscription = &lint.Check{
	Name:     "access-rule-foreign-subscription-vnet",
	Family:   "accessrestriction",
	Severity: lint.Note,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule names a subnet of another subscription",
	Why: "A rule may name a subnet of another subscription only if the resource provider `Microsoft.Web` is registered there, and " +
		"whoever deploys needs `Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action` on the subnet. " +
		"Otherwise Azure refuses the rule.",
	Fix: "Register `Microsoft.Web` in the subnet's subscription and grant the deploying identity that action, for instance by the role " +
		"Network Contributor on the subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#permissions",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, rule := range subnetRules(p) {
			site := subscriptionOf(rule.list.Site.ID)
			subnet := subscriptionOf(rule.Subnet.ID())
			if target, ok := rule.Subnet.Get(); ok {
				subnet = subscriptionOf(target.ID)
			}
			if site != "" && subnet != "" && site != subnet {
				reportForeign(p, rule)
			}
		}
	},
}

func reportForeign(p *lint.Pass, rule subnetRule) {
	p.Report(rule.list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s names subnet %q of another subscription. Azure refuses the rule unless `Microsoft.Web` is "+
			"registered in that subscription and the deploying identity may join the subnet by service endpoint. Make sure of both.",
		rule.list.Guards(), rule.Title(), rule.Subnet.Label()), lint.At(rule.Subnet.At()))
}

// subscriptionOf returns the subscription in an ARM id; "" where it is not known.
func subscriptionOf(id string) string {
	rest, ok := strings.CutPrefix(id, "/subscriptions/")
	if !ok {
		return ""
	}
	subscription, _, _ := strings.Cut(rest, "/")
	if subscription == "?" {
		return ""
	}
	return subscription
}
