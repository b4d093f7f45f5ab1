package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestNameResolution(t *testing.T) {
	const dns = `{"dnsConfiguration": {"dnsServers": ["10.0.0.4"], "dnsRetryAttemptCount": 3, "dnsRetryAttemptTimeout": 20, "dnsMaxCacheTimeout": 0}}`
	s := shop(t, "2023-12-01", `"app"`, dns)
	assert.Equal(t, []string{"10.0.0.4"}, s.DNSServers.Or(nil))
	assert.True(t, value.Is(s.DNSRetryAttempts, 3))
	assert.True(t, value.Is(s.DNSRetryTimeout, 20))
	assert.True(t, value.Is(s.DNSCacheTimeout, 0))

	early := shop(t, "2022-09-01", `"app"`, dns)
	assert.True(t, early.DNSRetryAttempts.IsUnknown(), "the API version does not have it")
	assert.True(t, shop(t, "2023-12-01", `"app"`, `{}`).DNSCacheTimeout.IsAbsent())
}

func TestContentAndReferences(t *testing.T) {
	m := model(t,
		arm(t, "storage", "Microsoft.Storage/storageAccounts@2023-05-01", `{"name": "acct", "properties": {}}`),
		arm(t, "a", "Microsoft.Web/sites@2023-12-01", `{"name": "a", "kind": "functionapp", "properties": {"siteConfig": {"appSettings": [
			{"name": "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "value": "DefaultEndpointsProtocol=https;AccountName=content;AccountKey=x"}]}}}`),
		arm(t, "b", "Microsoft.Web/sites@2023-12-01", `{"name": "b", "kind": "app", "properties": {"siteConfig": {"appSettings": [
			{"name": "MODE", "value": "production"}, {"name": "MEDIA", "value": {"~": "storage!listKeys"}}]}}}`),
	)
	a, b := siteAt(t, m, "a"), siteAt(t, m, "b")
	assert.Equal(t, "content", a.ContentStorage.Or(""))
	assert.Empty(t, a.References)
	assert.True(t, b.ContentStorage.IsAbsent())
	require.Len(t, b.References, 1)
	assert.Equal(t, "MEDIA", b.References[0].Setting)
	assert.Same(t, m.Guarded[0], b.References[0].Resource)
}

func TestSubnetListedAsWell(t *testing.T) {
	m := model(t,
		arm(t, "vnet", "Microsoft.Network/virtualNetworks@2023-11-01", `{"name": "v", "properties": {"subnets": [{"name": "web", "properties": {"addressPrefix": "10.0.0.0/26"}}]}}`),
		arm(t, "web", "Microsoft.Network/virtualNetworks/subnets@2023-11-01", `{"name": "v/web", "properties": {"addressPrefix": "10.0.0.0/26"}}`),
		arm(t, "jobs", "Microsoft.Network/virtualNetworks/subnets@2023-11-01", `{"name": "v/jobs", "properties": {"addressPrefix": "10.0.1.0/26"}}`),
	)
	require.Len(t, m.Subnets, 2)
	for _, s := range m.Subnets {
		assert.False(t, s.Inline)
		assert.Equal(t, value.Is(s.Name, "web"), s.Listed)
	}
}
