package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// quoted prints one finding and returns the lines that are quoted.
func quoted(t *testing.T, secrets []string, content string, marks ...string) string {
	t.Helper()
	f := source.NewFile("a.tf", []byte(content))
	finding := lint.Finding{Check: small, Message: "m.", At: in(f, marks[0])}
	for _, m := range marks[1:] {
		finding.Related = append(finding.Related, lint.Related{At: in(f, m), Message: "label"})
	}
	out := write(t, Text, Report{Findings: []lint.Finding{finding}, Secrets: secrets, Quiet: true}, Options{})
	_, lines, found := strings.Cut(out, "|\n")
	require.True(t, found, out)
	return strings.TrimSuffix(lines, "\n\n")
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct {
		name    string
		secrets []string
		content string
		marks   []string
		want    string
	}{
		{"tabs", nil, "\ta\tbc", []string{"bc"}, "" +
			"1 |     a   bc\n" +
			"  |         ^^"},
		{"the underline ends with the line", nil, "a {\r\n  b\r\n}\r\n", []string{"{\r\n  b\r\n}"}, "" +
			"1 | a {\n" +
			"  |   ^"},
		{"wide and combining runes", nil, "日本e\u0301 = x", []string{"x"}, "" +
			"1 | 日本e\u0301 = x\n" +
			"  |         ^"},
		{"a range that ends in a combining rune", nil, "e\u0301日", []string{"e\u0301"}, "" +
			"1 | e\u0301日\n" +
			"  | ^"},
		{"an empty range", nil, "abc", []string{""}, "" +
			"1 | abc\n" +
			"  | ^"},
		{"two ranges in a line", nil, "a = b == c", []string{"c", "b"}, "" +
			"1 | a = b == c\n" +
			"  |     - label\n" +
			"  |          ^"},
		{"lines between", nil, "a\nb\nc\nd", []string{"d", "a", "b"}, "" +
			"1 | a\n" +
			"  | - label\n" +
			"2 | b\n" +
			"  | - label\n" +
			"...\n" +
			"4 | d\n" +
			"  | ^"},
		{"a secret before", []string{"hunter2"}, `p = "hunter2" + x`, []string{"x"}, "" +
			`1 | p = "(sensitive)" + x` + "\n" +
			"  |                     ^"},
		{"a part of a secret", []string{"hunter2"}, `p = "hunter2" + x`, []string{"nte"}, "" +
			`1 | p = "(sensitive)" + x` + "\n" +
			"  |      ^^^^^^^^^^^"},
		{"control runes and commands", nil, "a\x1b[31m \u202e##vso[task] ##[x] ## [", []string{"a"}, "" +
			"1 | a\ufffd[31m \ufffd#\ufffdvso[task] #\ufffd[x] ## [\n" +
			"  | ^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, quoted(t, tt.secrets, tt.content, tt.marks...))
		})
	}
}

// Of a line that holds a whole template a part is quoted, and what is marked in
// it stays marked.
func TestQuoteLongLine(t *testing.T) {
	content := strings.Repeat("é", 500) + "HERE" + strings.Repeat("é", 500) + "THERE" + strings.Repeat("é", 10)
	lines := strings.Split(quoted(t, nil, content, "HERE", "THERE"), "\n")
	require.Len(t, lines, 4)
	for i, word := range map[int]string{0: "HERE", 2: "THERE"} {
		assert.Less(t, len(lines[i]), 300)
		before, _, found := strings.Cut(lines[i], word)
		require.True(t, found)
		under := strings.IndexAny(lines[i+1], "^-")
		assert.Equal(t, cellsOf(before), under)
	}
	assert.True(t, strings.HasSuffix(lines[0], "…"))
	assert.False(t, strings.HasSuffix(lines[2], "…"))
}

func TestWrap(t *testing.T) {
	assert.Equal(t, []string{"a  b"}, wrap("a  b", 0, 0), "no width leaves text as it is")
	assert.Equal(t, []string{"aa", "bb cc", "dd"}, wrap("aa bb cc dd", 2, 5))
	assert.Equal(t, []string{"abcdefgh", "i"}, wrap("abcdefgh i", 0, 4), "a long word stays whole")
	assert.Equal(t, []string{"日本", "日本"}, wrap("日本 日本", 0, 6))
	assert.Equal(t, []string{""}, wrap("", 0, 5))
}

func TestTextRoots(t *testing.T) {
	f := source.NewFile("common/main.tf", []byte("a"))
	r := Report{Roots: []string{"prod", "test"}, Findings: []lint.Finding{
		{Check: small, Message: "m.", At: source.Range{File: f, End: 1}, Root: "prod"},
		{Check: small, Message: "m.", At: source.Range{File: source.NewFile("test/main.tf", []byte("a")), End: 1}, Root: "test"},
	}}
	out := write(t, Text, r, Options{})
	assert.Contains(t, out, "= in the configuration prod\n")
	assert.NotContains(t, out, "in the configuration test")
}

// A module that is downloaded by one that is downloaded is shown at the call
// that the user can change.
func TestDownloadedModules(t *testing.T) {
	root := source.NewFile("main.tf", []byte("module \"local\"\n"))
	local := source.NewFile("modules/local/main.tf", []byte("module \"outer\"\n"))
	outer := source.NewFile(".terraform/modules/outer/main.tf", []byte("module \"inner\"\n"))
	inner := source.NewFile(".terraform/modules/inner/main.tf", []byte("resource\n"))
	f := lint.Finding{
		Check: small, Message: "m.", Address: "module.local.module.outer.module.inner.azurerm_subnet.s", At: in(inner, "resource"),
		Calls: []network.Call{
			{Address: "module.local", At: in(root, "module")},
			{Address: "module.local.module.outer", At: in(local, "module"), Downloaded: true},
			{Address: "module.local.module.outer.module.inner", At: in(outer, "module"), Downloaded: true},
		},
	}
	r := Report{Findings: []lint.Finding{f}}
	assert.Equal(t, "modules/local/main.tf:1:1: error: m. [subnet-too-small]\n", write(t, Compact, r, Options{}))
	assert.Equal(t, strings.TrimLeft(`
error: m. [subnet-too-small]
 --> modules/local/main.tf:1:1 (module.local.module.outer.module.inner.azurerm_subnet.s)
  |
1 | module "outer"
  | ^^^^^^
  |
  = in the downloaded module, at .terraform/modules/inner/main.tf:1:1
  = called as module.local.module.outer.module.inner, .terraform/modules/outer/main.tf:1:1
  = called as module.local, main.tf:1:1

1 finding: 1 error
`, "\n"), write(t, Text, r, Options{}))
}
