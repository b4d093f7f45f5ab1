package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// What is given to an attribute that takes secrets, such as app_settings, is often written
// elsewhere: as a local value, the default of a variable or the argument of a module. These
// places are followed without evaluating anything, so that they are found also where a value
// is a part of another one or not known.

// origin is something that a secret attribute refers to.
type origin struct {
	traversal hcl.Traversal
	// below are steps below that, of which "" is any.
	below []string
}

// private collects the places of secrets.
type private struct {
	*run
	names  map[*module.Module][]origin
	seen   map[visit]bool
	scopes map[string]bool
}

// findPrivate notes where secrets are written.
func (r *run) findPrivate() {
	p := &private{run: r, names: map[*module.Module][]origin{}, seen: map[visit]bool{}, scopes: map[string]bool{}}
	var below func(s *scope)
	below = func(s *scope) {
		p.scope(s)
		for _, name := range sortedKeys(s.children) {
			for _, in := range s.children[name].scopes {
				below(in)
			}
		}
	}
	below(r.root)
}

// visit is an expression that is looked at in a module, wherever that has instances.
type visit struct {
	expr          hcl.Expression
	module, steps string
}

// What is followed is bounded: a chain of names, and how much in all.
const (
	maxFollowed = 20
	maxVisits   = 100_000
)

// scope follows what the secret attributes of a module instance refer to.
func (p *private) scope(s *scope) {
	if p.scopes[s.manifestKey] {
		return
	}
	p.scopes[s.manifestKey] = true
	p.attributes(s)
	all, ok := p.names[s.module]
	if !ok {
		all = originsIn(s.module)
		p.names[s.module] = all
	}
	for _, o := range all {
		p.follow(s, o, maxFollowed)
	}
}

// attributes notes what is written for attributes that a provider takes for secrets, in
// resources that are evaluated and in others.
func (p *private) attributes(s *scope) {
	for _, key := range s.module.Order {
		r := s.module.Resources[key]
		native, ok := r.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		if block := s.schemas.block(s.providerName(r), r); block != nil {
			p.blockAttributes(s, native, block)
		}
		if v := native.Attributes["value"]; v != nil && strings.Contains(r.Type, "secret") {
			p.note(s, v.Expr, nil, maxFollowed)
		}
	}
}

func (p *private) blockAttributes(s *scope, body *hclsyntax.Body, block *schema.Block) {
	for name, a := range body.Attributes {
		if known := block.Attributes[name]; known != nil && known.Sensitive {
			p.note(s, a.Expr, nil, maxFollowed)
		}
	}
	for _, b := range body.Blocks {
		if known := block.Blocks[b.Type]; known != nil {
			p.blockAttributes(s, b.Body, known.Block)
		}
	}
}

func originsIn(m *module.Module) []origin {
	var out []origin
	for _, key := range m.Order {
		r := m.Resources[key]
		for _, o := range secretsIn(r.Body) {
			if o.traversal.RootName() == "each" && r.ForEach != nil && len(o.traversal) > 1 {
				out = append(out, repeatedFor(r.ForEach, o)...)
				continue
			}
			out = append(out, o)
		}
	}
	for _, name := range sortedKeys(m.Calls) {
		out = append(out, secretsIn(m.Calls[name].Body)...)
	}
	return out
}

// repeatedFor is what each.value.… stands for.
func repeatedFor(forEach hcl.Expression, o origin) []origin {
	steps := append([]string{""}, stepsOf(o.traversal[2:])...)
	var out []origin
	for _, t := range forEach.Variables() {
		out = append(out, origin{t, steps})
	}
	return out
}

// secretsIn lists what the secret attributes in a body refer to.
func secretsIn(body hcl.Body) []origin {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		var out []origin
		for name, e := range argumentsOf(body) {
			if source.IsSecretName(name) {
				out = append(out, originsOf(e)...)
			}
		}
		return out
	}
	return secretsInBlock(native, false)
}

func secretsInBlock(body *hclsyntax.Body, all bool) []origin {
	var out []origin
	for name, a := range body.Attributes {
		if all || source.IsSecretName(name) {
			out = append(out, originsOf(a.Expr)...)
			continue
		}
		_ = hclsyntax.VisitAll(a.Expr, func(n hclsyntax.Node) hcl.Diagnostics {
			if object, ok := n.(*hclsyntax.ObjectConsExpr); ok {
				for _, item := range object.Items {
					if source.IsSecretName(keyIn(item)) {
						out = append(out, originsOf(item.ValueExpr)...)
					}
				}
			}
			return nil
		})
	}
	for _, b := range body.Blocks {
		secret := all || source.IsSecretName(b.Type) || b.Type == "dynamic" && len(b.Labels) == 1 && source.IsSecretName(b.Labels[0])
		out = append(out, secretsInBlock(b.Body, secret)...)
	}
	return out
}

// keyIn is the key of an item of an object where it is written out.
func keyIn(item hclsyntax.ObjectConsItem) string {
	v, diags := item.KeyExpr.Value(nil)
	if diags.HasErrors() || v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

func originsOf(e hcl.Expression) []origin {
	var out []origin
	for _, t := range e.Variables() {
		out = append(out, origin{traversal: t})
	}
	return out
}

// stepsOf names the steps of a traversal; "" is any.
func stepsOf(t hcl.Traversal) []string {
	var out []string
	for _, step := range t {
		name := ""
		switch s := step.(type) {
		case hcl.TraverseAttr:
			name = s.Name
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String {
				name = s.Key.AsString()
			}
		}
		out = append(out, name)
	}
	return out
}

// follow notes what a name stands for, and what that refers to.
func (p *private) follow(s *scope, o origin, left int) {
	name, named := attributeAt(o.traversal, 1)
	if !named || left == 0 {
		return
	}
	steps := append(stepsOf(o.traversal[2:]), o.below...)
	switch o.traversal.RootName() {
	case "local":
		if l := s.module.Locals[name]; l != nil {
			p.note(s, l.Expr, steps, left)
		}
	case "var":
		if v := s.module.Variables[name]; v != nil && v.Default != nil {
			p.note(s, v.Default, steps, left)
		}
		if e := s.arguments[name]; e != nil {
			p.note(s.parent, e, steps, left)
		}
	case "module":
		c := s.children[name]
		if c == nil {
			return
		}
		if c.kind != once && len(steps) > 0 {
			steps = steps[1:]
		}
		for _, in := range c.scopes {
			if len(steps) > 0 && in.module.Outputs[steps[0]] != nil && in.module.Outputs[steps[0]].Expr != nil {
				p.note(in, in.module.Outputs[steps[0]].Expr, steps[1:], left)
			}
		}
	}
}

// note notes what lies at steps below an expression.
func (p *private) note(s *scope, e hcl.Expression, steps []string, left int) {
	e = bare(e)
	at := visit{e, s.manifestKey, strings.Join(steps, "\x00")}
	if p.seen[at] || len(p.seen) > maxVisits {
		return
	}
	p.seen[at] = true
	switch n := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		if len(steps) > 0 {
			for _, item := range n.Items {
				if key := keyIn(item); key == "" || steps[0] == "" || key == steps[0] {
					p.note(s, item.ValueExpr, steps[1:], left)
				}
			}
			return
		}
	case *hclsyntax.TupleConsExpr:
		if len(steps) > 0 {
			for _, item := range n.Exprs {
				p.note(s, item, steps[1:], left)
			}
			return
		}
	case *hclsyntax.ScopeTraversalExpr:
		p.follow(s, origin{n.Traversal, steps}, left-1)
		return
	}
	p.result.Private = append(p.result.Private, s.module.Range(e.Range()))
	for _, o := range originsOf(e) {
		p.follow(s, o, left-1)
	}
}
