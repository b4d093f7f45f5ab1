package access

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// axis cuts the whole address space, IPv4 before IPv6, into segments at the
// borders of given sets. Whatever holds for one address of a segment with regard
// to those sets holds for all, so that questions about addresses become questions
// about a few thousand numbers.
type axis struct {
	// from4 and from6 are the first addresses of the segments of each family.
	// Numbers, unlike addresses, are compared without a call.
	from4 []uint32
	from6 []netip.Addr
}

func newAxis(sets ...ranges) axis {
	n4, n6 := 1, 1
	for _, s := range sets {
		for i := range s {
			if s[i].From().Is4() {
				n4 += 2
			} else {
				n6 += 2
			}
		}
	}
	x := axis{from4: make([]uint32, 1, n4), from6: make([]netip.Addr, 1, n6)}
	x.from6[0] = ipv6[0].From()
	for _, s := range sets {
		for i := range s {
			x.cut(s[i])
		}
	}
	slices.Sort(x.from4)
	slices.SortFunc(x.from6, netip.Addr.Compare)
	x.from4, x.from6 = slices.Compact(x.from4), slices.Compact(x.from6)
	return x
}

// cut notes the borders of a range.
func (x *axis) cut(r netipx.IPRange) {
	if r.From().Is4() {
		x.from4 = append(x.from4, number(r.From()))
		if next := number(r.To()) + 1; next != 0 {
			x.from4 = append(x.from4, next)
		}
		return
	}
	x.from6 = append(x.from6, r.From())
	if next := r.To().Next(); next.IsValid() {
		x.from6 = append(x.from6, next)
	}
}

// number returns an IPv4 address as a number, and address is the way back.
func number(a netip.Addr) uint32 {
	bytes := a.As4()
	return binary.BigEndian.Uint32(bytes[:])
}

func address(n uint32) netip.Addr {
	var bytes [4]byte
	binary.BigEndian.PutUint32(bytes[:], n)
	return netip.AddrFrom4(bytes)
}

// segments is how many there are.
func (x *axis) segments() int { return len(x.from4) + len(x.from6) }

// segment returns the number of the segment that holds an address.
func (x *axis) segment(a netip.Addr) int {
	if a.Is4() {
		return lastUpTo(x.from4, number(a))
	}
	i, found := slices.BinarySearchFunc(x.from6, a, netip.Addr.Compare)
	if !found {
		i--
	}
	return len(x.from4) + i
}

// lastUpTo returns the position of the last number that is not above n, of sorted
// ones that start with 0.
func lastUpTo(sorted []uint32, n uint32) int {
	low, high := 0, len(sorted)
	for high-low > 1 {
		if middle := int(uint(low+high) / 2); sorted[middle] <= n {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// span returns the first and the last segment that a range touches.
func (x *axis) span(r netipx.IPRange) (first, last int) {
	first = x.segment(r.From())
	if r.From() == r.To() {
		return first, first
	}
	return first, x.segment(r.To())
}

// at returns the addresses of a segment.
func (x *axis) at(i int) netipx.IPRange {
	if i < len(x.from4) {
		to := ^uint32(0)
		if i+1 < len(x.from4) {
			to = x.from4[i+1] - 1
		}
		return netipx.IPRangeFrom(address(x.from4[i]), address(to))
	}
	i -= len(x.from4)
	if i+1 < len(x.from6) {
		return netipx.IPRangeFrom(x.from6[i], x.from6[i+1].Prev())
	}
	return netipx.IPRangeFrom(x.from6[i], ipv6[0].To())
}

// where returns the part of a set for whose segments a condition holds. The axis
// must be cut at the borders of the set.
func (x *axis) where(set ranges, holds func(segment int) bool) ranges {
	var found ranges
	for _, r := range set {
		for i, last := x.span(r); i <= last; i++ {
			if !holds(i) {
				continue
			}
			piece := x.at(i)
			if n := len(found); n > 0 && found[n-1].To().Next() == piece.From() {
				found[n-1] = netipx.IPRangeFrom(found[n-1].From(), piece.To())
			} else {
				found = append(found, piece)
			}
		}
	}
	return found
}

// unpainted is the color of a segment that nobody painted. Where colors are rules
// that decide, nobody is the unmatched rule action.
const unpainted = ByDefault

// painter colors segments, each only once: who comes first keeps it. That is
// "first match wins" for a whole list in nearly linear time, because find
// skips what has a color already.
type painter struct {
	color []int32
	next  []int32 // union-find: towards the next segment without a color
}

func newPainter(segments int) painter {
	p := painter{color: make([]int32, segments), next: make([]int32, segments+1)}
	for i := range p.color {
		p.color[i] = unpainted
	}
	for i := range p.next {
		p.next[i] = int32(i)
	}
	return p
}

// find returns the first unpainted segment from i on, or the number of segments.
func (p *painter) find(i int) int {
	root := int32(i)
	for p.next[root] != root {
		root = p.next[root]
	}
	for at := int32(i); at != root; {
		at, p.next[at] = p.next[at], root
	}
	return int(root)
}

func (p *painter) paint(x *axis, s ranges, color int) {
	for _, r := range s {
		first, last := x.span(r)
		for i := p.find(first); i <= last; i = p.find(i) {
			p.color[i] = int32(color)
			p.next[i] = int32(i + 1)
		}
	}
}
