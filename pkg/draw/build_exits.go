package draw

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// exits draws NAT gateways and the connections of gateways.
func (b *builder) exits() {
	m := b.Model
	for _, s := range m.Subnets {
		if n, ok := s.NATGateway.Get(); ok {
			b.edge(Edge{From: b.subnet(s), To: b.nat(n), Flow: Outbound, Why: "the subnet has the NAT gateway"})
		}
	}
	for _, n := range m.NATGateways {
		b.nat(n)
	}
	for _, l := range m.GatewayLinks {
		if g, ok := l.Gateway.Get(); ok && b.made[Connection] < maxBoxes {
			box := b.element(&l.Element, nil, Box{Kind: Connection, Lane: Exits})
			b.edge(Edge{From: b.gateway(g), To: box, Flow: Outbound})
		}
	}
}

func (b *builder) nat(n *network.NATGateway) *Box {
	if box := b.boxes[&n.Element]; box != nil {
		return box
	}
	if b.made[NAT] >= maxBoxes {
		return b.stand(&n.Element, b.several(NAT, nil, Exits, "more NAT gateways"))
	}
	note := ""
	if addresses := len(n.PublicAddresses.Items); addresses > 0 {
		note = plural(addresses, "public address", "public addresses")
	}
	box := b.element(&n.Element, nil, Box{Kind: NAT, Lane: Exits, Notes: notes(note)})
	for _, e := range n.PublicAddresses.Items {
		if a, ok := e.Get(); ok {
			b.tells(a.Address, box)
		}
	}
	b.edge(Edge{From: box, To: b.world(), Flow: Outbound})
	return box
}

// world is the internet as the target of traffic.
func (b *builder) world() *Box {
	return b.outsider(Internet, "targets", Targets, "Internet", "targets")
}

// outbound draws where the traffic of each app to the internet goes, and what else the
// app uses.
func (b *builder) outbound() {
	for _, s := range b.Model.Sites {
		if !s.External {
			r := egress.Internet(b.Model, s)
			b.leaves(s, &r)
		}
		for _, h := range s.HybridConnections.Items {
			b.hybrid(s, h)
		}
	}
	b.services()
}

// leaves draws the path of an app's traffic to the internet from where it leaves what
// other edges show already.
func (b *builder) leaves(s *network.Site, r *egress.Row) {
	e := Edge{From: b.site(s), To: b.world(), Flow: Outbound, Why: left(r)}
	through := b.subnetOf(s.Joins())
	if plan := s.RunsOn().Target(); through == nil && plan != nil {
		through = b.subnetOf(plan.Subnet)
	}
	if _, env := s.Hosting(); env.Target() != nil {
		through = b.subnetOf(env.Target().Subnet)
	}
	switch r.Path {
	case egress.Default:
	case egress.NAT:
		return // drawn with the subnet
	case egress.Appliance:
		title := r.NextHop
		if title == "" {
			title = "appliance"
		}
		e.To = b.outsider(Appliance, title, Exits, title, "next hop")
	case egress.Gateway:
		e.To = b.outsider(Appliance, "gateway", Exits, "Virtual network gateway", "next hop")
	case egress.Blocked, egress.Dropped:
		e.State = Closed
	case egress.CannotTell:
		e.State = Unknown
	case egress.Direct, egress.Environment, egress.Network, egress.Peering, egress.ServiceEndpoint, egress.PrivateEndpoint:
	}
	if r.Path != egress.Default && r.Path != egress.CannotTell && through != nil {
		e.From = through
	}
	b.edge(e)
}

func left(r *egress.Row) string {
	why := joinNonEmpty(": ", joinNonEmpty(" ", string(r.Path), r.Through), r.Because)
	if len(r.Except) > 0 {
		why += "; except " + strings.Join(r.Except, ", ")
	}
	if r.At.HasText() {
		why += fmt.Sprintf(" (%s:%d)", r.At.File.Path, r.At.File.Position(r.At.Start, source.Runes).Line)
	}
	return why
}

// hybrid draws a hybrid connection; the uses of one relay are one box.
func (b *builder) hybrid(s *network.Site, h *network.HybridConnection) {
	var key any = &h.Element
	if relay, ok := h.Relay.Get(); ok {
		key = &relay.Element
	}
	box := b.boxes[key]
	if box == nil {
		if b.made[Hybrid] >= maxLeaves {
			box = b.several(Hybrid, nil, Targets, "more hybrid connections")
		} else {
			title := known(h.Host)
			if port, ok := h.Port.Get(); ok && title != "" {
				title = fmt.Sprintf("%s:%d", title, port)
			}
			if title == "" {
				title = h.Label()
			}
			box = b.add(key, nil, Box{Kind: Hybrid, Title: title, Lane: Targets})
		}
	}
	b.tells(h.Address, box)
	b.edge(Edge{From: b.site(s), To: box, Flow: Outbound, Why: "hybrid connection"})
}

// maxUses bounds the pairs of app and service that are looked at.
const maxUses = 200_000

// services draws what apps use, and what private endpoints lead to besides apps.
func (b *builder) services() {
	m := b.Model
	for _, e := range m.PrivateEndpoints {
		id, known := e.Target.Get()
		for _, g := range m.Guarded {
			if known && g.ID != "" && strings.EqualFold(g.ID, id) {
				b.edge(Edge{From: b.endpoint(e), To: b.service(g), Flow: Link})
			}
		}
	}
	if len(m.Sites)*len(m.Guarded) > maxUses {
		return
	}
	for _, s := range m.Sites {
		for _, g := range m.Guarded {
			if r, uses := s.ReferenceTo(g); uses {
				why := "the app uses it"
				if r.Setting != "" {
					why = "app setting " + r.Setting
				}
				b.edge(Edge{From: b.site(s), To: b.service(g), Flow: Outbound, Label: "uses", Why: why})
			}
		}
	}
}

func (b *builder) service(g *network.Guarded) *Box {
	if box := b.boxes[&g.Element]; box != nil {
		return box
	}
	if b.made[Service] >= maxLeaves {
		return b.stand(&g.Element, b.several(Service, nil, Targets, "more services"))
	}
	return b.element(&g.Element, nil, Box{Kind: Service, Type: serviceWords(g.Kind), Lane: Targets})
}

func serviceWords(kind string) string {
	switch kind {
	case "microsoft.storage/storageaccounts":
		return "storage account"
	case "microsoft.keyvault/vaults":
		return "key vault"
	case "microsoft.containerregistry/registries":
		return "container registry"
	case "":
		return string(Service)
	}
	return lastPart(kind)
}

// names draws private DNS zones: the endpoints that they know and the networks that
// they are linked with.
func (b *builder) names() {
	m := b.Model
	for _, e := range m.PrivateEndpoints {
		for _, z := range e.ZoneGroup.Items {
			if zone, ok := z.Get(); ok {
				b.edge(Edge{From: b.endpoint(e), To: b.zone(zone), Flow: Name, Why: "the DNS zone group of the endpoint"})
			}
		}
	}
	for _, z := range m.Zones {
		box := b.zone(z)
		for _, l := range z.Links.Items {
			b.tells(l.Address, box)
			b.edge(Edge{From: box, To: b.networkOf(l.VNet), Flow: Name, Why: "the zone is linked with the network"})
		}
		for _, r := range z.Records.Items {
			b.tells(r.Address, box)
			for _, e := range r.Endpoints.Items {
				b.edge(Edge{From: b.endpoint(e), To: box, Flow: Name, Why: "a record of the zone has the endpoint's address"})
			}
		}
	}
}

func (b *builder) zone(z *network.Zone) *Box {
	if box := b.boxes[&z.Element]; box != nil {
		return box
	}
	if b.made[Zone] >= maxLeaves {
		return b.stand(&z.Element, b.several(Zone, nil, Exits, "more private DNS zones"))
	}
	return b.element(&z.Element, nil, Box{Kind: Zone, Lane: Exits})
}
