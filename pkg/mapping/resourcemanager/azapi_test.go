package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestAzAPI(t *testing.T) {
	app := terraform(t, "azapi_resource.app", `{
		"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "location": "West Europe",
		"id": {"?": ""}, "parent_id": {"?": "azurerm_resource_group.rg!id"}, "output": {"?": ""},
		"body": {"kind": "app,linux", "properties": {
			"serverFarmId": {"?": "azapi_resource.plan!id,azapi_resource.vnet!id"},
			"virtualNetworkSubnetId": {"?": "azapi_resource.plan!id,azapi_resource.subnet!id,azapi_resource.vnet!id"},
			"siteConfig": {"ipSecurityRestrictionsDefaultAction": "Deny"}}}}`)
	rg := terraform(t, "azurerm_resource_group.rg", `{"name": "Rg"}`)
	rg.Provider.Subscription = "0001"
	m := model(t, app, rg,
		terraform(t, "azapi_resource.plan", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "name": "plan",
			"parent_id": "`+sub+`/resourceGroups/Rg", "body": {"sku": {"name": "P1v3", "capacity": 2}, "properties": {"reserved": true}}}`),
		terraform(t, "azapi_resource.vnet", `{"type": "Microsoft.Network/virtualNetworks@2024-05-01", "name": "vnet", "location": "westeurope",
			"parent_id": {"?": ""}, "body": {"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}}`),
		terraform(t, "azapi_resource.subnet", `{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "name": "app",
			"parent_id": {"?": "azapi_resource.vnet!id"}, "body": {"properties": {"addressPrefix": "10.0.0.0/26"}}}`),
	)
	s := siteAt(t, m, "azapi_resource.app")
	assert.Equal(t, "shop", s.Name.Or(""))
	assert.Equal(t, "westeurope", s.Location.Or(""))
	assert.Equal(t, "/subscriptions/0001/resourcegroups/rg/providers/microsoft.web/sites/shop", s.ID)
	assert.Equal(t, m.Plans[0], s.Plan.Target(), "of all references of the body, one is a plan")
	assert.Equal(t, group+"/providers/microsoft.web/serverfarms/plan", m.Plans[0].ID)
	assert.Equal(t, m.Subnets[0], s.Joins().Target())
	assert.Equal(t, m.VNets[0], m.Subnets[0].VNet.Target())
	assert.Equal(t, m.VNets[0].ID+"/subnets/app", m.Subnets[0].ID)
	assert.True(t, value.Is(s.Main.Default, access.Deny))
	assert.True(t, s.PublicAccess.IsAbsent())
}

// An azurerm resource stands for any part that another mapping enters.
func withAzurermSite(t *testing.T, resources ...*iac.Resource) *network.Model {
	t.Helper()
	app := terraform(t, "azurerm_linux_web_app.app", `{}`)
	x := index.New(&iac.Root{Resources: append(resources, app)}, false)
	s := &network.Site{Kind: network.WebApp}
	s.Address = app.Address
	s.MinTLS = value.Default("1.2", app.At)
	s.Main.Default = value.Default(access.Allow, app.At)
	x.Model.Sites = append(x.Model.Sites, s)
	x.Add(app, s, "")
	for _, r := range resources {
		require.True(t, Map(x, r), r.Address)
	}
	x.Finish()
	require.Empty(t, x.Errors)
	return x.Model
}

func TestAzAPIOnAnotherProvidersSite(t *testing.T) {
	const rules = `"body": {"properties": {"ipSecurityRestrictionsDefaultAction": "Deny"}}`
	for name, attributes := range map[string]string{
		"child":                    `{"type": "Microsoft.Web/sites/config@2024-04-01", "name": "web", "parent_id": {"?": "azurerm_linux_web_app.app!id"}, ` + rules + `}`,
		"update of a child":        `{"type": "Microsoft.Web/sites/config@2024-04-01", "name": "web", "parent_id": {"?": "azurerm_linux_web_app.app!id"}, "resource_id": {"?": ""}, ` + rules + `}`,
		"update by id":             `{"type": "Microsoft.Web/sites/config@2024-04-01", "resource_id": {"~": "azurerm_linux_web_app.app!id"}, ` + rules + `}`,
		"update by id, name known": `{"type": "Microsoft.Web/sites/config@2024-04-01", "name": "web", "resource_id": {"~": "azurerm_linux_web_app.app!id"}, ` + rules + `}`,
		"update of the site": `{"type": "Microsoft.Web/sites@2024-04-01", "resource_id": {"?": "azurerm_linux_web_app.app!id"},
			"body": {"properties": {"siteConfig": {"ipSecurityRestrictionsDefaultAction": "Deny"}}}}`,
	} {
		address := "azapi_update_resource.x"
		if name == "child" {
			address = "azapi_resource.x"
		}
		m := withAzurermSite(t, terraform(t, address, attributes))
		require.Len(t, m.Sites, 1, name)
		assert.True(t, value.Is(m.Sites[0].Main.Default, access.Deny), name)
		assert.Equal(t, address, m.Sites[0].Main.Default.At().File.Path, name)
		assert.Equal(t, "1.2", m.Sites[0].MinTLS.Or(""), name)
		assert.Equal(t, network.WebApp, m.Sites[0].Kind, name)
	}
}

func TestAzAPINestedChild(t *testing.T) {
	m := withAzurermSite(t, terraform(t, "azapi_resource.hc", `{
		"type": "Microsoft.Web/sites/hybridConnectionNamespaces/relays@2024-04-01", "name": "erp",
		"parent_id": {"~": "azurerm_linux_web_app.app!id"}, "body": {"properties": {"hostname": "erp", "port": 1}}}`))
	assert.Equal(t, m.Sites[0], m.HybridConnections[0].Site.Target())

	m = withAzurermSite(t, terraform(t, "azapi_resource.web", `{
		"type": "Microsoft.Web/sites/slots/config@2024-04-01", "name": "web",
		"parent_id": {"~": "azurerm_linux_web_app.app!id"}, "body": {"properties": {"minTlsVersion": "1.0"}}}`))
	assert.Equal(t, "1.2", m.Sites[0].MinTLS.Or(""), "a slot is meant, not the app that the id is made of")
}

func TestAzAPIUpdateOfSiteElsewhere(t *testing.T) {
	m := model(t, terraform(t, "azapi_update_resource.x", `{"type": "Microsoft.Web/sites@2024-04-01",
		"resource_id": "`+group+`/providers/Microsoft.Web/sites/shop", "body": {"properties": {"publicNetworkAccess": "Disabled"}}}`))
	require.Len(t, m.Sites, 1)
	assert.True(t, m.Sites[0].External)
	assert.Equal(t, network.PublicClosed, m.Sites[0].Public())
}

func TestAzAPIUpdateOfIntegration(t *testing.T) {
	m := withAzurermSite(t,
		terraform(t, "azapi_update_resource.x", `{"type": "Microsoft.Web/sites@2024-04-01", "resource_id": {"?": "azurerm_linux_web_app.app!id"},
			"body": {"properties": {"virtualNetworkSubnetId": "`+group+`/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}}}`))
	require.Len(t, m.Sites[0].Integrations.Items, 1)
	assert.True(t, m.Sites[0].Integrations.Items[0].Own)
}

func TestAzAPIUpdateOfParts(t *testing.T) {
	m := model(t,
		terraform(t, "azapi_resource.vnet", `{"type": "Microsoft.Network/virtualNetworks@2024-05-01", "name": "vnet",
			"parent_id": {"?": ""}, "body": {"properties": {"subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}]}}}`),
		terraform(t, "azapi_resource.plan", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "name": "plan", "parent_id": "`+group+`",
			"body": {"sku": {"name": "P1v3"}, "properties": {"reserved": true}}}`),
		terraform(t, "azapi_update_resource.plan", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "name": "plan", "parent_id": "`+group+`",
			"body": {"properties": {"elasticScaleEnabled": true}}}`),
		terraform(t, "azapi_update_resource.subnet", `{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "name": "s",
			"parent_id": {"?": "azapi_resource.vnet!id"}, "body": {"properties": {"privateEndpointNetworkPolicies": "Enabled"}}}`))
	assert.True(t, value.Is(m.Plans[0].ElasticScale, true))
	assert.Equal(t, network.Linux, m.Plans[0].OS.Or(0))
	require.Len(t, m.Subnets, 1)
	assert.Equal(t, "Enabled", m.Subnets[0].EndpointPolicies.Or(""))
	assert.True(t, m.Subnets[0].Prefixes.IsKnown())
	assert.Equal(t, m.VNets[0], m.Subnets[0].VNet.Target())
}

func TestAzAPIVersion1(t *testing.T) {
	m := model(t, terraform(t, "azapi_resource.app", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "parent_id": "`+group+`",
		"body": "{\"kind\": \"functionapp\", \"properties\": {\"httpsOnly\": true, \"siteConfig\": {\"vnetPrivatePortsCount\": 2}}}"}`))
	assert.Equal(t, network.FunctionApp, m.Sites[0].Kind)
	assert.True(t, value.Is(m.Sites[0].HTTPSOnly, true))
	assert.Equal(t, 2, m.Sites[0].PrivatePorts.Or(0))

	m = model(t, terraform(t, "azapi_resource.app", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "parent_id": "`+group+`", "body": {"?": ""}}`))
	assert.True(t, m.Sites[0].HTTPSOnly.IsUnknown())
	assert.False(t, m.Sites[0].Main.Rules.Complete())
	assert.Zero(t, m.Sites[0].Kind)

	x := mapped(t, terraform(t, "azapi_resource.app", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "parent_id": "`+group+`", "body": "{"}`))
	require.Len(t, x.Errors, 1)
	assert.Contains(t, x.Errors[0].Message, "azapi_resource.app: body is not JSON")
	assert.True(t, x.Model.Sites[0].HTTPSOnly.IsUnknown())
}

func TestAzAPISensitiveBody(t *testing.T) {
	m := model(t, terraform(t, "azapi_resource.app", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "parent_id": "`+group+`",
		"body": {"properties": {"httpsOnly": true, "siteConfig": {"ftpsState": "Disabled"}}},
		"sensitive_body": {"properties": {"siteConfig": {"minTlsVersion": "1.2"}}}}`))
	s := m.Sites[0]
	assert.True(t, value.Is(s.HTTPSOnly, true))
	assert.Equal(t, "Disabled", s.FTPS.Or(""))
	assert.Equal(t, "1.2", s.MinTLS.Or(""))
	assert.True(t, s.MinTLS.IsSensitive())
	assert.False(t, s.FTPS.IsSensitive())
}

func TestAzAPIData(t *testing.T) {
	m := model(t,
		terraform(t, "data.azapi_resource.vnet", `{"type": "Microsoft.Network/virtualNetworks@2024-05-01", "name": "vnet", "parent_id": "`+group+`",
			"output": {"properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}}`),
		terraform(t, "data.azapi_resource.shop", `{"type": "Microsoft.Web/sites@2024-04-01", "resource_id": "`+group+`/providers/Microsoft.Web/sites/shop"}`),
		terraform(t, "azapi_resource.web", `{"type": "Microsoft.Web/sites/config@2024-04-01", "name": "web",
			"parent_id": {"?": "data.azapi_resource.shop!id"}, "body": {"properties": {"minTlsVersion": "1.2"}}}`))
	v := m.VNets[0]
	assert.True(t, v.External)
	assert.True(t, v.AddressSpace.IsKnown(), "it is exported")
	assert.True(t, v.DNSServers.IsUnknown(), "it is not")
	require.Len(t, m.Sites, 1)
	assert.True(t, m.Sites[0].External)
	assert.Equal(t, "1.2", m.Sites[0].MinTLS.Or(""))
	assert.True(t, m.Sites[0].PublicAccess.IsUnknown())
}

func TestAzAPIUnknownType(t *testing.T) {
	m := model(t, terraform(t, "azapi_resource.x", `{"type": {"?": ""}, "name": "x"}`))
	assert.Len(t, m.Incomplete, 1)
	x := index.New(&iac.Root{}, false)
	assert.False(t, Map(x, terraform(t, "azapi_resource.x", `{"type": "Microsoft.Insights/components@2020-02-02", "name": "x"}`)))
	assert.False(t, Map(x, terraform(t, "azurerm_subnet.x", `{}`)))
}
