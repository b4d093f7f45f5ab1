package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// WindowsContainerIPs reports App Service Environments whose subnet has too few
// addresses for the Windows containers in it.
var WindowsContainerIPs = &lint.Check{
	Name:     "ase-windows-container-ips",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The environment's subnet is too small for its Windows containers",
	Why: "An instance with Windows containers takes an address of the subnet for itself and one for each app that runs on it: a plan " +
		"with ten such apps takes eleven addresses for each instance. When none is left, the plan stops scaling out and apps do not start.",
	Fix: "Create the environment in a larger subnet, or spread the apps over more environments.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			subnet, exact := env.Subnet.Get()
			if !exact || !value.Is(env.Version, 3) || env.External {
				continue
			}
			usable, known := sizing.Usable(subnet)
			need, container := addressesFor(env)
			if !known || container == nil || need <= usable {
				continue
			}
			p.Report(env, fmt.Sprintf(
				"App Service Environment %q needs %d addresses with all instances that its plans may run, since those of plan %q take one for "+
					"each of its %s and one for themselves. Subnet %q (%s) has %d. Use a larger subnet.",
				env.Label(), need, container.Label(), lint.Plural(containersOn(container), "Windows container", "Windows containers"),
				subnet.Label(), sizing.RangesText(subnet), usable),
				lint.At(env.Subnet.At()), lint.Also(subnet, "the subnet"), lint.Also(container, "a plan with Windows containers"))
		}
	},
}

// addressesFor returns how many addresses an environment takes at least with all
// the instances that its plans may run, and a plan that runs Windows containers.
func addressesFor(env *network.Environment) (need int, container *network.Plan) {
	need = azure.EnvironmentInfrastructure.Min
	for _, plan := range env.Plans.Items {
		containers := containersOn(plan)
		need += sizing.InstancesOf(plan).Max * azure.AddressesPerInstance(containers)
		if containers > 0 {
			container = plan
		}
	}
	return need, container
}

// containersOn counts the apps of a plan that certainly run as Windows containers,
// without slots, which share the instances of their app.
func containersOn(plan *network.Plan) int {
	n := 0
	for _, s := range plan.Sites.Items {
		if !s.Slot && (value.Is(plan.WindowsContainers, true) || value.Is(s.WindowsContainer, true)) {
			n++
		}
	}
	return n
}
