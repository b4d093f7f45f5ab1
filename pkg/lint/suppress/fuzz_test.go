package suppress_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// FuzzParse holds whatever is read of a file to what is promised of it: all ranges
// lie in the file, and what a directive prints means the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"# appnetlint:ignore access-rule-shadowed,subnet-too-small until=2027-01-31 -- why\nx = 1\n",
		"b \"x\" { // appnetlint:ignore all -- why\n  c {\n    # appnetlint:ignore-file all\n  }\n}\n",
		"/*\n * appnetlint:ignore all -- \x00\u202e -- \n * appnetlint:ignore subnet-too-small\r\n */ x = 1 /* y */ # appnetlint:ignore all\n",
		"# appnetlint: ignore\n# appnetlint-ignore\n# appnetlint:ignore ,a b until= util=1 --\n",
	} {
		f.Add([]byte(text), 0, len(text))
	}
	f.Fuzz(func(t *testing.T, content []byte, start, end int) {
		file := source.NewFile("main.tf", content)
		in := input(file)
		wild := source.Range{File: file, Start: start, End: end}
		in.Comments = append(in.Comments, suppress.Comment{At: wild, Text: wild.Text()})
		in.Blocks = append(in.Blocks, wild)

		directives, problems := suppress.Parse(in, rules)
		for _, p := range problems {
			inFile(t, file, p.At)
			assert.NotEmpty(t, p.Message)
		}
		for _, d := range directives {
			inFile(t, file, d.At)
			inFile(t, file, d.Scope)
			sameWhenReadAgain(t, d)
		}
	})
}

func inFile(t *testing.T, file *source.File, r source.Range) {
	t.Helper()
	require.Same(t, file, r.File)
	require.True(t, 0 <= r.Start && r.Start <= r.End && r.End <= len(file.Content), "%d to %d of %d", r.Start, r.End, len(file.Content))
}

func sameWhenReadAgain(t *testing.T, d suppress.Directive) {
	t.Helper()
	require.NotContains(t, d.String(), "\n")
	again, problems := parse("# " + d.String() + "\n")
	require.Empty(t, problems, "%q", d.String())
	require.Len(t, again, 1, "%q", d.String())
	assert.Equal(t, d.String(), again[0].String())
	d.At, d.Scope, again[0].At, again[0].Scope = source.Range{}, source.Range{}, source.Range{}, source.Range{}
	assert.Equal(t, d, again[0])
}

func BenchmarkMentioned(b *testing.B) {
	text := []byte(strings.Repeat("resource \"azurerm_linux_web_app\" \"app\" {\n  app_settings = {}\n}\n", 160))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if suppress.Mentioned(text) {
			b.Fatal("nothing is mentioned")
		}
	}
}
