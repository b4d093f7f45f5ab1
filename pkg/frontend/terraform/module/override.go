package module

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// additive are the blocks of which those of an override file do not replace
// the ones before: lifecycle is merged argument by argument, so both are kept
// and what the later one says counts.
const additive = "lifecycle"

// mergeBodies returns the body of a block that an override file changes: its
// attributes replace those of the same name, its nested blocks all of the same
// type. A dynamic block counts as the blocks that it makes.
// https://developer.hashicorp.com/terraform/language/files/override
func mergeBodies(base, over hcl.Body) hcl.Body {
	a, ok := base.(*hclsyntax.Body)
	b, alsoOK := over.(*hclsyntax.Body)
	if ok && alsoOK {
		return mergeNative(a, b)
	}
	return &mergedBody{base: base, over: over, whole: over}
}

func mergeNative(base, over *hclsyntax.Body) *hclsyntax.Body {
	merged := *base
	merged.Attributes = make(hclsyntax.Attributes, len(base.Attributes)+len(over.Attributes))
	maps.Copy(merged.Attributes, base.Attributes)
	maps.Copy(merged.Attributes, over.Attributes)
	replaced := map[string]bool{}
	for _, b := range over.Blocks {
		typ := makes(b.Type, b.Labels)
		replaced[typ] = true
		delete(merged.Attributes, typ) // some arguments may be written in both ways
	}
	for name := range over.Attributes {
		replaced[name] = true
	}
	delete(replaced, additive)
	merged.Blocks = make(hclsyntax.Blocks, 0, len(base.Blocks)+len(over.Blocks))
	for _, b := range base.Blocks {
		if !replaced[makes(b.Type, b.Labels)] {
			merged.Blocks = append(merged.Blocks, b)
		}
	}
	merged.Blocks = append(merged.Blocks, over.Blocks...)
	return &merged
}

// makes is the type of blocks that a block stands for.
func makes(typ string, labels []string) string {
	if typ == "dynamic" && len(labels) == 1 {
		return labels[0]
	}
	return typ
}

// mergedBody is the same where JSON has a part in it, so that only the schema
// tells what is an attribute and what a block.
type mergedBody struct {
	base, over hcl.Body
	// whole is the overriding body before anything was taken out of it.
	whole hcl.Body
}

var dynamicSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "dynamic", LabelNames: []string{"type"}}}}

// Content implements hcl.Body.
func (m *mergedBody) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	optional := withoutRequired(schema)
	base, diags := m.base.Content(optional)
	over, more := m.over.Content(optional)
	content, missing := m.merge(schema, base, over)
	return content, append(append(diags, more...), missing...)
}

// PartialContent implements hcl.Body.
func (m *mergedBody) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	optional := withoutRequired(schema)
	base, baseRemain, diags := m.base.PartialContent(optional)
	over, overRemain, more := m.over.PartialContent(optional)
	content, missing := m.merge(schema, base, over)
	remain := &mergedBody{base: baseRemain, over: overRemain, whole: m.whole}
	return content, remain, append(append(diags, more...), missing...)
}

// JustAttributes implements hcl.Body.
func (m *mergedBody) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	base, diags := m.base.JustAttributes()
	over, more := m.over.JustAttributes()
	merged := maps.Clone(base)
	maps.Copy(merged, over)
	return merged, append(diags, more...)
}

// MissingItemRange implements hcl.Body.
func (m *mergedBody) MissingItemRange() hcl.Range { return m.base.MissingItemRange() }

func (m *mergedBody) merge(schema *hcl.BodySchema, base, over *hcl.BodyContent) (*hcl.BodyContent, hcl.Diagnostics) {
	content := &hcl.BodyContent{Attributes: maps.Clone(base.Attributes), MissingItemRange: m.MissingItemRange()}
	maps.Copy(content.Attributes, over.Attributes)
	for _, b := range base.Blocks {
		if typ := makes(b.Type, b.Labels); typ == additive || !m.overrides(typ) {
			content.Blocks = append(content.Blocks, b)
		}
	}
	content.Blocks = append(content.Blocks, over.Blocks...)
	var diags hcl.Diagnostics
	for _, a := range schema.Attributes {
		if a.Required && content.Attributes[a.Name] == nil {
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError,
				Summary:  "Missing argument",
				Detail:   "The argument \"" + a.Name + "\" must be set.",
				Subject:  content.MissingItemRange.Ptr(),
			})
		}
	}
	return content, diags
}

// overrides reports whether the overriding body has blocks of a type, or makes
// some by a dynamic block.
func (m *mergedBody) overrides(typ string) bool {
	plain := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: typ}}}
	if typ == "provisioner" {
		plain.Blocks[0].LabelNames = []string{"type"}
	}
	content, _, _ := m.whole.PartialContent(plain) // it is the caller's request that tells of errors
	if len(content.Blocks) > 0 {
		return true
	}
	content, _, _ = m.whole.PartialContent(dynamicSchema) // as above
	for _, b := range content.Blocks {
		if makes(b.Type, b.Labels) == typ {
			return true
		}
	}
	return false
}

func withoutRequired(schema *hcl.BodySchema) *hcl.BodySchema {
	optional := &hcl.BodySchema{Blocks: schema.Blocks, Attributes: make([]hcl.AttributeSchema, len(schema.Attributes))}
	for i, a := range schema.Attributes {
		optional.Attributes[i] = hcl.AttributeSchema{Name: a.Name}
	}
	return optional
}
