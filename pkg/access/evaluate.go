package access

import "net/netip"

// ByDefault stands for the unmatched rule action where a rule decides otherwise.
const ByDefault = -1

// Client is who sends a request, as App Service sees it.
type Client struct {
	// Addr is the address of the client; the zero Addr is an unknown one. A request
	// over a service endpoint has none that rules can know beforehand: an
	// address of the virtual network, which no rule for public addresses matches.
	Addr netip.Addr
	// Tags are the service tags that hold the address; a regional tag implies the
	// one of all regions, and a public address the tag Internet.
	Tags []string
	// Subnet is the subnet whose service endpoint carries the request, "" for none.
	Subnet  string
	Request Request
}

// Verdict is what a client meets.
type Verdict struct {
	// Action is meaningful only where it is certain.
	Action  Action
	Certain bool
	// Rule is the index of the deciding rule, or ByDefault.
	Rule int
	// Maybe are the rules that may come first and match, for all that is known. The
	// action can be certain in spite of them, where all have the same.
	Maybe []int
}

// Evaluate tells what a client meets: the first rule that matches decides, and if
// none does, the unmatched rule action.
func Evaluate(l List, c Client) Verdict {
	c.Addr = c.Addr.Unmap().WithZone("")
	c.Tags = normalizedTags(c.Tags)
	s := newRuleset(l)
	return s.decide(func(r *rule) match {
		return min(r.origin.matches(&c), r.filter.passes(c.Request))
	}).verdict(s)
}

// decision is what is known of the outcome for one kind of clients.
type decision struct {
	actions actions // the possible ones
	decider int     // position in the ruleset, or ByDefault
	maybe   []int   // positions of the rules that may match earlier
	aside   []int   // positions of the earlier rules that are taken not to match
}

// decide goes through the rules until one is sure to match. An unplaced rule that
// is sure to match does not end the search, but the unmatched rule action is out
// of reach then.
func (s *ruleset) decide(matches func(*rule) match) decision {
	d := decision{decider: ByDefault}
	for i := range s.rules {
		r := &s.rules[i]
		switch m := matches(r); {
		case m == aside:
			d.aside = append(d.aside, i)
		case m == sure && s.isPlaced(i):
			d.actions |= r.actions
			d.decider = i
			return s.unlessIncomplete(d)
		case m == sure || m == maybe:
			d.actions |= r.actions
			d.maybe = append(d.maybe, i)
			if m == sure && d.decider == ByDefault {
				d.decider = i
			}
		}
	}
	if d.decider == ByDefault {
		d.actions |= s.fallback
	}
	return s.unlessIncomplete(d)
}

// unlessIncomplete widens a decision where a rule that is not in the list may
// come first.
func (s *ruleset) unlessIncomplete(d decision) decision {
	if !s.complete {
		d.actions = mayBoth
	}
	return d
}

func (d decision) verdict(s *ruleset) Verdict {
	v := Verdict{Rule: s.indexOf(d.decider)}
	v.Action, v.Certain = d.actions.certain()
	for _, i := range d.maybe {
		if i != d.decider {
			v.Maybe = append(v.Maybe, s.rules[i].index)
		}
	}
	return v
}

// indexOf returns the index in the list of the rule at a position.
func (s *ruleset) indexOf(position int) int {
	if position == ByDefault {
		return ByDefault
	}
	return s.rules[position].index
}
