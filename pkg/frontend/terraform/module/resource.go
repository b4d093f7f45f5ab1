package module

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// resourceBlocks are the nested blocks that are not the provider's.
var resourceBlocks = []hcl.BlockHeaderSchema{
	{Type: "lifecycle"},
	{Type: "connection"},
	{Type: "provisioner", LabelNames: []string{"type"}},
	{Type: "_"},
}

func (c *collector) resource(d *declaration) *Resource {
	attrs, blocks, body, diags := split(d.Body, []string{"count", "for_each", "provider", "depends_on"}, resourceBlocks)
	c.diagnose(d.file, diags)
	r := &Resource{
		Mode:    modeOf(d.Type),
		Type:    d.Labels[0],
		Name:    d.Labels[1],
		Body:    escaped(body, blocks),
		Count:   expression(attrs["count"]),
		ForEach: expression(attrs["for_each"]),
		At:      rangeIn(d.file, header(d.Block)),
		Block:   rangeIn(d.file, whole(d.Block)),
	}
	if a := attrs["provider"]; a != nil {
		r.Provider = c.providerKey(a.Expr)
	}
	for _, b := range blocks {
		if b.Type == "lifecycle" {
			c.lifecycle(r, b)
		}
	}
	return r
}

func modeOf(blockType string) Mode {
	switch blockType {
	case "data":
		return Data
	case "ephemeral":
		return Ephemeral
	}
	return Managed
}

func expression(a *hcl.Attribute) hcl.Expression {
	if a == nil {
		return nil
	}
	return a.Expr
}

// lifecycle reads a block; a later one changes only what it names.
func (c *collector) lifecycle(r *Resource, b *hcl.Block) {
	attrs, _, _, diags := split(b.Body, []string{"ignore_changes", "enabled"}, nil)
	c.diagnose(c.m.files[b.TypeRange.Filename], diags)
	if a := attrs["enabled"]; a != nil {
		r.Enabled = a.Expr
	}
	if a := attrs["ignore_changes"]; a != nil {
		r.Ignored, r.IgnoreChanges = c.ignored(a.Expr)
	}
}

// ignored reads ignore_changes: a list of attributes, or the word all, which
// was ["*"] in Terraform 0.11.
func (c *collector) ignored(e hcl.Expression) ([]hcl.Traversal, []string) {
	if isAll(e) {
		return nil, []string{"all"}
	}
	items, diags := hcl.ExprList(e)
	if diags.HasErrors() {
		c.diagnose(c.m.files[e.Range().Filename], diags)
		return nil, nil
	}
	var full []hcl.Traversal
	var names []string
	seen := map[string]bool{}
	for _, item := range items {
		if text, ok := literal(item); ok && text == "*" {
			return nil, []string{"all"}
		}
		t := traversal(meantOrSame(item))
		if t == nil {
			t = flattened(item)
		}
		if t == nil {
			c.fail(c.m.files[item.Range().Filename], item.Range(), "Invalid ignore_changes: this names no attribute.")
			continue
		}
		full = append(full, t)
		if name := t.RootName(); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return full, names
}

// flattened reads an attribute as Terraform 0.11 has it in its state, such as
// "tags.%": the name before the first dot is what it is about.
func flattened(e hcl.Expression) hcl.Traversal {
	text, _ := literal(e)
	name, _, _ := strings.Cut(text, ".")
	if !hclsyntax.ValidIdentifier(name) {
		return nil
	}
	return hcl.Traversal{hcl.TraverseRoot{Name: name, SrcRange: e.Range()}}
}

func isAll(e hcl.Expression) bool {
	inner := meantOrSame(e)
	return hcl.ExprAsKeyword(inner) == "all"
}

func meantOrSame(e hcl.Expression) hcl.Expression {
	if inner := meant(e, defaultDepth); inner != nil {
		return inner
	}
	return e
}
