package evaluate

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// env is where an expression is evaluated: a frame with the variables of loops, lambdas and
// functions.
type env struct {
	*frame
	locals *local
	loops  *loopTurn
}

type local struct {
	name  string
	value partial.Value
	next  *local
}

// loopTurn is a turn of a loop, for copyIndex.
type loopTurn struct {
	name     string
	index    int
	symbolic partial.Value // stands for any index, where the number of turns is not known
	resource bool          // a loop of resources or modules
	next     *loopTurn
}

// root is the environment without any locals but those of the loop around an outer-scoped
// template.
func (f *frame) root() *env { return &env{frame: f, locals: f.around.locals, loops: f.around.loops} }

// evaluatesAs lets the frame of an outer-scoped template see what the one around it
// declares, and the turns of the loops that it is deployed in.
func (f *frame) evaluatesAs(outer *env) {
	for name, g := range outer.symbols {
		if f.symbols[name] == nil {
			f.symbols[name] = g
		}
	}
	f.around.locals, f.around.loops = outer.locals, outer.loops
	for _, g := range f.groups {
		g.env = f.root()
	}
}

func (v *env) with(name string, value partial.Value) *env {
	if name == "" {
		return v
	}
	return &env{v.frame, &local{name, value, v.locals}, v.loops}
}

// turn is the environment of one turn of a loop.
func (v *env) turn(l *ir.Loop, item partial.Value, index int, resource bool) *env {
	inner := v.with(l.Item, item).with(l.Index, partial.IntValue(int64(index)))
	return &env{inner.frame, inner.locals, &loopTurn{name: l.Name, index: index, resource: resource, next: v.loops}}
}

// turns lists the elements that a loop is over. Where there may be more, why tells
// what decides it.
func (v *env) turns(l *ir.Loop) (items []partial.Value, why string) {
	if l.In != nil {
		in := materialize(v.eval(l.In))
		switch in.Kind() {
		case partial.Array:
			if rest := in.Rest(); rest != nil {
				return nil, pinOf(partial.UnknownValue(rest), l.In.Range())
			}
			return in.Items(), ""
		case partial.Unknown:
			return nil, pinOf(in, l.In.Range())
		case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Object, partial.Lambda, partial.Handle:
		}
		v.fail(l.In.Range(), "A loop needs an array, and this is %s.", in.Kind())
		return nil, l.In.Range().Text()
	}
	count := materialize(v.eval(l.Count))
	switch {
	case count.IsUnknown():
		return nil, pinOf(count, l.Count.Range())
	case count.Kind() != partial.Int || count.Int() < 0:
		v.fail(l.Count.Range(), "The count of a loop is %s that is not a number of turns.", count.Kind())
		return nil, l.Count.Range().Text()
	}
	if n := count.Int(); n > int64(v.options.Limits.Instances) || v.budget.Take(n*32) != nil {
		v.stop(errTooMany)
		return nil, l.Count.Range().Text()
	}
	items = make([]partial.Value, count.Int())
	for i := range items {
		items[i] = partial.IntValue(int64(i))
	}
	return items, ""
}

// pinOf names what decides an unknown value.
func pinOf(v partial.Value, at source.Range) string {
	if pin := pinBelow(v, 0); pin != "" {
		return pin
	}
	return strings.Join(strings.Fields(at.Text()), " ")
}

func pinBelow(v partial.Value, depth int) string {
	if v.IsUnknown() {
		return v.Residual().Pin
	}
	if depth > 4 {
		return ""
	}
	for _, p := range v.Parts() {
		if p.IsUnknown() {
			return p.Residual().Pin
		}
	}
	for i := range v.Len() {
		if pin := pinBelow(v.Index(i), depth+1); pin != "" {
			return pin
		}
	}
	return ""
}

// condition decides a condition; why names what decides it where it is open.
func (v *env) condition(c ir.Expr) (verdict partial.Verdict, why string) {
	_, verdict, why = v.conditionValue(c)
	return verdict, why
}

func (v *env) conditionValue(c ir.Expr) (value partial.Value, verdict partial.Verdict, why string) {
	value = materialize(v.eval(c))
	verdict = truth(value)
	if verdict == partial.Perhaps {
		why = pinOf(value, c.Range())
	}
	return value, verdict, why
}

func truth(v partial.Value) partial.Verdict {
	switch v.Kind() {
	case partial.Bool:
		return partial.VerdictOf(v.Bool())
	case partial.String:
		if s, ok := v.Text(); ok && (strings.EqualFold(s, "true") || strings.EqualFold(s, "false")) {
			return partial.VerdictOf(strings.EqualFold(s, "true"))
		}
	case partial.Int:
		return partial.VerdictOf(v.Int() != 0)
	case partial.Null, partial.Float, partial.Array, partial.Object, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return partial.Perhaps
}

// eval evaluates an expression; the value is written where the expression is, unless
// it was written elsewhere and only passed on.
func (v *env) eval(e ir.Expr) partial.Value {
	if !v.step() {
		return partial.UnknownValue(&partial.Residual{Call: "limit", Reasons: partial.Failed})
	}
	if v.evaluator.depth >= v.options.Limits.Depth {
		return v.fail(e.Range(), "This is nested more than %d deep; it is not evaluated.", v.options.Limits.Depth)
	}
	v.evaluator.depth++
	value := v.expression(e)
	v.evaluator.depth--
	if value.At().IsZero() {
		value = value.WrittenAt(e.Range())
	}
	return value
}

func (v *env) expression(e ir.Expr) partial.Value {
	switch e := e.(type) {
	case *ir.Literal:
		return e.Value
	case *ir.Interpolation:
		return v.interpolation(e)
	case *ir.Object:
		return v.object(e)
	case *ir.Array:
		return v.array(e)
	case *ir.Call:
		return v.call(e)
	case *ir.UserCall:
		return v.userCall(e)
	case *ir.MethodCall:
		return v.methodCall(e)
	case *ir.Chain:
		return v.chain(e)
	case *ir.Conditional:
		return v.conditional(e)
	case *ir.Lambda:
		return v.lambda(e)
	case *ir.Local:
		for l := v.locals; l != nil; l = l.next {
			if strings.EqualFold(l.name, e.Name) {
				return l.value
			}
		}
		return v.fail(e.At, "There is no variable named %q here.", e.Name)
	case *ir.For:
		return v.loopArray(e)
	case *ir.Param:
		return v.parameterNamed(e.Name, e.At)
	case *ir.Var:
		return v.variable(e.Name, e.At)
	case *ir.Imported:
		return v.home(e.From).variable(e.Name, e.At)
	case *ir.Symbol:
		if g := v.named(lower(e.Name)); g != nil {
			return g.handle()
		}
		return v.fail(e.At, "There is no resource or module named %q.", e.Name)
	case *ir.Failure:
		return partial.UnknownValue(&partial.Residual{Call: "failed", Args: []partial.Value{partial.StringValue(e.At.Text())}, Reasons: partial.Failed, Pin: e.Why})
	}
	return partial.UnknownValue(&partial.Residual{Call: "failed", Reasons: partial.Failed, Volatile: true})
}

func (v *env) interpolation(e *ir.Interpolation) partial.Value {
	parts := make([]partial.Value, len(e.Parts))
	for i, p := range e.Parts {
		parts[i] = functions.Text(materialize(v.eval(p)))
	}
	if v.take(sizeOf(parts)) {
		return partial.TextValue(parts...)
	}
	return v.expression(&ir.Failure{Span: e.Span, Why: "the text is too long"})
}

// take takes room from the budget; false when there is no more.
func (v *env) take(n int64) bool {
	if err := v.budget.Take(n); err != nil {
		v.stop(err)
		return false
	}
	return true
}

func sizeOf(values []partial.Value) int64 {
	n := int64(len(values))
	for _, value := range values {
		n += int64(value.Size())
		if s, ok := value.Text(); ok {
			n += int64(len(s))
		}
	}
	return n
}

func (v *env) object(e *ir.Object) partial.Value {
	m := merge{env: v}
	for _, member := range e.Members {
		if v.broken != nil {
			break // there may be millions left
		}
		if member.Key != nil {
			key := functions.Text(materialize(v.eval(member.Key)))
			m.set(key, materialize(v.eval(member.Value)))
			continue
		}
		if s := materialize(v.eval(member.Value)); !m.spread(s) {
			m.open(v.fail(member.Value.Range(), "Only the members of an object can be spread into one, and this is %s.", s.Kind()))
		}
	}
	if !v.take(sizeOf(m.items) + 1) {
		return v.expression(&ir.Failure{Span: e.Span, Why: "the object is too large"})
	}
	return m.value()
}

// createObject is an object of names and values in turn.
func (v *env) createObject(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args)%2 != 0 {
		return v.fail(c.At, "The function createObject takes names and values in turn.")
	}
	m := merge{env: v}
	for i := 0; i < len(args); i += 2 {
		if s, ok := args[i].Text(); !ok && args[i].Kind() != partial.String && !args[i].IsUnknown() || ok && s == "" && args[i].Kind() != partial.String {
			return v.fail(c.At, "The members of an object are named by texts, and this is %s.", args[i].Kind())
		}
		m.set(args[i], args[i+1])
	}
	if !v.take(sizeOf(args)) {
		return v.expression(&ir.Failure{Span: c.Span, Why: "the object is too large"})
	}
	return m.value()
}

// shallowMerge puts objects over one another, later ones over earlier ones.
func (v *env) shallowMerge(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args) != 1 || args[0].Kind() != partial.Array || args[0].Rest() != nil {
		return v.pure(c, args)
	}
	m := merge{env: v}
	for _, s := range args[0].Items() {
		if !m.spread(s) {
			return v.fail(c.At, "The function shallowMerge merges objects, and this is %s.", s.Kind())
		}
	}
	if !v.take(sizeOf(m.items) + 1) {
		return v.expression(&ir.Failure{Span: c.Span, Why: "the object is too large"})
	}
	return m.value()
}

func (v *env) array(e *ir.Array) partial.Value {
	items := make([]partial.Value, 0, len(e.Items))
	var rest *partial.Residual
	for _, item := range e.Items {
		if v.broken != nil {
			break
		}
		value := materialize(v.eval(item.Value))
		if !v.take(sizeOf([]partial.Value{value})) {
			return v.expression(&ir.Failure{Span: e.Span, Why: "the array is too large"})
		}
		if !item.Spread {
			items = append(items, value)
			continue
		}
		switch value.Kind() {
		case partial.Array:
			items = append(items, value.Items()...)
			if value.Rest() != nil {
				rest = orJoin(rest, partial.UnknownValue(value.Rest()))
			}
		case partial.Null:
		case partial.Unknown:
			rest = orJoin(rest, value)
		case partial.Bool, partial.Int, partial.Float, partial.String, partial.Object, partial.Lambda, partial.Handle:
			rest = orJoin(rest, v.fail(item.Value.Range(), "Only the elements of an array can be spread into one, and this is %s.", value.Kind()))
		}
	}
	return partial.OpenArray(items, rest)
}

func orJoin(rest *partial.Residual, by partial.Value) *partial.Residual {
	if rest == nil {
		return partial.Join("concat", partial.ArrayType, by)
	}
	return partial.Join("concat", partial.ArrayType, partial.UnknownValue(rest), by)
}

// loopArray evaluates a loop that makes an array.
func (v *env) loopArray(e *ir.For) partial.Value {
	turns, why := v.turns(e.Loop)
	if why != "" {
		return v.someTurns(e)
	}
	items := make([]partial.Value, 0, len(turns))
	var rest *partial.Residual
	for i, t := range turns {
		inner := v.turn(e.Loop, t, i, false)
		if e.Loop.Filter != nil {
			verdict, _ := inner.condition(e.Loop.Filter)
			if verdict == partial.No {
				continue
			}
			if verdict == partial.Perhaps {
				rest = orJoin(rest, materialize(inner.eval(e.Loop.Filter)))
				continue
			}
		}
		items = append(items, materialize(inner.eval(e.Body)))
		if v.broken != nil {
			break
		}
	}
	return partial.OpenArray(items, rest)
}

// someTurns is the array of a loop whose number of turns is not known: what it is of, and
// what any one turn makes.
func (v *env) someTurns(e *ir.For) partial.Value {
	v.quiet++
	defer func() { v.quiet-- }()
	v.symbolic++
	defer func() { v.symbolic-- }()
	index := partial.UnknownValue(&partial.Residual{
		Call: "copyIndex", Args: []partial.Value{partial.IntValue(int64(v.symbolic))}, Type: partial.IntType,
	})
	var count partial.Value
	inner := v
	if e.Loop.In != nil {
		in := materialize(v.eval(e.Loop.In))
		count = v.pure(&ir.Call{Span: e.Span, Name: "length"}, []partial.Value{in})
		item, _ := v.member(in, index, ir.Link{Key: e.Loop.In})
		inner = v.with(e.Loop.Item, item).with(e.Loop.Index, index)
	} else {
		count = materialize(v.eval(e.Loop.Count))
	}
	inner = &env{inner.frame, inner.locals, &loopTurn{name: e.Loop.Name, symbolic: index, next: v.loops}}
	args := []partial.Value{count, materialize(inner.eval(e.Body))}
	if e.Loop.Filter != nil {
		args = append(args, materialize(inner.eval(e.Loop.Filter)))
	}
	return partial.Residue("for", partial.ArrayType, args...)
}

func (v *env) conditional(e *ir.Conditional) partial.Value {
	condition := materialize(v.eval(e.If))
	switch truth(condition) {
	case partial.Yes:
		return v.eval(e.Then)
	case partial.No:
		return v.eval(e.Else)
	case partial.Perhaps:
	}
	v.quiet++
	then, other := materialize(v.eval(e.Then)), materialize(v.eval(e.Else))
	v.quiet--
	return eitherOf(condition, then, other)
}

// eitherOf is a value that is one of two. What is decided by the same condition once more
// is decided already.
func eitherOf(condition, then, other partial.Value) partial.Value {
	then, other = decided(then, condition, 1), decided(other, condition, 2)
	if partial.Equal(then, other) == partial.Yes {
		return then
	}
	return partial.Residue("if", commonType(then, other), condition, then, other)
}

func decided(v, condition partial.Value, branch int) partial.Value {
	r := v.Residual()
	if v.IsUnknown() && r.Call == "if" && len(r.Args) == 3 && partial.Equal(r.Args[0], condition) == partial.Yes {
		return r.Args[branch]
	}
	return v
}

// commonType is the type that two values have in common.
func commonType(a, b partial.Value) partial.Type {
	if t := typeOf(a); t == typeOf(b) {
		return t
	}
	return partial.AnyType
}

func typeOf(v partial.Value) partial.Type {
	switch v.Kind() {
	case partial.Bool:
		return partial.BoolType
	case partial.Int, partial.Float:
		return partial.IntType
	case partial.String:
		return partial.StringType
	case partial.Array:
		return partial.ArrayType
	case partial.Object:
		return partial.ObjectType
	case partial.Unknown:
		return v.Residual().Type
	case partial.Null, partial.Lambda, partial.Handle:
	}
	return partial.AnyType
}

func (v *env) lambda(e *ir.Lambda) partial.Value {
	return partial.LambdaValue(len(e.Parameters), func(args ...partial.Value) (partial.Value, error) {
		inner := v
		for i, p := range e.Parameters {
			if i < len(args) {
				inner = inner.with(p, args[i])
			}
		}
		value := materialize(inner.eval(e.Body))
		return value, v.broken
	})
}

// userCall calls a function that a template declares: its body sees nothing but its
// parameters and what its home declares.
func (v *env) userCall(e *ir.UserCall) partial.Value {
	inner := v.home(e.Function.Home).root()
	for i, p := range e.Function.Parameters {
		value := partial.NullValue()
		if i < len(e.Args) {
			value = v.eval(e.Args[i])
		}
		inner = inner.with(p, value)
	}
	return inner.eval(e.Function.Body)
}
