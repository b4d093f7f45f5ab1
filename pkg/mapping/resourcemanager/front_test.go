package resourcemanager

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestApplicationGateway(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "Shop", "properties": {}}`),
		arm(t, "www", "Microsoft.Web/sites/hostNameBindings@2024-04-01", `{"name": "shop/www.contoso.com", "properties": {}}`),
		arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {}}`),
		arm(t, "agw", "Microsoft.Network/applicationGateways@2024-05-01", `{"name": "agw", "properties": {
			"gatewayIPConfigurations": [{"properties": {"subnet": {"id": {"?": "s!id"}}}}],
			"backendAddressPools": [{"name": "apps", "properties": {"backendAddresses": [
				{"fqdn": "shop.azurewebsites.net"}, {"fqdn": "www.contoso.com"}, {"fqdn": {"?": "shop!properties.defaultHostName"}},
				{"ipAddress": "10.0.0.4"}, {"fqdn": "example.com"}]}}],
			"backendHttpSettingsCollection": [{"name": "https", "properties": {"protocol": "Https", "hostName": "",
				"pickHostNameFromBackendAddress": true, "probe": {"id": "/gw/probes/health"}}}],
			"probes": [{"name": "health", "properties": {"host": "a.b", "pickHostNameFromBackendHttpSettings": false}}],
			"requestRoutingRules": [{"properties": {"backendAddressPool": {"id": "/gw/backendAddressPools/apps"}, "backendHttpSettings": {"id": "/gw/x/https"}}}],
			"urlPathMaps": [{"properties": {"defaultBackendAddressPool": {"id": "/gw/backendAddressPools/apps"},
				"pathRules": [
					{"properties": {"backendAddressPool": {"id": {"?": ""}}}},
					{"properties": {"backendAddressPool": {"id": {"?": "agw!id/backendAddressPools/apps"}}}}]}}]}}`))
	g := m.ApplicationGateways[0]
	assert.Equal(t, m.Subnets[0], g.Subnets.Items[0].Target())
	assert.Equal(t, "application gateway", m.Occupants[0].Kind)
	require.Len(t, g.Backends.Items, 5)
	for i, found := range []bool{true, true, true, false, false} {
		b := g.Backends.Items[i]
		assert.Equal(t, "apps", b.Pool.Or(""))
		assert.Equal(t, found, b.Site.Target() != nil, i)
		assert.Equal(t, !found, b.Site.IsAbsent(), i)
	}
	setting := g.Settings.Items[0]
	assert.Equal(t, "https", setting.Name.Or(""))
	assert.Equal(t, "Https", setting.Protocol.Or(""))
	assert.True(t, setting.HostName.IsAbsent())
	assert.True(t, value.Is(setting.PickHostName, true))
	assert.Equal(t, "health", setting.Probe.Or(""))
	assert.Equal(t, "a.b", g.Probes.Items[0].Host.Or(""))
	require.Len(t, g.Rules.Items, 4)
	assert.Equal(t, "apps", g.Rules.Items[0].Pool.Or(""))
	assert.Equal(t, "https", g.Rules.Items[0].Setting.Or(""))
	assert.Equal(t, "apps", g.Rules.Items[1].Pool.Or(""))
	assert.True(t, g.Rules.Items[2].Pool.IsUnknown())
	assert.Equal(t, "apps", g.Rules.Items[3].Pool.Or(""), "the subscription is not known, but the pool is")
}

func TestFrontDoor(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "afd", "Microsoft.Cdn/profiles@2024-02-01", `{"name": "afd", "sku": {"name": "Premium_AzureFrontDoor"}}`),
		arm(t, "cdn", "Microsoft.Cdn/profiles@2024-02-01", `{"name": "cdn", "sku": {"name": "Standard_Microsoft"}}`),
		arm(t, "origin", "Microsoft.Cdn/profiles/originGroups/origins@2024-02-01", `{"name": "afd/g/o", "properties": {
			"hostName": {"?": "shop!properties.defaultHostName"}, "originHostHeader": "h", "enabledState": "Disabled", "enforceCertificateNameCheck": true,
			"sharedPrivateLinkResource": {"privateLink": {"id": {"?": "shop!id"}}, "groupId": "sites"}}}`),
		arm(t, "plain", "Microsoft.Cdn/profiles/originGroups/origins@2024-02-01", `{"name": "afd/g/p", "properties": {"hostName": "example.com"}}`))
	require.Len(t, m.FrontDoors, 1, "the other is a content delivery network")
	f := m.FrontDoors[0]
	assert.Equal(t, "Premium_AzureFrontDoor", f.SKU.Or(""))
	assert.True(t, f.GUID.IsUnknown())
	o, plain := m.Origins[0], m.Origins[1]
	assert.Equal(t, f, o.FrontDoor.Target())
	assert.Equal(t, m.Sites[0], o.Site.Target())
	assert.Equal(t, m.Sites[0], o.PrivateLinkSite.Target())
	assert.Equal(t, "sites", o.PrivateLinkTarget.Or(""))
	assert.True(t, value.Is(o.PrivateLink, true))
	assert.True(t, value.Is(o.CertificateNameCheck, true))
	assert.True(t, value.Is(o.Enabled, false))
	assert.Equal(t, "h", o.HostHeader.Or(""))
	assert.Len(t, m.Sites[0].Origins.Items, 1)
	assert.True(t, value.Is(plain.PrivateLink, false))
	assert.True(t, plain.Site.IsAbsent())
	assert.True(t, plain.Enabled.IsAbsent())
}

func TestClassicFrontDoor(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "fd", "Microsoft.Network/frontDoors@2021-06-01", `{"name": "fd", "properties": {"backendPools": [{"properties": {"backends": [
			{"address": "shop.azurewebsites.net", "backendHostHeader": "shop.azurewebsites.net", "enabledState": "Enabled",
			 "privateLinkResourceId": {"?": "shop!id"}}, {"address": "b"}]}}]}}`))
	assert.True(t, m.FrontDoors[0].Classic)
	require.Len(t, m.Origins, 2)
	assert.Equal(t, m.FrontDoors[0], m.Origins[0].FrontDoor.Target())
	assert.Equal(t, m.Sites[0], m.Origins[0].Site.Target())
	assert.Equal(t, m.Sites[0], m.Origins[0].PrivateLinkSite.Target())
	assert.True(t, value.Is(m.Origins[0].PrivateLink, true))
}

// Old templates name the environment in other ways.
func TestHostingEnvironment(t *testing.T) {
	const id = group + "/providers/Microsoft.Web/hostingEnvironments/ase"
	environment := arm(t, "ase", "Microsoft.Web/hostingEnvironments@2019-08-01", `{"name": "ase", "id": "`+id+`", "kind": "ASEV2"}`)
	for properties, want := range map[string]func(network.Edge[network.Environment]) bool{
		`{"hostingEnvironment": "ASE"}`:                  network.Edge[network.Environment].IsPresent,
		`{"hostingEnvironmentId": "` + id + `"}`:         network.Edge[network.Environment].IsPresent,
		`{"hostingEnvironment": "elsewhere"}`:            network.Edge[network.Environment].IsOutside,
		`{"hostingEnvironment": {"?": "parameter"}}`:     network.Edge[network.Environment].IsUnknown,
		`{"hostingEnvironment": ""}`:                     network.Edge[network.Environment].IsAbsent,
		`{"hostingEnvironment": {"a": "b"}}`:             network.Edge[network.Environment].IsAbsent,
		`{"hostingEnvironmentProfile": {"id": "/none"}}`: network.Edge[network.Environment].IsOutside,
	} {
		m := model(t, environment,
			arm(t, "p", "Microsoft.Web/serverfarms@2019-08-01", `{"name": "p", "scope": "`+group+`", "sku": {"name": "I1"}, "properties": `+properties+`}`),
			arm(t, "s", "Microsoft.Web/sites@2019-08-01", `{"name": "s", "scope": "`+group+`", "properties": `+properties+`}`))
		assert.True(t, want(m.Plans[0].Environment), properties)
		assert.True(t, want(m.Sites[0].Environment), properties)
	}
}

func TestPlan(t *testing.T) {
	m := model(t,
		arm(t, "p", "Microsoft.Web/serverfarms@2024-11-01", `{"name": "p", "location": "westeurope", "sku": {"name": "P1v3", "tier": "PremiumV3", "capacity": 3},
			"properties": {"reserved": true, "maximumElasticWorkerCount": 20, "elasticScaleEnabled": true,
				"hostingEnvironmentProfile": {"id": {"?": "ase!id"}}, "network": {"virtualNetworkSubnetId": "/s"}}}`),
		arm(t, "ase", "Microsoft.Web/hostingEnvironments@2024-04-01", `{"name": "ase", "kind": "ASEV3", "properties": {
			"virtualNetwork": {"id": "`+group+`/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}, "internalLoadBalancingMode": "Web, Publishing",
			"networkingConfiguration": {"properties": {"allowNewPrivateEndpointConnections": false}},
			"clusterSettings": [{"name": "DisableTls1.0", "value": "1"}]}}`),
		arm(t, "networking", "Microsoft.Web/hostingEnvironments/configurations@2024-04-01", `{"name": "ase/networking", "properties": {"allowNewPrivateEndpointConnections": true, "remoteDebugEnabled": true, "ftpEnabled": false, "inboundIpAddressOverride": "10.0.0.9"}}`),
		arm(t, "suffix", "Microsoft.Web/hostingEnvironments/configurations@2024-04-01", `{"name": "ase/customdnssuffix", "properties": {"ftpEnabled": true}}`),
		arm(t, "scale", "Microsoft.Insights/autoscaleSettings@2022-10-01", `{"name": "scale", "properties": {"targetResourceUri": {"?": "p!id"}, "enabled": true,
			"profiles": [{"capacity": {"maximum": "5"}}, {"capacity": {"maximum": "12"}}]}}`))
	p, e, a := m.Plans[0], m.Environments[0], m.AutoscaleSettings[0]
	assert.Equal(t, "P1v3", p.SKU.Or(""))
	assert.True(t, p.Tier.IsAbsent())
	assert.Equal(t, 3, p.Workers.Or(0))
	assert.Equal(t, 20, p.MaxElasticWorkers.Or(0))
	assert.True(t, value.Is(p.ElasticScale, true))
	assert.Equal(t, e, p.Environment.Target())
	assert.True(t, p.Subnet.IsUnknown(), "plans join subnets from 2025-03-01 on")
	assert.Equal(t, 3, e.Version.Or(0))
	assert.True(t, e.Subnet.IsOutside())
	assert.True(t, value.Is(e.Internal, true))
	assert.True(t, value.Is(e.AllowNewPrivateEndpoints, true))
	assert.True(t, value.Is(e.InboundAddress, "10.0.0.9"))
	assert.Equal(t, "networking", e.AllowNewPrivateEndpoints.At().File.Path)
	assert.True(t, value.Is(e.RemoteDebug, true))
	assert.True(t, value.Is(e.FTP, false))
	assert.Equal(t, map[string]string{"disabletls1.0": "1"}, e.ClusterSettings.Or(nil))
	assert.Equal(t, p, a.Plan.Target())
	assert.Equal(t, 12, a.Maximum.Or(0))
}

func TestPlanVariants(t *testing.T) {
	const linux, windows = "Linux", "Windows"
	for _, test := range []struct{ kind, sku, properties, os, skuName, tier string }{
		{`null`, `{"name": "S1"}`, `{}`, windows, "S1", ""},
		{`"linux"`, `{"name": "S1"}`, `{"reserved": true}`, linux, "S1", ""},
		{`"linux"`, `{"name": "S1"}`, `{}`, "", "S1", ""}, // Azure makes it a Windows plan of kind linux
		{`"app"`, `{"tier": "Standard", "size": "S2"}`, `{"reserved": false}`, windows, "S2", ""},
		{`"functionapp"`, `{"tier": "Dynamic"}`, `{}`, windows, "", "Dynamic"},
		{`"functionapp"`, `{"name": "FC1", "tier": "FlexConsumption"}`, `{}`, linux, "FC1", ""},
		{`{"?": ""}`, `{"?": ""}`, `{"reserved": {"?": ""}}`, "", "", ""},
	} {
		m := model(t, arm(t, "p", "Microsoft.Web/serverfarms@2024-04-01",
			fmt.Sprintf(`{"name": "p", "kind": %s, "sku": %s, "properties": %s}`, test.kind, test.sku, test.properties)))
		p := m.Plans[0]
		os, known := p.OS.Get()
		assert.Equal(t, test.os != "", known, test)
		if known {
			assert.Equal(t, test.os, os.String(), test)
		}
		assert.Equal(t, test.skuName, p.SKU.Or(""))
		assert.Equal(t, test.tier, p.Tier.Or(""))
	}
}

func TestEnvironmentSubnetByName(t *testing.T) {
	m := model(t,
		arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "id": "`+group+`/providers/Microsoft.Network/virtualNetworks/v", "properties": {"subnets": [{"name": "s", "properties": {}}]}}`),
		arm(t, "ase", "Microsoft.Web/hostingEnvironments@2018-02-01", `{"name": "ase", "kind": "ASEV2", "properties": {
			"virtualNetwork": {"id": "`+group+`/providers/Microsoft.Network/virtualNetworks/v", "subnet": "S"}}}`))
	assert.Equal(t, m.Subnets[0], m.Environments[0].Subnet.Target())
	assert.Equal(t, 2, m.Environments[0].Version.Or(0))
}
