package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Where a child may belong to a part, nothing is certain that the child decides.
func TestUncertainParents(t *testing.T) {
	const parent = `"parent": {"?": ""}, "name": "x"`
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg", "properties": {}}`),
		arm(t, "rt", "Microsoft.Network/routeTables@2024-05-01", `{"name": "rt", "properties": {}}`),
		arm(t, "pe", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pe", "properties": {}}`),
		arm(t, "sql", "Microsoft.Sql/servers@2023-08-01", `{"name": "sql", "properties": {}}`),
		arm(t, "ase", "Microsoft.Web/hostingEnvironments@2024-04-01", `{"name": "ase", "properties": {}}`),
		arm(t, "ns", "Microsoft.Relay/namespaces@2021-11-01", `{"name": "ns", "properties": {}}`),
		arm(t, "plan", "Microsoft.Web/serverfarms@2024-04-01", `{"name": "plan", "properties": {"reserved": true}}`),

		arm(t, "1", "Microsoft.Network/routeTables/routes@2024-05-01", `{`+parent+`, "properties": {}}`),
		arm(t, "2", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01", `{`+parent+`, "properties": {"privateDnsZoneConfigs": []}}`),
		arm(t, "3", "Microsoft.Sql/servers/virtualNetworkRules@2023-08-01", `{`+parent+`, "properties": {}}`),
		arm(t, "4", "Microsoft.Web/hostingEnvironments/configurations@2024-04-01", `{"parent": {"?": ""}, "name": "networking", "properties": {"ftpEnabled": true}}`),
		arm(t, "5", "Microsoft.Relay/namespaces/networkRuleSets@2021-11-01", `{`+parent+`, "properties": {"publicNetworkAccess": "Disabled"}}`),
		arm(t, "6", "Microsoft.Web/sites/config@2024-04-01", `{"parent": {"?": ""}, "name": "logs", "properties": {"httpLogs": {}}}`),
		arm(t, "7", "Microsoft.Web/sites/virtualNetworkConnections@2024-04-01", `{`+parent+`, "properties": {}}`),
		terraform(t, "azapi_update_resource.8", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "resource_id": {"?": ""}, "body": {"properties": {"elasticScaleEnabled": true}}}`),
	)
	assert.False(t, m.RouteTables[0].Routes.Complete())
	assert.False(t, m.PrivateEndpoints[0].ZoneGroup.Complete())
	assert.False(t, m.Guarded[0].Subnets.Complete())
	assert.True(t, m.Environments[0].FTP.IsUnknown())
	assert.True(t, m.Environments[0].RemoteDebug.IsAbsent())
	assert.True(t, m.RelayNamespaces[0].PublicAccess.IsUnknown())
	assert.False(t, m.Sites[0].LogStorage.Complete())
	assert.False(t, m.Sites[0].GatewayVNets.Complete())
	assert.False(t, m.Sites[0].Integrations.Complete())
	assert.True(t, m.Plans[0].ElasticScale.IsUnknown())
	assert.Equal(t, network.Linux, m.Plans[0].OS.Or(0), "it does not write that")
}

// Where a child's name is not known that tells what it is of its parent, nothing is
// certain that the child decides.
func TestUnknownNames(t *testing.T) {
	const policy = "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01"
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "till", "Microsoft.Web/sites@2024-04-01", `{"name": "till", "properties": {}}`),
		arm(t, "ase", "Microsoft.Web/hostingEnvironments@2024-04-01", `{"name": "ase", "properties": {}}`),
		arm(t, "old", "Microsoft.Web/hostingEnvironments@2024-04-01", `{"name": "old", "properties": {}}`),
		arm(t, "web", "Microsoft.Web/sites@2024-04-01", `{"name": "web", "properties": {}}`),
		arm(t, "1", policy, `{"parent": {"?": "shop!id"}, "name": {"?": ""}, "properties": {"allow": false}}`),
		arm(t, "2", policy, `{"name": "till/ftp", "properties": {"allow": false}}`),
		arm(t, "3", policy, `{"parent": {"?": "till!id"}, "name": {"?": ""}, "properties": {"allow": true}}`),
		arm(t, "4", "Microsoft.Web/hostingEnvironments/configurations@2024-04-01", `{"parent": {"?": "ase!id"}, "name": {"?": ""}, "properties": {"ftpEnabled": true}}`),
	)
	assert.True(t, siteAt(t, m, "shop").FTPBasicAuth.IsUnknown())
	assert.True(t, value.Is(siteAt(t, m, "till").FTPBasicAuth, false), "the other policy is that of the SCM site")
	assert.True(t, siteAt(t, m, "web").FTPBasicAuth.IsAbsent())
	assert.True(t, m.Environments[0].FTP.IsUnknown())
	assert.True(t, m.Environments[0].RemoteDebug.IsAbsent())
	assert.True(t, m.Environments[1].FTP.IsAbsent())
}

func TestUnknownLists(t *testing.T) {
	m := model(t,
		arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "properties": {"subnets": {"?": ""}, "virtualNetworkPeerings": {"?": ""}}}`),
		arm(t, "nat", "Microsoft.Network/natGateways@2024-05-01", `{"name": "nat", "properties": {"publicIpAddresses": {"?": ""}}}`),
		arm(t, "agw", "Microsoft.Network/applicationGateways@2024-05-01", `{"name": "agw", "properties": {"backendAddressPools": [{"name": "p", "properties": {"backendAddresses": {"?": ""}}}],
			"urlPathMaps": [{"properties": {"pathRules": {"?": ""}}}]}}`),
		arm(t, "scale", "Microsoft.Insights/autoscaleSettings@2022-10-01", `{"name": "scale", "properties": {"targetResourceUri": "`+group+`/providers/Microsoft.Compute/virtualMachineScaleSets/s", "profiles": {"?": ""}}}`),
		arm(t, "ase", "Microsoft.Web/hostingEnvironments@2024-04-01", `{"name": "ase", "properties": {"clusterSettings": [{"name": "a", "value": {"?": ""}}]}}`),
		arm(t, "sb", "Microsoft.ServiceBus/namespaces@2022-10-01-preview", `{"name": "sb"}`),
		arm(t, "rules", "Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview", `{"name": "sb/default", "properties": {"virtualNetworkRules": {"?": ""}}}`),
		arm(t, "fd", "Microsoft.Cdn/profiles@2024-02-01", `{"name": "fd", "sku": {"?": ""}}`),
		arm(t, "rule", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01", `{"name": "r", "parent": {"?": "profile!id"}, "properties": {"addressPrefixes": {"?": ""}}}`),
		arm(t, "profile", "Microsoft.Network/networkSecurityPerimeters/profiles@2024-07-01", `{"name": {"?": ""}}`),
		arm(t, "association", "Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01", `{"name": "nsp/a", "properties": {"profile": {"id": {"?": "profile!id"}}}}`),
		arm(t, "zone", "Microsoft.Network/privateDnsZones/A@2024-06-01", `{"name": "z/a", "properties": {"aRecords": [{"ipv4Address": "10.0.0.4"}]}}`),
	)
	assert.False(t, m.VNets[0].Subnets.Complete())
	assert.False(t, m.VNets[0].Peerings.Complete())
	assert.True(t, m.VNets[0].InlineSubnets.IsUnknown())
	assert.False(t, m.NATGateways[0].PublicAddresses.Complete())
	assert.False(t, m.ApplicationGateways[0].Backends.Complete())
	assert.False(t, m.ApplicationGateways[0].Rules.Complete())
	assert.True(t, m.AutoscaleSettings[0].Maximum.IsUnknown())
	assert.True(t, m.AutoscaleSettings[0].Plan.IsAbsent(), "it scales something else")
	assert.True(t, m.Environments[0].ClusterSettings.IsUnknown())
	assert.False(t, m.Guarded[0].Subnets.Complete())
	assert.Len(t, m.FrontDoors, 1)
	assert.True(t, m.PerimeterRules[0].Kind.IsUnknown())
	assert.Equal(t, "profile", m.PerimeterRules[0].Profile.Or(""), "an address tells it as well as an id")
	assert.Equal(t, "profile", m.Perimeters[0].Profile.Or(""))
	assert.False(t, m.Records[0].Endpoints.Complete(), "a literal address may be that of any endpoint")
}

func TestRulesDeclaredTwice(t *testing.T) {
	m := model(t,
		arm(t, "nsg", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "nsg", "properties": {"securityRules": [
			{"name": "A", "properties": {"priority": 1, "sourceAddressPrefix": "Internet", "sourceAddressPrefixes": []}},
			{"name": "b", "properties": {"sourceAddressPrefix": "10.0.0.1", "sourceAddressPrefixes": ["10.0.0.2"]}}]}}`),
		arm(t, "a", "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01", `{"name": "nsg/a", "properties": {"priority": 2}}`),
		arm(t, "rt", "Microsoft.Network/routeTables@2024-05-01", `{"name": "rt", "properties": {"routes": [{"name": "a", "properties": {"nextHopType": "None"}}]}}`),
		arm(t, "r", "Microsoft.Network/routeTables/routes@2024-05-01", `{"name": "rt/A", "properties": {"nextHopType": "Internet"}}`))
	rules := m.SecurityGroups[0].Rules.Items
	assert.Len(t, rules, 2)
	assert.Equal(t, 2, rules[0].Priority.Or(0))
	assert.Equal(t, []string{"10.0.0.1", "10.0.0.2"}, rules[1].Sources.Or(nil))
	assert.Len(t, m.RouteTables[0].Routes.Items, 1)
	assert.Equal(t, "Internet", m.RouteTables[0].Routes.Items[0].NextHop.Or(""))
}
