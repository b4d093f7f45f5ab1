package access

import (
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// origin is the source of a rule.
type origin struct {
	kind   originKind
	addrs  ranges   // of addresses, and of anywhere
	tags   []string // lower case, sorted
	subnet string
}

type originKind uint8

const (
	// undecided origins match something: the source is not known, opaque or
	// not valid.
	undecided originKind = iota
	addresses
	tags
	subnet
	anySubnet
	anywhere
)

// newOrigin takes the room for addresses from a slab, as far as that has any.
func newOrigin(v value.Of[Source], slab *[]netipx.IPRange) origin {
	s, ok := v.Get()
	if !ok || s.Opaque {
		return origin{}
	}
	o := origin{}
	kinds := 0
	if s.Any {
		o.kind, o.addrs = anywhere, everywhere
		kinds++
	}
	if s.AnyVNets {
		o.kind = anySubnet
		kinds++
	}
	if s.Subnet != "" {
		o.kind, o.subnet = subnet, s.Subnet
		kinds++
	}
	if len(s.Tags) > 0 {
		o.kind, o.tags = tags, normalizedTags(s.Tags)
		kinds++
	}
	if len(s.Prefixes) > 0 {
		o.kind, o.addrs = addresses, addRanges(cutOff(slab, len(s.Prefixes)), s.Prefixes)
		kinds++
	}
	if kinds != 1 || slices.ContainsFunc(s.Prefixes, isVague) || slices.Contains(s.Tags, "") {
		return origin{}
	}
	return o
}

// cutOff returns room for n ranges at the beginning of a slab; nil where it has not
// so much.
func cutOff(slab *[]netipx.IPRange, n int) []netipx.IPRange {
	if cap(*slab) < n {
		return nil
	}
	room := (*slab)[:0:n]
	*slab = (*slab)[n:cap(*slab)]
	return room
}

// isVague reports whether it is not clear which addresses a prefix stands for.
func isVague(p netip.Prefix) bool { return !p.IsValid() || p.Addr().Is4In6() }

func normalizedTags(written []string) []string {
	lower := make([]string, len(written))
	for i, t := range written {
		lower[i] = strings.ToLower(t)
	}
	slices.Sort(lower)
	return slices.Compact(lower)
}

// covers reports whether o alone certainly matches every client that p matches.
func (o *origin) covers(p *origin) bool {
	switch {
	case p.kind == undecided:
		return false
	case o.kind == anywhere:
		return true
	case o.kind == anySubnet:
		return p.kind == anySubnet || p.kind == subnet
	case p.kind == addresses:
		return o.public().covers(p.addrs)
	case o.kind != p.kind:
		return false
	case o.kind == tags:
		for _, t := range p.tags {
			if !o.holdsTag(t) {
				return false
			}
		}
		return true
	}
	return o.kind == subnet && o.subnet == p.subnet
}

// holdsTag reports whether every address of a tag is certainly in the tags of o.
func (o *origin) holdsTag(tag string) bool {
	return slices.ContainsFunc(o.tags, func(t string) bool { return tagWithin(tag, t) })
}

// public returns the addresses that o matches for a client of which nothing but
// its address is known.
func (o *origin) public() ranges {
	if o.isInternet() {
		return internet
	}
	return o.addrs
}

// isInternet reports whether o is the tag of all public addresses.
func (o *origin) isInternet() bool { return slices.Contains(o.tags, internetTag) }

// matches says whether the client comes from o.
func (o *origin) matches(c *Client) match {
	switch o.kind {
	case anywhere:
		return sure
	case anySubnet:
		return matchIf(c.Subnet != "")
	case subnet:
		return matchIf(c.Subnet == o.subnet)
	case tags:
		switch {
		case slices.ContainsFunc(c.Tags, o.holdsTag):
			return sure
		case o.isInternet():
			return holdsClient(internet, c)
		}
		return never
	case addresses:
		return holdsClient(o.addrs, c)
	default:
		return maybe
	}
}

func holdsClient(s ranges, c *Client) match {
	switch {
	case c.Addr.IsValid():
		return matchIf(s.contains(c.Addr))
	case c.Subnet != "":
		return viaEndpoint(s)
	}
	return maybe
}

// viaEndpoint says whether addresses match requests over a service endpoint. These
// come from the address space of a virtual network, which no range of the internet
// matches; a wider range is not documented to.
func viaEndpoint(s ranges) match {
	if s.overlaps(notInternet) {
		return maybe
	}
	return never
}
