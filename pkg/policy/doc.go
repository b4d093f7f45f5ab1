// Package policy reads rules that users write themselves, and makes checks of them:
//
//	policy "app-in-europe" {
//	  for     = app
//	  where   = app.kind == "web"
//	  assert  = contains(["westeurope", "northeurope"], app.location)
//	  message = "Web app \"${app.name}\" is in ${app.location}."
//	}
//
// Expressions are those of HCL over the attributes of one part of the network model,
// which the tables of this package list with their types and meaning. They are as
// three-valued as every check: what depends on a value that is not known yet is
// undecided, and never a finding. Nothing in an expression reads files, opens the
// network, or sees app settings, and what it may cost is bounded.
package policy
