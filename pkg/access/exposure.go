package access

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// State says how open a list is to an unknown client on the public internet: one
// that sends no special headers and is in no service tag and no subnet. Private,
// loopback, multicast and other special ranges are not the internet.
type State uint8

const (
	// Undecided means that something unknown can change the answer.
	Undecided State = iota
	// Open means that nothing public is denied.
	Open
	// OpenExcept means that the internet gets in, but a block list may keep some out.
	OpenExcept
	// OpenIPv4 means that this family is open, with or without exceptions, and the
	// other one is not. Like OpenIPv6 it is the state of a whole list only.
	OpenIPv4
	// OpenIPv6 means the same the other way round.
	OpenIPv6
	// Filtered means that the internet is kept out, but some addresses, tags, subnets
	// or requests with certain headers may get in.
	Filtered
	// Closed means that nothing gets in at all.
	Closed
)

func (s State) String() string {
	return [...]string{"undecided", "open", "open with exceptions", "open for IPv4", "open for IPv6", "filtered", "closed"}[s]
}

// LetsIn reports whether the internet certainly gets in, by one family at least.
func (s State) LetsIn() bool { return s >= Open && s <= OpenIPv6 }

// KeepsOut reports whether the internet is certainly kept out.
func (s State) KeepsOut() bool { return s == Filtered || s == Closed }

// Exposure is what a list does to the internet.
type Exposure struct {
	State State
	// IPv4 and IPv6 tell the same of each family: one can be certain where the
	// whole is not.
	IPv4, IPv6 FamilyExposure
	// Because are, in an undecided state, the rules that are not fully known and
	// may match addresses of the internet. It is empty if the unmatched rule action
	// or the completeness of the list is what is unknown.
	Because []int
}

// FamilyExposure is what a list does to the addresses of one family.
type FamilyExposure struct {
	// State is never OpenIPv4 or OpenIPv6.
	State State
	// Rest is what the rest of the internet meets, that is more than half of the
	// family's public addresses, and by which rule: the one that decides for most
	// of them.
	Rest Verdict
	// In is an address that certainly gets in, Out one that is certainly kept out:
	// of the rest of the internet where that is so. They are zero where
	// there is none.
	In, Out netip.Addr
	// Allowed are the public addresses that certainly get in.
	Allowed []netipx.IPRange
}

// Expose tells how open a list is to the internet.
func Expose(l List) Exposure {
	s := newRuleset(l)
	x := exposing{overlay: s.overlay(), hidden: map[int]bool{}}
	for _, sh := range s.shadowed() {
		x.hidden[sh.Rule] = true
	}
	e := Exposure{IPv4: x.family(ipv4), IPv6: x.family(ipv6)}
	switch v4, v6 := e.IPv4.State, e.IPv6.State; {
	case v4 == Undecided || v6 == Undecided:
		e.Because = s.unknowns()
	case v4 == v6:
		e.State = v4
	case v4.LetsIn() && v6.LetsIn():
		e.State = OpenExcept
	case v4.LetsIn():
		e.State = OpenIPv4
	case v6.LetsIn():
		e.State = OpenIPv6
	default:
		e.State = Filtered
	}
	return e
}

// exposing is the work of Expose.
type exposing struct {
	*overlay
	hidden map[int]bool // the shadowed rules, by index
}

func (x *exposing) family(all ranges) FamilyExposure {
	public := all.intersect(internet)
	// Whether all addresses meet the same, and how late the last one is decided.
	open, latestPublic := true, 0
	shut, latest := true, 0
	for i, last := x.axis.span(all[0]); i <= last; i++ {
		possible, rank := x.possible[i], x.rank(x.decider[i])
		shut, latest = shut && possible == mayDeny, max(latest, rank)
		if x.public[i] {
			open, latestPublic = open && possible == mayAllow, max(latestPublic, rank)
		}
	}

	var f FamilyExposure
	rest, decider := x.rest(public)
	switch {
	case rest == mayAllow && open && !x.conditional(mayDeny, public, latestPublic):
		f.State = Open
	case rest == mayAllow:
		f.State = OpenExcept
	case rest == mayDeny && shut && !x.conditional(mayAllow, all, latest):
		f.State = Closed
	case rest == mayDeny:
		f.State = Filtered
	}
	f.Rest.Rule = x.indexOf(int(decider))
	f.Rest.Action, f.Rest.Certain = rest.certain()

	f.Allowed = x.meets(mayAllow, public)
	f.In, f.Out = ranges(f.Allowed).example(), x.meets(mayDeny, public).example()
	if rest == mayAllow {
		f.In = x.decided(rest, decider, public).example()
	}
	if rest == mayDeny {
		f.Out = x.decided(rest, decider, public).example()
	}
	if !f.In.IsValid() {
		f.In = x.meets(mayAllow, all).example()
	}
	return f
}

// conditional reports whether clients in special conditions, with addresses of a
// set, may meet an action: those that send the headers of a rule or are in its
// service tags, and for Allow also those of a subnet, whose requests no range
// of addresses is sure to match. The latest rule that decides for clients without
// conditions leaves nothing to the rules after it.
func (x *exposing) conditional(action actions, set ranges, latest int) bool {
	everyone := slices.IndexFunc(x.rules[x.unplaced:], func(r rule) bool {
		return r.origin.kind == anywhere && r.filter == anyRequest
	})
	reachable := x.rules
	if everyone >= 0 {
		reachable = x.rules[:x.unplaced+everyone]
	} else if action == mayAllow && x.fallback&mayAllow != 0 {
		return true
	}
	for i := range reachable {
		r := &reachable[i]
		if r.actions&action == 0 || x.hidden[r.index] {
			continue
		}
		inReach := i < latest
		switch r.origin.kind {
		case addresses, anywhere:
			if r.filter != anyRequest && inReach && r.origin.addrs.overlaps(set) {
				return true
			}
		case tags:
			if (r.filter != anyRequest || !r.origin.isInternet()) && inReach {
				return true
			}
		case undecided:
			if inReach || action == mayAllow {
				return true
			}
		case subnet, anySubnet:
			if action == mayAllow {
				return true
			}
		}
	}
	return false
}

// unknowns returns the indices of the rules that are not fully known and may
// match a client of which nothing but the address is known.
func (s *ruleset) unknowns() []int {
	var indices []int
	for i := range s.rules {
		r := &s.rules[i]
		known := s.isPlaced(i) && r.actions != mayBoth && r.filter.bare() == sure && r.origin.kind != undecided
		if !known && r.filter.bare() != aside && (r.origin.kind == undecided || len(r.origin.public()) > 0) {
			indices = append(indices, r.index)
		}
	}
	slices.Sort(indices)
	return indices
}
