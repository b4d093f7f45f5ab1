package module

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func (c *collector) variable(d *declaration) *Variable {
	attrs, _, _, diags := split(d.Body, []string{"type", "default", "nullable", "sensitive", "ephemeral"}, nil)
	c.diagnose(d.file, diags)
	v := &Variable{
		Name:      d.Labels[0],
		Type:      cty.DynamicPseudoType,
		Nullable:  literalBool(attrs["nullable"], true),
		Sensitive: literalBool(attrs["sensitive"], false),
		Ephemeral: literalBool(attrs["ephemeral"], false),
		At:        rangeIn(d.file, header(d.Block)),
	}
	if a := attrs["default"]; a != nil {
		v.Default = a.Expr
	}
	if a := attrs["type"]; a != nil {
		v.Type, v.Defaults = c.typeOf(a.Expr)
	}
	return v
}

// typeOf reads a type constraint. The names in quotes of Terraform 0.11 and the
// ones without element types stand for collections of anything.
func (c *collector) typeOf(e hcl.Expression) (cty.Type, *typeexpr.Defaults) {
	if known, ok := e.(*writtenType); ok {
		return known.typ, known.defaults
	}
	f := c.m.files[e.Range().Filename]
	inner := meant(e, defaultDepth)
	switch {
	case inner == nil:
		c.fail(f, e.Range(), "Invalid type: this is no type that a variable can have.")
		return cty.DynamicPseudoType, nil
	case hasLoop(inner):
		c.fail(f, e.Range(), "Invalid type: a default in a type cannot be computed.")
		return cty.DynamicPseudoType, nil
	}
	switch hcl.ExprAsKeyword(inner) {
	case "list":
		return cty.List(cty.DynamicPseudoType), nil
	case "set":
		return cty.Set(cty.DynamicPseudoType), nil
	case "map":
		return cty.Map(cty.DynamicPseudoType), nil
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(inner)
	if diags.HasErrors() {
		c.diagnose(f, diags)
		return cty.DynamicPseudoType, nil
	}
	return typ, defaults
}

// hasLoop reports whether there is a for expression in e. The defaults in a type
// are evaluated when the type is read, and loops inside each other may take for
// ever.
func hasLoop(e hcl.Expression) bool {
	native, ok := e.(hclsyntax.Expression)
	if !ok {
		return false
	}
	found := false
	_ = hclsyntax.VisitAll(native, func(n hclsyntax.Node) hcl.Diagnostics { // the visitor has no errors
		_, loop := n.(*hclsyntax.ForExpr)
		found = found || loop
		return nil
	})
	return found
}

func (c *collector) output(d *declaration) *Output {
	attrs, _, _, diags := split(d.Body, []string{"value", "sensitive", "ephemeral"}, nil)
	c.diagnose(d.file, diags)
	o := &Output{
		Name:      d.Labels[0],
		Sensitive: literalBool(attrs["sensitive"], false),
		Ephemeral: literalBool(attrs["ephemeral"], false),
		At:        rangeIn(d.file, header(d.Block)),
	}
	if a := attrs["value"]; a != nil {
		o.Expr = a.Expr
	}
	return o
}

// locals adds local values, each of which an override file may replace.
func (c *collector) locals(p *parsed, b *hcl.Block) {
	attrs, diags := b.Body.JustAttributes()
	c.diagnose(p.file, diags)
	for name, a := range attrs {
		before := c.m.Locals[name]
		switch {
		case !hclsyntax.ValidIdentifier(name):
			c.fail(p.file, a.NameRange, "Invalid name: %q is no name that a local value can have.", name)
		case p.override && before == nil:
			c.fail(p.file, a.NameRange, "Nothing to override: there is no local value %q outside the override files.", name)
		case !p.override && before != nil:
			c.fail(p.file, a.NameRange, "Duplicate declaration: there is another local value %q in %s.", name, before.At.File.Path)
		default:
			c.m.Locals[name] = &Local{Name: name, Expr: a.Expr, At: rangeIn(p.file, a.Range)}
		}
	}
}
