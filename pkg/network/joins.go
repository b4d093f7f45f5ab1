package network

// Joins leads to the subnet that the site joins by regional VNet integration.
// Several integrations that name different subnets contend with each other: the
// site then joins one of them, and which one nobody can tell.
func (s *Site) Joins() Edge[Subnet] {
	if items := s.Integrations.Items; len(items) == 1 && !items[0].Subnet.IsAbsent() {
		return items[0].Subnet
	}
	var joined []Edge[Subnet]
	for _, i := range s.Integrations.Items {
		if !i.Subnet.IsAbsent() {
			joined = append(joined, i.Subnet)
		}
	}
	switch {
	case len(joined) == 0 && s.Integrations.Complete():
		return Edge[Subnet]{}
	case len(joined) == 0:
		return Open[Subnet](s.Integrations.Incomplete, s.At)
	case oneTarget(joined):
		return joined[0]
	}
	var candidates []*Subnet
	for _, e := range joined {
		targets, certain := e.Candidates()
		if !certain {
			return Open[Subnet](e.Why(), e.At())
		}
		for _, t := range targets {
			candidates = appendNew(candidates, t)
		}
	}
	return AnyOf(candidates, joined[0].At())
}

// oneTarget reports whether all edges certainly lead to the same place.
func oneTarget[T any](edges []Edge[T]) bool {
	for _, e := range edges[1:] {
		if same, _ := SameTarget(edges[0], e); !same {
			return false
		}
	}
	return true
}

func appendNew[T comparable](to []T, item T) []T {
	for _, have := range to {
		if have == item {
			return to
		}
	}
	return append(to, item)
}

// Distinct returns items each of which certainly differs from all the others,
// as many as can be found in one pass: there are at least so many different
// ones. differ must be symmetric, and false where it is not known.
func Distinct[T any](items []T, differ func(a, b T) bool) []T {
	var found []T
next:
	for _, item := range items {
		for _, have := range found {
			if !differ(have, item) {
				continue next
			}
		}
		found = append(found, item)
	}
	return found
}

// LeadApart reports whether two edges certainly lead to different places.
func LeadApart[T any](a, b Edge[T]) bool {
	_, different := SameTarget(a, b)
	return different
}
