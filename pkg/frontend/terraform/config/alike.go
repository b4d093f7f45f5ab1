package config

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// The branches of a conditional become one type. For long tuples of different
// lengths, and for large objects of different members, hcl compares the types of
// all elements with each other, which takes minutes for a hundred thousand.

const (
	// manyElements is from how many elements on branches are made alike here.
	manyElements = 200
	// maxDifferent bounds the elements of branches that can not be.
	maxDifferent = 10_000
)

// alike makes the collections of branches that hcl would make of them.
func alike(a, b cty.Value) (cty.Value, cty.Value) {
	want := collectionFor(a.Type(), b.Type())
	if want == cty.NilType {
		return a, b
	}
	first, err := functions.Convert(a, want)
	if err != nil {
		return a, b
	}
	second, err := functions.Convert(b, want)
	if err != nil {
		return a, b
	}
	return first, second
}

// tooDifferent reports whether branches would take too long to make alike.
func tooDifferent(a, b cty.Value) bool {
	if size(a.Type())+size(b.Type()) <= maxDifferent || collectionFor(a.Type(), b.Type()) == cty.NilType {
		return false
	}
	first, second := alike(a, b)
	return !first.Type().IsCollectionType() || !second.Type().IsCollectionType()
}

// collectionFor is the type that large branches of different types become.
func collectionFor(a, b cty.Type) cty.Type {
	n := size(a)
	switch {
	case max(n, size(b)) < manyElements:
	case a.IsTupleType() && b.IsTupleType() && n != size(b):
		return cty.List(cty.DynamicPseudoType)
	case a.IsObjectType() && b.IsObjectType() && !sameMembers(a, b):
		return cty.Map(cty.DynamicPseudoType)
	}
	return cty.NilType
}

func size(t cty.Type) int {
	switch {
	case t.IsTupleType():
		return t.Length()
	case t.IsObjectType():
		return len(t.AttributeTypes())
	}
	return 0
}

func sameMembers(a, b cty.Type) bool {
	if size(a) != size(b) {
		return false
	}
	for name := range a.AttributeTypes() {
		if !b.HasAttribute(name) {
			return false
		}
	}
	return true
}
