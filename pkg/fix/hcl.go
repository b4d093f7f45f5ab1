package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Why an edit of HCL or Bicep is not certain.
const (
	notLiteral = "the value is not written literally at the resource"
	notThere   = "what would change is not written in a way that can be edited"
	elsewhere  = "the value is written elsewhere"
	unreadable = "the file has errors"
	ignored    = "changes of the attribute are ignored by lifecycle.ignore_changes"
)

// hclText is a text with the block of one resource parsed. Nothing else is parsed
// again, as there may be thousands in a file. Offsets are those of the whole text.
type hclText struct {
	*text
	resource *hclsyntax.Block
	typ      string
	// start is where the block begins; behind is how many bytes come after it.
	start, behind int
}

// block is the block in the text as it is now.
func (h *hclText) block() []byte { return h.now[h.start : len(h.now)-h.behind] }

// compileHCL applies a remedy to a file of HCL.
func compileHCL(t *text, r *lint.Remedy, files *files) string {
	if strings.HasSuffix(strings.ToLower(t.file.Path), ".json") {
		return "files in JSON are not edited"
	}
	h, why := openHCL(t, r, files)
	if why != "" {
		return why
	}
	formatted := isFormatted(h.block())
	switch r.Part {
	case lint.AccessRule:
		why = h.removeRule(r)
	case lint.SubnetDelegation:
		why = h.delegate(r)
	case lint.SubnetServiceEndpoint:
		why = h.addServiceEndpoint(r, files)
	default:
		if why = h.namedElsewhere(r, files); why == "" {
			why = h.set(r)
		}
	}
	if why != "" {
		return why
	}
	if formatted {
		h.format()
	}
	if _, diags := hclsyntax.ParseConfig(h.block(), t.file.Path, hcl.InitialPos); diags.HasErrors() {
		return notThere
	}
	return ""
}

// openHCL finds the block of the element that a remedy changes.
func openHCL(t *text, r *lint.Remedy, files *files) (*hclText, string) {
	blocks, ok := files.resources(t.file)
	if !ok {
		return nil, unreadable
	}
	i, found := slices.BinarySearchFunc(blocks, r.At.Start, func(b source.Range, at int) int {
		switch {
		case b.End <= at:
			return -1
		case b.Start > at:
			return 1
		}
		return 0
	})
	if !found {
		return nil, notThere
	}
	start, end, ok := t.span(blocks[i])
	if !ok {
		return nil, notThere
	}
	h := &hclText{text: t, start: start, behind: len(t.now) - end}
	file, diags := hclsyntax.ParseConfig(h.block(), t.file.Path, hcl.Pos{Byte: start, Line: 1, Column: 1})
	body, ok := fileBody(file)
	if diags.HasErrors() || !ok || len(body.Blocks) != 1 {
		return nil, notThere
	}
	if h.resource = body.Blocks[0]; len(h.resource.Labels) != 2 || r.At.Start >= blocks[i].Start+(h.resource.OpenBraceRange.End.Byte-start) {
		return nil, notThere // in the block, and not at its header
	}
	h.typ = h.resource.Labels[0]
	return h, ""
}

// resources are the blocks of the resources in a file as it was read, in its order;
// false if it has errors.
func (f *files) resources(file *source.File) ([]source.Range, bool) {
	if blocks, ok := f.blocks[file]; ok {
		return blocks, blocks != nil
	}
	f.blocks[file] = nil
	parsed, diags := hclsyntax.ParseConfig(file.Content, file.Path, hcl.InitialPos)
	body, ok := fileBody(parsed)
	if diags.HasErrors() || !ok {
		return nil, false
	}
	blocks := []source.Range{}
	for _, b := range body.Blocks {
		if b.Type == "resource" {
			blocks = append(blocks, source.Range{File: file, Start: b.TypeRange.Start.Byte, End: b.CloseBraceRange.End.Byte})
		}
	}
	f.blocks[file] = blocks
	return blocks, true
}

// set gives an attribute a value, where it is written or by adding it.
func (h *hclText) set(r *lint.Remedy) string {
	if r.Written.File != nil && r.Written.File.Path == h.file.Path {
		if _, _, ok := h.span(r.Written); !ok {
			return conflict
		}
	}
	for _, a := range attributesOf(h.typ, r.Part, r.Value) {
		body, ok := h.descend(a.blocks)
		if !ok {
			continue
		}
		if h.ignores(append(slices.Clone(a.blocks), a.name)[0]) {
			return ignored
		}
		have := body.Attributes[a.name]
		switch {
		case r.Written.IsZero() && have != nil:
			return h.present(have.SrcRange.Start.Byte, have.SrcRange.End.Byte)
		case r.Written.IsZero() && a.writtenOnly:
			continue
		case r.Written.IsZero():
			return h.addAttribute(body, a)
		case have != nil && h.wrote(r, have.SrcRange):
			return h.replace(have, a)
		}
	}
	if !r.Written.IsZero() {
		return elsewhere
	}
	return notThere
}

// wrote reports whether a range in the text now is what wrote the present value.
func (h *hclText) wrote(r *lint.Remedy, rng hcl.Range) bool {
	if r.Written.File == nil || r.Written.File.Path != h.file.Path {
		return false
	}
	start, end, ok := h.span(r.Written)
	return ok && rng.Start.Byte < end && start < rng.End.Byte
}

// descend goes to a nested block; false unless there is exactly one on each step.
func (h *hclText) descend(blocks []string) (*hclsyntax.Body, bool) {
	body := h.resource.Body
	for _, name := range blocks {
		var found *hclsyntax.Block
		for _, b := range body.Blocks {
			switch {
			case b.Type == "dynamic" && len(b.Labels) == 1 && b.Labels[0] == name, b.Type == name && found != nil:
				return nil, false
			case b.Type == name:
				found = b
			}
		}
		if found == nil || body.Attributes[name] != nil {
			return nil, false
		}
		body = found.Body
	}
	return body, true
}

// ignores reports whether the resource ignores later changes of an attribute.
func (h *hclText) ignores(name string) bool {
	for _, b := range h.resource.Body.Blocks {
		a := b.Body.Attributes["ignore_changes"]
		if b.Type != "lifecycle" || a == nil {
			continue
		}
		text := string(a.Expr.Range().SliceBytes(h.now))
		if hcl.ExprAsKeyword(a.Expr) == "all" || strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// replace writes another value over a literal one.
func (h *hclText) replace(have *hclsyntax.Attribute, a attribute) string {
	expr := have.Expr
	if list, ok := expr.(*hclsyntax.TupleConsExpr); ok && a.list {
		if len(list.Exprs) != 1 {
			return notLiteral
		}
		expr = list.Exprs[0]
	} else if a.list {
		return notLiteral
	}
	if !isLiteral(expr) {
		return notLiteral
	}
	rng := expr.Range()
	return h.apply([]patch{{rng.Start.Byte, rng.End.Byte, a.value}})
}

// isLiteral reports whether an expression is a literal, or a text in quotes
// without anything to fill in.
func isLiteral(e hclsyntax.Expression) bool {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return !e.Val.IsNull()
	case *hclsyntax.TemplateExpr:
		return e.IsStringLiteral()
	}
	return false
}

// isFormatted reports whether a text is as terraform fmt leaves it.
func isFormatted(b []byte) bool { return bytes.Equal(hclwrite.Format(b), b) }

// format aligns again what an edit has put out of line, in a block that was aligned.
func (h *hclText) format() {
	formatted := hclwrite.Format(h.block())
	if bytes.Equal(formatted, h.block()) {
		return
	}
	patches := blanks(h.block(), formatted)
	for i := range patches {
		patches[i].start, patches[i].end = patches[i].start+h.start, patches[i].end+h.start
	}
	before := h.clone()
	if h.apply(patches) != "" {
		*h.text = *before // it is right, if not in line
	}
}

// blanks are the patches between two texts that differ in blanks only.
func blanks(from, to []byte) []patch {
	isBlank := func(c byte) bool { return c == ' ' || c == '\t' }
	run := func(b []byte, i int) int {
		for i < len(b) && isBlank(b[i]) {
			i++
		}
		return i
	}
	var patches []patch
	i, j := 0, 0
	for i < len(from) || j < len(to) {
		ei, ej := run(from, i), run(to, j)
		if !bytes.Equal(from[i:ei], to[j:ej]) {
			patches = append(patches, patch{i, ei, string(to[j:ej])})
		}
		i, j = ei, ej
		switch {
		case i < len(from) && j < len(to) && from[i] == to[j]:
			i, j = i+1, j+1
		case i < len(from) || j < len(to):
			return nil // not only blanks
		}
	}
	return patches
}
