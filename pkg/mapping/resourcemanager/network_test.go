package resourcemanager

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestVNet(t *testing.T) {
	m := model(t,
		arm(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg", "properties": {}}`),
		arm(t, "rt", "Microsoft.Network/routeTables@2024-05-01", `{"name": "rt", "properties": {}}`),
		arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "location": "northeurope", "properties": {
			"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "dhcpOptions": {"dnsServers": ["10.0.0.4"]},
			"subnets": [
				{"name": "one", "properties": {"addressPrefix": "10.0.0.0/26", "networkSecurityGroup": {"id": {"?": "nsg!id"}},
					"routeTable": {"id": {"?": "rt!id"}}, "natGateway": {"id": "/nat"},
					"delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
					"serviceEndpoints": [{"service": "Microsoft.Web"}, {"service": "Microsoft.Storage"}],
					"serviceEndpointPolicies": [{"id": "/policy"}], "privateEndpointNetworkPolicies": "Disabled"}},
				{"name": "two", "properties": {"addressPrefixes": ["10.0.1.0/26", "fd00::/64"]}}
			],
			"virtualNetworkPeerings": [{"name": "p", "properties": {"remoteVirtualNetwork": {"id": {"?": "hub!id"}}, "allowVirtualNetworkAccess": true}}]}}`),
		arm(t, "hub", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "hub", "properties": {}}`),
		arm(t, "back", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01", `{"name": "hub/back", "properties": {
			"remoteVirtualNetwork": {"id": {"?": "vnet!id"}}, "allowForwardedTraffic": true, "allowGatewayTransit": true, "useRemoteGateways": false}}`),
	)
	v := m.VNets[0]
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}, v.AddressSpace.Or(nil))
	assert.Equal(t, []string{"10.0.0.4"}, v.DNSServers.Or(nil))
	assert.True(t, value.Is(v.InlineSubnets, true))
	assert.True(t, value.Is(m.VNets[1].InlineSubnets, false))
	require.Len(t, v.Subnets.Items, 2)
	one, two := v.Subnets.Items[0], v.Subnets.Items[1]
	assert.True(t, one.Inline)
	assert.Equal(t, "vnet", one.Address)
	assert.Equal(t, "one", one.Name.Or(""))
	assert.Equal(t, "northeurope", one.Location.Or(""))
	assert.Equal(t, v.ID+"/subnets/one", one.ID)
	assert.True(t, value.Is(one.SingularPrefix, true))
	assert.True(t, value.Is(two.SingularPrefix, false))
	assert.Len(t, two.Prefixes.Or(nil), 2)
	assert.Equal(t, []string{"Microsoft.Web/serverFarms"}, one.Delegations.Or(nil))
	assert.Empty(t, two.Delegations.Or([]string{"unknown"}))
	assert.Equal(t, []string{"Microsoft.Web", "Microsoft.Storage"}, one.ServiceEndpoints.Or(nil))
	assert.True(t, value.Is(one.ServiceEndpointPolicies, true))
	assert.Equal(t, "Disabled", one.EndpointPolicies.Or(""))
	assert.Equal(t, m.SecurityGroups[0], one.SecurityGroup.Target())
	assert.Equal(t, m.RouteTables[0], one.RouteTable.Target())
	assert.True(t, one.NATGateway.IsOutside())
	assert.True(t, two.SecurityGroup.IsAbsent())

	require.Len(t, v.Peerings.Items, 1)
	assert.Equal(t, m.VNets[1], v.Peerings.Items[0].To.Target())
	assert.True(t, value.Is(v.Peerings.Items[0].AllowAccess, true))
	assert.True(t, v.Peerings.Items[0].AllowForwarded.IsAbsent())
	back := m.VNets[1].Peerings.Items[0]
	assert.Equal(t, v, back.To.Target())
	assert.True(t, value.Is(back.AllowForwarded, true))
	assert.True(t, value.Is(back.AllowTransit, true))
	assert.True(t, value.Is(back.RemoteGateways, false))
}

func TestSubnetDeclaredTwice(t *testing.T) {
	m := model(t,
		arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": {"?": ""}, "properties": {
			"subnets": [{"name": "a", "properties": {"addressPrefix": "10.0.0.0/26"}}, {"name": "b", "properties": {}}]}}`),
		arm(t, "own", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "A", "parent": {"?": "vnet!id"}, "properties": {"addressPrefix": "10.0.0.0/27"}}`),
		existing(t, "read", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "b", "parent": {"?": "vnet!id"}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {"virtualNetworkSubnetId": {"?": "vnet!properties.subnets[0].id"}}}`),
		arm(t, "other", "Microsoft.Web/sites@2024-04-01", `{"name": "other", "properties": {"virtualNetworkSubnetId": {"?": "read!id"}}}`),
		arm(t, "third", "Microsoft.Web/sites@2024-04-01", `{"name": "third", "properties": {"virtualNetworkSubnetId": {"?": "vnet!id/subnets/b"}}}`),
	)
	require.Len(t, m.Subnets, 3, "the listed one is the same as the declared one")
	assert.Equal(t, "own", siteAt(t, m, "shop").Joins().Target().Address)
	assert.Equal(t, "b", siteAt(t, m, "other").Joins().Target().Name.Or(""))
	assert.False(t, siteAt(t, m, "other").Joins().Target().External, "what is created hides what is only read")
	assert.Equal(t, siteAt(t, m, "other").Joins().Target(), siteAt(t, m, "third").Joins().Target())
}

func TestExistingNetwork(t *testing.T) {
	m := model(t,
		existing(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "scope": "`+sub+`/resourceGroups/Hub"}`),
		existing(t, "subnet", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "s", "parent": {"?": "vnet!id"}}`),
		existing(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg"}`))
	v, s := m.VNets[0], m.Subnets[0]
	assert.Equal(t, sub+"/resourcegroups/hub/providers/microsoft.network/virtualnetworks/vnet/subnets/s", s.ID)
	assert.Equal(t, v, s.VNet.Target())
	assert.True(t, v.AddressSpace.IsUnknown())
	assert.True(t, v.InlineSubnets.IsUnknown())
	assert.False(t, v.Subnets.Complete())
	assert.False(t, v.Peerings.Complete())
	assert.True(t, s.Prefixes.IsUnknown())
	assert.True(t, s.SingularPrefix.IsUnknown())
	assert.True(t, s.Delegations.IsUnknown())
	assert.True(t, s.ServiceEndpointPolicies.IsUnknown())
	assert.True(t, s.SecurityGroup.IsUnknown())
	assert.False(t, m.SecurityGroups[0].Rules.Complete())
}

func TestAddressesOfAManager(t *testing.T) {
	m := model(t, arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "properties": {
		"addressSpace": {"ipamPoolPrefixAllocations": [{"pool": {"id": "/pool"}}]},
		"subnets": [{"name": "s", "properties": {"ipamPoolPrefixAllocations": [{}]}}, {"name": "bad", "properties": {"addressPrefix": "10.0.0.0/99"}}]}}`))
	assert.True(t, m.VNets[0].AddressSpace.IsUnknown())
	assert.True(t, m.Subnets[0].Prefixes.IsUnknown())
	assert.True(t, m.Subnets[1].Prefixes.IsUnknown())
}

func TestSecurityGroup(t *testing.T) {
	m := model(t,
		arm(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg", "properties": {"securityRules": [
			{"name": "in", "properties": {"priority": 100, "direction": "inbound", "access": "Deny", "protocol": "Tcp",
				"sourceAddressPrefix": "*", "sourcePortRange": "*", "destinationAddressPrefixes": ["10.0.0.0/24"], "destinationPortRanges": ["80", "443"]}},
			{"name": "groups", "properties": {"sourceApplicationSecurityGroups": [{"id": "/asg"}], "destinationPortRange": 3389}}]}}`),
		arm(t, "out", "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01", `{"name": "nsg/out", "properties": {
			"priority": 200, "direction": "Outbound", "access": "Allow", "protocol": "*", "destinationPortRange": {"?": ""}}}`))
	rules := m.SecurityGroups[0].Rules
	require.True(t, rules.Complete())
	require.Len(t, rules.Items, 3)
	in, groups, out := rules.Items[0], rules.Items[1], rules.Items[2]
	assert.Equal(t, "in", in.Name.Or(""))
	assert.Equal(t, "nsg", in.Address)
	assert.Equal(t, 100, in.Priority.Or(0))
	assert.True(t, value.Is(in.Direction, network.Inbound))
	assert.True(t, value.Is(in.Allow, false))
	assert.Equal(t, "tcp", in.Protocol.Or(""))
	assert.Equal(t, []string{"*"}, in.Sources.Or(nil))
	assert.Equal(t, []string{"*"}, in.SourcePorts.Or(nil))
	assert.Equal(t, []string{"10.0.0.0/24"}, in.Destinations.Or(nil))
	assert.Equal(t, []string{"80", "443"}, in.Ports.Or(nil))
	assert.False(t, in.Groups)
	assert.True(t, groups.Groups)
	assert.Equal(t, []string{"3389"}, groups.Ports.Or(nil), "people write a number, and Azure takes it")
	assert.Equal(t, "out", out.Address)
	assert.True(t, value.Is(out.Direction, network.Outbound))
	assert.True(t, out.Ports.IsUnknown())

	m = model(t,
		arm(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg", "properties": {}}`),
		arm(t, "rule", "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01", `{"name": "r", "parent": {"?": ""}, "properties": {}}`))
	assert.False(t, m.SecurityGroups[0].Rules.Complete(), "the rule may be one of this group")
}

func TestRouteTable(t *testing.T) {
	m := model(t,
		arm(t, "rt", "Microsoft.Network/routeTables@2024-05-01", `{"name": "rt", "properties": {"routes": [
			{"name": "all", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}}]}}`),
		arm(t, "tag", "Microsoft.Network/routeTables/routes@2024-05-01", `{"name": "rt/tag", "properties": {"addressPrefix": "AppService", "nextHopType": "Internet"}}`))
	routes := m.RouteTables[0].Routes.Items
	require.Len(t, routes, 2)
	assert.Equal(t, "0.0.0.0/0", routes[0].Prefix.Or(""))
	assert.Equal(t, "VirtualAppliance", routes[0].NextHop.Or(""))
	assert.Equal(t, "10.0.0.4", routes[0].Address.Or(""))
	assert.Equal(t, "AppService", routes[1].Prefix.Or(""))
	assert.True(t, routes[1].Address.IsAbsent())
}

func TestNATGateway(t *testing.T) {
	m := model(t,
		arm(t, "ip", "Microsoft.Network/publicIPAddresses@2024-05-01", `{"name": "ip", "sku": {"name": "Standard"}, "properties": {"publicIPAddressVersion": "IPv4"}}`),
		arm(t, "prefix", "Microsoft.Network/publicIPPrefixes@2024-05-01", `{"name": "prefix", "sku": {"name": "StandardV2"}}`),
		arm(t, "nat", "Microsoft.Network/natGateways@2024-07-01", `{"name": "nat", "sku": {"name": "Standard"}, "properties": {
			"idleTimeoutInMinutes": 10, "publicIpAddresses": [{"id": {"?": "ip!id"}}], "publicIpPrefixes": [{"id": {"?": "prefix!id"}}]}}`),
		arm(t, "bare", "Microsoft.Network/natGateways@2024-07-01", `{"name": "bare"}`))
	g := m.NATGateways[0]
	assert.Equal(t, "Standard", g.SKU.Or(""))
	assert.Equal(t, 10, g.IdleTimeout.Or(0))
	require.Len(t, g.PublicAddresses.Items, 2)
	assert.Equal(t, m.PublicAddresses[0], g.PublicAddresses.Items[0].Target())
	assert.False(t, m.PublicAddresses[0].Prefix)
	assert.Equal(t, "IPv4", m.PublicAddresses[0].Version.Or(""))
	assert.True(t, m.PublicAddresses[1].Prefix)
	assert.True(t, m.NATGateways[1].PublicAddresses.CertainlyEmpty())
}

func TestGateway(t *testing.T) {
	m := model(t,
		arm(t, "subnet", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/GatewaySubnet", "properties": {}}`),
		arm(t, "gw", "Microsoft.Network/virtualNetworkGateways@2024-05-01", `{"name": "gw", "properties": {
			"gatewayType": "Vpn", "vpnType": "PolicyBased", "sku": {"name": "VpnGw1"},
			"ipConfigurations": [{"properties": {"Subnet": {"id": {"?": "subnet!id"}}}}],
			"vpnClientConfiguration": {"vpnClientProtocols": ["SSTP"], "vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]}}}}`),
		arm(t, "er", "Microsoft.Network/virtualNetworkGateways@2024-05-01", `{"name": "er", "properties": {"gatewayType": "ExpressRoute"}}`),
		arm(t, "link", "Microsoft.Network/connections@2024-05-01", `{"name": "link", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": {"?": "er!id"}}}}`))
	g, er := m.Gateways[0], m.Gateways[1]
	assert.True(t, value.Is(g.ExpressRoute, false))
	assert.True(t, value.Is(g.RouteBased, false))
	assert.Equal(t, "VpnGw1", g.SKU.Or(""))
	assert.Equal(t, m.Subnets[0], g.Subnet.Target())
	assert.True(t, value.Is(g.PointToSite, true))
	assert.Equal(t, []string{"sstp"}, g.ClientProtocol.Or(nil))
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("172.16.0.0/24")}, g.ClientPools.Or(nil))
	assert.True(t, value.Is(er.ExpressRoute, true))
	assert.True(t, er.RouteBased.IsAbsent())
	assert.True(t, value.Is(er.PointToSite, false))
	assert.Equal(t, er, m.GatewayLinks[0].Gateway.Target())
	assert.True(t, value.Is(m.GatewayLinks[0].ExpressRoute, true))
}

func TestOccupants(t *testing.T) {
	m := model(t,
		arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {}}`),
		arm(t, "nic", "Microsoft.Network/networkInterfaces@2024-05-01", `{"name": "nic", "properties": {"ipConfigurations": [
			{"properties": {"subnet": {"id": {"?": "s!id"}}}}, {"properties": {"subnet": {"id": "/a"}}}, {"properties": {"subnet": {"id": "/A"}}}, {"properties": {}}]}}`),
		arm(t, "aks", "Microsoft.ContainerService/managedClusters@2024-05-01", `{"name": "aks", "properties": {"agentPoolProfiles": [{"vnetSubnetID": {"?": "s!id"}}]}}`),
		arm(t, "cae", "Microsoft.App/managedEnvironments@2024-03-01", `{"name": "cae", "properties": {}}`))
	require.Len(t, m.Occupants, 3)
	assert.Equal(t, "network interface", m.Occupants[0].Kind)
	assert.Equal(t, m.Subnets[0], m.Occupants[0].Subnet.Target())
	assert.True(t, m.Occupants[1].Subnet.IsOutside())
	assert.Equal(t, "Kubernetes cluster", m.Occupants[2].Kind)
	assert.Len(t, m.Subnets[0].Occupants.Items, 2)
}

func TestAddressRulesOfGuarded(t *testing.T) {
	for rules, want := range map[string]value.State{
		`{"ipRules": [{"value": "203.0.113.7"}]}`: value.Known,
		`{"ipRules": {"?": "var.office"}}`:        value.Unknown,
	} {
		g := model(t, arm(t, "kv", "Microsoft.KeyVault/vaults@2023-07-01", `{"name": "kv", "properties": {"networkAcls": `+rules+`}}`)).Guarded[0]
		assert.Equal(t, want, g.AddressRules.State(), rules)
		assert.Equal(t, want == value.Known, g.AddressRules.Or(false), rules)
	}
}

func TestGuarded(t *testing.T) {
	m := model(t,
		arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {}}`),
		arm(t, "st", "Microsoft.Storage/storageAccounts@2023-05-01", `{"name": "Acct", "properties": {"publicNetworkAccess": "Enabled",
			"networkAcls": {"defaultAction": "Deny", "virtualNetworkRules": [{"id": {"?": "s!id"}}]}}}`),
		arm(t, "kv", "Microsoft.KeyVault/vaults@2023-07-01", `{"name": "kv", "properties": {"publicNetworkAccess": "disabled"}}`),
		arm(t, "cr", "Microsoft.ContainerRegistry/registries@2023-07-01", `{"name": "cr", "properties": {"networkRuleSet": {"defaultAction": "Allow"}}}`),
		arm(t, "sql", "Microsoft.Sql/servers@2023-08-01", `{"name": "sql", "properties": {}}`),
		arm(t, "rule", "Microsoft.Sql/servers/virtualNetworkRules@2023-08-01", `{"name": "sql/r", "properties": {"virtualNetworkSubnetId": {"?": "s!id"}}}`),
		arm(t, "sb", "Microsoft.ServiceBus/namespaces@2022-10-01-preview", `{"name": "sb"}`),
		arm(t, "sbrules", "Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview", `{"name": "sb/default", "properties": {
			"defaultAction": "Deny", "publicNetworkAccess": "SecuredByPerimeter", "virtualNetworkRules": [{"subnet": {"id": {"?": "s!id"}}}]}}`))
	storage, vault, registry, sql, bus := m.Guarded[0], m.Guarded[1], m.Guarded[2], m.Guarded[3], m.Guarded[4]
	assert.Equal(t, "microsoft.storage/storageaccounts", storage.Kind)
	assert.Equal(t, "acct.blob.core.windows.net", storage.HostName.Or(""))
	assert.True(t, value.Is(storage.PublicAccess, true))
	assert.Equal(t, "Deny", storage.DefaultAction.Or(""))
	assert.Equal(t, m.Subnets[0], storage.Subnets.Items[0].Target())
	assert.True(t, value.Is(storage.AddressRules, false))
	assert.True(t, vault.AddressRules.IsAbsent())
	assert.True(t, value.Is(vault.PublicAccess, false))
	assert.True(t, vault.Subnets.CertainlyEmpty())
	assert.Equal(t, "Allow", registry.DefaultAction.Or(""))
	assert.Len(t, sql.Subnets.Items, 1)
	assert.Equal(t, "Deny", bus.DefaultAction.Or(""))
	assert.True(t, value.Is(bus.PublicAccess, false))
	assert.Equal(t, m.Subnets[0], bus.Subnets.Items[0].Target())
}
