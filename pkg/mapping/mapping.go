// Package mapping turns the resources of a configuration into the network model.
// Each of its mappings knows the resources of one kind: azurerm those of the
// Terraform provider of that name, resourcemanager those of Azure Resource
// Manager, in whatever they are written. Both build one model, so that an app
// written in one way is found on a plan written in the other.
package mapping

import (
	"slices"

	"maps"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/azurerm"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/mapping/resourcemanager"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// mapping is what a package of mappings offers.
type mapping struct {
	wants   func(typ string) bool
	enter   func(*index.Index, *iac.Resource) bool
	skipped map[string]bool
}

// mappings are asked in turn; the first that knows a resource maps it.
var mappings = []mapping{
	{azurerm.Wants, azurerm.Map, azurerm.Skipped},
	{resourcemanager.Wants, resourcemanager.Map, resourcemanager.Skipped},
}

// Build makes the model of a configuration, and the model of what is there before
// the change: nil where the input does not tell that. A resource that is being
// destroyed is only in the latter, one that is being created only in the former.
// The errors are values that could not be read.
func Build(root *iac.Root) (model, before *network.Model, errs []*source.Error) {
	model, errs = build(root, false)
	switch {
	case !root.HasBefore:
	case slices.ContainsFunc(root.Resources, wasThere):
		before, _ = build(root, true) // what was there before is not for the user to mend
	default:
		before = &network.Model{Incomplete: root.Incomplete}
	}
	return model, before, errs
}

func wasThere(r *iac.Resource) bool { return !r.Change.Before.IsNull() }

func build(root *iac.Root, before bool) (*network.Model, []*source.Error) {
	x := index.Build(root, before, enter)
	return x.Model, source.Distinct(x.Errors) // a mapping may read a value twice
}

func enter(x *index.Index, r *iac.Resource) {
	for _, m := range mappings {
		if m.enter(x, r) {
			return
		}
	}
}

// Interest tells a front end which resources and attributes the mappings read.
func Interest() iac.Interest {
	interest := iac.Interest{
		Types: func(typ string) bool {
			for _, m := range mappings {
				if m.wants(typ) {
					return true
				}
			}
			return false
		},
		Skip: map[string]bool{},
	}
	for _, m := range mappings {
		maps.Copy(interest.Skip, m.skipped)
	}
	return interest
}

// ProviderMajor tells the major version of a Terraform provider from a type and
// the attributes that its resources have; 0 if they do not tell.
func ProviderMajor(typ string, has func(attribute string) bool) int {
	return azurerm.MajorOf(typ, has)
}
