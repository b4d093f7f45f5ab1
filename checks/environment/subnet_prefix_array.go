package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SubnetPrefixArray reports subnets of App Service Environments whose address range
// is written as a list.
var SubnetPrefixArray = &lint.Check{
	Name:     "ase-subnet-address-prefixes-array",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.ApplyFails,
	Title:    "The environment's subnet has its address range as a list",
	Why: "A subnet has its address range in `addressPrefix` or, as a list, in `addressPrefixes`. An App Service Environment v3 is " +
		"created only in a subnet with the former, even if the list has one element. The azurerm provider chooses by itself, so that " +
		"this concerns Bicep, ARM templates and azapi.",
	Fix: "Write `addressPrefix` with the one range in place of `addressPrefixes`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Subnet]bool{}
		for _, env := range p.Environments {
			if !value.Is(env.Version, 3) || env.External || !env.Subnet.All(hasPrefixArray) {
				continue
			}
			subnets, _ := env.Subnet.Candidates()
			if subnet := subnets[0]; !reported[subnet] {
				reported[subnet] = true
				p.Report(subnet, fmt.Sprintf(
					"Subnet %q of App Service Environment %q has its address range as a list (`addressPrefixes`). Azure does not create "+
						"environments in such a subnet. Write it as the one text `addressPrefix`.", subnet.Label(), env.Label()),
					lint.At(subnet.SingularPrefix.At()), lint.Also(env, "the environment"))
			}
		}
	},
}

func hasPrefixArray(s *network.Subnet) bool { return !s.External && value.Is(s.SingularPrefix, false) }
