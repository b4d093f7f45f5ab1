package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AlternateSubnet reports apps of an App Service Environment that join an alternate
// subnet in a way that does not work.
var AlternateSubnet = &lint.Check{
	Name:     "ase-alternate-subnet-invalid",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app in an App Service Environment joins an alternate subnet in a way that does not work",
	Why: "An App Service Environment v3 that was created with the cluster setting `MultipleSubnetJoinEnabled` lets its apps send from alternate " +
		"subnets. There are rules for it: the subnet is another one than the environment's own, in the same subscription; only the apps of one " +
		"plan join it; those of one plan join four subnets at most; and Route all is on.",
	Fix: "Give each plan alternate subnets of its own, up to four, and switch Route all on: `vnet_route_all_enabled = true` in `site_config` " +
		"(ARM: `outboundVnetRouting.applicationTraffic`, before API version 2024-11-01 `vnetRouteAllEnabled`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#outbound-network-segmentation",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if _, environment := site.Hosting(); isIntegrated(site) && environment.All(allowsJoins) {
				checkAlternate(p, site, environment)
			}
		}
		for _, plan := range p.Plans {
			if plan.Environment.All(allowsJoins) {
				checkAlternatesOf(p, plan)
			}
		}
		for _, subnet := range p.Subnets {
			checkAlternateShared(p, subnet)
		}
	},
}

// allowsJoins reports whether apps of an environment can certainly join alternate
// subnets.
func allowsJoins(e *network.Environment) bool { return e.ClusterSettings.IsKnown() && !refusesJoins(e) }

func checkAlternate(p *lint.Pass, site *network.Site, environment network.Edge[network.Environment]) {
	environments, _ := environment.Candidates()
	e := environments[0]
	joins, own := site.Joins(), e.Subnet
	options := append(integrationOf(site), lint.Also(e, "the environment that the app runs in"))
	same, _ := network.SameTarget(joins, own)
	here, there := subscriptionOf(e.ID), subscriptionOf(idOf(joins))
	switch {
	case len(environments) == 1 && same:
		p.Report(site, fmt.Sprintf(
			"The %s joins subnet %q, which is that of its App Service Environment %q itself. An alternate subnet must be another one, and Azure "+
				"refuses this. Remove the integration, or join a subnet of its own.",
			site.Title(), joins.Label(), e.Label()), options...)
	case here != "" && there != "" && here != there:
		p.Report(site, fmt.Sprintf(
			"The %s joins subnet %q of another subscription than that of its App Service Environment %q. Azure wants both in one, and refuses "+
				"this. Join a subnet of the same subscription.",
			site.Title(), joins.Label(), e.Label()), options...)
	case site.Routing.All.IsUnknown():
		p.Undecide(site, site.Routing.All.At(), site.Routing.All.Why())
	case !value.Is(site.Routing.All, true) && !mayBeForced(p, site):
		p.Report(site, fmt.Sprintf(
			"The %s runs in App Service Environment %q and joins %s, but Route all is off. Azure lets apps join alternate subnets only with Route "+
				"all. Set `vnet_route_all_enabled = true` in `site_config` (ARM: `outboundVnetRouting.applicationTraffic`, before API version "+
				"2024-11-01 `vnetRouteAllEnabled`).",
			site.Title(), e.Label(), subnetJoined(site)), append(options, lint.At(site.Routing.All.At()))...)
	}
}

// idOf returns the ARM id of the subnet that an edge leads to; "" where it is not
// known.
func idOf(e network.Edge[network.Subnet]) string {
	if s := e.Target(); s != nil && s.ID != "" {
		return s.ID
	}
	return strings.ToLower(e.ID())
}

func checkAlternatesOf(p *lint.Pass, plan *network.Plan) {
	joined := network.Distinct(integrationsOn(plan), func(a, b integration) bool { return network.LeadApart(a.subnet, b.subnet) })
	limit := azure.AlternateSubnetsPerPlan.Value
	if len(joined) <= limit {
		return
	}
	subnets := make([]string, len(joined))
	var options []lint.Option
	for i, j := range joined {
		subnets[i] = quote(j.label())
		options = append(options, lint.Also(j.site, "joins subnet "+subnets[i]))
	}
	p.Report(plan, fmt.Sprintf(
		"The apps of plan %q join %d alternate subnets (%s), and those of one plan can join %d at most. Azure refuses the others. Let apps share "+
			"subnets, or spread them over several plans.",
		plan.Label(), len(joined), network.Enumerate(subnets), limit), options...)
}

func checkAlternateShared(p *lint.Pass, subnet *network.Subnet) {
	var sites []*network.Site
	for _, s := range subnet.Integrations.Items {
		if _, e := s.Hosting(); e.All(allowsJoins) && s.Joins().Target() == subnet && s.RunsOn().IsPresent() {
			sites = append(sites, s)
		}
	}
	sites = network.Distinct(sites, func(a, b *network.Site) bool { return network.LeadApart(a.RunsOn(), b.RunsOn()) })
	if len(sites) < 2 {
		return
	}
	p.Report(subnet, fmt.Sprintf(
		"Alternate subnet %q is joined by apps of %d plans of an App Service Environment: %s. Plans of an environment cannot share one, and Azure "+
			"refuses the others. Use one for each plan.",
		subnet.Label(), len(sites), plansOf(sites)), lint.Also(sites[0], "an app that joins the subnet"), lint.Also(sites[1], "an app of another plan"))
}
