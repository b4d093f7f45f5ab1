package fix

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func edited(content string, edits []lint.Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(content[at:e.At.Start] + e.Text)
		at = e.At.End
	}
	return b.String() + content[at:]
}

func TestTextCarriesOffsetsAlong(t *testing.T) {
	f := source.NewFile("a", []byte("one two three"))
	x := newText(f)
	require.Empty(t, x.apply([]patch{{0, 3, "1"}, {7, 7, " and"}}))
	assert.Equal(t, "1 two and three", string(x.now))

	start, end, ok := x.span(source.Range{File: f, Start: 8, End: 13})
	assert.True(t, ok)
	assert.Equal(t, "three", string(x.now[start:end]))
	_, _, ok = x.span(source.Range{File: f, Start: 0, End: 3})
	assert.False(t, ok, "it is gone")

	require.Empty(t, x.apply([]patch{{9, 9, " then"}}), "right behind what was inserted")
	assert.Equal(t, "1 two and then three", string(x.now))
	assert.Len(t, x.edits(), 2, "which is one edit")
	assert.Equal(t, conflict, x.apply([]patch{{0, 5, "x"}}), "over what was replaced")
}

// Whatever is done to a text, its edits lead from what it was to what it is, in order
// and apart from each other; and what is refused changes nothing that counts.
func TestTextEditsTellAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		content := strings.Repeat("abcdefghij", 3)
		x := newText(source.NewFile("a", []byte(content)))
		for range 6 {
			start := r.IntN(len(x.now) + 1)
			end := min(start+r.IntN(4), len(x.now))
			next := x.clone()
			if next.apply([]patch{{start, end, strings.Repeat("X", r.IntN(3))}}) == "" {
				x = next
			}
		}
		require.Equal(t, string(x.now), edited(content, x.edits()))
		for i := range len(x.done) - 1 {
			require.LessOrEqual(t, x.done[i].At.End, x.done[i+1].At.Start)
		}
	}
}

func TestDiff(t *testing.T) {
	lines := strings.Repeat("x\n", 10)
	tests := map[string]struct {
		content string
		edits   []lint.Edit
		want    string
	}{
		"nothing": {"a\n", nil, ""},
		"at the end without a line break": {
			"a\nb", []lint.Edit{{At: source.Range{Start: 2, End: 3}, Text: "c"}},
			"@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
		},
		"the first line": {
			"a\nb\n", []lint.Edit{{At: source.Range{Start: 0, End: 2}}},
			"@@ -1,2 +1,1 @@\n-a\n b\n",
		},
		"all": {"a\n", []lint.Edit{{At: source.Range{Start: 0, End: 2}}}, "@@ -1,1 +0,0 @@\n-a\n"},
		"far apart": {
			lines, []lint.Edit{{At: source.Range{Start: 0, End: 1}, Text: "y"}, {At: source.Range{Start: 20, End: 20}, Text: "z\n"}},
			"@@ -1,4 +1,4 @@\n-x\n+y\n x\n x\n x\n@@ -8,3 +8,4 @@\n x\n x\n x\n+z\n",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			c := Change{File: source.NewFile("d/a.tf", []byte(tt.content)), Edits: tt.edits}
			left, err := WriteDiff(&b, []Change{c}, Hidden{})
			require.NoError(t, err)
			assert.Zero(t, left)
			want := tt.want
			if want != "" {
				want = "--- a/d/a.tf\n+++ b/d/a.tf\n" + want
			}
			assert.Equal(t, want, b.String())
		})
	}
}

func TestDiffLeavesOutWhatIsHidden(t *testing.T) {
	f := source.NewFile("a.tf", []byte("a\nkey\nb\nc secret\n"))
	c := Change{File: f, Edits: []lint.Edit{
		{At: source.Range{File: f, Start: 6, End: 7}, Text: "B"},
		{At: source.Range{File: f, Start: 8, End: 9}, Text: "C"},
	}}
	var b strings.Builder
	_, err := WriteDiff(&b, []Change{c}, Hidden{Texts: []string{"key"}})
	require.NoError(t, err)
	assert.Contains(t, b.String(), "+B\n")
	assert.NotContains(t, b.String(), "key")

	b.Reset()
	left, err := WriteDiff(&b, []Change{c}, Hidden{Places: []source.Range{{File: f, Start: 10, End: 16}}})
	require.NoError(t, err)
	assert.Equal(t, 1, left)
	assert.NotContains(t, b.String(), "secret")
}
