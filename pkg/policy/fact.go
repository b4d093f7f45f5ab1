package policy

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// sensitive marks what must not be printed.
type sensitive struct{}

// fact is the value of an attribute: null where nothing is written or sent, unknown
// where it is decided elsewhere.
type fact struct {
	v cty.Value
	// at is what wrote the value; nowhere for a default.
	at source.Range
	// why names what decides an unknown value.
	why string
}

func plain(v cty.Value) fact { return fact{v: v} }

// of turns a value of the model into a fact of a type.
func of[T any](o value.Of[T], typ cty.Type, convert func(T) cty.Value) fact {
	f := fact{v: cty.NullVal(typ), why: o.Why()}
	if !o.IsDefault() {
		f.at = o.At()
	}
	if v, ok := o.Get(); ok {
		f.v = convert(v)
	} else if o.IsUnknown() {
		f.v = cty.UnknownVal(typ)
	}
	if o.IsSensitive() {
		f.v = f.v.Mark(sensitive{})
	}
	return f
}

func text(o value.Of[string]) fact { return of(o, cty.String, cty.StringVal) }

func boolValue(o value.Of[bool]) fact { return of(o, cty.Bool, cty.BoolVal) }

func number(o value.Of[int]) fact {
	return of(o, cty.Number, func(n int) cty.Value { return cty.NumberIntVal(int64(n)) })
}

func texts(o value.Of[[]string]) fact { return of(o, cty.List(cty.String), stringList) }

// stringers is texts for values that print as what Azure calls them.
func stringers[T interface{ String() string }](o value.Of[[]T]) fact {
	return of(o, cty.List(cty.String), func(items []T) cty.Value {
		out := make([]string, len(items))
		for i, item := range items {
			out[i] = item.String()
		}
		return stringList(out)
	})
}

// stringer is text for a value that prints as what Azure calls it.
func stringer[T interface{ String() string }](o value.Of[T]) fact {
	return of(o, cty.String, func(v T) cty.Value { return cty.StringVal(v.String()) })
}

func stringList(items []string) cty.Value {
	if len(items) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	out := make([]cty.Value, len(items))
	for i, s := range items {
		out[i] = cty.StringVal(s)
	}
	return cty.ListVal(out)
}

// id is the id of a resource, which is known only where all of its names are.
func id(e *network.Element) fact {
	if e.ID == "" || strings.Contains(e.ID, "/?") {
		return plain(cty.UnknownVal(cty.String))
	}
	return plain(cty.StringVal(e.ID))
}
