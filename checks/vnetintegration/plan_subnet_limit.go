package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PlanSubnetLimit reports plans whose apps join more subnets than a plan can.
var PlanSubnetLimit = &lint.Check{
	Name:     "vnet-integration-plan-subnet-limit",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The apps of one plan join too many subnets",
	Why: "The instances of a plan can be in two subnets at most, over all its apps and slots. Azure refuses a third with " +
		"\"Adding this VNET would exceed the App Service Plan VNET limit\". Apps of the plan that join the same subnet count once. " +
		"Earlier documents and the azurerm provider allow a Linux plan one subnet only, so two on Linux are worth a note.",
	Fix: "Let the apps of the plan share subnets, or spread them over several plans.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			if plan.Environment.IsAbsent() { // environments have a limit of their own
				checkSubnetsOf(p, plan)
			}
		}
	},
}

func checkSubnetsOf(p *lint.Pass, plan *network.Plan) {
	joined := network.Distinct(integrationsOn(plan), func(a, b integration) bool {
		return network.LeadApart(a.subnet, b.subnet)
	})
	limit := azure.IntegrationSubnetsPerPlan.Value
	if len(joined) < limit {
		return
	}
	subnets := make([]string, len(joined))
	var options []lint.Option
	for i, j := range joined {
		subnets[i] = quote(j.label())
		options = append(options, lint.Also(j.site, "joins subnet "+subnets[i]))
	}
	switch {
	case len(joined) > limit:
		p.Report(plan, fmt.Sprintf(
			"The apps of plan %q join %d different subnets (%s), but a plan can be in %d at most. "+
				"Azure refuses the others: \"Adding this VNET would exceed the App Service Plan VNET limit\". "+
				"Let the apps share subnets, or spread them over several plans.",
			plan.Label(), len(joined), network.Enumerate(subnets), limit), options...)
	case value.Is(plan.OS, network.Linux):
		p.Report(plan, fmt.Sprintf(
			"The apps of Linux plan %q join %d different subnets (%s), which earlier documents allow on Windows only. "+
				"Where Azure still refuses the second with \"Adding this VNET would exceed the App Service Plan VNET limit\", "+
				"let the apps share one subnet, or spread them over several plans.",
			plan.Label(), len(joined), network.Enumerate(subnets)), append(options, lint.As(lint.Note))...)
	}
}

// integration is a site with the subnet that it certainly joins.
type integration struct {
	site   *network.Site
	subnet network.Edge[network.Subnet]
}

func (i integration) label() string {
	if label := i.subnet.Label(); label != "" {
		return label
	}
	candidates, _ := i.subnet.Candidates()
	return candidates[0].Label()
}

func integrationsOn(plan *network.Plan) []integration {
	var out []integration
	for _, s := range plan.Sites.Items {
		if joins := s.Joins(); joins.IsPresent() && !s.Flex {
			out = append(out, integration{s, joins})
		}
	}
	return out
}
