package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// call is the body of a function. Arguments may be unknown or marked where the
// parameters say so.
type call func(args []cty.Value) (cty.Value, error)

// plain builds a function over known, unmarked arguments; the marks of all
// arguments go to the result as a whole.
func plain(ret cty.Type, params []function.Parameter, more *function.Parameter, body call) function.Function {
	spec := &function.Spec{
		Params:   params,
		VarParam: more,
		Type:     function.StaticReturnType(ret),
		Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return body(args) },
	}
	if ret != cty.DynamicPseudoType {
		spec.RefineResult = func(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
	}
	return function.New(spec)
}

// exact builds a function that sees its arguments as they are, with marks and
// unknowns, and decides about its result itself.
func exact(params []function.Parameter, more *function.Parameter, body call) function.Function {
	for i := range params {
		params[i] = seen(params[i])
	}
	if more != nil {
		m := seen(*more)
		more = &m
	}
	return function.New(&function.Spec{
		Params:   params,
		VarParam: more,
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return body(args) },
	})
}

func seen(p function.Parameter) function.Parameter {
	p.AllowMarked, p.AllowUnknown, p.AllowDynamicType = true, true, true
	return p
}

// param describes a parameter that takes no null.
func param(name string, ty cty.Type) function.Parameter {
	return function.Parameter{Name: name, Type: ty}
}

// nullable describes a parameter that takes null.
func nullable(name string, ty cty.Type) function.Parameter {
	return function.Parameter{Name: name, Type: ty, AllowNull: true, AllowDynamicType: true}
}

func params(ps ...function.Parameter) []function.Parameter { return ps }

func more(p function.Parameter) *function.Parameter { return &p }

// text builds a function from one string to another.
func text(name string, body func(s string) (string, error)) function.Function {
	return plain(cty.String, params(param(name, cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		s, err := body(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.StringVal(s), nil
	})
}

// list returns a list of the elements, also of none.
func list(ety cty.Type, elements []cty.Value) cty.Value {
	if len(elements) == 0 {
		return cty.ListValEmpty(ety)
	}
	return cty.ListVal(elements)
}

func isSequence(ty cty.Type) bool { return ty.IsListType() || ty.IsTupleType() || ty.IsSetType() }
