// Package functions answers the pure functions of ARM templates and Bicep, on values
// that may be unknown in part. What is known is computed as Azure does it; of the
// rest a result tells as much as is certain: a text keeps its known pieces, an array
// or object its known elements, and all else becomes a residual that names the call.
//
// Sources: the function reference of Microsoft Learn ("Bicep functions", "ARM
// template functions") and the behaviour of the published compiler and its tests.
package functions

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// Function describes a function of the language.
type Function struct {
	// Name is written as the documentation writes it.
	Name string
	// Min and Max are how many arguments it takes; Max is -1 where there is no limit.
	Min, Max int
	// Result is the type of what it returns, AnyType where the arguments decide.
	Result partial.Type

	// projects is set for functions whose result is made of parts of the arguments,
	// which bring their own marks of secrecy along. The result of any other function
	// is a secret as a whole if there is a secret in the arguments.
	projects bool
	eval     func(c *call) (partial.Value, error)
}

// Error says why a call has no result. Its text is one short sentence that begins with
// the name of the function.
type Error struct {
	Function string
	Text     string
}

func (e *Error) Error() string { return e.Function + ": " + e.Text }

// call is one call of a function.
type call struct {
	fn   *Function
	args []partial.Value
	b    *partial.Budget
}

// fail returns the error of a call.
func (c *call) fail(format string, args ...any) (partial.Value, error) {
	return partial.Value{}, c.errorf(format, args...)
}

func (c *call) errorf(format string, args ...any) error {
	return &Error{Function: c.fn.Name, Text: fmt.Sprintf(format, args...)}
}

// residue is the answer where the arguments do not decide.
func (c *call) residue() (partial.Value, error) { return c.residueOf(c.fn.Result), nil }

// residueOf is residue with a type that the arguments tell.
func (c *call) residueOf(t partial.Type) partial.Value {
	for _, a := range c.args {
		if a.Kind() == partial.Lambda {
			return c.volatile(t)
		}
	}
	return partial.Residue(c.fn.Name, t, c.args...)
}

// wholeObject makes the residual of an object when it is first asked for, and always the
// same one.
func (c *call) wholeObject() func() partial.Value {
	return sync.OnceValue(func() partial.Value { return c.residueOf(partial.ObjectType) })
}

// volatile is the residual of a call with lambdas: nothing tells two of them apart,
// so that no two such calls may be taken for equal.
func (c *call) volatile(t partial.Type) partial.Value {
	r := partial.Join(c.fn.Name, t, c.args...)
	r.Volatile = true
	v := partial.UnknownValue(r)
	for _, a := range c.args {
		if a.HasSecrets() {
			return v.Secret()
		}
	}
	return v
}

var table = sync.OnceValue(func() map[string]*Function {
	m := map[string]*Function{}
	for _, group := range [][]Function{
		textFunctions(), searchFunctions(), encodingFunctions(), uriFunctions(), hashFunctions(), formatFunctions(),
		conversionFunctions(), numberFunctions(), comparisonFunctions(), memberFunctions(), sliceFunctions(), arrayFunctions(), setFunctions(),
		mergeFunctions(), objectFunctions(), lambdaFunctions(), cidrFunctions(), dateFunctions(),
	} {
		for i := range group {
			m[strings.ToLower(group[i].Name)] = &group[i]
		}
	}
	return m
})

// Lookup returns the function of a name, which is compared without case.
func Lookup(name string) (*Function, bool) {
	f, ok := table()[strings.ToLower(name)]
	return f, ok
}

// Names returns the names of all functions in order.
func Names() []string {
	var names []string
	for _, f := range table() {
		names = append(names, f.Name)
	}
	sort.Strings(names)
	return names
}

// Invoke calls a function by its name. An error is an *Error, partial.ErrBudget, or
// what a lambda returned.
func Invoke(name string, args []partial.Value, b *partial.Budget) (partial.Value, error) {
	f, ok := Lookup(name)
	if !ok {
		return partial.Value{}, &Error{Function: name, Text: "there is no function of this name."}
	}
	return f.Invoke(args, b)
}

// Invoke calls the function; a nil budget is one of the usual size.
func (f *Function) Invoke(args []partial.Value, b *partial.Budget) (partial.Value, error) {
	if b == nil {
		b = partial.NewBudget()
	}
	c := &call{fn: f, args: args, b: b}
	if len(args) < f.Min || f.Max >= 0 && len(args) > f.Max {
		return c.fail("takes %s, and gets %d.", f.arity(), len(args))
	}
	if err := c.weigh(); err != nil {
		return partial.Value{}, err
	}
	v, err := f.eval(c)
	if err != nil {
		return partial.Value{}, c.discreet(err)
	}
	if !f.projects && !v.IsSecret() && c.hasSecrets() {
		v = v.Secret()
	}
	return v, nil
}

// discreet hides what a function says of arguments in which there is a secret.
func (c *call) discreet(err error) error {
	var said *Error
	if !errors.As(err, &said) || !c.hasSecrets() {
		return err
	}
	return &Error{Function: said.Function, Text: "it does not take these arguments; more is not told, because there is a secret in them."}
}

func (f *Function) arity() string {
	switch {
	case f.Max < 0:
		return fmt.Sprintf("at least %s", arguments(f.Min))
	case f.Min == f.Max:
		return arguments(f.Min)
	}
	return fmt.Sprintf("%d to %s", f.Min, arguments(f.Max))
}

func arguments(n int) string {
	switch n {
	case 0:
		return "no arguments"
	case 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

// weigh pays for looking at all that is below the arguments: parts of a value may be
// shared, so that a tree can be far larger than the memory it takes.
func (c *call) weigh() error {
	var sum int64
	for _, a := range c.args {
		n := int64(a.Size())
		if n < 0 || n > c.b.Size {
			return c.b.Take(c.b.Size + 1)
		}
		sum += n
	}
	return c.b.Take(sum/8 + 1)
}

func (c *call) hasSecrets() bool {
	for _, a := range c.args {
		if a.HasSecrets() {
			return true
		}
	}
	return false
}

// undecided reports whether nothing of a value is known here: a residual, or a resource
// that only the evaluator can look into.
func undecided(v partial.Value) bool {
	return v.Kind() == partial.Unknown || v.Kind() == partial.Handle
}

// anyUndecided reports whether one of the values is undecided.
func anyUndecided(vs ...partial.Value) bool {
	for _, v := range vs {
		if undecided(v) {
			return true
		}
	}
	return false
}

// typed reports whether a value is unknown and of a type.
func typed(v partial.Value, t partial.Type) bool {
	return v.Kind() == partial.Unknown && v.Residual().Type == t
}

// wrong is the error of an argument of a kind that the function does not take.
func (c *call) wrong(i int, want string) (partial.Value, error) {
	return partial.Value{}, c.wrongKind(i, want)
}

func (c *call) wrongKind(i int, want string) error {
	return c.errorf("argument %d is %s, and has to be %s.", i+1, c.args[i].Kind(), want)
}

// knownText returns a text that is known as a whole. Where the argument is unknown, ok
// is false; where it is something else there is an error.
func (c *call) knownText(i int) (s string, ok bool, err error) {
	v := c.args[i]
	switch {
	case undecided(v):
		return "", false, nil
	case v.Kind() != partial.String:
		return "", false, c.wrongKind(i, "a string")
	}
	s, ok = v.Text()
	return s, ok, nil
}

// knownInt returns a whole number as knownText does a text.
func (c *call) knownInt(i int) (n int64, ok bool, err error) {
	v := c.args[i]
	switch {
	case undecided(v):
		return 0, false, nil
	case v.Kind() == partial.Float:
		if n, ok := wholeFloat(v); ok {
			return n, true, nil
		}
	case v.Kind() == partial.Int:
		return v.Int(), true, nil
	}
	return 0, false, c.wrongKind(i, "an integer")
}

// known returns a known text as a value, for which room is taken.
func (c *call) known(s string) (partial.Value, error) {
	if err := c.b.Take(int64(len(s))); err != nil {
		return partial.Value{}, err
	}
	return partial.StringValue(s), nil
}

// text joins pieces, for which room is taken.
func (c *call) text(pieces ...partial.Value) (partial.Value, error) {
	var n int64
	for _, p := range pieces {
		n += weight(p)
	}
	if err := c.b.Take(n); err != nil {
		return partial.Value{}, err
	}
	return partial.TextValue(pieces...), nil
}

// weight is about what a text costs to copy.
func weight(v partial.Value) int64 {
	n := int64(1)
	for _, p := range v.Parts() {
		s, _ := p.Text()
		n += int64(len(s)) + 1
	}
	return n
}

// array makes an array; rest is nil for one of which all is seen.
func (c *call) array(items []partial.Value, rest *partial.Residual) (partial.Value, error) {
	if err := c.takeAll(items); err != nil {
		return partial.Value{}, err
	}
	return partial.OpenArray(items, rest), nil
}

// object makes an object as array makes an array.
func (c *call) object(m *members, rest *partial.Residual) (partial.Value, error) {
	if err := c.takeAll(m.items); err != nil {
		return partial.Value{}, err
	}
	return partial.OpenObject(m.keys, m.items, rest), nil
}

// slot is what an element takes besides what is below it: as much as so many bytes of
// text and more, as arrays of small elements are what memory is filled with soonest.
const slot = 3

func (c *call) takeAll(items []partial.Value) error {
	n := 1 + slot*int64(len(items))
	for i := range items {
		size := int64(items[i].Size())
		if size < 0 || n+size < n {
			return c.b.Take(-1)
		}
		n += size
	}
	return c.b.Take(n)
}
