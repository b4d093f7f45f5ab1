// Package value holds what infrastructure code says of one attribute: a known
// value, an unknown one (decided only at apply, or outside the input), or
// nothing at all. A check may only rely on what is known.
package value

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// State is what is known of a value.
type State uint8

// The three states. Absent is the zero value, so that a forgotten field
// invents nothing.
const (
	Absent State = iota
	Unknown
	Known
)

func (s State) String() string { return [...]string{"absent", "unknown", "known"}[s] }

// Of is a value of type T in one of the three states.
type Of[T any] struct {
	v         T
	state     State
	sensitive bool
	byDefault bool
	place     *Place // nil for nowhere
}

// Place is where values were written, and what decides them if they are unknown.
// Values of one place share it, so that they take less room.
type Place struct {
	at  source.Packed
	why string
}

// PlaceOf returns the place at a range. why names the variable or reference to pin
// for a value that is unknown there, and may be empty.
func PlaceOf(at source.Range, why string) Place { return Place{at: at.Pack(), why: why} }

// At is the range of the place.
func (p *Place) At() source.Range {
	if p == nil {
		return source.Range{}
	}
	return p.at.Range()
}

// Some returns a known value written at a range.
func Some[T any](v T, at source.Range) Of[T] {
	p := PlaceOf(at, "")
	return SomeAt(v, &p)
}

// SomeAt returns a known value written at a place; nil is nowhere.
func SomeAt[T any](v T, at *Place) Of[T] { return Of[T]{v: v, state: Known, place: at} }

// Default returns a known value that nobody wrote: the tool sends it when the
// attribute is omitted. The range is that of the resource.
func Default[T any](v T, at source.Range) Of[T] {
	p := PlaceOf(at, "")
	return DefaultAt(v, &p)
}

// DefaultAt does the same with the place of the resource.
func DefaultAt[T any](v T, at *Place) Of[T] {
	return Of[T]{v: v, state: Known, place: at, byDefault: true}
}

// Undecided returns an unknown value; why names the variable or reference to
// pin, such as "azurerm_subnet.app.id", and may be empty.
func Undecided[T any](why string, at source.Range) Of[T] {
	p := PlaceOf(at, why)
	return UndecidedAt[T](&p)
}

// UndecidedAt returns an unknown value of a place; nil is nowhere.
func UndecidedAt[T any](at *Place) Of[T] { return Of[T]{state: Unknown, place: at} }

// None returns an absent value.
func None[T any]() Of[T] { return Of[T]{} }

// Sensitive marks the value as one that must never be printed.
func (o Of[T]) Sensitive() Of[T] { o.sensitive = true; return o }

// Get returns the value and whether it is known.
func (o Of[T]) Get() (T, bool) { return o.v, o.state == Known }

// Or returns the known value, else the given one. Use it only where a guess
// does no harm; a check that decides on it would claim what is not certain.
func (o Of[T]) Or(other T) T {
	if o.state == Known {
		return o.v
	}
	return other
}

// State tells which of the three states the value is in.
func (o Of[T]) State() State { return o.state }

// IsKnown reports whether the value is known.
func (o Of[T]) IsKnown() bool { return o.state == Known }

// IsUnknown reports whether the value is decided elsewhere.
func (o Of[T]) IsUnknown() bool { return o.state == Unknown }

// IsAbsent reports whether the attribute was not written and nothing is sent.
func (o Of[T]) IsAbsent() bool { return o.state == Absent }

// IsSensitive reports whether the value must not be printed.
func (o Of[T]) IsSensitive() bool { return o.sensitive }

// IsDefault reports whether the value is what the tool sends when nobody wrote it.
func (o Of[T]) IsDefault() bool { return o.byDefault }

// Why names what decides an unknown value.
func (o Of[T]) Why() string {
	if o.place == nil || o.state != Unknown {
		return ""
	}
	if o.sensitive && strings.ContainsAny(o.place.why, "\"'`") {
		return "a sensitive value" // what decides it is an expression with texts in it
	}
	return o.place.why
}

// At is the range that wrote the value, or the resource for a default.
func (o Of[T]) At() source.Range { return o.place.At() }

// Place is where the value was written, for another value of the same place.
func (o Of[T]) Place() *Place { return o.place }

// String prints the value for a message: never a sensitive one.
func (o Of[T]) String() string {
	switch {
	case o.state != Known:
		return o.state.String()
	case o.sensitive:
		return "(sensitive)"
	}
	return fmt.Sprint(o.v)
}

// Is reports whether the value is known and equal to v.
func Is[T comparable](o Of[T], v T) bool { return o.state == Known && o.v == v }

// IsNot reports whether the value is certainly another: known and different.
func IsNot[T comparable](o Of[T], v T) bool { return o.state == Known && o.v != v }

// Map applies f to a known value and keeps everything else.
func Map[T, U any](o Of[T], f func(T) U) Of[U] {
	r := Of[U]{state: o.state, sensitive: o.sensitive, byDefault: o.byDefault, place: o.place}
	if o.state == Known {
		r.v = f(o.v)
	}
	return r
}

// Set is a collection that knows whether there may be more than its items:
// "no endpoint targets this app" may be said only of a complete one.
type Set[T any] struct {
	Items []T
	// Incomplete says why there may be more; "" means that there are no more.
	Incomplete string
}

// Complete reports whether the items are all there are.
func (s Set[T]) Complete() bool { return s.Incomplete == "" }

// CertainlyEmpty reports whether there is no item and can be none.
func (s Set[T]) CertainlyEmpty() bool { return len(s.Items) == 0 && s.Complete() }
