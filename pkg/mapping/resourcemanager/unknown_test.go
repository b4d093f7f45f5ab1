package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func unknownIn(m *network.Model) []string {
	var out []string
	for _, u := range m.UnknownProperties {
		out = append(out, u.Address+" "+u.Window.Property)
	}
	return out
}

func TestPropertiesThatTheAPIVersionDoesNotHave(t *testing.T) {
	for name, c := range map[string]struct {
		typ, name, properties string
		want                  []string
	}{
		"in its window":                   {"Microsoft.Web/sites@2022-03-01", "shop", `{"publicNetworkAccess": "Disabled"}`, nil},
		"too early":                       {"Microsoft.Web/sites@2021-03-01", "shop", `{"publicNetworkAccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"in another case":                 {"microsoft.web/SITES@2021-03-01", "shop", `{"PUBLICnetworkaccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"of a slot":                       {"Microsoft.Web/sites/slots@2021-03-01", "shop/next", `{"publicNetworkAccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"too late":                        {"Microsoft.Web/sites@2024-11-01", "shop", `{"vnetRouteAllEnabled": true}`, []string{"r vnetRouteAllEnabled"}},
		"the default":                     {"Microsoft.Web/sites@2021-03-01", "shop", `{"publicNetworkAccess": "Enabled", "ipMode": "IPv4"}`, nil},
		"off":                             {"Microsoft.Web/sites@2021-03-01", "shop", `{"endToEndEncryptionEnabled": false}`, nil},
		"empty":                           {"Microsoft.Web/sites@2021-03-01", "shop", `{"dnsConfiguration": {"dnsServers": []}, "virtualNetworkSubnetId": "", "ipMode": null}`, nil},
		"not known":                       {"Microsoft.Web/sites@2020-06-01", "shop", `{"virtualNetworkSubnetId": {"?": ""}, "dnsConfiguration": {"?": ""}}`, nil},
		"the id of a resource":            {"Microsoft.Web/sites@2020-06-01", "shop", `{"virtualNetworkSubnetId": {"?": "azurerm_subnet.app!id"}}`, []string{"r virtualNetworkSubnetId"}},
		"a preview, which may have it":    {"Microsoft.Web/sites@2021-03-01-preview", "shop", `{"publicNetworkAccess": "Disabled"}`, nil},
		"no version":                      {"Microsoft.Web/sites@", "shop", `{"publicNetworkAccess": "Disabled"}`, nil},
		"of one rule":                     {"Microsoft.Web/sites@2019-08-01", "shop", `{"siteConfig": {"ipSecurityRestrictions": [{"ipAddress": "Any"}, {"headers": {"x-azure-fdid": ["a"]}}]}}`, []string{"r siteConfig.ipSecurityRestrictions.headers"}},
		"a part of another one":           {"Microsoft.Web/sites@2016-08-01", "shop", `{"siteConfig": {"scmIpSecurityRestrictions": [{"headers": {"x-azure-fdid": ["a"]}}]}}`, []string{"r siteConfig.scmIpSecurityRestrictions"}},
		"a default action with rules":     {"Microsoft.Web/sites@2021-03-01", "shop", `{"siteConfig": {"ipSecurityRestrictions": [{"ipAddress": "Any"}], "ipSecurityRestrictionsDefaultAction": "Allow"}}`, []string{"r siteConfig.ipSecurityRestrictionsDefaultAction"}},
		"the default action without any":  {"Microsoft.Web/sites@2021-03-01", "shop", `{"siteConfig": {"ipSecurityRestrictionsDefaultAction": "Allow"}}`, nil},
		"another one without any":         {"Microsoft.Web/sites@2021-03-01", "shop", `{"siteConfig": {"scmIpSecurityRestrictionsDefaultAction": "Deny"}}`, []string{"r siteConfig.scmIpSecurityRestrictionsDefaultAction"}},
		"in the configuration":            {"Microsoft.Web/sites/config@2020-06-01", "shop/web", `{"publicNetworkAccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"in that of a slot":               {"Microsoft.Web/sites/slots/config@2020-06-01", "shop/next/web", `{"publicNetworkAccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"the name of an app setting":      {"Microsoft.Web/sites/config@2020-06-01", "shop/appsettings", `{"publicNetworkAccess": "Disabled"}`, nil},
		"of a relay namespace":            {"Microsoft.Relay/namespaces@2017-04-01", "relay", `{"publicNetworkAccess": "Disabled"}`, []string{"r publicNetworkAccess"}},
		"of a plan":                       {"Microsoft.Web/serverfarms@2024-11-01", "plan", `{"network": {"virtualNetworkSubnetId": "/subscriptions/s"}}`, []string{"r network.virtualNetworkSubnetId"}},
		"a type that no property is told": {"Microsoft.Web/certificates@2016-03-01", "cert", `{"canonicalName": "shop.example"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, arm(t, "r", c.typ, `{"name": "`+c.name+`", "properties": `+c.properties+`}`))
			assert.Equal(t, c.want, unknownIn(m))
		})
	}
}

func TestUnknownPropertiesOfOtherForms(t *testing.T) {
	const body = `{"type": "Microsoft.Web/sites@2021-03-01", "name": "shop", "parent_id": "` + group + `",
		"body": {"properties": {"publicNetworkAccess": "Disabled"}}}`
	m := model(t, terraform(t, "azapi_resource.shop", body))
	assert.Equal(t, []string{"azapi_resource.shop publicNetworkAccess"}, unknownIn(m))
	assert.Equal(t, "shop", m.UnknownProperties[0].Label())

	m = model(t, terraform(t, "azapi_update_resource.shop", body))
	assert.Equal(t, []string{"azapi_update_resource.shop publicNetworkAccess"}, unknownIn(m))

	m = model(t, existing(t, "shop", "Microsoft.Web/sites@2021-03-01", `{"name": "shop", "properties": {"publicNetworkAccess": "Disabled"}}`))
	assert.Empty(t, m.UnknownProperties, "what is only read is not written")
}

func TestPlaceOfAnUnknownProperty(t *testing.T) {
	r := arm(t, "shop", "Microsoft.Web/sites@2021-03-01", `{"name": "shop"}`)
	at := rangeOf("main.bicep", "Disabled")
	r.Body = iac.ObjectValue([]string{"properties"}, []iac.Value{
		iac.ObjectValue([]string{"publicNetworkAccess"}, []iac.Value{iac.StringValue("Disabled", at)}, r.At),
	}, r.At)
	assert.Equal(t, at, model(t, r).UnknownProperties[0].At)
}

func TestNetworkConfigurationOfAnEnvironmentIsWrittenAsAWhole(t *testing.T) {
	env := arm(t, "ase", "Microsoft.Web/hostingEnvironments@2023-12-01", `{"name": "ase", "kind": "ASEV3", "properties": {
		"networkingConfiguration": {"properties": {"allowNewPrivateEndpointConnections": true, "remoteDebugEnabled": true, "ftpEnabled": false}}}}`)
	const typ = "Microsoft.Web/hostingEnvironments/configurations@2023-12-01"
	for name, c := range map[string]struct {
		properties string
		reset      []string
	}{
		"all of it":          {`{"allowNewPrivateEndpointConnections": true, "ftpEnabled": true, "remoteDebugEnabled": true}`, nil},
		"switched off there": {`{"allowNewPrivateEndpointConnections": false, "ftpEnabled": true, "remoteDebugEnabled": false}`, nil},
		"a part":             {`{"ftpEnabled": true, "remoteDebugEnabled": true}`, []string{"allowNewPrivateEndpointConnections"}},
		"next to nothing":    {`{"ftpEnabled": true}`, []string{"allowNewPrivateEndpointConnections", "remoteDebugEnabled"}},
		"who knows":          {`{"?": ""}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := model(t, env, arm(t, "net", typ, `{"name": "ase/networking", "properties": `+c.properties+`}`)).Environments[0]
			if c.reset == nil {
				assert.Empty(t, e.Resets)
				return
			}
			require.Len(t, e.Resets, 1)
			assert.Equal(t, c.reset, e.Resets[0].Settings)
			assert.Equal(t, "net", e.Resets[0].Address)
			assert.True(t, e.AllowNewPrivateEndpoints.IsUnknown())
		})
	}
	other := model(t, env, arm(t, "net", typ, `{"name": "ase/customDnsSuffix", "properties": {}}`)).Environments[0]
	assert.Empty(t, other.Resets)
}

func TestDatabasesInBackups(t *testing.T) {
	app := arm(t, "shop", "Microsoft.Web/sites@2023-12-01", `{"name": "shop"}`)
	backup := func(properties string) *network.Site {
		return siteAt(t, model(t, app, arm(t, "b", "Microsoft.Web/sites/config@2023-12-01", `{"name": "shop/backup", "properties": `+properties+`}`)), "shop")
	}
	assert.Equal(t, 2, backup(`{"databases": [{"databaseType": "SqlAzure"}, {"databaseType": "MySql"}]}`).BackupDatabases.Or(0))
	assert.True(t, backup(`{"enabled": true}`).BackupDatabases.IsAbsent())
	assert.True(t, backup(`{"databases": {"?": ""}}`).BackupDatabases.IsUnknown())
}
