package resourcemanager

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// shop maps one app of a template from its properties.
func shop(t *testing.T, version, kind, properties string) *network.Site {
	t.Helper()
	m := model(t, arm(t, "shop", "Microsoft.Web/sites@"+version, fmt.Sprintf(
		`{"name": "shop", "location": "West Europe", "kind": %s, "properties": %s}`, kind, properties)))
	require.Len(t, m.Sites, 1)
	return m.Sites[0]
}

func TestSite(t *testing.T) {
	s := shop(t, "2024-04-01", `"app,linux"`, `{
		"httpsOnly": true, "ClientCertEnabled": "false", "publicNetworkAccess": "Disabled",
		"dnsConfiguration": {"dnsServers": ["10.0.0.4", "10.0.0.5"]},
		"hostNameSslStates": [
			{"name": "www.contoso.com", "sslState": "IpBasedEnabled"},
			{"name": "shop.azurewebsites.net", "sslState": "Disabled"}
		],
		"siteConfig": {
			"minTlsVersion": "1.2", "scmMinTlsVersion": "1.3", "ftpsState": "FtpsOnly",
			"linuxFxVersion": "DOCKER|Registry.azurecr.io/shop:1", "remoteDebuggingEnabled": true,
			"alwaysOn": true, "functionsRuntimeScaleMonitoringEnabled": true, "vnetPrivatePortsCount": 2,
			"minimumElasticInstanceCount": 3, "functionAppScaleLimit": 10,
			"appSettings": [{"name": "website_dns_server", "value": "10.0.0.4"}, {"name": "KEY", "value": {"?": ""}}]
		}
	}`)
	assert.Equal(t, "shop", s.Name.Or(""))
	assert.Equal(t, "westeurope", s.Location.Or(""))
	assert.Equal(t, "/subscriptions/?/resourcegroups/?/providers/microsoft.web/sites/shop", s.ID)
	assert.Equal(t, network.WebApp, s.Kind)
	assert.Equal(t, network.Linux, s.OS.Or(0))
	assert.True(t, value.Is(s.WindowsContainer, false))
	assert.True(t, value.Is(s.HTTPSOnly, true))
	assert.True(t, value.Is(s.ClientCertificates, false), "names of properties have no case")
	assert.Equal(t, "Disabled", s.PublicAccess.Or(""))
	assert.Equal(t, []string{"10.0.0.4", "10.0.0.5"}, s.DNSServers.Or(nil))
	assert.Equal(t, "1.2", s.MinTLS.Or(""))
	assert.Equal(t, "1.3", s.SCMMinTLS.Or(""))
	assert.Equal(t, "FtpsOnly", s.FTPS.Or(""))
	assert.Equal(t, "registry.azurecr.io", s.ContainerRegistry.Or(""))
	assert.True(t, value.Is(s.RemoteDebugging, true))
	assert.True(t, value.Is(s.AlwaysOn, true))
	assert.True(t, value.Is(s.RuntimeScaleMonitoring, true))
	assert.Equal(t, 2, s.PrivatePorts.Or(0))
	assert.Equal(t, 3, s.ElasticInstanceMinimum.Or(0))
	assert.Equal(t, 10, s.AppScaleLimit.Or(0))

	require.Len(t, s.InlineHostNames.Items, 1, "the default name is no custom domain")
	assert.Equal(t, "www.contoso.com", s.InlineHostNames.Items[0].Name.Or(""))
	assert.True(t, value.Is(s.InlineHostNames.Items[0].IPBased, true))

	settings, ok := s.Settings.Get()
	require.True(t, ok)
	assert.Equal(t, "10.0.0.4", settings["WEBSITE_DNS_SERVER"].Or(""))
	assert.True(t, settings["WEBSITE_DNS_SERVER"].IsSensitive())
	assert.True(t, settings["KEY"].IsUnknown())
}

func TestSiteWithoutAnything(t *testing.T) {
	s := shop(t, "2024-04-01", `null`, `{}`)
	assert.Equal(t, network.WebApp, s.Kind)
	assert.True(t, s.PublicAccess.IsAbsent(), "no default of a provider applies")
	assert.True(t, s.MinTLS.IsAbsent())
	assert.True(t, s.FTPS.IsAbsent())
	assert.True(t, s.HTTPSOnly.IsAbsent())
	assert.True(t, s.Main.Default.IsAbsent())
	assert.False(t, s.Main.Written)
	assert.True(t, s.Main.Rules.CertainlyEmpty())
	assert.True(t, s.Integrations.CertainlyEmpty())
	assert.True(t, s.Routing.All.IsAbsent())
	assert.True(t, s.Settings.IsAbsent())
	assert.True(t, s.Plan.IsAbsent())
	assert.True(t, s.Arc.IsAbsent())
	assert.True(t, s.OS.IsUnknown(), "the plan decides")
}

func TestExistingSite(t *testing.T) {
	m := model(t, existing(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop"}`))
	s := m.Sites[0]
	assert.True(t, s.External)
	assert.Equal(t, "shop", s.Name.Or(""))
	assert.Zero(t, s.Kind)
	for name, unknown := range map[string]bool{
		"location": s.Location.IsUnknown(), "access": s.PublicAccess.IsUnknown(), "tls": s.MinTLS.IsUnknown(),
		"default": s.Main.Default.IsUnknown(), "plan": s.Plan.IsUnknown(), "settings": s.Settings.IsUnknown(),
		"route all": s.Routing.All.IsUnknown(), "servers": s.DNSServers.IsUnknown(), "os": s.OS.IsUnknown(),
		"environment": s.Environment.IsUnknown(), "arc": s.Arc.IsUnknown(), "windows": s.WindowsContainer.IsUnknown(),
	} {
		assert.True(t, unknown, name)
	}
	assert.False(t, s.Main.Rules.Complete())
	assert.False(t, s.SCM.Rules.Complete())
	assert.False(t, s.Integrations.Complete())
	assert.Empty(t, s.Integrations.Items, "it may not be integrated at all")
	assert.False(t, s.InlineHostNames.Complete())
	assert.Empty(t, s.Routing.Ineffective)
}

func TestSiteKind(t *testing.T) {
	for kind, want := range map[string]network.SiteKind{
		`"app"`: network.WebApp, `"app,linux,container"`: network.WebApp, `null`: network.WebApp,
		`"functionapp"`: network.FunctionApp, `"FunctionApp,Linux"`: network.FunctionApp,
		`"functionapp,workflowapp"`: network.LogicApp, `{"?": ""}`: 0,
	} {
		assert.Equal(t, want, shop(t, "2024-04-01", kind, `{}`).Kind, kind)
	}
}

func TestOperatingSystem(t *testing.T) {
	const plan = `{"name": "plan", "sku": {"name": "P1v3"}, "properties": %s}`
	tests := []struct {
		name, kind, site, plan string
		want                   network.OS
		container              value.State
	}{
		{"kind", `"app,linux"`, `{}`, `{}`, network.Linux, value.Known},
		{"reserved", `"app"`, `{"reserved": true}`, `{}`, network.Linux, value.Known},
		{"reserved plan", `"app"`, `{}`, `{"reserved": true}`, network.Linux, value.Known},
		{"plan", `"app"`, `{}`, `{}`, network.Windows, value.Known},
		{"plan of containers", `"app"`, `{}`, `{"hyperV": true}`, network.Windows, value.Known},
		{"unknown plan", `"app"`, `{}`, `{"reserved": {"?": ""}}`, 0, value.Known},
		{"flex", `"functionapp,linux"`, `{"functionAppConfig": {}}`, `{"reserved": true}`, network.Linux, value.Known},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := model(t,
				arm(t, "plan", "Microsoft.Web/serverfarms@2024-04-01", fmt.Sprintf(plan, test.plan)),
				arm(t, "shop", "Microsoft.Web/sites@2024-04-01", fmt.Sprintf(
					`{"name": "shop", "kind": %s, "properties": %s}`, test.kind,
					test.site[:1]+`"serverFarmId": {"?": "plan!id"}`+comma(test.site[1:]))))
			assert.Equal(t, test.want, m.Sites[0].OS.Or(0))
			assert.Equal(t, test.container, m.Sites[0].WindowsContainer.State())
			assert.Equal(t, m.Plans[0], m.Sites[0].Plan.Target())
		})
	}
}

func comma(rest string) string {
	if rest == "}" {
		return rest
	}
	return ", " + rest
}

var noRange source.Range

func TestSlot(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "kind": "functionapp", "properties": {"serverFarmId": {"?": ""}}}`),
		arm(t, "staging", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "shop/staging", "properties": {"publicNetworkAccess": "Enabled"}}`),
		arm(t, "other", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "elsewhere/staging", "properties": {}}`))
	staging := siteAt(t, m, "staging")
	assert.True(t, staging.Slot)
	assert.Equal(t, "staging", staging.Name.Or(""))
	assert.Equal(t, siteAt(t, m, "shop"), staging.Parent.Target())
	assert.Equal(t, network.FunctionApp, staging.Kind, "a slot is what its app is")
	assert.Equal(t, []*network.Site{staging}, siteAt(t, m, "shop").Slots.Items)
	assert.True(t, siteAt(t, m, "other").Parent.IsOutside())
}

func TestPlanByName(t *testing.T) {
	m := model(t,
		arm(t, "plan", "Microsoft.Web/serverfarms@2015-08-01", `{"name": "plan", "sku": {"name": "S1"}}`),
		arm(t, "shop", "Microsoft.Web/sites@2015-08-01", `{"name": "shop", "properties": {"serverFarmId": "Plan"}}`))
	assert.Equal(t, m.Plans[0], m.Sites[0].Plan.Target())
}

func TestPublicAccessTwice(t *testing.T) {
	s := shop(t, "2024-04-01", `"app"`, `{"publicNetworkAccess": "Enabled", "siteConfig": {"publicNetworkAccess": "Disabled"}}`)
	assert.Equal(t, "Enabled", s.PublicAccess.Or(""))
	assert.Equal(t, "Disabled", s.ConfigPublicAccess.Or(""))
	assert.Equal(t, network.PublicUndecided, s.Public())

	s = shop(t, "2024-04-01", `"app"`, `{"siteConfig": {"publicNetworkAccess": "Disabled"}}`)
	assert.Equal(t, network.PublicClosed, s.Public())

	s = shop(t, "2021-02-01", `"app"`, `{"publicNetworkAccess": "Disabled"}`)
	assert.True(t, s.PublicAccess.IsUnknown(), "the property came with 2022-03-01")
}

func TestIPMode(t *testing.T) {
	assert.True(t, value.Is(shop(t, "2024-04-01", `"app"`, `{"ipMode": "IPv6"}`).IPMode, "IPv6"))
	assert.True(t, shop(t, "2024-04-01", `"app"`, `{}`).IPMode.IsAbsent())
	assert.True(t, shop(t, "2021-02-01", `"app"`, `{"ipMode": "IPv6"}`).IPMode.IsUnknown(), "a version without it")
}

func TestOnArc(t *testing.T) {
	s := shop(t, "2024-04-01", `"app,linux,kubernetes"`, `{}`)
	assert.True(t, value.Is(s.Arc, true))
}

func TestStorageAccount(t *testing.T) {
	m := model(t,
		arm(t, "storage", "Microsoft.Storage/storageAccounts@2023-05-01", `{"name": "acct", "properties": {}}`),
		arm(t, "a", "Microsoft.Web/sites@2024-04-01", `{"name": "a", "kind": "functionapp", "properties": {"siteConfig": {"appSettings": [
			{"name": "AzureWebJobsStorage", "value": "DefaultEndpointsProtocol=https;AccountName=state;AccountKey=x"}]}}}`),
		arm(t, "b", "Microsoft.Web/sites@2024-04-01", `{"name": "b", "kind": "functionapp", "properties": {"siteConfig": {"appSettings": [
			{"name": "AzureWebJobsStorage", "value": {"~": "storage!name,storage!id"}}]}}}`),
		arm(t, "c", "Microsoft.Web/sites/config@2024-04-01", `{"name": "a/logs", "properties": {
			"httpLogs": {"azureBlobStorage": {"sasUrl": "https://logs.blob.core.windows.net/x?sig=1"}}}}`),
		arm(t, "d", "Microsoft.Web/sites/config@2024-04-01", `{"name": "b/logs", "properties": {
			"applicationLogs": {"azureBlobStorage": {"sasUrl": {"~": "storage!name,storage!listServiceSas"}}}}}`))
	assert.Equal(t, "state", siteAt(t, m, "a").StorageAccount.Or(""))
	assert.Equal(t, "acct", siteAt(t, m, "b").StorageAccount.Or(""))
	assert.Equal(t, []string{"logs"}, siteAt(t, m, "a").LogStorage.Items)
	assert.Equal(t, []string{"acct"}, siteAt(t, m, "b").LogStorage.Items)
}

func TestContainerRegistry(t *testing.T) {
	registry := arm(t, "cr", "Microsoft.ContainerRegistry/registries@2023-07-01", `{"name": "Images", "properties": {}}`)
	for config, want := range map[string]string{
		`{"linuxFxVersion": "DOCKER|images.azurecr.io/a:1"}`:                                                                                          "images.azurecr.io",
		`{"windowsFxVersion": "docker|images.azurecr.io/a:1"}`:                                                                                        "images.azurecr.io",
		`{"linuxFxVersion": "DOCKER|nginx:1.25"}`:                                                                                                     "",
		`{"linuxFxVersion": "NODE|20-lts"}`:                                                                                                           "",
		`{"appSettings": [{"name": "docker_registry_server_url", "value": "https://Images.azurecr.io/"}]}`:                                            "images.azurecr.io",
		`{"appSettings": [{"name": "DOCKER_REGISTRY_SERVER_URL", "value": {"~": "cr!properties.loginServer"}}]}`:                                      "images.azurecr.io",
		`{"appSettings": [{"name": "DOCKER_REGISTRY_SERVER_URL", "value": "https://x.io"}], "linuxFxVersion": "DOCKER|images.azurecr.io/a/b:latest"}`: "images.azurecr.io",
	} {
		m := model(t, registry, arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {"siteConfig": `+config+`}}`))
		assert.Equal(t, want, m.Sites[0].ContainerRegistry.Or(""), config)
	}
}

func TestFlex(t *testing.T) {
	m := model(t,
		arm(t, "plan", "Microsoft.Web/serverfarms@2024-04-01", `{"name": "plan", "sku": {"tier": "FlexConsumption", "name": "FC1"}, "properties": {"reserved": true}}`),
		arm(t, "a", "Microsoft.Web/sites@2024-04-01", `{"name": "a", "kind": "functionapp,linux", "properties": {"functionAppConfig": {
			"scaleAndConcurrency": {"maximumInstanceCount": 80}, "deployment": {"storage": {"value": "https://acct.blob.core.windows.net/packages"}}}}}`),
		arm(t, "b", "Microsoft.Web/sites@2024-04-01", `{"name": "b", "kind": "functionapp", "properties": {"serverFarmId": {"?": "plan!id"}}}`))
	a, b := siteAt(t, m, "a"), siteAt(t, m, "b")
	assert.True(t, a.Flex)
	assert.Equal(t, network.Linux, a.OS.Or(0))
	assert.Equal(t, 80, a.AppScaleLimit.Or(0))
	assert.Equal(t, "acct", a.StorageAccount.Or(""))
	assert.True(t, b.Flex)
	assert.Equal(t, network.Linux, b.OS.Or(0))
}

func TestWindowsContainer(t *testing.T) {
	for _, test := range []struct {
		kind, properties string
		want             value.Of[bool]
	}{
		{`"app,container,windows"`, `{}`, value.Some(true, noRange)},
		{`"app"`, `{"hyperV": true}`, value.Some(true, noRange)},
		{`"app"`, `{"siteConfig": {"windowsFxVersion": "DOCKER|a/b"}}`, value.Some(true, noRange)},
		{`"app"`, `{"isXenon": false}`, value.Some(false, noRange)},
		{`"app,linux,container"`, `{}`, value.Some(false, noRange)},
		{`"app"`, `{}`, value.None[bool]()},
	} {
		s := shop(t, "2024-04-01", test.kind, test.properties)
		assert.Equal(t, test.want.State(), s.WindowsContainer.State(), test)
		assert.Equal(t, test.want.Or(false), s.WindowsContainer.Or(false), test)
	}
}
