package access

import (
	"go4.org/netipx"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// ruleset is a list made ready for set operations. Its rules stand in an order in
// which one pass decides what is certain: first the unplaced ones, which may come
// before any other, then the placed ones in evaluation order.
type ruleset struct {
	rules    []rule
	unplaced int     // how many of the rules are unplaced
	fallback actions // what the unmatched rule action may be
	complete bool
}

type rule struct {
	index   int // in List.Rules
	actions actions
	origin  origin
	filter  *filter
}

func newRuleset(l List) *ruleset {
	placed, unplaced := l.Ordered()
	s := &ruleset{
		rules:    make([]rule, 0, len(l.Rules)),
		unplaced: len(unplaced),
		complete: l.Incomplete == "",
		fallback: actionsOf(l.Default),
	}
	if l.Default.IsAbsent() {
		s.fallback = mayDeny
		if len(l.Rules) == 0 {
			s.fallback = mayAllow
		}
	}
	slab := slabFor(l.Rules)
	for _, order := range [][]int{unplaced, placed} {
		for _, i := range order {
			s.rules = append(s.rules, newRule(i, l.Rules[i], &slab))
		}
	}
	return s
}

// slabFor returns room for the addresses of rules in one piece.
func slabFor(rules []*Rule) []netipx.IPRange {
	n := 0
	for _, r := range rules {
		s, _ := r.Source.Get()
		n += len(s.Prefixes)
	}
	return make([]netipx.IPRange, n)
}

func newRule(index int, r *Rule, slab *[]netipx.IPRange) rule {
	return rule{index: index, actions: actionsOf(r.Action), origin: newOrigin(r.Source, slab), filter: newFilter(r.Headers)}
}

// reach returns the addresses that the rule may match, by its source.
func (r *rule) reach() ranges {
	if r.origin.kind == undecided {
		return everywhere
	}
	return r.origin.public()
}

// isPlaced reports whether the place of rule i in the evaluation is known.
func (s *ruleset) isPlaced(i int) bool { return i >= s.unplaced }

// actions is the set of actions that are possible.
type actions uint8

const (
	mayAllow actions = 1 << iota
	mayDeny
	mayBoth = mayAllow | mayDeny
)

func actionsOf(v value.Of[Action]) actions {
	switch {
	case value.Is(v, Allow):
		return mayAllow
	case value.Is(v, Deny):
		return mayDeny
	}
	return mayBoth
}

// certain returns the action where only one is possible.
func (a actions) certain() (Action, bool) {
	if a == mayDeny {
		return Deny, true
	}
	return Allow, a == mayAllow
}
