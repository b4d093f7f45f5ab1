package access

import "slices"

// overlay is what a list does to clients of which nothing but the address is
// known: they send no header that rules ask for and are in no service tag but
// Internet. It decides for all addresses at once, segment by segment.
type overlay struct {
	*ruleset
	axis     axis
	decider  []int32   // by segment: position of the rule, or ByDefault
	possible []actions // by segment
	public   []bool    // by segment: whether it is of the internet
}

// overlay cuts the address space at the borders of the rules, of the internet,
// and of the given sets.
func (s *ruleset) overlay(cuts ...ranges) *overlay {
	cuts = append(slices.Grow(cuts, 1+len(s.rules)), internet)
	for i := range s.rules {
		cuts = append(cuts, s.rules[i].origin.addrs)
	}
	o := &overlay{ruleset: s, axis: newAxis(cuts...)}
	x, n := &o.axis, o.axis.segments()
	o.possible, o.public = make([]actions, n), make([]bool, n)
	for _, r := range internet {
		for i, last := x.span(r); i <= last; i++ {
			o.public[i] = true
		}
	}

	deciding, allowing, denying := newPainter(n), newPainter(n), newPainter(n)
	for i := range s.rules {
		r, m := &s.rules[i], s.matchesAddresses(i)
		if m == sure {
			deciding.paint(x, r.origin.public(), i)
		}
		if m == maybe && r.actions&mayAllow != 0 {
			allowing.paint(x, r.reach(), i)
		}
		if m == maybe && r.actions&mayDeny != 0 {
			denying.paint(x, r.reach(), i)
		}
	}
	// A rule that is sure to match comes at the latest before the unmatched rule
	// action.
	for i := range s.unplaced {
		if r := &s.rules[i]; r.filter.bare() == sure {
			deciding.paint(x, r.origin.public(), i)
		}
	}

	o.decider = deciding.color
	for i := range n {
		possible := s.fallback
		if d := o.decider[i]; d != ByDefault {
			possible = s.rules[d].actions
		}
		rank := o.rank(o.decider[i])
		if c := allowing.color[i]; c != unpainted && int(c) < rank {
			possible |= mayAllow
		}
		if c := denying.color[i]; c != unpainted && int(c) < rank {
			possible |= mayDeny
		}
		if !s.complete {
			possible = mayBoth
		}
		o.possible[i] = possible
	}
	return o
}

// matchesAddresses says whether the rule at a position decides for the addresses
// of its source when it is reached. For an unplaced rule that is never sure.
func (s *ruleset) matchesAddresses(i int) match {
	r := &s.rules[i]
	m := r.filter.bare()
	if r.origin.kind == undecided || !s.isPlaced(i) {
		m = min(m, maybe)
	}
	return m
}

// rank tells how late a decider comes: rules at positions below may come before
// it. One without a known place may be the last.
func (o *overlay) rank(decider int32) int {
	if decider == ByDefault || !o.isPlaced(int(decider)) {
		return len(o.rules)
	}
	return int(decider)
}

// meets returns the part of a set, at whose borders the overlay is cut, that
// certainly meets an action.
func (o *overlay) meets(a actions, set ranges) ranges {
	return o.axis.where(set, func(i int) bool { return o.possible[i] == a })
}

// decided returns the part of such a set that certainly meets an action for which
// a given rule decides, as far as known.
func (o *overlay) decided(a actions, decider int32, set ranges) ranges {
	return o.axis.where(set, func(i int) bool { return o.possible[i] == a && o.decider[i] == decider })
}
