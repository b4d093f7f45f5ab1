package evaluate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// frame is one use of a template: with its parameters' values, and its place.
type frame struct {
	*evaluator
	template *ir.Template
	// scope is where it deploys to; context is what resourceGroup() and the like mean,
	// which for an outer-scoped template is where the one around deploys to.
	scope, context *scope
	deployment     partial.Value // its name
	// around has the locals that all expressions of an outer-scoped template see.
	around struct {
		locals *local
		loops  *loopTurn
	}

	parameters map[string]*lazy
	variables  map[string]*lazy
	// symbols finds what is declared under a symbolic name; groups are all of it in
	// the order of the declarations.
	symbols map[string]*group
	groups  []*group
	// byName finds modules by the name of the deployment, for ARM's reference.
	deployments []*group

	calls  []iac.Call
	prefix string // of addresses
	depth  int
}

func (e *evaluator) rootFrame(t *ir.Template) *frame {
	f := e.newFrame(t, e.rootScope(t.Scope), nil)
	c := e.options.Context
	f.deployment = known(c.DeploymentName, contextCall("deployment"), "name")
	given := map[string]Assignment{}
	for _, a := range e.options.Parameters {
		given[lower(a.Name)] = a
	}
	for _, p := range t.Parameters {
		a, ok := given[lower(p.Name)]
		if !ok {
			f.parameter(p, nil)
			continue
		}
		f.parameter(p, func() partial.Value {
			if a.Expr == nil {
				return a.Value
			}
			return e.home(a.From).root().eval(a.Expr)
		})
	}
	return f
}

// newFrame makes the frame of a template without values for its parameters.
func (e *evaluator) newFrame(t *ir.Template, s *scope, caller *frame) *frame {
	f := &frame{
		evaluator: e, template: t, scope: s, context: s,
		parameters: make(map[string]*lazy, len(t.Parameters)),
		variables:  make(map[string]*lazy, len(t.Variables)),
		symbols:    map[string]*group{},
	}
	if caller != nil {
		f.depth = caller.depth + 1
	}
	if !e.seen[t] {
		e.seen[t] = true
		e.templates = append(e.templates, t)
	}
	for _, v := range t.Variables {
		f.variables[lower(v.Name)] = &lazy{make: func() partial.Value { return f.root().eval(v.Value) }}
	}
	f.declare(t.Resources, nil)
	for _, m := range t.Modules {
		g := &group{frame: f, module: m, env: f.root()}
		f.enter(m.Symbol, g)
		f.deployments = append(f.deployments, g)
	}
	return f
}

// declare enters resources and those nested in them, as far as there is one group of
// them: what is nested in a loop is entered with each turn.
func (f *frame) declare(resources []*ir.Resource, within *Instance) {
	for _, r := range resources {
		env := f.root()
		if within != nil {
			env = within.env
		}
		f.enter(r.Symbol, &group{frame: f, resource: r, within: within, env: env})
	}
}

func (f *frame) enter(symbol string, g *group) {
	f.groups = append(f.groups, g)
	if symbol != "" {
		if f.symbols[lower(symbol)] == nil {
			f.symbols[lower(symbol)] = g
		}
	}
}

// named finds what is declared under a symbolic name in lower case. What is nested in
// another resource, outer::inner, is entered when that is expanded.
func (f *frame) named(symbol string) *group {
	if g := f.symbols[symbol]; g != nil {
		return g
	}
	if n := strings.LastIndex(symbol, "::"); n > 0 {
		if outer := f.named(symbol[:n]); outer != nil {
			outer.expand()
		}
	}
	return f.symbols[symbol]
}

// parameter sets how a parameter gets its value; given is nil where nobody gives one.
func (f *frame) parameter(p *ir.Parameter, given func() partial.Value) {
	f.parameters[lower(p.Name)] = &lazy{make: func() partial.Value {
		v := f.parameterValue(p, given)
		if p.Secure {
			return v.Secret()
		}
		return p.Type.Secret.In(v)
	}}
}

func (f *frame) parameterValue(p *ir.Parameter, given func() partial.Value) partial.Value {
	if given != nil {
		v := materialize(given())
		if !v.IsNull() {
			return typed(v, p.Type.Kind)
		}
	}
	switch {
	case p.Default != nil:
		return materialize(f.root().eval(p.Default))
	case p.Type.Nullable:
		return partial.NullValue().WrittenAt(p.At)
	case len(p.Type.Allowed) == 1:
		return p.Type.Allowed[0].WrittenAt(p.At)
	}
	reason := partial.MissingParameter
	if given != nil { // null is handed over to a parameter that wants a value
		return f.fail(p.At, "The parameter %s needs a value and is given null.", p.Name)
	}
	return partial.UnknownValue(&partial.Residual{
		Call: "parameters", Args: []partial.Value{partial.StringValue(f.prefix + p.Name)},
		Type: p.Type.Kind, Reasons: reason, Pin: f.pin(p.Name),
	}).WrittenAt(p.At)
}

// typed tells an unknown value the type that its parameter declares.
func typed(v partial.Value, t partial.Type) partial.Value {
	if v.IsUnknown() && v.Residual().Type == partial.AnyType && t != partial.AnyType {
		r := v.Residual()
		same := &partial.Residual{
			Call: r.Call, Args: r.Args, Type: t, Reasons: r.Reasons, Sources: r.Sources, Pin: r.Pin,
		}
		if !r.Volatile {
			u := partial.UnknownValue(same).WrittenAt(v.At())
			if v.IsSecret() {
				u = u.Secret()
			}
			return u
		}
	}
	return v
}

// pin names a parameter in the words of the language.
func (f *frame) pin(parameter string) string {
	if f.template.Bicep {
		return "param " + parameter
	}
	return "parameters('" + parameter + "')"
}

// home is the frame in which the variables and functions of a template are evaluated
// that other templates import, or that belong to a parameter file.
func (e *evaluator) home(t *ir.Template) *frame {
	f := e.homes[t]
	if f == nil {
		f = e.newFrame(t, e.rootScope(t.Scope), nil)
		e.homes[t] = f
		for _, p := range t.Parameters {
			f.parameter(p, nil)
		}
	}
	return f
}

// variable reads a variable or, for the frame of an outer-scoped template, that of the
// frame around.
func (f *frame) variable(name string, at source.Range) partial.Value {
	l := f.variables[lower(name)]
	if l == nil {
		return f.fail(at, "There is no variable named %q.", name)
	}
	return l.get(func() partial.Value { return f.fail(at, "The variable %s is made of itself.", name) })
}

func (f *frame) parameterNamed(name string, at source.Range) partial.Value {
	l := f.parameters[lower(name)]
	if l == nil {
		return f.fail(at, "There is no parameter named %q.", name)
	}
	return l.get(func() partial.Value { return f.fail(at, "The parameter %s is made of itself.", name) })
}

// outputValues evaluates the outputs.
func (f *frame) outputValues() []OutputValue {
	var out []OutputValue
	for _, o := range f.template.Outputs {
		out = append(out, OutputValue{o.Name, f.output(o)})
	}
	return out
}

func (f *frame) output(o *ir.Output) partial.Value {
	env := f.root()
	if o.Condition != nil && truth(env.eval(o.Condition)) == partial.No {
		return partial.NullValue()
	}
	v := materialize(env.eval(o.Value))
	if o.Secure {
		return v.Secret()
	}
	return o.Type.Secret.In(v)
}

// expand makes all instances of the template and of those that it deploys.
func (f *frame) expand() {
	for i := 0; i < len(f.groups); i++ { // instances may enter more
		f.groups[i].expand()
	}
	for _, g := range f.deployments {
		for _, m := range g.modules {
			if m.frame != nil {
				m.frame.expand()
			}
		}
	}
}

// inner is the frame for the template of a module.
func (f *frame) inner(m *moduleInstance, t *ir.Template, s *scope) *frame {
	inner := f.newFrame(t, s, f)
	inner.prefix = m.address + "."
	inner.calls = slices.Concat(f.calls, []iac.Call{{Address: m.address, At: m.decl.At, Downloaded: t.Downloaded}})
	if !t.Bicep && !f.template.Bicep { // nested templates have addresses by type and name
		inner.prefix, inner.calls = f.prefix, f.calls
	}
	inner.deployment = m.name
	return inner
}

func indexed(symbol string, index int) string { return symbol + "[" + strconv.Itoa(index) + "]" }
