package environment

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SubnetChange notes changes that move an App Service Environment to another
// subnet.
var SubnetChange = &lint.Check{
	Name:     "ase-subnet-change",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The change moves the environment to another subnet",
	Why: "An App Service Environment cannot be moved by its owner. The azurerm provider destroys it and creates another one, which takes " +
		"hours and all its plans and apps with it; templates are refused. Microsoft moves environments upon a support request.",
	Fix: "Keep the subnet and ask Microsoft to move the environment, or create a second environment beside it and move the apps first.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_environment_v3",
	},
	Since:    "0.1",
	OnChange: true,
	Run: func(p *lint.Pass) {
		before := map[string]*network.Environment{}
		for _, env := range p.Before.Environments {
			before[env.Address] = env
		}
		for _, env := range p.Environments {
			former := before[env.Address]
			if former == nil || env.External || former.External || !isMoved(former.Subnet, env.Subnet) {
				continue
			}
			p.Report(env, fmt.Sprintf(
				"App Service Environment %q moves from subnet %q to %q. That destroys the environment with all its plans and apps, and takes "+
					"hours. Keep the subnet, or create a second environment and move the apps first.",
				env.Label(), former.Subnet.Label(), env.Subnet.Label()),
				lint.At(env.Subnet.At()))
		}
	},
}

// isMoved reports whether two edges, of the models before and after a change,
// certainly lead to different subnets.
func isMoved(before, after network.Edge[network.Subnet]) bool {
	from, to := subnetNames(before), subnetNames(after)
	return from != "" && to != "" && from != to
}

// subnetNames returns the names of the network and the subnet that an edge certainly
// leads to, in lower case; "" where they are not known. What stands before them in
// an id is rarely known of what is yet to be created.
func subnetNames(e network.Edge[network.Subnet]) string {
	id := e.ID()
	if subnet, ok := e.Get(); ok && subnet.ID != "" {
		id = subnet.ID
	}
	_, names, _ := strings.Cut(id, "/virtualnetworks/")
	if strings.Contains(names, "?") {
		return ""
	}
	return names
}
