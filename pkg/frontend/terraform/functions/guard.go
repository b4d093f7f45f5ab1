package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// kind tells what the result of a function has to do with its arguments, which
// decides about its marks.
type kind uint8

const (
	// maker functions make something new out of their arguments; the marks of
	// all arguments are on the result as a whole, with Derived.
	maker kind = iota
	// renderer functions are makers that answer for all marks but Derived
	// themselves.
	renderer
	// asker functions answer a question about their arguments.
	asker
	// keeper functions put the elements of their arguments into a new
	// collection as they are, each with its own marks.
	keeper
	// chooser functions hand on one argument or element. They answer for all
	// marks themselves.
	chooser
)

// entry is a function with what the guard has to know of it.
type entry struct {
	fn   function.Function
	kind kind
	// check looks at the arguments, none of them null, unknown or marked, for
	// what would make the result exceed the limits.
	check func(args []cty.Value, l limits) error
}

func made(f function.Function) entry     { return entry{fn: f, kind: maker} }
func rendered(f function.Function) entry { return entry{fn: f, kind: renderer} }
func asked(f function.Function) entry    { return entry{fn: f, kind: asker} }
func kept(f function.Function) entry     { return entry{fn: f, kind: keeper} }
func chosen(f function.Function) entry   { return entry{fn: f, kind: chooser} }

func (en entry) within(check func([]cty.Value, limits) error) entry {
	en.check = check
	return en
}

// guard returns the function with its budgets and the rules for marks around it.
//
// Its parameters take any type: HCL converts an argument to the type of its
// parameter before the function is called, and the conversion of a number such
// as 1e99999999 to a string would be out of reach of any budget.
// Its type is dynamic, because cty otherwise runs functions whose type depends
// on values twice, which doubles the work with each level of nesting.
func (e *environment) guard(en entry) function.Function {
	spec := &function.Spec{
		Description: en.fn.Description(),
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return e.call(en, args)
		},
	}
	for _, p := range en.fn.Params() {
		spec.Params = append(spec.Params, open(p))
	}
	if p := en.fn.VarParam(); p != nil {
		opened := open(*p)
		spec.VarParam = &opened
	}
	return function.New(spec)
}

func open(p function.Parameter) function.Parameter {
	if !p.Type.IsCapsuleType() {
		p.Type = cty.DynamicPseudoType
	}
	p.AllowNull, p.AllowUnknown, p.AllowDynamicType, p.AllowMarked = true, true, true, true
	return p
}

func (e *environment) call(en entry, args []cty.Value) (cty.Value, error) {
	w, err := e.limits.weigh(args)
	if err != nil {
		return cty.NilVal, err
	}
	v, args, err := e.apply(en, args)
	if err != nil {
		return cty.NilVal, discreet(err, args)
	}
	if err := e.limits.result(v); err != nil {
		return cty.NilVal, err
	}
	if !v.IsKnown() && en.kind != chooser && en.kind != renderer {
		v = v.WithMarks(w.marks)
	}
	if en.kind == maker || en.kind == renderer || en.kind == keeper && !v.IsKnown() && !oneWhole(args) {
		v = derived(v)
	}
	return v, nil
}

// apply calls the function. It returns the arguments as the function gets them, and
// where these cannot be made as they are.
func (e *environment) apply(en entry, args []cty.Value) (cty.Value, []cty.Value, error) {
	converted, err := e.convertAll(en.fn, args)
	if err != nil {
		return cty.NilVal, args, err
	}
	if en.check != nil {
		if err := e.check(en, converted); err != nil {
			return cty.NilVal, args, err
		}
	}
	v, err := en.fn.Call(converted)
	return v, converted, withoutStack(err)
}

// errSecret stands for an error that may repeat a sensitive argument, or what the function
// made of one.
var errSecret = errors.New("it does not fit; more is not told, because it is sensitive or a sensitive value is beside it")

// discreet hides what a function says of arguments of which one is sensitive.
func discreet(err error, args []cty.Value) error {
	if _, secret := marksOf(args...)[Sensitive]; !secret {
		return err
	}
	var at function.ArgError
	if errors.As(err, &at) {
		return function.NewArgError(at.Index, errSecret)
	}
	return errSecret
}

var errPanic = errors.New("the function does not take these arguments")

// withoutStack hides that some functions of go-cty panic over arguments that
// they do not take, such as a negative number of spaces. The error would hold
// the stack.
func withoutStack(err error) error {
	var panicked function.PanicError
	if errors.As(err, &panicked) {
		return errPanic
	}
	return err
}

// oneWhole reports whether all that is unknown is one collection, so that what
// is kept of it certainly comes from there. Otherwise the marks of elements
// went to an unknown result as a whole, and say of none of its elements for
// certain that it is the marked one.
func oneWhole(args []cty.Value) bool {
	collections := 0
	for _, arg := range args {
		if arg.Type().IsPrimitiveType() {
			continue
		}
		collections++
		if arg.IsKnown() {
			return false
		}
	}
	return collections == 1
}

func (e *environment) convertAll(f function.Function, args []cty.Value) ([]cty.Value, error) {
	out := make([]cty.Value, len(args))
	params, more := f.Params(), f.VarParam()
	for i, arg := range args {
		p := more
		if i < len(params) {
			p = &params[i]
		}
		if p.Type == cty.DynamicPseudoType || p.Type.IsCapsuleType() {
			out[i] = arg
			continue
		}
		if err := convertible(arg, p.Type); err != nil {
			return nil, function.NewArgError(i, err)
		}
		v, err := Convert(arg, p.Type)
		if err != nil {
			return nil, function.NewArgError(i, err)
		}
		out[i] = v
	}
	return out, nil
}

// maxDigits bounds a number that is written as a string: reading one takes
// time that grows faster than its length.
const maxDigits = 10_000

// convertible refuses to read a number from a string that is too long or stands for a
// number that is.
func convertible(v cty.Value, ty cty.Type) error {
	v, _ = v.Unmark()
	if ty != cty.Number || v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return nil
	}
	return checkDigits(v.AsString())
}

func (e *environment) check(en entry, args []cty.Value) error {
	plain := make([]cty.Value, len(args))
	for i, arg := range args {
		v, _ := arg.UnmarkDeep()
		if v.IsNull() || !v.IsKnown() {
			return nil
		}
		plain[i] = v
	}
	return en.check(plain, e.limits)
}
