package functions

import "github.com/zclconf/go-cty/cty"

// Mark is the type of the marks that this package gives a meaning of its own.
// Any other mark, such as one that names the resource a value comes from, is
// carried along.
type Mark string

const (
	// Sensitive is on values that must not be shown. The functions sensitive,
	// nonsensitive and issensitive add it, remove it and ask for it.
	Sensitive Mark = "sensitive"
	// Derived is on values that were made out of a marked value and are not that
	// value itself: "${azurerm_subnet.app.id}/x" as opposed to
	// azurerm_subnet.app.id. It is also on an unknown value that may or may not
	// be the marked one, because which argument is chosen is not known yet.
	Derived Mark = "derived"
)

// Unread is the mark of a value that would come from a file that was not read.
type Unread struct {
	// Path is the path as the configuration gives it.
	Path string
	// Why says in a few words why the file was not read: "it does not exist".
	Why string
}

// derived adds Derived to a value that carries a mark other than Sensitive.
func derived(v cty.Value) cty.Value {
	if tellsOrigin(v.Marks()) {
		return v.Mark(Derived)
	}
	return v
}

// tellsOrigin reports whether marks say more than that a value is sensitive.
func tellsOrigin(marks cty.ValueMarks) bool {
	for m := range marks {
		if m != any(Sensitive) {
			return true
		}
	}
	return false
}

// fromResource reports whether a value carries a mark that this package gives
// no meaning to, which is one that names where the value comes from.
func fromResource(v cty.Value) bool {
	for m := range v.Marks() {
		switch m.(type) {
		case Mark, Unread:
		default:
			return true
		}
	}
	return false
}

// marksOf returns all marks of the values and of what is inside them.
func marksOf(values ...cty.Value) cty.ValueMarks {
	all := cty.ValueMarks{}
	for _, v := range values {
		if v == cty.NilVal {
			continue
		}
		for _, inner := range cty.DeepValues(v) {
			if !inner.IsMarked() {
				continue
			}
			for m := range inner.Marks() {
				all[m] = struct{}{}
			}
		}
	}
	return all
}

// undecided is the result of a function that hands on one of several values and
// does not know yet which: it carries the marks of all of them, and is not for
// certain any of them.
func undecided(ty cty.Type, candidates ...cty.Value) cty.Value {
	v := cty.UnknownVal(ty).WithMarks(marksOf(candidates...))
	if len(candidates) > 1 {
		v = derived(v)
	}
	return v
}
