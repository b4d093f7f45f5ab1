package access

import "slices"

// Shadow is a rule that can never decide, because earlier rules match whatever it
// matches.
type Shadow struct {
	// Rule is the index of the rule.
	Rule int
	// By are the indices of the covering rules in evaluation order: a single one
	// where one suffices.
	By []int
	// Cover says how they cover the rule.
	Cover Cover
	// Actions compares the actions of the covering rules with that of the rule.
	Actions Agreement
}

// Cover is the way in which earlier rules leave nothing to a rule.
type Cover uint8

const (
	// Duplicate means that one earlier rule has the same sources and headers.
	Duplicate Cover = iota
	// Contained means that one earlier rule matches all of it, and more.
	Contained
	// Combined means that several earlier rules match all of it together.
	Combined
)

// Agreement compares actions.
type Agreement uint8

const (
	// Unclear means that an action that matters is not known.
	Unclear Agreement = iota
	// Same means that the rule is redundant.
	Same
	// Opposite means that what the rule wants never happens.
	Opposite
	// Mixed means that some of the covering rules have the action of the rule and
	// some have not.
	Mixed
)

// Shadowed returns the rules that can certainly never decide, in the order of the
// list. An earlier rule that is narrower, by its source or by a header, does not
// shadow a wider one, and a range of addresses covers no service tag.
func Shadowed(l List) []Shadow {
	if l.apart() {
		return nil
	}
	shadows := newRuleset(l).shadowed()
	slices.SortFunc(shadows, func(a, b Shadow) int { return a.Rule - b.Rule })
	return shadows
}

// shadowed goes through the placed rules in evaluation order. A rule is hidden
// by rules whose filter admits every request that its own admits; a rule that is
// hidden itself hides nothing, its covers do.
func (s *ruleset) shadowed() []Shadow {
	covers := s.covers()
	var shadows []Shadow
	for i := s.unplaced; i < len(s.rules); i++ {
		r := &s.rules[i]
		if r.origin.kind == undecided {
			continue
		}
		if by := s.covering(&r.origin, covers.wider(r.filter)); len(by) > 0 {
			shadows = append(shadows, s.shadow(r, by))
		} else if !r.filter.undecided {
			covers.byKey[r.filter.key].add(i, &r.origin)
		}
	}
	return shadows
}

// covering returns the positions of the rules that cover a source.
func (s *ruleset) covering(o *origin, covers []*cover) []int {
	var best []int
	for _, c := range covers {
		if !c.takesAll(o) {
			continue
		}
		var owners []int
		c.take(*o, &owners)
		owners = s.relevant(owners, o)
		if best == nil || owners[len(owners)-1] < best[len(best)-1] {
			best = owners
		}
	}
	if best != nil || len(covers) < 2 {
		return best
	}
	// Covers that hold a range together hold its beginning; most fail here.
	for _, r := range o.addrs {
		if !slices.ContainsFunc(covers, func(c *cover) bool { return c.holds(r.From()) }) {
			return nil
		}
	}
	rest := *o
	for _, c := range covers {
		left, all := c.take(rest, &best)
		if all {
			return s.relevant(best, o)
		}
		rest = left
	}
	return nil
}

// relevant sorts owners and reduces them to a single one if that covers the
// source alone. Only the last one can: it left nothing to later rules.
func (s *ruleset) relevant(owners []int, o *origin) []int {
	slices.Sort(owners)
	owners = slices.Compact(owners)
	if last := owners[len(owners)-1]; s.rules[last].origin.covers(o) {
		return []int{last}
	}
	return owners
}

func (s *ruleset) shadow(r *rule, by []int) Shadow {
	sh := Shadow{Rule: r.index, Cover: Combined}
	if len(by) == 1 {
		sh.Cover = Contained
		if first := &s.rules[by[0]]; r.origin.covers(&first.origin) && first.filter.within(r.filter) {
			sh.Cover = Duplicate
		}
	}
	var theirs actions
	unclear := false
	for _, i := range by {
		sh.By = append(sh.By, s.rules[i].index)
		theirs |= s.rules[i].actions
		unclear = unclear || s.rules[i].actions == mayBoth
	}
	switch {
	case unclear || r.actions == mayBoth:
		sh.Actions = Unclear
	case theirs == r.actions:
		sh.Actions = Same
	case theirs == mayBoth:
		sh.Actions = Mixed
	default:
		sh.Actions = Opposite
	}
	return sh
}
