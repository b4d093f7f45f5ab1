package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// policyAssignment maps the assignments of policies to each scope.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/resource_group_policy_assignment
func policyAssignment(x *index.Index, a attributes) {
	p := &network.PolicyAssignment{Element: a.element(x)}
	x.Model.PolicyAssignments = append(x.Model.PolicyAssignments, p)
	x.Add(a.of.Resource, p, "")
}
