package partial

import (
	"strconv"
	"strings"
)

// Verdict is an answer of three.
type Verdict uint8

// The answers.
const (
	Perhaps Verdict = iota
	Yes
	No
)

// VerdictOf turns a bool into an answer.
func VerdictOf(b bool) Verdict {
	if b {
		return Yes
	}
	return No
}

// Canonical returns a text that is equal for values that are certainly equal: JSON
// for what is known, with the keys of residuals for what is not. Texts keep their
// case.
func (v Value) Canonical() string {
	var b strings.Builder
	v.canonical(&b)
	return b.String()
}

func (v Value) canonical(b *strings.Builder) {
	switch v.kind {
	case Null:
		b.WriteString("null")
	case Bool:
		b.WriteString(strconv.FormatBool(v.num == 1))
	case Int:
		b.WriteString(strconv.FormatInt(v.num, 10))
	case Float:
		b.WriteString(v.text)
	case String:
		b.WriteString(strconv.Quote(v.Skeleton()))
	case Array, Object:
		v.canonicalItems(b)
	case Unknown:
		b.WriteString("\x01" + v.Residual().Key())
	case Lambda:
		b.WriteString("\x02lambda")
	case Handle:
		b.WriteString("\x02handle")
	}
}

func (v Value) canonicalItems(b *strings.Builder) {
	open, closing := "[", "]"
	if v.kind == Object {
		open, closing = "{", "}"
	}
	b.WriteString(open)
	for i, item := range v.data.items {
		if i > 0 {
			b.WriteByte(',')
		}
		if v.kind == Object {
			b.WriteString(strconv.Quote(v.data.keys[i]) + ":")
		}
		item.canonical(b)
	}
	if v.data.rest != nil {
		b.WriteString("\x01" + v.data.rest.Key())
	}
	b.WriteString(closing)
}

// Skeleton returns a text in which each unknown piece is a mark between the control
// characters 1 and 2 that is equal for equal pieces only. It has no slash in it, so that it can
// be taken apart like an id.
func (v Value) Skeleton() string {
	var b strings.Builder
	for _, p := range v.Parts() {
		switch p.kind {
		case String:
			b.WriteString(p.text)
		case Unknown:
			b.WriteString("\x01" + p.Residual().Key() + "\x02")
		case Null, Bool, Int, Float, Array, Object, Lambda, Handle:
			b.WriteString("\x01" + p.Canonical() + "\x02")
		}
	}
	return b.String()
}

// Equal compares two values as the function equals does: texts with their case,
// objects without the order of their members.
func Equal(a, b Value) Verdict { return compare(a, b, false) }

// EqualFold is Equal for texts whose case does not matter, as =~ does.
func EqualFold(a, b Value) Verdict { return compare(a, b, true) }

func compare(a, b Value, fold bool) Verdict {
	if a.kind == Unknown || b.kind == Unknown {
		return compareUnknown(a, b)
	}
	if a.kind != b.kind {
		return No
	}
	switch a.kind {
	case Null:
		return Yes
	case Bool, Int:
		return VerdictOf(a.num == b.num)
	case Float:
		return VerdictOf(a.text == b.text)
	case String:
		return compareTexts(a, b, fold)
	case Array:
		return compareArrays(a, b, fold)
	case Object:
		return compareObjects(a, b, fold)
	case Unknown, Lambda, Handle:
	}
	return Perhaps
}

func compareUnknown(a, b Value) Verdict {
	if a.kind == Unknown && b.kind == Unknown && a.Residual().Key() == b.Residual().Key() {
		return Yes
	}
	for _, pair := range [][2]Value{{a, b}, {b, a}} {
		if t := pair[0].Residual().Type; pair[0].kind == Unknown && t != AnyType && pair[1].kind != Unknown && !t.admits(pair[1].kind) {
			return No
		}
	}
	return Perhaps
}

// admits reports whether a value of a kind can be of the type.
func (t Type) admits(k Kind) bool {
	switch t {
	case AnyType:
		return true
	case BoolType:
		return k == Bool
	case IntType:
		return k == Int || k == Float
	case StringType:
		return k == String
	case ArrayType:
		return k == Array
	case ObjectType:
		return k == Object
	}
	return true
}

func compareTexts(a, b Value, fold bool) Verdict {
	if a.data == nil && b.data == nil {
		return VerdictOf(a.text == b.text || fold && strings.EqualFold(a.text, b.text))
	}
	if a.Skeleton() == b.Skeleton() {
		return Yes
	}
	same := func(x, y string) bool { return x == y || fold && strings.EqualFold(x, y) }
	x, y := a.Prefix(), b.Prefix()
	n := min(len(x), len(y))
	if !same(x[:n], y[:n]) {
		return No
	}
	x, y = a.suffix(), b.suffix()
	n = min(len(x), len(y))
	if !same(x[len(x)-n:], y[len(y)-n:]) {
		return No
	}
	for _, pair := range [][2]Value{{a, b}, {b, a}} {
		if pair[0].data == nil && len(pair[0].text) < pair[1].leastLength() {
			return No
		}
	}
	return Perhaps
}

// suffix returns what a text certainly ends with.
func (v Value) suffix() string {
	parts := v.Parts()
	if last := parts[len(parts)-1]; last.kind == String {
		return last.text
	}
	return ""
}

// leastLength is the length of what is known of a text, in bytes.
func (v Value) leastLength() int {
	n := 0
	for _, p := range v.Parts() {
		if p.kind == String {
			n += len(p.text)
		}
	}
	return n
}

func compareArrays(a, b Value, fold bool) Verdict {
	if a.data.rest != nil || b.data.rest != nil {
		return Perhaps
	}
	if a.Len() != b.Len() {
		return No
	}
	verdict := Yes
	for i := range a.data.items {
		if verdict = both(verdict, compare(a.data.items[i], b.data.items[i], fold)); verdict == No {
			return No
		}
	}
	return verdict
}

func compareObjects(a, b Value, fold bool) Verdict {
	verdict := Yes
	for _, pair := range [][2]Value{{a, b}, {b, a}} {
		for i, key := range pair[0].data.keys {
			other, ok := pair[1].Get(key)
			switch {
			case !ok:
				return No
			default:
				verdict = both(verdict, compare(pair[0].data.items[i], other, fold))
			}
			if verdict == No {
				return No
			}
		}
	}
	if a.data.rest != nil || b.data.rest != nil {
		return Perhaps
	}
	return verdict
}

func both(a, b Verdict) Verdict {
	switch {
	case a == No || b == No:
		return No
	case a == Yes && b == Yes:
		return Yes
	}
	return Perhaps
}
