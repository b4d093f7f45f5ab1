package module

import (
	"github.com/hashicorp/hcl/v2"
)

func (c *collector) call(d *declaration) *Call {
	attrs, blocks, body, diags := split(d.Body,
		[]string{"source", "version", "count", "for_each", "depends_on", "providers"},
		[]hcl.BlockHeaderSchema{{Type: "lifecycle"}, {Type: "_"}})
	c.diagnose(d.file, diags)
	call := &Call{
		Name:       d.Labels[0],
		SourceExpr: expression(attrs["source"]),
		Body:       escaped(body, blocks),
		Count:      expression(attrs["count"]),
		ForEach:    expression(attrs["for_each"]),
		At:         rangeIn(d.file, header(d.Block)),
		Block:      rangeIn(d.file, whole(d.Block)),
	}
	if call.SourceExpr == nil {
		c.fail(d.file, header(d.Block), "Missing argument: the module %q has no source.", call.Name)
	} else {
		call.Source, call.SourceKnown = literal(call.SourceExpr)
	}
	if a := attrs["version"]; a != nil {
		call.Version, _ = literal(a.Expr)
	}
	if a := attrs["providers"]; a != nil {
		call.Providers = c.passed(a.Expr)
	}
	for _, b := range blocks {
		if b.Type == "lifecycle" {
			inner, _, _, diags := split(b.Body, []string{"enabled"}, nil)
			c.diagnose(c.m.files[b.TypeRange.Filename], diags)
			if a := inner["enabled"]; a != nil {
				call.Enabled = a.Expr
			}
		}
	}
	return call
}

// passed reads the providers argument of a module block.
func (c *collector) passed(e hcl.Expression) map[string]string {
	pairs, diags := hcl.ExprMap(e)
	c.diagnose(c.m.files[e.Range().Filename], diags)
	out := make(map[string]string, len(pairs))
	for _, p := range pairs {
		inner, outer := c.providerKey(p.Key), c.providerKey(p.Value)
		if inner != "" && outer != "" {
			out[inner] = outer
		}
	}
	return out
}
