package plan

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The ends must be those that looking at one byte after the other finds, wherever
// they are in a word and whatever stands beside them.
func TestEndsOfText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "a\x00\x01\x1f !\"#[\\]\x7f\x80\xa2\xdc\xff"
	for range 20_000 {
		p := make([]byte, random.IntN(40))
		for i := range p {
			p[i] = 'a'
			if random.IntN(4) == 0 {
				p[i] = alphabet[random.IntN(len(alphabet))]
			}
		}
		start := random.IntN(len(p) + 1)
		end := bytes.IndexAny(p[start:], `"\`)
		if end < 0 {
			end = len(p) - start
		}
		require.Equal(t, start+end, endOfPlain(p, start), "%q from %d", p, start)

		p = append(bytes.Clone(p), 0)
		end = bytes.IndexFunc(p[start:], func(r rune) bool { return r < ' ' || r == '"' || r == '\\' })
		require.Equal(t, start+end, endOfText(p, start), "%q from %d", p, start)
	}
	assert.Equal(t, 3, endOfPlain([]byte(`abc`), 0))
}
