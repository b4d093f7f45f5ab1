package module

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func (c *collector) provider(d *declaration) *Provider {
	attrs, blocks, body, diags := split(d.Body, []string{"alias", "version", "for_each"}, []hcl.BlockHeaderSchema{{Type: "_"}})
	c.diagnose(d.file, diags)
	p := &Provider{
		Name:    d.Labels[0],
		Body:    escaped(body, blocks),
		ForEach: expression(attrs["for_each"]),
		At:      rangeIn(d.file, header(d.Block)),
	}
	if a := attrs["alias"]; a != nil {
		p.Alias, _ = literal(a.Expr)
	}
	if a := attrs["version"]; a != nil {
		p.Version, _ = literal(a.Expr)
	}
	return p
}

// providerKey reads a reference to a provider: azurerm or azurerm.hub, perhaps
// in quotes, perhaps with an index, which is left out. "" stands for what is no
// such reference, about which there is an error.
func (c *collector) providerKey(e hcl.Expression) string {
	t := traversal(meantOrSame(keyExpression(e)))
	if len(t) == 0 {
		c.fail(c.m.files[e.Range().Filename], e.Range(), "Invalid reference to a provider: a name is expected, or two with a dot between.")
		return ""
	}
	key := t.RootName()
	if len(t) > 1 {
		if alias, ok := t[1].(hcl.TraverseAttr); ok {
			key += "." + alias.Name
		}
	}
	return key
}

// keyExpression unwraps the key of an object, which hcl takes for a string if it
// is a single name.
func keyExpression(e hcl.Expression) hcl.Expression {
	if key, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		return key.Wrapped
	}
	return e
}

// terraform reads the required_providers of a terraform block.
func (c *collector) terraform(p *parsed, b *hcl.Block) {
	_, blocks, _, diags := split(b.Body, nil, []hcl.BlockHeaderSchema{{Type: "required_providers"}})
	c.diagnose(p.file, diags)
	for _, block := range blocks {
		attrs, diags := block.Body.JustAttributes()
		c.diagnose(p.file, diags)
		for name, a := range attrs {
			if _, before := c.m.Required[name]; before && !p.override {
				c.fail(p.file, a.NameRange, "Duplicate declaration: another required_providers block names %q.", name)
				continue
			}
			c.m.Required[name] = c.requirement(a)
		}
	}
}

// requirement reads an entry: an object, or only a version as in Terraform 0.12.
func (c *collector) requirement(a *hcl.Attribute) Requirement {
	f := c.m.files[a.Range.Filename]
	r := Requirement{At: rangeIn(f, a.Range)}
	if version, ok := literal(a.Expr); ok {
		r.Version = version
		return r
	}
	pairs, diags := hcl.ExprMap(a.Expr)
	c.diagnose(f, diags)
	for _, p := range pairs {
		text, ok := literal(p.Value)
		if !ok {
			continue // such as configuration_aliases
		}
		switch keyName(p.Key) {
		case "source":
			r.Source = text
		case "version":
			r.Version = text
		}
	}
	return r
}

// keyName is the name that the key of an object stands for.
func keyName(e hcl.Expression) string {
	e = keyExpression(e)
	if name := hcl.ExprAsKeyword(e); name != "" && isNative(e) {
		return name
	}
	name, _ := literal(e)
	return name
}

// requireOldStyle adds the versions that provider blocks ask for themselves.
func (c *collector) requireOldStyle() {
	for _, key := range slices.Sorted(maps.Keys(c.m.Providers)) {
		p := c.m.Providers[key]
		if p.Version == "" {
			continue
		}
		r, said := c.m.Required[p.Name]
		switch {
		case !said:
			r = Requirement{Version: p.Version, At: p.At}
		case r.Version == "":
			r.Version = p.Version
		default:
			r.Version += ", " + p.Version
		}
		c.m.Required[p.Name] = r
	}
}
