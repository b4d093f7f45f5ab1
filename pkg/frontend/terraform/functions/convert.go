package functions

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// manyElements is from how many elements on a tuple or object is converted here.
// Package convert compares the types of all elements with each other, so that it
// takes a second for ten thousand of them and minutes for a hundred thousand.
const manyElements = 200

// maxMixed bounds the elements of different types that have to be compared.
const maxMixed = 10_000

var errMixed = errors.New("there are more than 10,000 elements of different types")

// Convert converts a value to a type as package convert does, and takes a time
// that grows no faster than the value.
func Convert(v cty.Value, want cty.Type) (cty.Value, error) {
	if err := numbersFit(v, want); err != nil {
		return cty.NilVal, err
	}
	v, err := gathered(v, want)
	if err != nil {
		return cty.NilVal, err
	}
	return convert.Convert(v, want)
}

// numbersFit refuses numbers that are too long, and texts from which such are to be read.
func numbersFit(v cty.Value, want cty.Type) error {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() || !hasNumbers(want) {
		return nil
	}
	if want == cty.Number {
		if v.Type() == cty.Number {
			return checkNumber(v)
		}
		return convertible(v, want)
	}
	if !v.CanIterateElements() {
		return nil
	}
	of := cty.NilType
	if want.IsCollectionType() {
		of = want.ElementType()
	}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		t := of
		if want.IsObjectType() && key.Type() == cty.String && want.HasAttribute(key.AsString()) {
			t = want.AttributeType(key.AsString())
		} else if i, ok := position(key, want); ok {
			t = want.TupleElementType(i)
		}
		if t == cty.NilType {
			continue
		}
		if err := numbersFit(element, t); err != nil {
			return err
		}
	}
	return nil
}

// position is the place of an element in a tuple type that has it.
func position(key cty.Value, want cty.Type) (int, bool) {
	if !want.IsTupleType() || key.Type() != cty.Number {
		return 0, false
	}
	i, _ := key.AsBigFloat().Int64()
	return int(i), int(i) < want.Length()
}

// hasNumbers reports whether a type is that of numbers or of something that holds some.
func hasNumbers(t cty.Type) bool {
	switch {
	case t.IsCollectionType():
		return hasNumbers(t.ElementType())
	case t.IsTupleType():
		return slices.ContainsFunc(t.TupleElementTypes(), hasNumbers)
	case t.IsObjectType():
		for _, a := range t.AttributeTypes() {
			if hasNumbers(a) {
				return true
			}
		}
	}
	return t == cty.Number
}

// gathered makes lists, sets and maps of the long tuples and large objects in a
// value where the type wants them.
func gathered(v cty.Value, want cty.Type) (cty.Value, error) {
	bare, marks := v.Unmark()
	if bare.IsNull() || !bare.IsKnown() {
		return v, nil
	}
	t := bare.Type()
	switch {
	case t.IsTupleType() && (want.IsListType() || want.IsSetType()) || t.IsObjectType() && want.IsMapType():
		out, err := gather(bare, want)
		return out.WithMarks(marks), err
	case t.IsObjectType() && want.IsObjectType():
		out, err := gatheredMembers(bare, want)
		return out.WithMarks(marks), err
	}
	return v, nil
}

func gatheredMembers(v cty.Value, want cty.Type) (cty.Value, error) {
	members := v.AsValueMap()
	for name, member := range members {
		if !want.HasAttribute(name) {
			continue
		}
		out, err := gathered(member, want.AttributeType(name))
		if err != nil {
			return v, err
		}
		members[name] = out
	}
	return cty.ObjectVal(members), nil
}

// gather converts the elements of a tuple or object one by one.
func gather(v cty.Value, want cty.Type) (cty.Value, error) {
	of, n := want.ElementType(), v.LengthInt()
	if n < manyElements {
		return v, nil
	}
	if common, ok := commonType(v); ok && of == cty.DynamicPseudoType {
		of = common
	}
	switch {
	case !of.HasDynamicTypes():
		return collected(v, want, of)
	case n > maxMixed:
		return v, errMixed
	}
	return v, nil
}

// collected makes a collection of elements of a type of which all parts are known.
func collected(v cty.Value, want, of cty.Type) (cty.Value, error) {
	var elements []cty.Value
	members := map[string]cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		out, err := Convert(element, of)
		switch {
		case err != nil:
			return v, nil //nolint:nilerr // package convert says it better, with the path
		case want.IsMapType():
			members[key.AsString()] = out
		default:
			elements = append(elements, out)
		}
	}
	switch {
	case want.IsMapType() && cty.CanMapVal(members):
		return cty.MapVal(members), nil
	case want.IsSetType() && cty.CanSetVal(elements):
		return cty.SetVal(elements), nil
	case want.IsListType() && cty.CanListVal(elements):
		return cty.ListVal(elements), nil
	}
	return v, nil
}

// commonType is the type that all elements have, if there is one.
func commonType(v cty.Value) (cty.Type, bool) {
	common := cty.NilType
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		switch t := element.Type(); {
		case common == cty.NilType:
			common = t
		case !common.Equals(t):
			return cty.NilType, false
		}
	}
	return common, common != cty.NilType
}
