package config

import (
	"cmp"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// Where a value comes from travels with it as marks, through locals, functions,
// module arguments and outputs. At the border to package iac they become an
// origin. Besides the marks below there are those of package functions.

// reference marks a value that is an attribute of a resource instance.
type reference struct{ address, attribute string }

// pin marks an unknown value with what decides it: "var.subnet_id".
type pin string

// other marks a value that may also be one that comes from nowhere, such as the
// null of a conditional whose condition is unknown.
type other struct{}

// unknown returns an unknown value of a type with the name of what decides it.
func unknown(t cty.Type, by string) cty.Value { return cty.UnknownVal(t).Mark(pin(by)) }

// originOf makes an origin of the marks of a value; nil if they tell nothing.
func originOf(marks cty.ValueMarks) *iac.Origin {
	o := &iac.Origin{}
	var pins []string
	closed := true
	for mark := range marks {
		switch m := mark.(type) {
		case reference:
			o.References = append(o.References, iac.Reference{Address: m.address, Attribute: m.attribute})
		case pin:
			pins = append(pins, string(m))
		case other:
			closed = false
		case functions.Unread:
			pins = append(pins, m.Path+": "+m.Why)
		default:
			if mark == functions.Derived {
				o.Derived = true
			}
		}
	}
	slices.SortFunc(o.References, func(a, b iac.Reference) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Attribute, b.Attribute))
	})
	switch {
	case len(pins) > 0:
		o.Pin = slices.Min(pins)
	case len(o.References) > 0:
		o.Pin = o.References[0].Address
		if a := o.References[0].Attribute; a != "" {
			o.Pin += "." + a
		}
	default:
		return nil
	}
	o.Closed = closed && len(pins) == 0 && len(o.References) > 0
	return o
}

// settle returns a value as something that decides without being handed on, such
// as a condition, an index or the key of an object: of a known one only the
// secrecy stays, and an unknown one keeps the names of what decides it.
func settle(v cty.Value) cty.Value {
	if !v.ContainsMarked() {
		return v
	}
	known := v.IsWhollyKnown()
	v, marks := v.UnmarkDeep()
	return v.WithMarks(settled(marks, known))
}

func settled(marks cty.ValueMarks, known bool) cty.ValueMarks {
	out := make(cty.ValueMarks, len(marks))
	for mark := range marks {
		switch m := mark.(type) {
		case reference:
			if !known {
				out[pin(m.address+"."+m.attribute)] = struct{}{}
			}
		case pin, functions.Unread:
			if !known {
				out[mark] = struct{}{}
			}
		case other:
		default:
			if mark == functions.Sensitive {
				out[mark] = struct{}{}
			}
		}
	}
	return out
}

func hasReference(marks cty.ValueMarks) bool {
	for mark := range marks {
		if _, ok := mark.(reference); ok {
			return true
		}
	}
	return false
}

// isSensitive reports whether a value, apart from what is below it, must not be
// printed.
func isSensitive(marks cty.ValueMarks) bool {
	_, sensitive := marks[functions.Sensitive]
	return sensitive
}

// referred returns a value as it is seen through an attribute of a resource: all
// that is known of where it comes from is that attribute. What is secret stays so.
func referred(v cty.Value, address, attribute string) cty.Value {
	bare, marks := v.Unmark()
	keep := make(cty.ValueMarks, 2)
	if isSensitive(marks) {
		keep[functions.Sensitive] = struct{}{}
	}
	t := bare.Type()
	switch {
	case bare.IsNull() || !bare.IsKnown() || t.IsPrimitiveType():
		keep[reference{address, attribute}] = struct{}{}
	case t.IsObjectType() || t.IsMapType():
		members := bare.AsValueMap()
		for name, member := range members {
			members[name] = referred(member, address, attribute+"."+name)
		}
		bare = rebuilt(t, members, nil)
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		elements := bare.AsValueSlice()
		for i, element := range elements {
			elements[i] = referred(element, address, attribute+indexStep(i))
		}
		bare = rebuilt(t, nil, elements)
	}
	return bare.WithMarks(keep)
}

// rebuilt puts a value together from its members or elements again, of which
// only the marks have changed.
func rebuilt(t cty.Type, members map[string]cty.Value, elements []cty.Value) cty.Value {
	switch {
	case t.IsObjectType():
		return cty.ObjectVal(members)
	case t.IsTupleType():
		return cty.TupleVal(elements)
	case len(members)+len(elements) == 0:
		return empty(t)
	case t.IsMapType():
		return cty.MapVal(members)
	case t.IsSetType():
		return cty.SetVal(elements)
	}
	return cty.ListVal(elements)
}

func empty(t cty.Type) cty.Value {
	switch {
	case t.IsMapType():
		return cty.MapValEmpty(t.ElementType())
	case t.IsSetType():
		return cty.SetValEmpty(t.ElementType())
	case t.IsListType():
		return cty.ListValEmpty(t.ElementType())
	}
	return cty.NullVal(t)
}
