package syntax_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// TestConformanceRecovery takes single tokens out of real files and counts how many of
// the other declarations are still read as before.
func TestConformanceRecovery(t *testing.T) {
	const perFile = 25
	kept, all, broken, silent := 0, 0, 0, 0
	for _, folder := range []string{"web", "network"} {
		for _, path := range corpusFiles(t, filepath.Join(corpus(t), "bicep-registry-modules", "avm", "res", folder)) {
			f := readFile(t, path)
			whole := parse(f)
			tokens := newLister(f).tokens
			for i := range perFile {
				token := tokens[i*(len(tokens)-1)/perFile]
				text := string(f.Content[:token.Start]) + string(f.Content[token.End:])
				got := parse(source.NewFile(path, []byte(text)))
				if len(got.Errors) == 0 {
					silent++
					continue
				}
				broken++
				k, n := keptStatements(whole, got, token.Span)
				kept, all = kept+k, all+n
			}
		}
	}
	t.Logf("%d files with an error (and %d that are still valid): %d of %d other declarations kept", broken, silent, kept, all)
	assert.Greater(t, kept*1000, all*999)
}

// keptStatements counts the statements of a whole file outside of a gap that are in
// the file with the gap too.
func keptStatements(whole, got *syntax.File, gap syntax.Span) (kept, all int) {
	at := map[syntax.Span]string{}
	for _, s := range got.Statements {
		b := s.Bounds()
		if b.Start >= gap.Start {
			b.Start, b.End = b.Start+gap.End-gap.Start, b.End+gap.End-gap.Start
		}
		at[b] = sexpr(s)
	}
	for _, s := range whole.Statements {
		b := s.Bounds()
		if b.End >= gap.Start && b.Start <= gap.End {
			continue // the statement with the gap, or next to it
		}
		all++
		if at[b] == sexpr(s) {
			kept++
		}
	}
	return kept, all
}
