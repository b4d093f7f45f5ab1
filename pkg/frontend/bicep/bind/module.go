package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// module lowers a module.
func (f *file) module(l *lowerer, s *syntax.Module) *ir.Module {
	m := &ir.Module{At: f.header(s, s.Decorators, s.Path), Whole: f.at(s)}
	if f.own(s.Name.Name, s) != nil {
		m.Symbol = s.Name.Name
	}
	switch path := s.Path.(type) {
	case *syntax.String:
		m.Path = path.Value
		m.Template, m.Why = f.used(path)
	case *syntax.Interpolated:
		m.Why = "the path of a module must be a plain text"
		f.errorf(path, "The path of a module must be a plain text.")
	default:
		m.Why = "its path could not be read"
	}
	loop, condition, object := syntax.Body(s.Body)
	if loop != nil {
		m.Loop, l = l.loop(loop)
	}
	if condition != nil {
		m.Condition = l.expr(condition)
	}
	if object != nil {
		for _, member := range object.Members {
			if p, ok := member.(*syntax.Property); ok {
				l.moduleProperty(p, m)
			}
		}
	}
	return m
}

func (l *lowerer) moduleProperty(p *syntax.Property, m *ir.Module) {
	name, _ := p.Name()
	switch name {
	case "name":
		m.Name = l.expr(p.Value)
	case "params":
		m.Parameters = l.expr(p.Value)
	case "scope":
		m.Scope = l.expr(p.Value)
	case "dependsOn":
		m.DependsOn = l.dependencies(p.Value)
	default: // identity and extensionConfigs decide nothing that is deployed
		l.expr(p.Value)
	}
}

// used finds the template that a path leads to, or why there is none.
func (f *file) used(path *syntax.String) (*ir.Template, string) {
	t, why := f.follow(path.Value)
	switch {
	case why != "":
		f.errorf(path, "The template %s cannot be read: %s", path.Value, why)
		return nil, why
	case t.Missing != "":
		f.missing(path, path.Value, t.Missing)
		return nil, t.Missing
	case t.file != nil && t.file.params:
		why = "It is a parameter file, not a template."
		f.errorf(path, "The template %s cannot be read: %s", path.Value, why)
		return nil, why
	case t.file != nil:
		return t.file.template, ""
	}
	return t.json, ""
}
