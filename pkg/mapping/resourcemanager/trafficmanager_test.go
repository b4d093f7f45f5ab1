package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestTrafficManager(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
		arm(t, "slot", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "shop/test", "properties": {}}`),
		arm(t, "tm", "Microsoft.Network/trafficManagerProfiles@2022-04-01", `{"name": "tm", "properties": {"profileStatus": "Disabled",
			"monitorConfig": {"protocol": "HTTP", "expectedStatusCodeRanges": [{"min": 200, "max": 299}], "customHeaders": [{"name": "a", "value": "b"}]},
			"endpoints": [
				{"name": "a", "type": "Microsoft.Network/trafficManagerProfiles/azureEndpoints", "properties": {"targetResourceId": {"?": "shop!id"}, "alwaysServe": "Enabled"}},
				{"name": "b", "type": "Microsoft.Network/TrafficManagerProfiles/ExternalEndpoints", "properties": {"target": {"?": "shop!properties.defaultHostName"}, "endpointStatus": "Disabled"}},
				{"name": "c", "properties": {}}]}}`),
		arm(t, "slots", "Microsoft.Network/trafficManagerProfiles/AzureEndpoints@2022-04-01", `{"name": "tm/d", "properties": {"targetResourceId": {"?": "slot!id"}, "customHeaders": []}}`),
		arm(t, "top", "Microsoft.Network/trafficManagerProfiles@2022-04-01", `{"name": "top", "properties": {"monitorConfig": {"protocol": "TCP"}}}`),
		arm(t, "nested", "Microsoft.Network/trafficManagerProfiles/NestedEndpoints@2022-04-01", `{"name": "top/n", "properties": {"targetResourceId": {"?": "tm!id"}}}`))
	profile, top := m.TrafficManagers[0], m.TrafficManagers[1]
	assert.True(t, value.Is(profile.Enabled, false))
	assert.Equal(t, "HTTP", profile.Protocol.Or(""))
	assert.Equal(t, []network.StatusRange{{Min: 200, Max: 299}}, profile.Statuses.Or(nil))
	assert.True(t, value.Is(profile.Headers, true))
	assert.True(t, top.Enabled.IsAbsent())
	assert.True(t, top.Statuses.IsAbsent())
	assert.True(t, value.Is(top.Headers, false))

	require.Len(t, m.TrafficEndpoints, 5)
	byName := map[string]*network.TrafficEndpoint{}
	for _, e := range m.TrafficEndpoints {
		byName[e.Name.Or("")] = e
	}
	assert.Equal(t, network.AzureEndpoint, byName["a"].Kind)
	assert.Equal(t, m.Sites[0], byName["a"].Site.Target())
	assert.True(t, value.Is(byName["a"].AlwaysServe, true))
	assert.Equal(t, profile, byName["a"].Profile.Target())
	assert.Equal(t, network.ExternalEndpoint, byName["b"].Kind)
	assert.Equal(t, m.Sites[0], byName["b"].Site.Target())
	assert.True(t, value.Is(byName["b"].Enabled, false))
	assert.True(t, byName["c"].Site.IsUnknown(), "an endpoint without a type")
	assert.True(t, byName["c"].Nested.IsUnknown())
	assert.Equal(t, m.Sites[1], byName["d"].Site.Target(), "a slot")
	assert.Equal(t, profile, byName["d"].Profile.Target())
	assert.True(t, value.Is(byName["d"].Headers, false))
	assert.Equal(t, network.NestedEndpoint, byName["n"].Kind)
	assert.Equal(t, profile, byName["n"].Nested.Target())
	assert.Equal(t, []*network.TrafficEndpoint{byName["n"]}, profile.Parents.Items)
}

func TestTrafficManagerInDoubt(t *testing.T) {
	m := model(t, arm(t, "tm", "Microsoft.Network/trafficManagerProfiles@2022-04-01", `{"name": "tm", "properties": {
		"monitorConfig": {"expectedStatusCodeRanges": [{"min": {"?": ""}, "max": 299}], "customHeaders": {"?": ""}}, "endpoints": {"?": ""}}}`))
	profile := m.TrafficManagers[0]
	assert.True(t, profile.Protocol.IsAbsent())
	assert.True(t, profile.Statuses.IsUnknown())
	assert.True(t, profile.Headers.IsUnknown())
	assert.NotEmpty(t, profile.Endpoints.Incomplete)
}
