package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RecommendedSize advises on the size of integration subnets that are large enough
// for now.
var RecommendedSize = &lint.Check{
	Name:     "vnet-integration-subnet-recommended-size",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "The integration subnet is smaller than Microsoft advises",
	Why: "The size of a subnet cannot be changed once an app has joined it, and platform upgrades and scaling take twice the addresses for a " +
		"while. Microsoft advises `/26` for one plan, and `/24` for an Elastic Premium plan with Windows, which may come to 100 instances.",
	Fix: "Choose the larger subnet while it costs nothing. If the plan will certainly stay small, ignore this.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#subnets",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, subnet := range p.Subnets {
			if !subnet.External {
				checkAdvisedSize(p, subnet)
			}
		}
	},
}

func checkAdvisedSize(p *lint.Pass, subnet *network.Subnet) {
	demand := sizing.DemandOn(subnet)
	usable, known := sizing.Usable(subnet)
	if len(demand.Users) != 1 || !known || isTooSmall(subnet) || demand.NeedsScaling() > usable || len(demand.AllOpen()) > 0 {
		return // others report what is wrong, or may do so, and not only small
	}
	user := demand.Users[0]
	if user.Plan == nil || !user.Plan.Autoscale.Complete() {
		return // a setting that may be its own decides whether it has room enough at all
	}
	if _, sized := sizing.SKU(user.Plan); !sized {
		return
	}
	advised := azure.IntegrationAdvisedPrefix.Value
	if isElastic(user.Plan) && value.Is(user.Plan.OS, network.Windows) {
		advised = azure.ElasticWindowsAdvisedPrefix.Value
	}
	if !sizing.IsSmallerThan(subnet, advised) {
		return
	}
	p.Report(subnet, fmt.Sprintf(
		"Subnet %q (%s) is smaller than the /%d that Microsoft advises for %s. It cannot be changed once an app has joined it. Use /%d if "+
			"the plan may grow.",
		subnet.Label(), sizing.RangesText(subnet), advised, planOf(user), advised),
		lint.At(subnet.Prefixes.At()), lint.Also(user.Sites[0], "the app that joins the subnet"))
}
