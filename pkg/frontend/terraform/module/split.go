package module

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// split takes some attributes and blocks out of a body and returns what remains.
// What remains of native syntax is native syntax again.
func split(body hcl.Body, attributes []string, blocks []hcl.BlockHeaderSchema) (hcl.Attributes, hcl.Blocks, hcl.Body, hcl.Diagnostics) {
	if native, ok := body.(*hclsyntax.Body); ok {
		attrs, found, remain := splitNative(native, attributes, blocks)
		return attrs, found, remain, nil
	}
	schema := &hcl.BodySchema{Blocks: blocks}
	for _, name := range attributes {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	content, remain, diags := body.PartialContent(schema)
	return content.Attributes, content.Blocks, remain, diags
}

func splitNative(body *hclsyntax.Body, attributes []string, blocks []hcl.BlockHeaderSchema) (hcl.Attributes, hcl.Blocks, *hclsyntax.Body) {
	taken, found, remain := hcl.Attributes{}, hcl.Blocks(nil), *body
	for _, name := range attributes {
		if a := body.Attributes[name]; a != nil {
			taken[name] = a.AsHCLAttribute()
		}
	}
	if len(taken) > 0 {
		remain.Attributes = maps.Clone(body.Attributes)
		for name := range taken {
			delete(remain.Attributes, name)
		}
	}
	wanted := func(b *hclsyntax.Block) bool {
		return slices.ContainsFunc(blocks, func(s hcl.BlockHeaderSchema) bool { return s.Type == b.Type })
	}
	if slices.ContainsFunc(body.Blocks, wanted) {
		remain.Blocks = nil
		for _, b := range body.Blocks {
			if wanted(b) {
				found = append(found, b.AsHCLBlock())
			} else {
				remain.Blocks = append(remain.Blocks, b)
			}
		}
	}
	return taken, found, &remain
}

// escaped adds what is in blocks named "_" to a body. Terraform has them for
// arguments that are named like meta-arguments.
func escaped(body hcl.Body, blocks hcl.Blocks) hcl.Body {
	for _, b := range blocks {
		if b.Type == "_" {
			body = join(body, b.Body)
		}
	}
	return body
}

func join(body, more hcl.Body) hcl.Body {
	a, ok := body.(*hclsyntax.Body)
	b, alsoOK := more.(*hclsyntax.Body)
	if !ok || !alsoOK {
		return hcl.MergeBodies([]hcl.Body{body, more})
	}
	joined := *a
	joined.Attributes = maps.Clone(b.Attributes)
	maps.Copy(joined.Attributes, a.Attributes)
	joined.Blocks = slices.Concat(a.Blocks, b.Blocks)
	return &joined
}
