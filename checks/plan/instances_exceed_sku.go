package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// InstancesExceedSKU reports plans with more instances than their tier has.
var InstancesExceedSKU = &lint.Check{
	Name:     "plan-instances-exceed-sku",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A plan is to run more instances than its pricing tier allows",
	Why: "The number of instances depends on the tier: one shared one on Free and Shared, 3 on Basic, 10 on Standard, 20 on Premium v1, 30 on " +
		"Premium v2 to v4, and 100 on Isolated and Elastic Premium; an app on Flex Consumption can have 1000. Azure refuses more. An autoscale setting may be created " +
		"all the same, but never gets to its maximum; that is a warning, and so is a plan in an App Service Environment, whose number " +
		"Microsoft raises upon request. The limit of automatic scaling on Premium may be set higher, too, without effect; that is a note.",
	Fix:   "Use fewer instances, or move the plan to a tier that has as many. A subnet for VNet integration must have room for them too.",
	Links: []string{"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, plan := range p.Plans {
			if !plan.External {
				checkWorkers(p, plan)
			}
		}
		for _, setting := range p.AutoscaleSettings {
			checkAutoscale(p, setting)
		}
		for _, site := range p.Sites {
			checkFlexApp(p, site)
		}
	},
}

// countsByPlan reports whether the number of instances is that of a plan: on
// Consumption plans, the old and the flexible ones, each app has its own.
func countsByPlan(sku azure.SKU) bool {
	return sku.MaxInstances.Known && sku.Tier != azure.Consumption && sku.Tier != azure.FlexConsumption
}

// exceeds reports whether a number of instances is certainly more than a plan can
// have.
func exceeds(instances value.Of[int], plan *network.Plan) bool {
	sku, ok := sizing.SKU(plan)
	n, known := instances.Get()
	return ok && known && countsByPlan(sku) && n > sku.MaxInstances.N
}

func checkWorkers(p *lint.Pass, plan *network.Plan) {
	sku, _ := sizing.SKU(plan)
	const elastic = "`maximum_elastic_worker_count` (ARM: `maximumElasticWorkerCount`)"
	switch {
	case exceeds(plan.Workers, plan):
		severity := lint.Error
		if sku.Tier.Isolated() {
			severity = lint.Warning
		}
		reportWorkers(p, plan, plan.Workers, "`worker_count` (ARM: `sku.capacity`)", severity)
	case !sizing.ScalesElastically(plan) || !exceeds(plan.MaxElasticWorkers, plan):
	case sku.Tier == azure.ElasticPremium:
		reportWorkers(p, plan, plan.MaxElasticWorkers, elastic, lint.Error)
	default:
		// Azure takes more for automatic scaling: the provider's acceptance tests have 52.
		p.Report(plan, fmt.Sprintf(
			"Plan %q may scale out to %s instances by itself, but a plan of the %s has %d at most: it never gets further. "+
				"Set %s to %d or less, or move to a higher tier.",
			plan.Label(), plan.MaxElasticWorkers, tierWords(sku), sku.MaxInstances.N, elastic, sku.MaxInstances.N),
			lint.As(lint.Note), lint.At(plan.MaxElasticWorkers.At()))
	}
}

func reportWorkers(p *lint.Pass, plan *network.Plan, instances value.Of[int], attribute string, severity lint.Severity) {
	sku, _ := sizing.SKU(plan)
	p.Report(plan, fmt.Sprintf(
		"Plan %q is to run %s instances, but a plan of the %s has %d at most. Azure refuses it. "+
			"Set %s to %d or less, or move to a higher tier.",
		plan.Label(), instances, tierWords(sku), sku.MaxInstances.N, attribute, sku.MaxInstances.N),
		lint.As(severity), lint.At(instances.At()))
}

func checkAutoscale(p *lint.Pass, setting *network.AutoscaleSetting) {
	off := !setting.Enabled.IsAbsent() && !value.Is(setting.Enabled, true)
	if off || !setting.Plan.All(func(plan *network.Plan) bool { return exceeds(setting.Maximum, plan) }) {
		return
	}
	plans, _ := setting.Plan.Candidates()
	sku, _ := sizing.SKU(plans[0])
	p.Report(setting, fmt.Sprintf(
		"Autoscale setting %q lets plan %q grow to %s instances, but a plan of the %s has %d at most. It never gets further. "+
			"Lower the maximum, or move the plan to a higher tier.",
		setting.Label(), plans[0].Label(), setting.Maximum, tierWords(sku), sku.MaxInstances.N),
		lint.As(lint.Warning), lint.At(setting.Maximum.At()), lint.Also(plans[0], "the plan"))
}

// checkFlexApp looks at the number of an app on Flex Consumption, where each app has
// its own.
func checkFlexApp(p *lint.Pass, site *network.Site) {
	limit := azure.MaxFlexInstances.Value
	if n, known := site.AppScaleLimit.Get(); known && site.Flex && n > limit {
		p.Report(site, fmt.Sprintf(
			"The %s is to scale out to %s instances, but an app on Flex Consumption has %d at most. Azure refuses it. "+
				"Set `maximum_instance_count` (ARM: `maximumInstanceCount`) to %d or less.",
			site.Title(), site.AppScaleLimit, limit, limit), lint.At(site.AppScaleLimit.At()))
	}
}

// tierWords names a tier in a message, with the size if there is one: Basic tier
// (B1).
func tierWords(sku azure.SKU) string {
	if sku.Name == "" {
		return string(sku.Tier) + " tier"
	}
	return fmt.Sprintf("%s tier (%s)", sku.Tier, sku.Name)
}
