package network

import (
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/value"
)

// Link fills the sets that lead back along edges: the sites of a plan, the
// endpoints of a site. It is called once, when all edges are in place.
//
// A set is complete if no edge that might lead here is unknown, if the model is
// complete, and if this configuration creates the part itself: what another
// configuration adds to its own resources cannot be seen.
func (m *Model) Link() {
	missing := ""
	if len(m.Incomplete) > 0 {
		missing = m.Incomplete[0]
	}

	together(
		reverse(missing, m.Sites, m.Plans, one((*Site).RunsOn),
			func(p *Plan) *value.Set[*Site] { return &p.Sites }),
		reverse(missing, m.Sites, m.Sites, one(func(s *Site) Edge[Site] { return s.Parent }),
			func(p *Site) *value.Set[*Site] { return &p.Slots }),
		reverse(missing, m.Sites, m.Subnets, (*Site).integrationEdges,
			func(s *Subnet) *value.Set[*Site] { return &s.Integrations }),
		reverse(missing, m.Plans, m.Environments, one(func(p *Plan) Edge[Environment] { return p.Environment }),
			func(e *Environment) *value.Set[*Plan] { return &e.Plans }),
		reverse(missing, m.Environments, m.Subnets, one(func(e *Environment) Edge[Subnet] { return e.Subnet }),
			func(s *Subnet) *value.Set[*Environment] { return &s.Environments }),
		reverse(missing, m.PrivateEndpoints, m.Subnets, one(func(e *PrivateEndpoint) Edge[Subnet] { return e.Subnet }),
			func(s *Subnet) *value.Set[*PrivateEndpoint] { return &s.PrivateEndpoints }),
		reverse(missing, m.PrivateEndpoints, m.Sites, one(func(e *PrivateEndpoint) Edge[Site] { return e.Site }),
			func(s *Site) *value.Set[*PrivateEndpoint] { return &s.PrivateEndpoints }),
		reverse(missing, m.Occupants, m.Subnets, one(func(o *Occupant) Edge[Subnet] { return o.Subnet }),
			func(s *Subnet) *value.Set[*Occupant] { return &s.Occupants }),
		reverse(missing, m.Subnets, m.VNets, one(func(s *Subnet) Edge[VNet] { return s.VNet }),
			func(v *VNet) *value.Set[*Subnet] { return &v.Subnets }),
		reverse(missing, m.Peerings, m.VNets, one(func(p *Peering) Edge[VNet] { return p.From }),
			func(v *VNet) *value.Set[*Peering] { return &v.Peerings }),
		reverse(missing, m.Gateways, m.VNets, one(gatewayNetwork),
			func(v *VNet) *value.Set[*Gateway] { return &v.Gateways }),
		reverse(missing, m.ZoneLinks, m.VNets, one(func(l *ZoneLink) Edge[VNet] { return l.VNet }),
			func(v *VNet) *value.Set[*ZoneLink] { return &v.ZoneLinks }),
		reverse(missing, m.ZoneLinks, m.Zones, one(func(l *ZoneLink) Edge[Zone] { return l.Zone }),
			func(z *Zone) *value.Set[*ZoneLink] { return &z.Links }),
		reverse(missing, m.Records, m.Zones, one(func(r *Record) Edge[Zone] { return r.Zone }),
			func(z *Zone) *value.Set[*Record] { return &z.Records }),
		reverse(missing, m.HybridConnections, m.Sites, one(func(h *HybridConnection) Edge[Site] { return h.Site }),
			func(s *Site) *value.Set[*HybridConnection] { return &s.HybridConnections }),
		reverse(missing, m.HybridConnections, m.RelayConnections, one(func(h *HybridConnection) Edge[RelayConnection] { return h.Relay }),
			func(r *RelayConnection) *value.Set[*HybridConnection] { return &r.Uses }),
		reverse(missing, m.Bindings, m.Sites, one(func(b *Binding) Edge[Site] { return b.Site }),
			func(s *Site) *value.Set[*Binding] { return &s.Bindings }),
		reverse(missing, m.Origins, m.Sites, func(o *Origin, to []Edge[Site]) []Edge[Site] { return append(to, o.Site, o.PrivateLinkSite) },
			func(s *Site) *value.Set[*Origin] { return &s.Origins }),
		reverse(missing, m.TrafficEndpoints, m.Sites, one(func(e *TrafficEndpoint) Edge[Site] { return e.Site }),
			func(s *Site) *value.Set[*TrafficEndpoint] { return &s.TrafficEndpoints }),
		reverse(missing, m.TrafficEndpoints, m.TrafficManagers, one(func(e *TrafficEndpoint) Edge[TrafficManager] { return e.Profile }),
			func(t *TrafficManager) *value.Set[*TrafficEndpoint] { return &t.Endpoints }),
		reverse(missing, m.TrafficEndpoints, m.TrafficManagers, one(func(e *TrafficEndpoint) Edge[TrafficManager] { return e.Nested }),
			func(t *TrafficManager) *value.Set[*TrafficEndpoint] { return &t.Parents }),
		reverse(missing, m.Perimeters, m.Sites, one(func(a *PerimeterAssociation) Edge[Site] { return a.Site }),
			func(s *Site) *value.Set[*PerimeterAssociation] { return &s.Perimeters }),
		reverse(missing, m.AutoscaleSettings, m.Plans, one(func(a *AutoscaleSetting) Edge[Plan] { return a.Plan }),
			func(p *Plan) *value.Set[*AutoscaleSetting] { return &p.Autoscale }),
	)
}

// together runs functions side by side. Each of them fills sets that no other one
// looks at.
func together(functions ...func()) {
	var done sync.WaitGroup
	for _, f := range functions {
		done.Go(f)
	}
	done.Wait()
}

const existsElsewhere = "it is not created by this configuration"

// edgesOf appends the edges of a source.
type edgesOf[S, T any] func(source *S, to []Edge[T]) []Edge[T]

// one makes edges of a single edge.
func one[S, T any](edge func(*S) Edge[T]) edgesOf[S, T] {
	return func(source *S, to []Edge[T]) []Edge[T] { return append(to, edge(source)) }
}

// reverse returns a function that follows the edges of every source and enters the
// source in the set of each target it leads to.
func reverse[S, T any](missing string, sources []*S, targets []*T, edges edgesOf[S, T], set func(*T) *value.Set[*S]) func() {
	return func() { enter(missing, sources, targets, edges, set) }
}

func enter[S, T any](missing string, sources []*S, targets []*T, edges edgesOf[S, T], set func(*T) *value.Set[*S]) {
	everywhere := missing
	var found []Edge[T]
	for _, s := range sources {
		var done *T // a source with two edges to one target is entered once
		found = edges(s, found[:0])
		for _, e := range found {
			switch {
			case e.IsUnknown():
				if everywhere == "" {
					everywhere = nonEmpty(e.Why())
				}
			case e.state == edgeAnyOf:
				for _, t := range e.targets {
					markIncomplete(set(t), nonEmpty(e.Why()))
				}
			case e.state == edgeExact && e.targets[0] != done:
				done = e.targets[0]
				into := set(done)
				into.Items = append(into.Items, s)
			}
		}
	}
	for _, t := range targets {
		if everywhere != "" {
			markIncomplete(set(t), everywhere)
		}
		if subject, ok := any(t).(Subject); ok && subject.Common().External {
			markIncomplete(set(t), existsElsewhere)
		}
	}
}

func markIncomplete[S any](s *value.Set[S], why string) {
	if s.Incomplete == "" {
		s.Incomplete = why
	}
}

func nonEmpty(why string) string {
	if why == "" {
		return "a reference that is not known yet"
	}
	return why
}

func (s *Site) integrationEdges(to []Edge[Subnet]) []Edge[Subnet] {
	for _, i := range s.Integrations.Items {
		to = append(to, i.Subnet)
	}
	if !s.Integrations.Complete() {
		to = append(to, Open[Subnet](s.Integrations.Incomplete, s.At))
	}
	return to
}

func gatewayNetwork(g *Gateway) Edge[VNet] {
	if subnet, ok := g.Subnet.Get(); ok {
		return subnet.VNet
	}
	if g.Subnet.IsOutside() {
		if id, ok := parentID(g.Subnet.ID(), "/subnets/"); ok {
			return Outside[VNet](id, g.Subnet.At())
		}
	}
	return Open[VNet](g.Subnet.Why(), g.Subnet.At())
}

func parentID(id, separator string) (string, bool) {
	parent, _, ok := strings.Cut(id, separator)
	return parent, ok
}

// RunsOn leads to the plan that the site runs on: a slot without a plan of its
// own runs on its app's.
func (s *Site) RunsOn() Edge[Plan] {
	if !s.Slot || !s.Plan.IsAbsent() {
		return s.Plan
	}
	switch parent, ok := s.Parent.Get(); {
	case ok:
		return parent.Plan
	default:
		return Open[Plan](s.Parent.Why(), s.Parent.At())
	}
}

// Hosting tells whether a site runs in an App Service Environment.
type Hosting uint8

// The answers. HostingUnknown is the zero value.
const (
	HostingUnknown Hosting = iota
	Multitenant
	InEnvironment
)

// Hosting tells whether the site runs in an App Service Environment, and leads
// to it where that is known.
func (s *Site) Hosting() (Hosting, Edge[Environment]) {
	if s.Environment.IsPresent() {
		return InEnvironment, s.Environment
	}
	if s.Flex {
		return Multitenant, Edge[Environment]{}
	}
	plan, ok := s.RunsOn().Get()
	switch {
	case !ok, s.Environment.IsUnknown():
		return HostingUnknown, Open[Environment](s.RunsOn().Why(), s.At)
	case plan.Environment.IsPresent():
		return InEnvironment, plan.Environment
	case plan.Environment.IsAbsent():
		return Multitenant, Edge[Environment]{}
	}
	return HostingUnknown, plan.Environment
}

// App returns the app that a slot belongs to, or the site itself; false where a
// slot's app is not known.
func (s *Site) App() (*Site, bool) {
	if !s.Slot {
		return s, true
	}
	return s.Parent.Get()
}

// Public is the effective public network access of a site.
type Public uint8

// The effective states. PublicUndecided is the zero value.
const (
	PublicUndecided Public = iota
	PublicOpen
	PublicClosed
	PublicPerimeter
)

// Public returns the effective public network access: what is sent, or, where
// nothing is sent, open unless the site has a private endpoint.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access
func (s *Site) Public() Public {
	switch v, ok := s.PublicAccess.Get(); {
	case s.publicAccessContradicts():
		return PublicUndecided
	case ok && strings.EqualFold(v, PublicDisabled):
		return PublicClosed
	case ok && strings.EqualFold(v, SecuredByPerimeter):
		return PublicPerimeter
	case ok && v != "":
		return PublicOpen
	case s.PublicAccess.IsUnknown():
		return PublicUndecided
	case len(s.PrivateEndpoints.Items) > 0:
		return PublicClosed
	case s.PrivateEndpoints.Complete():
		return PublicOpen
	}
	return PublicUndecided
}

// publicAccessContradicts reports whether the two places of the property name
// different values: which of them Azure obeys is not documented.
func (s *Site) publicAccessContradicts() bool {
	site, ok := s.PublicAccess.Get()
	config, written := s.ConfigPublicAccess.Get()
	return ok && written && !strings.EqualFold(site, config)
}
