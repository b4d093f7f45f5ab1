package policy

import (
	"sync"

	"github.com/appnetlint/appnetlint/pkg/network"
)

// Kinds returns all kinds of parts that policies may be for.
func Kinds() []*Kind { return kinds() }

var kinds = sync.OnceValue(func() []*Kind {
	return []*Kind{
		kindOf("app", "an app: web app, function app or logic app, without its slots", siteShape(),
			func(m *network.Model) []*network.Site { return m.Sites }, func(s *network.Site) bool { return !s.Slot }),
		kindOf("slot", "a deployment slot of an app", siteShape(),
			func(m *network.Model) []*network.Site { return m.Sites }, func(s *network.Site) bool { return s.Slot }),
		kindOf("site", "an app or a slot: both are sites to Azure", siteShape(),
			func(m *network.Model) []*network.Site { return m.Sites }),
		kindOf("plan", "an App Service plan", planShape(), func(m *network.Model) []*network.Plan { return m.Plans }),
		kindOf("environment", "an App Service Environment", environmentShape(),
			func(m *network.Model) []*network.Environment { return m.Environments }),
		kindOf("virtual_network", "a virtual network", vnetShape(), func(m *network.Model) []*network.VNet { return m.VNets }),
		kindOf("subnet", "a subnet of a virtual network", subnetShape(), func(m *network.Model) []*network.Subnet { return m.Subnets }),
		kindOf("private_endpoint", "a private endpoint", endpointShape(),
			func(m *network.Model) []*network.PrivateEndpoint { return m.PrivateEndpoints }),
		kindOf("private_dns_zone", "a private DNS zone", zoneShape(), func(m *network.Model) []*network.Zone { return m.Zones }),
		kindOf("network_security_group", "a network security group", securityGroupShape(),
			func(m *network.Model) []*network.SecurityGroup { return m.SecurityGroups }),
		kindOf("route_table", "a route table", routeTableShape(), func(m *network.Model) []*network.RouteTable { return m.RouteTables }),
		kindOf("nat_gateway", "a NAT gateway", natGatewayShape(), func(m *network.Model) []*network.NATGateway { return m.NATGateways }),
		kindOf("peering", "one direction of a peering of virtual networks", peeringShape(),
			func(m *network.Model) []*network.Peering { return m.Peerings }),
		kindOf("hybrid_connection", "the use of a hybrid connection by an app", hybridConnectionShape(),
			func(m *network.Model) []*network.HybridConnection { return m.HybridConnections }),
		kindOf("host_name_binding", "a host name of an app that is a resource of its own", bindingShape(),
			func(m *network.Model) []*network.Binding { return m.Bindings }),
		kindOf("front_door", "a Front Door profile, or a classic Front Door", frontDoorShape(),
			func(m *network.Model) []*network.FrontDoor { return m.FrontDoors }),
		kindOf("front_door_origin", "an origin of a Front Door", originShape(),
			func(m *network.Model) []*network.Origin { return m.Origins }),
		kindOf("application_gateway", "an application gateway", applicationGatewayShape(),
			func(m *network.Model) []*network.ApplicationGateway { return m.ApplicationGateways }),
	}
})
