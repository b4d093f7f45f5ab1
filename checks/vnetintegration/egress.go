package vnetintegration

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
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
// on the internet, or nil: the one that decides for most of it, or the first one that
// forbids a part.
func internetDenial(g *network.SecurityGroup, from *network.Subnet) *network.SecurityRule {
	result := nsg.Evaluate(g, from, nsg.Flow{Direction: network.Outbound, Far: nsg.Internet(), Ports: nsg.AnyPort})
	switch result.Verdict {
	case nsg.Denied:
		return result.Rule
	case nsg.Undecided:
		return nil
	case nsg.Allowed:
	}
	for _, r := range result.Exceptions {
		if value.Is(r.Allow, false) && slices.ContainsFunc(r.Destinations.Or(nil), isPublic) {
			return r
		}
	}
	return nil
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
