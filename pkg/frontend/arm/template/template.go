// Package template lowers ARM templates to the tree that the evaluator reads, and reads
// the parameter files that go with them.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
package template

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options are what lowering is told besides the file.
type Options struct {
	// Linked reads a template that a file links to by a path relative to itself. The
	// text tells why there is none. It is nil where no linked templates are read.
	Linked func(from *source.File, path string) (t *ir.Template, why string)
	// Inline is set for a template that is text in another file: all of it is where
	// that text is.
	Inline *source.Range
}

// Lower reads an ARM template. What is wrong with it is in its Errors.
func Lower(f *source.File, o Options) *ir.Template {
	root, errs := jsonc.Parse(f)
	return LowerNode(f, root, errs, o)
}

// LowerNode lowers a template that has been parsed; of a template spec, what is in its
// mainTemplate.
func LowerNode(f *source.File, root *jsonc.Node, errs []*source.Error, o Options) *ir.Template {
	if inner := root.Get("properties").Get("mainTemplate"); inner.Is(jsonc.Object) {
		root = inner
	}
	t := &ir.Template{File: f, Name: f.Path, Errors: errs}
	l := &lowering{file: f, options: o, template: t, functions: map[string]*ir.Function{}, errors: &t.Errors}
	if root == nil {
		return t
	}
	if !root.Is(jsonc.Object) {
		l.fail(root.At, "A template is an object, and this is %s.", root.Kind)
		return t
	}
	l.lower(root)
	return t
}

// lowering is the work on one template. A nested one has its own.
type lowering struct {
	file      *source.File
	options   Options
	template  *ir.Template
	root      *jsonc.Node
	functions map[string]*ir.Function
	errors    *[]*source.Error
	// locals are the parameters of the function at hand, in lower case.
	locals map[string]bool
	// outer is the lowering of the template around, whose names the expressions of an
	// outer-scoped template mean.
	outer *lowering
	depth int
	// known are the secret parts of types that were looked at, and again those of types
	// that are made of themselves.
	known map[*jsonc.Node]*ir.Secret
	again map[*ir.Secret]bool
}

func (l *lowering) fail(at source.Range, format string, args ...any) {
	*l.errors = append(*l.errors, &source.Error{At: l.at(at), Message: fmt.Sprintf(format, args...)})
}

// declared returns what is written for a variable or parameter that the expressions here
// mean; nil if there is none.
func (l *lowering) declared(section, name string) *jsonc.Node {
	for l.outer != nil {
		l = l.outer
	}
	return l.root.Get(section).Get(name)
}

// maxNested bounds how deep templates may be inside one another.
const maxNested = 40

func (l *lowering) lower(root *jsonc.Node) {
	l.root = root
	l.known, l.again = map[*jsonc.Node]*ir.Secret{}, map[*ir.Secret]bool{}
	t := l.template
	t.Scope = scopeOf(root.Get("$schema").String())
	l.declareFunctions(root.Get("functions"))
	for _, m := range l.members(root, "parameters") {
		t.Parameters = append(t.Parameters, l.parameter(m))
	}
	l.variables(root.Get("variables"))
	l.resources(root.Get("resources"))
	for _, m := range l.members(root, "outputs") {
		t.Outputs = append(t.Outputs, l.output(m))
	}
}

// scopeOf tells what a template is deployed to by its schema.
func scopeOf(schema string) ir.Scope {
	schema = strings.ToLower(schema)
	switch {
	case strings.Contains(schema, "subscriptiondeploymenttemplate"):
		return ir.Subscription
	case strings.Contains(schema, "managementgroupdeploymenttemplate"):
		return ir.ManagementGroup
	case strings.Contains(schema, "tenantdeploymenttemplate"):
		return ir.Tenant
	}
	return ir.ResourceGroup
}

// members lists the members of an object in the template.
func (l *lowering) members(root *jsonc.Node, name string) []jsonc.Member {
	n := root.Get(name)
	if n == nil || n.Kind == jsonc.Null {
		return nil
	}
	if !n.Is(jsonc.Object) {
		l.fail(n.At, "The %s of a template are an object, and this is %s.", name, n.Kind)
		return nil
	}
	return n.Members
}

func (l *lowering) parameter(m jsonc.Member) *ir.Parameter {
	p := &ir.Parameter{Name: m.Name, At: l.at(m.NameAt)}
	if !m.Value.Is(jsonc.Object) {
		l.fail(m.Value.At, "A parameter is an object with its type, and this is %s.", m.Value.Kind)
		return p
	}
	p.Type, p.Secure = l.typeOf(m.Value, 0)
	if d := m.Value.Get("defaultValue"); d != nil {
		p.Default = l.value(d)
		l.template.Secrets = append(l.template.Secrets, p.Secrets(Literal(d))...)
	}
	return p
}

// typeOf reads what matters of a type, through the definitions that it refers to.
func (l *lowering) typeOf(n *jsonc.Node, depth int) (t ir.Type, secure bool) {
	const maxReferences = 50
	if d := l.referenced(n); d != nil && depth < maxReferences {
		t, secure = l.typeOf(d, depth+1)
	}
	if name := strings.ToLower(n.Get("type").String()); name != "" {
		plain := strings.TrimPrefix(name, "secure")
		secure = secure || plain != name
		t.Kind = kinds[plain]
	}
	if secret := l.secretOf(n, depth); secret != nil {
		t.Secret = secret
	}
	if nullable := n.Get("nullable"); nullable.Is(jsonc.Bool) {
		t.Nullable = nullable.Text == "true"
	}
	if allowed := n.Get("allowedValues"); allowed.Is(jsonc.Array) && (t.Kind != partial.ArrayType || len(allowed.Items) > 0 && allowed.Items[0].Is(jsonc.Array)) {
		t.Allowed = nil
		for _, item := range allowed.Items {
			t.Allowed = append(t.Allowed, Literal(item))
		}
	}
	return t, secure
}

// referenced finds the type that another one refers to; nil for none.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/definitions
func (l *lowering) referenced(n *jsonc.Node) *jsonc.Node {
	ref, ok := strings.CutPrefix(n.Get("$ref").String(), "#/definitions/")
	if !ok {
		return nil
	}
	d := l.root.Get("definitions")
	for i, step := range strings.Split(ref, "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		if index, err := strconv.Atoi(step); err == nil && d.Is(jsonc.Array) && i > 0 && index >= 0 && index < len(d.Items) {
			d = d.Items[index]
			continue
		}
		if d = d.Get(step); d == nil {
			return nil
		}
	}
	return d
}

// secretOf tells which parts of a value are secure by its type. A type that is made of
// itself has parts that are, too.
func (l *lowering) secretOf(n *jsonc.Node, depth int) *ir.Secret {
	if s, ok := l.known[n]; ok || n == nil {
		if s != nil {
			l.again[s] = true
		}
		return s
	}
	out := &ir.Secret{Members: map[string]*ir.Secret{}}
	l.known[n] = out
	for _, of := range append(itemsOf(n.Get("prefixItems")), n.Get("items"), n.Get("additionalProperties")) {
		if s := l.secretPart(of, depth); s != nil {
			out.Rest = s
		}
	}
	for _, m := range membersOf(n.Get("properties")) {
		if s := l.secretPart(m.Value, depth); s != nil {
			out.Members[strings.ToLower(m.Name)] = s
		}
	}
	if out.Rest == nil && len(out.Members) == 0 && !l.again[out] {
		l.known[n] = nil
		return nil
	}
	return out
}

func (l *lowering) secretPart(n *jsonc.Node, depth int) *ir.Secret {
	if n == nil {
		return nil
	}
	t, secure := l.typeOf(n, depth+1)
	if secure {
		return &ir.Secret{All: true}
	}
	return t.Secret
}

var kinds = map[string]partial.Type{
	"string": partial.StringType, "int": partial.IntType, "bool": partial.BoolType,
	"array": partial.ArrayType, "object": partial.ObjectType,
}

// variables lowers variables, and those that a copy loop makes.
func (l *lowering) variables(n *jsonc.Node) {
	if n == nil {
		return
	}
	for _, m := range l.members(l.root, "variables") {
		if loops := loopsIn(m); loops != nil {
			for _, loop := range loops {
				name := loop.Get("name").String()
				l.template.Variables = append(l.template.Variables, &ir.Variable{Name: name, Value: l.propertyLoop(loop), At: l.at(loop.At)})
			}
			continue
		}
		l.template.Variables = append(l.template.Variables, &ir.Variable{Name: m.Name, Value: l.value(m.Value), At: l.at(m.NameAt)})
	}
}

func (l *lowering) output(m jsonc.Member) *ir.Output {
	o := &ir.Output{Name: m.Name, At: l.at(m.NameAt)}
	o.Type, o.Secure = l.typeOf(m.Value, 0)
	if c := m.Value.Get("condition"); c != nil {
		o.Condition = l.value(c)
	}
	switch loop := m.Value.Get("copy"); {
	case loop.Is(jsonc.Object) && loop.Get("input") != nil:
		o.Value = l.propertyLoop(loop)
	case m.Value.Get("value") != nil:
		o.Value = l.value(m.Value.Get("value"))
	default:
		o.Value = &ir.Literal{Span: l.span(m.Value)}
	}
	return o
}

// declareFunctions reads the functions of the template: first their names, as they may
// call one another.
func (l *lowering) declareFunctions(n *jsonc.Node) {
	if n == nil || n.Kind == jsonc.Null {
		return
	}
	if n.Kind != jsonc.Array {
		l.fail(n.At, "The functions of a template are a list, and this is %s.", n.Kind)
		return
	}
	type body struct {
		function *ir.Function
		node     *jsonc.Node
	}
	var bodies []body
	for _, namespace := range n.Items {
		for _, m := range membersOf(namespace.Get("members")) {
			f := &ir.Function{Namespace: namespace.Get("namespace").String(), Name: m.Name, Home: l.template, At: l.at(m.NameAt)}
			for _, p := range itemsOf(m.Value.Get("parameters")) {
				f.Parameters = append(f.Parameters, p.Get("name").String())
			}
			l.functions[strings.ToLower(f.Namespace+"."+f.Name)] = f
			l.template.Functions = append(l.template.Functions, f)
			bodies = append(bodies, body{f, m.Value.Get("output").Get("value")})
		}
	}
	for _, b := range bodies {
		l.locals = map[string]bool{}
		for _, p := range b.function.Parameters {
			l.locals[strings.ToLower(p)] = true
		}
		b.function.Body = l.value(b.node)
		l.locals = nil
	}
}
