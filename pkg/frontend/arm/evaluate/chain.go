package evaluate

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// outputsOf stands for all outputs of a module. In ARM each is an object with the
// value in it.
type outputsOf struct {
	module  *moduleInstance
	wrapped bool
}

// outputOf stands for one output of a module as ARM has it.
type outputOf struct {
	module *moduleInstance
	name   string
}

// stateOf stands for what ARM's reference gives of a module.
type stateOf struct{ module *moduleInstance }

// chain takes members one after the other.
func (v *env) chain(e *ir.Chain) partial.Value {
	return v.links(e, v.eval(e.Base), 0)
}

// links takes the members from one on.
func (v *env) links(e *ir.Chain, value partial.Value, from int) partial.Value {
	for n := from; n < len(e.Links); n++ {
		link := e.Links[n]
		if v.broken != nil {
			return partial.UnknownValue(&partial.Residual{Call: "limit", Reasons: partial.Failed})
		}
		key := materialize(v.eval(link.Key))
		if there := perhapsThere(value, key); link.Safe && there.IsUnknown() {
			v.quiet++
			next, _ := v.member(value, key, ir.Link{Key: link.Key})
			rest := materialize(v.links(e, next, n+1))
			v.quiet--
			return eitherOf(there, rest, partial.NullValue())
		}
		next, found := v.member(value, key, link)
		if !found {
			if link.Safe {
				return partial.NullValue()
			}
			if value.IsNull() && n > 0 && v.quiet > 0 {
				return partial.NullValue()
			}
			return v.lost(e, value, key, link)
		}
		value = next
	}
	return value
}

// lost says that a member is not there.
func (v *env) lost(e *ir.Chain, value, key partial.Value, link ir.Link) partial.Value {
	name, known := key.Text()
	switch {
	case value.IsNull():
		return v.fail(e.At, "This takes a member of a value that is null.")
	case known:
		return v.fail(link.Key.Range(), "The object has no member named %q.", name)
	}
	return v.fail(link.Key.Range(), "The array has no element at this position.")
}

// member takes one member; false where there is none.
func (v *env) member(value, key partial.Value, link ir.Link) (partial.Value, bool) {
	name, named := key.Text()
	switch h := value.Handle().(type) {
	case nil:
	case *Instance:
		if named {
			if h.absent && link.Safe && !h.identity(name) {
				return partial.NullValue(), false
			}
			return h.member(name), true
		}
	case *group:
		if key.Kind() == partial.Int {
			i := int(key.Int())
			if size, known := h.size(); link.FromEnd && known {
				i = size - i
			}
			element := h.element(i)
			return element, !element.IsNull() || h.left(i)
		}
		if key.IsUnknown() && !link.FromEnd {
			return h.imagine(key), true
		}
	case *moduleInstance:
		if h.absent && link.Safe {
			return partial.NullValue(), false
		}
		return v.moduleMember(h, name)
	case stateOf:
		if strings.EqualFold(name, "outputs") {
			return partial.HandleValue(outputsOf{h.module, true}), true
		}
		return v.moduleMember(h.module, name)
	case outputsOf:
		if named {
			if !h.module.hasOutput(name) {
				return partial.NullValue(), false
			}
			if h.wrapped {
				return partial.HandleValue(outputOf{h.module, name}), true
			}
			return h.module.output(name), true
		}
	case outputOf:
		if strings.EqualFold(name, "value") {
			return h.module.output(h.name), true
		}
	}
	if r := value.Residual(); value.IsUnknown() && r.Call == "if" && len(r.Args) == 3 {
		return v.memberOfEither(r, key, link), true
	}
	result, found, err := functions.Member(materialize(value), key, link.Safe, link.FromEnd)
	if err != nil {
		if materialize(value).IsNull() {
			return partial.NullValue(), false
		}
		return v.fail(link.Key.Range(), "%s.", sentence(err)), true
	}
	return result, found
}

// taken is a member of a value, for those that have been taken before.
type taken struct {
	from          *partial.Residual
	key           string
	safe, fromEnd bool
}

// memberOfEither takes a member of a value that is one of two. A value may be reached in
// many ways, and is looked at once.
func (v *env) memberOfEither(r *partial.Residual, key partial.Value, link ir.Link) partial.Value {
	this := taken{r, key.Canonical(), link.Safe, link.FromEnd}
	if have, ok := v.taken[this]; ok {
		return have
	}
	if !v.step() {
		return partial.UnknownValue(&partial.Residual{Call: "limit", Reasons: partial.Failed})
	}
	v.quiet++
	defer func() { v.quiet-- }()
	var members [2]partial.Value
	for i, branch := range r.Args[1:] {
		m, found := v.member(branch, key, link)
		if !found {
			m = partial.NullValue()
		}
		members[i] = m
	}
	result := eitherOf(r.Args[0], members[0], members[1])
	v.taken[this] = result
	return result
}

// perhapsThere is the condition of a resource or module of which it is not known whether
// it is deployed, and which is asked for more than its declaration tells; null for others.
func perhapsThere(value, key partial.Value) partial.Value {
	name, _ := key.Text()
	switch h := value.Handle().(type) {
	case *Instance:
		if h.uncertain != "" && !h.identity(name) {
			return h.condition
		}
	case *moduleInstance:
		if h.uncertain != "" && strings.EqualFold(name, "outputs") {
			return h.condition
		}
	}
	return partial.NullValue()
}

// tryGet takes members of what may be one of two values, as value.?member does.
func (v *env) tryGet(c *ir.Call) partial.Value {
	args := v.arguments(c.Args)
	if len(args) < 2 || args[0].Residual().Call != "if" || len(args[0].Residual().Args) != 3 {
		return v.pure(c, args)
	}
	r := args[0].Residual()
	v.quiet++
	defer func() { v.quiet-- }()
	branches := make([]partial.Value, 2)
	for i, branch := range r.Args[1:] {
		branches[i] = v.pure(c, append([]partial.Value{branch}, args[1:]...))
	}
	return eitherOf(r.Args[0], branches[0], branches[1])
}

// identity reports whether a member follows from the declaration alone, also of what is
// not deployed.
func (i *Instance) identity(member string) bool {
	switch lower(member) {
	case "id", "name", "type", "apiversion":
		return true
	}
	return false
}

// left reports whether there is a turn that a condition leaves out.
func (g *group) left(i int) bool {
	return i >= 0 && (i < len(g.instances) || i < len(g.modules))
}

func (v *env) moduleMember(m *moduleInstance, name string) (partial.Value, bool) {
	switch lower(name) {
	case "outputs":
		return partial.HandleValue(outputsOf{m, false}), true
	case "name":
		return m.name, true
	case "id":
		return m.id, true
	case "type":
		return partial.StringValue("Microsoft.Resources/deployments"), true
	}
	return partial.UnknownValue(&partial.Residual{
		Call: "reference", Args: []partial.Value{m.id, partial.StringValue(name)}, Reasons: partial.RuntimeState, Pin: m.address + "." + name,
	}), true
}

// materialize turns what stands for a resource into its state.
func materialize(v partial.Value) partial.Value {
	switch h := v.Handle().(type) {
	case *Instance:
		return h.whole().WrittenAt(v.At())
	case *scope:
		return h.object().WrittenAt(v.At())
	case *moduleInstance:
		return partial.ObjectValue([]string{"name", "outputs"}, []partial.Value{h.name, h.outputsObject(false)})
	case stateOf:
		return partial.ObjectValue([]string{"outputs"}, []partial.Value{h.module.outputsObject(true)})
	case outputsOf:
		return h.module.outputsObject(h.wrapped)
	case outputOf:
		return partial.ObjectValue([]string{"value"}, []partial.Value{h.module.output(h.name)})
	case *group:
		size, known := h.size()
		if !known {
			return partial.UnknownValue(&partial.Residual{Call: "references", Args: []partial.Value{partial.StringValue(h.label())}, Type: partial.ArrayType, Reasons: partial.MissingParameter, Pin: h.why})
		}
		items := make([]partial.Value, size)
		for i := range items {
			items[i] = materialize(h.element(i))
		}
		return partial.ArrayValue(items)
	}
	return v
}

// whole is the state with what identifies the resource.
func (i *Instance) whole() partial.Value {
	s := i.State()
	if s.Kind() != partial.Object {
		return s
	}
	keys := append([]string{"id", "name", "type", "apiVersion"}, s.Keys()...)
	items := append([]partial.Value{i.id, i.declared, partial.StringValue(i.decl.Type), partial.StringValue(i.decl.APIVersion)}, s.Items()...)
	for n := 4; n < len(keys); n++ {
		if strings.EqualFold(keys[n], "id") || strings.EqualFold(keys[n], "name") {
			keys, items = append(keys[:n:n], keys[n+1:]...), append(items[:n:n], items[n+1:]...)
			n--
		}
	}
	return partial.OpenObject(keys, items, s.Rest())
}

// text turns a value into text, as a name must be.
func text(v partial.Value) partial.Value {
	v = materialize(v)
	if v.Kind() == partial.String {
		return v
	}
	return functions.Text(v).WrittenAt(v.At())
}

func sentence(err error) string {
	s := strings.TrimSuffix(err.Error(), ".")
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
