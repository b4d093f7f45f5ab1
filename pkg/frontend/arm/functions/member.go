package functions

import (
	"errors"
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func memberFunctions() []Function {
	return []Function{
		{Name: "tryGet", Min: 2, Max: -1, projects: true, eval: func(c *call) (partial.Value, error) { return chain(c, true, false) }},
		{Name: "indexFromEnd", Min: 2, Max: 2, projects: true, eval: func(c *call) (partial.Value, error) { return chain(c, false, true) }},
		{Name: "tryIndexFromEnd", Min: 2, Max: -1, projects: true, eval: func(c *call) (partial.Value, error) { return chain(c, true, true) }},
	}
}

// chain takes members one after the other, of which the first may be missing: tryGet
// with two keys is what the compiler makes of value.?a.b.
func chain(c *call, safe, fromEnd bool) (partial.Value, error) {
	v := c.args[0]
	for i, key := range c.args[1:] {
		key, back := counted(key)
		next, found, err := Member(v, key, safe, fromEnd && i == 0 || back)
		switch {
		case err != nil:
			return c.fail("%s", trimName(err))
		case !found && i > 0:
			// Whether this is null or an error is not documented.
			return c.residue()
		case !found:
			return partial.NullValue(), nil
		}
		v = next
	}
	return v, nil
}

// counted reads a key that is an object: {value: 1, fromEnd: true} counts positions from the
// end, which is how the compiler writes value.?list[^1].
func counted(key partial.Value) (partial.Value, bool) {
	if key.Kind() != partial.Object {
		return key, false
	}
	value, ok := key.Get("value")
	fromEnd, _ := key.Get("fromEnd")
	if !ok {
		return key, false
	}
	return value, fromEnd.Bool()
}

// trimName drops the name of another function from a message.
func trimName(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Text
	}
	return err.Error()
}

// Member returns what a property access or an index gives: base.key, base[key], and for
// fromEnd base[^key]. Names are compared without case. What is not there is an error;
// or, where the access is safe, not found. What may be there is unknown.
func Member(base, key partial.Value, safe, fromEnd bool) (v partial.Value, found bool, err error) {
	switch base.Kind() {
	case partial.Unknown, partial.Handle:
		return memberOfUnknown(base, key, fromEnd), true, nil
	case partial.Null:
		if safe {
			return partial.Value{}, false, nil
		}
		return partial.Value{}, false, memberError("%s cannot be read, because the value before it is null.", show(key))
	case partial.Object:
		return memberOfObject(base, key, safe, fromEnd)
	case partial.Array:
		return memberOfArray(base, key, safe, fromEnd)
	case partial.String:
		if safe { // as tryGet does: modules tell a text from an object by it
			return partial.Value{}, false, nil
		}
	case partial.Bool, partial.Int, partial.Float, partial.Lambda:
	}
	return partial.Value{}, false, memberError("%s cannot be read of %s.", show(key), base.Kind())
}

func memberError(format string, args ...any) error {
	return &Error{Function: "property access", Text: fmt.Sprintf(format, args...)}
}

func memberOfUnknown(base, key partial.Value, fromEnd bool) partial.Value {
	if fromEnd {
		return partial.Residue("indexFromEnd", partial.AnyType, base, key)
	}
	if base.Kind() == partial.Handle {
		return partial.Residue(partial.MemberCall, partial.AnyType, base, key)
	}
	return base.Member(key)
}

func memberOfObject(base, key partial.Value, safe, fromEnd bool) (partial.Value, bool, error) {
	if fromEnd {
		return partial.Value{}, false, memberError("an object has no positions to count from its end.")
	}
	name, ok := key.Text()
	switch {
	case undecided(key) || key.Kind() == partial.String && !ok:
		return partial.Residue(partial.MemberCall, partial.AnyType, base, key), true, nil
	case key.Kind() != partial.String:
		return partial.Value{}, false, memberError("the members of an object are named by strings, and not by %s.", key.Kind())
	}
	if v, ok := base.Get(name); ok {
		return v, true, nil
	}
	if safe {
		return partial.Value{}, false, nil
	}
	return partial.Value{}, false, noMember(base, key)
}

func noMember(base, key partial.Value) error {
	if key.IsSecret() {
		return memberError("the object has no member of this name, which is a secret.")
	}
	name, _ := key.Text()
	return memberError("the object has no member '%s'%s.", name, nearby(base))
}

// nearby lists the members there are, if they are few and no secret.
func nearby(base partial.Value) string {
	keys := base.Keys()
	if base.IsSecret() || len(keys) == 0 || len(keys) > 8 {
		return ""
	}
	text := " (it has "
	for i, k := range keys {
		if i > 0 {
			text += ", "
		}
		text += k
	}
	return text + ")"
}

func memberOfArray(base, key partial.Value, safe, fromEnd bool) (partial.Value, bool, error) {
	n, whole := position(key)
	switch {
	case undecided(key):
		return memberAtUnknown(base, key, safe, fromEnd)
	case !whole:
		return partial.Value{}, false, memberError("the elements of an array are numbered, and not named by %s.", key.Kind())
	}
	if base.Rest() != nil {
		return memberOfOpen(base, key, n, fromEnd), true, nil
	}
	at := n
	if fromEnd {
		at = int64(base.Len()) - n
	}
	if at >= 0 && at < int64(base.Len()) {
		return base.Index(int(at)), true, nil
	}
	if safe {
		return partial.Value{}, false, nil
	}
	return partial.Value{}, false, memberError("position %d lies outside an array of %d.", n, base.Len())
}

func position(key partial.Value) (int64, bool) {
	if key.Kind() == partial.Float {
		return wholeFloat(key)
	}
	return key.Int(), key.Kind() == partial.Int
}

// memberAtUnknown takes an element at an unknown position.
func memberAtUnknown(base, key partial.Value, safe, fromEnd bool) (partial.Value, bool, error) {
	if base.Rest() == nil && base.Len() == 0 {
		if safe {
			return partial.Value{}, false, nil
		}
		return partial.Value{}, false, memberError("an empty array has no elements.")
	}
	name := partial.MemberCall
	if fromEnd {
		name = "indexFromEnd"
	}
	return partial.Residue(name, partial.AnyType, base, key), true, nil
}

func memberOfOpen(base, key partial.Value, n int64, fromEnd bool) partial.Value {
	if fromEnd {
		if v, ok := elementFromEnd(base, n); ok {
			return under(v, base)
		}
		return partial.Residue("indexFromEnd", partial.AnyType, base, key)
	}
	if v, ok := elementAt(base, n); ok {
		return under(v, base)
	}
	return partial.Residue(partial.MemberCall, partial.AnyType, base, key)
}

// under marks a part of a secret.
func under(v, whole partial.Value) partial.Value {
	if whole.IsSecret() {
		return v.Secret()
	}
	return v
}

// show names a key for a message.
func show(key partial.Value) string {
	switch s, ok := key.Text(); {
	case key.IsSecret():
	case key.Kind() == partial.String && ok:
		return "'" + s + "'"
	case key.Kind() == partial.Int:
		return fmt.Sprintf("position %d", key.Int())
	}
	return "a member"
}
