package plan

import (
	"encoding/binary"
	"math/bits"
)

// Strings are most of a plan and mostly short, so that looking at eight bytes at a
// time is faster than either one at a time or a call of [bytes.IndexByte].
const (
	wordSize = 8
	ones     = 0x0101010101010101 // a byte times ones has that byte in each place
	tops     = 0x8080808080808080 // the top bit of each byte
)

// zeros sets the top bit of the first byte that is zero, and perhaps of later ones.
func zeros(word uint64) uint64 { return (word - ones) &^ word & tops }

// controls does the same for bytes below the blank.
func controls(word uint64) uint64 { return (word - ones*' ') &^ word & tops }

// endOfPlain returns the offset of the next quote or backslash from i on; the length
// of p if there is none.
func endOfPlain(p []byte, i int) int {
	for ; i+wordSize <= len(p); i += wordSize {
		word := binary.LittleEndian.Uint64(p[i:])
		if found := zeros(word^ones*'"') | zeros(word^ones*'\\'); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(p) && p[i] != '"' && p[i] != '\\' {
		i++
	}
	return i
}

// endOfText returns the offset of the next byte from i on that is not plain inside a
// string: a quote, a backslash or a control character. p has such a byte.
func endOfText(p []byte, i int) int {
	for ; i+wordSize <= len(p); i += wordSize {
		word := binary.LittleEndian.Uint64(p[i:])
		if found := zeros(word^ones*'"') | zeros(word^ones*'\\') | controls(word); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for p[i] >= ' ' && p[i] != '"' && p[i] != '\\' {
		i++
	}
	return i
}
