package iac

import (
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Kind is the shape of a Value.
type Kind uint8

// The kinds. Null is the zero value: not written, or written as null.
const (
	Null Kind = iota
	Unknown
	Bool
	Number
	String
	List
	Object
)

func (k Kind) String() string {
	return [...]string{"nothing", "an unknown value", "a bool", "a number", "a string", "a list", "an object"}[k]
}

// Value is one node of the tree that a front end read: the same for a plan,
// evaluated HCL, and an evaluated ARM template. Each node knows where it was
// written, whether it is sensitive and, if it is unknown or an identifier, which
// resources it comes from. A Value is immutable once built, and small, as there
// are millions of them.
type Value struct {
	kind      Kind
	sensitive bool
	secrets   bool // List, Object: something below is sensitive
	unknowns  bool // List, Object: something below is unknown
	byDefault bool
	open      bool   // Object: there may be more members
	scalar    string // Bool: "true" or "false"; Number: its literal; String: its text
	node      *node  // List, Object
	place     *place // nil for nowhere
}

// place tells where a value was written and where it comes from. Values of one
// place share it.
type place struct {
	value.Place // why is the Pin of the origin
	origin      *Origin
}

type node struct {
	keys  []string // Object only, parallel to items
	items []Value
}

// Origin tells where a value comes from: which resources' attributes it was
// computed from. It survives where the value itself is unknown until apply.
type Origin struct {
	// References are the instances that the value may come from.
	References []Reference
	// Closed is set if the value comes from one of References and nothing else.
	// Where it is not, a reference is a hint that proves nothing.
	Closed bool
	// Derived is set if the value is made from the references rather than being
	// one of them, as in "${azurerm_virtual_network.v.id}/subnets/web".
	Derived bool
	// Guessed is set if the front end does not see what the value is made of, and
	// References are all that it can be made of. That one of them is among them tells
	// nothing of its use then.
	Guessed bool
	// Pin names what decides the value, in the words of the configuration, such
	// as "var.subnet_id" or "azurerm_subnet.app.id".
	Pin string
}

// Reference names an attribute of a resource instance.
type Reference struct {
	// Address is that of the instance: azurerm_subnet.app["web"].
	Address string
	// Attribute is the path below it: id, subnet, private_service_connection[0].private_ip_address.
	Attribute string
}

// Place is where values were written. It makes values more cheaply than the
// functions that take a range, for a front end that has many of one place.
type Place struct{ place *place }

// PlaceOf returns the place at a range.
func PlaceOf(at source.Range) Place { return Place{&place{Place: value.PlaceOf(at, "")}} }

// Null returns a null written at the place.
func (p Place) Null() Value { return Value{place: p.place} }

// Unknown returns a value that is decided elsewhere, it is not known where.
func (p Place) Unknown() Value { return Value{kind: Unknown, place: p.place} }

// Bool returns a known bool.
func (p Place) Bool(v bool) Value {
	s := "false"
	if v {
		s = "true"
	}
	return Value{kind: Bool, scalar: s, place: p.place}
}

// Number returns a known number from its literal, such as 10 or 1e3.
func (p Place) Number(literal string) Value {
	return Value{kind: Number, scalar: literal, place: p.place}
}

// String returns a known string.
func (p Place) String(v string) Value { return Value{kind: String, scalar: v, place: p.place} }

// List returns a list; it keeps items.
func (p Place) List(items []Value) Value {
	return Value{kind: List, node: &node{items: items}, place: p.place}.summarized()
}

// Object returns an object; it keeps both slices, which are parallel. The first
// of several equal keys wins.
func (p Place) Object(keys []string, items []Value) Value {
	return Value{kind: Object, node: &node{keys: keys, items: items}, place: p.place}.summarized()
}

// NullValue returns a null written at a range.
func NullValue(at source.Range) Value { return PlaceOf(at).Null() }

// UnknownValue returns a value that is decided elsewhere; origin may be nil.
func UnknownValue(origin *Origin, at source.Range) Value {
	return Value{kind: Unknown, place: placeOf(at, origin)}
}

// BoolValue returns a known bool.
func BoolValue(v bool, at source.Range) Value { return PlaceOf(at).Bool(v) }

// NumberValue returns a known number from its literal, such as 10 or 1e3.
func NumberValue(literal string, at source.Range) Value { return PlaceOf(at).Number(literal) }

// StringValue returns a known string.
func StringValue(v string, at source.Range) Value { return PlaceOf(at).String(v) }

// ListValue returns a list; it keeps items.
func ListValue(items []Value, at source.Range) Value { return PlaceOf(at).List(items) }

// ObjectValue returns an object; it keeps both slices, which are parallel. The
// first of several equal keys wins.
func ObjectValue(keys []string, items []Value, at source.Range) Value {
	return PlaceOf(at).Object(keys, items)
}

// summarized notes what there is below the value, so that nobody need look.
func (v Value) summarized() Value {
	v.secrets, v.unknowns = false, false
	for i := range v.node.items {
		item := &v.node.items[i]
		v.secrets = v.secrets || item.sensitive || item.secrets
		v.unknowns = v.unknowns || item.kind == Unknown || item.unknowns
	}
	return v
}

// Sensitive returns the value with a mark that it must never be printed.
func (v Value) Sensitive() Value { v.sensitive = true; return v }

// ByDefault returns the value with a mark that nobody wrote it.
func (v Value) ByDefault() Value { v.byDefault = true; return v }

// Open returns the object with the mark that it may have other members, which are
// unknown.
func (v Value) Open() Value { v.open = true; return v }

// IsOpen reports whether an object may have members that are not seen.
func (v Value) IsOpen() bool { return v.open }

// From returns the value with an origin.
func (v Value) From(origin *Origin) Value {
	v.place = placeOf(v.At(), origin)
	return v
}

func placeOf(at source.Range, origin *Origin) *place {
	why := ""
	if origin != nil {
		why = origin.Pin
	}
	return &place{Place: value.PlaceOf(at, why), origin: origin}
}

// WrittenAt returns the value with the range that wrote it.
func (v Value) WrittenAt(at source.Range) Value {
	v.place = placeOf(at, v.Origin())
	return v
}

// Kind returns the value's kind.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether nothing is written.
func (v Value) IsNull() bool { return v.kind == Null }

// IsUnknown reports whether the value as a whole is decided elsewhere.
func (v Value) IsUnknown() bool { return v.kind == Unknown }

// IsSensitive reports whether the value must not be printed.
func (v Value) IsSensitive() bool { return v.sensitive }

// HasSecrets reports whether the value or anything below it is sensitive.
func (v Value) HasSecrets() bool { return v.sensitive || v.secrets }

// HasUnknowns reports whether the value or anything below it is unknown.
func (v Value) HasUnknowns() bool { return v.kind == Unknown || v.unknowns }

// IsDefault reports whether nobody wrote the value.
func (v Value) IsDefault() bool { return v.byDefault }

// Origin returns where the value comes from, or nil.
func (v Value) Origin() *Origin {
	if v.place == nil {
		return nil
	}
	return v.place.origin
}

// part returns what is known of an attribute of an unknown value: nothing tells
// which of the references it comes from, if from any. Sensitive stays sensitive.
func (v *Value) part() *Value {
	origin := v.Origin()
	if origin == nil || !origin.Closed {
		return v
	}
	open := *origin
	open.Closed = false
	part := UnknownValue(&open, v.At())
	part.sensitive = v.sensitive
	return &part
}

// more returns what is known of a member of an open object that is not seen.
func (v *Value) more() *Value {
	unknown := UnknownValue(nil, v.At())
	unknown.sensitive = v.sensitive
	return &unknown
}

// At returns the range that wrote the value.
func (v Value) At() source.Range {
	if v.place == nil {
		return source.Range{}
	}
	return v.place.At()
}

// Scalar returns the text of a bool, number or string, and "" for the rest.
func (v Value) Scalar() string { return v.scalar }

// Len returns the number of elements or members.
func (v Value) Len() int {
	if v.node == nil {
		return 0
	}
	return len(v.node.items)
}

// Index returns the element or member at a position; null outside.
func (v Value) Index(i int) Value {
	if v.node == nil || i < 0 || i >= len(v.node.items) {
		return v.nothing()
	}
	return v.node.items[i]
}

// Key returns the name of the member at a position of an object.
func (v Value) Key(i int) string {
	if v.node == nil || i < 0 || i >= len(v.node.keys) {
		return ""
	}
	return v.node.keys[i]
}

// Get returns a member of an object: null where there is none, unknown where
// the object itself is unknown. Sensitivity is inherited.
func (v Value) Get(key string) Value {
	switch v.kind {
	case Unknown:
		return Value{kind: Unknown, sensitive: v.sensitive, place: v.place}
	case Object:
		if m := v.member(key); m != nil {
			return *m
		}
		if v.open {
			return *v.more()
		}
	case Null, Bool, Number, String, List:
	}
	return v.nothing()
}

// nothing returns a null at the place of the value.
func (v Value) nothing() Value {
	if v.Origin() == nil {
		return Value{place: v.place}
	}
	return NullValue(v.At())
}

// member returns a member of an object; nil where there is none.
func (v *Value) member(key string) *Value {
	for i, k := range v.node.keys {
		if k == key {
			return v.inherits(i)
		}
	}
	return nil
}

// inherits returns the element or member at a position, sensitive if the whole is.
func (v *Value) inherits(i int) *Value {
	item := &v.node.items[i]
	if v.sensitive && !item.sensitive {
		secret := item.Sensitive()
		return &secret
	}
	return item
}

// Items returns the elements or members themselves. The front end that has not
// handed the value on yet may put others in their place, in all copies of the value:
// ones that have secrets or unknown parts only if the replaced ones have.
func (v Value) Items() []Value {
	if v.node == nil {
		return nil
	}
	return v.node.items
}

// Walk calls visit for the value and all that is below it, parents first, with
// the path of keys and indices from the value.
func (v Value) Walk(visit func(path []any, v Value)) { walk(nil, v, visit) }

func walk(path []any, v Value, visit func([]any, Value)) {
	visit(path, v)
	for i := range v.Len() {
		var step any = i
		if v.kind == Object {
			step = v.Key(i)
		}
		walk(append(path[:len(path):len(path)], step), v.Index(i), visit)
	}
}

// Unknowns calls visit for what is unknown in the value, outermost only.
func (v *Value) Unknowns(visit func(v Value)) {
	switch {
	case v.kind == Unknown:
		visit(*v)
	case v.unknowns:
		for i := range v.node.items {
			v.node.items[i].Unknowns(visit)
		}
	}
}

// Replace returns a copy of the value in which the node at a path is another
// one; the value itself where there is no such path.
func (v Value) Replace(path []any, with Value) Value {
	if len(path) == 0 {
		return with
	}
	if v.node == nil {
		return v
	}
	for i := range v.node.items {
		if (v.kind == Object && path[0] == any(v.node.keys[i])) || path[0] == any(i) {
			n := &node{keys: v.node.keys, items: append([]Value(nil), v.node.items...)}
			n.items[i] = n.items[i].Replace(path[1:], with)
			v.node = n
			return v.summarized()
		}
	}
	return v
}
