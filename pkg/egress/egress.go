// Package egress answers where the outbound traffic of an app goes: for each class
// of traffic the path that it takes, and which setting, route or rule decides.
//
// App Service decides first what enters the virtual network at all
// (https://learn.microsoft.com/azure/app-service/overview-vnet-integration#routes).
// There the network security group of the subnet comes next, and then the route
// with the longest prefix, a user's before Azure's own
// (https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview).
package egress

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Path is the way that traffic takes.
type Path string

// The paths.
const (
	// Default means past any virtual network, from the app's own outbound addresses.
	Default Path = "default outbound addresses"
	// Direct means through the virtual network, and from there to the internet
	// without a NAT gateway or appliance, from the app's own outbound addresses.
	Direct Path = "virtual network, default outbound"
	// Environment means from the outbound addresses of an App Service Environment.
	Environment Path = "environment's addresses"
	// NAT means through a NAT gateway, from its addresses.
	NAT Path = "NAT gateway"
	// Appliance means to a firewall or another appliance that a route names.
	Appliance Path = "appliance"
	// Gateway means through a virtual network gateway.
	Gateway Path = "virtual network gateway"
	// Network means inside the virtual network.
	Network Path = "virtual network"
	// Peering means to a peered virtual network.
	Peering Path = "peering"
	// ServiceEndpoint means through a service endpoint of the subnet.
	ServiceEndpoint Path = "service endpoint"
	// PrivateEndpoint means to a private endpoint.
	PrivateEndpoint Path = "private endpoint"
	// Blocked means that a network security group denies it.
	Blocked Path = "blocked"
	// Dropped means that there is no route, or one that drops the traffic.
	Dropped Path = "dropped"
	// CannotTell means that something decides that is not known.
	CannotTell Path = "cannot tell"
)

// Class is a class of outbound traffic.
type Class string

// The classes. Traffic to the internet and to services is judged as HTTPS, to SQL
// servers as TCP 1433, to content shares as TCP 445, and to private addresses as TCP
// on any port.
const (
	ToInternet        Class = "internet"
	ToPrivate         Class = "private addresses"
	ToService         Class = "service"
	ToPrivateEndpoint Class = "private endpoint"
	ImagePull         Class = "image pull"
	ContentShare      Class = "content share"
	Backup            Class = "backup"
)

// Row is one answer.
type Row struct {
	Site  *network.Site
	Class Class
	// Traffic names the traffic: internet, Microsoft.Storage, key vault kv-shop.
	Traffic string
	Path    Path
	// Through names what the path leads through: a NAT gateway, a route table, an
	// endpoint, a security group. "" where there is nothing to name.
	Through string
	// NAT is the NAT gateway of a path through one that is in the configuration.
	NAT *network.NATGateway
	// NextHop is the address that a route sends the traffic to; "" where there is none.
	NextHop string
	// Because names what decides.
	Because string
	// Except lists what decides otherwise for a part of the traffic.
	Except []string
	// At is where that is written; nowhere where nobody wrote it.
	At source.Range
}

// Of answers for every app and slot that the configuration makes.
func Of(m *network.Model) []Row {
	var rows []Row
	for _, s := range m.Sites {
		if s.External {
			continue
		}
		for _, r := range rowsOf(m, s) {
			r.Site = s
			if r.Traffic == "" {
				r.Traffic = string(r.Class)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// Internet answers for the traffic of one app or slot to the internet.
func Internet(m *network.Model, s *network.Site) Row {
	r := app{model: m, site: s, door: entranceOf(m, s)}.internet()
	r.Site, r.Traffic = s, string(ToInternet)
	return r
}

func rowsOf(m *network.Model, s *network.Site) []Row {
	a := app{model: m, site: s, door: entranceOf(m, s)}
	rows := []Row{a.internet()}
	rows = append(rows, a.private()...)
	rows = append(rows, a.services()...)
	rows = append(rows, a.dependencies()...)
	return append(rows, a.platform()...)
}

// app is an app with its way into a virtual network.
type app struct {
	model *network.Model
	site  *network.Site
	door  entrance
}

// internet answers for the app's own traffic to the internet.
func (a app) internet() Row {
	return a.entering(Row{Class: ToInternet}, a.site.Routing.All, func(r Row) Row {
		return a.outward(r, nsg.Internet(), nsg.Port(443))
	})
}

// entering answers for traffic that enters the network only if a switch is on.
func (a app) entering(r Row, on value.Of[bool], inside func(Row) Row) Row {
	switch {
	case a.door.kind == unknownDoor:
		return r.cannotTell(a.door.why, a.door.at)
	case a.door.kind == noDoor:
		r.Path, r.Because, r.At = Default, "the app joins no virtual network", a.site.At
		return r
	case a.door.forced, value.Is(on, true) && a.door.kind == subnetDoor:
		return inside(r)
	case on.IsUnknown():
		return r.cannotTell(switchOf(r.Class)+" is not known: "+unknown(on), on.At())
	case a.mayBeForced():
		return r.cannotTell("a network security perimeter may send all traffic through the network", a.site.At)
	case value.Is(on, true):
		return r.cannotTell("what Route all does with gateway-required integration is not documented", on.At())
	}
	r.Path, r.Because = Default, switchOf(r.Class)+" is off"
	switch {
	case on.IsAbsent():
		r.Because, r.At = r.Because+" where it is not set", a.site.At
	case on.IsDefault():
		r.Because += ", which is sent where nothing is written"
	default:
		r.At = on.At()
	}
	return r
}

// switchOf names the switch of a class of traffic.
func switchOf(c Class) string {
	switch c {
	case ImagePull:
		return "routing of image pulls"
	case ContentShare:
		return "routing of the content share"
	case Backup:
		return "routing of backups"
	case ToInternet, ToPrivate, ToService, ToPrivateEndpoint:
	}
	return "Route all"
}

func (r Row) cannotTell(why string, at source.Range) Row {
	if why == "" {
		why = "it is known only after apply"
	}
	r.Path, r.Through, r.NAT, r.NextHop, r.Because, r.At, r.Except = CannotTell, "", nil, "", why, at, nil
	return r
}

func unknown[T any](v value.Of[T]) string {
	if why := v.Why(); why != "" {
		return why
	}
	return "it is known only after apply"
}

// filtered lets the security group of the subnet decide; false if traffic does not
// certainly pass.
func (a app) filtered(r Row, far nsg.Area, ports azure.PortRange) (Row, bool) {
	f := nsg.Flow{Direction: network.Outbound, Far: far, Ports: ports}
	result := nsg.Of(a.door.subnet, f)
	switch result.Verdict {
	case nsg.Undecided:
		at := a.door.subnet.SecurityGroup.At()
		if result.Rule != nil {
			at = result.Rule.At
		}
		return r.cannotTell(result.Why, at), false
	case nsg.Denied:
		return r.blocked(result), false
	case nsg.Allowed:
	}
	for _, e := range result.Exceptions {
		r.Except = append(r.Except, exception(e))
	}
	return r, true
}

// blocked tells which rule of a security group denies the traffic.
func (r Row) blocked(result nsg.Result) Row {
	r.Path, r.Through = Blocked, result.Group.Label()
	if result.Rule != nil {
		r.Because, r.At = "rule "+quote(result.Rule.Label())+" denies it", result.Rule.At
	} else {
		r.Because, r.At = "default rule "+result.Default+" denies it", result.Group.At
	}
	r.Except = nil
	for _, e := range result.Exceptions {
		r.Except = append(r.Except, exception(e))
	}
	return r
}

func exception(rule *network.SecurityRule) string {
	does := "may decide otherwise"
	switch allow, known := rule.Allow.Get(); {
	case known && allow:
		does = "allows"
	case known:
		does = "denies"
	}
	return "what rule " + quote(rule.Label()) + " " + does
}

func quote(s string) string { return `"` + s + `"` }
