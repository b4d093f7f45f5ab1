package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestContentStorage(t *testing.T) {
	const connection = "DefaultEndpointsProtocol=https;AccountName=content;AccountKey=x"
	of := func(extra o) value.Of[string] {
		body := o{"name": "f", "storage_account_name": "state"}
		for k, v := range extra {
			body[k] = v
		}
		return site(t, "azurerm_linux_function_app.f", body).ContentStorage
	}
	assert.Equal(t, "state", of(nil).Or(""))
	assert.Equal(t, "content", of(o{"app_settings": o{contentConnection: connection}}).Or(""))
	assert.False(t, of(o{"app_settings": o{contentConnection: connection}}).IsSensitive(), "the name is no secret")
	assert.True(t, of(o{"app_settings": o{contentConnection: "nonsense"}}).IsUnknown())
	assert.True(t, of(o{"app_settings": pinned("var.settings")}).IsUnknown())
	assert.True(t, of(o{"content_share_force_disabled": true}).IsAbsent())
	assert.True(t, of(o{"content_share_force_disabled": pinned("var.off")}).IsUnknown())
	assert.True(t, of(o{"storage_uses_managed_identity": true}).IsAbsent())
	assert.Equal(t, "state", of(o{"storage_uses_managed_identity": false}).Or(""))

	assert.Equal(t, "state", site(t, "azurerm_logic_app_standard.l", o{"name": "l", "storage_account_name": "state"}).ContentStorage.Or(""))
	assert.True(t, site(t, "azurerm_linux_web_app.a", o{"name": "a"}).ContentStorage.IsAbsent())
	assert.True(t, site(t, "azurerm_function_app_flex_consumption.f",
		o{"name": "f", "storage_container_endpoint": "https://state.blob.core.windows.net/x"}).ContentStorage.IsAbsent())
}

func TestReferences(t *testing.T) {
	account := res("azurerm_storage_account.media", in(o{"name": "media"}))
	of := func(body o) []network.Reference {
		return model(t, account, res("azurerm_linux_web_app.a", in(body))).Sites[0].References
	}
	secret := made("azurerm_storage_account.media.primary_connection_string")

	whole := of(o{"name": "a", "app_settings": secret})
	require.Len(t, whole, 1)
	assert.Empty(t, whole[0].Setting)
	assert.Equal(t, "media", whole[0].Resource.Name.Or(""))

	one := of(o{"name": "a", "app_settings": o{"MODE": "production", "MEDIA": secret}})
	require.Len(t, one, 1)
	assert.Equal(t, "MEDIA", one[0].Setting)

	assert.Len(t, of(o{"name": "a", "connection_string": l{o{"name": "c", "type": "Custom", "value": secret}}}), 1)
	assert.Empty(t, of(o{"name": "a", "app_settings": o{"REGION": made("azurerm_storage_account.media.location")}}), "a region tells of no use")
	assert.Empty(t, of(o{"name": "a", "app_settings": guessed{"azurerm_storage_account.media.primary_connection_string"}}), "it may be of something else")
	assert.Empty(t, of(o{"name": "a"}))
}

func TestServiceEndpointPolicies(t *testing.T) {
	of := func(policies any) value.Of[bool] {
		return model(t, res("azurerm_subnet.s", o{
			"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "service_endpoint_policy_ids": policies,
		})).Subnets[0].ServiceEndpointPolicies
	}
	const policy = "azurerm_subnet_service_endpoint_storage_policy.p.id"
	assert.True(t, value.Is(of(nil), false))
	assert.True(t, value.Is(of(l{"/id"}), true))
	assert.True(t, value.Is(of(made(policy)), true), "there is one, only its id is not known yet")
	assert.True(t, of(pinned("var.policies")).IsUnknown())
	assert.True(t, of(made("terraform_data.policies.output")).IsUnknown())
}
