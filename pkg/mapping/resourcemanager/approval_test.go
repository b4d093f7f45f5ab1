package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestApprovals(t *testing.T) {
	const connection = "Microsoft.Web/sites/privateEndpointConnections@2024-04-01"
	app := terraform(t, "azapi_resource.shop", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "body": {}}`)
	for _, test := range []struct {
		name, address, attributes string
		approvals                 int
	}{
		{"approved", "azapi_update_resource.a", `{"type": "` + connection + `", "parent_id": {"?": "azapi_resource.shop!id"}, "name": {"?": ""},
			"body": {"properties": {"privateLinkServiceConnectionState": {"status": "approved"}}}}`, 1},
		{"perhaps approved", "azapi_update_resource.a", `{"type": "` + connection + `", "resource_id": {"?": ""},
			"body": {"properties": {"privateLinkServiceConnectionState": {"status": {"?": ""}}}}}`, 1},
		{"rejected", "azapi_update_resource.a", `{"type": "` + connection + `", "resource_id": {"?": ""},
			"body": {"properties": {"privateLinkServiceConnectionState": {"status": "Rejected"}}}}`, 0},
		{"read", "data.azapi_resource.a", `{"type": "` + connection + `", "resource_id": {"?": ""}}`, 0},
		{"by an action", "azapi_resource_action.a", `{"type": "` + connection + `", "resource_id": {"?": ""}, "method": "PUT"}`, 1},
		{"by an action on something", "azapi_resource_action.a", `{"type": {"?": ""}, "resource_id": {"?": ""}}`, 1},
		{"another action", "azapi_resource_action.a", `{"type": "Microsoft.Web/sites@2024-04-01", "resource_id": {"?": ""}, "action": "restart"}`, 0},
		{"by a script", "null_resource.a", `{}`, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := model(t, app, terraform(t, test.address, test.attributes))
			assert.Len(t, m.Approvals, test.approvals)
			for _, a := range m.Approvals {
				assert.False(t, a.Site.IsAbsent())
			}
		})
	}
	m := model(t, arm(t, "script", "Microsoft.Resources/deploymentScripts@2023-08-01", `{"name": "s", "properties": {}}`),
		existing(t, "old", "Microsoft.Resources/deploymentScripts@2023-08-01", `{"name": "o", "properties": {}}`))
	assert.Len(t, m.Approvals, 1)
}
