package bind

import (
	"bytes"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// header returns where a declaration begins, without its decorators, up to the end of
// another node of it.
func (f *file) header(declaration syntax.Node, decorators []*syntax.Decorator, last syntax.Node) source.Range {
	at := f.at(declaration)
	if n := len(decorators); n > 0 {
		at.Start = min(pastBlanks(f.syntax.Source.Content, int(decorators[n-1].End)), at.End)
	}
	if end := int(last.Bounds().End); end > at.Start {
		at.End = end
	}
	return at
}

// pastBlanks returns where the next token begins: blanks, comments and pragmas are
// passed over.
func pastBlanks(b []byte, i int) int {
	for i < len(b) {
		rest := b[i:]
		switch {
		case rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r':
			i++
		case rest[0] == '#' || bytes.HasPrefix(rest, []byte("//")):
			i += until(rest, "\n")
		case bytes.HasPrefix(rest, []byte("/*")):
			i += until(rest, "*/")
		default:
			return i
		}
	}
	return i
}

// until returns the offset behind the first mark.
func until(b []byte, mark string) int {
	if n := bytes.Index(b, []byte(mark)); n >= 0 {
		return n + len(mark)
	}
	return len(b)
}
