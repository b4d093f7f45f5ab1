package draw

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// networks draws virtual networks with their subnets and what is in these.
func (b *builder) networks() {
	m := b.Model
	for _, v := range m.VNets {
		b.vnet(v)
	}
	for _, s := range m.Subnets {
		b.subnet(s)
	}
	for _, e := range m.PrivateEndpoints {
		b.endpoint(e)
	}
	for _, g := range m.ApplicationGateways {
		b.appGateway(g)
	}
	for _, g := range m.Gateways {
		b.gateway(g)
	}
	b.occupants()
	for _, p := range m.Peerings {
		b.peering(p)
	}
}

// elsewhere is the key of a thing outside of the configuration.
type elsewhere struct {
	kind Kind
	id   string
}

// many is the key of a box that stands for several things in another one.
type many struct {
	kind Kind
	in   *Box
}

// several returns the box that stands for the things of a kind inside another box.
func (b *builder) several(kind Kind, in *Box, lane Lane, words string) *Box {
	key := many{kind, in}
	box := b.boxes[key]
	if box == nil {
		box = b.add(key, in, Box{Kind: Other, Type: words, Lane: lane})
	}
	box.count++
	box.Title = fmt.Sprintf("%d in all", box.count)
	return box
}

func (b *builder) vnet(v *network.VNet) *Box {
	if box := b.boxes[&v.Element]; box != nil {
		return box
	}
	if b.made[VNet] >= maxBoxes {
		return b.stand(&v.Element, b.several(VNet, nil, Networks, "more virtual networks"))
	}
	return b.element(&v.Element, nil, Box{Kind: VNet, Lane: Networks, Notes: notes(prefixes(v.AddressSpace), servers(v.DNSServers))})
}

// stand has a box stand for a part of the model.
func (b *builder) stand(e *network.Element, box *Box) *Box {
	b.boxes[e] = box
	b.tells(e.Address, box)
	return box
}

func notes(all ...string) []string {
	line := joinNonEmpty(" · ", all...)
	if line == "" {
		return nil
	}
	return []string{line}
}

// shownPrefixes is how many address ranges are listed.
const shownPrefixes = 3

func prefixes(v value.Of[[]netip.Prefix]) string {
	all, known := v.Get()
	if !known || v.IsSensitive() {
		return ""
	}
	var out []string
	for i, p := range all {
		if i == shownPrefixes {
			return fmt.Sprintf("%s and %d more", strings.Join(out, ", "), len(all)-i)
		}
		out = append(out, p.String())
	}
	return strings.Join(out, ", ")
}

func servers(v value.Of[[]string]) string {
	all, known := v.Get()
	if !known || len(all) == 0 || v.IsSensitive() {
		return ""
	}
	return "DNS " + strings.Join(all, ", ")
}

func (b *builder) subnet(s *network.Subnet) *Box {
	if box := b.boxes[&s.Element]; box != nil {
		return box
	}
	in := b.networkOf(s.VNet)
	if len(b.Model.Subnets) > maxLeaves && b.isPlain(s) || b.made[Subnet] >= maxBoxes {
		return b.stand(&s.Element, b.several(Subnet, in, Networks, "other subnets"))
	}
	box := b.element(&s.Element, in, Box{Kind: Subnet, Lane: Networks, Notes: notes(prefixes(s.Prefixes))})
	for _, more := range []string{joinNonEmpty(" · ", guard(s)...), serviceEndpoints(s)} {
		if more != "" {
			box.Notes = append(box.Notes, b.text(more))
		}
	}
	if g := s.SecurityGroup.Target(); g != nil {
		b.tells(g.Address, box)
		for _, r := range g.Rules.Items {
			b.tells(r.Address, box)
		}
	}
	if t := s.RouteTable.Target(); t != nil {
		b.tells(t.Address, box)
		for _, r := range t.Routes.Items {
			b.tells(r.Element.Address, box)
		}
	}
	return box
}

// isPlain reports whether nothing is known to be in a subnet.
func (b *builder) isPlain(s *network.Subnet) bool {
	return len(s.Integrations.Items)+len(s.PrivateEndpoints.Items)+len(s.Environments.Items) == 0 && s.NATGateway.Target() == nil
}

// guard names what filters and leads the traffic of a subnet.
func guard(s *network.Subnet) []string {
	var out []string
	for _, g := range []struct{ what, name string }{
		{"NSG", s.SecurityGroup.Label()}, {"routes", s.RouteTable.Label()},
	} {
		if g.name != "" {
			out = append(out, g.what+" "+g.name)
		}
	}
	return out
}

func serviceEndpoints(s *network.Subnet) string {
	services, known := s.ServiceEndpoints.Get()
	if !known || len(services) == 0 || s.ServiceEndpoints.IsSensitive() {
		return ""
	}
	short := make([]string, len(services))
	for i, name := range services {
		short[i] = strings.TrimPrefix(name, "Microsoft.")
	}
	return "service endpoints " + strings.Join(short, ", ")
}

// networkOf returns the box of the network that an edge leads to; nil where it is not
// known.
func (b *builder) networkOf(e network.Edge[network.VNet]) *Box {
	if v, ok := e.Get(); ok {
		return b.vnet(v)
	}
	if e.IsOutside() {
		return b.foreign(VNet, e.ID(), nil, Networks)
	}
	return nil
}

// foreign returns the box of something outside of the configuration.
func (b *builder) foreign(kind Kind, id string, in *Box, lane Lane) *Box {
	key := elsewhere{kind, id}
	if box := b.boxes[key]; box != nil {
		return box
	}
	return b.add(key, in, Box{Kind: kind, Title: lastPart(id), Lane: lane, Foreign: true})
}

// subnetOf returns the box of the subnet that an edge leads to; nil where it is not
// known which one it is.
func (b *builder) subnetOf(e network.Edge[network.Subnet]) *Box {
	if s, ok := e.Get(); ok {
		return b.subnet(s)
	}
	if !e.IsOutside() {
		return nil
	}
	var in *Box
	if vnet, _, ok := strings.Cut(e.ID(), "/subnets/"); ok {
		in = b.foreign(VNet, vnet, nil, Networks)
		for _, v := range b.Model.VNets {
			if v.ID == vnet {
				in = b.vnet(v)
			}
		}
	}
	return b.foreign(Subnet, e.ID(), in, Networks)
}

func (b *builder) endpoint(e *network.PrivateEndpoint) *Box {
	if box := b.boxes[&e.Element]; box != nil {
		return box
	}
	in := b.subnetOf(e.Subnet)
	if len(b.Model.PrivateEndpoints) > maxLeaves {
		return b.stand(&e.Element, b.several(Endpoint, in, Networks, "private endpoints"))
	}
	return b.element(&e.Element, in, Box{Kind: Endpoint, Lane: Networks, Notes: notes(groups(e), approval(e))})
}

func groups(e *network.PrivateEndpoint) string {
	all, known := e.Groups.Get()
	if !known || e.Groups.IsSensitive() {
		return ""
	}
	return "to " + joinNonEmpty(", ", all...)
}

func approval(e *network.PrivateEndpoint) string {
	if value.Is(e.Manual, true) {
		return "approved by hand"
	}
	return ""
}

func (b *builder) appGateway(g *network.ApplicationGateway) *Box {
	if box := b.boxes[&g.Element]; box != nil {
		return box
	}
	var in *Box
	for _, s := range g.Subnets.Items {
		if in = b.subnetOf(s); in != nil {
			break
		}
	}
	if b.made[AppGateway] >= maxBoxes {
		return b.stand(&g.Element, b.several(AppGateway, in, Fronts, "more application gateways"))
	}
	return b.element(&g.Element, in, Box{Kind: AppGateway, Lane: Fronts})
}

func (b *builder) gateway(g *network.Gateway) *Box {
	if box := b.boxes[&g.Element]; box != nil {
		return box
	}
	kind := "virtual network gateway"
	switch express, known := g.ExpressRoute.Get(); {
	case known && express:
		kind = "ExpressRoute gateway"
	case known:
		kind = "VPN gateway"
	}
	var more []string
	if value.Is(g.PointToSite, true) {
		more = append(more, "point-to-site")
	}
	return b.element(&g.Element, b.subnetOf(g.Subnet), Box{Kind: Gateway, Type: kind, Lane: Networks, Notes: notes(more...)})
}

// shownOccupants is how many other resources of a subnet are named.
const shownOccupants = 3

// occupants draws other resources in subnets.
func (b *builder) occupants() {
	drawn := map[string]bool{}
	for _, g := range b.Model.ApplicationGateways {
		drawn[g.Address] = true
	}
	for _, g := range b.Model.Gateways {
		drawn[g.Address] = true
	}
	for _, s := range b.Model.Subnets {
		var rest []*network.Occupant
		for _, o := range s.Occupants.Items {
			if !drawn[o.Address] {
				rest = append(rest, o)
			}
		}
		in := b.boxes[&s.Element]
		if len(rest) > shownOccupants || in.Kind != Subnet || b.made[Other] >= maxBoxes {
			for _, o := range rest {
				b.stand(&o.Element, b.several(Other, in, Networks, "other resources"))
			}
			continue
		}
		for _, o := range rest {
			b.element(&o.Element, in, Box{Kind: Other, Type: o.Kind, Lane: Networks})
		}
	}
}

func (b *builder) peering(p *network.Peering) {
	from, to := b.networkOf(p.From), b.networkOf(p.To)
	b.tells(p.Address, from)
	why := ""
	if value.Is(p.AllowAccess, false) {
		why = "access between the networks is off"
	}
	if back := b.edges[edgeKey{from: to, to: from, flow: Peer, state: Plain}]; back != nil && why == "" {
		back.Why, back.Both = "peered from both sides", true
		return
	}
	state := Plain
	if why != "" {
		state = Closed
	}
	b.edge(Edge{From: from, To: to, Flow: Peer, State: state, Why: joinNonEmpty("; ", "peering "+p.Label(), why)})
}

func plural(n int, one, many string) string { return lint.Plural(n, one, many) }
