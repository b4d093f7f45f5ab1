package module

import (
	"bytes"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/source"
)

const (
	// severalAtOnce is from how many bytes on the files of a folder are parsed
	// side by side; below, starting goroutines is not worth it.
	severalAtOnce = 16 << 10
	// pieceSize is how many bytes are parsed at once, or more if a block is
	// longer. The parser makes a list of all tokens of a text before it begins;
	// for a short text that list is short-lived and near.
	pieceSize = 4 << 10
)

// piece is a part of a file: some blocks that follow each other. Nothing else is
// in it but comments.
type piece struct {
	file   *source.File
	at     span
	line   int
	blanks []span
	read   map[int][]readArgument // by where the block begins
	depth  int

	// ready is set if the blocks need no parser.
	ready  bool
	blocks hclsyntax.Blocks
	tokens int // about
	failed bool
}

// parseEach parses files, which have size bytes together.
//
// A file is parsed in pieces, and without that of it which nobody asks for. Only
// if there is something wrong or strange in it it is parsed as a whole; so errors
// are those that hclsyntax has for the whole file.
func parseEach(files []*parsed, size int64, maxDepth int) {
	workers := 1
	if size > severalAtOnce {
		workers = processors()
	}
	cut := make([][]piece, len(files))
	sideBySide(workers, len(files), func(i int) { cut[i] = files[i].pieces(maxDepth) })
	var all []*piece
	for i := range cut {
		for j := range cut[i] {
			all = append(all, &cut[i][j])
		}
	}
	sideBySide(workers, len(all), func(i int) { all[i].parse() })
	sideBySide(workers, len(files), func(i int) {
		if f := files[i]; len(f.errors) == 0 && !f.assemble(cut[i]) {
			f.parse(maxDepth)
		}
	})
}

// pieces cuts a file into pieces; nil if it has to be parsed as a whole.
func (p *parsed) pieces(maxDepth int) (pieces []piece) {
	defer func() {
		if recover() != nil {
			pieces = nil
		}
	}()
	text := p.file.Content
	if len(p.errors) > 0 || isJSON(p.name) || !utf8.Valid(text) {
		return nil
	}
	blocks, ok := outline(p.file.Path, text, maxDepth)
	if !ok {
		return nil
	}
	pieces = make([]piece, 0, len(text)/pieceSize+1)
	line, counted := 1, 0
	for _, b := range blocks {
		n := len(pieces)
		switch {
		case b.ready != nil && (n == 0 || !pieces[n-1].ready):
			pieces = append(pieces, piece{ready: true})
		case b.ready != nil:
		case n == 0 || pieces[n-1].ready || b.end-pieces[n-1].at.start > pieceSize:
			line += bytes.Count(text[counted:b.start], []byte{'\n'})
			counted = b.start
			pieces = append(pieces, piece{file: p.file, at: b.span, line: line, read: map[int][]readArgument{}, depth: maxDepth})
		}
		pieces[len(pieces)-1].add(b)
	}
	return pieces
}

// add adds the next block.
func (p *piece) add(b outlined) {
	if b.ready != nil {
		p.blocks = append(p.blocks, b.ready)
		return
	}
	p.at.end = b.end
	p.blanks = append(p.blanks, b.blanks...)
	if b.read != nil {
		p.read[b.start] = b.read
	}
}

// assemble puts the pieces of a file together; false if one of them failed.
func (p *parsed) assemble(pieces []piece) bool {
	if pieces == nil {
		return false
	}
	var blocks hclsyntax.Blocks
	tokens := 0
	for i := range pieces {
		if tokens += pieces[i].tokens; pieces[i].failed || tokens > maxTokens {
			return false
		}
		blocks = append(blocks, pieces[i].blocks...)
	}
	whole := byteRange(p.file.Path, 0, len(p.file.Content))
	p.body = &hclsyntax.Body{
		Attributes: hclsyntax.Attributes{},
		Blocks:     blocks,
		SrcRange:   whole,
		EndRange:   hcl.Range{Filename: p.file.Path, Start: whole.End, End: whole.End},
	}
	return true
}

// parse does not panic whatever the text is.
func (p *piece) parse() {
	if p.ready {
		return
	}
	p.failed = true
	defer func() { _ = recover() }() // whoever parses the whole file tells of it
	text := p.visible()
	n := estimate(text)
	if p.tokens = n.tokens; n.tokens > maxTokens || tooDeepIn(text, n, p.depth) {
		return
	}
	file, diags := hclsyntax.ParseConfig(text, p.file.Path, hcl.Pos{Line: p.line, Column: 1, Byte: p.at.start})
	if body, ok := file.Body.(*hclsyntax.Body); ok && len(diags) == 0 && len(body.Attributes) == 0 {
		p.blocks, p.failed = body.Blocks, false
		for _, b := range p.blocks {
			for _, a := range p.read[b.TypeRange.Start.Byte] {
				b.Body.Attributes[a.name] = a.attribute(p.file.Path)
			}
		}
	}
}

// visible is the text of the piece with spaces for what is left out.
func (p *piece) visible() []byte {
	text := p.file.Content[p.at.start:p.at.end:p.at.end]
	if len(p.blanks) == 0 {
		return text
	}
	text = bytes.Clone(text)
	for _, b := range p.blanks {
		if b.start < p.at.start {
			continue // a comment in front of the first block
		}
		for i, c := range text[b.start-p.at.start : b.end-p.at.start] {
			if c != '\n' {
				text[b.start-p.at.start+i] = ' '
			}
		}
	}
	return text
}
