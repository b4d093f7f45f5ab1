package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SubnetSize reports subnets that are too small for an App Service Environment.
var SubnetSize = &lint.Check{
	Name:     "ase-subnet-size",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The environment's subnet is small",
	Why: "An App Service Environment v3 refuses subnets smaller than `/27`. Of any subnet Azure keeps five addresses and the " +
		"environment takes 7 to 27 for itself; each instance takes one, and twice as many while a plan is scaled. Microsoft " +
		"advises `/24`, and `/23` for environments that will come near the limit of 200 instances. An environment cannot be " +
		"moved, and its subnet not enlarged, without a support request.",
	Fix: "Give the environment a subnet of `/24`, or `/23` where it will grow large, before it is created.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			if !value.Is(env.Version, 3) || env.External {
				continue
			}
			subnet, ok := env.Subnet.Get()
			if !ok {
				continue
			}
			usable, known := sizing.Usable(subnet)
			if !known {
				if subnet.Prefixes.IsUnknown() && !subnet.External {
					p.Undecide(subnet, subnet.Prefixes.At(), subnet.Prefixes.Why())
				}
				continue
			}
			checkSize(p, env, subnet, usable)
		}
	},
}

func checkSize(p *lint.Pass, env *network.Environment, subnet *network.Subnet, usable int) {
	planned := instancesIn(env)
	has := fmt.Sprintf("Subnet %q (%s) of App Service Environment %q has %s",
		subnet.Label(), sizing.RangesText(subnet), env.Label(), lint.Plural(usable, "usable address", "usable addresses"))
	switch {
	case sizing.IsSmallerThan(subnet, azure.EnvironmentSmallestPrefix.Value):
		reportSize(p, env, subnet, lint.Error, fmt.Sprintf(
			"%s. Azure refuses subnets smaller than /%d. Use /%d, which leaves room to scale.",
			has, azure.EnvironmentSmallestPrefix.Value, azure.EnvironmentAdvisedPrefix.Value))
	case sizing.IsSmallerThan(subnet, azure.EnvironmentAdvisedPrefix.Value):
		reportSize(p, env, subnet, lint.Warning, fmt.Sprintf(
			"%s, of which the environment itself takes up to %d and a plan that is scaled takes twice its instances. "+
				"Scaling fails when none is left, and the subnet cannot be enlarged later. Use /%d.",
			has, azure.EnvironmentInfrastructure.Max, azure.EnvironmentAdvisedPrefix.Value))
	case sizing.IsSmallerThan(subnet, azure.EnvironmentFullScalePrefix.Value) && planned >= manyInstances:
		reportSize(p, env, subnet, lint.Note, fmt.Sprintf(
			"%s, while its plans may come to %d instances. Near the limit of %d instances Microsoft advises /%d, since "+
				"instances take two addresses while they are scaled. Use a larger subnet while that is possible.",
			has, planned, azure.MaxEnvironmentInstances.Value, azure.EnvironmentFullScalePrefix.Value))
	}
}

// manyInstances is from when an environment counts as near the limit: three
// quarters of it, for which the advised subnet does not do while they scale.
var manyInstances = azure.MaxEnvironmentInstances.Value * 3 / 4

// reportSize reports at the subnet, or at the environment where the subnet is not
// ours to change.
func reportSize(p *lint.Pass, env *network.Environment, subnet *network.Subnet, severity lint.Severity, message string) {
	if subnet.External {
		p.Report(env, message, lint.As(severity), lint.At(env.Subnet.At()), lint.Also(subnet, "the subnet"))
		return
	}
	p.Report(subnet, message, lint.As(severity), lint.At(subnet.Prefixes.At()), lint.Also(env, "the environment"))
}

// instancesIn returns how many instances the plans of an environment come to at
// least.
func instancesIn(env *network.Environment) int {
	n := 0
	for _, plan := range env.Plans.Items {
		n += sizing.InstancesOf(plan).Max
	}
	return n
}
