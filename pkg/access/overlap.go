package access

import (
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// Overlaps reports whether some request certainly matches both rules, whatever
// their order and actions. The example is an address from which it may come, the
// zero Addr where the rules share a tag or a subnet.
func Overlaps(a, b *Rule) (example netip.Addr, ok bool) {
	var slab []netipx.IPRange
	p, q := newRule(0, a, &slab), newRule(1, b, &slab)
	return p.overlaps(&q)
}

func (r *rule) overlaps(q *rule) (example netip.Addr, ok bool) {
	if !r.filter.compatible(q.filter) {
		return netip.Addr{}, false
	}
	if common := r.origin.public().intersect(q.origin.public()); len(common) > 0 {
		return common.example(), true
	}
	return netip.Addr{}, r.origin.meets(&q.origin)
}

// meets reports whether two origins without common addresses certainly share
// clients.
func (o *origin) meets(p *origin) bool {
	if o.kind == undecided || p.kind == undecided {
		return false
	}
	if o.kind == tags && p.kind == tags {
		return slices.ContainsFunc(o.tags, p.holdsTag) || slices.ContainsFunc(p.tags, o.holdsTag)
	}
	return o.covers(p) || p.covers(o)
}

// PriorityGroup are rules with the same known priority: App Service evaluates
// them in the order of the list.
type PriorityGroup struct {
	Priority int
	// Rules are the indices of the rules, in the order of the list.
	Rules []int
	// Conflict is a pair of them whose order certainly matters; nil if none does.
	Conflict *Conflict
}

// Conflict is a pair of rules that match the same request and want the opposite.
type Conflict struct {
	// First is the index of the rule that wins, Second of the one that loses.
	First, Second int
	// Example is an address that both match, the zero Addr where they share a
	// tag or a subnet.
	Example netip.Addr
}

// DuplicatePriorities returns the groups of two or more rules with one priority, by
// ascending priority.
func DuplicatePriorities(l List) []PriorityGroup {
	var groups []PriorityGroup
	placed, _ := l.Ordered()
	for len(placed) > 0 {
		priority, _ := l.Rules[placed[0]].Priority.Get()
		end := slices.IndexFunc(placed, func(i int) bool { return !value.Is(l.Rules[i].Priority, priority) })
		if end < 0 {
			end = len(placed)
		}
		if end > 1 {
			same := placed[:end:end]
			groups = append(groups, PriorityGroup{Priority: priority, Rules: same, Conflict: conflictAmong(l, same)})
		}
		placed = placed[end:]
	}
	return groups
}

func conflictAmong(l List, indices []int) *Conflict {
	// Rules for addresses alone, which lists can have by the hundreds, are compared
	// all at once.
	var plain, other []rule
	var allowed, denied []ranges
	var slab []netipx.IPRange
	for _, i := range indices {
		r := newRule(i, l.Rules[i], &slab)
		switch {
		case r.actions == mayBoth:
			continue
		case r.filter != anyRequest || len(r.origin.public()) == 0:
			other = append(other, r)
			continue
		case r.actions == mayAllow:
			allowed = append(allowed, r.origin.public())
		default:
			denied = append(denied, r.origin.public())
		}
		plain = append(plain, r)
	}
	if common := union(allowed).intersect(union(denied)); len(common) > 0 {
		example := common.example()
		holds := func(want actions) int {
			i := slices.IndexFunc(plain, func(r rule) bool { return r.actions == want && r.origin.public().contains(example) })
			return plain[i].index
		}
		return newConflict(holds(mayAllow), holds(mayDeny), example)
	}
	for i := range other {
		for _, candidates := range [][]rule{plain, other[:i]} {
			for j := range candidates {
				r, q := &other[i], &candidates[j]
				if r.actions == q.actions {
					continue
				}
				if example, ok := r.overlaps(q); ok {
					return newConflict(r.index, q.index, example)
				}
			}
		}
	}
	return nil
}

// newConflict orders two rules of one priority as the list does.
func newConflict(a, b int, example netip.Addr) *Conflict {
	return &Conflict{First: min(a, b), Second: max(a, b), Example: example}
}
