package resourcemanager

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestPrivateEndpoint(t *testing.T) {
	m := model(t,
		arm(t, "zone", "Microsoft.Network/privateDnsZones@2024-06-01", `{"name": "privatelink.azurewebsites.net", "location": "global"}`),
		arm(t, "link", "Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01", `{"name": "privatelink.azurewebsites.net/l", "properties": {"virtualNetwork": {"id": {"?": "vnet!id"}}}}`),
		arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "vnet", "properties": {"subnets": [{"name": "pe", "properties": {}}]}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "pe", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pe", "location": "westeurope", "properties": {
			"subnet": {"id": {"?": "vnet!properties.subnets[0].id"}},
			"privateLinkServiceConnections": [{"name": "c", "properties": {"privateLinkServiceId": {"?": "shop!id"}, "groupIds": ["sites"]}}],
			"ipConfigurations": [{"properties": {"groupId": "sites", "privateIPAddress": "10.0.0.4"}}]}}`),
		arm(t, "group", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01", `{"name": "pe/default", "properties": {
			"privateDnsZoneConfigs": [{"name": "w", "properties": {"privateDnsZoneId": {"?": "zone!id"}}}]}}`),
		arm(t, "a", "Microsoft.Network/privateDnsZones/A@2024-06-01", `{"name": "privatelink.azurewebsites.net/shop", "properties": {"aRecords": [
			{"ipv4Address": {"?": "pe!properties.customDnsConfigs[0].ipAddresses[0]"}}]}}`),
		arm(t, "cname", "Microsoft.Network/privateDnsZones/CNAME@2024-06-01", `{"name": "privatelink.azurewebsites.net/www", "properties": {"cnameRecord": {"cname": "shop.azurewebsites.net"}}}`),
	)
	e := m.PrivateEndpoints[0]
	assert.Equal(t, m.Subnets[0], e.Subnet.Target())
	assert.Equal(t, m.Sites[0], e.Site.Target())
	assert.Equal(t, "microsoft.web/sites", e.TargetType.Or(""))
	assert.Equal(t, []string{"sites"}, e.Groups.Or(nil))
	assert.True(t, value.Is(e.Manual, false))
	assert.Equal(t, []string{"10.0.0.4"}, e.Addresses.Or(nil))
	require.True(t, e.ZoneGroup.Complete())
	require.Len(t, e.ZoneGroup.Items, 1)
	assert.Equal(t, m.Zones[0], e.ZoneGroup.Items[0].Target())
	assert.Equal(t, []*network.PrivateEndpoint{e}, m.Sites[0].PrivateEndpoints.Items)
	assert.Equal(t, network.PublicClosed, m.Sites[0].Public())
	assert.Equal(t, m.VNets[0], m.Zones[0].Links.Items[0].VNet.Target())

	require.Len(t, m.Zones[0].Records.Items, 2)
	a, cname := m.Records[0], m.Records[1]
	assert.Equal(t, "A", a.Kind)
	assert.Equal(t, "shop", a.Name.Or(""))
	assert.True(t, a.Values.IsUnknown())
	assert.Equal(t, []*network.PrivateEndpoint{e}, a.Endpoints.Items)
	assert.True(t, a.Endpoints.Complete())
	assert.Equal(t, []string{"shop.azurewebsites.net"}, cname.Values.Or(nil))
}

func TestEndpointTarget(t *testing.T) {
	site := group + "/providers/Microsoft.Web/sites/shop"
	parts := []*iac.Resource{
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "id": "`+site+`", "properties": {}}`),
		arm(t, "staging", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "staging", "parent": "`+site+`", "properties": {}}`),
		arm(t, "nameless", "Microsoft.Web/sites@2024-04-01", `{"name": {"?": ""}, "properties": {}}`),
		arm(t, "slot", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "blue", "parent": {"?": "nameless!id"}, "properties": {}}`),
		arm(t, "store", "Microsoft.Storage/storageAccounts@2023-05-01", `{"name": "store", "properties": {}}`),
	}
	tests := []struct {
		name, target, groups string
		site                 string // "" for none, "?" for unknown, "-" for outside
		typ                  string // "?" for unknown
	}{
		{"app", `{"?": "shop!id"}`, `["sites"]`, "shop", "microsoft.web/sites"},
		{"app by id", `"` + site + `"`, `["sites"]`, "shop", "microsoft.web/sites"},
		{"wrong group", `{"?": "shop!id"}`, `["webapp"]`, "shop", "microsoft.web/sites"},
		{"slot by group", `{"?": "shop!id"}`, `["sites-Staging"]`, "staging", "microsoft.web/sites"},
		{"slot of a computed name", `{"?": "nameless!id"}`, `["sites-blue"]`, "slot", "microsoft.web/sites"},
		{"slot that is not there", `{"?": "shop!id"}`, `["sites-green"]`, "-", "microsoft.web/sites"},
		{"slot id", `"` + site + `/slots/staging"`, `["sites"]`, "staging", "microsoft.web/sites/slots"},
		{"slot by reference", `{"?": "staging!id"}`, `["sites"]`, "staging", "microsoft.web/sites/slots"},
		{"unknown group", `{"?": "shop!id"}`, `[{"?": ""}]`, "?", "microsoft.web/sites"},
		{"no group", `{"?": "shop!id"}`, `null`, "shop", "microsoft.web/sites"},
		{"elsewhere", `"` + group + `/providers/Microsoft.Web/sites/other"`, `["sites"]`, "-", "microsoft.web/sites"},
		{"slot elsewhere", `"` + group + `/providers/Microsoft.Web/sites/other"`, `["sites-x"]`, "-", "microsoft.web/sites"},
		{"app or storage, by the group an app", `{"?": "shop!id,store!id"}`, `["sites"]`, "shop", "?"},
		{"app or storage, by the group storage", `{"?": "shop!id,store!id"}`, `["blob"]`, "", "?"},
		{"app or storage", `{"?": "shop!id,store!id"}`, `null`, "?", "?"},
		{"unknown", `{"?": ""}`, `["sites"]`, "?", "?"},
		{"unknown, another group", `{"?": ""}`, `["blob"]`, "", "?"},
		{"storage", `{"?": "store!id"}`, `["blob"]`, "", "microsoft.storage/storageaccounts"},
		{"storage with a wrong group", `{"?": "store!id"}`, `["sites"]`, "", "microsoft.storage/storageaccounts"},
		{"resource outside the model", `{"?": "module.a[\"x.y\"].azurerm_redis_cache.c!id"}`, `["redisCache"]`, "", "?"},
		{"environment by id", `"` + group + `/providers/Microsoft.Web/hostingEnvironments/e"`, `["hostingEnvironments"]`, "", "microsoft.web/hostingenvironments"},
	}
	for _, list := range []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"} {
		for _, test := range tests {
			t.Run(list+" "+test.name, func(t *testing.T) {
				m := model(t, append([]*iac.Resource{arm(t, "pe", "Microsoft.Network/privateEndpoints@2024-05-01", fmt.Sprintf(
					`{"name": "pe", "properties": {"%s": [{"properties": {"privateLinkServiceId": %s, "groupIds": %s}}]}}`,
					list, test.target, test.groups))}, parts...)...)
				e := m.PrivateEndpoints[0]
				assert.Equal(t, list != "privateLinkServiceConnections", e.Manual.Or(false))
				switch test.site {
				case "":
					assert.True(t, e.Site.IsAbsent())
				case "?":
					assert.True(t, e.Site.IsUnknown())
				case "-":
					assert.True(t, e.Site.IsOutside())
					assert.True(t, e.App.IsPresent())
				default:
					assert.Equal(t, siteAt(t, m, test.site), e.Site.Target())
				}
				if test.typ == "?" {
					assert.True(t, e.TargetType.IsUnknown())
				} else {
					assert.Equal(t, test.typ, e.TargetType.Or(""))
				}
			})
		}
	}
}

func TestEndpointOfSlotThatIsNotThere(t *testing.T) {
	m := model(t,
		arm(t, "pe", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pe", "properties": {"privateLinkServiceConnections": [
			{"properties": {"privateLinkServiceId": {"?": "shop!id"}, "groupIds": ["sites-green"]}}]}}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`))
	e := m.PrivateEndpoints[0]
	assert.Nil(t, e.Site.Target())
	assert.Same(t, m.Sites[0], e.App.Target())
}

// An endpoint may be for a slot whose name is not known yet.
func TestEndpointOfSlotWithoutName(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "slot", "Microsoft.Web/sites/slots@2024-04-01", `{"name": {"?": ""}, "parent": {"?": "shop!id"}, "properties": {}}`),
		arm(t, "endpoint", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "e", "properties": {"privateLinkServiceConnections": [
			{"properties": {"privateLinkServiceId": {"?": "shop!id"}, "groupIds": ["sites-green"]}}]}}`))
	assert.True(t, m.PrivateEndpoints[0].Site.IsUnknown())
	assert.Equal(t, "slot", siteAt(t, m, "slot").PrivateEndpoints.Incomplete)
}

func TestExistingEndpoint(t *testing.T) {
	m := model(t,
		existing(t, "pe", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pe"}`),
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`))
	assert.True(t, m.PrivateEndpoints[0].Site.IsUnknown())
	assert.False(t, m.PrivateEndpoints[0].ZoneGroup.Complete())
	assert.False(t, m.Sites[0].PrivateEndpoints.Complete(), "it may be the app's")
	assert.Equal(t, network.PublicUndecided, m.Sites[0].Public())
}

func TestPerimeterAddresses(t *testing.T) {
	m := model(t,
		arm(t, "profile", "Microsoft.Network/networkSecurityPerimeters/profiles@2024-07-01", `{"name": "nsp/p"}`),
		arm(t, "rule", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01", `{"name": "nsp/p/r", "properties": {"direction": "Inbound", "addressPrefixes": ["203.0.113.0/24"]}}`),
		arm(t, "more", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01", `{"name": "s", "parent": {"?": "profile!id"}, "properties": {"direction": "Inbound", "addressPrefixes": [{"?": ""}]}}`),
		arm(t, "elsewhere", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01", `{"name": "other/p/r", "properties": {}}`))
	require.Len(t, m.PerimeterProfiles, 1)
	key := m.PerimeterProfiles[0].Key()
	rule, more, elsewhere := m.PerimeterRules[0], m.PerimeterRules[1], m.PerimeterRules[2]
	assert.Equal(t, "[203.0.113.0/24]", fmt.Sprint(rule.Prefixes.Or(nil)))
	assert.Equal(t, key, rule.Profile.Or(""))
	assert.Equal(t, key, more.Profile.Or(""))
	assert.True(t, more.Prefixes.IsUnknown())
	assert.NotEqual(t, key, elsewhere.Profile.Or(""))
	assert.True(t, elsewhere.Prefixes.IsAbsent())
}

func TestPerimeter(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "nsp", "Microsoft.Network/networkSecurityPerimeters@2024-07-01", `{"name": "nsp"}`),
		arm(t, "profile", "Microsoft.Network/networkSecurityPerimeters/profiles@2024-07-01", `{"name": "nsp/p"}`),
		arm(t, "rule", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01", `{"name": "nsp/p/r", "properties": {"direction": "Inbound", "addressPrefixes": [], "subscriptions": [{"id": "/s"}]}}`),
		arm(t, "association", "Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01", `{"name": "nsp/a", "properties": {
			"accessMode": "Enforced", "privateLinkResource": {"id": {"?": "shop!id"}}, "profile": {"id": {"?": "profile!id"}}}}`))
	a, r := m.Perimeters[0], m.PerimeterRules[0]
	assert.Equal(t, "Enforced", a.Mode.Or(""))
	assert.Equal(t, m.Sites[0], a.Site.Target())
	assert.Equal(t, []*network.PerimeterAssociation{a}, m.Sites[0].Perimeters.Items)
	assert.True(t, value.Is(r.Direction, network.Inbound))
	assert.Equal(t, "subscriptions", r.Kind.Or(""))
	assert.Equal(t, r.Profile.Or("x"), a.Profile.Or("y"))
	assert.True(t, a.Guarded.IsAbsent())

	m = model(t,
		arm(t, "vault", "Microsoft.KeyVault/vaults@2024-11-01", `{"name": "kv", "properties": {}}`),
		arm(t, "association", "Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01", `{"name": "nsp/a", "properties": {
			"privateLinkResource": {"id": {"?": "vault!id"}}}}`))
	assert.Same(t, m.Guarded[0], m.Perimeters[0].Guarded.Target())
}
