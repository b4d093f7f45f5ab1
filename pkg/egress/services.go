package egress

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// tagOf maps service endpoints, in lower case, to the service tags of the addresses
// that they are for.
//
// Source: https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
var tagOf = map[string]string{
	"microsoft.web":                  "AppService",
	"microsoft.storage":              "Storage",
	"microsoft.storage.global":       "Storage",
	"microsoft.keyvault":             "AzureKeyVault",
	"microsoft.sql":                  "Sql",
	"microsoft.azurecosmosdb":        "AzureCosmosDB",
	"microsoft.servicebus":           "ServiceBus",
	"microsoft.eventhub":             "EventHub",
	"microsoft.containerregistry":    "AzureContainerRegistry",
	"microsoft.azureactivedirectory": "AzureActiveDirectory",
}

// services answers for the services that the subnet has a service endpoint of: their
// traffic enters the network whatever the switches say.
func (a app) services() []Row {
	if a.door.kind != subnetDoor {
		return nil
	}
	s := a.door.subnet
	names, known := s.ServiceEndpoints.Get()
	if !known && (s.ServiceEndpoints.IsUnknown() || s.External) {
		r := Row{Class: ToService, Traffic: "service endpoints"}
		return []Row{r.cannotTell("the service endpoints of subnet "+quote(s.Label())+" are not known", s.At)}
	}
	var rows []Row
	for _, name := range names {
		rows = append(rows, a.overEndpoint(Row{Class: ToService, Traffic: name}, name, portsOf(name)))
	}
	return rows
}

// overEndpoint answers for a service with a service endpoint. Its routes come before
// those of users that have the same prefixes.
func (a app) overEndpoint(r Row, name string, ports azure.PortRange) Row {
	tag, ok := tagOf[strings.ToLower(name)]
	if !ok {
		tag = name // matches no rule for another service
	}
	r, passes := a.filtered(r, nsg.Service(tag), ports)
	if passes {
		r.Path, r.Through, r.At = ServiceEndpoint, name, a.door.subnet.ServiceEndpoints.At()
		r.Because = "subnet " + quote(a.door.subnet.Label()) + " has the service endpoint"
	}
	return r
}

func portsOf(service string) azure.PortRange {
	if strings.EqualFold(service, azure.EndpointSQL) {
		return nsg.Port(1433)
	}
	return nsg.Port(443)
}

// dependencies answers for what the app certainly uses and has a private endpoint.
func (a app) dependencies() []Row {
	var rows []Row
	for _, g := range a.model.Guarded {
		if _, uses := a.site.ReferenceTo(g); !uses {
			continue
		}
		if e, sure := a.endpointTo(g); e != nil {
			service, _ := azure.ServiceEndpointFor(g.Kind)
			rows = append(rows, a.overPrivateEndpoint(Row{Class: ToPrivateEndpoint, Traffic: words(g)}, e, sure, portsOf(service)))
		}
	}
	return rows
}

// wordsOf names kinds of resource by their ARM type.
var wordsOf = map[string]string{
	kindStorage:                              "storage account",
	"microsoft.keyvault/vaults":              "key vault",
	"microsoft.containerregistry/registries": "registry",
	"microsoft.sql/servers":                  "SQL server",
	"microsoft.documentdb/databaseaccounts":  "Cosmos DB account",
	"microsoft.servicebus/namespaces":        "Service Bus namespace",
	"microsoft.eventhub/namespaces":          "Event Hubs namespace",
}

func words(g *network.Guarded) string {
	if kind, ok := wordsOf[g.Kind]; ok {
		return kind + " " + g.Label()
	}
	return g.Label()
}

// endpointTo returns the private endpoint of a resource; sure is false for one that
// only may lead there. The names of these resources are unique in all of Azure, so
// that the rest of an id need not be known. An id that comes with the deployment
// names what it is made from, which settles the matter where there is no other
// resource of the kind.
func (a app) endpointTo(g *network.Guarded) (endpoint *network.PrivateEndpoint, sure bool) {
	var perhaps *network.PrivateEndpoint
	for _, e := range a.model.PrivateEndpoints {
		kind, known := e.TargetType.Get()
		if e.Site.IsPresent() || known && kind != g.Kind {
			continue
		}
		target, written := e.Target.Get()
		name, named := g.Name.Get()
		switch {
		case written && named && known && strings.EqualFold(target[strings.LastIndexByte(target, '/')+1:], name),
			!written && known && e.Target.Why() == g.Address+".id" && a.onlyOne(g):
			return e, true
		case !written && perhaps == nil, !named && perhaps == nil:
			perhaps = e
		}
	}
	return perhaps, false
}

func (a app) onlyOne(g *network.Guarded) bool {
	return !slices.ContainsFunc(a.model.Guarded, func(other *network.Guarded) bool { return other != g && other.Kind == g.Kind })
}

// overPrivateEndpoint answers for a resource with a private endpoint.
func (a app) overPrivateEndpoint(r Row, e *network.PrivateEndpoint, sure bool, ports azure.PortRange) Row {
	switch a.door.kind {
	case unknownDoor:
		return r.cannotTell(a.door.why, a.door.at)
	case noDoor:
		r.Path, r.At = Default, a.site.At
		r.Because = "the app joins no virtual network, so that private endpoint " + quote(e.Label()) + " is out of its reach"
		return r
	case gatewayDoor:
		return r.cannotTell("whether the gateway leads to private endpoint "+quote(e.Label())+" is not known", e.At)
	case subnetDoor:
	}
	if !sure {
		return r.cannotTell("whether private endpoint "+quote(e.Label())+" leads there is not known: "+unknown(e.Target), e.At)
	}
	if why := a.tooFar(e); why != "" {
		return r.cannotTell(why, e.At)
	}
	subnet := e.Subnet.Target()
	r, passes := a.filtered(r, nsg.Network(sizing.Ranges(subnet)...).Somewhere(), ports)
	if !passes {
		return r
	}
	r.Path, r.Through, r.At = PrivateEndpoint, e.Label(), e.At
	r.Because = "where its name resolves to the private endpoint"
	return a.aroundEndpoint(r, subnet)
}

// aroundEndpoint looks for a route that takes the traffic to an appliance first: one
// wider than an endpoint's own has an effect only if the endpoint's subnet says so.
//
// Source: https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
func (a app) aroundEndpoint(r Row, subnet *network.Subnet) Row {
	ranges := sizing.Ranges(subnet)
	policies, known := subnet.EndpointPolicies.Get()
	off := subnet.EndpointPolicies.IsAbsent() && !subnet.External || known &&
		!strings.EqualFold(policies, "Enabled") && !strings.EqualFold(policies, "RouteTableEnabled")
	if off || a.door.subnet.RouteTable.IsAbsent() && !a.door.subnet.External {
		return r
	}
	if len(ranges) == 0 || !known {
		return r.cannotTell("whether routes act on private endpoints of subnet "+quote(subnet.Label())+" is not known", subnet.At)
	}
	space, _ := spaceOf(subnet.VNet.Target())
	return a.routed(r, route(a.door.subnet, nsg.SetOf(ranges...), space...), func(r Row) Row { return r })
}

// tooFar tells why the network of a private endpoint may be out of reach; "" where
// it is the app's own or peered with it.
func (a app) tooFar(e *network.PrivateEndpoint) string {
	subnet, ok := e.Subnet.Get()
	if !ok {
		return "the subnet of private endpoint " + quote(e.Label()) + " is not in the configuration"
	}
	if same, _ := network.SameTarget(subnet.VNet, a.door.subnet.VNet); same {
		return ""
	}
	if vnet := a.door.subnet.VNet.Target(); vnet != nil && slices.ContainsFunc(vnet.Peerings.Items, func(p *network.Peering) bool {
		same, _ := network.SameTarget(p.To, subnet.VNet)
		return same
	}) {
		return ""
	}
	return "nothing tells that the app's network is connected with that of private endpoint " + quote(e.Label())
}
