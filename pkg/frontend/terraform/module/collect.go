package module

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// fileSchema has every block that Terraform or OpenTofu knows at the top of a
// file, also those that say nothing about what exists.
var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "locals"},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	{Type: "moved"},
	{Type: "import"},
	{Type: "removed"},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "action", LabelNames: []string{"type", "name"}},
	{Type: "list", LabelNames: []string{"type", "name"}},
}}

// declaration is a block, and those of override files that change it.
type declaration struct {
	*hcl.Block
	key  string
	file *source.File
}

// collector puts the files of a folder together.
type collector struct {
	m            *Module
	declarations map[string]*declaration // by kind and key
	order        []*declaration
}

func newCollector(dir string) *collector {
	return &collector{
		m: &Module{
			Dir:       dir,
			Variables: map[string]*Variable{},
			Locals:    map[string]*Local{},
			Outputs:   map[string]*Output{},
			Resources: map[string]*Resource{},
			Calls:     map[string]*Call{},
			Providers: map[string]*Provider{},
			Required:  map[string]Requirement{},
			files:     map[string]*source.File{},
		},
		declarations: map[string]*declaration{},
	}
}

func (c *collector) fail(f *source.File, at hcl.Range, format string, args ...any) {
	c.m.Errors = append(c.m.Errors, &source.Error{At: rangeIn(f, at), Path: f.Path, Message: fmt.Sprintf(format, args...)})
}

// diagnose keeps the errors among the diagnostics.
func (c *collector) diagnose(f *source.File, diags hcl.Diagnostics) {
	if len(diags) > 0 {
		c.m.Errors = append(c.m.Errors, errorsIn(f, diags)...)
	}
}

// file adds the declarations of a file; the override files come last.
func (c *collector) file(p *parsed) {
	c.m.Files = append(c.m.Files, p.file)
	c.m.files[p.file.Path] = p.file
	c.m.Errors = append(c.m.Errors, p.errors...)
	if len(p.errors) > 0 {
		c.m.Incomplete = true
	}
	if p.body == nil {
		return
	}
	content, diags := p.body.Content(fileSchema)
	c.diagnose(p.file, diags)
	slices.SortStableFunc(content.Blocks, func(a, b *hcl.Block) int { return cmp.Compare(header(a).Start.Byte, header(b).Start.Byte) })
	for _, b := range p.intact(content.Blocks) {
		c.block(p, b)
	}
}

// intact leaves out the blocks with a syntax error, of which only a part may be
// there. An error belongs to the last block that begins before it.
func (p *parsed) intact(blocks hcl.Blocks) hcl.Blocks {
	if len(p.broken) == 0 {
		return blocks
	}
	var out hcl.Blocks
	for i, b := range blocks {
		end := len(p.file.Content) + 1
		if i+1 < len(blocks) {
			end = header(blocks[i+1]).Start.Byte
		}
		start := header(b).Start.Byte
		if !slices.ContainsFunc(p.broken, func(at int) bool { return at >= start && at < end }) {
			out = append(out, b)
		}
	}
	return out
}

// header is the range of a block's header: from the keyword to the last label.
// In JSON the keyword stands above all blocks of its kind, so there it is the
// last label alone.
func header(b *hcl.Block) hcl.Range {
	if _, native := b.Body.(*hclsyntax.Body); native || len(b.LabelRanges) == 0 {
		return hcl.RangeBetween(b.TypeRange, b.DefRange)
	}
	return b.LabelRanges[len(b.LabelRanges)-1]
}

// whole is the range of a block from its header to its closing brace.
func whole(b *hcl.Block) hcl.Range {
	h := header(b)
	end := b.Body.MissingItemRange().End // in JSON this is the brace at the end
	if native, ok := b.Body.(*hclsyntax.Body); ok {
		end = native.SrcRange.End
	}
	if end.Byte < h.End.Byte {
		return h
	}
	return hcl.Range{Filename: h.Filename, Start: h.Start, End: end}
}

func (c *collector) block(p *parsed, b *hcl.Block) {
	switch b.Type {
	case "terraform":
		c.terraform(p, b)
	case "locals":
		c.locals(p, b)
	case "variable", "output", "provider", "module", "resource", "data", "ephemeral":
		c.declare(p, b)
	case "moved", "import":
		if p.override {
			c.fail(p.file, header(b), "Nothing to override: %s blocks cannot stand in override files.", b.Type)
		}
	}
}

func (c *collector) declare(p *parsed, b *hcl.Block) {
	for i, label := range b.Labels {
		if !hclsyntax.ValidIdentifier(label) {
			c.fail(p.file, b.LabelRanges[i], "Invalid name: %q is no name that a %s block can have.", label, b.Type)
			return
		}
	}
	d := &declaration{Block: b, key: blockKey(b), file: p.file}
	id := b.Type + " " + d.key
	before := c.declarations[id]
	switch {
	case p.override && before != nil:
		before.override(d)
	case p.override && !isDefaultProvider(b, d.key):
		c.fail(p.file, header(b), "Nothing to override: there is no %s %q outside the override files.", b.Type, d.key)
	case before != nil:
		c.fail(p.file, header(b), "Duplicate declaration: there is another %s %q in %s.", b.Type, d.key, before.file.Path)
	default:
		c.declarations[id] = d
		c.order = append(c.order, d)
	}
}

// override merges a block of an override file into the one it overrides. One
// file may do so several times.
func (d *declaration) override(over *declaration) {
	merged := *d.Block
	merged.Body = mergeBodies(d.Body, over.Body)
	d.Block = &merged
}

// isDefaultProvider is for the one kind of block that override files may add: a
// provider without an alias is there even if it is not written.
func isDefaultProvider(b *hcl.Block, key string) bool {
	return b.Type == "provider" && key == b.Labels[0]
}

// blockKey names a block among those of its kind.
func blockKey(b *hcl.Block) string {
	switch len(b.Labels) {
	case 2:
		return b.Labels[0] + "." + b.Labels[1]
	default:
		if alias := providerAlias(b); alias != "" {
			return b.Labels[0] + "." + alias
		}
		return b.Labels[0]
	}
}

func providerAlias(b *hcl.Block) string {
	if b.Type != "provider" {
		return ""
	}
	attrs, _, _, _ := split(b.Body, []string{"alias"}, nil) // errors are told when it is decoded
	if attrs["alias"] == nil {
		return ""
	}
	alias, _ := literal(attrs["alias"].Expr)
	return alias
}

// module decodes what was collected.
func (c *collector) module() *Module {
	for _, d := range c.order {
		switch d.Type {
		case "variable":
			c.m.Variables[d.key] = c.variable(d)
		case "output":
			c.m.Outputs[d.key] = c.output(d)
		case "provider":
			c.m.Providers[d.key] = c.provider(d)
		case "module":
			c.m.Calls[d.key] = c.call(d)
		case "resource", "data", "ephemeral":
			r := c.resource(d)
			c.m.Resources[r.Key()] = r
			c.m.Order = append(c.m.Order, r.Key())
		}
	}
	c.requireOldStyle()
	c.sortErrors()
	return c.m
}

// sortErrors brings the errors into the order of files and places: some come
// from maps.
func (c *collector) sortErrors() {
	position := make(map[string]int, len(c.m.Files))
	for i, f := range c.m.Files {
		position[f.Path] = i
	}
	slices.SortStableFunc(c.m.Errors, func(a, b *source.Error) int {
		return cmp.Or(
			cmp.Compare(position[a.Path], position[b.Path]),
			cmp.Compare(a.At.Start, b.At.Start),
			cmp.Compare(a.Message, b.Message),
		)
	})
}
