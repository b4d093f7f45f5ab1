package access

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// cover holds what rules with the same filter match, each client belonging to the
// first rule that matches it.
type cover struct {
	filter    *filter
	axis      axis
	addrs     painter
	tags      map[string]int // position of the rule, by tag
	subnets   map[string]int // the same by subnet
	anySubnet int            // the position, or unpainted
	anywhere  int            // the position, or unpainted
}

// newCover returns an empty cover for rules whose addresses begin and end where
// the given sets do.
func newCover(f *filter, cuts []ranges) *cover {
	x := newAxis(cuts...)
	return &cover{
		filter:    f,
		axis:      x,
		addrs:     newPainter(x.segments()),
		tags:      map[string]int{},
		subnets:   map[string]int{},
		anySubnet: unpainted,
		anywhere:  unpainted,
	}
}

// add gives a rule what no earlier one has; rules are added in evaluation order.
func (c *cover) add(position int, o *origin) {
	c.addrs.paint(&c.axis, o.public(), position)
	for _, t := range o.tags {
		if _, taken := c.tags[t]; !taken {
			c.tags[t] = position
		}
	}
	switch {
	case o.kind == subnet && c.ownerOf(o) == unpainted:
		c.subnets[o.subnet] = position
	case o.kind == anySubnet && c.anySubnet == unpainted:
		c.anySubnet = position
	case o.kind == anywhere && c.anywhere == unpainted:
		c.anywhere = position
	}
}

// ownerOf returns the rule that matches all of a source of one piece, or
// unpainted.
func (c *cover) ownerOf(o *origin) int {
	switch o.kind {
	case subnet:
		return earliest(at(c.subnets, o.subnet), c.anySubnet, c.anywhere)
	case anySubnet:
		return earliest(c.anySubnet, c.anywhere)
	default:
		return c.anywhere
	}
}

// take splits a source into what the rules of the cover match, adding these rules
// to owners, and the rest. It reports whether there is no rest.
func (c *cover) take(o origin, owners *[]int) (rest origin, all bool) {
	switch o.kind {
	case addresses:
		o.addrs = c.takeAddrs(o.addrs, owners)
		return o, len(o.addrs) == 0
	case tags:
		o.tags = c.takeTags(o.tags, owners)
		return o, len(o.tags) == 0
	default:
		owner := c.ownerOf(&o)
		if owner == unpainted {
			return o, false
		}
		*owners = append(*owners, owner)
		return o, true
	}
}

func (c *cover) takeTags(s []string, owners *[]int) (rest []string) {
	for _, t := range s {
		if p := earliest(at(c.tags, t), at(c.tags, tagBase(t)), c.anywhere); p != unpainted {
			*owners = append(*owners, p)
		} else {
			rest = append(rest, t)
		}
	}
	return rest
}

func (c *cover) takeAddrs(s ranges, owners *[]int) (rest ranges) {
	for _, r := range s {
		first, last := c.axis.span(r)
		for i := first; i <= last; i++ {
			switch color := int(c.addrs.color[i]); {
			case color == unpainted:
				rest = append(rest, ranges{c.axis.at(i)}.intersect(ranges{r})...)
			case i == first || color != int(c.addrs.color[i-1]):
				*owners = append(*owners, color)
			}
		}
	}
	return rest
}

// holds reports whether the rules of the cover match an address.
func (c *cover) holds(a netip.Addr) bool { return c.addrs.color[c.axis.segment(a)] != unpainted }

// takesAll reports whether the rules of the cover match a whole source.
func (c *cover) takesAll(o *origin) bool {
	if o.kind != addresses {
		var owners []int
		_, all := c.take(*o, &owners)
		return all
	}
	return !slices.ContainsFunc(o.addrs, func(r netipx.IPRange) bool {
		first, last := c.axis.span(r)
		return c.addrs.find(first) <= last
	})
}

func at(m map[string]int, key string) int {
	if p, ok := m[key]; ok {
		return p
	}
	return unpainted
}

func earliest(positions ...int) int {
	first := unpainted
	for _, p := range positions {
		if p != unpainted && (first == unpainted || p < first) {
			first = p
		}
	}
	return first
}
