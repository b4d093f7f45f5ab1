package standin

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// zero is what the SDK makes of null: "", 0, false or an empty collection.
func zero(t cty.Type) cty.Value {
	switch {
	case t == cty.String:
		return cty.StringVal("")
	case t == cty.Number:
		return cty.Zero
	case t == cty.Bool:
		return cty.False
	case t.IsCollectionType():
		return emptyCollection(t)
	}
	return cty.NullVal(t)
}

func emptyCollection(t cty.Type) cty.Value {
	switch {
	case t.IsListType():
		return cty.ListValEmpty(t.ElementType())
	case t.IsSetType():
		return cty.SetValEmpty(t.ElementType())
	}
	return cty.MapValEmpty(t.ElementType())
}

// withZeroes replaces every null in an object by its zero value, unless there is
// nothing else in it.
func withZeroes(block *schema.Block, object cty.Value) cty.Value {
	if allNull(object) {
		return object
	}
	values := make(map[string]cty.Value, len(block.Attributes)+len(block.Blocks))
	for name, attr := range block.Attributes {
		v := object.GetAttr(name)
		switch {
		case v.IsNull():
			v = zero(attr.Type)
		case attr.Elem != nil:
			v = elementsWithZeroes(attr.Elem, v)
		}
		values[name] = v
	}
	for name, nested := range block.Blocks {
		v := object.GetAttr(name)
		if v.IsNull() {
			v = zero(nested.ImpliedType())
		}
		values[name] = elementsWithZeroes(nested.Block, v)
	}
	return cty.ObjectVal(values)
}

func allNull(object cty.Value) bool {
	for _, v := range object.AsValueMap() {
		if !v.IsNull() {
			return false
		}
	}
	return true
}

func elementsWithZeroes(block *schema.Block, collection cty.Value) cty.Value {
	if collection.LengthInt() == 0 {
		return collection
	}
	elements := collection.AsValueSlice()
	for i, v := range elements {
		elements[i] = withZeroes(block, v)
	}
	return collectionOf(collection.Type(), elements)
}

// collectionOf puts elements together to a list or set of a type.
func collectionOf(t cty.Type, elements []cty.Value) cty.Value {
	switch {
	case len(elements) == 0:
		return emptyCollection(t)
	case t.IsSetType():
		return cty.SetVal(elements)
	}
	return cty.ListVal(elements)
}

func isZeroString(v cty.Value) bool {
	return !v.IsNull() && v.Type() == cty.String && v.AsString() == ""
}

// isZero reports whether the SDK sees nothing in a value.
func isZero(v cty.Value) bool {
	if v.IsNull() {
		return true
	}
	if !v.IsKnown() {
		return false
	}
	switch t := v.Type(); {
	case t.IsPrimitiveType(), t.IsCollectionType():
		return v.RawEquals(zero(t))
	}
	return false
}

// equivalent reports whether the SDK sees no difference between two values of
// one type: null and zero are the same to it. Neither value has to be known.
func equivalent(a, b cty.Value) bool {
	switch {
	case a.RawEquals(b), isZero(a) && isZero(b):
		return true
	case a.IsNull() || b.IsNull() || !a.IsKnown() || !b.IsKnown():
		return false
	}
	switch t := a.Type(); {
	case t.IsObjectType():
		for name := range t.AttributeTypes() {
			if !equivalent(a.GetAttr(name), b.GetAttr(name)) {
				return false
			}
		}
		return true
	case t.IsListType(), t.IsSetType():
		return matchElements(a, b, equivalent)
	}
	return false
}

// matchElements compares the elements of lists in order and of sets in any order.
func matchElements(a, b cty.Value, same func(a, b cty.Value) bool) bool {
	as, bs := a.AsValueSlice(), b.AsValueSlice()
	if a.Type().IsListType() {
		return slices.EqualFunc(as, bs, same)
	}
	if len(as) != len(bs) {
		return false
	}
	for _, v := range as {
		i := slices.IndexFunc(bs, func(w cty.Value) bool { return same(v, w) })
		if i < 0 {
			return false
		}
		bs = slices.Delete(bs, i, i+1)
	}
	return true
}

func containsEqual(values []cty.Value, v cty.Value) bool {
	for _, w := range values {
		if w.RawEquals(v) {
			return true
		}
	}
	return false
}

// hasUnknownElement reports whether an element as a whole is unknown.
func hasUnknownElement(collection cty.Value) bool {
	if collection.IsNull() {
		return false
	}
	for _, v := range collection.AsValueSlice() {
		if !v.IsKnown() {
			return true
		}
	}
	return false
}
