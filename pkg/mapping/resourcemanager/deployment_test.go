package resourcemanager

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// deployed returns a deployment of a template in the resource group rg.
func deployed(t *testing.T, template string) *iac.Resource {
	t.Helper()
	text, err := json.Marshal(template)
	require.NoError(t, err)
	r := terraform(t, "azurerm_resource_group_template_deployment.web", `{"name": "web", "resource_group_name": "rg", "template_content": `+string(text)+`}`)
	r.Provider.Subscription = "00000000-0000-0000-0000-000000000000"
	return r
}

func TestTemplateDeployment(t *testing.T) {
	m := model(t, deployed(t, `{"resources": [
		{"type": "Microsoft.Web/serverfarms", "apiVersion": "2023-12-01", "name": "plan", "sku": {"name": "P1v3"}, "properties": {"reserved": true}},
		{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "shop", "kind": "app,linux", "location": "[resourceGroup().location]", "properties": {
			"serverFarmId": "`+group+`/providers/Microsoft.Web/serverFarms/plan", "publicNetworkAccess": "[parameters('access')]", "httpsOnly": true,
			"siteConfig": {"linuxFxVersion": "[[literal]", "copy": [{"name": "ipSecurityRestrictions", "count": 3, "input": {}}]}},
			"resources": [
				{"type": "config", "apiVersion": "2023-12-01", "name": "web", "properties": {"minTlsVersion": "1.2"}},
				{"type": "Microsoft.Web/sites/slots", "apiVersion": "2023-12-01", "name": "shop/staging", "properties": {}}]},
		{"type": "Microsoft.Insights/components", "apiVersion": "2020-02-02", "name": "[parameters('insights')]"},
		{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "never", "condition": false, "properties": {}}]}`))
	assert.Empty(t, m.Incomplete, "what is left out is no part of the model")
	require.Len(t, m.Sites, 2)
	s := m.Sites[0]
	if s.Slot {
		s = m.Sites[1]
	}
	assert.Equal(t, "azurerm_resource_group_template_deployment.web", s.Address)
	assert.Equal(t, group+"/providers/microsoft.web/sites/shop", s.ID)
	assert.Equal(t, m.Plans[0], s.Plan.Target())
	assert.Equal(t, network.Linux, s.OS.Or(0))
	assert.True(t, s.PublicAccess.IsUnknown())
	assert.Equal(t, "[parameters('access')]", s.PublicAccess.Why())
	assert.True(t, s.Location.IsUnknown())
	assert.Equal(t, "[literal]", s.LinuxFxVersion.Or(""))
	assert.False(t, s.Main.Rules.Complete(), "a loop makes the rules")
	assert.Equal(t, "1.2", s.MinTLS.Or(""))
	require.Len(t, s.Slots.Items, 1)
}

func TestTemplateDeploymentIncomplete(t *testing.T) {
	site := func(member string) string {
		return `{"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "shop", "properties": {}, ` + member + `}]}`
	}
	for name, template := range map[string]string{
		"name":             `{"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "[parameters('n')]"}]}`,
		"type":             `{"resources": [{"type": "[variables('t')]", "apiVersion": "2023-12-01", "name": "n"}]}`,
		"condition":        site(`"condition": "[parameters('deploy')]"`),
		"loop":             site(`"copy": {"name": "c", "count": 2}`),
		"linked template":  `{"resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "properties": {"templateLink": {"uri": "https://x"}}}]}`,
		"nested condition": site(`"resources": [{"type": "config", "name": "[parameters('c')]"}]`),
	} {
		m := model(t, deployed(t, template))
		assert.Len(t, m.Incomplete, 1, name)
		if name != "nested condition" {
			assert.Empty(t, m.Sites, name)
		}
	}
	m := model(t, terraform(t, "azurerm_resource_group_template_deployment.web", `{"template_content": {"?": ""}}`))
	assert.Len(t, m.Incomplete, 1)

	x := mapped(t, terraform(t, "azurerm_resource_group_template_deployment.web", `{"template_content": "[1"}`))
	assert.Len(t, x.Errors, 1)
	assert.Len(t, x.Model.Incomplete, 1)
}

func TestNestedTemplates(t *testing.T) {
	m := model(t, deployed(t, `{"languageVersion": "2.0", "resources": {"inner": {
		"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "resourceGroup": "other", "properties": {"template": {"resources": {
			"app": {"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "shop", "properties": {"httpsOnly": "[parameters('x')]"}},
			"read": {"existing": true, "type": "Microsoft.Web/serverfarms", "apiVersion": "2023-12-01", "name": "plan"}}}}}}}`))
	assert.Empty(t, m.Incomplete)
	require.Len(t, m.Sites, 1)
	assert.Equal(t, sub+"/resourcegroups/other/providers/microsoft.web/sites/shop", m.Sites[0].ID)
	assert.True(t, m.Sites[0].HTTPSOnly.IsUnknown())
	assert.True(t, m.Plans[0].External)

	m = model(t, terraform(t, "azapi_resource.d", `{"type": "Microsoft.Resources/deployments@2022-09-01", "name": "d", "parent_id": "`+group+`",
		"body": {"properties": {"template": {"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "shop", "properties": {}}]}}}}`))
	assert.Equal(t, group+"/providers/microsoft.web/sites/shop", m.Sites[0].ID)
}
