package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// presence is what is known of whether a value counts for coalesce and compact.
type presence uint8

const (
	perhaps presence = iota
	present
	missing
)

// presenceOf tells whether a value is neither null nor the empty string. An
// unknown string that is never null counts as not empty if its beginning is
// known or if it comes from a resource: providers use null, not "", for what is
// not there.
func presenceOf(v cty.Value) presence {
	plain, _ := v.Unmark()
	if plain.IsKnown() {
		if plain.IsNull() || (plain.Type() == cty.String && plain.AsString() == "") {
			return missing
		}
		return present
	}
	if plain.Type() == cty.DynamicPseudoType || !plain.Range().DefinitelyNotNull() {
		return perhaps
	}
	if plain.Type() == cty.String && plain.Range().StringPrefix() == "" && !fromResource(v) {
		return perhaps
	}
	return present
}

func coalesceFunction() function.Function {
	return exact(nil, more(nullable("vals", cty.DynamicPseudoType)), func(args []cty.Value) (cty.Value, error) {
		types := make([]cty.Type, len(args))
		for i, arg := range args {
			types[i] = arg.Type()
		}
		ty, _ := convert.UnifyUnsafe(types)
		if ty == cty.NilType {
			return cty.NilVal, errors.New("all arguments must have the same type")
		}
		for i, arg := range args {
			v, err := convert.Convert(arg, ty)
			if err != nil {
				return cty.NilVal, function.NewArgError(i, err)
			}
			switch presenceOf(v) {
			case present:
				return v, nil
			case perhaps:
				return undecided(ty, until(args[i:], presenceOf)...), nil
			case missing:
			}
		}
		return cty.NilVal, errors.New("no argument is neither null nor an empty string")
	})
}

// until returns the values up to the first that is certainly present.
func until(args []cty.Value, of func(cty.Value) presence) []cty.Value {
	for i, arg := range args {
		if of(arg) == present {
			return args[:i+1]
		}
	}
	return args
}

func coalesceListFunction() function.Function {
	return exact(nil, more(nullable("vals", cty.DynamicPseudoType)), func(args []cty.Value) (cty.Value, error) {
		if len(args) == 0 {
			return cty.NilVal, errors.New("at least one argument is required")
		}
		for i, arg := range args {
			ty := arg.Type()
			if dynamic := ty == cty.DynamicPseudoType && !arg.IsKnown(); dynamic {
				break
			}
			if !ty.IsListType() && !ty.IsTupleType() {
				return cty.NilVal, function.NewArgErrorf(i, "must be a list or tuple")
			}
		}
		for i, arg := range args {
			switch filled(arg) {
			case present:
				return arg, nil
			case perhaps:
				return undecided(cty.DynamicPseudoType, until(args[i:], filled)...), nil
			case missing:
			}
		}
		return cty.NilVal, errors.New("no argument has elements")
	})
}

// filled tells whether a list has elements.
func filled(v cty.Value) presence {
	v, _ = v.Unmark()
	if v.IsKnown() && v.IsNull() {
		return missing
	}
	if n, ok := knownLength(v); ok && (v.IsKnown() || n == 0) {
		if n == 0 {
			return missing
		}
		return present
	}
	if v.Type().IsCollectionType() && v.Range().DefinitelyNotNull() && v.Range().LengthLowerBound() > 0 {
		return present
	}
	return perhaps
}

func compactFunction() function.Function {
	return exact(params(param("list", cty.List(cty.String))), nil, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if !v.IsKnown() {
			return cty.UnknownVal(v.Type()).RefineNotNull(), nil
		}
		var keep []cty.Value
		unsure := 0
		for _, element := range elements(v) {
			switch presenceOf(element) {
			case present:
				keep = append(keep, element)
			case perhaps:
				unsure++
			case missing:
			}
		}
		if unsure > 0 {
			return cty.UnknownVal(v.Type()).Refine().NotNull().
				CollectionLengthLowerBound(len(keep)).CollectionLengthUpperBound(len(keep) + unsure).NewValue(), nil
		}
		return list(cty.String, keep).WithMarks(marks), nil
	})
}
