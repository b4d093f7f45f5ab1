package draw

import (
	"github.com/appnetlint/appnetlint/pkg/network"
)

// fronts draws what stands in front of apps.
func (b *builder) fronts() {
	m := b.Model
	for _, f := range m.FrontDoors {
		b.frontDoor(f)
	}
	for _, o := range m.Origins {
		b.tells(o.Address, b.frontDoorOf(o))
	}
	for _, t := range m.TrafficManagers {
		b.trafficManager(t)
	}
	for _, e := range m.TrafficEndpoints {
		b.trafficEndpoint(e)
	}
	for _, g := range m.ApplicationGateways {
		b.backends(g)
	}
}

func (b *builder) frontDoor(f *network.FrontDoor) *Box {
	if box := b.boxes[&f.Element]; box != nil {
		return box
	}
	kind := string(FrontDoor)
	if f.Classic {
		kind += " (classic)"
	}
	if b.made[FrontDoor] >= maxBoxes {
		return b.stand(&f.Element, b.several(FrontDoor, nil, Fronts, "more Front Doors"))
	}
	box := b.element(&f.Element, nil, Box{Kind: FrontDoor, Type: kind, Lane: Fronts, Notes: notes(known(f.SKU))})
	b.edge(Edge{From: b.internet(), To: box, Flow: Inbound})
	return box
}

// frontDoorOf returns the box of an origin's Front Door; nil where it is not known.
func (b *builder) frontDoorOf(o *network.Origin) *Box {
	if f, ok := o.FrontDoor.Get(); ok {
		return b.frontDoor(f)
	}
	if o.FrontDoor.IsOutside() {
		return b.foreign(FrontDoor, o.FrontDoor.ID(), nil, Fronts)
	}
	return nil
}

func (b *builder) trafficManager(t *network.TrafficManager) *Box {
	if box := b.boxes[&t.Element]; box != nil {
		return box
	}
	if b.made[TrafficManager] >= maxBoxes {
		return b.stand(&t.Element, b.several(TrafficManager, nil, Fronts, "more Traffic Managers"))
	}
	box := b.element(&t.Element, nil, Box{Kind: TrafficManager, Lane: Fronts})
	b.edge(Edge{From: b.internet(), To: box, Flow: Name, Why: "clients ask for the profile's name"})
	return box
}

func (b *builder) trafficEndpoint(e *network.TrafficEndpoint) {
	profile, ok := e.Profile.Get()
	if !ok {
		return
	}
	from := b.trafficManager(profile)
	b.tells(e.Address, from)
	why := "endpoint " + e.Label()
	if s, ok := e.Site.Get(); ok {
		b.edge(Edge{From: from, To: b.site(s), Flow: Name, Why: why})
	}
	if t, ok := e.Nested.Get(); ok {
		b.edge(Edge{From: from, To: b.trafficManager(t), Flow: Name, Why: why})
	}
}

func (b *builder) backends(g *network.ApplicationGateway) {
	from := b.appGateway(g)
	for i := range g.Backends.Items {
		if s, ok := g.Backends.Items[i].Site.Get(); ok {
			b.edge(Edge{From: from, To: b.site(s), Flow: Inbound, Label: "backend"})
		}
	}
}
