package policy

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// subnetBasics is what there is to ask of a subnet that something else names.
func subnetBasics() shape[*network.Subnet] {
	return element[*network.Subnet]().and(
		attr("address_prefixes", cty.List(cty.String), "its address ranges", func(s *network.Subnet) fact { return stringers(s.Prefixes) }),
		attr("delegations", cty.List(cty.String), "the services that it is delegated to, as in Microsoft.Web/serverFarms", func(s *network.Subnet) fact { return texts(s.Delegations) }),
		attr("service_endpoints", cty.List(cty.String), "the services that it has endpoints for, as in Microsoft.Web", func(s *network.Subnet) fact { return texts(s.ServiceEndpoints) }),
	)
}

func subnetShape() shape[*network.Subnet] {
	return subnetBasics().and(
		ref("virtual_network", element[*network.VNet](), "the network that it is part of", func(s *network.Subnet) network.Edge[network.VNet] { return s.VNet }),
		attr("private_endpoint_network_policies", cty.String, "Disabled, Enabled, NetworkSecurityGroupEnabled or RouteTableEnabled", func(s *network.Subnet) fact { return text(s.EndpointPolicies) }),
		ref("network_security_group", element[*network.SecurityGroup](), "its network security group; null if it has none",
			func(s *network.Subnet) network.Edge[network.SecurityGroup] { return s.SecurityGroup }),
		ref("route_table", element[*network.RouteTable](), "its route table; null if it has none", func(s *network.Subnet) network.Edge[network.RouteTable] { return s.RouteTable }),
		ref("nat_gateway", element[*network.NATGateway](), "its NAT gateway; null if it has none", func(s *network.Subnet) network.Edge[network.NATGateway] { return s.NATGateway }),
		list("integrations", element[*network.Site](), "the apps and slots that join it by VNet integration", func(s *network.Subnet) value.Set[*network.Site] { return s.Integrations }),
		list("private_endpoints", element[*network.PrivateEndpoint](), "the private endpoints in it",
			func(s *network.Subnet) value.Set[*network.PrivateEndpoint] { return s.PrivateEndpoints }),
		list("environments", element[*network.Environment](), "the App Service Environments in it",
			func(s *network.Subnet) value.Set[*network.Environment] { return s.Environments }),
	)
}

func vnetShape() shape[*network.VNet] {
	return element[*network.VNet]().and(
		attr("address_space", cty.List(cty.String), "its address ranges", func(v *network.VNet) fact { return stringers(v.AddressSpace) }),
		attr("dns_servers", cty.List(cty.String), "its DNS servers; none means Azure's own", func(v *network.VNet) fact { return texts(v.DNSServers) }),
		list("subnets", subnetBasics(), "its subnets", func(v *network.VNet) value.Set[*network.Subnet] { return v.Subnets }),
		list("peerings", element[*network.Peering](), "the peerings from it", func(v *network.VNet) value.Set[*network.Peering] { return v.Peerings }),
	)
}

func endpointShape() shape[*network.PrivateEndpoint] {
	return element[*network.PrivateEndpoint]().and(
		ref("subnet", subnetBasics(), "the subnet that it is in", func(p *network.PrivateEndpoint) network.Edge[network.Subnet] { return p.Subnet }),
		attr("target_id", cty.String, "the id of the resource that it leads to", func(p *network.PrivateEndpoint) fact { return text(p.Target) }),
		attr("target_type", cty.String, "the type of that resource in lower case, as in microsoft.web/sites", func(p *network.PrivateEndpoint) fact { return text(p.TargetType) }),
		ref("app", element[*network.Site](), "the app or slot that it leads to; null if it leads to something else",
			func(p *network.PrivateEndpoint) network.Edge[network.Site] { return p.Site }),
		attr("subresource_names", cty.List(cty.String), "the groups that it leads to, as in sites", func(p *network.PrivateEndpoint) fact { return texts(p.Groups) }),
		attr("is_manual_connection", cty.Bool, "whether the owner of the target has to approve", func(p *network.PrivateEndpoint) fact { return boolValue(p.Manual) }),
		refs("private_dns_zones", element[*network.Zone](), "the zones of its DNS zone group",
			func(p *network.PrivateEndpoint) value.Set[network.Edge[network.Zone]] { return p.ZoneGroup }),
	)
}

func zoneShape() shape[*network.Zone] {
	return element[*network.Zone]().and(
		refs("virtual_networks", element[*network.VNet](), "the networks that it is linked with",
			func(z *network.Zone) value.Set[network.Edge[network.VNet]] {
				return mapSet(z.Links, func(l *network.ZoneLink) network.Edge[network.VNet] { return l.VNet })
			}),
		list("records", record(), "its record sets", func(z *network.Zone) value.Set[*network.Record] { return z.Records }),
	)
}

func record() shape[*network.Record] {
	return element[*network.Record]().and(
		attr("type", cty.String, "the record type, as in A", func(r *network.Record) fact { return plain(cty.StringVal(r.Kind)) }),
		attr("values", cty.List(cty.String), "what it holds", func(r *network.Record) fact { return texts(r.Values) }),
	)
}

func securityGroupShape() shape[*network.SecurityGroup] {
	return element[*network.SecurityGroup]().and(
		list("rules", securityRule(), "its rules", func(g *network.SecurityGroup) value.Set[network.SecurityRule] { return g.Rules }),
	)
}

func securityRule() shape[network.SecurityRule] {
	return shape[network.SecurityRule]{
		attr("name", cty.String, "the name of the rule", func(r network.SecurityRule) fact { return text(r.Name) }),
		attr("priority", cty.Number, "its priority: the lowest comes first", func(r network.SecurityRule) fact { return number(r.Priority) }),
		attr("direction", cty.String, "Inbound or Outbound", func(r network.SecurityRule) fact {
			return of(r.Direction, cty.String, func(d network.Direction) cty.Value { return either(d == network.Outbound, "Outbound", "Inbound") })
		}),
		attr("access", cty.String, "Allow or Deny", func(r network.SecurityRule) fact {
			return of(r.Allow, cty.String, func(allow bool) cty.Value { return either(allow, "Allow", "Deny") })
		}),
		attr("protocol", cty.String, "the protocol in lower case, or *", func(r network.SecurityRule) fact { return text(r.Protocol) }),
		attr("sources", cty.List(cty.String), "address ranges, service tags or *", func(r network.SecurityRule) fact { return texts(r.Sources) }),
		attr("source_ports", cty.List(cty.String), "ports, ranges of ports or *", func(r network.SecurityRule) fact { return texts(r.SourcePorts) }),
		attr("destinations", cty.List(cty.String), "address ranges, service tags or *", func(r network.SecurityRule) fact { return texts(r.Destinations) }),
		attr("destination_ports", cty.List(cty.String), "ports, ranges of ports or *", func(r network.SecurityRule) fact { return texts(r.Ports) }),
	}
}

func either(first bool, a, b string) cty.Value {
	if first {
		return cty.StringVal(a)
	}
	return cty.StringVal(b)
}

func routeTableShape() shape[*network.RouteTable] {
	return element[*network.RouteTable]().and(
		list("routes", route(), "its routes", func(t *network.RouteTable) value.Set[network.Route] { return t.Routes }),
	)
}

func route() shape[network.Route] {
	return shape[network.Route]{
		attr("name", cty.String, "the name of the route", func(r network.Route) fact { return text(r.Name) }),
		attr("address_prefix", cty.String, "an address range or a service tag", func(r network.Route) fact { return text(r.Prefix) }),
		attr("next_hop_type", cty.String, "VirtualAppliance, Internet, None, VirtualNetworkGateway or VnetLocal", func(r network.Route) fact { return text(r.NextHop) }),
		attr("next_hop_address", cty.String, "the address of a virtual appliance", func(r network.Route) fact { return text(r.Address) }),
	}
}

func natGatewayShape() shape[*network.NATGateway] {
	return element[*network.NATGateway]().and(
		attr("sku", cty.String, "Standard or StandardV2", func(g *network.NATGateway) fact { return text(g.SKU) }),
		attr("idle_timeout", cty.Number, "after how many minutes an idle connection is dropped", func(g *network.NATGateway) fact { return number(g.IdleTimeout) }),
		attr("zones", cty.List(cty.String), "the availability zones that Terraform names", func(g *network.NATGateway) fact { return texts(g.Zones) }),
		refs("public_ip_addresses", element[*network.PublicAddress](), "its public addresses and prefixes",
			func(g *network.NATGateway) value.Set[network.Edge[network.PublicAddress]] { return g.PublicAddresses }),
	)
}

func peeringShape() shape[*network.Peering] {
	return element[*network.Peering]().and(
		ref("from", element[*network.VNet](), "the network that it is part of", func(p *network.Peering) network.Edge[network.VNet] { return p.From }),
		ref("to", element[*network.VNet](), "the other network", func(p *network.Peering) network.Edge[network.VNet] { return p.To }),
		attr("allow_virtual_network_access", cty.Bool, "whether the networks reach each other", func(p *network.Peering) fact { return boolValue(p.AllowAccess) }),
		attr("allow_forwarded_traffic", cty.Bool, "whether traffic from elsewhere may come in", func(p *network.Peering) fact { return boolValue(p.AllowForwarded) }),
		attr("allow_gateway_transit", cty.Bool, "whether the other network may use the gateway", func(p *network.Peering) fact { return boolValue(p.AllowTransit) }),
		attr("use_remote_gateways", cty.Bool, "whether the other network's gateway is used", func(p *network.Peering) fact { return boolValue(p.RemoteGateways) }),
	)
}
