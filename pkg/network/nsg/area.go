package nsg

import (
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
)

// Area is the other end of a flow: a set of addresses, and what service tags mean
// there.
type Area struct {
	kind areaKind
	// set holds the addresses; it is empty where they are not known.
	set Set
	// tag is that of a service.
	tag string
	// somewhere is set if the other end is in a part of the addresses that nothing
	// tells; else it is all of them.
	somewhere bool
	// routed is set for addresses of the internet that a route of the user names.
	routed bool
}

type areaKind uint8

const (
	inNetwork areaKind = iota
	onInternet
	ofService
	ofPlatform
)

// Internet is all addresses of the internet. What is said of it holds for all that
// rules do not name by ranges or tags of their own.
func Internet() Area { return Area{kind: onInternet, set: publicAddresses} }

// Network is a range of the virtual network itself, or of what is connected with
// it; without prefixes it is one that is not known.
func Network(prefixes ...netip.Prefix) Area {
	if len(prefixes) == 0 {
		return Area{}
	}
	return Area{set: SetOf(prefixes...)}
}

// NetworkSet is the same for a set.
func NetworkSet(set Set) Area { return Area{set: set} }

// Service is the public addresses that a service tag such as Storage stands for.
func Service(tag string) Area { return Area{kind: ofService, tag: tag} }

// LoadBalancer is the address of the host, from which load balancers probe. It is in
// the tag VirtualNetwork as well, but whether rules with that tag match probes is not
// documented any closer.
//
// Source: https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
func LoadBalancer() Area {
	return Area{kind: ofPlatform, set: SetOf(netip.PrefixFrom(azure.PlatformAddress, azure.PlatformAddress.BitLen()))}
}

// Somewhere is a host in the area, of which nobody knows where in it.
func (a Area) Somewhere() Area { a.somewhere = true; return a }

// Routed is the area where a route of the user names it: to a security group such
// addresses are in the tag VirtualNetwork as well, but which rule follows from that
// is not documented any closer.
//
// Source: https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
func (a Area) Routed() Area { a.routed = a.kind == onInternet || a.kind == ofService; return a }

// degree tells how much of a flow something matches.
type degree uint8

const (
	none degree = iota
	part
	maybe
	all
)

// match is a degree, with the addresses where it is a part and they are known.
type match struct {
	degree degree
	set    Set
}

// matched tells how much of the area the texts of a rule hold together.
func (a Area) matched(texts []string) match {
	best := none
	var prefixes []netip.Prefix
	for _, text := range texts {
		if p, ok := parseRange(text); ok && !a.set.IsEmpty() {
			prefixes = append(prefixes, p)
			continue
		}
		best = max(best, a.text(text))
	}
	if best == all || len(prefixes) == 0 {
		return a.settled(match{degree: best})
	}
	common := a.set.Intersect(SetOf(prefixes...))
	switch {
	case common.IsEmpty():
		return a.settled(match{degree: best})
	case common.Equal(a.set):
		return match{degree: all}
	case best == maybe:
		return match{degree: maybe}
	}
	return a.settled(match{part, common})
}

// settled makes a part of the area a doubt where the other end is somewhere in it.
func (a Area) settled(m match) match {
	if a.somewhere && m.degree == part {
		return match{degree: maybe}
	}
	return m
}

// text tells how much of the area a single text holds, other than a range of
// addresses where those of the area are known.
func (a Area) text(text string) degree {
	switch {
	case isAnybody(text):
		return all
	case a.kind == ofPlatform:
		return platformText(text)
	case isTag(text, azure.TagAzureLoadBalancer):
		return none
	case isTag(text, azure.TagVirtualNetwork):
		return a.ifKind(a.kind == inNetwork)
	case isTag(text, azure.TagInternet):
		return a.ifKind(a.kind != inNetwork)
	}
	if p, ok := parseRange(text); ok {
		return a.unknownRange(p)
	}
	tag, ok := azure.LookupServiceTag(text)
	switch {
	case !ok:
		return maybe
	case a.kind == inNetwork:
		return none
	case a.kind == onInternet:
		return part
	case isTag(tag.Name, a.tag), isTag(tag.Name, azure.TagAzureCloud):
		if tag.Region == "" {
			return all
		}
		return maybe
	}
	return none // the addresses of services overlap, but rarely those of whole ones
}

// platformText tells whether a tag holds the address of the host.
func platformText(text string) degree {
	tag, ok := azure.LookupServiceTag(text)
	switch {
	case isTag(text, azure.TagAzureLoadBalancer):
		return all
	case !ok, tag.Name == azure.TagVirtualNetwork, strings.HasPrefix(tag.Name, azure.TagAzureCloud), strings.HasPrefix(tag.Name, "AzurePlatform"):
		return maybe
	}
	return none
}

func (a Area) ifKind(is bool) degree {
	switch {
	case a.routed:
		return maybe
	case is:
		return all
	}
	return none
}

// unknownRange tells how much of an area whose addresses are not known a range may
// hold.
func (a Area) unknownRange(p netip.Prefix) degree {
	switch {
	case !p.Addr().Is4(), a.kind == ofService && !azure.HoldsPublic(p), p.IsSingleIP() && p.Addr() == azure.PlatformAddress:
		return none
	case p.Bits() == 0:
		return all
	case a.kind == ofService:
		return part
	}
	return maybe
}

func isTag(text, tag string) bool { return strings.EqualFold(text, tag) }

func isAnybody(text string) bool {
	return text == "*" || text == "0.0.0.0/0" || strings.EqualFold(text, "any")
}

// parseRange reads an address or a range of addresses.
func parseRange(text string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err == nil
}
