package evaluate

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// special are the functions that look at the deployment and not at their arguments
// alone, or that do not need all of them.
var special map[string]func(*env, *ir.Call) partial.Value

func init() { //nolint:gochecknoinits // the table refers to what refers to it
	special = map[string]func(*env, *ir.Call) partial.Value{
		"if":              (*env).ifCall,
		"and":             func(v *env, c *ir.Call) partial.Value { return v.logical(c, partial.No) },
		"or":              func(v *env, c *ir.Call) partial.Value { return v.logical(c, partial.Yes) },
		"coalesce":        (*env).coalesce,
		"parameters":      func(v *env, c *ir.Call) partial.Value { return v.readNamed(c, v.parameterNamed) },
		"variables":       func(v *env, c *ir.Call) partial.Value { return v.readNamed(c, v.variable) },
		"copyindex":       (*env).copyIndex,
		"lambdavariables": (*env).lambdaVariables,

		"resourceid":                (*env).resourceID,
		"extensionresourceid":       (*env).extensionResourceID,
		"subscriptionresourceid":    (*env).subscriptionResourceID,
		"tenantresourceid":          (*env).tenantResourceID,
		"managementgroupresourceid": (*env).managementGroupResourceID,

		"resourcegroup":   (*env).resourceGroup,
		"subscription":    (*env).subscriptionCall,
		"managementgroup": (*env).managementGroupCall,
		"tenant":          func(v *env, _ *ir.Call) partial.Value { return partial.HandleValue(v.context.in(ir.Tenant)) },
		"deployment":      (*env).deploymentCall,
		"deployer":        func(*env, *ir.Call) partial.Value { return contextCall("deployer") },
		"environment":     func(*env, *ir.Call) partial.Value { return environment },

		"createobject": (*env).createObject,
		"tryget":       (*env).tryGet,
		"shallowmerge": (*env).shallowMerge,

		"listoutputswithsecurevalues": (*env).secureOutputs,

		"reference":  (*env).reference,
		"references": (*env).references,

		"utcnow":  volatile,
		"newguid": volatile,
	}
}

// secretCalls return what must not be printed; runtimeCalls what only the deployment knows.
var runtimeCalls = map[string]partial.Reason{
	"resourceinfo": partial.RuntimeState, "providers": partial.RuntimeState, "pickzones": partial.RuntimeState,
	"tologicalzone": partial.RuntimeState, "tologicalzones": partial.RuntimeState,
	"tophysicalzone": partial.RuntimeState, "tophysicalzones": partial.RuntimeState,
	"roledefinitions": partial.RuntimeState, "extensions": partial.RuntimeState, "target": partial.RuntimeState,
	"externalinput": partial.ExternalInput, "externalinputs": partial.ExternalInput,
	"readenvironmentvariable": partial.ExternalInput, "readcliarg": partial.ExternalInput, "readenvvar": partial.ExternalInput,
	"getsecret": partial.SecretValue,
}

// call evaluates a call of one of the language's functions.
func (v *env) call(c *ir.Call) partial.Value {
	name := lower(c.Name)
	if f := special[name]; f != nil {
		return f(v, c)
	}
	args := v.arguments(c.Args)
	if reason, ok := runtimeCalls[name]; ok {
		return v.outside(c, reason, args)
	}
	if strings.HasPrefix(name, "list") && len(args) > 0 {
		if i, ok := v.resolve(args[0]).Handle().(*Instance); ok { // by its symbolic name
			args[0] = i.id
			return asked(v.outside(c, partial.RuntimeState, args), i, c.Name).Secret()
		}
		return v.outside(c, partial.RuntimeState, args).Secret()
	}
	return v.pure(c, args)
}

// pure calls a function that looks at nothing but its arguments.
func (v *env) pure(c *ir.Call, args []partial.Value) partial.Value {
	if _, ok := functions.Lookup(c.Name); !ok {
		return v.fail(c.At, "There is no function named %q.", c.Name)
	}
	result, err := functions.Invoke(c.Name, args, v.budget)
	switch {
	case err == nil:
		return result
	case err == partial.ErrBudget: //nolint:errorlint // it is not wrapped
		v.stop(err)
	case v.broken != nil:
	default:
		return v.fail(c.At, "%s.", sentence(err))
	}
	return partial.UnknownValue(&partial.Residual{Call: "limit", Reasons: partial.Failed})
}

func (v *env) arguments(exprs []ir.Expr) []partial.Value {
	args := make([]partial.Value, len(exprs))
	for i, a := range exprs {
		args[i] = materialize(v.eval(a))
	}
	return args
}

// outside is the unknown result of a call that is answered elsewhere.
func (v *env) outside(c *ir.Call, reason partial.Reason, args []partial.Value) partial.Value {
	r := partial.Join(c.Name, partial.AnyType, args...)
	r.Reasons |= reason
	r.Pin = strings.Join(strings.Fields(c.At.Text()), " ")
	u := partial.UnknownValue(r)
	if reason == partial.SecretValue {
		u = u.Secret()
	}
	return u
}

// volatile is a function that gives another result at each deployment.
func volatile(_ *env, c *ir.Call) partial.Value {
	return partial.UnknownValue(&partial.Residual{
		Call: c.Name, Type: partial.StringType, Reasons: partial.Nondeterministic, Pin: c.Name + "()", Volatile: true,
	})
}

func (v *env) ifCall(c *ir.Call) partial.Value {
	if len(c.Args) != 3 {
		return v.fail(c.At, "The function if takes a condition and two values.")
	}
	return v.conditional(&ir.Conditional{Span: c.Span, If: c.Args[0], Then: c.Args[1], Else: c.Args[2]})
}

// logical evaluates and, or: the first argument that decides ends it.
func (v *env) logical(c *ir.Call, decides partial.Verdict) partial.Value {
	var open []partial.Value
	defer func(quiet int) { v.quiet = quiet }(v.quiet)
	for _, a := range c.Args {
		value := materialize(v.eval(a))
		switch verdict := truth(value); verdict {
		case decides:
			return partial.BoolValue(decides == partial.Yes)
		case partial.Perhaps:
			if r := value.Residual(); value.IsUnknown() && r.Call == lower(c.Name) {
				open = append(open, r.Args...)
			} else {
				open = append(open, value)
			}
			v.quiet++ // the next one may not be looked at
		case partial.Yes, partial.No:
		}
	}
	if len(open) == 0 {
		return partial.BoolValue(decides == partial.No)
	}
	return partial.Residue(lower(c.Name), partial.BoolType, open...)
}

// coalesce returns the first argument that is not null.
func (v *env) coalesce(c *ir.Call) partial.Value {
	var open []partial.Value
	defer func(quiet int) { v.quiet = quiet }(v.quiet)
	for _, a := range c.Args {
		value := v.eval(a)
		m := materialize(value)
		switch {
		case m.IsNull():
		case m.IsUnknown() && mayBeNull(m):
			open = append(open, m)
			v.quiet++
		case len(open) == 0:
			return value
		default:
			open = append(open, m)
			return partial.Residue("coalesce", commonOf(open), open...)
		}
	}
	switch len(open) {
	case 0:
		return partial.NullValue()
	case 1:
		return open[0]
	}
	return partial.Residue("coalesce", commonOf(open), open...)
}

// mayBeNull reports whether an unknown value may turn out to be null.
func mayBeNull(v partial.Value) bool {
	r := v.Residual()
	return r.Type == partial.AnyType || r.Call != "parameters" && r.Call != "reference" && r.Call != partial.MemberCall && r.Call != "format" &&
		r.Call != "concat" && r.Call != "uniqueString"
}

func commonOf(values []partial.Value) partial.Type {
	t := typeOf(values[0])
	for _, v := range values[1:] {
		if typeOf(v) != t {
			return partial.AnyType
		}
	}
	return t
}

// readNamed evaluates parameters('x') and variables('x').
func (v *env) readNamed(c *ir.Call, read func(string, source.Range) partial.Value) partial.Value {
	if len(c.Args) != 1 {
		return v.fail(c.At, "The function %s takes one name.", c.Name)
	}
	name := materialize(v.eval(c.Args[0]))
	s, ok := name.Text()
	if !ok {
		return partial.Residue(lower(c.Name), partial.AnyType, name)
	}
	return read(s, c.At)
}

// copyIndex is the number of the turn of a loop, with an offset.
func (v *env) copyIndex(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	name, offset := "", int64(0)
	for _, a := range args {
		if s, ok := a.Text(); ok {
			name = s
		} else {
			offset = a.Int()
		}
	}
	var found *loopTurn
	for t := v.loops; t != nil; t = t.next {
		if name != "" && strings.EqualFold(t.name, name) || name == "" && t.resource {
			found = t
			break
		}
	}
	if found == nil && name == "" {
		found = v.loops
	}
	if found == nil {
		return v.fail(c.At, "There is no loop here that copyIndex could count.")
	}
	if found.symbolic.IsUnknown() {
		if offset == 0 {
			return found.symbolic
		}
		return v.pure(&ir.Call{Span: c.Span, Name: "add"}, []partial.Value{found.symbolic, partial.IntValue(offset)})
	}
	return partial.IntValue(int64(found.index) + offset)
}

func (v *env) lambdaVariables(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args) == 1 {
		if name, ok := args[0].Text(); ok {
			return v.expression(&ir.Local{Span: c.Span, Name: name})
		}
	}
	return v.fail(c.At, "The function lambdaVariables takes the name of a variable.")
}

// methodCall calls a function of a resource.
func (v *env) methodCall(m *ir.MethodCall) partial.Value {
	receiver := v.eval(m.Receiver)
	args := v.arguments(m.Args)
	id := materialize(receiver)
	if i, ok := receiver.Handle().(*Instance); ok {
		id = i.id
		if len(args) == 0 && strings.HasPrefix(lower(m.Name), "list") {
			args = []partial.Value{partial.StringValue(i.decl.APIVersion)}
		}
	}
	u := v.outside(&ir.Call{Span: m.Span, Name: m.Name}, partial.RuntimeState, append([]partial.Value{id}, args...))
	if i, ok := receiver.Handle().(*Instance); ok {
		u = asked(u, i, m.Name)
	}
	if name := lower(m.Name); strings.HasPrefix(name, "list") || name == "getsecret" {
		return u.Secret()
	}
	return u
}

// asked notes which resource an unknown value was asked of.
func asked(v partial.Value, i *Instance, function string) partial.Value {
	r := v.Residual()
	r.Sources = append(r.Sources, partial.Source{Handle: i, Path: function})
	return v
}

// reference reads the state of a resource, or the outputs of a deployment.
func (v *env) reference(c *ir.Call) partial.Value {
	if len(c.Args) == 0 {
		return v.fail(c.At, "The function reference takes the id or the name of a resource.")
	}
	target := v.eval(c.Args[0])
	full := false
	if len(c.Args) > 2 {
		s, _ := materialize(v.eval(c.Args[2])).Text()
		full = strings.EqualFold(s, "full")
	}
	found := v.resolve(target)
	switch h := found.Handle().(type) {
	case *Instance:
		if full {
			return found
		}
		return h.member("properties")
	case *moduleInstance:
		return partial.HandleValue(stateOf{h})
	}
	path := "properties"
	if full {
		path = ""
	}
	return v.outside(&ir.Call{Span: c.Span, Name: partial.StateCall}, partial.RuntimeState, []partial.Value{text(target), partial.StringValue(path)})
}

// secureOutputs reads the outputs of a deployment, secrets included.
func (v *env) secureOutputs(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args) > 0 {
		if m, ok := v.resolve(args[0]).Handle().(*moduleInstance); ok {
			return partial.HandleValue(outputsOf{m, false})
		}
	}
	return v.outside(c, partial.RuntimeState, args).Secret()
}

// references reads the states of all that a loop makes.
func (v *env) references(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args) > 0 {
		if name, ok := args[0].Text(); ok {
			if g := v.symbols[lower(name)]; g != nil {
				return g.handle()
			}
		}
	}
	return v.outside(c, partial.RuntimeState, args)
}

// resolve finds what an id or a name means among what the template deploys; null if
// nothing.
func (v *env) resolve(target partial.Value) partial.Value {
	if target.Kind() == partial.Handle {
		return target
	}
	target = text(target)
	if name, ok := target.Text(); ok {
		if g := v.symbols[lower(name)]; g != nil && g.loop() == nil {
			return g.handle()
		}
		if i := strings.LastIndexByte(name, '['); i > 0 && strings.HasSuffix(name, "]") {
			if g := v.symbols[lower(name[:i])]; g != nil {
				g.handle()
				return g.element(atoi(name[i+1 : len(name)-1]))
			}
		}
	}
	if h := v.symbolicElement(target); !h.IsNull() {
		return h
	}
	key := lower(target.Skeleton())
	if i := v.byID[key]; i != nil {
		return partial.HandleValue(i)
	}
	if m := v.modules[key]; m != nil {
		return partial.HandleValue(m)
	}
	for _, g := range v.groups { // what is declared here may not have been made yet
		if g.state != 0 {
			continue
		}
		g.expand()
	}
	if i := v.byID[key]; i != nil {
		return partial.HandleValue(i)
	}
	for _, g := range v.groups {
		for _, m := range g.modules {
			if m != nil && !m.absent && (lower(m.name.Skeleton()) == key || lower(m.id.Skeleton()) == key) {
				return partial.HandleValue(m)
			}
		}
		for _, i := range g.instances {
			if i != nil && !i.absent && lower(i.name.Skeleton()) == key {
				return partial.HandleValue(i)
			}
		}
	}
	return partial.NullValue()
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1_000_000 {
			return -1
		}
		n = 10*n + int(r-'0')
	}
	return n
}
