package access

import (
	"net/netip"
	"slices"
	"strings"
)

// Outcome is what the clients of a source meet, taken together.
type Outcome uint8

const (
	// Unknown means that it depends on something unknown.
	Unknown Outcome = iota
	// AllAllowed means that every one of them gets in.
	AllAllowed
	// AllDenied means that none of them gets in.
	AllDenied
	// Partly means that some get in and some do not.
	Partly
)

func (o Outcome) String() string {
	return [...]string{"unknown", "all allowed", "all denied", "partly allowed"}[o]
}

// Reach is what the clients of a source meet.
type Reach struct {
	Outcome Outcome
	// In is one of them that certainly gets in, Out one that is certainly kept
	// out; nil where there is none.
	In, Out *Sample
	// Unless are rules that would decide otherwise for clients which also fulfil
	// their condition, though nothing says that they do: which send a header that
	// the rule asks for, whose address is in its service tag, or, for clients
	// named by a tag, in its ranges of addresses.
	Unless []int
	// Families is set if the outcome is unknown for one reason alone: IPv4 and IPv6
	// clients certainly meet different things, and which of them there are is not known.
	Families bool
}

// Sample is a client of a source: one of the fields before Rule is set, or none for
// a subnet that the list does not name.
type Sample struct {
	Addr   netip.Addr
	Tag    string
	Subnet string
	// Rule is the index of the rule that decides for it, or ByDefault.
	Rule int
}

// EvaluateSource tells what the clients of a source meet that send no special
// headers. Whether an address is in a service tag is not known beforehand: clients
// named by addresses count as in none but Internet, and clients named by a tag as
// in no range that is narrower than a whole family. Unless tells where that
// matters.
func EvaluateSource(l List, src Source) Reach {
	r := reaching{ruleset: newRuleset(l), unknown: src.Opaque}

	var addrs []ranges
	if src.Any {
		addrs = append(addrs, everywhere)
	}
	for _, p := range src.Prefixes {
		if isVague(p) {
			r.unknown = true
			continue
		}
		addrs = append(addrs, rangesOf(p))
	}
	for _, t := range src.Tags {
		if strings.EqualFold(t, internetTag) {
			addrs = append(addrs, internet)
		} else {
			r.addTag(t)
		}
	}
	if src.Subnet != "" {
		r.addSubnet(src.Subnet)
	}
	if src.AnyVNets {
		r.addSubnet(otherSubnet)
		for i := range r.rules {
			if o := &r.rules[i].origin; o.kind == subnet {
				r.addSubnet(o.subnet)
			}
		}
	}
	if len(addrs) > 0 {
		r.addAddrs(union(addrs))
	}
	return r.result()
}

// reaching collects what the parts of a source meet.
type reaching struct {
	*ruleset
	in, out *Sample
	unknown bool
	// families is set if clients of the two families certainly meet different things.
	families bool
	unless   []int
}

func (r *reaching) result() Reach {
	slices.Sort(r.unless)
	result := Reach{In: r.in, Out: r.out, Unless: slices.Compact(r.unless)}
	switch {
	case r.in != nil && r.out != nil:
		result.Outcome = Partly
	case r.unknown || r.families:
		result.Outcome, result.Families = Unknown, !r.unknown
	case r.in != nil:
		result.Outcome = AllAllowed
	case r.out != nil:
		result.Outcome = AllDenied
	}
	return result
}

// add records what a part meets, of which the sample is one client.
func (r *reaching) add(a actions, sample Sample) {
	switch a {
	case mayAllow:
		if r.in == nil {
			r.in = &sample
		}
	case mayDeny:
		if r.out == nil {
			r.out = &sample
		}
	default:
		r.unknown = true
	}
}

func (r *reaching) addAddrs(set ranges) {
	o := r.overlay(set)
	for _, a := range []actions{mayAllow, mayDeny, mayBoth} {
		if met := o.meets(a, set); len(met) > 0 {
			example := met.example()
			decider := o.decider[o.axis.segment(example)]
			r.add(a, Sample{Addr: example, Rule: r.indexOf(int(decider))})
		}
	}
	for i := range r.rules {
		if rule := &r.rules[i]; rule.isAside() && o.wouldDiffer(i, set.intersect(rule.clients())) {
			r.unless = append(r.unless, rule.index)
		}
	}
}

// isAside reports whether the rule asks for more than an address.
func (r *rule) isAside() bool {
	return r.filter.conditional() || r.origin.kind == tags && !r.origin.isInternet()
}

// clients returns the addresses from which clients of the rule may come, if they
// fulfil its conditions.
func (r *rule) clients() ranges {
	switch r.origin.kind {
	case subnet, anySubnet:
		return nil
	case tags:
		return everywhere
	default:
		return r.reach()
	}
}

// wouldDiffer reports whether some address of a set certainly meets something else
// than it would if the rule at a position matched.
func (o *overlay) wouldDiffer(i int, set ranges) bool {
	return len(o.axis.where(set, func(segment int) bool {
		met := o.possible[segment]
		return met != mayBoth && met != o.rules[i].actions && i < o.rank(o.decider[segment])
	})) > 0
}

// addTag adds the clients in a tag: those in each of its regions that the list
// names, and the others.
func (r *reaching) addTag(written string) {
	tag := strings.ToLower(written)
	parts := []string{tag}
	for i := range r.rules {
		for _, t := range r.rules[i].origin.tags {
			if tagBase(t) == tag {
				parts = append(parts, t)
			}
		}
	}
	slices.Sort(parts)
	for _, part := range slices.Compact(parts) {
		// Which families a tag holds is not known: both must meet the same.
		v4 := r.decide(func(rule *rule) match { return min(rule.origin.matchesTag(part, ipv4), rule.filter.bare()) })
		v6 := r.decide(func(rule *rule) match { return min(rule.origin.matchesTag(part, ipv6), rule.filter.bare()) })
		sample := Sample{Tag: part, Rule: r.indexOf(v4.decider)}
		if part == tag {
			sample.Tag = written
		}
		if v4.actions != v6.actions && v4.actions != mayBoth && v6.actions != mayBoth {
			r.families = true
		} else {
			r.add(v4.actions|v6.actions, sample)
		}
		r.addUnless(v4)
		r.addUnless(v6)
	}
}

// matchesTag says whether clients in a tag come from o, with addresses of a family,
// leaving out those in the tag's regions that o names.
func (o *origin) matchesTag(tag string, all ranges) match {
	switch o.kind {
	case anywhere:
		return sure
	case addresses:
		switch {
		case o.addrs.covers(all):
			return sure
		case o.addrs.overlaps(all):
			return aside
		}
		return never
	case tags:
		switch {
		case o.holdsTag(tag):
			return sure
		case o.isInternet():
			return maybe
		case slices.ContainsFunc(o.tags, func(t string) bool { return tagBase(t) != tag }):
			return aside
		}
		return never
	case undecided:
		return maybe
	default:
		return never
	}
}

// otherSubnet is no subnet that a list names.
const otherSubnet = "\x00"

func (r *reaching) addSubnet(name string) {
	c := Client{Subnet: name}
	d := r.decide(func(rule *rule) match { return min(rule.origin.matches(&c), rule.filter.bare()) })
	sample := Sample{Subnet: name, Rule: r.indexOf(d.decider)}
	if name == otherSubnet {
		sample.Subnet = ""
	}
	r.add(d.actions, sample)
	r.addUnless(d)
}

func (r *reaching) addUnless(d decision) {
	for _, i := range d.aside {
		if r.rules[i].actions != d.actions {
			r.unless = append(r.unless, r.rules[i].index)
		}
	}
}
