package privateendpoint_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/privateendpoint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const rightZone = "privatelink.azurewebsites.net"

// zone adds a zone.
func (w *world) zone(address, name string) *network.Zone {
	z := &network.Zone{Element: element(address)}
	z.Name = some(name)
	w.Zones = append(w.Zones, z)
	return z
}

// record adds an A record with an address that is not known yet.
func (w *world) record(zone network.Edge[network.Zone], name value.Of[string], holds ...*network.PrivateEndpoint) *network.Record {
	r := &network.Record{Element: element("record"), Zone: zone, Kind: "A", Values: unknown[[]string]()}
	r.Name = name
	r.Endpoints.Items = holds
	w.Records = append(w.Records, r)
	return r
}

// literal makes the address of a record one that is written as a number.
func literal(r *network.Record) {
	r.Values, r.Endpoints.Incomplete = some([]string{"10.0.0.5"}), "a literal address"
}

func (w *world) vnet(address string) *network.VNet {
	v := &network.VNet{Element: element(address)}
	w.VNets = append(w.VNets, v)
	return v
}

func (w *world) linkZone(z *network.Zone, to network.Edge[network.VNet]) {
	w.ZoneLinks = append(w.ZoneLinks, &network.ZoneLink{Element: element("link"), Zone: network.To(z, "", nowhere), VNet: to})
}

func TestDNSMissing(t *testing.T) {
	beside := func(given func(w *world, z *network.Zone)) func(w *world) {
		return func(w *world) {
			w.app.Name = some("shop")
			given(w, w.zone("zone", rightZone))
		}
	}
	grouped := func(w *world, z *network.Zone) { w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{to(z)} }
	runAll(t, privateendpoint.DNSMissing, []test{
		{"no record", beside(func(*world, *network.Zone) {}), []string{"warning endpoint"}},
		{"nothing here has to do with DNS", func(*world) {}, []string{"note endpoint"}},
		{"a zone group", beside(grouped), nil},
		{"perhaps a zone group", beside(func(w *world, _ *network.Zone) { w.endpoint.ZoneGroup.Incomplete = "var.zones" }), nil},
		{"another endpoint has one", func(w *world) {
			w.PrivateEndpoints = append(w.PrivateEndpoints, &network.PrivateEndpoint{
				Element: element("more"), Site: to(w.app),
				ZoneGroup: value.Set[network.Edge[network.Zone]]{Items: []network.Edge[network.Zone]{outside[network.Zone]("/z")}},
			})
		}, []string{"warning endpoint"}},
		{"a record", beside(func(w *world, z *network.Zone) { w.record(to(z), some("shop"), w.endpoint) }), nil},
		{"a record of a custom domain", beside(func(w *world, _ *network.Zone) {
			w.record(outside[network.Zone]("/privatednszones/example.com"), some("@"), w.endpoint)
		}), nil},
		{"a record of something", beside(func(w *world, z *network.Zone) {
			w.record(to(z), some("other")).Endpoints.Incomplete = "var.x"
		}), nil},
		{"a record of another endpoint", beside(func(w *world, z *network.Zone) {
			w.record(to(z), some("shop"), &network.PrivateEndpoint{})
		}), []string{"warning endpoint"}},
		{"a number by the name of the app", beside(func(w *world, z *network.Zone) { literal(w.record(to(z), some("Shop"))) }), nil},
		{"a number by a wildcard", beside(func(w *world, z *network.Zone) { literal(w.record(to(z), some("*"))) }), nil},
		{"a number by an unknown name", beside(func(w *world, z *network.Zone) { literal(w.record(to(z), unknown[string]())) }), nil},
		{"a number by another name", beside(func(w *world, z *network.Zone) {
			literal(w.record(to(z), some("other")))
		}), []string{"warning endpoint"}},
		{"a number by another name, and the app has none", beside(func(w *world, z *network.Zone) {
			w.app.Name = unknown[string]()
			literal(w.record(to(z), some("other")))
		}), nil},
		{"a number by another name, perhaps that of the endpoint", beside(func(w *world, z *network.Zone) {
			w.endpoint.Addresses = unknown[[]string]()
			literal(w.record(to(z), some("other")))
		}), nil},
		{"a number in the zone of a network", beside(func(w *world, _ *network.Zone) {
			literal(w.record(to(w.zone("own", "corp.example")), some("shop")))
		}), []string{"warning endpoint"}},
		{"a text record", beside(func(w *world, z *network.Zone) { w.record(to(z), some("shop"), w.endpoint).Kind = "TXT" }), []string{"warning endpoint"}},
		{"parts cannot be read", beside(func(w *world, _ *network.Zone) { w.Incomplete = []string{"module.x"} }), nil},
		{"an environment", beside(func(w *world, _ *network.Zone) { w.plan.Environment = outside[network.Environment]("/ase") }), nil},
		{"perhaps an environment", beside(func(w *world, _ *network.Zone) { w.plan.Environment = open[network.Environment]() }), nil},
		{"an app elsewhere", beside(func(w *world, _ *network.Zone) { w.endpoint.Site = outside[network.Site]("/x") }), []string{"warning endpoint"}},
		{"something else", beside(func(w *world, _ *network.Zone) { w.endpoint.Site = network.Edge[network.Site]{} }), nil},
		{"only read", beside(func(w *world, _ *network.Zone) { w.endpoint.External = true }), nil},
	})
}

func TestSCMRecordMissing(t *testing.T) {
	main := func(given func(w *world, z *network.Zone, r *network.Record)) func(w *world) {
		return func(w *world) {
			w.app.Name = some("Shop")
			z := w.zone("zone", rightZone)
			given(w, z, w.record(to(z), some("shop"), w.endpoint))
		}
	}
	also := func(zone string, name value.Of[string]) func(w *world) {
		return main(func(w *world, _ *network.Zone, _ *network.Record) { w.record(to(w.zone("second", zone)), name) })
	}
	runAll(t, privateendpoint.SCMRecordMissing, []test{
		{"no record", main(func(*world, *network.Zone, *network.Record) {}), []string{"warning record"}},
		{"a number", main(func(_ *world, _ *network.Zone, r *network.Record) { r.Endpoints.Items = nil; literal(r) }), []string{"warning record"}},
		{"of another endpoint", main(func(_ *world, _ *network.Zone, r *network.Record) {
			r.Endpoints.Items = []*network.PrivateEndpoint{{}}
		}), nil},
		{"both", also(rightZone, some("shop.SCM")), nil},
		{"of another app", also(rightZone, some("other.scm")), []string{"warning record"}},
		{"wildcard", also(rightZone, some("*")), nil},
		{"unknown name", also(rightZone, unknown[string]()), nil},
		{"zone of its own", also("scm."+rightZone, some("shop")), nil},
		{"another zone", also("example.com", some("shop.scm")), []string{"warning record"}},
		{"in a zone that is not known", main(func(w *world, _ *network.Zone, _ *network.Record) {
			w.record(open[network.Zone](), some("shop"))
		}), nil},
		{"zone elsewhere", main(func(_ *world, z *network.Zone, _ *network.Record) { z.External = true }), []string{"note record"}},
		{"name of the app is unknown", main(func(w *world, _ *network.Zone, _ *network.Record) { w.app.Name = unknown[string]() }), nil},
		{"a slot", main(func(w *world, z *network.Zone, _ *network.Record) {
			s := w.slot("blue")
			e := &network.PrivateEndpoint{Element: element("blue"), Site: to(s)}
			w.PrivateEndpoints = []*network.PrivateEndpoint{e}
			w.record(to(z), some("shop-blue"), e).Address = "slot record"
		}), []string{"warning slot record"}},
		{"an app elsewhere", main(func(w *world, _ *network.Zone, _ *network.Record) {
			w.endpoint.Site = outside[network.Site]("/subscriptions/s/resourcegroups/r/providers/microsoft.web/sites/shop")
		}), []string{"warning record"}},
		{"an app elsewhere without a name", main(func(w *world, _ *network.Zone, _ *network.Record) {
			w.endpoint.Site = outside[network.Site]("/subscriptions/s/resourcegroups/r/providers/microsoft.web/sites/?")
		}), nil},
		{"a zone group beside", main(func(w *world, z *network.Zone, _ *network.Record) {
			w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{to(z)}
		}), nil},
		{"perhaps a zone group beside", main(func(w *world, _ *network.Zone, _ *network.Record) { w.endpoint.ZoneGroup.Incomplete = "var.x" }), nil},
		{"parts cannot be read", main(func(w *world, _ *network.Zone, _ *network.Record) { w.Incomplete = []string{"module.x"} }), nil},
	})
}

func TestZoneNotLinked(t *testing.T) {
	zone := func(given func(w *world, z *network.Zone)) func(w *world) {
		return func(w *world) {
			z := w.zone("zone", rightZone)
			w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{to(z)}
			w.endpoint.App = w.endpoint.Site
			w.subnet.VNet = to(w.vnet("vnet"))
			given(w, z)
		}
	}
	// hub links the zone to another network, with a client in that of the endpoint.
	hub := func(given func(w *world, z *network.Zone)) func(w *world) {
		return zone(func(w *world, z *network.Zone) {
			w.linkZone(z, to(w.vnet("hub")))
			w.Occupants = []*network.Occupant{{Element: element("nic"), Kind: "network interface", Subnet: to(w.subnet)}}
			given(w, z)
		})
	}
	nothing := func(*world, *network.Zone) {}
	runAll(t, privateendpoint.ZoneNotLinked, []test{
		{"no link", zone(nothing), []string{"warning zone"}},
		{"linked", zone(func(w *world, z *network.Zone) { w.linkZone(z, to(w.VNets[0])) }), nil},
		{"a link of something", zone(func(w *world, _ *network.Zone) {
			w.ZoneLinks = []*network.ZoneLink{{Zone: open[network.Zone]()}}
		}), nil},
		{"parts cannot be read", zone(func(w *world, _ *network.Zone) { w.Incomplete = []string{"module.x"} }), nil},
		{"only read", zone(func(_ *world, z *network.Zone) { z.External = true }), nil},
		{"wrong name is another mistake", zone(func(_ *world, z *network.Zone) { z.Name = some("privatelink.example.com") }), nil},
		{"no endpoint uses it", zone(func(w *world, _ *network.Zone) { w.endpoint.ZoneGroup.Items = nil }), nil},
		{"one of two, the other has a wrong name", zone(func(w *world, z *network.Zone) {
			w.endpoint.ZoneGroup.Items[0] = network.AnyOf([]*network.Zone{z, w.zone("other", "example.com")}, nowhere)
		}), []string{"warning zone"}},
		{"one of two, the other is right", zone(func(w *world, z *network.Zone) {
			other := w.zone("other", rightZone)
			w.linkZone(other, to(w.VNets[0]))
			w.endpoint.ZoneGroup.Items[0] = network.AnyOf([]*network.Zone{z, other}, nowhere)
		}), nil},
		{"something else, and no app calls it", zone(func(w *world, _ *network.Zone) { w.endpoint.Site = network.Edge[network.Site]{} }), nil},
		{"something else, and an app calls it", zone(func(w *world, _ *network.Zone) {
			w.endpoint.Site = network.Edge[network.Site]{}
			w.app.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
		}), []string{"warning zone"}},
		{"hub only", hub(nothing), []string{"warning zone"}},
		{"hub, with DNS servers there", hub(func(w *world, _ *network.Zone) { w.VNets[0].DNSServers = some([]string{"10.1.0.4"}) }), nil},
		{"hub, perhaps with DNS servers there", hub(func(w *world, _ *network.Zone) { w.VNets[0].DNSServers = unknown[[]string]() }), nil},
		{"hub, and a link to something", hub(func(w *world, z *network.Zone) { w.linkZone(z, open[network.VNet]()) }), nil},
		{"hub, no clients here", hub(func(w *world, _ *network.Zone) { w.Occupants = nil }), nil},
		{"hub, a firewall is no client", hub(func(w *world, _ *network.Zone) { w.Occupants[0].Kind = "firewall" }), nil},
		{"hub, the app itself is no client", hub(func(w *world, _ *network.Zone) {
			w.Occupants = nil
			w.app.Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
		}), nil},
		{"hub, another app is one", hub(func(w *world, _ *network.Zone) {
			w.Occupants = nil
			w.site("other").Integrations.Items = []network.Integration{{Subnet: to(w.subnet)}}
		}), []string{"warning zone"}},
		{"hub, and another zone of the name", hub(func(w *world, _ *network.Zone) { w.linkZone(w.zone("other", rightZone), to(w.VNets[0])) }), nil},
		{"hub, and another zone", hub(func(w *world, _ *network.Zone) {
			w.linkZone(w.zone("other", "example.com"), to(w.VNets[0]))
		}), []string{"warning zone"}},
	})
}

func TestGatewayDNS(t *testing.T) {
	gateway := func(given func(w *world, g *network.ApplicationGateway)) func(w *world) {
		return func(w *world) {
			z := w.zone("zone", rightZone)
			w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{to(z)}
			w.subnet.VNet = to(w.vnet("vnet"))
			w.linkZone(z, to(w.VNets[0]))
			front := &network.Subnet{Element: element("front"), VNet: to(w.vnet("front"))}
			w.Subnets = append(w.Subnets, front)
			g := &network.ApplicationGateway{Element: element("gateway")}
			g.Subnets.Items = []network.Edge[network.Subnet]{to(front)}
			g.Backends.Items = []network.Backend{{Host: unknown[string](), Site: to(w.app)}}
			w.ApplicationGateways = []*network.ApplicationGateway{g}
			given(w, g)
		}
	}
	front := func(w *world) *network.VNet { return w.VNets[1] }
	runAll(t, privateendpoint.GatewayDNS, []test{
		{"in another network", gateway(func(*world, *network.ApplicationGateway) {}), []string{"warning gateway"}},
		{"by name", gateway(func(_ *world, g *network.ApplicationGateway) {
			g.Backends.Items[0].Host = some("shop.azurewebsites.net")
		}), []string{"warning gateway"}},
		{"by a custom domain", gateway(func(_ *world, g *network.ApplicationGateway) {
			g.Backends.Items[0].Host = some("shop.example.com")
		}), nil},
		{"linked", gateway(func(w *world, _ *network.ApplicationGateway) { w.linkZone(w.Zones[0], to(front(w))) }), nil},
		{"linked to something", gateway(func(w *world, _ *network.ApplicationGateway) { w.linkZone(w.Zones[0], open[network.VNet]()) }), nil},
		{"another zone of the name", gateway(func(w *world, _ *network.ApplicationGateway) {
			w.linkZone(w.zone("other", rightZone), to(front(w)))
		}), nil},
		{"not linked at all", gateway(func(w *world, _ *network.ApplicationGateway) { w.ZoneLinks = nil }), nil},
		{"with DNS servers", gateway(func(w *world, _ *network.ApplicationGateway) { front(w).DNSServers = some([]string{"10.1.0.4"}) }), nil},
		{"in a network that is read", gateway(func(w *world, _ *network.ApplicationGateway) { front(w).External = true }), nil},
		{"zone is read", gateway(func(w *world, _ *network.ApplicationGateway) { w.Zones[0].External = true }), nil},
		{"in the network of the endpoint", gateway(func(w *world, g *network.ApplicationGateway) {
			w.ZoneLinks = nil
			w.linkZone(w.Zones[0], to(front(w)))
			g.Subnets.Items[0] = to(w.subnet)
		}), nil},
		{"for something else", gateway(func(_ *world, g *network.ApplicationGateway) { g.Backends.Items = nil }), nil},
		{"only read", gateway(func(_ *world, g *network.ApplicationGateway) { g.External = true }), nil},
		{"the app is public", gateway(func(w *world, _ *network.ApplicationGateway) {
			w.app.PublicAccess = some(network.PublicEnabled)
		}), nil},
	})
}

func TestDuplicateDNS(t *testing.T) {
	zones := func(first, second func(a, b *network.Zone) network.Edge[network.Zone], more ...func(w *world)) func(w *world) {
		return func(w *world) {
			a, b := w.zone("a", rightZone), w.zone("b", rightZone)
			other := &network.PrivateEndpoint{Element: element("second"), Site: to(w.app)}
			w.PrivateEndpoints = append(w.PrivateEndpoints, other)
			w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{first(a, b)}
			other.ZoneGroup.Items = []network.Edge[network.Zone]{second(a, b)}
			for _, m := range more {
				m(w)
			}
		}
	}
	toA := func(a, _ *network.Zone) network.Edge[network.Zone] { return to(a) }
	toB := func(_, b *network.Zone) network.Edge[network.Zone] { return to(b) }
	either := func(a, b *network.Zone) network.Edge[network.Zone] {
		return network.AnyOf([]*network.Zone{a, b}, nowhere)
	}
	byID := func(_, _ *network.Zone) network.Edge[network.Zone] { return outside[network.Zone]("/zone") }
	targets := func(a, b network.Edge[network.Site]) func(w *world) {
		return func(w *world) { w.PrivateEndpoints[0].Site, w.PrivateEndpoints[1].Site = a, b }
	}
	runAll(t, privateendpoint.DuplicateDNS, []test{
		{"one zone", zones(toA, toA), []string{"warning second"}},
		{"one zone elsewhere", zones(byID, byID), []string{"warning second"}},
		{"three in one zone", zones(toA, toA, func(w *world) {
			third := *w.PrivateEndpoints[1]
			third.Address = "third"
			w.PrivateEndpoints = append(w.PrivateEndpoints, &third)
		}), []string{"warning second", "warning third"}},
		{"two zones", zones(toA, toB), nil},
		{"perhaps one", zones(toA, either), nil},
		{"an app elsewhere", zones(toA, toA, targets(outside[network.Site]("/s"), outside[network.Site]("/s"))), []string{"warning second"}},
		{"two apps elsewhere", zones(toA, toA, targets(outside[network.Site]("/s"), outside[network.Site]("/t"))), nil},
		{"apps of a scope that nothing tells", zones(toA, toA, targets(outside[network.Site]("/?/s"), outside[network.Site]("/?/s"))), nil},
		{"something", zones(toA, toA, targets(open[network.Site](), open[network.Site]())), nil},
		{"only read", zones(toA, toA, func(w *world) { w.PrivateEndpoints[1].External = true }), nil},
	})
}

func TestCustomDNSServers(t *testing.T) {
	servers := func(given func(w *world, z *network.Zone), addresses ...string) func(w *world) {
		return func(w *world) {
			z := w.zone("zone", rightZone)
			w.endpoint.ZoneGroup.Items = []network.Edge[network.Zone]{to(z)}
			v := w.vnet("vnet")
			v.DNSServers = some(addresses)
			w.subnet.VNet = to(v)
			w.linkZone(z, to(v))
			given(w, z)
		}
	}
	nothing := func(*world, *network.Zone) {}
	runAll(t, privateendpoint.CustomDNSServers, []test{
		{"public", servers(nothing, "1.1.1.1", "8.8.8.8"), []string{"warning vnet"}},
		{"Azure's own", servers(nothing, "168.63.129.16"), nil},
		{"public beside Azure's own", servers(nothing, "1.1.1.1", "168.63.129.16"), nil},
		{"own", servers(nothing, "10.0.0.4"), []string{"note vnet"}},
		{"own beside public", servers(nothing, "10.0.0.4", "1.1.1.1"), []string{"note vnet"}},
		{"own, and the zone is linked to a hub", servers(func(w *world, z *network.Zone) { w.linkZone(z, outside[network.VNet]("/hub")) }, "10.0.0.4"), nil},
		{"own, and something that may be it", servers(func(w *world, _ *network.Zone) {
			w.Occupants = []*network.Occupant{{Kind: "network interface"}}
		}, "10.0.0.4"), nil},
		{"none", servers(nothing), nil},
		{"unknown", servers(func(w *world, _ *network.Zone) { w.VNets[0].DNSServers = unknown[[]string]() }), nil},
		{"not linked", servers(func(w *world, _ *network.Zone) { w.ZoneLinks = nil }, "1.1.1.1"), nil},
		{"no endpoint", servers(func(w *world, _ *network.Zone) { w.PrivateEndpoints = nil }, "1.1.1.1"), nil},
		{"another zone", servers(func(_ *world, z *network.Zone) { z.Name = some("privatelink.blob.core.windows.net") }, "1.1.1.1"), nil},
		{"only read", servers(func(w *world, _ *network.Zone) { w.VNets[0].External = true }, "1.1.1.1"), nil},
	})
}
