package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// unset names a variable of the root module that has no value; "" if all have one.
//
// Such a module is a part of something else: it is called from another repository,
// or gets its values where it is applied. Terraform asks for the variable before
// it evaluates anything.
func (r *run) unset() string {
	if r.unsetName == nil {
		name := ""
		for _, candidate := range sortedKeys(r.root.module.Variables) {
			if _, given := r.inputs[candidate]; !given && r.root.module.Variables[candidate].Default == nil {
				name = candidate
				break
			}
		}
		r.unsetName = &name
	}
	return *r.unsetName
}

// amiss says that a value cannot be worked out. That is an error, but for a root
// module with variables that have no value: what it makes of the defaults of the
// others, such as null, proves nothing, because whoever gives the one value may
// give the others, too.
func (r *run) amiss(at source.Range, message string) {
	if name := r.unset(); name != "" {
		r.note(at, fmt.Sprintf("%s Variables of this configuration have no value here, such as var.%s; with all of them it may be right.", message, name))
		return
	}
	r.fail(at, message)
}

// misfit says that the value of a variable does not fit its type. What a default or
// a value that somebody gave for the root module is does not depend on anything.
func (s *scope) misfit(at source.Range, message string) {
	if s.parent == nil {
		s.fail(at, message)
		return
	}
	s.amiss(at, message)
}

// amissIn does as amiss for what hcl says of the evaluation of an expression.
func (r *run) amissIn(m *module.Module, diags hcl.Diagnostics) {
	eachError(m, diags, func(at source.Range, d *hcl.Diagnostic) {
		if isStatic(d) {
			r.fail(at, sentence(d))
		} else {
			r.amiss(at, sentence(d))
		}
	})
}

// isStatic reports whether an error is one whatever the values are: a call of a
// function that there is not, or not in this form.
func isStatic(d *hcl.Diagnostic) bool {
	switch d.Summary {
	case tooManySteps, tooManyParts, tooLong, tooMuchText:
		return true
	case "Call to unknown function", "Not enough function arguments", "Too many function arguments":
		return true
	}
	return false
}
