package module

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Comment is one comment of a file.
type Comment struct {
	// At is the whole comment, without the end of its line.
	At source.Range
	// Text is what it says, without the comment signs and the space around.
	Text string
	// Own is set if only space stands before it on its line.
	Own bool
}

// Comments are the comments of a file in native syntax; JSON has none.
func Comments(f *source.File) []Comment {
	if f == nil || isJSON(f.Path) || estimate(f.Content).tokens > maxTokens {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(f.Content, f.Path, hcl.InitialPos) // whoever parses the file tells of errors
	var out []Comment
	for i := range tokens {
		if tokens[i].Type != hclsyntax.TokenComment {
			continue
		}
		at := rangeIn(f, tokens[i].Range)
		text := strings.TrimRight(at.Text(), "\r\n") // of a comment up to the end of its line, that is a part
		at.End = at.Start + len(text)
		out = append(out, Comment{At: at, Text: commentText(text), Own: isOwn(f.Content, at.Start)})
	}
	return out
}

func commentText(text string) string {
	if inner, ok := strings.CutPrefix(text, "/*"); ok {
		return strings.TrimSpace(strings.TrimSuffix(inner, "*/"))
	}
	text = strings.TrimPrefix(text, "//")
	return strings.TrimSpace(strings.TrimPrefix(text, "#"))
}

func isOwn(content []byte, start int) bool {
	line := content[bytes.LastIndexByte(content[:start], '\n')+1 : start]
	return len(bytes.TrimSpace(line)) == 0
}

// Blocks are the ranges of all blocks of a file in native syntax, from header
// to closing brace, nested ones after those that they are in. There are none
// for JSON and for what cannot be parsed.
func Blocks(f *source.File) []source.Range {
	if f == nil || isJSON(f.Path) {
		return nil
	}
	body, _ := parseText(f, false, defaultDepth) // whoever loads the module tells of errors
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	return blocksIn(f, native, nil)
}

func blocksIn(f *source.File, body *hclsyntax.Body, out []source.Range) []source.Range {
	for _, b := range body.Blocks {
		r := hcl.RangeBetween(b.TypeRange, b.OpenBraceRange)
		r.End = later(later(r.End, b.CloseBraceRange.End), b.Body.SrcRange.End)
		out = append(out, rangeIn(f, r))
		out = blocksIn(f, b.Body, out)
	}
	return out
}

func later(a, b hcl.Pos) hcl.Pos {
	if b.Byte > a.Byte {
		return b
	}
	return a
}
