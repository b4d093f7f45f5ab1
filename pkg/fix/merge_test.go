package fix

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// someEdits makes edits of a text at random places.
func someEdits(r *rand.Rand, file *source.File) []lint.Edit {
	places := make([]int, 2*(1+r.IntN(4)))
	for i := range places {
		places[i] = r.IntN(len(file.Content) + 1)
	}
	slices.Sort(places)
	var edits []lint.Edit
	for pair := range slices.Chunk(places, 2) {
		written := strings.Repeat(string(rune('A'+r.IntN(26))), r.IntN(4))
		edits = append(edits, lint.Edit{At: source.Range{File: file, Start: pair[0], End: pair[1]}, Text: written})
	}
	return edits
}

// Whatever edits come one after the other, those that they are put together to lead from
// the first text to the last one, and lie in order.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for range 2000 {
		file := source.NewFile("main.tf", []byte(strings.Repeat("abc\ndef\n", 1+r.IntN(4))))
		var all []Change
		now := file.Content
		for range 3 {
			read := source.NewFile("main.tf", now)
			edits := someEdits(r, read)
			now = []byte(edited(string(now), edits))
			all = Merge(all, []Change{{File: read, After: now, Edits: edits}})
			if len(all) == 0 { // it is what it was
				assert.Equal(t, string(file.Content), string(now))
				file = read
				continue
			}
			require.Len(t, all, 1)
			c := all[0]
			require.Equal(t, string(now), string(c.After))
			require.Equal(t, string(now), edited(string(file.Content), c.Edits))
			end := 0
			for _, e := range c.Edits {
				require.GreaterOrEqual(t, e.At.Start, end)
				end = e.At.End
			}
		}
	}
}
