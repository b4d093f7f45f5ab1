// Package nsg evaluates the rules of network security groups as sets of addresses
// and ports: what becomes of traffic between a subnet and somewhere else, and
// which rule decides. What is not known leaves the answer undecided unless it would
// be the same either way.
//
// Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
package nsg

import (
	"cmp"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Flow is traffic between any host of a subnet and somewhere else.
type Flow struct {
	Direction network.Direction
	// Protocol is tcp or udp; "" is tcp.
	Protocol string
	Far      Area
	// Ports are those at the destination.
	Ports azure.PortRange
}

// Verdict says what becomes of a flow.
type Verdict uint8

// The verdicts.
const (
	Undecided Verdict = iota
	Allowed
	Denied
)

// Result is what becomes of a flow.
type Result struct {
	Verdict Verdict
	// Group is the group that decides; nil where there is none.
	Group *network.SecurityGroup
	// Rule is the rule that decides; nil where a default rule does, or nothing.
	Rule *network.SecurityRule
	// Default is the default rule that decides; "" where there is no group either.
	Default string
	// Exceptions are the rules that decide otherwise for a part of the flow.
	Exceptions []*network.SecurityRule
	// Why names what is not known where the result is undecided.
	Why string
}

const existsElsewhere = "it is not created by this configuration"

// highest is the priority that no rule can come before.
const highest = 100

// Of tells what the security group of a subnet does to a flow. A subnet without
// one lets everything pass.
func Of(s *network.Subnet, f Flow) Result {
	e := s.SecurityGroup
	groups, certain := e.Candidates()
	switch {
	case e.IsAbsent() && !s.External:
		return Result{Verdict: Allowed}
	case e.IsAbsent():
		return Result{Why: "the network security group of subnet " + s.Label() + ": " + existsElsewhere}
	case e.IsOutside():
		return Result{Why: "network security group " + e.Label() + " is not in the configuration"}
	case !certain:
		return Result{Why: orUnknown(e.Why())}
	}
	first := Evaluate(groups[0], s, f)
	for _, g := range groups[1:] {
		if Evaluate(g, s, f).Verdict != first.Verdict {
			return Result{Why: "which network security group subnet " + s.Label() + " has is not known"}
		}
	}
	return first
}

// Evaluate tells what a security group does to a flow of a subnet.
func Evaluate(g *network.SecurityGroup, s *network.Subnet, f Flow) Result {
	w := walk{flow: f, near: Network(sizing.Ranges(s)...).Somewhere(), left: f.Far}
	w.left.set.spans = slices.Clone(f.Far.set.spans)
	for _, r := range inOrder(g) {
		if w.meet(r) {
			return w.decided(g, r, value.Is(r.Allow, true), "")
		}
	}
	d := defaultRule(f)
	return w.decided(g, nil, d.Allow, d.Name)
}

// inOrder returns the rules by their priority; those without a known one first, as
// they may come before all others.
func inOrder(g *network.SecurityGroup) []*network.SecurityRule {
	rules := make([]*network.SecurityRule, len(g.Rules.Items))
	for i := range g.Rules.Items {
		rules[i] = &g.Rules.Items[i]
	}
	slices.SortStableFunc(rules, func(a, b *network.SecurityRule) int {
		return cmp.Compare(a.Priority.Or(0), b.Priority.Or(0))
	})
	return rules
}

// walk meets the rules one after the other.
type walk struct {
	flow          Flow
	near, left    Area // left is what no rule has decided yet
	doubts, parts []*network.SecurityRule
}

// meet reports whether a rule certainly decides all that is left.
func (w *walk) meet(r *network.SecurityRule) bool {
	m := w.match(r)
	switch {
	case m.degree == none:
	case m.degree == maybe, !r.Priority.IsKnown():
		w.doubts = append(w.doubts, r)
	case m.degree == all:
		if !r.Allow.IsKnown() {
			w.doubts = append(w.doubts, r)
		}
		return true
	case m.degree == part:
		w.parts = append(w.parts, r)
		return w.take(m.set)
	}
	return false
}

// take takes addresses away from what is left, and reports whether nothing is.
func (w *walk) take(part Set) bool {
	for _, gone := range part.spans {
		w.left.set.remove(gone)
	}
	return !part.IsEmpty() && w.left.set.IsEmpty()
}

// match tells how much of what is left a rule matches.
func (w *walk) match(r *network.SecurityRule) match {
	near, far := r.Sources, r.Destinations
	if w.flow.Direction == network.Inbound {
		near, far = far, near
	}
	lesser := min(directionOf(r, w.flow.Direction), w.protocolOf(r), sourcePorts(r), portsOf(r, w.flow.Ports))
	if lesser == none {
		return match{}
	}
	here, there := w.side(w.near, near, r), w.side(w.left, far, r)
	switch {
	case here.degree == none || there.degree == none:
		return match{}
	case r.Groups && near.IsKnown() && far.IsKnown(): // one of them says less than the rule
		return match{degree: maybe}
	case anyOf(maybe, directionOf(r, w.flow.Direction), w.protocolOf(r), sourcePorts(r), portsOf(r, w.flow.Ports), here.degree, there.degree):
		return match{degree: maybe}
	case lesser == part:
		return match{degree: part}
	}
	return there
}

// side matches one side of a rule. Where the rule names application security groups,
// which stand for network interfaces, nothing of the internet is in them; an app has
// no interface, but this side may be the other one.
func (w *walk) side(a Area, texts value.Of[[]string], r *network.SecurityRule) match {
	known, ok := texts.Get()
	switch {
	case ok && len(known) > 0:
		return a.matched(known)
	case texts.IsAbsent() && r.Groups && a.kind != inNetwork:
		return match{}
	}
	return match{degree: maybe}
}

// decided ends the walk: with a rule, or nil for a default one.
func (w *walk) decided(g *network.SecurityGroup, r *network.SecurityRule, allow bool, byDefault string) Result {
	for _, d := range w.doubts {
		if !value.Is(d.Allow, allow) {
			return Result{Group: g, Rule: d, Why: "rule " + d.Label() + " of network security group " + g.Label() + " is not fully known"}
		}
	}
	first := r != nil && value.Is(r.Priority, highest)
	switch {
	case !first && !g.Rules.Complete():
		return Result{Group: g, Why: "network security group " + g.Label() + " may have more rules: " + g.Rules.Incomplete}
	case !first && g.External:
		return Result{Group: g, Why: "network security group " + g.Label() + " may have more rules: " + existsElsewhere}
	}
	out := Result{Verdict: Denied, Group: g, Rule: r, Default: byDefault}
	if allow {
		out.Verdict = Allowed
	}
	for _, p := range w.parts {
		if p != r && !value.Is(p.Allow, allow) {
			out.Exceptions = append(out.Exceptions, p)
		}
	}
	return out
}

// defaultRule returns the default rule that decides a flow.
func defaultRule(f Flow) azure.DefaultRule {
	far := f.Far
	far.routed = false // VirtualNetwork or Internet: both are admitted on the way out
	var last azure.DefaultRule
	for _, d := range azure.DefaultRules {
		text, direction := d.To, network.Outbound
		if d.Direction == azure.Inbound {
			text, direction = d.From, network.Inbound
		}
		if direction != f.Direction {
			continue
		}
		if last = d; far.text(text) == all || far.kind == ofPlatform && d.Direction == azure.Outbound {
			break // the network's tag holds the host's address, which default rules may go by
		}
	}
	return last
}

func directionOf(r *network.SecurityRule, wanted network.Direction) degree {
	return whether(r.Direction, func(d network.Direction) bool { return d == wanted })
}

func (w *walk) protocolOf(r *network.SecurityRule) degree {
	wanted := cmp.Or(w.flow.Protocol, "tcp")
	return whether(r.Protocol, func(p string) bool { return p == "*" || p == wanted })
}

func whether[T any](v value.Of[T], holds func(T) bool) degree {
	known, ok := v.Get()
	switch {
	case !ok:
		return maybe
	case holds(known):
		return all
	}
	return none
}

// sourcePorts are drawn anew for each connection: a rule for some of them may match
// or not.
func sourcePorts(r *network.SecurityRule) degree {
	if known, ok := r.SourcePorts.Get(); r.SourcePorts.IsAbsent() || ok && matchPorts(known, AnyPort) == all {
		return all
	}
	return maybe
}

func portsOf(r *network.SecurityRule, wanted azure.PortRange) degree {
	known, ok := r.Ports.Get()
	if !ok || len(known) == 0 {
		return maybe
	}
	return matchPorts(known, wanted)
}

func anyOf(wanted degree, degrees ...degree) bool { return slices.Contains(degrees, wanted) }

func orUnknown(why string) string {
	if why == "" {
		return "it is known only after apply"
	}
	return why
}
