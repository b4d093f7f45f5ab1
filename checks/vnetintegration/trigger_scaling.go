package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// TriggerScaling advises function apps in a network to let the runtime watch their
// triggers.
var TriggerScaling = &lint.Check{
	Name:     "functions-vnet-trigger-scaling",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "Triggers behind the virtual network do not scale the function app",
	Why: "On Elastic Premium the platform watches queues and the like from outside the virtual network to decide when to scale out. What is closed " +
		"to it, it cannot watch, and the app stays at its minimum. With runtime scale monitoring the app itself watches. Functions with an HTTP " +
		"trigger do not need it.",
	Fix: "Set `runtime_scale_monitoring_enabled = true` (ARM: `functionsRuntimeScaleMonitoringEnabled`), with at least one pre-warmed instance.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#elastic-premium-plan-with-virtual-network-triggers",
	},
	Since:     "0.1",
	Precision: "medium",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.Kind == network.FunctionApp && !site.Flex && !site.Slot && isIntegrated(site) && isOff(site.RuntimeScaleMonitoring) && site.RunsOn().All(isElastic) {
				p.Report(site, fmt.Sprintf(
					"Runtime scale monitoring is off for %s, which is in a virtual network. Triggers other than HTTP that are closed to the platform do not "+
						"scale the app out. Set `runtime_scale_monitoring_enabled` (ARM: `functionsRuntimeScaleMonitoringEnabled`) to true if it has such triggers.",
					site.Title()), lint.At(site.RuntimeScaleMonitoring.At()))
			}
		}
	},
}
