package template_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// ids lists the ids of resources.
func ids(r *evaluate.Result) []string {
	var out []string
	for _, i := range r.Instances {
		out = append(out, i.ID().Canonical())
	}
	return out
}

// Loops make deployments, properties, variables and outputs, also inside one another.
func TestLoops(t *testing.T) {
	nested := func(scope, name string) string {
		return `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "[concat('d', copyIndex())]", "copy": {"name": "each", "count": 2, "mode": "serial", "batchSize": 1},
  "properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "` + scope + `"}, "parameters": {"n": {"value": "[copyIndex('each', 10)]"}},
  "template": {"parameters": {"n": {"type": "int"}}, "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "` + name + `"}],
    "outputs": {"n": {"type": "int", "value": 1}}}}}`
	}
	for _, test := range []struct{ scope, name string }{{"inner", "[concat('s', parameters('n'))]"}, {"outer", "[concat('s', copyIndex(10))]"}} {
		r := run(t, `"resources": [`+nested(test.scope, test.name)+`], "outputs": {"sum": {"type": "int", "value": "[add(reference('d0').outputs.n.value, reference('d1').outputs.n.value)]"}}`)
		assert.Equal(t, []string{"Web/sites/s10", "Web/sites/s11"}, addresses(r), test)
		assert.Equal(t, "2", output(t, r, "sum"), test)
	}
	r := run(t, `
"resources": [
  {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-01-01", "name": "[concat('v', copyIndex('nets'))]", "copy": {"name": "nets", "count": 2},
   "properties": {"copy": [
     {"name": "subnets", "count": 2, "input": {"name": "[concat('s', copyIndex('nets'), copyIndex('subnets', 1))]", "properties": {
        "copy": [{"name": "prefixes", "count": 2, "input": "[concat(copyIndex('subnets'), copyIndex('prefixes'))]"}]}}},
     {"name": "none", "count": 0, "input": 1}]}}
],
"variables": {"copy": "[createArray(1)]", "o": {"copy": "text"}},
"outputs": {
  "subnets": {"type": "array", "value": "[reference('v1').subnets]"},
  "none": {"type": "array", "value": "[reference('v1').none]"},
  "o": {"type": "object", "value": "[variables('o')]"},
  "copy": {"type": "array", "value": "[variables('copy')]"}
}`)
	assert.JSONEq(t, `[]`, output(t, r, "none"))
	assert.JSONEq(t, `{"copy": "text"}`, output(t, r, "o"), "no loop")
	assert.JSONEq(t, `[1]`, output(t, r, "copy"))
	for i, name := range []string{"s11", "s12"} {
		assert.Contains(t, output(t, r, "subnets"), fmt.Sprintf(`"name":%q,"properties":{"prefixes":["%d0","%d1"]`, name, i, i))
	}
}

// Where a resource is, is told by scope, by other members and by its type.
func TestScopes(t *testing.T) {
	const web = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/app"
	for resource, want := range map[string]string{
		`"type": "Microsoft.A/locks", "name": "l", "scope": "Microsoft.Web/sites/app"`:                                      web + "/providers/Microsoft.A/locks/l",
		`"type": "Microsoft.A/locks", "name": "l", "scope": "[format('Microsoft.Web/sites/{0}', 'app')]"`:                   web + "/providers/Microsoft.A/locks/l",
		`"type": "Microsoft.A/locks", "name": "l", "scope": "[resourceId('Microsoft.Web/sites', 'app')]"`:                   web + "/providers/Microsoft.A/locks/l",
		`"type": "Microsoft.Web/sites/providers/locks", "name": "app/Microsoft.A/l"`:                                        web + "/providers/Microsoft.A/locks/l",
		`"type": "Microsoft.Web/sites/config", "name": "app/web"`:                                                           web + "/config/web",
		`"type": "Microsoft.Web/sites", "name": "app", "resourceGroup": "g"`:                                                web,
		`"type": "Microsoft.A/b", "name": "x", "scope": "/"`:                                                                "/providers/Microsoft.A/b/x",
		`"type": "Microsoft.A/b", "name": "x", "scope": "/subscriptions/other"`:                                             "/subscriptions/other/providers/Microsoft.A/b/x",
		`"type": "Microsoft.A/b", "name": "x", "subscriptionId": "other"`:                                                   "/subscriptions/other/providers/Microsoft.A/b/x",
		`"type": "Microsoft.A/b", "name": "x", "subscriptionId": "other", "resourceGroup": "rg"`:                            "/subscriptions/other/resourceGroups/rg/providers/Microsoft.A/b/x",
		`"type": "Microsoft.A/b", "name": "x", "scope": "[format('/subscriptions/{0}/resourceGroups/{1}', 'other', 'rg')]"`: "/subscriptions/other/resourceGroups/rg/providers/Microsoft.A/b/x",
		`"type": "Microsoft.A/b", "name": "x", "scope": "[concat('Microsoft.Management/managementGroups/', 'm')]"`:          "/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.A/b/x",
		`"type": "[concat('Microsoft.', 'A/b')]", "name": "x"`:                                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.A/b/x",
		`"type": "[variables('type')]", "name": "[variables('name')]"`:                                                      "/subscriptions/s/resourceGroups/g/providers/Microsoft.A/b/x",
		`"type": "[parameters('type')]", "name": "x"`:                                                                       "/subscriptions/s/resourceGroups/g/providers/Microsoft.A/b/x",
	} {
		r := run(t, `"parameters": {"type": {"type": "string", "defaultValue": "Microsoft.A/b"}}, "variables": {"type": "Microsoft.A/b", "name": "x"},
"resources": [{"apiVersion": "2024-01-01", `+resource+`}]`)
		assert.Equal(t, []string{`"` + want + `"`}, ids(r), resource)
	}
}

// Templates above resource groups deploy groups, and templates to them.
func TestSubscriptionTemplates(t *testing.T) {
	text := `{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
  {"type": "Microsoft.Resources/resourceGroups", "apiVersion": "2021-04-01", "name": "rg", "location": "westeurope"},
  {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "resourceGroup": "rg", "dependsOn": ["rg"], "properties": {"mode": "Incremental",
    "expressionEvaluationOptions": {"scope": "inner"}, "template": {"$schema": "https://x/deploymentTemplate.json#", "resources": [
      {"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "app", "location": "[resourceGroup().location]"}]}}},
  {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "e", "location": "westeurope", "subscriptionId": "other", "properties": {"mode": "Incremental",
    "template": {"$schema": "https://x/subscriptionDeploymentTemplate.json#", "resources": [{"type": "Microsoft.Resources/resourceGroups", "apiVersion": "2021-04-01", "name": "far", "location": "x"}]}}}
]}`
	lowered := template.Lower(source.NewFile("t.json", []byte(text)), template.Options{})
	require.Empty(t, lowered.Errors)
	assert.Equal(t, ir.Subscription, lowered.Scope)
	r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{Context: evaluate.Context{SubscriptionID: "s"}})
	require.NoError(t, err)
	require.Empty(t, r.Errors)
	assert.Equal(t, []string{
		`"/subscriptions/s/resourceGroups/rg"`, `"/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/app"`, `"/subscriptions/other/resourceGroups/far"`,
	}, ids(r))
	assert.Equal(t, "westeurope", r.Resources(nil)[1].Body.Get("location").Scalar())
	for schema, want := range map[string]ir.Scope{
		"https://x/deploymentTemplate.json#": ir.ResourceGroup, "https://x/SubscriptionDeploymentTemplate.json": ir.Subscription,
		"https://x/managementGroupDeploymentTemplate.json#": ir.ManagementGroup, "https://x/tenantDeploymentTemplate.json#": ir.Tenant, "": ir.ResourceGroup,
	} {
		assert.Equal(t, want, template.Lower(source.NewFile("t.json", []byte(`{"$schema": "`+schema+`"}`)), template.Options{}).Scope, schema)
	}
}

// Types are followed through definitions: whether they may be null, what they allow and
// whether they are secret.
func TestDefinitions(t *testing.T) {
	lowered := template.Lower(source.NewFile("t.json", []byte(`{`+schema+`, "languageVersion": "2.0",
"definitions": {
  "a": {"$ref": "#/definitions/b", "nullable": true}, "b": {"$ref": "#/definitions/a~1c"}, "a/c": {"type": "string", "allowedValues": ["x", "y"]},
  "key": {"type": "secureString"}, "list": {"type": "array", "allowedValues": ["x"], "items": {"type": "string"}}
},
"parameters": {
  "plain": {"type": "Int"}, "a": {"$ref": "#/definitions/a"}, "never": {"$ref": "#/definitions/a", "nullable": false}, "key": {"$ref": "#/definitions/key"},
  "object": {"type": "secureObject", "defaultValue": {}}, "list": {"$ref": "#/definitions/list"}, "lists": {"type": "array", "allowedValues": [["a"], ["b"]]}, "none": {"$ref": "#/definitions/none"}
}, "resources": {}}`)), template.Options{})
	require.Empty(t, lowered.Errors)
	got := map[string]string{}
	for _, p := range lowered.Parameters {
		got[p.Name] = fmt.Sprintf("%d %v %d %v %v", p.Type.Kind, p.Type.Nullable, len(p.Type.Allowed), p.Secure, p.Default != nil)
	}
	assert.Equal(t, map[string]string{
		"plain":  fmt.Sprintf("%d false 0 false false", partial.IntType),
		"a":      fmt.Sprintf("%d true 2 false false", partial.StringType),
		"never":  fmt.Sprintf("%d false 2 false false", partial.StringType),
		"key":    fmt.Sprintf("%d false 0 true false", partial.StringType),
		"object": fmt.Sprintf("%d false 0 true true", partial.ObjectType),
		"list":   fmt.Sprintf("%d false 0 false false", partial.ArrayType), // the values that its elements may have
		"lists":  fmt.Sprintf("%d false 2 false false", partial.ArrayType),
		"none":   fmt.Sprintf("%d false 0 false false", partial.AnyType),
	}, got)
}

// A link leads to a file of the project if its place follows from that of the template.
func TestLinksBeside(t *testing.T) {
	for link, want := range map[string]string{
		`"relativePath": "sub/a.json"`:                                                     "sub/a.json",
		`"relativePath": "[concat('sub/', variables('file'))]"`:                            "sub/b.json",
		`"uri": "a.json"`:                                                                  "a.json",
		`"uri": "[uri(deployment().properties.templateLink.uri, 'a.json')]"`:               "a.json",
		`"uri": "[uri(deployment().Properties['templatelink'].uri, 'sub/../a.json?x=y')]"`: "a.json",
		`"uri": "[uri(parameters('_artifactsLocation'), concat('sub/a.json', parameters('_artifactsLocationSasToken')))]"`:          "sub/a.json",
		`"uri": "[concat(parameters('_artifactsLocation'), '/sub/', variables('file'), parameters('_artifactsLocationSasToken'))]"`: "sub/b.json",
		`"uri": "[uri(parameters('base'), 'a.json')]"`:                                 "a.json",
		`"uri": "[variables('link')]"`:                                                 "sub/a.json",
		`"uri": "[uri(parameters('mine'), 'a.json')]"`:                                 "",
		`"uri": "[uri(deployment().properties.templateLink.uri, parameters('mine'))]"`: "",
		`"uri": "[parameters('mine')]"`:                                                "",
		`"uri": "[concat('https://example.com/', variables('file'))]"`:                 "",
		`"uri": "https://example.com/a.json"`:                                          "",
		`"id": "[resourceId('Microsoft.Resources/templateSpecs/versions', 'a', '1')]"`: "",
	} {
		asked := ""
		lowered := template.Lower(source.NewFile("dir/t.json", []byte("{"+schema+`,
"parameters": {"_artifactsLocation": {"type": "string"}, "_artifactsLocationSasToken": {"type": "secureString"}, "mine": {"type": "string"},
  "base": {"type": "string", "defaultValue": "[deployment().properties.templateLink.uri]"}},
"variables": {"file": "b.json", "link": "[uri(variables('base'), 'sub/a.json')]", "base": "[parameters('_artifactsLocation')]"},
"resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"mode": "Incremental", "templateLink": {`+link+`}}}]}`)),
			template.Options{Linked: func(from *source.File, path string) (*ir.Template, string) {
				assert.Equal(t, "dir/t.json", from.Path)
				asked = path
				return nil, "it is only asked for"
			}})
		require.Len(t, lowered.Modules, 1, link)
		assert.Equal(t, want, asked, link)
		assert.Nil(t, lowered.Modules[0].Template)
		assert.NotEmpty(t, lowered.Modules[0].Why, link)
	}
}

// In an outer-scoped template variables are those of the template around, also for what
// must be known early: types, versions and links.
func TestOuterNames(t *testing.T) {
	nested := func(scope string) string {
		return `"variables": {"v": "2024-04-01", "link": "a.json"}, "resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {
"expressionEvaluationOptions": {"scope": "` + scope + `"}, "template": {"variables": {"v": "2020-01-01", "link": "b.json"}, "resources": [
  {"type": "Microsoft.Web/sites", "apiVersion": "[variables('v')]", "name": "app"},
  {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "e", "properties": {"templateLink": {"relativePath": "[variables('link')]"}}}]}}}]`
	}
	for scope, want := range map[string]string{"outer": "2024-04-01 a.json", "inner": "2020-01-01 b.json"} {
		asked := ""
		lowered := template.Lower(source.NewFile("t.json", []byte("{"+schema+","+nested(scope)+"}")), template.Options{Linked: func(_ *source.File, path string) (*ir.Template, string) {
			asked = path
			return nil, "it is only asked for"
		}})
		require.Empty(t, lowered.Errors)
		inner := lowered.Modules[0].Template
		assert.Equal(t, want, inner.Resources[0].APIVersion+" "+asked, scope)
	}
}

// What is odd and still taken.
func TestOddities(t *testing.T) {
	r := run(t, `
"apiProfile": "2019-03-01-hybrid",
"variables": {"x": 1, "X": 2, "o": {"k": 1, "K": 2}, "odd": {"[[odd]": "[[]"}, "open": "[[ a", "lines": "[concat('a',
	'b')]"},
"resources": [
  {"type": "microsoft.web/SITES", "name": "a", "properties": "[variables('o')]", "tags": {"[concat('hidden-', 'x')]": "Resource"}, "comments": "[not read(", "metadata": {"a": "[nor this("}},
  {"type": "Microsoft.Web/sites", "name": "off", "condition": false, "properties": {"x": "[div(1, 0)]"}, "resources": [{"type": "config", "apiVersion": "2024-04-01", "name": "web"}]},
  {"type": "Microsoft.Web/sites", "name": "nulls", "condition": null, "copy": null, "scope": null, "dependsOn": null, "resources": null, "apiVersion": null},
  {"type": "apps/Deployment", "extension": "kubernetes", "properties": {}}
],
"outputs": {
  "x": {"type": "int", "value": "[variables('x')]"}, "k": {"type": "int", "value": "[variables('o').k]"}, "odd": {"type": "string", "value": "[variables('odd')['[odd]']]"},
  "open": {"type": "string", "value": "[variables('open')]"}, "lines": {"type": "string", "value": "[variables('lines')]"},
  "broken": {"type": "string"}
}`)
	assert.Equal(t, []string{"microsoft.web/SITES/a", "Web/sites/nulls", "Web/sites/config/off/web"}, addresses(r))
	for name, want := range map[string]string{"x": "2", "k": "2", "odd": `"[]"`, "open": `"[[ a"`, "lines": `"ab"`, "broken": "null"} {
		assert.Equal(t, want, output(t, r, name), name)
	}
	assert.Equal(t, "Resource", r.Resources(nil)[0].Body.Get("tags").Get("hidden-x").Scalar())
}

// The template of a template spec is what is deployed.
func TestTemplateSpec(t *testing.T) {
	text := `{"properties": {"mainTemplate": {` + schema + `, "resources": [` + site + `]}}}`
	lowered := template.Lower(source.NewFile("spec.json", []byte(text)), template.Options{})
	require.Empty(t, lowered.Errors)
	assert.Len(t, lowered.Resources, 1)
}

// Values and mistakes point to where they are written, through escapes.
func TestPositions(t *testing.T) {
	text := "\ufeff{\r\n \"resources\": [{\"type\": \"Microsoft.Web/sites\", \"name\": \"[concat('\\u0041\\t', nothing)]\"}]}"
	lowered := template.Lower(source.NewFile("t.json", []byte(text)), template.Options{})
	require.Len(t, lowered.Errors, 1)
	assert.Equal(t, "nothing", lowered.Errors[0].At.Text())
	r := lowered.Resources[0]
	assert.Equal(t, `"type": "Microsoft.Web/sites"`, r.At.Text())
	assert.Equal(t, byte('{'), text[r.Whole.Start])
	assert.Equal(t, byte('}'), text[r.Whole.End-1])
}

// A template that is text in another file is there as a whole.
func TestInline(t *testing.T) {
	outside := source.NewFile("main.tf", []byte("content = jsonencode({})"))
	at := source.Range{File: outside, Start: 10, End: 24}
	lowered := template.Lower(source.NewFile("template", []byte(`{"variables": {"v": "[parameters('p')]"}, "resources": [{"type": "Microsoft.Web/sites", "name": "[concat('a', 'b')]", "properties": {"x": [1]}},
{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"relativePath": "a.json"}}}]}`)), template.Options{Inline: &at,
		Linked: func(*source.File, string) (*ir.Template, string) { panic("nothing is linked from here") }})
	require.Empty(t, lowered.Errors)
	assert.Equal(t, at, lowered.Resources[0].At)
	assert.Equal(t, at, lowered.Resources[0].Name.Range())
	assert.Equal(t, at, lowered.Variables[0].Value.Range())
	assert.NotEmpty(t, lowered.Modules[0].Why)
}

// Azure's own resources may be declared as those of an extension; of others, none is one.
func TestExtensions(t *testing.T) {
	for _, section := range []string{
		`"extensions": {"az": {"name": "AzureResourceManager", "version": "1.0.0"}, "k8s": {"name": "Kubernetes", "version": "1.0.0"}}`,
		`"imports": {"az": {"provider": "AzureResourceManager", "version": "1.0.0"}, "k8s": {"provider": "Kubernetes", "version": "1.0.0"}}`,
	} {
		r := run(t, section+`, "resources": {
  "app": {"extension": "az", "type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "app", "location": "here"},
  "pod": {"extension": "k8s", "type": "core/Pod@v1", "properties": {}},
  "lost": {"extension": "gone", "type": "core/Pod@v1", "properties": {}}
}`)
		assert.Equal(t, []string{"Web/sites/app"}, addresses(r), section)
		assert.JSONEq(t, `{"location":"here"}`, r.Instances[0].Body().Canonical())
	}
}

// Types and versions may be kept elsewhere, and end in a slash.
func TestKeptTypes(t *testing.T) {
	r := run(t, `"variables": {"kept": {"types": {"app": "Microsoft.Web/sites/"}}}, "parameters": {"versions": {"type": "object", "defaultValue": {"app": "2024-04-01"}}},
"resources": [{"type": "[variables('kept').types.app]", "apiVersion": "[parameters('versions')['app']]", "name": "app"}]`)
	assert.Equal(t, []string{"Web/sites/app"}, addresses(r))
	assert.Equal(t, "2024-04-01", r.Instances[0].APIVersion())
}
