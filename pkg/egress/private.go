package egress

import (
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// privateRanges are those of RFC 1918, for which Azure has routes that drop traffic.
var (
	privateRanges = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	}
	rfc1918 = nsg.SetOf(privateRanges...)
)

// private answers for private addresses, which enter the network whatever the
// switches say: those of the network, of each peered one, and all others.
func (a app) private() []Row {
	r := Row{Class: ToPrivate}
	switch a.door.kind {
	case unknownDoor:
		return []Row{r.cannotTell(a.door.why, a.door.at)}
	case noDoor:
		r.Path, r.Because, r.At = Dropped, "the app joins no virtual network", a.site.At
		return []Row{r}
	case gatewayDoor:
		r.Path, r.Through, r.At = Gateway, a.site.GatewayVNets.Items[0].VNet.Label(), a.door.at
		r.Because = "gateway-required integration; route tables and security groups have no effect"
		return []Row{r}
	case subnetDoor:
	}
	vnet, ok := a.door.subnet.VNet.Get()
	space, known := spaceOf(vnet)
	if !ok || !known {
		return []Row{a.unseen(r)}
	}
	rows := []Row{a.own(vnet, space)}
	taken := nsg.SetOf(space...)
	certain := vnet.Peerings.Complete() && !vnet.External
	for _, p := range vnet.Peerings.Items {
		row, there := a.peered(p)
		rows = append(rows, row)
		taken, certain = taken.Union(there), certain && !there.IsEmpty()
	}
	return append(rows, a.elsewhere(vnet, rfc1918.Subtract(taken), certain))
}

// unseen answers where the addresses of the network are not known.
func (a app) unseen(r Row) Row {
	r, passes := a.filtered(r, nsg.Network(), nsg.AnyPort)
	if !passes {
		return r
	}
	s := a.door.subnet
	return r.cannotTell("the address space of the virtual network of subnet "+quote(s.Label())+" is not known", s.At)
}

// spaceOf returns the IPv4 address space of a network.
func spaceOf(v *network.VNet) ([]netip.Prefix, bool) {
	if v == nil {
		return nil, false
	}
	all, known := v.AddressSpace.Get()
	var out []netip.Prefix
	for _, p := range all {
		if p.IsValid() && p.Addr().Is4() {
			out = append(out, p.Masked())
		}
	}
	return out, known && len(out) > 0
}

// own answers for the addresses of the app's own network.
func (a app) own(vnet *network.VNet, space []netip.Prefix) Row {
	r := Row{Class: ToPrivate, Traffic: "network " + vnet.Label()}
	return a.connected(r, space, func(r Row) Row {
		r.Path, r.Through, r.At = Network, vnet.Label(), vnet.At
		r.Because = "Azure's own route for the address space of the network"
		return r
	})
}

// connected answers for a network whose address space is known. Addresses outside
// the private ranges enter only with Route all.
func (a app) connected(r Row, space []netip.Prefix, system func(Row) Row) Row {
	addresses := nsg.SetOf(space...)
	if !a.door.forced && !value.Is(a.site.Routing.All, true) {
		private := addresses.Intersect(rfc1918)
		if private.IsEmpty() {
			return a.entering(r, a.site.Routing.All, system)
		}
		if !private.Equal(addresses) {
			r.Except = append(r.Except, "addresses outside RFC 1918, for which Route all decides")
		}
		addresses = private
	}
	r, passes := a.filtered(r, nsg.NetworkSet(addresses), nsg.AnyPort)
	if !passes {
		return r
	}
	return a.routed(r, route(a.door.subnet, addresses, space...), system)
}

// peered answers for a peered network, with its addresses; none where they are
// not known.
func (a app) peered(p *network.Peering) (Row, nsg.Set) {
	r := Row{Class: ToPrivate, Traffic: "peered network " + label(p.To)}
	to, ok := p.To.Get()
	space, known := spaceOf(to)
	if !ok || !known {
		return r.cannotTell("the address space of the peered network is not known", p.At), nsg.Set{}
	}
	there := nsg.SetOf(space...)
	switch {
	case p.AllowAccess.IsUnknown():
		return r.cannotTell("whether the peering allows access is not known: "+unknown(p.AllowAccess), p.At), there
	case value.Is(p.AllowAccess, false):
		return r.cannotTell("peering "+quote(p.Label())+" does not allow access", p.AllowAccess.At()), there
	case !a.peersBack(p, to):
		return r.cannotTell("the peering back from network "+quote(to.Label())+" is not in the configuration", p.At), there
	}
	return a.connected(r, space, func(r Row) Row {
		r.Path, r.Through, r.Because, r.At = Peering, p.Label(), "Azure's own route for the peering", p.At
		return r
	}), there
}

func label[T any](e network.Edge[T]) string {
	if name := e.Label(); name != "" {
		return name
	}
	return "that is not known"
}

// peersBack reports whether the other direction of a peering is certainly there.
func (a app) peersBack(p *network.Peering, to *network.VNet) bool {
	return slices.ContainsFunc(to.Peerings.Items, func(back *network.Peering) bool {
		same, _ := network.SameTarget(back.To, p.From)
		return same
	})
}

// elsewhere answers for the private addresses that are in none of the networks.
// Azure has a route that drops them, but a gateway may know the way.
func (a app) elsewhere(vnet *network.VNet, addresses nsg.Set, certain bool) Row {
	r := Row{Class: ToPrivate, Traffic: "other private addresses"}
	if addresses.IsEmpty() {
		return r.cannotTell("the networks take all private addresses", vnet.At)
	}
	way := route(a.door.subnet, addresses, privateRanges...)
	if way.why == "" && way.main.route == nil {
		for _, d := range defaultRoutes(way.table) {
			return r.cannotTell("route "+quote(d.Label())+" takes what no other route does, but whether private addresses belong to that is not documented", d.At)
		}
	}
	r, passes := a.filtered(r, nsg.NetworkSet(addresses), nsg.AnyPort)
	if !passes {
		return r
	}
	return a.routed(r, way, func(r Row) Row {
		gateway := a.gateway()
		switch {
		case gateway != "":
			r.Path, r.Through, r.At = Gateway, gateway, vnet.At
			r.Because = "the gateway takes what it knows routes to, and Azure drops the rest"
		case !certain, !vnet.Gateways.Complete():
			return r.cannotTell("there may be gateways or peerings that know the way", vnet.At)
		default:
			r.Path, r.At = Dropped, vnet.At
			r.Because = "network " + quote(vnet.Label()) + " has no gateway, and Azure's own route drops private addresses"
		}
		return r
	})
}

// defaultRoutes returns the user's route for everything, if there is one.
func defaultRoutes(t *network.RouteTable) []*network.Route {
	if t == nil {
		return nil
	}
	for i := range t.Routes.Items {
		if p, ok := parse(t.Routes.Items[i].Prefix.Or("")); ok && p.Bits() == 0 {
			return []*network.Route{&t.Routes.Items[i]}
		}
	}
	return nil
}

// gateway names a gateway that may tell the app's subnet routes: one of the network
// or of a peered one; "" where there is none to be seen.
func (a app) gateway() string {
	vnet := a.door.subnet.VNet.Target()
	if vnet == nil {
		return ""
	}
	for _, g := range vnet.Gateways.Items {
		return "gateway " + g.Label()
	}
	for _, p := range vnet.Peerings.Items {
		if value.Is(p.RemoteGateways, true) {
			return "the gateway of network " + label(p.To)
		}
	}
	return ""
}
