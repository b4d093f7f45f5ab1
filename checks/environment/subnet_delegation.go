package environment

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SubnetDelegation reports subnets of App Service Environments that are not
// delegated to them.
var SubnetDelegation = &lint.Check{
	Name:     "ase-subnet-delegation",
	Family:   "environment",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The environment's subnet is not delegated to App Service Environments",
	Why: "An App Service Environment v3 needs a subnet that is delegated to `Microsoft.Web/hostingEnvironments`. " +
		"`Microsoft.Web/serverFarms` is for the VNet integration of multitenant apps. Azure refuses to create the environment in any " +
		"other subnet.",
	Fix: "Delegate the subnet to `Microsoft.Web/hostingEnvironments`, and to nothing else.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#subnet-requirements",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			if !value.Is(env.Version, 3) || env.External {
				continue
			}
			candidates, _ := env.Subnet.Candidates()
			if env.Subnet.All(lacksDelegation) {
				reportDelegation(p, env, candidates)
				continue
			}
			for _, s := range candidates {
				if s.Delegations.IsUnknown() && !s.External {
					p.Undecide(s, s.Delegations.At(), s.Delegations.Why())
				}
			}
		}
	},
}

func reportDelegation(p *lint.Pass, env *network.Environment, candidates []*network.Subnet) {
	subnet := candidates[0]
	message := fmt.Sprintf("Subnet %q is %s, but App Service Environment %q is created in it. "+
		"Azure refuses that until the subnet is delegated to %s. Make that its one delegation.",
		subnet.Label(), delegatedTo(subnet), env.Label(), azure.DelegationHostingEnvironments)
	if len(candidates) > 1 || subnet.External {
		p.Report(env, message, lint.At(env.Subnet.At()), lint.Also(subnet, "the subnet"))
		return
	}
	p.Report(subnet, message, lint.At(subnet.Delegations.At()), lint.Also(env, "the environment"), delegate(subnet))
}

// lacksDelegation reports whether a subnet is certainly not delegated to App
// Service Environments. Of a subnet that is only read, a delegation may be out of
// sight.
func lacksDelegation(s *network.Subnet) bool {
	delegations, known := s.Delegations.Get()
	if !known || len(delegations) == 0 {
		return !s.External && (known || s.Delegations.IsAbsent())
	}
	return !slices.ContainsFunc(delegations, func(d string) bool {
		return azure.SameDelegation(d, azure.DelegationHostingEnvironments)
	})
}

func delegatedTo(s *network.Subnet) string {
	delegations, _ := s.Delegations.Get()
	switch {
	case len(delegations) == 0:
		return "not delegated"
	case s.Delegations.IsSensitive():
		return "delegated to something else"
	}
	return "delegated to " + network.Enumerate(delegations)
}
