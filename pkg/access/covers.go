package access

import "slices"

// covers are the covers of a ruleset, one for each filter.
type covers struct {
	byKey map[string]*cover
	// byValue finds covers by each value of the first header, other than
	// x-forwarded-for, that their filter asks for; general holds the others.
	byValue map[string][]*cover
	general []*cover
	found   map[string][]*cover // what wider returned
}

func (s *ruleset) covers() *covers {
	cs := &covers{byKey: map[string]*cover{}, byValue: map[string][]*cover{}, found: map[string][]*cover{}}
	cuts := map[string][]ranges{}
	var filters []*filter
	for i := s.unplaced; i < len(s.rules); i++ {
		r := &s.rules[i]
		if r.origin.kind == undecided || r.filter.undecided {
			continue
		}
		if cuts[r.filter.key] == nil {
			filters = append(filters, r.filter)
		}
		cuts[r.filter.key] = append(cuts[r.filter.key], r.origin.public())
	}
	for _, f := range filters {
		cs.add(newCover(f, cuts[f.key]))
	}
	return cs
}

func (cs *covers) add(c *cover) {
	cs.byKey[c.filter.key] = c
	for kind := forwardedHost; kind < headerCount; kind++ {
		values := c.filter.conditions[kind].values
		for _, v := range values {
			cs.byValue[valueKey(kind, v)] = append(cs.byValue[valueKey(kind, v)], c)
		}
		if len(values) > 0 {
			return
		}
	}
	cs.general = append(cs.general, c)
}

// wider returns the covers whose filter admits whatever f admits. Such a filter
// admits every value of f, so that one value suffices to find it.
func (cs *covers) wider(f *filter) []*cover {
	if found, ok := cs.found[f.key]; ok && !f.undecided {
		return found
	}
	candidates := slices.Clone(cs.general)
	for kind := forwardedHost; kind < headerCount; kind++ {
		if values := f.conditions[kind].values; len(values) > 0 {
			candidates = append(candidates, cs.byValue[valueKey(kind, values[0])]...)
			candidates = append(candidates, cs.byValue[valueKey(kind, wildcardFor(kind, values[0]))]...)
		}
	}
	wider := slices.DeleteFunc(candidates, func(c *cover) bool { return !f.within(c.filter) })
	if !f.undecided {
		cs.found[f.key] = wider
	}
	return wider
}
