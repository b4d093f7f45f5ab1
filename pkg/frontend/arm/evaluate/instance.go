package evaluate

import (
	"errors"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var errTooMany = errors.New("the template deploys more resources than can be looked at")

// maxModules bounds how deep modules may be inside one another.
const maxModules = 40

// Instance is one resource that a template deploys or reads.
type Instance struct {
	// Address names it: symbols for Bicep, type and name for ARM.
	Address string
	// Calls is the chain of modules that leads to it, outermost first.
	Calls []iac.Call

	decl  *ir.Resource
	frame *frame
	env   *env
	scope *scope
	// host is the resource that this one extends, and whose id its own begins with.
	host partial.Value

	parent *Instance
	// declared is the name as it is written, name the whole one with those of the
	// parents, and id the id.
	declared, name, id partial.Value

	// absent is set if a condition leaves the resource out; uncertain tells which
	// condition may.
	absent    bool
	uncertain string
	condition partial.Value // where it is uncertain
	// imagined is set for what stands for a turn of a loop that may never be.
	imagined bool

	body  lazy
	state *partial.Value
}

// Type is the full type; APIVersion that which is declared.
func (i *Instance) Type() string { return i.decl.Type }

// APIVersion is the version of the API that is declared.
func (i *Instance) APIVersion() string { return i.decl.APIVersion }

// Existing reports whether the resource is only read.
func (i *Instance) Existing() bool { return i.decl.Existing }

// Uncertain tells which condition decides whether the resource is there; "" for one
// that certainly is.
func (i *Instance) Uncertain() string { return i.uncertain }

// Name is the whole name, with those of the parents.
func (i *Instance) Name() partial.Value { return i.name }

// ID is the id.
func (i *Instance) ID() partial.Value { return i.id }

// Body is the object that is declared, without name, parent and scope.
func (i *Instance) Body() partial.Value { return i.evaluate() }

// Range is the header of the declaration.
func (i *Instance) Range() source.Range { return i.decl.At }

// instance makes the instance of one turn.
func (f *frame) instance(g *group, env *env, index int, there presence) *Instance {
	decl := g.resource
	i := &Instance{decl: decl, frame: f, env: env, Calls: f.calls, scope: f.scope}
	switch there.verdict {
	case partial.No: // its name and id can be asked for all the same
		i.absent = true
		f.quiet++
		i.place(g)
		f.quiet--
		i.Address = i.wantedAddress(index)
		i.children()
		return i
	case partial.Perhaps:
		i.uncertain, i.condition = there.why, there.condition
	case partial.Yes:
	}
	if f.options.Wanted != nil && !f.options.Wanted(decl.Type) {
		f.quiet++
		i.place(g)
		f.quiet--
	} else {
		i.place(g)
	}
	i.body.make = i.declaredBody
	i.Address = f.address(i.wantedAddress(index))
	f.instances = append(f.instances, i)
	key := lower(i.id.Skeleton())
	if have := f.byID[key]; have == nil || have.decl.Existing && !decl.Existing {
		f.byID[key] = i
	}
	i.children()
	return i
}

// declaredBody evaluates the body.
func (i *Instance) declaredBody() partial.Value {
	if i.decl.Body == nil {
		return partial.ObjectValue(nil, nil)
	}
	if i.uncertain != "" {
		i.frame.quiet++
		defer func() { i.frame.quiet-- }()
	}
	return i.env.eval(i.decl.Body)
}

// children enters the resources that are nested in the instance.
func (i *Instance) children() {
	if len(i.decl.Children) > 0 {
		i.frame.declare(i.decl.Children, i)
	}
}

// wantedAddress is how the instance is called.
func (i *Instance) wantedAddress(index int) string {
	if i.frame.template.Bicep {
		symbol := i.decl.Symbol[strings.LastIndex(i.decl.Symbol, "::")+1:]
		if strings.Contains(i.decl.Symbol, "::") {
			symbol = symbol[1:]
		}
		if index >= 0 {
			symbol = indexed(symbol, index)
		}
		return i.frame.prefix + symbol
	}
	return i.frame.prefix + i.decl.Type + "/" + display(i.name)
}

// display is a text for people: unknown pieces are told by what decides them.
func display(v partial.Value) string {
	var b strings.Builder
	for _, p := range v.Parts() {
		if s, ok := p.Text(); ok && !p.IsSecret() {
			b.WriteString(s)
			continue
		}
		r := p.Residual()
		switch {
		case r.Call == "parameters" && r.Pin != "":
			b.WriteString("{" + r.Pin + "}")
		case r.Call == partial.MemberCall:
			b.WriteString("{" + pinOf(p, p.At()) + "}")
		default:
			b.WriteString("{" + r.Call + "}")
		}
	}
	return b.String()
}

// place finds out what the instance is in: its name and its id.
func (i *Instance) place(g *group) {
	decl, env := i.decl, i.env
	if decl.Name != nil {
		i.declared = text(env.eval(decl.Name))
	} else {
		i.declared = partial.UnknownValue(&partial.Residual{Call: "name", Reasons: partial.Failed, Volatile: true})
	}
	i.name = rejoined(i.declared)
	parent := partial.NullValue()
	switch {
	case decl.Parent != nil:
		parent = env.eval(decl.Parent)
	case g.within != nil && !decl.WholeName:
		parent = partial.HandleValue(g.within)
	}
	if p, ok := parent.Handle().(*Instance); ok {
		i.parent = p
		i.scope, i.host = p.scope, p.host
		i.name = partial.TextValue(p.name, partial.StringValue("/"), i.name)
	} else if decl.Parent != nil && !i.absent {
		i.name = partial.UnknownValue(partial.Join("name", partial.StringType, materialize(parent), i.declared))
	}
	if decl.Scope != nil && i.parent == nil {
		i.scope, i.host = env.scopeOf(env.eval(decl.Scope))
	}
	i.id = resourceID(i.scope, i.host, decl.Type, i.name)
}

// evaluate returns the body.
func (i *Instance) evaluate() partial.Value {
	if i.absent {
		return partial.NullValue()
	}
	return i.body.get(func() partial.Value {
		return partial.UnknownValue(&partial.Residual{
			Call: "reference", Args: []partial.Value{i.id}, Reasons: partial.RuntimeState,
			Sources: []partial.Source{{Handle: i}}, Pin: i.Address,
		})
	})
}

// runtime is what only Azure tells of the resource: an attribute of its state.
func (i *Instance) runtime(path string) *partial.Residual {
	pin := i.Address
	if path != "" {
		pin += "." + path
	}
	return &partial.Residual{
		Call: partial.StateCall, Args: []partial.Value{i.id, partial.StringValue(path)}, Reasons: partial.RuntimeState,
		Sources: []partial.Source{{Handle: i, Path: path, Exact: true}}, Pin: pin,
	}
}

// member reads an attribute of the resource: what is declared, what follows from it,
// and else what only Azure knows.
func (i *Instance) member(name string) partial.Value {
	switch lower(name) {
	case "id":
		return i.id
	case "name":
		return i.declared
	case "type":
		return partial.StringValue(i.decl.Type)
	case "apiversion":
		return partial.StringValue(i.decl.APIVersion)
	}
	v, _ := i.State().Get(name)
	return v
}

// State is what is known of the resource once it is deployed: an object to which
// Azure adds members.
func (i *Instance) State() partial.Value {
	if i.decl.Existing || i.absent {
		if same := i.frame.byID[lower(i.id.Skeleton())]; same != nil && same != i && !same.decl.Existing && same.uncertain == "" {
			return same.State() // another part of the deployment makes it
		}
		return partial.OpenObject(nil, nil, i.runtime(""))
	}
	if i.state != nil {
		return *i.state
	}
	body := i.evaluate()
	if body.IsUnknown() {
		return body
	}
	s := i.view(body, "")
	i.state = &s
	return s
}

// view opens the objects of what is declared, and gives ids to the elements of its
// lists that have names, such as the subnets of a network.
func (i *Instance) view(v partial.Value, path string) partial.Value {
	at := v.At()
	switch v.Kind() {
	case partial.Object:
		keys, items := make([]string, 0, v.Len()+1), make([]partial.Value, 0, v.Len()+1)
		for n := range v.Len() {
			if member := v.Index(n); !member.IsNull() { // null is as good as not there: Azure decides
				keys, items = append(keys, v.Key(n)), append(items, i.view(member, join(path, v.Key(n))))
			}
		}
		rest := i.runtime(path)
		if v.Rest() != nil {
			rest = partial.Join("reference", partial.ObjectType, partial.UnknownValue(rest), partial.UnknownValue(v.Rest()))
		}
		return partial.OpenObject(keys, items, rest).WrittenAt(at)
	case partial.Array:
		items := make([]partial.Value, v.Len())
		for n := range items {
			items[n] = i.view(v.Index(n), indexed(path, n))
			if list, ok := strings.CutPrefix(path, "properties."); ok && !strings.ContainsAny(list, ".[") {
				items[n] = i.identified(items[n], list)
			}
		}
		return partial.OpenArray(items, v.Rest()).WrittenAt(at)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return v
}

// identified adds its id to an element of a list.
func (i *Instance) identified(v partial.Value, list string) partial.Value {
	if v.Kind() != partial.Object || v.Find("id") >= 0 || v.Find("name") < 0 {
		return v
	}
	name, _ := v.Get("name")
	id := partial.TextValue(i.id, partial.StringValue("/"+list+"/"), text(name))
	keys := append(append([]string(nil), v.Keys()...), "id")
	items := append(append([]partial.Value(nil), v.Items()...), id)
	return partial.OpenObject(keys, items, v.Rest()).WrittenAt(v.At())
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// moduleInstance is one deployment of a template by another one.
type moduleInstance struct {
	decl      *ir.Module
	outer     *frame // that declares it
	frame     *frame // nil if the template is not at hand
	address   string
	name      partial.Value
	id        partial.Value
	absent    bool
	uncertain string
	condition partial.Value // where it is uncertain
	outputs   map[string]*lazy
}

// moduleInstance makes the module of one turn.
func (f *frame) moduleInstance(g *group, env *env, index int, there presence) *moduleInstance {
	decl := g.module
	m := &moduleInstance{decl: decl, outer: f, outputs: map[string]*lazy{}}
	switch there.verdict {
	case partial.No:
		m.absent = true
		m.address = g.label()
		m.name = partial.UnknownValue(&partial.Residual{Call: "deploymentName", Args: []partial.Value{partial.StringValue(m.address)}, Type: partial.StringType})
		m.id = m.name
		return m
	case partial.Perhaps:
		m.uncertain, m.condition = there.why, there.condition
		f.missing("%s: whether it is deployed is decided by %s", g.label(), there.why)
	case partial.Yes:
	}
	m.address = f.prefix + decl.Symbol
	if index >= 0 {
		m.address = indexed(m.address, index)
	}
	s := f.moduleScope(env, decl)
	m.place(env, s)
	if !f.template.Bicep {
		m.address = f.prefix + "Microsoft.Resources/deployments/" + display(m.name)
	}
	f.modules[lower(m.id.Skeleton())] = m
	t := decl.Template
	switch {
	case t == nil:
		f.missing("%s: %s", m.address, decl.Why)
		return m
	case f.depth >= maxModules:
		f.fail(decl.At, "Modules are nested more than %d deep here; the rest is left out.", maxModules)
		return m
	case m.uncertain != "":
		return m
	}
	m.frame = f.inner(m, t, s)
	m.bind(env)
	return m
}

// place finds out the name of the deployment and its id.
func (m *moduleInstance) place(env *env, s *scope) {
	if m.decl.Name != nil {
		m.name = text(env.eval(m.decl.Name))
	} else {
		m.name = partial.UnknownValue(&partial.Residual{
			Call: "deploymentName", Args: []partial.Value{partial.StringValue(m.address)}, Type: partial.StringType,
			Reasons: partial.DeploymentContext, Pin: "deployment().name",
		})
	}
	m.id = resourceID(s, partial.NullValue(), "Microsoft.Resources/deployments", m.name)
}

// bind hands the parameters over.
func (m *moduleInstance) bind(env *env) {
	if m.decl.Outer {
		m.frame.parameters, m.frame.variables = m.outer.parameters, m.outer.variables
		m.frame.context = m.outer.context
		m.frame.evaluatesAs(env)
		return
	}
	given := m.given(env)
	for _, p := range m.frame.template.Parameters {
		value := given(p.Name)
		if value != nil && m.decl.Enveloped {
			envelope := value
			value = func() partial.Value { return env.contents(p.Name, envelope(), m.decl.At) }
		}
		m.frame.parameter(p, value)
	}
	if values, named := written(m.decl.Parameters); named {
		for _, p := range m.frame.template.Parameters {
			if e := values[lower(p.Name)]; e != nil && p.HasSecrets() {
				m.frame.givenPrivately(e.Range())
			}
		}
	}
}

// givenPrivately notes where a secret is given, whether it is used or not.
func (e *evaluator) givenPrivately(at source.Range) {
	if !e.privately[at] {
		e.privately[at] = true
		e.private = append(e.private, at)
	}
}

// given finds what is handed over for a parameter; nil for nothing.
func (m *moduleInstance) given(env *env) func(parameter string) func() partial.Value {
	if m.decl.Parameters == nil {
		return func(string) func() partial.Value { return nil }
	}
	if values, named := written(m.decl.Parameters); named {
		return func(parameter string) func() partial.Value {
			e := values[lower(parameter)]
			if e == nil {
				return nil
			}
			return func() partial.Value { return env.eval(e) }
		}
	}
	whole := &lazy{make: func() partial.Value { return materialize(env.eval(m.decl.Parameters)) }}
	return func(parameter string) func() partial.Value {
		return func() partial.Value {
			v, _ := whole.get(partial.NullValue).Get(parameter)
			return v
		}
	}
}

// written returns the members of an object that is written out, by their names in lower
// case; false where one is a spread, or its name is worked out.
func written(e ir.Expr) (map[string]ir.Expr, bool) {
	object, ok := e.(*ir.Object)
	if !ok {
		return nil, false
	}
	values := make(map[string]ir.Expr, len(object.Members))
	for _, member := range object.Members {
		key, named := literalKey(member.Key)
		if !named {
			return nil, false
		}
		values[lower(key)] = member.Value
	}
	return values, true
}

// contents takes the value of a parameter out of the object that holds it; null where it
// holds none, and the parameter has its default.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter
func (v *env) contents(parameter string, envelope partial.Value, at source.Range) partial.Value {
	envelope = materialize(envelope)
	if !envelope.At().IsZero() {
		at = envelope.At()
	}
	switch envelope.Kind() {
	case partial.Null:
		return envelope
	case partial.Object:
		if value, ok := envelope.Get("value"); ok {
			return value
		}
		if envelope.Find("reference") >= 0 {
			return partial.SecretReference(parameter).WrittenAt(at)
		}
		return partial.NullValue()
	case partial.Unknown:
		return v.perhaps(parameter, envelope, at)
	case partial.Bool, partial.Int, partial.Float, partial.String, partial.Array, partial.Lambda, partial.Handle:
	}
	return v.fail(at, "The parameter %s has its value in \"value\", and is given %s.", parameter, envelope.Kind())
}

// perhaps takes the value out of an object that is not known: it may hold a secret, too.
func (v *env) perhaps(parameter string, envelope partial.Value, at source.Range) partial.Value {
	r := envelope.Residual()
	if r.Call != "if" || len(r.Args) != 3 {
		return envelope.Member(partial.StringValue("value"))
	}
	v.quiet++
	then, other := v.contents(parameter, r.Args[1], at), v.contents(parameter, r.Args[2], at)
	v.quiet--
	return eitherOf(r.Args[0], then, other)
}

func literalKey(e ir.Expr) (string, bool) {
	l, ok := e.(*ir.Literal)
	if !ok {
		return "", false
	}
	return l.Value.Text()
}

// output reads an output.
func (m *moduleInstance) output(name string) partial.Value {
	if m.frame == nil {
		reason := m.unseen()
		return partial.UnknownValue(&partial.Residual{
			Call: partial.StateCall, Args: []partial.Value{m.id, partial.StringValue("outputs." + name + ".value")}, Reasons: reason, Pin: m.address + ".outputs." + name,
		})
	}
	l := m.outputs[lower(name)]
	if l == nil {
		l = &lazy{make: func() partial.Value {
			for _, o := range m.frame.template.Outputs {
				if strings.EqualFold(o.Name, name) {
					return m.frame.output(o)
				}
			}
			return partial.NullValue()
		}}
		m.outputs[lower(name)] = l
	}
	return l.get(func() partial.Value { return m.outer.fail(m.decl.At, "The output %s is made of itself.", name) })
}

// unseen tells why the outputs are not known.
func (m *moduleInstance) unseen() partial.Reason {
	if m.decl.Why == "" {
		return partial.MissingParameter
	}
	return partial.NotRestored
}

func (m *moduleInstance) hasOutput(name string) bool {
	if m.frame == nil {
		return true
	}
	for _, o := range m.frame.template.Outputs {
		if strings.EqualFold(o.Name, name) {
			return true
		}
	}
	return false
}

// outputsObject is all outputs: as ARM has them with their values in an object each, or as
// Bicep reads them.
func (m *moduleInstance) outputsObject(wrapped bool) partial.Value {
	if m.frame == nil {
		return partial.OpenObject(nil, nil, &partial.Residual{
			Call: partial.StateCall, Args: []partial.Value{m.id, partial.StringValue("outputs")}, Reasons: m.unseen(), Pin: m.address + ".outputs",
		})
	}
	var keys []string
	var items []partial.Value
	for _, o := range m.frame.template.Outputs {
		v := m.output(o.Name)
		if wrapped {
			v = partial.ObjectValue([]string{"value"}, []partial.Value{v})
		}
		keys, items = append(keys, o.Name), append(items, v)
	}
	return partial.ObjectValue(keys, items)
}
