package functions

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// limits are the budgets of one call.
type limits struct {
	bytes, items int
}

const (
	// maxDepth bounds how deeply values, JSON and YAML are nested.
	maxDepth = 500
	// maxExponent bounds the size of numbers, in bits: about 10,000 digits.
	// Larger ones take a long time to be written or hashed, 1e999999999 for ever.
	maxExponent = 1 << 15
	// itemsFactor is how many more items the arguments of a function may hold
	// than the result.
	itemsFactor = 10
)

// weight is what the arguments of a call hold.
type weight struct {
	limits limits
	nodes  int
	bytes  int
	marks  cty.ValueMarks
}

// weigh walks the arguments and refuses those that are too large to work on.
// Parts that are shared count each time they occur, because functions walk
// through them each time.
func (l limits) weigh(args []cty.Value) (weight, error) {
	w := weight{limits: l}
	for _, arg := range args {
		if err := w.add(arg, 0); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w *weight) add(v cty.Value, depth int) error {
	if v.IsMarked() {
		v = w.unmark(v)
	}
	if w.nodes++; w.nodes > itemsFactor*w.limits.items {
		return fmt.Errorf("the arguments hold more than the budget of %d values", itemsFactor*w.limits.items)
	}
	if depth > maxDepth {
		return fmt.Errorf("the arguments are nested more deeply than the budget of %d levels", maxDepth)
	}
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch ty := v.Type(); {
	case ty == cty.String:
		if w.bytes += len(v.AsString()); w.bytes > w.limits.bytes {
			return fmt.Errorf("the arguments hold more than the budget of %d bytes of text", w.limits.bytes)
		}
	case ty == cty.Number:
		return checkNumber(v)
	case v.CanIterateElements():
		return w.addElements(v, depth)
	}
	return nil
}

func (w *weight) addElements(v cty.Value, depth int) error {
	named := v.Type().IsMapType() || v.Type().IsObjectType()
	for it := v.ElementIterator(); it.Next(); {
		k, element := it.Element()
		if named {
			w.bytes += len(k.AsString())
		}
		if err := w.add(element, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *weight) unmark(v cty.Value) cty.Value {
	v, marks := v.Unmark()
	if w.marks == nil {
		w.marks = cty.ValueMarks{}
	}
	for m := range marks {
		w.marks[m] = struct{}{}
	}
	return v
}

func checkNumber(v cty.Value) error {
	f := v.AsBigFloat()
	if e := f.MantExp(nil); !f.IsInf() && (e > maxExponent || e < -maxExponent) {
		return fmt.Errorf("the number %s has more digits than the budget of 10,000 allows", f.Text('p', 3))
	}
	return nil
}

// IsNumberInBounds reports whether a value can be worked with as a number in a short
// time: it has at most some 10,000 digits, also as a text that is to become a number.
// Other values are in bounds.
func IsNumberInBounds(v cty.Value) bool {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return true
	}
	switch v.Type() {
	case cty.Number:
		return checkNumber(v) == nil
	case cty.String:
		return checkDigits(v.AsString()) == nil
	}
	return true
}

// checkDigits refuses a text from which it takes long to read a number, or from which
// one of too many digits would be read.
func checkDigits(s string) error {
	if len(s) > maxDigits {
		return errDigits
	}
	if e := strings.LastIndexAny(s, "eE"); e < 0 || len(strings.TrimLeft(s[e+1:], "+-0")) < 5 {
		return nil
	}
	if n, err := cty.ParseNumberVal(s); err == nil { // what is no number is refused elsewhere
		return checkNumber(n)
	}
	return nil
}

var errDigits = errors.New("the number has more digits than the budget of 10,000 allows")

// result refuses a result that is larger than the budgets.
func (l limits) result(v cty.Value) error {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch {
	case v.Type() == cty.String:
		return l.text(len(v.AsString()))
	case v.Type() == cty.Number:
		return checkNumber(v)
	case v.CanIterateElements():
		if n, ok := knownLength(v); ok {
			return l.count(n)
		}
	}
	return nil
}

func (l limits) text(bytes int) error {
	if bytes > l.bytes || bytes < 0 {
		return fmt.Errorf("the result would exceed the budget of %d bytes of text", l.bytes)
	}
	return nil
}

func (l limits) count(items int) error {
	if items > l.items || items < 0 {
		return fmt.Errorf("the result would exceed the budget of %d elements", l.items)
	}
	return nil
}

// knownLength returns the number of elements of an unmarked value if it is
// certain. A set with unknown elements may hold fewer than it seems.
func knownLength(v cty.Value) (int, bool) {
	ty := v.Type()
	switch {
	case ty.IsTupleType():
		return ty.Length(), true
	case ty.IsObjectType():
		return len(ty.AttributeTypes()), true
	case !ty.IsCollectionType() || v.IsNull() || !v.IsKnown():
		return 0, false
	case !v.Length().IsKnown():
		return 0, false
	}
	return v.LengthInt(), true
}
