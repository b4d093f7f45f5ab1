package vnetintegration

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// flow is traffic of one protocol between a subnet and anybody.
type flow struct {
	direction network.Direction
	protocol  string // tcp, udp
	ports     azure.PortRange
}

// barrierTo returns the rule of a security group that certainly keeps all of a flow
// out of, or in, a subnet; nil if there is none.
func barrierTo(f flow, g *network.SecurityGroup, s *network.Subnet) *network.SecurityRule {
	if !g.Rules.Complete() {
		return nil
	}
	var first *network.SecurityRule
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if f.isDeniedBy(r, s) && !f.mayPass(g, r) && (first == nil || r.Priority.Or(0) < first.Priority.Or(0)) {
			first = r
		}
	}
	return first
}

func (f flow) isDeniedBy(r *network.SecurityRule, s *network.Subnet) bool {
	near, far := r.Sources.Or(nil), r.Destinations.Or(nil)
	if f.direction == network.Inbound {
		near, far = far, near
	}
	protocol := r.Protocol.Or("")
	return value.Is(r.Direction, f.direction) && value.Is(r.Allow, false) && !r.Groups &&
		(protocol == "*" || protocol == f.protocol) &&
		(r.SourcePorts.IsAbsent() || slices.ContainsFunc(r.SourcePorts.Or(nil), isAnyPort)) &&
		slices.ContainsFunc(r.Ports.Or(nil), f.covers) &&
		slices.ContainsFunc(near, func(text string) bool { return holdsSubnet(text, s) }) &&
		slices.ContainsFunc(far, isAnyAddress)
}

// mayPass reports whether a rule before the denial may let some of the flow pass.
func (f flow) mayPass(g *network.SecurityGroup, denial *network.SecurityRule) bool {
	priority, ranked := denial.Priority.Get()
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if r == denial || value.Is(r.Allow, false) || value.IsNot(r.Direction, f.direction) {
			continue
		}
		if p, ok := r.Priority.Get(); ok && ranked && p > priority {
			continue
		}
		protocol, known := r.Protocol.Get()
		if (!known || protocol == "*" || protocol == f.protocol) && mayHold(r.Ports, f.meets) {
			return true
		}
	}
	return false
}

// covers reports whether a range of ports holds the whole flow.
func (f flow) covers(text string) bool {
	ports, ok := parsePorts(text)
	return ok && ports.Contains(f.ports.First) && ports.Contains(f.ports.Last)
}

// meets reports whether a range of ports may hold some of the flow.
func (f flow) meets(text string) bool {
	ports, ok := parsePorts(text)
	return !ok || ports.First <= f.ports.Last && f.ports.First <= ports.Last
}

// parsePorts reads "*", "443" or "20000-30000".
func parsePorts(text string) (azure.PortRange, bool) {
	if text == "*" {
		return azure.PortRange{Last: 65535}, true
	}
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	first, err := strconv.ParseUint(strings.TrimSpace(from), 10, 16)
	if err != nil {
		return azure.PortRange{}, false
	}
	last, err := strconv.ParseUint(strings.TrimSpace(to), 10, 16)
	return azure.PortRange{First: uint16(first), Last: uint16(last)}, err == nil
}

// isAnyAddress reports whether a rule's side is everybody, in the network as well
// as outside.
func isAnyAddress(s string) bool { return s == "*" || s == "0.0.0.0/0" }
