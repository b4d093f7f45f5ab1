package functions

import (
	"crypto/sha1" //nolint:gosec // the hash that RFC 4122 prescribes for version 5
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func hashFunctions() []Function {
	return []Function{
		{Name: "uniqueString", Min: 1, Max: -1, Result: partial.StringType, eval: func(c *call) (partial.Value, error) { return hashed(c, uniqueString) }},
		{Name: "guid", Min: 1, Max: -1, Result: partial.StringType, eval: func(c *call) (partial.Value, error) { return hashed(c, guid) }},
	}
}

// hashed joins the arguments with hyphens and hashes them.
func hashed(c *call, hash func(string) string) (partial.Value, error) {
	texts := make([]string, len(c.args))
	known, size := true, int64(0)
	for i := range c.args {
		s, ok, err := c.knownText(i)
		if err != nil {
			return partial.Value{}, err
		}
		known = known && ok
		texts[i] = s
		size += int64(len(s)) + 1
	}
	if !known {
		return c.residue()
	}
	if err := c.b.Take(size); err != nil {
		return partial.Value{}, err
	}
	return partial.StringValue(hash(strings.Join(texts, "-"))), nil
}

// guid is a UUID of version 5 in the name space of template deployments.
func guid(s string) string {
	space := [16]byte{0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30}
	h := sha1.New() //nolint:gosec // see above
	h.Write(space[:])
	h.Write([]byte(s))
	sum := h.Sum(nil)[:16]
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	x := hex.EncodeToString(sum)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// uniqueString is a hash of 64 bits in base 32. The algorithm is a variant of MurmurHash3
// with two lanes of 32 bits; its constants were found by others and are checked against
// published results.
func uniqueString(s string) string {
	n := murmur([]byte(s))
	var out [13]byte
	for i := range out {
		out[i] = "abcdefghijklmnopqrstuvwxyz234567"[n>>59]
		n <<= 5
	}
	return string(out[:])
}

const (
	laneOne = 0xab0e9789
	laneTwo = 0x239b961b
	mixOne  = 0x561ccd1b
	mixTwo  = 0x0bcaa747
	endOne  = 0x85ebca6b
	endTwo  = 0xc2b2ae35
)

func murmur(b []byte) uint64 {
	var h1, h2 uint32
	i := 0
	for ; i+8 <= len(b); i += 8 {
		h1 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(b[i:])*laneTwo, 15) * laneOne
		h1 = (bits.RotateLeft32(h1, 19)+h2)*5 + mixOne
		h2 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(b[i+4:])*laneOne, 17) * laneTwo
		h2 = (bits.RotateLeft32(h2, 13)+h1)*5 + mixTwo
	}
	h1, h2 = tail(b[i:], h1, h2)
	h1 ^= uint32(len(b))
	h2 ^= uint32(len(b))
	h1 += h2
	h2 += h1
	h1, h2 = finish(h1), finish(h2)
	h1 += h2
	h2 += h1
	return uint64(h2)<<32 | uint64(h1)
}

// tail mixes in the last bytes, of which there are fewer than eight.
func tail(b []byte, h1, h2 uint32) (uint32, uint32) {
	var lanes [8]byte
	copy(lanes[:], b)
	if len(b) > 4 {
		h2 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(lanes[4:])*laneOne, 17) * laneTwo
	}
	if len(b) > 0 {
		h1 ^= bits.RotateLeft32(binary.LittleEndian.Uint32(lanes[:])*laneTwo, 15) * laneOne
	}
	return h1, h2
}

func finish(h uint32) uint32 {
	h = (h ^ h>>16) * endOne
	h = (h ^ h>>13) * endTwo
	return h ^ h>>16
}
