package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SharedByPlans reports integration subnets that several plans share and must not.
var SharedByPlans = &lint.Check{
	Name:     "vnet-integration-subnet-shared-by-plans",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "Several plans share an integration subnet that is not meant for it",
	Why: "The apps of several plans can join one subnet only if it is `/26` or larger and all the plans are in one subscription. " +
		"Otherwise Azure refuses the integration of the second plan.",
	Fix: "Give each plan a subnet of its own, or let them share one of `/26` or larger.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			checkShared(p, subnet)
		}
	},
}

func checkShared(p *lint.Pass, subnet *network.Subnet) {
	sites := onDifferentPlans(subnet)
	if len(sites) < 2 {
		return
	}
	var subject network.Subject = subnet
	at := subnet.Prefixes.At()
	if subnet.External {
		subject, at = sites[1], sites[1].Joins().At()
	}
	options := []lint.Option{lint.At(at)}
	for _, s := range sites {
		options = append(options, lint.Also(s, fmt.Sprintf("an app of plan %q", s.RunsOn().Label())))
	}
	switch {
	case sizing.IsSmallerThan(subnet, azure.MultiPlanSmallestPrefix.Value):
		p.Report(subject, fmt.Sprintf(
			"Subnet %q (%s) is joined by apps of %d plans: %s. Azure lets plans share a subnet only if it is /%d or larger, and refuses "+
				"the others. Use a larger subnet, or one for each plan.",
			subnet.Label(), sizing.RangesText(subnet), len(sites), plansOf(sites), azure.MultiPlanSmallestPrefix.Value), options...)
	case inDifferentSubscriptions(sites):
		p.Report(subject, fmt.Sprintf(
			"Subnet %q is joined by apps of plans in different subscriptions: %s. Azure lets plans share a subnet only within one "+
				"subscription, and refuses the others. Give each plan a subnet of its own.",
			subnet.Label(), plansOf(sites)), options...)
	case subnet.Prefixes.IsUnknown():
		p.Undecide(subnet, subnet.Prefixes.At(), subnet.Prefixes.Why())
	}
}

// onDifferentPlans returns a site of each of the plans that certainly join a subnet
// and certainly differ. Flex Consumption and environments have rules of their own.
func onDifferentPlans(subnet *network.Subnet) []*network.Site {
	var sites []*network.Site
	for _, s := range withoutFlex(subnet.Integrations.Items) {
		hosting, _ := s.Hosting()
		if s.Joins().Target() == subnet && s.RunsOn().IsPresent() && hosting != network.InEnvironment {
			sites = append(sites, s)
		}
	}
	return network.Distinct(sites, func(a, b *network.Site) bool { return network.LeadApart(a.RunsOn(), b.RunsOn()) })
}

func plansOf(sites []*network.Site) string {
	words := make([]string, len(sites))
	for i, s := range sites {
		words[i] = fmt.Sprintf("%q with %s", s.RunsOn().Label(), s.Title())
	}
	return network.Enumerate(words)
}

func inDifferentSubscriptions(sites []*network.Site) bool {
	return len(network.Distinct(sites, func(a, b *network.Site) bool {
		x, y := subscriptionOf(planID(a)), subscriptionOf(planID(b))
		return x != "" && y != "" && x != y
	})) > 1
}

func planID(s *network.Site) string {
	if plan := s.RunsOn().Target(); plan != nil && plan.ID != "" {
		return plan.ID
	}
	return s.RunsOn().ID()
}

// subscriptionOf returns the subscription in an ARM id in lower case; "" where it
// is not known.
func subscriptionOf(id string) string {
	rest, ok := strings.CutPrefix(id, "/subscriptions/")
	subscription, _, _ := strings.Cut(rest, "/")
	if !ok || strings.Contains(subscription, "?") {
		return ""
	}
	return subscription
}
