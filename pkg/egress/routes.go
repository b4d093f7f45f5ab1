package egress

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// share is the part of some addresses that one route takes.
type share struct {
	route *network.Route // nil for a route of Azure's own
	size  uint64         // in addresses
}

// routing is what the routes of a subnet do with some addresses.
type routing struct {
	table *network.RouteTable
	main  share // the route of most of the addresses
	other []*network.Route
	why   string // what is not known; the rest says nothing then
	at    source.Range
}

// tableOf returns the route table of a subnet, nil if it certainly has none, and what
// is not known of it.
func tableOf(s *network.Subnet) (table *network.RouteTable, why string) {
	e := s.RouteTable
	table, ok := e.Get()
	switch {
	case e.IsAbsent() && s.External:
		return nil, "the route table of subnet " + quote(s.Label()) + " is not known, for this configuration does not create it"
	case e.IsAbsent():
		return nil, ""
	case e.IsOutside():
		return nil, "route table " + quote(e.Label()) + " is not in the configuration"
	case !ok:
		return nil, "which route table subnet " + quote(s.Label()) + " has is not known: " + e.Why()
	case !table.Routes.Complete():
		return table, "route table " + quote(table.Label()) + " may have more routes: " + table.Routes.Incomplete
	case table.External:
		return table, "route table " + quote(table.Label()) + " may have more routes, for this configuration does not create it"
	}
	return table, ""
}

// entry is a route in the order of its prefix; route is nil for one of Azure's own.
type entry struct {
	prefix netip.Prefix
	route  *network.Route
}

// route tells which routes of a subnet some addresses take: the one with the longest
// prefix, and of two with the same prefix the user's. system are the prefixes of
// Azure's own routes.
func route(s *network.Subnet, addresses nsg.Set, system ...netip.Prefix) routing {
	table, why := tableOf(s)
	out := routing{table: table, why: why, at: s.RouteTable.At()}
	if why != "" {
		return out
	}
	var entries []entry
	for _, p := range system {
		entries = append(entries, entry{prefix: p})
	}
	if table != nil {
		for i := range table.Routes.Items {
			r := &table.Routes.Items[i]
			prefix, known := r.Prefix.Get()
			if !known {
				out.why, out.at = "route "+quote(r.Label())+" has an address prefix that is not known", r.At
				return out
			}
			if p, ok := parse(prefix); ok {
				entries = append(entries, entry{p, r})
			} else if tag, ok := azure.LookupServiceTag(prefix); ok && tag.Name != "" && holdsPublic(addresses) {
				out.other = append(out.other, r)
			}
		}
	}
	out.divide(addresses, entries)
	return out
}

// divide gives each route its share.
func (r *routing) divide(addresses nsg.Set, entries []entry) {
	slices.SortStableFunc(entries, func(a, b entry) int {
		if c := cmp.Compare(b.prefix.Bits(), a.prefix.Bits()); c != 0 || (a.route == nil) == (b.route == nil) {
			return c
		}
		if a.route != nil {
			return -1
		}
		return 1
	})
	sizes := map[*network.Route]uint64{}
	var order []*network.Route
	for _, e := range entries {
		taken := addresses.Intersect(nsg.SetOf(e.prefix))
		if taken.IsEmpty() {
			continue
		}
		if _, seen := sizes[e.route]; !seen {
			order = append(order, e.route)
		}
		sizes[e.route] += taken.Size()
		addresses = addresses.Subtract(taken)
	}
	for _, route := range order {
		if size := sizes[route]; size > r.main.size {
			r.main = share{route, size}
		}
	}
	for _, route := range order {
		if route != nil && route != r.main.route && !sameHop(route, r.main.route) {
			r.other = append(r.other, route)
		}
	}
}

// sameHop reports whether two routes certainly lead to the same place.
func sameHop(a, b *network.Route) bool {
	if a == nil || b == nil || !a.NextHop.IsKnown() || !b.NextHop.IsKnown() || a.Address.State() != b.Address.State() || a.Address.IsUnknown() {
		return false
	}
	return strings.EqualFold(a.NextHop.Or(""), b.NextHop.Or("")) && a.Address.Or("") == b.Address.Or("")
}

func parse(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err == nil && p.Addr().Is4()
}

func holdsPublic(s nsg.Set) bool { return !s.Intersect(nsg.PublicAddresses()).IsEmpty() }

// outward answers for traffic to public addresses that is in the network.
func (a app) outward(r Row, far nsg.Area, ports azure.PortRange) Row {
	everywhere := netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	way := route(a.door.subnet, nsg.PublicAddresses(), everywhere)
	if way.main.route != nil {
		far = far.Routed()
	}
	r, passes := a.filtered(r, far, ports)
	if !passes {
		return r
	}
	if r = a.routed(r, way, a.leave); r.Path == CannotTell {
		return r
	}
	if g := a.gateway(); g != "" && way.main.route == nil {
		r.Except = append(r.Except, "what "+g+" learns routes to")
	}
	return r
}

// routed follows the routes of the subnet; system answers where Azure's own decides.
func (a app) routed(r Row, way routing, system func(Row) Row) Row {
	if way.why != "" {
		return r.cannotTell(way.why, way.at)
	}
	for _, other := range way.other {
		r.Except = append(r.Except, "what route "+quote(other.Label())+" takes ("+other.Prefix.String()+")")
	}
	if way.main.route == nil {
		return system(r)
	}
	return a.follow(r, way)
}

// follow answers where a route of the user decides.
func (a app) follow(r Row, way routing) Row {
	taken := way.main.route
	hop, known := taken.NextHop.Get()
	if !known {
		return r.cannotTell("the next hop of route "+quote(taken.Label())+" is not known: "+unknown(taken.NextHop), taken.At)
	}
	r.Through, r.At = way.table.Label(), taken.At
	r.Because = "route " + quote(taken.Label()) + " (" + taken.Prefix.String() + ")"
	switch strings.ToLower(hop) {
	case "virtualappliance":
		r.Path = Appliance
		if !taken.Address.IsAbsent() {
			r.NextHop = taken.Address.String()
		}
	case "virtualnetworkgateway":
		r.Path = Gateway
	case "none":
		r.Path = Dropped
	case "vnetlocal":
		r.Path = Network
	case "internet":
		because := r.Because
		if r = a.leave(r); r.Path == Direct || r.Path == Environment {
			r.Because = because + " leads to the internet; " + r.Because
		}
	default:
		return r.cannotTell("route "+quote(taken.Label())+" has the next hop "+quote(hop), taken.At)
	}
	return r
}

// leave answers for traffic that leaves the subnet for the internet.
func (a app) leave(r Row) Row {
	s := a.door.subnet
	r.Through = ""
	switch e := s.NATGateway; {
	case e.IsPresent():
		r.Path, r.Through, r.NAT, r.At = NAT, e.Label(), e.Target(), e.At()
		r.Because = "subnet " + quote(s.Label()) + " has a NAT gateway"
		return r
	case e.IsUnknown():
		return r.cannotTell("whether subnet "+quote(s.Label())+" has a NAT gateway is not known: "+e.Why(), e.At())
	case s.External:
		return r.cannotTell("the NAT gateway of subnet "+quote(s.Label())+" is not known, for this configuration does not create it", s.At)
	case len(a.model.Incomplete) > 0:
		return r.cannotTell(a.model.Incomplete[0], s.At)
	}
	r.Path, r.At = Direct, s.At
	r.Because = "subnet " + quote(s.Label()) + " has no NAT gateway"
	if a.door.environment != nil {
		r.Path = Environment
	}
	return r
}
