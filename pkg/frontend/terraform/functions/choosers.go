package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

// lookupFunction hands on the one element, whatever is unknown beside it.
func lookupFunction() function.Function {
	return exact(params(param("inputMap", cty.DynamicPseudoType), param("key", cty.String)),
		more(nullable("default", cty.DynamicPseudoType)),
		func(args []cty.Value) (cty.Value, error) {
			m, marks := args[0].Unmark()
			key, keyMarks := args[1].Unmark()
			if len(args) > 3 {
				return cty.NilVal, errors.New("lookup takes two or three arguments")
			}
			l := lookup{m: m, key: key, args: args}
			v, err := l.find()
			if err != nil {
				return cty.NilVal, err
			}
			return v.WithMarks(marks, keyMarks), nil
		})
}

type lookup struct {
	m, key cty.Value
	args   []cty.Value
}

func (l lookup) find() (cty.Value, error) {
	switch ty := l.m.Type(); {
	case ty == cty.DynamicPseudoType:
		return undecided(ty, l.args...), nil
	case ty.IsObjectType():
		return l.inObject(ty)
	case ty.IsMapType():
		return l.inMap(ty.ElementType())
	}
	return cty.NilVal, function.NewArgErrorf(0, "must be a map or an object")
}

func (l lookup) inObject(ty cty.Type) (cty.Value, error) {
	if !l.key.IsKnown() {
		return undecided(cty.DynamicPseudoType, l.args...), nil
	}
	if name := l.key.AsString(); ty.HasAttribute(name) {
		return l.m.GetAttr(name), nil
	}
	if len(l.args) == 3 {
		return l.args[2], nil
	}
	return cty.NilVal, function.NewArgErrorf(0, "the object has no attribute of this name, and no default is given")
}

func (l lookup) inMap(ety cty.Type) (cty.Value, error) {
	other := cty.NilVal
	if len(l.args) == 3 {
		v, err := convert.Convert(l.args[2], ety)
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(2, "must have the type of the map's elements")
		}
		other = v
	}
	if !l.m.IsKnown() || !l.key.IsKnown() {
		return undecided(ety, l.args...), nil
	}
	switch {
	case l.m.HasIndex(l.key).True():
		return l.m.Index(l.key), nil
	case other != cty.NilVal:
		return other, nil
	}
	return cty.NilVal, function.NewArgErrorf(1, "the map has no such key, and no default is given")
}

// elementFunction counts beyond the end from the beginning again, and below
// zero from the end.
func elementFunction() function.Function {
	return exact(params(param("list", cty.DynamicPseudoType), param("index", cty.Number)), nil,
		func(args []cty.Value) (cty.Value, error) {
			v, marks := args[0].Unmark()
			index, indexMarks := args[1].Unmark()
			out, err := element(v, index)
			if err != nil {
				return cty.NilVal, err
			}
			return out.WithMarks(marks, indexMarks), nil
		})
}

func element(v, index cty.Value) (cty.Value, error) {
	ty := v.Type()
	if ty == cty.DynamicPseudoType {
		return cty.DynamicVal, nil
	}
	if !ty.IsListType() && !ty.IsTupleType() {
		return cty.NilVal, function.NewArgErrorf(0, "cannot read elements from %s", ty.FriendlyName())
	}
	ety := cty.DynamicPseudoType
	if ty.IsListType() {
		ety = ty.ElementType()
	}
	i := 0
	if index.IsKnown() {
		if err := gocty.FromCtyValue(index, &i); err != nil {
			return cty.NilVal, function.NewArgErrorf(1, "must be a whole number")
		}
	}
	n, ok := knownLength(v)
	if ok && n == 0 {
		return cty.NilVal, function.NewArgErrorf(0, "cannot read an element of an empty list")
	}
	if !ok || (n > 1 && !index.IsKnown()) {
		return undecided(ety, elements(v)...), nil
	}
	return v.Index(cty.NumberIntVal(int64((i%n + n) % n))), nil
}

// elements returns the elements of an unmarked sequence, none if it is unknown.
func elements(v cty.Value) []cty.Value {
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	return v.AsValueSlice()
}

// oneFunction returns the only element, and null if there is none.
func oneFunction() function.Function {
	return exact(params(param("list", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		ty, ety := v.Type(), cty.DynamicPseudoType
		if ty == cty.DynamicPseudoType {
			return cty.DynamicVal.WithMarks(marks), nil
		}
		if !isSequence(ty) {
			return cty.NilVal, function.NewArgErrorf(0, "must be a list, set or tuple with zero or one elements")
		}
		if !ty.IsTupleType() {
			ety = ty.ElementType()
		}
		n, ok := knownLength(v)
		switch {
		case !ok && v.IsKnown() || !ok && v.Range().LengthLowerBound() <= 1:
			return undecided(ety, elements(v)...).WithMarks(marks), nil
		case !ok || n > 1:
			return cty.NilVal, function.NewArgErrorf(0, "must be a list, set or tuple with zero or one elements")
		case n == 0:
			return cty.NullVal(ety).WithMarks(marks), nil
		case !v.IsKnown():
			return cty.UnknownVal(ty.TupleElementType(0)).WithMarks(marks), nil
		}
		return v.AsValueSlice()[0].WithMarks(marks), nil
	})
}
