package azurerm

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func ranges(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// delegated is a delegation block.
func delegated(service any) l {
	return l{o{"name": "d", "service_delegation": l{o{"name": service}}}}
}

// inVNet makes a body that of a subnet in network v.
func inVNet(body o) o {
	with := o{"resource_group_name": "rg", "virtual_network_name": "v", "name": "app"}
	for k, v := range body {
		with[k] = v
	}
	return with
}

var vnetV = res("azurerm_virtual_network.v", in(o{"name": "v", "address_space": l{"10.0.0.0/16"}}))

func TestSubnet(t *testing.T) {
	tests := []struct {
		name     string
		body     o
		options  []option
		policies string
		services []string
	}{
		{"version 5", o{"service_endpoint": l{o{"service": "Microsoft.Web"}}, "private_endpoint_network_policies": "Enabled"},
			[]option{major(5)}, "Enabled", []string{"Microsoft.Web"}},
		{"version 4", o{"service_endpoints": l{"Microsoft.Web", "Microsoft.Sql"}}, []option{major(4)}, "Disabled",
			[]string{"Microsoft.Web", "Microsoft.Sql"}},
		{"version 3 sends Enabled", o{}, []option{major(3)}, "Enabled", []string{}},
		{"version 3, told by its plan", o{"private_endpoint_network_policies": unknown{}, "private_endpoint_network_policies_enabled": unknown{},
			"enforce_private_link_endpoint_network_policies": unknown{}}, []option{creating}, "Enabled", []string{}},
		{"version 3, bool", o{"private_endpoint_network_policies_enabled": false}, []option{major(3)}, "Disabled", []string{}},
		{"version 3, inverted bool", o{"enforce_private_link_endpoint_network_policies": true}, []option{major(3)}, "Disabled", []string{}},
		{"no version", o{}, nil, "Disabled", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.body["address_prefixes"] = l{"10.0.1.0/24"}
			tt.body["delegation"] = delegated("Microsoft.Web/serverFarms")
			m := model(t, res("azurerm_subnet.app", inVNet(tt.body), tt.options...), vnetV)
			s := m.Subnets[0]
			assert.Equal(t, ranges("10.0.1.0/24"), s.Prefixes.Or(nil))
			assert.Equal(t, []string{"Microsoft.Web/serverFarms"}, s.Delegations.Or(nil))
			assert.Equal(t, tt.services, s.ServiceEndpoints.Or(nil))
			assert.Equal(t, tt.policies, s.EndpointPolicies.Or(""))
			assert.Same(t, m.VNets[0], s.VNet.Target())
			assert.Equal(t, id("microsoft.network/virtualnetworks/v/subnets/app"), s.ID)
			assert.False(t, s.Inline)
			assert.True(t, value.Is(s.ServiceEndpointPolicies, false))
			assert.True(t, s.SecurityGroup.IsAbsent())
			assert.True(t, s.SingularPrefix.IsAbsent())
		})
	}
}

func TestSubnetUnknowns(t *testing.T) {
	s := model(t, res("azurerm_subnet.app", inVNet(o{
		"ip_address_pool": l{o{"id": "x"}}, "delegation": delegated(pinned("var.service")),
		"service_endpoint": pinned("var.services"), "service_endpoint_policy_ids": l{"x"},
	}))).Subnets[0]
	assert.True(t, s.Prefixes.IsUnknown(), "an address manager assigns them")
	assert.Equal(t, "var.service", s.Delegations.Why())
	assert.Equal(t, "var.services", s.ServiceEndpoints.Why())
	assert.True(t, value.Is(s.ServiceEndpointPolicies, true))
	assert.True(t, s.VNet.IsOutside())

	s = model(t, res("azurerm_subnet.app", inVNet(o{"address_prefixes": l{"not-a-cidr"}}))).Subnets[0]
	assert.True(t, s.Prefixes.IsUnknown())
	assert.Empty(t, s.Delegations.Or(nil))
	assert.True(t, s.Delegations.IsKnown(), "the provider sends that there is none")
}

func TestDataSourceOfSubnet(t *testing.T) {
	s := model(t, res("data.azurerm_subnet.app", inVNet(o{
		"id": id("Microsoft.Network/virtualNetworks/v/subnets/app"), "address_prefixes": l{"10.0.1.0/24"}, "address_prefix": "10.0.1.0/24",
		"service_endpoints": l{"Microsoft.Web"}, "network_security_group_id": "", "private_endpoint_network_policies": "Enabled",
	}))).Subnets[0]
	assert.True(t, s.External)
	assert.Equal(t, ranges("10.0.1.0/24"), s.Prefixes.Or(nil))
	assert.Equal(t, []string{"Microsoft.Web"}, s.ServiceEndpoints.Or(nil))
	assert.Equal(t, "Enabled", s.EndpointPolicies.Or(""))
	assert.True(t, s.Delegations.IsUnknown(), "not exported")
	assert.True(t, s.ServiceEndpointPolicies.IsUnknown())
	assert.True(t, s.SecurityGroup.IsAbsent())
	assert.True(t, s.RouteTable.IsUnknown())
	assert.True(t, s.NATGateway.IsUnknown())

	deferred := model(t, res("data.azurerm_subnet.app", inVNet(nil))).Subnets[0]
	assert.True(t, deferred.Prefixes.IsUnknown())
	assert.True(t, deferred.ServiceEndpoints.IsUnknown())
	assert.True(t, deferred.EndpointPolicies.IsUnknown())
}

func TestDataSourceOfCreatedSubnet(t *testing.T) {
	m := model(t, res("data.azurerm_subnet.app", inVNet(nil)), res("azurerm_subnet.app", inVNet(nil)),
		res("azurerm_linux_web_app.a", o{"virtual_network_subnet_id": ref("data.azurerm_subnet.app.id")}))
	assert.Same(t, m.Subnets[1], m.Sites[0].Integrations.Items[0].Subnet.Target(), "they are the same subnet")
}

func TestInlineSubnets(t *testing.T) {
	nsg := res("azurerm_network_security_group.n", in(o{"name": "n"}))
	table := res("azurerm_route_table.r", in(o{"name": "r"}))
	t.Run("version 5", func(t *testing.T) {
		m := model(t, nsg, table, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": l{
			o{"name": "app", "address_prefixes": l{"10.0.1.0/24"}, "delegation": delegated("Microsoft.Web/serverFarms"),
				"service_endpoint": l{o{"service": "Microsoft.Web"}}, "security_group": ref("azurerm_network_security_group.n.id"),
				"route_table_id": ref("azurerm_route_table.r.id"), "private_endpoint_network_policies": "Enabled"},
			o{"name": "pe", "address_prefixes": l{"10.0.2.0/24"}, "security_group": "", "route_table_id": ""},
		}})))
		require.Len(t, m.Subnets, 2)
		app, pe := m.Subnets[0], m.Subnets[1]
		assert.True(t, app.Inline)
		assert.Equal(t, "azurerm_virtual_network.v", app.Address)
		assert.Equal(t, "app", app.Name.Or(""))
		assert.Equal(t, at(1), app.At)
		assert.Equal(t, id("microsoft.network/virtualnetworks/v/subnets/app"), app.ID)
		assert.Equal(t, id("microsoft.network/virtualnetworks/v"), m.VNets[0].ID)
		assert.Same(t, m.VNets[0], app.VNet.Target())
		assert.Equal(t, []string{"Microsoft.Web/serverFarms"}, app.Delegations.Or(nil))
		assert.Equal(t, []string{"Microsoft.Web"}, app.ServiceEndpoints.Or(nil))
		assert.Equal(t, "Enabled", app.EndpointPolicies.Or(""))
		assert.Same(t, m.SecurityGroups[0], app.SecurityGroup.Target())
		assert.Same(t, m.RouteTables[0], app.RouteTable.Target())
		assert.True(t, pe.SecurityGroup.IsAbsent())
		assert.True(t, pe.RouteTable.IsAbsent())
		assert.Equal(t, "Disabled", pe.EndpointPolicies.Or(""))
		assert.True(t, value.Is(m.VNets[0].InlineSubnets, true))
		assert.Equal(t, m.Subnets, m.VNets[0].Subnets.Items)
	})
	t.Run("version 4", func(t *testing.T) {
		m := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": l{
			o{"name": "app", "address_prefixes": l{"10.0.1.0/24"}, "service_endpoints": l{"Microsoft.Web"}}}})))
		assert.Equal(t, []string{"Microsoft.Web"}, m.Subnets[0].ServiceEndpoints.Or(nil))
	})
	t.Run("version 3", func(t *testing.T) {
		m := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": l{
			o{"name": "bastion", "address_prefix": "10.0.1.0/24", "security_group": ""}}}), major(3)))
		s := m.Subnets[0]
		assert.Equal(t, ranges("10.0.1.0/24"), s.Prefixes.Or(nil))
		assert.True(t, s.EndpointPolicies.IsAbsent(), "nothing is sent")
		assert.True(t, s.SecurityGroup.IsAbsent())
	})
	t.Run("omitted", func(t *testing.T) {
		m := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": unknown{}}), creating))
		assert.True(t, value.Is(m.VNets[0].InlineSubnets, false))
		assert.True(t, m.VNets[0].Subnets.CertainlyEmpty())
	})
	t.Run("unknown", func(t *testing.T) {
		m := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": pinned("var.subnets")}), creating))
		assert.True(t, m.VNets[0].InlineSubnets.IsUnknown())
		assert.Equal(t, "var.subnets", m.VNets[0].Subnets.Incomplete)
	})
}

func TestEchoOfSubnets(t *testing.T) {
	// The list of a network that exists shows subnets of resources of their own.
	listed := func(names ...string) l {
		var list l
		for _, name := range names {
			list = append(list, o{"name": name, "id": id("Microsoft.Network/virtualNetworks/v/subnets/" + name), "address_prefixes": l{"10.0.1.0/24"}})
		}
		return list
	}
	vnet := func(list any) *iac.Resource {
		return res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": list}), existing)
	}
	own := res("azurerm_subnet.app", inVNet(o{"delegation": delegated("Microsoft.Web/serverFarms")}), existing)

	m := model(t, vnet(listed("app")), own)
	require.Len(t, m.Subnets, 1)
	assert.Equal(t, "azurerm_subnet.app", m.Subnets[0].Address)
	assert.True(t, value.Is(m.VNets[0].InlineSubnets, false))

	m = model(t, vnet(listed("app", "elsewhere")), own)
	require.Len(t, m.Subnets, 2)
	assert.True(t, m.VNets[0].InlineSubnets.IsUnknown(), "the other may be written in the network or made elsewhere")

	m = model(t, vnet(defaulted{listed("app", "elsewhere")}), own)
	require.Len(t, m.Subnets, 2)
	assert.True(t, value.Is(m.VNets[0].InlineSubnets, false))
	assert.NotEqual(t, m.Subnets[0].External, m.Subnets[1].External)

	m = model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": listed("other")})), own)
	assert.Len(t, m.Subnets, 2)
	assert.True(t, value.Is(m.VNets[0].InlineSubnets, true), "both are written")
}

func TestVirtualNetwork(t *testing.T) {
	v := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "address_space": l{"10.0.0.0/16", "fd00::/48"}, "dns_servers": l{"10.0.0.4"}}))).VNets[0]
	assert.Equal(t, ranges("10.0.0.0/16", "fd00::/48"), v.AddressSpace.Or(nil))
	assert.Equal(t, []string{"10.0.0.4"}, v.DNSServers.Or(nil))

	v = model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "ip_address_pool": l{o{"id": "x"}}, "dns_servers": unknown{}}), creating)).VNets[0]
	assert.True(t, v.AddressSpace.IsUnknown())
	assert.True(t, v.DNSServers.IsAbsent())

	m := model(t, vnetV, res("azurerm_virtual_network_dns_servers.d", o{"virtual_network_id": ref("azurerm_virtual_network.v.id"), "dns_servers": l{"10.0.0.4"}}))
	assert.Equal(t, []string{"10.0.0.4"}, m.VNets[0].DNSServers.Or(nil))
	m = model(t, vnetV, res("azurerm_virtual_network_dns_servers.d", o{"virtual_network_id": pinned("var.v"), "dns_servers": l{"10.0.0.4"}}))
	assert.True(t, m.VNets[0].DNSServers.IsUnknown())

	v = model(t, res("data.azurerm_virtual_network.v", o{"name": "v", "resource_group_name": "rg", "subnets": l{"a"}})).VNets[0]
	assert.True(t, v.External)
	assert.True(t, v.AddressSpace.IsUnknown())
	assert.True(t, v.Location.IsUnknown())
	assert.True(t, v.InlineSubnets.IsAbsent())
}

func TestAssociations(t *testing.T) {
	subnet := res("azurerm_subnet.app", inVNet(nil))
	other := res("azurerm_subnet.other", inVNet(o{"name": "other"}))
	nsg := res("azurerm_network_security_group.n", in(o{"name": "n"}))
	association := func(subnet any) *iac.Resource {
		return res("azurerm_subnet_network_security_group_association.x",
			o{"subnet_id": subnet, "network_security_group_id": ref("azurerm_network_security_group.n.id")})
	}
	t.Run("one subnet", func(t *testing.T) {
		m := model(t, association(ref("azurerm_subnet.app.id")), subnet, other, nsg)
		assert.Same(t, m.SecurityGroups[0], m.Subnets[0].SecurityGroup.Target())
		assert.True(t, m.Subnets[1].SecurityGroup.IsAbsent())
	})
	t.Run("one of two", func(t *testing.T) {
		m := model(t, association(either{"azurerm_subnet.app.id", "azurerm_subnet.other.id"}), subnet, other, nsg)
		assert.True(t, m.Subnets[0].SecurityGroup.IsUnknown())
		assert.True(t, m.Subnets[1].SecurityGroup.IsUnknown())
	})
	t.Run("any", func(t *testing.T) {
		m := model(t, association(pinned("var.subnet")), association(ref("azurerm_subnet.app.id")), subnet, other, nsg)
		assert.Same(t, m.SecurityGroups[0], m.Subnets[0].SecurityGroup.Target())
		assert.Equal(t, "var.subnet", m.Subnets[1].SecurityGroup.Why())
	})
	t.Run("outside", func(t *testing.T) {
		m := model(t, association(id("microsoft.network/virtualnetworks/w/subnets/x")), subnet, nsg)
		assert.True(t, m.Subnets[0].SecurityGroup.IsAbsent())
	})
	t.Run("routes and NAT", func(t *testing.T) {
		m := model(t, subnet, res("azurerm_route_table.r", in(o{"name": "r"})), res("azurerm_nat_gateway.g", in(o{"name": "g"})),
			res("azurerm_subnet_route_table_association.x", o{"subnet_id": ref("azurerm_subnet.app.id"), "route_table_id": ref("azurerm_route_table.r.id")}),
			res("azurerm_subnet_nat_gateway_association.x", o{"subnet_id": ref("azurerm_subnet.app.id"), "nat_gateway_id": ref("azurerm_nat_gateway.g.id")}))
		assert.Same(t, m.RouteTables[0], m.Subnets[0].RouteTable.Target())
		assert.Same(t, m.NATGateways[0], m.Subnets[0].NATGateway.Target())
	})
	t.Run("write-only", func(t *testing.T) {
		m := model(t, nsg, res("azurerm_subnet.app", inVNet(o{
			"network_security_group_id_wo": ref("azurerm_network_security_group.n.id"), "network_security_group_id": unknown{}}), creating))
		assert.Same(t, m.SecurityGroups[0], m.Subnets[0].SecurityGroup.Target())
	})
	t.Run("computed", func(t *testing.T) {
		m := model(t, nsg, res("azurerm_subnet.app", inVNet(o{"network_security_group_id": id("microsoft.network/networksecuritygroups/n")}), existing))
		assert.Same(t, m.SecurityGroups[0], m.Subnets[0].SecurityGroup.Target())
	})
}

func TestSecurityGroup(t *testing.T) {
	m := model(t,
		res("azurerm_network_security_group.n", in(o{"name": "n", "security_rule": l{
			o{"name": "web", "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
				"source_address_prefix": "", "source_address_prefixes": l{"10.0.0.0/8", "192.0.2.0/24"}, "source_port_range": "*",
				"source_port_ranges": l{}, "destination_address_prefix": "VirtualNetwork", "destination_port_ranges": l{"80", "443"}, "destination_port_range": ""},
			o{"name": "own", "priority": 300}, // shows the rule below
		}})),
		res("azurerm_network_security_rule.own", o{"name": "own", "resource_group_name": "rg", "network_security_group_name": "n", "priority": 200,
			"direction": "Outbound", "access": "Deny", "protocol": "*", "source_application_security_group_ids": l{ref("azurerm_application_security_group.a.id")},
			"destination_address_prefix": pinned("var.to")}),
	)
	rules := m.SecurityGroups[0].Rules
	require.Len(t, rules.Items, 2)
	assert.True(t, rules.Complete())
	web, own := rules.Items[0], rules.Items[1]
	assert.Equal(t, "azurerm_network_security_group.n", web.Address)
	assert.Equal(t, 100, web.Priority.Or(0))
	assert.True(t, value.Is(web.Direction, network.Inbound))
	assert.True(t, value.Is(web.Allow, true))
	assert.Equal(t, "tcp", web.Protocol.Or(""))
	assert.Equal(t, []string{"10.0.0.0/8", "192.0.2.0/24"}, web.Sources.Or(nil))
	assert.Equal(t, []string{"*"}, web.SourcePorts.Or(nil))
	assert.Equal(t, []string{"VirtualNetwork"}, web.Destinations.Or(nil))
	assert.Equal(t, []string{"80", "443"}, web.Ports.Or(nil))
	assert.False(t, web.Groups)

	assert.Equal(t, "azurerm_network_security_rule.own", own.Address)
	assert.Equal(t, 200, own.Priority.Or(0))
	assert.True(t, value.Is(own.Direction, network.Outbound))
	assert.True(t, value.Is(own.Allow, false))
	assert.True(t, own.Groups)
	assert.True(t, own.Sources.IsAbsent())
	assert.Equal(t, "var.to", own.Destinations.Why())
}

func TestSecurityGroupUnknowns(t *testing.T) {
	group := func(rules any) *iac.Resource {
		return res("azurerm_network_security_group.n", in(o{"name": "n", "security_rule": rules}), creating)
	}
	m := model(t, group(unknown{}))
	assert.True(t, m.SecurityGroups[0].Rules.CertainlyEmpty())
	m = model(t, group(pinned("var.rules")))
	assert.Equal(t, "var.rules", m.SecurityGroups[0].Rules.Incomplete)
	m = model(t, group(l{}), res("azurerm_network_security_rule.r", o{"name": "r", "resource_group_name": "rg", "network_security_group_name": pinned("var.nsg")}))
	assert.Equal(t, "var.nsg", m.SecurityGroups[0].Rules.Incomplete)

	data := model(t, res("data.azurerm_network_security_group.n", o{"name": "n", "resource_group_name": "rg", "security_rule": l{
		o{"name": "web", "source_address_prefixes": l{"10.0.0.0/8"}, "destination_address_prefix": "*", "destination_address_prefixes": l{}}}}))
	rule := data.SecurityGroups[0].Rules.Items[0]
	assert.Equal(t, []string{"10.0.0.0/8"}, rule.Sources.Or(nil))
	assert.Equal(t, []string{"*"}, rule.Destinations.Or(nil))
	assert.False(t, rule.Groups)
}

func TestRouteTable(t *testing.T) {
	m := model(t,
		res("azurerm_route_table.r", in(o{"name": "r", "route": l{o{"name": "default", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "10.0.0.4"}}})),
		res("azurerm_route.x", o{"name": "x", "resource_group_name": "rg", "route_table_name": ref("azurerm_route_table.r.name"), "address_prefix": "AzureMonitor", "next_hop_type": "Internet", "next_hop_in_ip_address": ""}),
	)
	routes := m.RouteTables[0].Routes.Items
	require.Len(t, routes, 2)
	assert.Equal(t, "10.0.0.4", routes[0].Address.Or(""))
	assert.Equal(t, "VirtualAppliance", routes[0].NextHop.Or(""))
	assert.Equal(t, "AzureMonitor", routes[1].Prefix.Or(""))
	assert.True(t, routes[1].Address.IsAbsent())

	m = model(t, res("azurerm_route_table.r", in(o{"name": "r", "route": unknown{}}), creating))
	assert.True(t, m.RouteTables[0].Routes.CertainlyEmpty())
	m = model(t, res("data.azurerm_route_table.r", o{"name": "r", "resource_group_name": "rg"}))
	assert.False(t, m.RouteTables[0].Routes.Complete())
}

func TestNATGateway(t *testing.T) {
	m := model(t, res("azurerm_nat_gateway.g", in(o{"name": "g", "zones": l{"2"}, "idle_timeout_in_minutes": 10})),
		res("azurerm_public_ip.a", in(o{"name": "a"})), res("azurerm_public_ip_prefix.p", in(o{"name": "p", "ip_version": "IPv6", "sku": "StandardV2"})),
		res("azurerm_nat_gateway_public_ip_association.x", o{"nat_gateway_id": ref("azurerm_nat_gateway.g.id"), "public_ip_address_id": ref("azurerm_public_ip.a.id")}),
		res("azurerm_nat_gateway_public_ip_prefix_association.x", o{"nat_gateway_id": ref("azurerm_nat_gateway.g.id"), "public_ip_prefix_id": ref("azurerm_public_ip_prefix.p.id")}))
	g := m.NATGateways[0]
	assert.Equal(t, "Standard", g.SKU.Or(""))
	assert.Equal(t, []string{"2"}, g.Zones.Or(nil))
	assert.Equal(t, 10, g.IdleTimeout.Or(0))
	require.Len(t, g.PublicAddresses.Items, 2)
	address, prefix := g.PublicAddresses.Items[0].Target(), g.PublicAddresses.Items[1].Target()
	assert.Equal(t, "Standard", address.SKU.Or(""))
	assert.False(t, address.Prefix)
	assert.True(t, prefix.Prefix)
	assert.Equal(t, "IPv6", prefix.Version.Or(""))
	assert.Equal(t, "StandardV2", prefix.SKU.Or(""))

	m = model(t, res("azurerm_nat_gateway.g", in(o{"name": "g"})),
		res("azurerm_nat_gateway_public_ip_association.x", o{"nat_gateway_id": pinned("var.nat")}))
	assert.False(t, m.NATGateways[0].PublicAddresses.CertainlyEmpty())

	m = model(t, res("data.azurerm_nat_gateway.g", o{"name": "g", "resource_group_name": "rg", "public_ip_address_ids": l{"/x"}}))
	assert.Len(t, m.NATGateways[0].PublicAddresses.Items, 1)
	assert.NotEmpty(t, m.NATGateways[0].PublicAddresses.Incomplete, "prefixes are not known")

	m = model(t, res("azurerm_public_ip.a", in(o{"name": "a"}), major(3)))
	assert.Equal(t, "Basic", m.PublicAddresses[0].SKU.Or(""))
}

func TestPeering(t *testing.T) {
	w := res("azurerm_virtual_network.w", in(o{"name": "w"}))
	m := model(t, vnetV, w, res("azurerm_virtual_network_peering.p", o{"name": "p", "resource_group_name": "rg", "virtual_network_name": "v",
		"remote_virtual_network_id": ref("azurerm_virtual_network.w.id"), "allow_forwarded_traffic": true}))
	p := m.Peerings[0]
	assert.Same(t, m.VNets[0], p.From.Target())
	assert.Same(t, m.VNets[1], p.To.Target())
	assert.True(t, value.Is(p.AllowAccess, true))
	assert.True(t, value.Is(p.AllowForwarded, true))
	assert.True(t, value.Is(p.AllowTransit, false))
	assert.True(t, value.Is(p.RemoteGateways, false))
	assert.Equal(t, []*network.Peering{p}, m.VNets[0].Peerings.Items)
}

func TestGateway(t *testing.T) {
	subnet := res("azurerm_subnet.gw", inVNet(o{"name": "GatewaySubnet"}))
	vpn := o{"name": "g", "type": "Vpn", "sku": "VpnGw1", "ip_configuration": l{o{"subnet_id": ref("azurerm_subnet.gw.id")}},
		"vpn_client_configuration": l{o{"address_space": l{"172.16.0.0/24"}, "vpn_client_protocols": l{"SSTP", "IkeV2"}}}}
	m := model(t, vnetV, subnet, res("azurerm_virtual_network_gateway.g", in(vpn)),
		res("azurerm_virtual_network_gateway_connection.c", in(o{"name": "c", "type": "ExpressRoute", "virtual_network_gateway_id": ref("azurerm_virtual_network_gateway.g.id")})))
	g := m.Gateways[0]
	assert.True(t, value.Is(g.ExpressRoute, false))
	assert.True(t, value.Is(g.RouteBased, true))
	assert.True(t, value.Is(g.PointToSite, true))
	assert.Equal(t, ranges("172.16.0.0/24"), g.ClientPools.Or(nil))
	assert.Equal(t, []string{"sstp", "ikev2"}, g.ClientProtocol.Or(nil))
	assert.Equal(t, []*network.Gateway{g}, m.VNets[0].Gateways.Items)
	assert.Same(t, g, m.GatewayLinks[0].Gateway.Target())
	assert.True(t, value.Is(m.GatewayLinks[0].ExpressRoute, true))

	vpn["vpn_client_configuration"] = l{o{"address_space": l{"bogus"}, "vpn_client_protocols": unknown{}}}
	vpn["vpn_type"] = "PolicyBased"
	g = model(t, res("azurerm_virtual_network_gateway.g", in(vpn), creating)).Gateways[0]
	assert.True(t, g.ClientPools.IsUnknown())
	assert.True(t, g.ClientProtocol.IsAbsent())
	assert.True(t, value.Is(g.RouteBased, false))
	vpn["vpn_client_configuration"] = l{}
	g = model(t, res("azurerm_virtual_network_gateway.g", in(vpn))).Gateways[0]
	assert.True(t, value.Is(g.PointToSite, false))
}

func TestOccupants(t *testing.T) {
	subnet, other := res("azurerm_subnet.app", inVNet(nil)), res("azurerm_subnet.other", inVNet(o{"name": "other"}))
	app, two := ref("azurerm_subnet.app.id"), ref("azurerm_subnet.other.id")
	tests := []struct {
		typ  string
		body o
		want []int // how many occupants each subnet gets
	}{
		{"azurerm_network_interface", o{"ip_configuration": l{o{"subnet_id": app}}}, []int{1, 0}},
		{"azurerm_linux_virtual_machine_scale_set", o{"network_interface": l{o{"ip_configuration": l{o{"subnet_id": app}, o{"subnet_id": two}}}}}, []int{1, 1}},
		{"azurerm_firewall", o{"ip_configuration": l{o{"subnet_id": app}, o{"subnet_id": nil}}, "management_ip_configuration": l{o{"subnet_id": two}}}, []int{1, 1}},
		{"azurerm_lb", o{"frontend_ip_configuration": l{o{"subnet_id": ""}}}, []int{0, 0}},
		{"azurerm_container_group", o{"subnet_ids": l{app}}, []int{1, 0}},
		{"azurerm_container_app_environment", o{"infrastructure_subnet_id": app}, []int{1, 0}},
		{"azurerm_kubernetes_cluster", o{"default_node_pool": l{o{"vnet_subnet_id": app}}}, []int{1, 0}},
		{"azurerm_api_management", o{}, []int{0, 0}},
		{"azurerm_application_gateway", o{"gateway_ip_configuration": l{o{"subnet_id": app}}}, []int{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			m := model(t, subnet, other, res(tt.typ+".x", in(tt.body)))
			for i, want := range tt.want {
				assert.Len(t, m.Subnets[i].Occupants.Items, want)
				assert.True(t, m.Subnets[i].Occupants.Complete())
			}
			for _, o := range m.Occupants {
				assert.NotEmpty(t, o.Kind)
			}
		})
	}
	m := model(t, subnet, res("azurerm_network_interface.x", in(o{"ip_configuration": pinned("var.configurations")})))
	assert.Equal(t, "var.configurations", m.Subnets[0].Occupants.Incomplete)
}
