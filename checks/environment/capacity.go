package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Capacity reports App Service Environments whose plans come to more instances than
// an environment, or its subnet, takes.
var Capacity = &lint.Check{
	Name:     "ase-capacity",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "The plans of the environment come to more instances than it takes",
	Why: "The plans of an App Service Environment may run 200 instances in all. Each of them takes an address of the subnet, of " +
		"which Azure keeps five and the environment itself takes seven at the least. Plans that ask for more cannot be created, " +
		"or stop scaling out.",
	Fix: "Lower the numbers of instances, move plans to another environment, or create the environment in a larger subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/overview#dedicated-environment",
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			if value.Is(env.Version, 3) && len(env.Plans.Items) > 0 {
				checkInstances(p, env)
				checkAddresses(p, env)
			}
		}
	},
}

func checkInstances(p *lint.Pass, env *network.Environment) {
	now, most := instancesNow(env), instancesIn(env)
	limit := azure.MaxEnvironmentInstances.Value
	if severity, exceeds := exceeds(now, most, limit); exceeds {
		reportCapacity(p, env, severity, fmt.Sprintf(
			"The plans of App Service Environment %q %s: %s. An environment takes %d in all. Lower the numbers, or move plans to another "+
				"environment.", env.Label(), comeTo(now, most, limit), plansOf(env), limit))
	}
}

func checkAddresses(p *lint.Pass, env *network.Environment) {
	subnet, exact := env.Subnet.Get()
	if !exact {
		return
	}
	usable, known := sizing.Usable(subnet)
	room := max(0, usable-azure.EnvironmentInfrastructure.Min)
	now, most := instancesNow(env), instancesIn(env)
	if severity, exceeds := exceeds(now, most, room); known && exceeds {
		reportCapacity(p, env, severity, fmt.Sprintf(
			"The plans of App Service Environment %q %s: %s. Its subnet %q (%s) has %s, of which the environment itself takes %d at the "+
				"least, and each instance one. Use a larger subnet: /%d is advised.",
			env.Label(), comeTo(now, most, room), plansOf(env), subnet.Label(), sizing.RangesText(subnet),
			lint.Plural(usable, "usable address", "usable addresses"), azure.EnvironmentInfrastructure.Min,
			azure.EnvironmentAdvisedPrefix.Value), lint.Also(subnet, "the subnet"))
	}
}

// exceeds tells how bad it is that a number is above its limit: at once, or only
// when all plans have scaled out.
func exceeds(now, most, limit int) (lint.Severity, bool) {
	if now > limit {
		return lint.Error, true
	}
	return lint.Warning, most > limit
}

func comeTo(now, most, limit int) string {
	if now > limit {
		return fmt.Sprintf("run %d instances", now)
	}
	return fmt.Sprintf("may scale out to %d instances", most)
}

// reportCapacity reports at the environment, or at its first plan where the
// environment is not ours.
func reportCapacity(p *lint.Pass, env *network.Environment, severity lint.Severity, message string, options ...lint.Option) {
	options = append(options, lint.As(severity))
	for _, plan := range env.Plans.Items {
		options = append(options, lint.Also(plan, "a plan of the environment"))
	}
	if env.External {
		p.Report(env.Plans.Items[0], message, options...)
		return
	}
	p.Report(env, message, options...)
}

// instancesNow returns how many instances the plans of an environment run at least
// without any scaling.
func instancesNow(env *network.Environment) int {
	n := 0
	for _, plan := range env.Plans.Items {
		n += sizing.InstancesOf(plan).Now
	}
	return n
}

// plansOf lists the plans of an environment with their numbers.
func plansOf(env *network.Environment) string {
	words := make([]string, len(env.Plans.Items))
	for i, plan := range env.Plans.Items {
		words[i] = fmt.Sprintf("%q %d", plan.Label(), sizing.InstancesOf(plan).Max)
	}
	return network.Enumerate(words)
}
