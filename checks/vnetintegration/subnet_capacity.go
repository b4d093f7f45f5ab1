package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// SubnetCapacity reports integration subnets that run out of addresses when the
// plans in them scale as far as the configuration lets them.
var SubnetCapacity = &lint.Check{
	Name:     "vnet-integration-subnet-capacity",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The integration subnet runs out of addresses at scale",
	Why: "Each instance of a plan takes an address of the subnet that its apps join, and one more for each Windows container " +
		"app. While the plan is scaled up or down it takes twice as many, since old instances keep theirs until they are gone; " +
		"that can take hours. Azure keeps five addresses of every subnet. When none is left, new instances do not start, or " +
		"start without the network.\n\n" +
		"What a plan may come to is the largest number that the configuration states: the maximum of an autoscale setting, the " +
		"maximum elastic worker count or the worker count. Plans that share the subnet add up.",
	Fix: "Use a larger subnet. The prefix of a subnet that apps have joined cannot be changed, so it takes a new subnet, " +
		"and a move of the apps.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#subnets",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			checkCapacity(p, subnet)
		}
		checkCandidatesCapacity(p)
	},
}

func checkCapacity(p *lint.Pass, subnet *network.Subnet) {
	demand := sizing.DemandOn(subnet)
	if len(demand.Users) == 0 {
		return
	}
	usable, known := sizing.Usable(subnet)
	switch {
	case !known:
		if subnet.Prefixes.IsUnknown() {
			p.Undecide(subnet, subnet.Prefixes.At(), subnet.Prefixes.Why())
		}
	case demand.NeedsScaling() > usable:
		p.Report(subnet, fmt.Sprintf("Subnet %q (%s) has %s; %s.",
			subnet.Label(), sizing.RangesText(subnet), lint.Plural(usable, "usable address", "usable addresses"), shortage(demand)),
			append(stated(demand), lint.At(subnet.Prefixes.At()))...)
	default:
		for _, open := range demand.AllOpen() {
			p.Undecide(open.Subject, open.At, open.Why)
		}
	}
}

// checkCandidatesCapacity looks at plans with an app that joins one of several
// subnets: where the plan fits into none of them, it does not matter which.
func checkCandidatesCapacity(p *lint.Pass) {
	reported := map[*network.Plan]bool{}
	for subnets, sites := range oneOfSeveral(withoutFlex(p.Sites)) {
		for _, site := range sites {
			plan := site.RunsOn().Target()
			if plan == nil || reported[plan] || !all(subnets, func(s *network.Subnet) bool {
				usable, known := sizing.Usable(s)
				return known && sizing.DemandOn(s).With(site).NeedsScaling() > usable
			}) {
				continue
			}
			reported[plan] = true
			demand := sizing.DemandOn(subnets[0]).With(site)
			p.Report(plan, fmt.Sprintf("The %s joins one of the subnets %s, and none of them is large enough; in %q, %s.",
				site.Title(), names(subnets), subnets[0].Label(), shortage(demand)),
				append(stated(demand), lint.Also(site, "the app that joins a subnet"), lint.Also(subnets[0], "one of the subnets"))...)
		}
	}
}

// shortage says who needs how much, what Azure will do, and what would do.
func shortage(d sizing.Demand) string {
	need := d.NeedsScaling()
	remedy := fmt.Sprintf("When they run out, new instances fail to start or have no network. Use a subnet of /%d or larger",
		azure.SmallestPrefixFor(need))
	if len(d.Users) == 1 {
		return fmt.Sprintf("%s may come to %s, which need %d while the plan scales up or down. %s",
			planOf(d.Users[0]), sized(d.Users[0]), need, remedy)
	}
	words := make([]string, len(d.Users))
	for i, u := range d.Users {
		words[i] = fmt.Sprintf("%s with %s", planOf(u), sized(u))
	}
	return fmt.Sprintf("%s share it and need %d while they scale up or down. %s", network.Enumerate(words), need, remedy)
}

func planOf(u sizing.User) string {
	if u.Plan == nil {
		return "a plan of another configuration"
	}
	return fmt.Sprintf("plan %q", u.Plan.Label())
}

func sized(u sizing.User) string {
	words := u.String()
	if u.PerInstance > 1 {
		words += fmt.Sprintf(" of %d addresses each", u.PerInstance)
	}
	return words
}

// stated points at what states the numbers of instances.
func stated(d sizing.Demand) []lint.Option {
	var options []lint.Option
	for _, u := range d.Users {
		if u.Plan == nil {
			continue
		}
		options = append(options, lint.Also(u.Plan, "the plan whose apps join the subnet"))
		if u.By != network.Subject(u.Plan) {
			options = append(options, lint.Also(u.By, "what lets the plan grow"))
		}
	}
	return options
}
