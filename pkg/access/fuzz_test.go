package access

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// FuzzProperties holds lists made of bytes to the properties of random ones.
func FuzzProperties(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 7, 0, 10, 0, 24, 1, 2, 3, 0, 1, 20, 0, 16, 1, 2, 0, 0})
	f.Add([]byte{3, 9, 8, 1, 2, 1, 0, 2, 1, 16, 1, 1, 32, 4, 1, 3, 5, 64, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bytesReader(data)
		flags, seed := in.next(), in.next()
		full := naiveList{hasDefault: flags&1 != 0, allow: flags&2 != 0}
		for len(in) > 0 && len(full.rules) < 40 {
			full.rules = append(full.rules, in.rule())
		}
		w := world{rand.New(rand.NewPCG(uint64(seed), 0))}
		checkProperties(t, newSubject(w, full, flags&4 != 0))
	})
}

// bytesReader reads numbers; after the end all are zero.
type bytesReader []byte

func (b *bytesReader) next() byte {
	if len(*b) == 0 {
		return 0
	}
	n := (*b)[0]
	*b = (*b)[1:]
	return n
}

func (b *bytesReader) rule() naiveRule {
	flags := b.next()
	r := naiveRule{allow: flags&1 != 0, priority: 1 + int(b.next()%16)}
	switch flags >> 1 & 7 {
	case 0:
		r.any = true
	case 1:
		r.tags = []string{worldTags[int(b.next())%len(worldTags)], worldTags[int(b.next())%len(worldTags)]}
	case 2:
		r.subnet = worldSubnets[int(b.next())%len(worldSubnets)]
	case 3:
		r.anyVNets = true
	case 4:
		r.prefixes = []netip.Prefix{b.prefix6()}
	case 5:
		r.prefixes = []netip.Prefix{b.prefix4(), b.prefix4(), b.prefix6()}
	default:
		r.prefixes = []netip.Prefix{b.prefix4()}
	}
	if flags&16 != 0 {
		r.headers = map[string][]string{}
		for i, name := range []string{"for", "host", "fdid"} {
			if pool := worldHeaders[name]; flags&(32<<i) != 0 {
				r.headers[name] = []string{pool[int(b.next())%len(pool)], pool[int(b.next())%len(pool)]}
			}
		}
	}
	return r
}

func (b *bytesReader) prefix4() netip.Prefix {
	bits := int(b.next() % 33)
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{b.next(), b.next(), b.next(), b.next()}), bits)
}

func (b *bytesReader) prefix6() netip.Prefix {
	bits := int(b.next() % 129)
	a := [16]byte{0: b.next(), 1: b.next(), 7: b.next(), 8: b.next(), 15: b.next()}
	return netip.PrefixFrom(netip.AddrFrom16(a), bits)
}
