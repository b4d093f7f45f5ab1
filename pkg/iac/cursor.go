package iac

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Cursor reads values out of a resource for a mapping. It follows blocks and
// attributes, converts scalars into three-valued ones, and notes values of the
// wrong type as errors instead of taking them for absent.
type Cursor struct {
	v       *Value // nil where there is nothing
	parent  *Value // gives the place where there is nothing
	key     string
	partial bool
	reader  *reader
}

type reader struct {
	address string
	report  func(*source.Error)
}

// Open returns a cursor at the body of a resource. report receives values that
// are of the wrong type.
func Open(r *Resource, report func(*source.Error)) Cursor { return OpenValue(r, r.Body, report) }

// OpenValue returns a cursor at another value of the resource, such as the one
// before the change.
func OpenValue(r *Resource, v Value, report func(*source.Error)) Cursor {
	return Cursor{v: &v, reader: &reader{address: r.Address, report: report}}
}

// Partial returns a cursor for which what is not there counts as unknown, not as
// absent: for what a configuration reads, and of which it sees only some.
func (c Cursor) Partial() Cursor { c.partial = true; return c.child(c.key, c.v, c.parent) }

// Member returns a cursor at another value of the same resource, under a name.
func (c Cursor) Member(key string, v Value) Cursor { return c.child(key, &v, nil) }

// Nothing returns a cursor, under a name, at an attribute that is not there,
// though others may be. The place is that of this cursor.
func (c Cursor) Nothing(key string) Cursor { return Cursor{parent: c.place(), key: key} }

func (c Cursor) child(key string, v, parent *Value) Cursor {
	if c.partial && (v == nil || v.kind == Null) {
		if v == nil {
			v = parent
		}
		unknown := UnknownValue(nil, v.at())
		v = &unknown
	}
	return Cursor{v: v, parent: parent, key: key, partial: c.partial, reader: c.reader}
}

// Value returns the value that the cursor is at.
func (c Cursor) Value() Value {
	switch {
	case c.v != nil:
		return *c.v
	case c.parent != nil:
		return c.parent.nothing()
	}
	return Value{}
}

func (c Cursor) kind() Kind {
	if c.v == nil {
		return Null
	}
	return c.v.kind
}

// At returns the range that wrote the value.
func (c Cursor) At() source.Range { return c.place().at() }

// place returns the value that gives the place; nil if there is none.
func (c Cursor) place() *Value {
	if c.v == nil {
		return c.parent
	}
	return c.v
}

func (v *Value) at() source.Range {
	if v == nil {
		return source.Range{}
	}
	return v.At()
}

// valuePlace is the place for what is read of the value.
func (v *Value) valuePlace() *value.Place {
	if v.place == nil {
		return nil
	}
	return &v.place.Place
}

// IsNull reports whether nothing is written there.
func (c Cursor) IsNull() bool { return c.kind() == Null }

// IsUnknown reports whether the whole value is decided elsewhere.
func (c Cursor) IsUnknown() bool { return c.kind() == Unknown }

// Get moves to an attribute of an object, or of the first element of a list of
// blocks.
func (c Cursor) Get(key string) Cursor {
	v := c.place()
	if c.kind() == List && v.Len() > 0 {
		v = &v.node.items[0]
	}
	switch {
	case c.v == nil || v.kind == Null || v.kind == List:
		return c.child(key, nil, v)
	case v.kind == Object:
		if m := v.member(key); m != nil || !v.open {
			return c.child(key, m, v)
		}
		v = v.more()
	case v.kind != Unknown:
		c.mismatch("an object")
		unknown := UnknownValue(nil, v.At())
		v = &unknown
	default:
		v = v.part()
	}
	return c.child(key, v, nil)
}

// Index moves to the element or member at a position.
func (c Cursor) Index(i int) Cursor {
	key := c.key
	if c.kind() == Object {
		key = c.v.Key(i)
	}
	return c.Member(key, c.Value().Index(i))
}

// Path moves along several attributes.
func (c Cursor) Path(keys ...string) Cursor {
	for _, k := range keys {
		c = c.Get(k)
	}
	return c
}

// Fold moves to an attribute whose name is compared without case, as ARM does.
func (c Cursor) Fold(key string) Cursor {
	if c.kind() == Object {
		for i := range c.v.Len() {
			if strings.EqualFold(c.v.Key(i), key) {
				return c.Get(c.v.Key(i))
			}
		}
	}
	return c.Get(key)
}

// List returns the elements: of a list as they are, of an object as one
// element. The second result says why there may be more; "" if there are none.
func (c Cursor) List() ([]Cursor, string) {
	switch c.kind() {
	case Null:
		return nil, ""
	case Unknown:
		return nil, c.Pin()
	case Object:
		return []Cursor{c}, ""
	case List:
		out := make([]Cursor, c.v.Len())
		for i := range out {
			out[i] = c.child(c.key, c.v.inherits(i), c.v)
		}
		return out, ""
	case Bool, Number, String:
	}
	c.mismatch("a list")
	return nil, c.Pin()
}

// Keys returns the names of an object's members.
func (c Cursor) Keys() []string {
	if c.kind() != Object {
		return nil
	}
	return append([]string(nil), c.v.node.keys...)
}

// Pin names what decides the value, for telling what was left undecided.
func (c Cursor) Pin() string {
	if c.v != nil {
		if o := c.v.Origin(); o != nil && o.Pin != "" && (!c.v.sensitive || !strings.ContainsAny(o.Pin, "\"'`")) {
			return o.Pin
		}
	}
	if c.reader == nil {
		return c.key
	}
	return c.reader.address + " " + c.key
}

// Text reads a string. Numbers and bools are converted, as Terraform and ARM do.
func (c Cursor) Text() value.Of[string] {
	return scalar(c, "a string", func(s string) (string, bool) { return s, true })
}

// NonEmpty reads a string and takes "" for absent, as providers do for
// optional identifiers.
func (c Cursor) NonEmpty() value.Of[string] {
	if c.kind() == String && c.v.scalar == "" {
		return value.None[string]()
	}
	return c.Text()
}

// Bool reads a bool; "true" and "false" count too.
func (c Cursor) Bool() value.Of[bool] {
	return scalar(c, "a bool", func(s string) (bool, bool) {
		b, err := strconv.ParseBool(strings.ToLower(s))
		return b, err == nil
	})
}

// Int reads a whole number; numeric strings count too.
func (c Cursor) Int() value.Of[int] {
	return scalar(c, "a whole number", func(s string) (int, bool) {
		if n, err := strconv.Atoi(s); err == nil {
			return n, true
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f != float64(int(f)) {
			return 0, false
		}
		return int(f), true
	})
}

// Texts reads a list of strings, unknown as soon as one element is. A single
// string, or a number as people write it for a port, counts as a list of one.
func (c Cursor) Texts() value.Of[[]string] {
	if c.IsNull() {
		return value.None[[]string]()
	}
	if k := c.kind(); k == String || k == Number {
		return value.Map(c.Text(), func(s string) []string { return []string{s} })
	}
	items, more := c.List()
	if more != "" {
		return value.Undecided[[]string](more, c.v.At())
	}
	texts, sensitive := make([]string, 0, len(items)), c.v.sensitive
	for _, item := range items {
		t := item.Text()
		s, ok := t.Get()
		if !ok {
			if t.IsAbsent() {
				continue
			}
			return value.Undecided[[]string](t.Why(), c.v.At())
		}
		sensitive = sensitive || t.IsSensitive()
		texts = append(texts, s)
	}
	out := value.SomeAt(texts, c.v.valuePlace())
	if sensitive {
		out = out.Sensitive()
	}
	return out
}

func scalar[T any](c Cursor, want string, parse func(string) (T, bool)) value.Of[T] {
	switch c.kind() {
	case Null:
		return value.None[T]()
	case Unknown:
		o := value.Undecided[T](c.Pin(), c.v.At())
		if origin := c.v.Origin(); origin != nil && origin.Pin != "" {
			o = value.UndecidedAt[T](c.v.valuePlace())
		}
		if c.v.sensitive {
			o = o.Sensitive()
		}
		return o
	case Bool, Number, String:
		t, ok := parse(c.v.scalar)
		if !ok {
			c.mismatch(want)
			return value.Undecided[T](c.Pin(), c.v.At())
		}
		o := value.SomeAt(t, c.v.valuePlace())
		if c.v.byDefault {
			o = value.DefaultAt(t, c.v.valuePlace())
		}
		if c.v.sensitive {
			o = o.Sensitive()
		}
		return o
	case List, Object:
	}
	c.mismatch(want)
	return value.Undecided[T](c.Pin(), c.v.At())
}

func (c Cursor) mismatch(want string) {
	if c.reader == nil || c.reader.report == nil {
		return
	}
	what := c.key
	if what == "" {
		what = "its value"
	}
	c.reader.report(&source.Error{
		At:      c.At(),
		Message: fmt.Sprintf("%s: %s should be %s but is %s; it is left out.", c.reader.address, what, want, c.kind()),
	})
}
