package syntax_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// syntaxError matches a diagnostic of Bicep's lexer or parser in a listing, among the
// many that say that a program is wrong in other ways.
var syntaxError = regexp.MustCompile(`^//@\[\d+:\d+\) \[BCP(00[1-9]|01[0-35-9]|02[0-4]|064|068|087|09[67]|103|11[78]|123|` +
	`133|136|140|162|167|20[12]|226|23[678]|243|249|257|266|279|292|300|305|317|322|325|337|34[467]|35[456]|375|404|436) `)

// errorLines returns the lines on which Bicep finds a mistake of syntax, counted in the
// file that a listing was made of.
func errorLines(listing []byte) map[int]bool {
	lines := map[int]bool{}
	line := 0
	for text := range strings.SplitSeq(string(listing), "\n") {
		switch {
		case !entryPattern.MatchString(strings.TrimSuffix(text, "\r")):
			line++
		case syntaxError.MatchString(text):
			lines[line] = true
		}
	}
	return lines
}

// TestConformanceErrors compares where mistakes are reported. Bicep reports more: what
// follows from a missing brace, for instance.
func TestConformanceErrors(t *testing.T) {
	both, theirs, ours, files := 0, 0, 0, 0
	for _, path := range corpusFiles(t, filepath.Join(corpus(t), "bicep")) {
		ext := filepath.Ext(path)
		if !strings.HasSuffix(path, ".diagnostics"+ext) {
			continue
		}
		listing, err := os.ReadFile(path)
		require.NoError(t, err)
		want := errorLines(listing)
		f := readFile(t, strings.TrimSuffix(path, ".diagnostics"+ext)+ext)
		got := map[int]bool{}
		for _, e := range parse(f).Errors {
			got[f.Position(e.At.Start, source.Runes).Line] = true
		}
		files++
		assert.Equal(t, len(want) > 0, len(got) > 0, f.Path)
		for line := range want {
			if got[line] {
				both++
			} else {
				theirs++
				t.Logf("only Bicep: %s:%d %s", f.Path, line, f.Line(line))
			}
		}
		for line := range got {
			if !want[line] {
				ours++
				t.Logf("only here: %s:%d %s", f.Path, line, f.Line(line))
			}
		}
	}
	t.Logf("%d files: lines with errors in both %d, only in Bicep %d, only here %d", files, both, theirs, ours)
	assert.Greater(t, both, 10*(theirs+ours))
}
