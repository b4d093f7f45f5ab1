package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Region reports App Service Environments in another region than their network.
var Region = &lint.Check{
	Name:     "ase-region",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The environment is in another region than its virtual network",
	Why: "An App Service Environment is created in the region of its virtual network. The azurerm provider takes that region by itself; " +
		"templates name one, and Azure refuses another one than that of the network.",
	Fix: "Give the environment the `location` of its virtual network.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			if env.External || !value.Is(env.Version, 3) {
				continue
			}
			vnets := networksOf(env)
			elsewhere := len(vnets) > 0 && env.Location.IsKnown()
			for _, v := range vnets {
				elsewhere = elsewhere && v.Location.IsKnown() && v.Location.Or("") != env.Location.Or("")
			}
			if elsewhere {
				p.Report(env, fmt.Sprintf(
					"App Service Environment %q is in %s, but its virtual network %q in %s. Azure refuses that. Give both the same region.",
					env.Label(), env.Location, vnets[0].Label(), vnets[0].Location),
					lint.At(env.Location.At()), lint.Also(vnets[0], "the virtual network"))
			}
		}
	},
}

// networksOf returns the virtual networks that an environment is certainly in one
// of; none where it may be in yet another one.
func networksOf(env *network.Environment) []*network.VNet {
	var vnets []*network.VNet
	certain := env.Subnet.All(func(s *network.Subnet) bool {
		found, certain := s.VNet.Candidates()
		vnets = append(vnets, found...)
		return certain
	})
	if !certain {
		return nil
	}
	return vnets
}
