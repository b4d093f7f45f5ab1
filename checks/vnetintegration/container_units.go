package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ContainerUnits reports plans of Windows containers with more apps and subnets
// than their instances have network units for.
var ContainerUnits = &lint.Check{
	Name:     "windows-container-network-units",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Windows containers and their subnets need more network units than an instance has",
	Why: "An instance that runs Windows containers has three network units for each of its cores. It needs one for itself, one for each app, and " +
		"one for each subnet that apps of the plan join. Apps for which none is left do not start with the network.",
	Fix: "Use a larger size, which has more cores, or spread the apps over several plans.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			sku, ok := sizing.SKU(plan)
			if ok && sku.Cores.Known && sku.Cores.Confidence == azure.Confirmed && value.Is(plan.WindowsContainers, true) {
				checkUnits(p, plan, sku)
			}
		}
	},
}

// unitsPerCore is how many network units an instance has for each core.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations
const unitsPerCore = 3

func checkUnits(p *lint.Pass, plan *network.Plan, sku azure.SKU) {
	subnets := network.Distinct(integrationsOn(plan), func(a, b integration) bool { return network.LeadApart(a.subnet, b.subnet) })
	var apps []*network.Site
	for _, s := range plan.Sites.Items {
		if !s.Slot {
			apps = append(apps, s)
		}
	}
	have, need := unitsPerCore*sku.Cores.N, 1+len(subnets)+len(apps)
	if len(subnets) == 0 || need <= have {
		return
	}
	p.Report(plan, fmt.Sprintf(
		"An instance of plan %q (%s) has %d network units, and its Windows containers need %d: one for the instance, %d for %s and %d for %s. "+
			"Apps for which none is left have no network. Use a larger size, or spread the apps over several plans.",
		plan.Label(), sku.Name, have, need, len(subnets), lint.Plural(len(subnets), "subnet", "subnets"), len(apps), lint.Plural(len(apps), "app", "apps")),
		lint.At(plan.SKU.At()), lint.Also(subnets[0].site, "an app that joins a subnet"))
}
