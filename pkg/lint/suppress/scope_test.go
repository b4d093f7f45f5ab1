package suppress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Findings are written into the text: what begins with yes_ is suppressed by the
// first directive, what begins with no_ is not.
func TestScope(t *testing.T) {
	for name, text := range map[string]string{
		"next line": `
no_1 = 1
# appnetlint:ignore all -- why
yes_1 = 1 + yes_2
no_2 = 1`,
		"blank lines and comments between": `
# appnetlint:ignore all -- why

# more on it
/* and
   more */
yes_1 = 1
no_1 = 1`,
		"stacked": `
# appnetlint:ignore all -- why
# appnetlint:ignore subnet-too-small -- why
yes_1 = 1
no_1 = 1`,
		"end of a line": `
no_1 = 1
yes_1 = yes_2 # appnetlint:ignore all -- why
no_2 = 1`,
		"end of the last line, no line ending": `yes_1 = yes_2 // appnetlint:ignore all -- why`,
		"windows line endings":                 "no_1 = 1\r\n# appnetlint:ignore all -- why\r\nyes_1 = 1\r\nno_2 = 1\r\n",
		"in the middle of a line": `
yes_1 = /* appnetlint:ignore all -- why */ yes_2
no_2 = 1`,
		"at the start of a line": `
/* appnetlint:ignore all -- why */ yes_1 = 1
no_2 = 1`,
		"behind another comment on its line": `
/* one */ # appnetlint:ignore all -- why
yes_1 = 1
no_2 = 1`,
		"behind code and another comment": `
yes_1 = 1 /* one */ # appnetlint:ignore all -- why
no_2 = 1`,
		"behind the end of a long comment": `
no_1 = 1 /* one
two */ # appnetlint:ignore all -- why
yes_1 = 1
no_2 = 1`,
		"long comment at the end of a line": `
yes_1 = 1 /* appnetlint:ignore all -- why
two */
no_2 = 1`,
		"above a block": `
no_b "x" {
}
# appnetlint:ignore all -- why
yes_b "x" {
  yes_1 = 1
  yes_c {
    yes_2 = 1
  }
}
no_c "x" {
}`,
		"end of a block's header": `
yes_b "x" { # appnetlint:ignore all -- why
  yes_1 = 1
  yes_c {
    yes_2 = 1
  }
}
no_c "x" {
}`,
		"inner block": `
no_b "x" {
  no_1 = 1
  # appnetlint:ignore all -- why
  yes_c {
    yes_2 = 1
  }
  no_d {
  }
}`,
		"first in a block": `
no_b "x" {
  # appnetlint:ignore all -- why
  yes_1 = 1
  no_1 = 1
}`,
		"last in a block": `
no_b "x" {
  no_1 = 1
  # appnetlint:ignore all -- why
}
no_c {}`,
		"last in an inner block": `
no_b "x" {
  no_c {
    # appnetlint:ignore all -- why
  }
  no_1 = 1
}`,
		"end of a closing line": `
no_b "x" {
  no_1 = 1
} # appnetlint:ignore all -- why
no_c {}`,
		"last in the file": `
no_1 = 1
# appnetlint:ignore all -- why
`,
		"block of one line": `
# appnetlint:ignore all -- why
yes_b "x" { yes_1 = 1 }
no_1 = 1`,
		"whole file": `
yes_1 = 1
yes_b "x" {
  # appnetlint:ignore-file all -- why
}
yes_2 = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			file := newFile("main.tf", text)
			directives, problems := suppress.Parse(input(file), rules)
			require.Empty(t, problems)
			require.NotEmpty(t, directives)
			held := 0
			for _, place := range places(file) {
				want := strings.HasPrefix(place.Text(), "yes")
				assert.Equal(t, want, directives[0].Holds(place), "%q at %d", place.Text(), place.Start)
				held++
			}
			assert.Positive(t, held)
		})
	}
}

func places(file *source.File) []source.Range {
	var out []source.Range
	for i := range file.Content {
		rest := string(file.Content[i:])
		if strings.HasPrefix(rest, "yes_") || strings.HasPrefix(rest, "no_") {
			out = append(out, source.Range{File: file, Start: i, End: i + strings.IndexByte(rest, '_') + 2})
		}
	}
	return out
}

func TestHoldsAtTheEndOfAFile(t *testing.T) {
	file := newFile("main.tf", "x = 1 # appnetlint:ignore all -- why")
	directives, _ := suppress.Parse(input(file), rules)
	require.Len(t, directives, 1)
	end := len(file.Content)
	assert.True(t, directives[0].Holds(source.Range{File: file, Start: end, End: end}))
	assert.False(t, directives[0].Holds(source.Range{File: newFile("other.tf", "x"), Start: 0, End: 1}))
	assert.False(t, directives[0].Holds(source.Range{File: source.NewFile("main.tf", nil), Start: 0, End: 1}), "a streamed file has no lines")
	assert.False(t, directives[0].Holds(source.Range{}))
}

func TestNothingToHoldFor(t *testing.T) {
	directives, _ := parse("b {\n  # appnetlint:ignore all -- why\n}\n# appnetlint:ignore all -- why\n")
	require.Len(t, directives, 2)
	for _, d := range directives {
		assert.Equal(t, d.At.Start, d.Scope.Start)
		assert.Equal(t, d.Scope.Start, d.Scope.End)
	}
}

// Ranges that make no sense, as a front end with a mistake may give them, are left out.
func TestBrokenInput(t *testing.T) {
	file := newFile("main.tf", "# appnetlint:ignore all -- why\nx = 1\n")
	in := input(file)
	in.Comments = append(in.Comments,
		suppress.Comment{At: source.Range{File: file, Start: 5, End: 1000}, Text: "appnetlint:ignore all"},
		suppress.Comment{At: source.Range{File: file, Start: -1, End: 4}, Text: "appnetlint:ignore all"},
		suppress.Comment{At: source.Range{File: file, Start: 9, End: 2}, Text: "appnetlint:ignore all"},
		suppress.Comment{At: source.Range{File: file, Start: 2, End: 9}, Text: "appnetlint:ignore all"},
		suppress.Comment{At: source.Range{File: newFile("b.tf", "x"), Start: 0, End: 1}, Text: "appnetlint:ignore all"},
		suppress.Comment{Text: "appnetlint:ignore all"},
	)
	in.Blocks = append(in.Blocks, source.Range{File: file, Start: 31, End: 1000}, source.Range{File: file, Start: 31, End: 31}, source.Range{})
	directives, problems := suppress.Parse(in, rules)
	assert.Empty(t, problems)
	require.Len(t, directives, 1)
	assert.Equal(t, "x = 1\n", directives[0].Scope.Text())

	for _, in := range []suppress.Input{{}, {File: source.NewFile("main.tf", nil), Comments: in.Comments}} {
		directives, problems = suppress.Parse(in, rules)
		assert.Empty(t, directives)
		assert.Empty(t, problems)
	}
}

// Long stacks of comments above a line of many blocks take time in proportion.
func TestHostileLayout(t *testing.T) {
	text := strings.Repeat("# appnetlint:ignore all -- why\n\n", 9_000) + strings.Repeat("# more\n", 100_000) + strings.Repeat("b{}", 50_000) + "\n"
	file := newFile("main.tf", text)
	in := suppress.Input{File: file}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '#':
			end := i + strings.IndexByte(text[i:], '\n') + 1
			in.Comments = append(in.Comments, suppress.CommentAt(source.Range{File: file, Start: i, End: end}))
		case 'b':
			if text[i+1] == '{' {
				in.Blocks = append(in.Blocks, source.Range{File: file, Start: i, End: i + 3})
			}
		}
	}
	start := time.Now()
	directives, problems := suppress.Parse(in, rules)
	assert.Empty(t, problems)
	require.Len(t, directives, 9_000)
	assert.Less(t, time.Since(start), 5*time.Second)
	for _, d := range directives {
		require.Equal(t, strings.Index(text, "b{}"), d.Scope.Start)
	}
}
