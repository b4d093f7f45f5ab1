package environment

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// origin is where inbound traffic comes from, as the sources of security rules
// tell.
type origin struct {
	// within reports whether a source certainly holds all of the origin, and meets
	// whether it may hold some of it.
	within, meets func(source string) bool
	// denied is set if the default rules of a security group keep the origin out.
	denied bool
}

// loadBalancerOrigin is the address of the host, from which the load balancer
// probes. It is in the tag VirtualNetwork as well.
//
// Source: https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
func loadBalancerOrigin() origin {
	return origin{
		within: func(source string) bool {
			return isAnybody(source) || isTag(source, azure.TagAzureLoadBalancer) || holdsAddress(source, azure.PlatformAddress)
		},
		meets: func(source string) bool {
			if r, ok := parseRange(source); ok {
				return r.Contains(azure.PlatformAddress)
			}
			return !isTag(source, azure.TagInternet) && !namesOtherService(source)
		},
	}
}

// networkOrigin is everybody in the virtual network and in what is connected to it.
func networkOrigin() origin {
	return origin{
		within: func(source string) bool { return isAnybody(source) || isTag(source, azure.TagVirtualNetwork) },
		meets: func(source string) bool {
			return !isTag(source, azure.TagInternet) && mayHoldClients(source)
		},
	}
}

// internetOrigin is everybody else.
func internetOrigin() origin {
	return origin{
		within: func(source string) bool { return isAnybody(source) || isTag(source, azure.TagInternet) },
		meets: func(source string) bool {
			r, ok := parseRange(source)
			return !isTag(source, azure.TagVirtualNetwork) && mayHoldClients(source) && (!ok || !azure.IsPrivateRange(r))
		},
		denied: true,
	}
}

// mayHoldClients reports whether a source may hold anybody but the load balancer:
// environments have IPv4 addresses only.
func mayHoldClients(source string) bool {
	if r, ok := parseRange(source); ok {
		return r.Addr().Is4() && (r.Bits() < 32 || r.Addr() != azure.PlatformAddress)
	}
	return !isTag(source, azure.TagAzureLoadBalancer)
}

// isKeptOut reports whether a security group certainly keeps all TCP traffic of an
// origin to a port of a subnet out, and the rule that does; that is nil for the
// default rules.
func (o origin) isKeptOut(g *network.SecurityGroup, s *network.Subnet, port uint16) (*network.SecurityRule, bool) {
	if g.External || !g.Rules.Complete() {
		return nil, false
	}
	var denial *network.SecurityRule
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if o.isDeniedBy(r, s, port) && (denial == nil || r.Priority.Or(0) < denial.Priority.Or(0)) {
			denial = r
		}
	}
	if denial == nil && !o.denied {
		return nil, false
	}
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		if isBefore(r, denial) && o.mayBeAdmittedBy(r, s, port) {
			return nil, false
		}
	}
	return denial, true
}

// isBefore reports whether a rule may come before a denial.
func isBefore(r, denial *network.SecurityRule) bool {
	priority, known := r.Priority.Get()
	return denial == nil || !known || priority < denial.Priority.Or(0)
}

func (o origin) isDeniedBy(r *network.SecurityRule, s *network.Subnet, port uint16) bool {
	protocol := r.Protocol.Or("")
	return r.Priority.IsKnown() && value.Is(r.Direction, network.Inbound) && value.Is(r.Allow, false) && !r.Groups &&
		(protocol == "*" || protocol == "tcp") &&
		(r.SourcePorts.IsAbsent() || slices.ContainsFunc(r.SourcePorts.Or(nil), isAnyPort)) &&
		slices.ContainsFunc(r.Sources.Or(nil), o.within) &&
		slices.ContainsFunc(r.Ports.Or(nil), func(text string) bool { ports, ok := parsePorts(text); return ok && ports.Contains(port) }) &&
		slices.ContainsFunc(r.Destinations.Or(nil), func(text string) bool { return holdsSubnet(text, s) })
}

func (o origin) mayBeAdmittedBy(r *network.SecurityRule, s *network.Subnet, port uint16) bool {
	if value.Is(r.Allow, false) || value.IsNot(r.Direction, network.Inbound) {
		return false
	}
	protocol, known := r.Protocol.Get()
	return (!known || protocol == "*" || protocol == "tcp") &&
		mayHold(r.Ports, func(text string) bool { ports, ok := parsePorts(text); return !ok || ports.Contains(port) }) &&
		(r.Groups || mayHold(r.Sources, o.meets)) &&
		(r.Groups || mayHold(r.Destinations, func(text string) bool { return meetsSubnet(text, s) }))
}

// mayHold reports whether one of some texts may be as asked for.
func mayHold(texts value.Of[[]string], asked func(string) bool) bool {
	known, ok := texts.Get()
	return !ok || slices.ContainsFunc(known, asked)
}

func isTag(text, tag string) bool { return strings.EqualFold(text, tag) }

// namesOtherService reports whether a text is a service tag that certainly does not
// hold the address of the host.
func namesOtherService(text string) bool {
	tag, ok := azure.LookupServiceTag(text)
	if !ok {
		return false
	}
	for _, may := range []string{azure.TagVirtualNetwork, azure.TagAzureLoadBalancer, "AzureCloud", "AzurePlatform"} {
		if strings.HasPrefix(tag.Name, may) {
			return false
		}
	}
	return true
}

func isAnybody(text string) bool {
	return text == "*" || text == "0.0.0.0/0" || strings.EqualFold(text, "any")
}

// parseRange reads an address or a range of addresses.
func parseRange(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err == nil
}

func holdsAddress(text string, addr netip.Addr) bool {
	r, ok := parseRange(text)
	return ok && r.Contains(addr)
}

// holdsSubnet reports whether a destination certainly holds a whole subnet.
func holdsSubnet(text string, s *network.Subnet) bool {
	if isAnybody(text) || isTag(text, azure.TagVirtualNetwork) {
		return true
	}
	r, ok := parseRange(text)
	ranges := sizing.Ranges(s)
	return ok && len(ranges) > 0 && !slices.ContainsFunc(ranges, func(p netip.Prefix) bool {
		return p.Bits() < r.Bits() || !r.Contains(p.Addr())
	})
}

// meetsSubnet reports whether a destination may hold some of a subnet.
func meetsSubnet(text string, s *network.Subnet) bool {
	r, ok := parseRange(text)
	ranges := sizing.Ranges(s)
	return !ok || len(ranges) == 0 || slices.ContainsFunc(ranges, r.Overlaps)
}

func isAnyPort(text string) bool {
	ports, ok := parsePorts(text)
	return ok && ports.First <= 1 && ports.Last == 65535
}

// parsePorts reads "*", "443" or "10001-10020".
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
