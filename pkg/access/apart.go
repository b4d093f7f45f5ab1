package access

import (
	"net/netip"
	"slices"
)

// fewRules is up to how many rules comparing each with each is faster than what
// takes the same time for every rule.
const fewRules = 16

// apart reports whether a glance at the list shows that no two of its rules have
// any client in common, so that none hides another. Where it does not, that says
// nothing.
func (l List) apart() bool {
	if len(l.Rules) > fewRules {
		return false
	}
	for i, r := range l.Rules {
		s, known := r.Source.Get()
		if !known {
			continue // it neither hides nor is hidden
		}
		if !isSimple(&s) {
			return false
		}
		for _, q := range l.Rules[:i] {
			if other, known := q.Source.Get(); known && s.mayMeet(&other) {
				return false
			}
		}
	}
	return true
}

// mayMeet reports whether two simple sources may have a client in common. Tags
// and addresses have, for all that the words tell, only by the tag Internet.
func (s *Source) mayMeet(o *Source) bool {
	switch {
	case slices.ContainsFunc(s.Tags, isInternet) || slices.ContainsFunc(o.Tags, isInternet):
		return true
	case len(s.Tags) > 0 && len(o.Tags) > 0:
		return slices.ContainsFunc(normalizedTags(s.Tags), func(tag string) bool {
			return slices.ContainsFunc(normalizedTags(o.Tags), func(other string) bool {
				return tagWithin(tag, other) || tagWithin(other, tag)
			})
		})
	case s.AnyVNets || o.AnyVNets:
		return true
	case s.Subnet != "":
		return s.Subnet == o.Subnet
	}
	return slices.ContainsFunc(s.Prefixes, func(p netip.Prefix) bool {
		return isVague(p) || slices.ContainsFunc(o.Prefixes, func(q netip.Prefix) bool { return isVague(q) || p.Overlaps(q) })
	})
}
