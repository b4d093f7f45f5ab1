package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func trafficProfileOf(body o, options ...option) *iac.Resource {
	with := o{"name": "tm", "resource_group_name": "rg", "monitor_config": l{o{"protocol": "HTTPS", "port": 443}}}
	for k, v := range body {
		with[k] = v
	}
	return res("azurerm_traffic_manager_profile.p", with, options...)
}

func TestTrafficManager(t *testing.T) {
	for _, release := range []int{3, 4, 5} {
		m := model(t, appA, slotS,
			trafficProfileOf(nil, major(release)),
			res("azurerm_traffic_manager_azure_endpoint.app", o{
				"name": "west", "profile_id": ref("azurerm_traffic_manager_profile.p.id"), "target_resource_id": ref("azurerm_linux_web_app.a.id")}),
			res("azurerm_traffic_manager_azure_endpoint.slot", o{
				"profile_id": id("Microsoft.Network/trafficManagerProfiles/TM"), "target_resource_id": ref("azurerm_linux_web_app_slot.s.id"), "enabled": false}),
			res("azurerm_traffic_manager_external_endpoint.host", o{
				"profile_id": ref("azurerm_traffic_manager_profile.p.id"), "target": "shop.azurewebsites.net", "always_serve_enabled": true}),
			res("azurerm_traffic_manager_external_endpoint.other", o{
				"profile_id": pinned("var.profile"), "target": "shop.example.com", "custom_header": l{o{"name": "a", "value": "b"}}}))
		profile := m.TrafficManagers[0]
		assert.Equal(t, "HTTPS", profile.Protocol.Or(""))
		assert.True(t, value.Is(profile.Enabled, true))
		assert.True(t, value.Is(profile.Headers, false))
		assert.True(t, profile.Statuses.IsAbsent())

		require.Len(t, m.TrafficEndpoints, 4)
		app, slot, host, other := m.TrafficEndpoints[0], m.TrafficEndpoints[1], m.TrafficEndpoints[2], m.TrafficEndpoints[3]
		assert.Equal(t, network.AzureEndpoint, app.Kind)
		assert.Same(t, profile, app.Profile.Target())
		assert.Same(t, profile, slot.Profile.Target())
		assert.Same(t, m.Sites[0], app.Site.Target())
		assert.Same(t, m.Sites[1], slot.Site.Target())
		assert.True(t, value.Is(app.Enabled, true))
		assert.True(t, value.Is(slot.Enabled, false))
		assert.Equal(t, network.ExternalEndpoint, host.Kind)
		assert.Same(t, m.Sites[0], host.Site.Target())
		assert.Equal(t, "shop.azurewebsites.net", host.Host.Or(""))
		assert.True(t, value.Is(host.AlwaysServe, true))
		assert.True(t, other.Profile.IsUnknown())
		assert.True(t, other.Site.IsAbsent())
		assert.True(t, value.Is(other.Headers, true))
		assert.Equal(t, []*network.TrafficEndpoint{app, host}, m.Sites[0].TrafficEndpoints.Items)
		assert.Equal(t, []*network.TrafficEndpoint{app, slot, host}, profile.Endpoints.Items)
		assert.NotEmpty(t, profile.Endpoints.Incomplete)
	}
}

func TestNestedTrafficManager(t *testing.T) {
	m := model(t, trafficProfileOf(nil),
		res("azurerm_traffic_manager_profile.top", o{"name": "top", "resource_group_name": "rg"}),
		res("azurerm_traffic_manager_nested_endpoint.n", o{
			"profile_id": ref("azurerm_traffic_manager_profile.top.id"), "target_resource_id": ref("azurerm_traffic_manager_profile.p.id"), "minimum_child_endpoints": 1}))
	e := m.TrafficEndpoints[0]
	assert.Equal(t, network.NestedEndpoint, e.Kind)
	assert.Same(t, m.TrafficManagers[0], e.Nested.Target())
	assert.Same(t, m.TrafficManagers[1], e.Profile.Target())
	assert.True(t, e.Site.IsAbsent())
	assert.Equal(t, []*network.TrafficEndpoint{e}, m.TrafficManagers[0].Parents.Items)
}

func TestTrafficManagerProbes(t *testing.T) {
	monitored := func(monitor o) *network.TrafficManager {
		return model(t, trafficProfileOf(o{"profile_status": "Disabled", "monitor_config": l{monitor}})).TrafficManagers[0]
	}
	p := monitored(o{"protocol": "TCP", "expected_status_code_ranges": l{"200-299", "403"}, "custom_header": l{o{"name": "host", "value": "x"}}})
	assert.Equal(t, []network.StatusRange{{Min: 200, Max: 299}, {Min: 403, Max: 403}}, p.Statuses.Or(nil))
	assert.True(t, value.Is(p.Headers, true))
	assert.True(t, value.Is(p.Enabled, false))

	p = monitored(o{"protocol": pinned("var.protocol"), "expected_status_code_ranges": l{"many"}, "custom_header": pinned("var.headers")})
	assert.True(t, p.Protocol.IsUnknown())
	assert.True(t, p.Statuses.IsUnknown())
	assert.True(t, p.Headers.IsUnknown())
	assert.Equal(t, []network.StatusRange{{Min: 200, Max: 200}}, monitored(o{"expected_status_code_ranges": l{}}).Statuses.Or(nil))

	created := model(t, trafficProfileOf(o{"profile_status": unknown{}}, major(3), creating)).TrafficManagers[0]
	assert.True(t, value.Is(created.Enabled, true), "Azure decides where nobody writes it")

	data := model(t, res("data.azurerm_traffic_manager_profile.p", o{"name": "tm", "resource_group_name": "rg"})).TrafficManagers[0]
	assert.True(t, data.Enabled.IsUnknown(), "what a data source does not tell is not known")
	assert.True(t, data.Headers.IsUnknown())
}

func TestTrafficTargets(t *testing.T) {
	of := func(target any) network.Edge[network.Site] {
		return model(t, appA, res("azurerm_traffic_manager_azure_endpoint.e", o{"target_resource_id": target})).TrafficEndpoints[0].Site
	}
	assert.True(t, of(ref("azurerm_public_ip.p.id")).IsAbsent())
	assert.True(t, of(either{"azurerm_linux_web_app.a.id", "azurerm_public_ip.p.id"}).IsUnknown(), "an app or an address")
	assert.True(t, of(pinned("var.target")).IsUnknown())
	assert.True(t, of(id("Microsoft.Web/sites/shop")).IsPresent())
	assert.True(t, of(id("Microsoft.Web/sites/elsewhere")).IsOutside())
}
