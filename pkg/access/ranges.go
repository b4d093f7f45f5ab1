package access

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// ranges is a set of addresses: sorted ranges that neither overlap nor touch,
// IPv4 before IPv6. All operations are linear, which netipx.IPSet, rebuilt for
// every change, is not.
type ranges []netipx.IPRange

// rangesOf returns the union of valid prefixes; host bits do not matter.
func rangesOf(prefixes ...netip.Prefix) ranges {
	return addRanges(make([]netipx.IPRange, 0, len(prefixes)), prefixes)
}

// addRanges is rangesOf with room for the result.
func addRanges(room []netipx.IPRange, prefixes []netip.Prefix) ranges {
	for _, p := range prefixes {
		room = append(room, netipx.RangeOfPrefix(p))
	}
	return normalized(room)
}

// mustParse returns the union of prefixes that are written in the code.
func mustParse(prefixes ...string) ranges {
	parsed := make([]netip.Prefix, len(prefixes))
	for i, p := range prefixes {
		parsed[i] = netip.MustParsePrefix(p)
	}
	return rangesOf(parsed...)
}

// normalized sorts and merges valid ranges in place.
func normalized(rs []netipx.IPRange) ranges {
	if len(rs) < 2 {
		return rs
	}
	slices.SortFunc(rs, func(a, b netipx.IPRange) int { return a.From().Compare(b.From()) })
	merged := rs[:1]
	for _, r := range rs[1:] {
		last := &merged[len(merged)-1]
		switch {
		case last.To().Less(r.From()) && last.To().Next() != r.From():
			merged = append(merged, r)
		case last.To().Less(r.To()):
			*last = netipx.IPRangeFrom(last.From(), r.To())
		}
	}
	return merged
}

func union(sets []ranges) ranges { return normalized(slices.Concat(sets...)) }

func (s ranges) contains(a netip.Addr) bool {
	i, found := slices.BinarySearchFunc(s, a, func(r netipx.IPRange, a netip.Addr) int { return r.From().Compare(a) })
	return found || i > 0 && s[i-1].Contains(a)
}

// covers reports whether every address of t is in s.
func (s ranges) covers(t ranges) bool {
	i := 0
	for _, r := range t {
		for i < len(s) && s[i].To().Less(r.From()) {
			i++
		}
		if i == len(s) || r.From().Less(s[i].From()) || s[i].To().Less(r.To()) {
			return false
		}
	}
	return true
}

func (s ranges) intersect(t ranges) ranges {
	var common ranges
	for len(s) > 0 && len(t) > 0 {
		from, to := s[0].From(), s[0].To()
		if from.Less(t[0].From()) {
			from = t[0].From()
		}
		if t[0].To().Less(to) {
			to = t[0].To()
		}
		if !to.Less(from) {
			common = append(common, netipx.IPRangeFrom(from, to))
		}
		if s[0].To().Less(t[0].To()) {
			s = s[1:]
		} else {
			t = t[1:]
		}
	}
	return common
}

func (s ranges) overlaps(t ranges) bool {
	for len(s) > 0 && len(t) > 0 {
		switch {
		case s[0].To().Less(t[0].From()):
			s = s[1:]
		case t[0].To().Less(s[0].From()):
			t = t[1:]
		default:
			return true
		}
	}
	return false
}

// minus returns the addresses of s that are not in t.
func (s ranges) minus(t ranges) ranges {
	var rest ranges
	for _, r := range s {
		for len(t) > 0 && t[0].To().Less(r.From()) {
			t = t[1:]
		}
		from := r.From()
		for _, gone := range t {
			if r.To().Less(gone.From()) {
				break
			}
			if from.Less(gone.From()) {
				rest = append(rest, netipx.IPRangeFrom(from, gone.From().Prev()))
			}
			// Past the last address of a family Next is invalid, and nothing is left.
			if from = gone.To().Next(); !from.IsValid() {
				break
			}
		}
		if from.IsValid() && !r.To().Less(from) {
			rest = append(rest, netipx.IPRangeFrom(from, r.To()))
		}
	}
	return rest
}
