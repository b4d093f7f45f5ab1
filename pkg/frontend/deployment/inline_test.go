package deployment_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/deployment"
)

func everything(string) bool { return true }

// A template that stands in a text is written again with nothing left to evaluate.
func TestInline(t *testing.T) {
	const schema = `"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", `
	resource := func(members string) string {
		return `{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", ` + members + `}`
	}
	at := `, "scope": "/subscriptions/s/resourcegroups/rg"`
	for _, test := range []struct {
		name, template, parameters, want string
	}{
		{
			"nothing to evaluate", `"resources": [` + resource(`"name": "a", "properties": {"x": [1, 1.5, true, null, "[[y]", "[z"]}`) + `]`, "",
			resource(`"name": "a", "properties": {"x": [1, 1.5, true, null, "[[y]", "[z"]}` + at),
		},
		{
			"parameters and loops", `"parameters": {"n": {"type": "string"}}, "resources": [` +
				resource(`"name": "[concat(parameters('n'), copyIndex())]", "copy": {"name": "c", "count": 2}, "properties": {}`) + `]`, `{"n": {"value": "s"}}`,
			resource(`"name": "s0", "properties": {}`+at) + "," + resource(`"name": "s1", "properties": {}`+at),
		},
		{
			"conditions", `"resources": [` + resource(`"name": "on", "condition": "[equals(1, 1)]"`) + "," + resource(`"name": "off", "condition": false`) + `]`, "",
			resource(`"name": "on"` + at),
		},
		{
			"what only Azure knows", `"parameters": {"n": {"type": "string"}, "key": {"type": "secureString", "defaultValue": "secret"}}, "resources": [` +
				resource(`"name": "a", "properties": {"known": "x", "n": "[parameters('n')]", "part": "[concat('a', parameters('n'))]", "key": "[parameters('key')]"}`) + `]`, "",
			resource(`"name": "a", "properties": {"known": "x", "n": "[unknown()]", "part": "[unknown()]", "key": "[unknown()]"}` + at),
		},
		{
			"a resource that may be there", `"parameters": {"on": {"type": "bool"}}, "resources": [` + resource(`"name": "a", "condition": "[parameters('on')]"`) + `]`, "",
			`{"type": "[unknown()]", "name": "[unknown()]"}`,
		},
		{
			"a template inside", `"resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "resourceGroup": "other", "properties": {"mode": "Incremental",
"template": {"resources": [` + resource(`"name": "a"`) + `]}}}]`, "",
			resource(`"name": "a", "scope": "/subscriptions/s/resourcegroups/other"`),
		},
	} {
		text, ok := deployment.Inline{Template: "{" + schema + test.template + "}", Parameters: test.parameters, Subscription: "s", ResourceGroup: "rg"}.
			Literal(context.Background(), everything)
		assert.True(t, ok, test.name)
		assert.JSONEq(t, `{"resources": [`+test.want+`]}`, text, test.name)
	}
	text, ok := deployment.Inline{Template: `{"parameters": {"n": {"type": "string", "defaultValue": "a"}}, "resources": [` + resource(`"name": "[parameters('n')]"`) + `]}`, ParametersUnknown: true}.
		Literal(context.Background(), everything)
	assert.True(t, ok)
	assert.Contains(t, text, `"name":"[unknown()]"`, "what is given goes over the default")
	for _, broken := range []string{"", "{", "5", `{"resources": [{"type": "Microsoft.Web/sites", "name": "[concat(]"}]}`} {
		_, ok := deployment.Inline{Template: broken}.Literal(context.Background(), everything)
		assert.False(t, ok, broken)
	}
}
