package vnetintegration

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// egressControl is something on a subnet that is meant for traffic to the
// internet: it translates, redirects or forbids it.
type egressControl struct {
	// words name the control in a message: NAT gateway "ng-shop".
	words string
	// element is the part of the model; nil for one that only an id tells of.
	element network.Subject
}

// egressControlsOf returns what certainly controls the traffic to the internet
// that passes a subnet. Route tables that know private ranges only, and security
// groups that forbid nothing public, are no such control.
func egressControlsOf(s *network.Subnet) []egressControl {
	var out []egressControl
	if s.NATGateway.IsPresent() {
		out = append(out, controlAt("NAT gateway", s.NATGateway, nil))
	}
	if s.RouteTable.All(func(t *network.RouteTable) bool { return internetRoute(t) != nil }) {
		out = append(out, controlAt("route table", s.RouteTable, func(t *network.RouteTable) string {
			r := internetRoute(t)
			return fmt.Sprintf("route %q to %s in ", r.Label(), r.Prefix)
		}))
	}
	denies := func(g *network.SecurityGroup) *network.SecurityRule { return internetDenial(g, s) }
	if s.SecurityGroup.All(func(g *network.SecurityGroup) bool { return denies(g) != nil }) {
		out = append(out, controlAt("network security group", s.SecurityGroup, func(g *network.SecurityGroup) string {
			return fmt.Sprintf("outbound rule %q of ", denies(g).Label())
		}))
	}
	return out
}

// controlAt describes the control that an edge leads to; detail says what of it
// matters.
func controlAt[T any, P interface {
	*T
	network.Subject
}](kind string, e network.Edge[T], detail func(*T) string) egressControl {
	c := egressControl{words: fmt.Sprintf("%s %q", kind, e.Label())}
	candidates, _ := e.Candidates()
	if len(candidates) == 0 {
		return c
	}
	first := candidates[0]
	c.words, c.element = fmt.Sprintf("%s %q", kind, P(first).Common().Label()), P(first)
	if detail != nil {
		c.words = detail(first) + c.words
	}
	return c
}

// internetRoute returns the first route that certainly takes traffic to the
// internet off its usual way, or nil. The default route comes before narrower
// ones.
func internetRoute(t *network.RouteTable) *network.Route {
	var found *network.Route
	for i := range t.Routes.Items {
		r := &t.Routes.Items[i]
		hop, known := r.NextHop.Get()
		if !known || strings.EqualFold(hop, "Internet") || strings.EqualFold(hop, "VnetLocal") {
			continue
		}
		switch text, _ := r.Prefix.Get(); {
		case isEverywhere(text):
			return r
		case found == nil && isPublic(text):
			found = r
		}
	}
	return found
}

// internetDenial returns the outbound rule that certainly forbids a subnet something
// on the internet, or nil; of several the one that is asked first, for the order in
// which they are read is not always the same.
func internetDenial(g *network.SecurityGroup, from *network.Subnet) *network.SecurityRule {
	var first *network.SecurityRule
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if deniesInternet(r, from) && !mayBeOverruled(g, r) && (first == nil || r.Priority.Or(0) < first.Priority.Or(0)) {
			first = r
		}
	}
	return first
}

func deniesInternet(r *network.SecurityRule, from *network.Subnet) bool {
	sources, _ := r.Sources.Get()
	destinations, _ := r.Destinations.Get()
	protocol, _ := r.Protocol.Get()
	return value.Is(r.Direction, network.Outbound) && value.Is(r.Allow, false) && !r.Groups &&
		(protocol == "*" || protocol == "tcp") &&
		slices.ContainsFunc(sources, func(s string) bool { return holdsSubnet(s, from) }) &&
		slices.ContainsFunc(destinations, isPublic)
}

// mayBeOverruled reports whether an earlier rule may admit everything to the
// internet, so that a denial behind it forbids nothing. What is not known of a
// rule counts as if it did.
func mayBeOverruled(g *network.SecurityGroup, denial *network.SecurityRule) bool {
	if !g.Rules.Complete() {
		return true
	}
	priority, ranked := denial.Priority.Get()
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if r == denial || value.Is(r.Allow, false) || value.Is(r.Direction, network.Inbound) {
			continue
		}
		if p, ok := r.Priority.Get(); ok && ranked && p > priority {
			continue
		}
		if mayHold(r.Destinations, isEverywhere) && mayHold(r.Ports, isAnyPort) &&
			(!r.Protocol.IsKnown() || value.Is(r.Protocol, "*") || r.Protocol.Or("") == denial.Protocol.Or("")) {
			return true
		}
	}
	return false
}

// mayHold reports whether one of the values fits, for all that is known.
func mayHold(values value.Of[[]string], fits func(string) bool) bool {
	known, ok := values.Get()
	return !ok || slices.ContainsFunc(known, fits)
}

// isEverywhere reports whether a destination is the whole internet.
func isEverywhere(s string) bool {
	switch {
	case s == "*", s == "0.0.0.0/0", strings.EqualFold(s, azure.TagInternet):
		return true
	}
	return false
}

// isPublic reports whether a destination has addresses of the internet. Of service
// tags only those that mean it as a whole count: services may be reached through
// service endpoints, which need no Route all.
func isPublic(s string) bool {
	if isEverywhere(s) || strings.EqualFold(s, azure.TagAzureCloud) {
		return true
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return azure.HoldsPublic(netip.PrefixFrom(a, a.BitLen()))
	}
	p, err := netip.ParsePrefix(s)
	return err == nil && azure.HoldsPublic(p)
}

func isAnyPort(s string) bool { return s == "*" || s == "0-65535" || s == "1-65535" }

// holdsSubnet reports whether a rule's source certainly includes addresses of a
// subnet.
func holdsSubnet(source string, subnet *network.Subnet) bool {
	if isEverywhere(source) && !strings.EqualFold(source, azure.TagInternet) || strings.EqualFold(source, azure.TagVirtualNetwork) {
		return true
	}
	p, err := netip.ParsePrefix(source)
	return err == nil && slices.ContainsFunc(sizing.Ranges(subnet), p.Overlaps)
}
