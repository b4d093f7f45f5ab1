package report

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// cellsIn parts a row of a table as GitHub does: at bars without a backslash.
func cellsIn(row string) []string {
	var out []string
	start := 0
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '|':
			out = append(out, row[start:i])
			start = i + 1
		}
	}
	return append(out, row[start:])
}

func TestMarkdownTables(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := write(t, Markdown, r, Options{})
			assert.True(t, strings.HasPrefix(text, markdownMark+"\n"))
			assert.Equal(t, strings.Count(text, "<details"), strings.Count(text, "</details>"))
			columns := 0
			for _, line := range lines(text) {
				if !strings.HasPrefix(line, "| ") {
					columns = 0
					continue
				}
				n := len(cellsIn(line))
				if columns == 0 {
					columns = n
				}
				assert.Equal(t, columns, n, line)
			}
		})
	}
}

// What an input holds is text: no markup, link, mention or tag.
func TestMarkdownEscapes(t *testing.T) {
	text := write(t, Markdown, hostile(), Options{})
	tag := regexp.MustCompile(`</?[a-z]+[^>]*>|<!--.*?-->`)
	for _, found := range tag.FindAllString(strings.ReplaceAll(text, `\<`, ""), -1) {
		assert.Contains(t, []string{"<details>", "<details open>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<br>", "<!-- -->", markdownMark}, found)
	}
	for _, bad := range []string{"@team", "#12", "http://", "www.w", "<b>", " _u_", " *t*", " ~~l"} {
		assert.NotContains(t, regexp.MustCompile(`<code>.*?</code>`).ReplaceAllString(text, ""), bad)
	}
}

// Without its escapes a text is the one that was meant.
func TestMarkdownText(t *testing.T) {
	const s = "a|b \\ `c *d* _e_ [f](https://g) <h> & @i #1 2001:db8::1 $j$ ~k !l {m} www.n"
	assert.Equal(t, s, html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(code(s), "<code>"), "</code>")))
	plain := strings.ReplaceAll(prose(s), "<!-- -->", "")
	assert.Equal(t, s, regexp.MustCompile(`\\([[:punct:]])`).ReplaceAllString(plain, "$1"))
	assert.Equal(t, "set <code>a&#95;b&#124;&lt;c&gt;</code> to \\_x\\_ \\`\\`", prose("set `a_b|<c>` to _x_ ``"))
	assert.Empty(t, code(""))
	assert.Equal(t, "Use /26: it is larger.", prose("Use /26: it is larger."), "usual text stays as it is")
}

func TestMarkdownLimit(t *testing.T) {
	r := level(lint.Warning, 2000)
	r.Findings = append(r.Findings, level(lint.Error, 20).Findings...)
	r.Findings = append(r.Findings, level(lint.Note, 2000).Findings...)
	text := write(t, Markdown, r, Options{})
	assert.LessOrEqual(t, len(text), maxComment)
	assert.Greater(t, len(text), maxComment*9/10)
	first, _, ok := strings.Cut(text, "<summary>2000 warnings")
	require.True(t, ok)
	assert.Equal(t, 20, strings.Count(first, "Message"), "errors come first, and whole")
	cut := regexp.MustCompile(`\*\*Cut to fit: (\d+) of 2000 warnings, 2000 of 2000 notes not shown here\.\*\*`)
	head, _, _ := strings.Cut(text, "<details")
	require.Regexp(t, cut, head, "the head says so")
	assert.Equal(t, strings.Count(text, "<details"), strings.Count(text, "</details>"), "what is cut is closed")

	r = level(lint.Error, 3)
	r.Findings[0].Message = strings.Repeat("word ", 100_000)
	r.Findings[1].Address = strings.Repeat("|", 100_000)
	text = write(t, Markdown, r, Options{})
	assert.LessOrEqual(t, len(text), maxComment)
	assert.Contains(t, text, "Message 2.", "a long text does not push out the next one")
	assert.NotContains(t, text, "Cut to fit")
}

func TestMarkdownRoots(t *testing.T) {
	r := level(lint.Error, 1)
	r.Findings[0].At = in(hostile().Findings[2].At.File, "same")
	r.Findings[0].Root = "stacks/x"
	assert.NotContains(t, write(t, Markdown, r, Options{}), "in <code>stacks/x")
	r.Roots = []string{"stacks/x", "stacks/y"}
	assert.Contains(t, write(t, Markdown, r, Options{}), "in <code>stacks/x</code>")
}
