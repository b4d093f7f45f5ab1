package resourcemanager

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestChildrenChangeTheirSite(t *testing.T) {
	resources := []*iac.Resource{
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "kind": "app", "properties": {"siteConfig": {
			"minTlsVersion": "1.0", "ftpsState": "AllAllowed",
			"ipSecurityRestrictions": [{"name": "old", "priority": 1, "action": "Allow", "ipAddress": "Any"}],
			"appSettings": [{"name": "A", "value": "1"}]}}}`),
		arm(t, "web", "Microsoft.Web/sites/config@2024-04-01", `{"name": "shop/web", "properties": {
			"minTlsVersion": "1.2", "ipSecurityRestrictionsDefaultAction": "Deny", "publicNetworkAccess": "Disabled",
			"ipSecurityRestrictions": [{"name": "new", "priority": 1, "action": "Allow", "ipAddress": "10.0.0.0/8"}]}}`),
		arm(t, "settings", "Microsoft.Web/sites/config@2024-04-01", `{"name": "shop/appsettings", "properties": {"B": "2"}}`),
		arm(t, "strings", "Microsoft.Web/sites/config@2024-04-01", `{"name": "shop/connectionstrings", "properties": {"C": {"value": "3"}}}`),
		arm(t, "ftp", "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01", `{"name": "shop/ftp", "properties": {"allow": false}}`),
		arm(t, "scm", "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01", `{"name": "shop/scm", "properties": {"allow": true}}`),
		arm(t, "staging", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "shop/staging", "properties": {}}`),
		arm(t, "stagingweb", "Microsoft.Web/sites/slots/config@2024-04-01", `{"name": "shop/staging/web", "properties": {"minTlsVersion": "1.3"}}`),
	}
	for _, order := range []string{"as written", "children first"} {
		m := model(t, resources...)
		s := siteAt(t, m, "shop")
		assert.Equal(t, "1.2", s.MinTLS.Or(""), order)
		assert.Equal(t, "web", s.MinTLS.At().File.Path, "each value keeps the range of what wrote it")
		assert.Equal(t, "AllAllowed", s.FTPS.Or(""))
		assert.Equal(t, "shop", s.FTPS.At().File.Path)
		assert.Equal(t, "Disabled", s.PublicAccess.Or(""))
		assert.True(t, value.Is(s.Main.Default, access.Deny))
		require.Len(t, s.Main.Rules.Items, 1)
		assert.Equal(t, "new", s.Main.Rules.Items[0].Name.Or(""))
		assert.Equal(t, []string{"B"}, settingNames(s), "app settings are replaced as a whole")
		assert.True(t, value.Is(s.FTPBasicAuth, false))
		assert.Equal(t, "1.3", siteAt(t, m, "staging").MinTLS.Or(""))
		slices.Reverse(resources)
	}
}

func settingNames(s *network.Site) []string {
	var out []string
	for name := range s.Settings.Or(nil) {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestExistingChildrenChangeNothing(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {"siteConfig": {"minTlsVersion": "1.0"}}}`),
		existing(t, "web", "Microsoft.Web/sites/config@2024-04-01", `{"name": "shop/web"}`))
	assert.Equal(t, "1.0", m.Sites[0].MinTLS.Or(""))
}

func TestChildOfComputedName(t *testing.T) {
	m := model(t,
		arm(t, "web", "Microsoft.Web/sites/config@2024-04-01", `{"name": "web", "parent": {"?": "shop!id"}, "properties": {"minTlsVersion": "1.2"}}`),
		arm(t, "other", "Microsoft.Web/sites@2024-04-01", `{"name": {"?": ""}, "properties": {}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": {"?": ""}, "properties": {}}`),
		arm(t, "staging", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "staging", "parent": {"?": "shop!id"}, "properties": {}}`),
		arm(t, "stagingweb", "Microsoft.Web/sites/slots/config@2024-04-01", `{"name": "web", "parent": {"?": "staging!id"}, "properties": {"ftpsState": "Disabled"}}`),
	)
	assert.Equal(t, "1.2", siteAt(t, m, "shop").MinTLS.Or(""))
	assert.Empty(t, siteAt(t, m, "shop").ID)
	assert.True(t, siteAt(t, m, "other").MinTLS.IsAbsent())
	assert.Equal(t, siteAt(t, m, "shop"), siteAt(t, m, "staging").Parent.Target())
	assert.Equal(t, "Disabled", siteAt(t, m, "staging").FTPS.Or(""))
}

func TestChildOfOneOfSeveral(t *testing.T) {
	const child = `{"name": "web", "parent": %PARENT%, "properties": {"minTlsVersion": "1.2", "vnetRouteAllEnabled": true,
		"ipSecurityRestrictions": []}}`
	a := arm(t, "a", "Microsoft.Web/sites@2023-12-01", `{"name": "a", "properties": {"siteConfig": {"minTlsVersion": "1.0", "ftpsState": "Disabled"}}}`)
	b := arm(t, "b", "Microsoft.Web/sites@2023-12-01", `{"name": "b", "properties": {}}`)
	c := arm(t, "c", "Microsoft.Web/sites@2023-12-01", `{"name": "c", "properties": {}}`)
	slot := arm(t, "slot", "Microsoft.Web/sites/slots@2023-12-01", `{"name": "a/slot", "properties": {}}`)
	for parent, touched := range map[string][]string{
		`{"?": "a!id,b!id"}`: {"a", "b"},
		`{"?": ""}`:          {"a", "b", "c"},
	} {
		m := model(t, a, b, c, slot, arm(t, "web", "Microsoft.Web/sites/config@2023-12-01", replace(child, "%PARENT%", parent)))
		for _, s := range m.Sites {
			want := slices.Contains(touched, s.Address)
			assert.Equal(t, want, s.MinTLS.IsUnknown(), s.Address)
			assert.Equal(t, want, s.Routing.All.IsUnknown(), s.Address)
			assert.Equal(t, !want, s.Main.Rules.Complete(), s.Address)
		}
		assert.Equal(t, "Disabled", siteAt(t, m, "a").FTPS.Or(""), "the child does not write it")
	}
}

func TestSiteElsewhere(t *testing.T) {
	id := group + "/providers/Microsoft.Web/sites/Shop"
	m := model(t,
		arm(t, "web", "Microsoft.Web/sites/config@2024-04-01", `{"name": "web", "parent": "`+id+`", "properties": {
			"ipSecurityRestrictions": [{"priority": 1, "action": "Allow", "ipAddress": "10.0.0.0/8"}]}}`),
		arm(t, "ftp", "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01", `{"name": "ftp", "parent": "`+id+`", "properties": {"allow": false}}`),
		arm(t, "slotweb", "Microsoft.Web/sites/slots/config@2024-04-01", `{"name": "web", "parent": "`+id+`/slots/s", "properties": {"minTlsVersion": "1.2"}}`))
	require.Len(t, m.Sites, 2)
	s := siteAt(t, m, "web")
	assert.True(t, s.External)
	assert.Equal(t, "shop", s.Name.Or(""))
	assert.Len(t, s.Main.Rules.Items, 1)
	assert.True(t, s.Main.Rules.Complete())
	assert.True(t, s.MinTLS.IsUnknown())
	assert.True(t, value.Is(s.FTPBasicAuth, false))
	slot := siteAt(t, m, "slotweb")
	assert.True(t, slot.Slot)
	assert.Equal(t, s, slot.Parent.Target())
}

func TestIntegrations(t *testing.T) {
	resources := func(site string, children ...*iac.Resource) *network.Model {
		return model(t, append([]*iac.Resource{
			arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "properties": {}}`),
			arm(t, "a", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "vnet/a", "properties": {}}`),
			arm(t, "b", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "vnet/b", "properties": {}}`),
			arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": `+site+`}`),
		}, children...)...)
	}
	swift := arm(t, "swift", "Microsoft.Web/sites/networkConfig@2024-04-01",
		`{"name": "shop/virtualNetwork", "properties": {"subnetResourceId": {"?": "b!id"}}}`)

	m := resources(`{"virtualNetworkSubnetId": {"?": "a!id"}}`, swift)
	s := siteAt(t, m, "shop")
	require.Len(t, s.Integrations.Items, 2)
	assert.Equal(t, "a", s.Integrations.Items[0].Subnet.Target().Address)
	assert.False(t, s.Integrations.Items[0].Own)
	assert.Equal(t, "b", s.Integrations.Items[1].Subnet.Target().Address)
	assert.True(t, s.Integrations.Items[1].Own)
	assert.Equal(t, "swift", s.Integrations.Items[1].Subject.Address)
	assert.Equal(t, []*network.Site{s}, m.Subnets[0].Integrations.Items)

	for name, m := range map[string]*network.Model{
		"unknown":     resources(`{"virtualNetworkSubnetId": {"?": ""}}`),
		"too early":   model(t, arm(t, "shop", "Microsoft.Web/sites@2020-06-01", `{"name": "shop", "properties": {"virtualNetworkSubnetId": "x"}}`)),
		"swift view":  resources(`{}`, arm(t, "v", "Microsoft.Web/sites/virtualNetworkConnections@2024-04-01", `{"name": "shop/v", "properties": {"isSwift": true}}`)),
		"not certain": resources(`{}`, arm(t, "v", "Microsoft.Web/sites/networkConfig@2024-04-01", `{"name": "virtualNetwork", "parent": {"?": ""}, "properties": {"subnetResourceId": {"?": "a!id"}}}`)),
	} {
		s := siteAt(t, m, "shop")
		assert.Empty(t, s.Integrations.Items, name)
		assert.False(t, s.Integrations.Complete(), name)
	}
	for name, properties := range map[string]string{"null": `{"virtualNetworkSubnetId": null}`, "empty": `{"virtualNetworkSubnetId": ""}`} {
		assert.True(t, siteAt(t, resources(properties), "shop").Integrations.CertainlyEmpty(), name)
	}

	m = resources(`{}`, arm(t, "alias", "Microsoft.Web/sites/config@2018-11-01", `{"name": "shop/virtualNetwork", "properties": {"subnetResourceId": {"?": "b!id"}}}`))
	assert.Equal(t, "b", siteAt(t, m, "shop").Joins().Target().Address)
	m = resources(`{"virtualNetworkSubnetId": "` + sub + `/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}`)
	assert.True(t, siteAt(t, m, "shop").Joins().IsOutside())
}

func TestGatewayIntegration(t *testing.T) {
	m := model(t,
		arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "properties": {}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "one", "Microsoft.Web/sites/virtualNetworkConnections@2024-04-01", `{"name": "shop/vnet", "properties": {"vnetResourceId": {"?": "vnet!id"}}}`),
		arm(t, "two", "Microsoft.Web/sites/virtualNetworkConnections@2024-04-01", `{"name": "shop/hub", "properties": {"vnetResourceId": "/x", "isSwift": false}}`),
		arm(t, "package", "Microsoft.Web/sites/virtualNetworkConnections/gateways@2024-04-01", `{"name": "shop/hub/primary", "properties": {}}`))
	s := siteAt(t, m, "shop")
	require.Len(t, s.GatewayVNets.Items, 2)
	assert.Equal(t, "one", s.GatewayVNets.Items[0].Address)
	assert.Equal(t, m.VNets[0], s.GatewayVNets.Items[0].VNet.Target())
	assert.True(t, s.GatewayVNets.Items[1].VNet.IsOutside())
	assert.True(t, s.GatewayVNets.Complete())
	assert.True(t, s.Integrations.CertainlyEmpty())

	s = shop(t, "2024-04-01", `"app"`, `{"siteConfig": {"vnetName": "corp"}}`)
	assert.False(t, s.GatewayVNets.Complete(), "the name alone does not tell which kind it is")
}

func TestGatewayRoutes(t *testing.T) {
	routes := func(route string) *network.Plan {
		m := model(t,
			arm(t, "plan", "Microsoft.Web/serverfarms@2024-04-01", `{"name": "asp", "properties": {}}`),
			arm(t, "route", "Microsoft.Web/serverfarms/virtualNetworkConnections/routes@2024-04-01", route))
		return m.Plans[0]
	}
	assert.True(t, value.Is(routes(`{"name": "asp/vnet/factory", "properties": {}}`).GatewayRoutes, true))
	assert.True(t, routes(`{"name": "other/vnet/factory", "properties": {}}`).GatewayRoutes.IsAbsent())
	assert.True(t, routes(`{"name": {"?": ""}, "properties": {}}`).GatewayRoutes.IsUnknown())
}

func TestClassicHybridConnections(t *testing.T) {
	app := arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`)
	classic := func(c string) *network.Site {
		return siteAt(t, model(t, app, arm(t, "c", "Microsoft.Web/sites/hybridconnection@2022-09-01", c)), "shop")
	}
	s := classic(`{"name": "shop/erp", "properties": {}}`)
	require.Len(t, s.ClassicHybridConnections, 1)
	assert.Equal(t, "c", s.ClassicHybridConnections[0].Address)
	assert.Empty(t, s.HybridConnections.Items, "it leads to no relay")
	assert.Empty(t, classic(`{"name": {"?": ""}, "properties": {}}`).ClassicHybridConnections)
}

func TestHybridConnections(t *testing.T) {
	m := model(t,
		arm(t, "ns", "Microsoft.Relay/namespaces@2021-11-01", `{"name": "ns", "properties": {"publicNetworkAccess": "Disabled"}}`),
		arm(t, "relay", "Microsoft.Relay/namespaces/hybridConnections@2021-11-01", `{"name": "ns/erp", "properties": {"requiresClientAuthorization": true, "userMetadata": "[]"}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "hc", "Microsoft.Web/sites/hybridConnectionNamespaces/relays@2024-04-01", `{"name": "shop/ns/erp", "properties": {
			"relayArmUri": {"?": "relay!id"}, "hostname": "erp.corp", "port": 1433, "sendKeyName": "send"}}`))
	require.Len(t, m.HybridConnections, 1)
	h := m.HybridConnections[0]
	assert.Equal(t, "erp", h.Name.Or(""))
	assert.Equal(t, m.Sites[0], h.Site.Target())
	assert.Equal(t, m.RelayConnections[0], h.Relay.Target())
	assert.Equal(t, "erp.corp", h.Host.Or(""))
	assert.Equal(t, 1433, h.Port.Or(0))
	assert.Equal(t, "send", h.SendKey.Or(""))
	assert.Equal(t, m.RelayNamespaces[0], m.RelayConnections[0].Namespace.Target())
	assert.Equal(t, "Disabled", m.RelayNamespaces[0].PublicAccess.Or(""))
	assert.True(t, value.Is(m.RelayConnections[0].RequiresClientAuthorization, true))
	assert.Len(t, m.Sites[0].HybridConnections.Items, 1)
}

func TestBindingsAndCertificates(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "www", "Microsoft.Web/sites/hostNameBindings@2024-04-01", `{"name": "shop/www.contoso.com", "properties": {"sslState": "IpBasedEnabled", "thumbprint": "AB"}}`),
		arm(t, "managed", "Microsoft.Web/certificates@2024-04-01", `{"name": "m", "properties": {"canonicalName": "www.contoso.com"}}`),
		arm(t, "imported", "Microsoft.Web/certificates@2024-04-01", `{"name": "i", "properties": {"hostNames": ["a.contoso.com"], "keyVaultId": "/vault"}}`),
		arm(t, "unknown", "Microsoft.Web/certificates@2024-04-01", `{"name": "u", "properties": {"keyVaultId": {"?": ""}}}`))
	b := m.Bindings[0]
	assert.Equal(t, "www.contoso.com", b.HostName.Or(""))
	assert.Equal(t, "IpBasedEnabled", b.TLS.Or(""))
	assert.True(t, value.Is(b.IPBased, true))
	assert.Equal(t, "AB", b.Thumbprint.Or(""))
	assert.Equal(t, m.Sites[0], b.Site.Target())
	assert.True(t, value.Is(m.Certificates[0].Managed, true))
	assert.Equal(t, "www.contoso.com", m.Certificates[0].HostName.Or(""))
	assert.True(t, value.Is(m.Certificates[1].Managed, false))
	assert.Equal(t, "/vault", m.Certificates[1].VaultID.Or(""))
	assert.Equal(t, "a.contoso.com", m.Certificates[1].HostName.Or(""))
	assert.True(t, m.Certificates[2].Managed.IsUnknown())
}

// A list of rules that a child writes again replaces that of the app, which is kept
// aside.
func TestReplacedRules(t *testing.T) {
	const rules = `{"ipSecurityRestrictions": [{"priority": 1, "action": "Allow", "ipAddress": "%ADDRESS%"}]}`
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {"siteConfig": `+replace(rules, "%ADDRESS%", "10.0.0.0/8")+`}}`),
		arm(t, "web", "Microsoft.Web/sites/config@2024-04-01", `{"name": "shop/web", "properties": `+replace(rules, "%ADDRESS%", "10.1.0.0/16")+`}`))
	s := siteAt(t, m, "shop")
	require.NotNil(t, s.Main.Replaces)
	assert.Equal(t, "10.0.0.0/8", s.Main.Replaces.Rules.Items[0].Address.Or(""))
	assert.Equal(t, "10.1.0.0/16", s.Main.Rules.Items[0].Address.Or(""))
	assert.Nil(t, s.SCM.Replaces, "no rules were written there")
}
