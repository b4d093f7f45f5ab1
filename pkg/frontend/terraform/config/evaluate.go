package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// evaluate returns the value of an expression. What is wrong with it becomes an
// error of the run, and the value unknown.
func (e environment) evaluate(written hcl.Expression) cty.Value {
	if e.budget.spend(0) != "" {
		return unknown(cty.DynamicPseudoType, e.text(written))
	}
	expr, diags := native(written)
	if diags.HasErrors() {
		e.amissIn(e.module, diags)
		return unknown(cty.DynamicPseudoType, e.text(written))
	}
	ctx := e.context(expr)
	e.budget.made = 0
	v, more := expr.Value(ctx)
	diags = append(diags, more...)
	if parts := weigh(v, e.limits.Parts); parts > e.limits.Parts {
		e.fail(e.module.Range(expr.Range()), tooManyParts+".")
		v = cty.DynamicVal
	} else if !diags.HasErrors() {
		return e.paid(v, expr, parts)
	}
	if !e.doubtful(expr, ctx, diags) {
		e.amissIn(e.module, discreet(diags, expr, ctx))
	}
	if v.IsWhollyKnown() {
		v = cty.DynamicVal
	}
	return v.Mark(pin(e.text(expr)))
}

// paid takes the parts of a value from the budget. A value that is only handed on
// costs nothing.
func (e environment) paid(v cty.Value, expr hcl.Expression, parts int) cty.Value {
	if _, handedOn := expr.(*hclsyntax.ScopeTraversalExpr); handedOn {
		parts = 0
	}
	if why := e.budget.spend(parts); why != "" {
		e.fail(e.module.Range(expr.Range()), why+".")
		return unknown(cty.DynamicPseudoType, e.text(expr))
	}
	return v
}

// literal returns the value of an expression that may refer to nothing.
func (r *run) literal(expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	if _, native := expr.(hclsyntax.Expression); !native {
		return expr.Value(nil) // in JSON it is no template
	}
	r.budget.made = 0
	v, diags := expr.Value(r.budget.context())
	if r.budget.tooLarge(v) {
		return cty.DynamicVal, append(diags, failure(expr.Range(), tooManyParts))
	}
	return v, diags
}

// doubtful reports whether an error may be due to what this program does not
// know: an attribute that a resource has in a release of its provider whose
// schema is not at hand.
func (e environment) doubtful(expr hcl.Expression, ctx *hcl.EvalContext, diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Summary != "Unsupported attribute" && d.Summary != "Missing map element" && !ofSet(d) {
			return false
		}
	}
	return slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool { return e.vague(t, ctx) })
}

// ofSet reports whether an error is that a set has no first element. What is a set
// in one release of a provider may be a list in another.
func ofSet(d *hcl.Diagnostic) bool {
	return d.Summary == "Invalid index" && strings.HasPrefix(d.Detail, "Elements of a set")
}

// vague reports whether what a name stands for may have members that are not
// seen here, because it comes from a resource or is not known.
func (e environment) vague(t hcl.Traversal, ctx *hcl.EvalContext) bool {
	name, named := attributeAt(t, 1)
	if !named {
		return true
	}
	if v := e.module.Variables[name]; t.RootName() == "var" && v != nil && !v.Type.HasDynamicTypes() {
		return false
	}
	v, diags := t[:2].TraverseAbs(ctx)
	if diags.HasErrors() {
		return false
	}
	v, marks := v.UnmarkDeep()
	return hasReference(marks) || !v.IsWhollyKnown()
}

// maxPin bounds the length in bytes of an expression that stands for what
// decides a value.
const maxPin = 60

// text is an expression as it is written, where it is short.
func (e environment) text(expr hcl.Expression) string {
	text := strings.Join(strings.Fields(e.module.Range(expr.Range()).Text()), " ")
	if len(text) > maxPin {
		for _, t := range expr.Variables() {
			return traversalText(t)
		}
		return "an expression"
	}
	return text
}

func traversalText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			b.WriteString(keyOf(s.Key))
		}
	}
	return b.String()
}

// context makes what an expression refers to available to it, and no more.
func (e environment) context(expr hcl.Expression) *hcl.EvalContext {
	traversals := expr.Variables()
	if len(traversals) == 0 {
		return e.base
	}
	n := needs{environment: e, roots: map[string]map[string]cty.Value{}, flat: map[string]cty.Value{}}
	for _, t := range traversals {
		n.need(t)
	}
	ctx := e.base.NewChild()
	ctx.Variables = n.variables()
	return ctx
}

// needs collects the values that the traversals of one expression lead to.
type needs struct {
	environment
	// roots are the objects that stand for a name, member by member: var, local…
	roots map[string]map[string]cty.Value
	flat  map[string]cty.Value
	// wanted are the resources and modules, by key, with what of them is wanted.
	wanted map[string]*wanted
}

// wanted says which attributes of a resource, or outputs of a module, an
// expression uses.
type wanted struct {
	resource *module.Resource
	call     string
	all      bool
	names    map[string]bool
	// key is the one instance that is used, "" if it may be any of them.
	key    string
	mixed  bool
	before bool // a first traversal was seen
}

func (n *needs) put(root, name string, v cty.Value) {
	if n.roots[root] == nil {
		n.roots[root] = map[string]cty.Value{}
	}
	n.roots[root][name] = v
}

func (n *needs) need(t hcl.Traversal) {
	root := t.RootName()
	if v, ok := n.names[root]; ok {
		n.flat[root] = v
		return
	}
	name, named := attributeAt(t, 1)
	switch root {
	case "var":
		n.lookUp(t, n.variable)
	case "local":
		n.lookUp(t, n.local)
	case "path":
		n.put(root, name, n.pathNamed(name))
	case "terraform":
		n.put(root, name, n.terraform(name))
	case "module":
		if call := n.module.Calls[name]; named && call != nil {
			if len(t) > 2 && call.Count == nil && call.ForEach == nil && isIndex(t[2]) {
				n.single("module."+name, t)
			}
			n.want("module."+name, byBrackets(call, t[2:]), nil, name)
		} else {
			n.missing(root, name, t)
		}
	case "data", "ephemeral":
		n.needResource(t, root+".", 1)
	case "each", "count", "self":
		n.flat[root] = unknown(cty.DynamicPseudoType, root)
		n.fail(n.module.Range(t.SourceRange()), traversalText(t)+" is used here, where nothing is repeated that it could stand for.")
	default:
		n.needResource(t, "", 0)
	}
}

func (n *needs) terraform(name string) cty.Value {
	if name == "workspace" || name == "env" {
		if n.workspace != "" {
			return cty.StringVal(n.workspace)
		}
		return unknown(cty.String, "terraform."+name)
	}
	return unknown(cty.DynamicPseudoType, "terraform."+name)
}

func (n *needs) lookUp(t hcl.Traversal, find func(string) (cty.Value, bool)) {
	name, named := attributeAt(t, 1)
	if !named {
		n.flat[t.RootName()] = unknown(cty.DynamicPseudoType, t.RootName())
		return
	}
	if v, ok := find(name); ok {
		n.put(t.RootName(), name, v)
		return
	}
	n.missing(t.RootName(), name, t)
}

// missing lets a name that is declared nowhere be unknown.
func (n *needs) missing(root, name string, t hcl.Traversal) {
	n.put(root, name, unknown(cty.DynamicPseudoType, root+"."+name))
	n.undeclared(root+"."+name, t)
}

func (n *needs) undeclared(name string, t hcl.Traversal) {
	n.fail(n.module.Range(t.SourceRange()), name+" is used here and declared nowhere in this module.")
}

func (n *needs) needResource(t hcl.Traversal, prefix string, at int) {
	typ := t.RootName()
	if at == 1 {
		typ, _ = attributeAt(t, 1)
	}
	name, ok := attributeAt(t, at+1)
	key := prefix + typ + "." + name
	r := n.module.Resources[key]
	switch {
	case ok && r != nil:
		if attribute, ok := attributeAt(t, at+2); ok && (r.Count != nil || r.ForEach != nil) {
			n.fail(n.module.Range(t.SourceRange()), fmt.Sprintf("%s has several instances: which one's %s is meant has to stand in brackets.", key, attribute))
		} else if len(t) > at+2 && r.Count == nil && r.ForEach == nil && isIndex(t[at+2]) {
			n.single(key, t)
		}
		n.want(key, t[at+2:], r, "")
	case typ == "" || !ok:
		n.flat[t.RootName()] = unknown(cty.DynamicPseudoType, traversalText(t))
		n.fail(n.module.Range(t.SourceRange()), traversalText(t)+" is no name that a value can be found by: that of a resource has two parts.")
	case at == 1:
		n.putNested(t.RootName(), typ, name, unknown(cty.DynamicPseudoType, key))
		n.undeclared(key, t)
	default:
		n.missing(typ, name, t)
	}
}

// want notes what an expression uses of a resource or module: rest is what
// follows its name.
func (n *needs) want(key string, rest hcl.Traversal, r *module.Resource, call string) {
	if n.wanted == nil {
		n.wanted = map[string]*wanted{}
	}
	w := n.wanted[key]
	if w == nil {
		w = &wanted{resource: r, call: call, names: map[string]bool{}}
		n.wanted[key] = w
	}
	instance := ""
	if len(rest) > 0 {
		if index, ok := rest[0].(hcl.TraverseIndex); ok {
			instance = keyOf(index.Key)
			rest = rest[1:]
		}
	}
	w.mixed = w.mixed || w.before && w.key != instance
	w.key, w.before = instance, true
	if name, ok := attributeAt(rest, 0); ok {
		w.names[name] = true
	} else {
		w.all = true
	}
}

// single complains of an index on what is not repeated.
func (n *needs) single(name string, t hcl.Traversal) {
	n.fail(n.module.Range(t.SourceRange()), name+" has one instance only, without a number or key in brackets.")
}

// byBrackets is what follows the name of a module, where the key of an instance
// may be written like an attribute: module.web.eu.id.
func byBrackets(call *module.Call, rest hcl.Traversal) hcl.Traversal {
	key, ok := attributeAt(rest, 0)
	if !ok || call.ForEach == nil {
		return rest
	}
	index := hcl.TraverseIndex{Key: cty.StringVal(key), SrcRange: rest[0].SourceRange()}
	return append(hcl.Traversal{index}, rest[1:]...)
}

func isIndex(step hcl.Traverser) bool {
	_, ok := step.(hcl.TraverseIndex)
	return ok
}

// shared works out the same part of a resource or module once only. Else instances
// that each refer to one of many others would put all of those together each time.
func (s *scope) shared(key string, w *wanted, work func() cty.Value) cty.Value {
	wants := append([]string{key, w.only(), strconv.FormatBool(w.all)}, sortedKeys(w.names)...)
	same := strings.Join(wants, "\x00")
	v, ok := s.wholes[same]
	if !ok {
		v = work()
		s.wholes[same] = v
	}
	return v
}

// only is the key of the one instance that is used; "" if there is no such.
func (w *wanted) only() string {
	if w.mixed {
		return ""
	}
	return w.key
}

func attributeAt(t hcl.Traversal, i int) (string, bool) {
	if i >= len(t) {
		return "", false
	}
	s, ok := t[i].(hcl.TraverseAttr)
	return s.Name, ok
}

func (n *needs) putNested(root, typ, name string, v cty.Value) {
	members := map[string]cty.Value{}
	if have, ok := n.roots[root][typ]; ok {
		members = have.AsValueMap()
	}
	members[name] = v
	n.put(root, typ, cty.ObjectVal(members))
}

// variables are the variables of the evaluation context.
func (n *needs) variables() map[string]cty.Value {
	for _, key := range sortedKeys(n.wanted) {
		w := n.wanted[key]
		switch {
		case w.resource == nil:
			n.put("module", w.call, n.moduleValue(w))
		case w.resource.Mode == module.Managed:
			n.put(w.resource.Type, w.resource.Name, n.resourceValue(w))
		case w.resource.Mode == module.Data:
			n.putNested("data", w.resource.Type, w.resource.Name, n.resourceValue(w))
		case w.resource.Mode == module.Ephemeral:
			n.putNested("ephemeral", w.resource.Type, w.resource.Name, unknown(cty.DynamicPseudoType, key))
		}
	}
	out := n.flat
	for root, members := range n.roots {
		if _, taken := out[root]; !taken {
			out[root] = cty.ObjectVal(members)
		}
	}
	return out
}

// diagnose turns what hcl has to say into errors of the run.
func (r *run) diagnose(m *module.Module, diags hcl.Diagnostics) {
	eachError(m, diags, func(at source.Range, d *hcl.Diagnostic) { r.fail(at, sentence(d)) })
}

// eachError visits the errors among diagnostics with their places.
func eachError(m *module.Module, diags hcl.Diagnostics, visit func(source.Range, *hcl.Diagnostic)) {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		var at source.Range
		if d.Subject != nil {
			at = m.Range(*d.Subject)
		}
		visit(at, d)
	}
}

// sentence makes one sentence of a diagnostic.
func sentence(d *hcl.Diagnostic) string {
	detail := strings.TrimRight(strings.Join(strings.Fields(d.Detail), " "), ".")
	summary := strings.TrimRight(d.Summary, ".")
	switch {
	case detail == "":
		return summary + "."
	case strings.HasPrefix(detail, summary):
		return detail + "."
	}
	return summary + ": " + detail + "."
}

// fail adds an error, each place and message once.
func (r *run) fail(at source.Range, message string) {
	e := &source.Error{At: at, Message: message}
	if at.IsZero() {
		e.Path = r.name
	}
	if !r.failed[*e] {
		r.failed[*e] = true
		r.errors = append(r.errors, e)
	}
}

// unread lists what file functions could not read among the marks of a value.
func unread(marks cty.ValueMarks) []functions.Unread {
	var out []functions.Unread
	for m := range marks {
		if u, ok := m.(functions.Unread); ok {
			out = append(out, u)
		}
	}
	return out
}
