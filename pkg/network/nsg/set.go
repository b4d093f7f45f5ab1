package nsg

import (
	"cmp"
	"encoding/binary"
	"math"
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
)

// Set is a set of IPv4 addresses: ranges in order that do not meet. Security groups
// have up to a thousand rules, and each takes its part of a set away, which general
// sets of addresses are too slow for.
type Set struct{ spans []span }

// span is a range of addresses as numbers, with both ends.
type span struct{ first, last uint32 }

// SetOf returns the IPv4 addresses of some prefixes.
func SetOf(prefixes ...netip.Prefix) Set {
	var spans []span
	for _, p := range prefixes {
		if p.IsValid() && p.Addr().Is4() {
			spans = append(spans, spanOf(p))
		}
	}
	return normal(spans)
}

func spanOf(p netip.Prefix) span {
	a := p.Masked().Addr().As4()
	first := binary.BigEndian.Uint32(a[:])
	return span{first, first | uint32(math.MaxUint32>>p.Bits())}
}

// normal brings spans in order and joins those that meet.
func normal(spans []span) Set {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && uint64(s.first) <= uint64(out[n-1].last)+1 {
			out[n-1].last = max(out[n-1].last, s.last)
			continue
		}
		out = append(out, s)
	}
	return Set{out}
}

// IsEmpty reports whether the set has no address.
func (s Set) IsEmpty() bool { return len(s.spans) == 0 }

// Equal reports whether two sets have the same addresses.
func (s Set) Equal(t Set) bool { return slices.Equal(s.spans, t.spans) }

// Size is the number of addresses.
func (s Set) Size() uint64 {
	var size uint64
	for _, r := range s.spans {
		size += uint64(r.last-r.first) + 1
	}
	return size
}

// Union returns what is in either set.
func (s Set) Union(t Set) Set { return normal(slices.Concat(s.spans, t.spans)) }

// Intersect returns what is in both sets.
func (s Set) Intersect(t Set) Set {
	if len(t.spans) > len(s.spans) {
		s, t = t, s
	}
	var out []span
	for _, wanted := range t.spans {
		for i := s.from(wanted.first); i < len(s.spans) && s.spans[i].first <= wanted.last; i++ {
			out = append(out, span{max(s.spans[i].first, wanted.first), min(s.spans[i].last, wanted.last)})
		}
	}
	return Set{out}
}

// Subtract returns what is in the first set alone.
func (s Set) Subtract(t Set) Set {
	out := Set{slices.Clone(s.spans)}
	for _, gone := range t.spans {
		out.remove(gone)
	}
	return out
}

// remove takes a range away, in place.
func (s *Set) remove(gone span) {
	from := s.from(gone.first)
	to := from
	for to < len(s.spans) && s.spans[to].first <= gone.last {
		to++
	}
	if from == to {
		return
	}
	var rest []span
	if first := s.spans[from].first; first < gone.first {
		rest = append(rest, span{first, gone.first - 1})
	}
	if last := s.spans[to-1].last; last > gone.last {
		rest = append(rest, span{gone.last + 1, last})
	}
	s.spans = slices.Replace(s.spans, from, to, rest...)
}

// from returns the index of the first span that does not end before an address.
func (s Set) from(address uint32) int {
	i, _ := slices.BinarySearchFunc(s.spans, address, func(r span, a uint32) int { return cmp.Compare(r.last, a) })
	return i
}

// publicAddresses is the IPv4 address space without the private ranges and without
// the address of the host, which is in the virtual network.
var publicAddresses = public()

// PublicAddresses returns the addresses of the internet.
func PublicAddresses() Set { return publicAddresses }

func public() Set {
	special := []netip.Prefix{netip.PrefixFrom(azure.PlatformAddress, azure.PlatformAddress.BitLen())}
	for _, p := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
	} {
		special = append(special, netip.MustParsePrefix(p))
	}
	return Set{[]span{{0, math.MaxUint32}}}.Subtract(SetOf(special...))
}
