package resourcemanager

import (
	"cmp"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// family is what becomes of the resources of one type.
type family struct {
	// add enters the parts that a resource declares, or that it shows where it
	// is only read.
	add func(*index.Index, *resource)
	// patch applies what azapi_update_resource writes.
	patch func(*index.Index, *resource)
	// overlay is set for types that have no part of their own in the model: they
	// change the part that they are below. One that is only read changes nothing.
	overlay bool
}

// part is the family of a type that is a part of the model. fill writes all that
// the resource says into the part.
func part[T any, P subject[T]](fill func(*index.Index, *resource, P)) family {
	return family{
		add: func(x *index.Index, r *resource) { add(x, r, fill) },
		patch: func(x *index.Index, r *resource) {
			x.Overlay(func() {
				e := ancestor[T, P](x, r, 0)
				change(x, r, e, func(r *resource, p P) { fill(x, r, p) })
			})
		},
	}
}

// add enters a part that is new.
func add[T any, P subject[T]](x *index.Index, r *resource, fill func(*index.Index, *resource, P)) P {
	p := P(new(T))
	*p.Common() = r.element(x)
	list := listOf[P](x.Model)
	*list = append(*list, p)
	x.Add(r.Resource, p, "")
	x.Naming(func() { x.Identify(p, r.key(x)) })
	fill(x, r, p)
	return p
}

// listOf returns the list of the model that holds parts of a type.
func listOf[P any](m *network.Model) *[]P {
	for _, list := range []any{
		&m.Sites, &m.Plans, &m.Environments, &m.Certificates, &m.Bindings, &m.HybridConnections,
		&m.VNets, &m.Subnets, &m.Peerings, &m.SecurityGroups, &m.RouteTables, &m.NATGateways, &m.PublicAddresses,
		&m.Gateways, &m.GatewayLinks, &m.PrivateEndpoints, &m.Zones, &m.ZoneLinks, &m.Records,
		&m.ApplicationGateways, &m.FrontDoors, &m.Origins, &m.TrafficManagers, &m.TrafficEndpoints, &m.PolicyAssignments, &m.Perimeters, &m.PerimeterProfiles, &m.PerimeterRules,
		&m.RelayNamespaces, &m.RelayConnections, &m.AutoscaleSettings, &m.Guarded, &m.Occupants,
	} {
		if l, ok := list.(*[]P); ok {
			return l
		}
	}
	panic("the model has no list of this type")
}

// overlay is the family of a type that changes the part that it is below.
func overlay(apply func(*index.Index, *resource)) family {
	f := func(x *index.Index, r *resource) { x.Overlay(func() { apply(x, r) }) }
	return family{add: f, patch: f, overlay: true}
}

// ignored is the family of types that are understood and say nothing about the
// network.
var ignored = overlay(func(*index.Index, *resource) {})

// change applies a resource to the part that an edge leads to. Where it may lead
// to several, what the resource writes becomes unknown for each of them.
func change[T any, P subject[T]](x *index.Index, r *resource, e network.Edge[T], apply func(*resource, P)) {
	if target, ok := e.Get(); ok {
		apply(r, target)
		return
	}
	var blurred *resource
	for _, p := range *listOf[P](x.Model) {
		if !e.CanBe(p) {
			continue
		}
		if blurred == nil {
			blurred = r.blurred(cmp.Or(e.Why(), r.Address))
		}
		apply(blurred, p)
	}
}

// families are the types that this mapping knows, in lower case.
var families = allFamilies(map[string]family{
	typeSite:                            sites,
	"microsoft.web/serverfarms":         part(fillPlan),
	"microsoft.web/hostingenvironments": part(fillEnvironment),
	"microsoft.web/serverfarms/virtualnetworkconnections/routes": overlay(gatewayRoute),
	"microsoft.web/hostingenvironments/configurations":           overlay(environmentConfiguration),
	"microsoft.web/certificates":                                 part(fillCertificate),

	"microsoft.network/virtualnetworks":                                part(fillVNet),
	"microsoft.network/virtualnetworks/subnets":                        part(fillSubnet),
	"microsoft.network/virtualnetworks/virtualnetworkpeerings":         part(fillPeering),
	"microsoft.network/networksecuritygroups":                          part(fillSecurityGroup),
	"microsoft.network/networksecuritygroups/securityrules":            overlay(securityRule),
	"microsoft.network/routetables":                                    part(fillRouteTable),
	"microsoft.network/routetables/routes":                             overlay(route),
	"microsoft.network/natgateways":                                    part(fillNATGateway),
	"microsoft.network/publicipaddresses":                              part(fillPublicAddress),
	"microsoft.network/publicipprefixes":                               part(fillPublicAddress),
	"microsoft.network/virtualnetworkgateways":                         part(fillGateway),
	"microsoft.network/connections":                                    part(fillGatewayLink),
	"microsoft.network/privateendpoints":                               part(fillPrivateEndpoint),
	"microsoft.network/privateendpoints/privatednszonegroups":          overlay(zoneGroup),
	"microsoft.authorization/policyassignments":                        part(fillPolicyAssignment),
	"microsoft.network/privatednszones":                                part(fillZone),
	"microsoft.network/privatednszones/virtualnetworklinks":            part(fillZoneLink),
	"microsoft.network/privatednszones/a":                              part(fillRecord("A", "aRecords", "ipv4Address")),
	"microsoft.network/privatednszones/aaaa":                           part(fillRecord("AAAA", "aaaaRecords", "ipv6Address")),
	"microsoft.network/privatednszones/cname":                          part(fillRecord("CNAME", "cnameRecord", "cname")),
	"microsoft.network/applicationgateways":                            part(fillApplicationGateway),
	"microsoft.network/frontdoors":                                     part(fillClassicFrontDoor),
	"microsoft.network/trafficmanagerprofiles":                         part(fillTrafficManager),
	"microsoft.network/trafficmanagerprofiles/azureendpoints":          part(fillTrafficEndpoint),
	"microsoft.network/trafficmanagerprofiles/externalendpoints":       part(fillTrafficEndpoint),
	"microsoft.network/trafficmanagerprofiles/nestedendpoints":         part(fillTrafficEndpoint),
	"microsoft.network/networksecurityperimeters":                      ignored,
	"microsoft.network/networksecurityperimeters/profiles":             part(fillPerimeterProfile),
	"microsoft.network/networksecurityperimeters/profiles/accessrules": part(fillPerimeterRule),
	"microsoft.network/networksecurityperimeters/resourceassociations": part(fillPerimeterAssociation),

	"microsoft.cdn/profiles":                      {add: addFrontDoor, patch: ignored.patch},
	"microsoft.cdn/profiles/origingroups/origins": part(fillOrigin),

	"microsoft.relay/namespaces":                   part(fillRelayNamespace),
	"microsoft.relay/namespaces/hybridconnections": part(fillRelayConnection),
	"microsoft.relay/namespaces/networkrulesets":   overlay(relayRules),

	"microsoft.insights/autoscalesettings":  part(fillAutoscale),
	"microsoft.resources/deploymentscripts": {add: script, patch: ignored.patch, overlay: true},
}, map[string]family{
	"config":                             overlay(siteConfig),
	"networkconfig":                      overlay(networkConfig),
	"virtualnetworkconnections":          overlay(vnetConnection),
	"basicpublishingcredentialspolicies": overlay(publishingPolicy),
	"hostnamebindings":                   part(fillBinding),
	"hybridconnectionnamespaces/relays":  part(fillHybridConnection),
	"hybridconnection":                   overlay(classicHybridConnection),
	"privateendpointconnections":         {add: approval, patch: approval, overlay: true},
	"virtualnetworkconnections/gateways": ignored,
})

// allFamilies adds what apps and their slots alike have below them, and the types
// that other tables list.
func allFamilies(families, children map[string]family) map[string]family {
	families[typeSlot] = families[typeSite]
	for _, site := range []string{typeSite, typeSlot} {
		for segment, f := range children {
			families[site+"/"+segment] = f
		}
	}
	for typ, g := range guardedTypes {
		families[typ] = part(g.fill)
	}
	for typ, rules := range guardedChildren {
		families[typ] = overlay(rules.apply)
	}
	for typ, o := range occupantTypes {
		families[typ] = family{add: o.add, patch: ignored.patch}
	}
	for typ := range allowLists { // of some, nothing else is of interest
		if _, known := families[typ]; !known {
			families[typ] = ignored
		}
	}
	return families
}

// The types of apps and slots in lower case.
const (
	typeSite = "microsoft.web/sites"
	typeSlot = "microsoft.web/sites/slots"
)

// isSlot reports whether the resource is a slot, or below one.
func (r *resource) isSlot() bool {
	return r.typ == typeSlot || strings.HasPrefix(r.typ, typeSlot+"/")
}
