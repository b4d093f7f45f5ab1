package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// fingerprints tells results apart that lie in equal lines, and recognises a
// result after lines above it have moved. It agrees with what GitHub computes
// when a report is uploaded, because an upload through the API gets none; but for lines
// with secrets, which the hash of a line would let guess.
type fingerprints struct {
	blots *blots
	files map[*source.File][]lineHash
	seen  map[string]int // how often a result without a line was seen
}

// lineHash is the hash of what follows the start of a line; n counts the lines
// of a file that have the same one.
type lineHash struct {
	hash uint64
	n    int
}

func (h lineHash) String() string { return fmt.Sprintf("%x:%d", h.hash, h.n) }

func newFingerprints(b *blots) *fingerprints {
	return &fingerprints{b, map[*source.File][]lineHash{}, map[string]int{}}
}

// line returns the fingerprint of a line of a file with text.
func (p *fingerprints) line(f *source.File, n int) string {
	hashes, ok := p.files[f]
	if !ok {
		hashes = hashLines(p.blots.sameLines(f))
		p.files[f] = hashes
	}
	return hashes[min(n, len(hashes))-1].String()
}

// subject returns the fingerprint of a result that has no line.
func (p *fingerprints) subject(rule, address string) string {
	sum := sha256.Sum256([]byte(rule + "\x00" + address))
	hash := hex.EncodeToString(sum[:8])
	p.seen[hash]++
	return fmt.Sprintf("%s:%d", hash, p.seen[hash])
}

// The hash of a line is a polynomial over the hashWindow UTF-16 units from its
// start, blanks and tabs left out, every line ending one line feed, endOfFile
// after the last unit and zeros after that.
const (
	hashWindow = 100
	hashBase   = 37
	endOfFile  = 0xFFFF
)

// hashLines returns the hash of every line of a file; there is at least one.
func hashLines(content []byte) []lineHash {
	// prefix[i] is the polynomial over the first i units, so that the one over
	// any window is a difference of two.
	prefix := make([]uint64, 1, len(content)+hashWindow+2)
	push := func(unit uint16) {
		prefix = append(prefix, prefix[len(prefix)-1]*hashBase+uint64(unit))
	}
	starts := []int{0}
	for i := 0; i < len(content); {
		r, size := utf8.DecodeRune(content[i:])
		i += size
		switch r {
		case ' ', '\t':
			continue
		case '\r':
			if i < len(content) && content[i] == '\n' {
				continue
			}
			r = '\n'
		}
		if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
			push(uint16(r1))
			push(uint16(r2))
		} else {
			push(uint16(r))
		}
		if r == '\n' {
			starts = append(starts, len(prefix)-1)
		}
	}
	push(endOfFile)
	for range hashWindow {
		push(0)
	}

	shift := uint64(1) // hashBase to the power of hashWindow
	for range hashWindow {
		shift *= hashBase
	}
	hashes := make([]lineHash, len(starts))
	seen := make(map[uint64]int, len(starts))
	for i, start := range starts {
		hash := prefix[start+hashWindow] - prefix[start]*shift
		seen[hash]++
		hashes[i] = lineHash{hash, seen[hash]}
	}
	return hashes
}
