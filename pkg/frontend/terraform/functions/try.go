package functions

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func tryEntries() map[string]entry {
	return map[string]entry{
		"try": chosen(tryFunction()),
		"can": chosen(canFunction()),
	}
}

// Each expression is evaluated once. HCL's own try evaluates it once for the
// type and once for the value, which doubles the time with each level of
// nesting.

func tryFunction() function.Function {
	p := function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType}
	return exact(nil, more(p), func(args []cty.Value) (cty.Value, error) {
		if len(args) == 0 {
			return cty.NilVal, errors.New("at least one argument is required")
		}
		var unsure []cty.Value
		var failed hcl.Diagnostics
		for _, arg := range args {
			closure := customdecode.ExpressionClosureFromVal(arg)
			v, diags := closure.Value()
			if diags.HasErrors() {
				failed = append(failed, diags...)
				continue
			}
			unsure = append(unsure, v)
			if v.IsWhollyKnown() || certain(closure) {
				break
			}
		}
		switch len(unsure) {
		case 0:
			return cty.NilVal, errors.New("no expression succeeded: " + failed.Error())
		case 1:
			return onlyChoice(args, unsure[0]), nil
		}
		return undecided(cty.DynamicPseudoType, unsure...), nil
	})
}

// onlyChoice returns the value of the one expression that may succeed. Its
// type may still change if it is not certain that it will.
func onlyChoice(args []cty.Value, v cty.Value) cty.Value {
	if v.IsWhollyKnown() {
		return v
	}
	for _, arg := range args {
		closure := customdecode.ExpressionClosureFromVal(arg)
		if certain(closure) {
			return v
		}
	}
	return cty.DynamicVal.WithMarks(marksOf(v))
}

func canFunction() function.Function {
	p := function.Parameter{Name: "expression", Type: customdecode.ExpressionClosureType}
	return exact(params(p), nil, func(args []cty.Value) (cty.Value, error) {
		closure := customdecode.ExpressionClosureFromVal(args[0])
		v, diags := closure.Value()
		switch {
		case diags.HasErrors():
			return cty.False, nil
		case v.IsWhollyKnown() || certain(closure):
			return cty.True, nil
		}
		return cty.UnknownVal(cty.Bool).RefineNotNull().WithMarks(marksOf(v)), nil
	})
}

// certain reports whether an expression that gave an unknown value will still
// succeed when the value is known: it is a reference, and each step of it goes
// through something that is known, up to the value itself.
func certain(c *customdecode.ExpressionClosure) bool {
	traversal, diags := hcl.AbsTraversalForExpr(c.Expression)
	if diags.HasErrors() {
		return false
	}
	if _, ok := c.Expression.(*hclsyntax.LiteralValueExpr); ok {
		return false
	}
	for n := 1; n < len(traversal); n++ {
		v, diags := traversal[:n].TraverseAbs(c.EvalContext)
		if diags.HasErrors() || !through(v) {
			return false
		}
	}
	return true
}

// through reports whether a step out of a value is certain. That of an object
// is, even if the object is unknown, unless it may be null.
func through(v cty.Value) bool {
	v, _ = v.Unmark()
	if v.IsKnown() {
		return true
	}
	ty := v.Type()
	return (ty.IsObjectType() || ty.IsTupleType()) && v.Range().DefinitelyNotNull()
}
