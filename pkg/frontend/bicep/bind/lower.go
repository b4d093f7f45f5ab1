package bind

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// lower fills the template. The file's references have been walked through before.
func (f *file) lower() {
	f.fill.Do(func() {
		for _, s := range f.syntax.Statements {
			f.statement(s)
		}
		f.template.Errors = append(append([]*source.Error(nil), f.syntax.Errors...), f.errors...)
	})
}

func (f *file) statement(s syntax.Statement) {
	l := &lowerer{file: f}
	switch s := s.(type) {
	case *syntax.TargetScope:
		f.template.Scope = scopeNamed(s.Value)
	case *syntax.Param:
		f.parameter(l, s)
	case *syntax.Var:
		f.variable(l, s, s.Name, s.Value)
	case *syntax.ParamAssign:
		f.variable(l, s, s.Name, s.Value)
	case *syntax.Func:
		f.function(l, s)
	case *syntax.Resource:
		if r := f.resource(l, s, f.own(s.Name.Name, s)); r != nil {
			f.template.Resources = append(f.template.Resources, r)
		}
	case *syntax.Module:
		f.template.Modules = append(f.template.Modules, f.module(l, s))
	case *syntax.Output:
		f.output(l, s)
	case *syntax.Import:
		f.checkImport(s)
	case *syntax.Using:
		f.checkUsing(s)
	case *syntax.Extends:
		f.checkExtends(s)
	}
}

// own returns the declaration that a statement made; nil if another one has its name.
func (f *file) own(name string, n syntax.Node) *declaration {
	if d := f.declarations[name]; d != nil && d.node == n {
		return d
	}
	return nil
}

func scopeNamed(e syntax.Expr) ir.Scope {
	s, _ := e.(*syntax.String)
	if s == nil {
		return ir.ResourceGroup
	}
	switch strings.ToLower(s.Value) {
	case "resourcegroup":
		return ir.ResourceGroup
	case "subscription":
		return ir.Subscription
	case "managementgroup":
		return ir.ManagementGroup
	case "tenant":
		return ir.Tenant
	}
	return ir.Other
}

func (f *file) parameter(l *lowerer, s *syntax.Param) {
	if f.own(s.Name.Name, s) == nil {
		return
	}
	shape := f.declaredShape(s.Type, s.Decorators)
	p := &ir.Parameter{
		Name: s.Name.Name, Type: shape.Type, Secure: shape.secure, At: f.header(s, s.Decorators, s.Name),
	}
	if allowed := f.allowed(s.Decorators); allowed != nil && !ofElements(shape.Kind, allowed) {
		p.Type.Allowed = allowed
	}
	if s.Default != nil {
		p.Default = l.expr(s.Default)
	}
	f.template.Parameters = append(f.template.Parameters, p)
}

// allowed returns what the decorator of that name lists; nil where there is none, or
// where it is not constant.
func (f *file) allowed(decorators []*syntax.Decorator) []partial.Value {
	args := decorator(decorators, "allowed")
	if len(args) == 0 {
		return nil
	}
	list, ok := f.constant(nil, args[0])
	if !ok || list.Kind() != partial.Array {
		return nil
	}
	return list.Items()
}

// ofElements reports whether what is allowed are, or may be, the elements of an array.
func ofElements(k partial.Type, allowed []partial.Value) bool {
	for _, v := range allowed {
		if (k == partial.ArrayType || k == partial.AnyType) && v.Kind() != partial.Array {
			return true
		}
	}
	return false
}

// decorator returns the arguments of the first decorator of the name; nil where there
// is none.
func decorator(decorators []*syntax.Decorator, name string) []syntax.Expr {
	for _, d := range decorators {
		if ns, have, ok := d.Name(); ok && have == name && (ns == "" || ns == "sys") {
			return append([]syntax.Expr{}, d.Args()...)
		}
	}
	return nil
}

func (f *file) variable(l *lowerer, s syntax.Statement, name syntax.Ident, value syntax.Expr) {
	if f.own(name.Name, s) == nil { // it is declared twice, or has no name
		return
	}
	f.template.Variables = append(f.template.Variables, &ir.Variable{
		Name: name.Name, Value: l.expr(value), At: f.header(s, syntax.Decorators(s), name),
	})
}

func (f *file) function(l *lowerer, s *syntax.Func) {
	d := f.own(s.Name.Name, s)
	if d == nil {
		return
	}
	names := map[string]*declaration{}
	for _, p := range s.Params {
		names[p.Name.Name] = nil
	}
	d.function.Body = l.inside(names).expr(s.Body)
	f.template.Functions = append(f.template.Functions, d.function)
}

func (f *file) output(l *lowerer, s *syntax.Output) {
	shape := f.declaredShape(s.Type, s.Decorators)
	f.template.Outputs = append(f.template.Outputs, &ir.Output{
		Name: s.Name.Name, Value: l.expr(s.Value), Secure: shape.secure, Type: shape.Type, At: f.header(s, s.Decorators, s.Name),
	})
}
