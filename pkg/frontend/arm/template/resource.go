package template

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// resources lowers the resources at the top: a list or, with symbolic names, an object.
func (l *lowering) resources(n *jsonc.Node) {
	switch {
	case n == nil || n.Kind == jsonc.Null:
	case n.Kind == jsonc.Array:
		for _, item := range n.Items {
			l.declare(item, "", nil)
		}
	case n.Kind == jsonc.Object:
		for _, m := range n.Members {
			l.declare(m.Value, m.Name, nil)
		}
	default:
		l.fail(n.At, "The resources of a template are a list or an object, and this is %s.", n.Kind)
	}
}

// deployments is the type of a template inside a template.
const deployments = "Microsoft.Resources/deployments"

// declare lowers one resource. within is the one that it is nested in; nil for none.
func (l *lowering) declare(n *jsonc.Node, symbol string, within *ir.Resource) {
	if !n.Is(jsonc.Object) {
		l.fail(n.At, "A resource is an object, and this is %s.", n.Kind)
		return
	}
	if l.foreign(n) {
		return
	}
	typ, ok := l.constant(n.Get("type"))
	if !ok {
		l.fail(l.header(n), "The type of this resource is not known; it is left out.")
		return
	}
	typ = strings.TrimRight(typ, "/")
	relative := within != nil && !strings.Contains(typ, ".")
	if relative {
		typ = within.Type + "/" + typ
	}
	if strings.EqualFold(typ, deployments) {
		l.template.Modules = append(l.template.Modules, l.module(n, symbol))
		return
	}
	r := l.resource(n, symbol, typ)
	r.WholeName = within != nil && !relative
	if within != nil {
		within.Children = append(within.Children, r)
	} else {
		l.template.Resources = append(l.template.Resources, r)
	}
	for _, child := range l.nested(n.Get("resources")) {
		l.declare(child.Value, child.Name, r)
	}
}

// foreign reports whether a resource is one of an extension, and not of Azure's resource
// manager, which a template may declare as an extension too.
func (l *lowering) foreign(n *jsonc.Node) bool {
	alias := n.Get("extension")
	if alias == nil {
		alias = n.Get("import")
	}
	if alias == nil {
		return false
	}
	e := l.root.Get("extensions").Get(alias.String())
	if e == nil {
		e = l.root.Get("imports").Get(alias.String())
	}
	name := e.Get("name").String() + e.Get("provider").String()
	return !strings.EqualFold(name, "AzureResourceManager")
}

// nested lists the resources inside a resource, with their symbolic names if they have
// such.
func (l *lowering) nested(n *jsonc.Node) []jsonc.Member {
	switch {
	case n.Is(jsonc.Object):
		return n.Members
	case n.Is(jsonc.Array):
		out := make([]jsonc.Member, len(n.Items))
		for i, item := range n.Items {
			out[i].Value = item
		}
		return out
	}
	return nil
}

// apart are the members of a resource that are no part of its body.
var apart = map[string]bool{
	"type": true, "apiversion": true, "name": true, "condition": true, "copy": true, "scope": true,
	"existing": true, "dependson": true, "resources": true, "comments": true, "metadata": true,
	"subscriptionid": true, "resourcegroup": true, "extension": true, "import": true,
}

func (l *lowering) resource(n *jsonc.Node, symbol, typ string) *ir.Resource {
	r := &ir.Resource{Symbol: symbol, Type: typ, At: l.at(l.header(n)), Whole: l.at(n.At), Existing: n.Get("existing").Is(jsonc.Bool) && n.Get("existing").Text == "true"}
	r.APIVersion, _ = l.constant(n.Get("apiVersion"))
	if name := n.Get("name"); name != nil {
		r.Name = l.value(name)
	} else {
		l.fail(r.At, "This resource has no name.")
	}
	r.Condition, r.Scope = l.optional(n, "condition"), l.optional(n, "scope")
	if r.Scope == nil {
		r.Scope = l.elsewhere(n)
	}
	r.Loop = l.copyOf(n)
	for _, d := range itemsOf(n.Get("dependsOn")) {
		r.DependsOn = append(r.DependsOn, l.value(d))
	}
	r.Body = l.object(n, apart)
	return r
}

// copyOf is the loop that makes several of a resource; nil for none.
func (l *lowering) copyOf(n *jsonc.Node) *ir.Loop {
	loop := n.Get("copy")
	switch {
	case loop == nil || loop.Kind == jsonc.Null:
		return nil
	case loop.Kind != jsonc.Object:
		l.fail(loop.At, "The copy loop of a resource is an object, and this is %s.", loop.Kind)
		return &ir.Loop{Count: &ir.Failure{Span: l.span(loop), Why: "a loop that cannot be read"}, At: l.at(loop.At)}
	}
	return l.loop(loop)
}

// elsewhere is the scope of a resource that names another subscription or resource group;
// nil if it names none.
func (l *lowering) elsewhere(n *jsonc.Node) ir.Expr {
	subscription, group := l.optional(n, "subscriptionId"), l.optional(n, "resourceGroup")
	span := ir.Span{At: l.at(n.At)}
	switch {
	case subscription != nil && group != nil:
		return &ir.Call{Span: span, Name: "resourceGroup", Args: []ir.Expr{subscription, group}}
	case group != nil:
		return &ir.Call{Span: span, Name: "resourceGroup", Args: []ir.Expr{group}}
	case subscription != nil:
		return &ir.Call{Span: span, Name: "subscription", Args: []ir.Expr{subscription}}
	}
	return nil
}

func (l *lowering) optional(n *jsonc.Node, name string) ir.Expr {
	if m := n.Get(name); m != nil && m.Kind != jsonc.Null {
		return l.value(m)
	}
	return nil
}

// header is where a finding about a resource as a whole points to: its type.
func (l *lowering) header(n *jsonc.Node) source.Range {
	for _, m := range n.Members {
		if strings.EqualFold(m.Name, "type") {
			return source.Range{File: n.At.File, Start: m.NameAt.Start, End: m.Value.At.End}
		}
	}
	return source.Range{File: n.At.File, Start: n.At.Start, End: min(n.At.Start+1, n.At.End)}
}

// constant reads a type or version, which may be kept in a variable or in the default of
// a parameter.
func (l *lowering) constant(n *jsonc.Node) (string, bool) {
	for range 5 {
		if !n.Is(jsonc.String) {
			return "", false
		}
		switch e := l.quietly(n).(type) {
		case *ir.Literal:
			return e.Value.Text()
		case *ir.Var:
			n = l.declared("variables", e.Name)
		case *ir.Param:
			n = l.declared("parameters", e.Name).Get("defaultValue")
		case *ir.Chain:
			n = l.below(e)
		case *ir.Call:
			return l.constantText(e, new(int))
		default:
			return "", false
		}
	}
	return "", false
}

// below finds a member of a variable or of the default of a parameter; nil if there is none.
func (l *lowering) below(e *ir.Chain) *jsonc.Node {
	var n *jsonc.Node
	switch base := e.Base.(type) {
	case *ir.Var:
		n = l.declared("variables", base.Name)
	case *ir.Param:
		n = l.declared("parameters", base.Name).Get("defaultValue")
	}
	for _, link := range e.Links {
		key, ok := link.Key.(*ir.Literal)
		if !ok {
			return nil
		}
		name, _ := key.Value.Text()
		n = n.Get(name)
	}
	return n
}

// quietly lowers a text without a word on what is wrong with it.
func (l *lowering) quietly(n *jsonc.Node) ir.Expr {
	var unheard []*source.Error
	quiet := *l
	quiet.errors = &unheard
	return quiet.text(n)
}

// module lowers a template that is deployed by this one.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates
func (l *lowering) module(n *jsonc.Node, symbol string) *ir.Module {
	m := &ir.Module{
		Symbol: symbol, Path: deployments, At: l.at(l.header(n)), Whole: l.at(n.At),
		Name: l.optional(n, "name"), Condition: l.optional(n, "condition"), Scope: l.optional(n, "scope"),
		SubscriptionID: l.optional(n, "subscriptionId"), ResourceGroup: l.optional(n, "resourceGroup"),
	}
	m.APIVersion, _ = l.constant(n.Get("apiVersion"))
	m.Loop = l.copyOf(n)
	for _, d := range itemsOf(n.Get("dependsOn")) {
		m.DependsOn = append(m.DependsOn, l.value(d))
	}
	properties := n.Get("properties")
	m.Parameters, m.Enveloped = l.handed(properties.Get("parameters")), true
	scope := properties.Get("expressionEvaluationOptions").Get("scope").String()
	m.Outer = !strings.EqualFold(scope, "inner")
	switch inner := properties.Get("template"); {
	case inner.Is(jsonc.Object) && l.depth >= maxNested:
		m.Why = "templates are nested too deep here"
		l.fail(m.At, "Templates are nested more than %d deep here; the rest is left out.", maxNested)
	case inner.Is(jsonc.Object):
		m.Template = l.inner(inner, m.Outer)
	case inner != nil:
		m.Why = "its template is made by an expression"
	default:
		m.Outer = false
		if m.Template, m.Why = l.linked(properties.Get("templateLink")); m.Template == nil {
			l.template.Notes = append(l.template.Notes, &source.Error{
				At: m.At, Message: "What this deployment makes is not seen: " + m.Why + ".",
			})
		}
	}
	if properties.Get("parametersLink") != nil && m.Parameters == nil {
		m.Parameters = &ir.Failure{Span: ir.Span{At: m.At}, Why: "the file of its parameters"}
	}
	return m
}

// inner lowers a template inside this one. The expressions of an outer-scoped one mean
// what they mean here.
func (l *lowering) inner(n *jsonc.Node, outer bool) *ir.Template {
	t := &ir.Template{File: l.file, Name: l.template.Name}
	inner := &lowering{file: l.file, options: l.options, template: t, functions: map[string]*ir.Function{}, errors: l.errors, depth: l.depth + 1}
	if outer {
		inner.outer = l
	}
	inner.lower(n)
	return t
}

// handed lowers the parameters of a module: an object of what holds their values.
func (l *lowering) handed(n *jsonc.Node) ir.Expr {
	if n.Is(jsonc.Object) || n.Is(jsonc.String) {
		return l.value(n)
	}
	return nil
}
