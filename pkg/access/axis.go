package access

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// axis cuts the whole address space, IPv4 before IPv6, into segments at the
// borders of given sets. Whatever holds for one address of a segment with regard
// to those sets holds for all, so that questions about addresses become questions
// about a few thousand numbers.
type axis []netip.Addr // the first address of each segment

func newAxis(sets ...ranges) axis {
	x := axis{ipv4[0].From(), ipv6[0].From()}
	for _, s := range sets {
		for _, r := range s {
			x = append(x, r.From())
			if next := r.To().Next(); next.IsValid() {
				x = append(x, next)
			}
		}
	}
	slices.SortFunc(x, netip.Addr.Compare)
	return slices.Compact(x)
}

// segment returns the number of the segment that holds an address.
func (x axis) segment(a netip.Addr) int {
	i, found := slices.BinarySearchFunc(x, a, netip.Addr.Compare)
	if found {
		return i
	}
	return i - 1
}

// span returns the first and the last segment that a range touches.
func (x axis) span(r netipx.IPRange) (first, last int) {
	return x.segment(r.From()), x.segment(r.To())
}

// at returns the addresses of a segment.
func (x axis) at(i int) netipx.IPRange {
	first := x[i]
	switch {
	case i+1 < len(x) && x[i+1].BitLen() == first.BitLen():
		return netipx.IPRangeFrom(first, x[i+1].Prev())
	case first.Is4():
		return netipx.IPRangeFrom(first, ipv4[0].To())
	}
	return netipx.IPRangeFrom(first, ipv6[0].To())
}

// where returns the part of a set for whose segments a condition holds. The axis
// must be cut at the borders of the set.
func (x axis) where(set ranges, holds func(segment int) bool) ranges {
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

func (p *painter) paint(x axis, s ranges, color int) {
	for _, r := range s {
		first, last := x.span(r)
		for i := p.find(first); i <= last; i = p.find(i) {
			p.color[i] = int32(color)
			p.next[i] = int32(i + 1)
		}
	}
}
