package template_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

const schema = `"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0"`

// run lowers and evaluates a template of which the members are given.
func run(t *testing.T, members string) *evaluate.Result {
	t.Helper()
	lowered := template.Lower(source.NewFile("t.json", []byte("{"+schema+",\n"+members+"}")), template.Options{})
	require.Empty(t, lowered.Errors, members)
	r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{Context: evaluate.Context{SubscriptionID: "s", ResourceGroup: "g"}})
	require.NoError(t, err)
	require.Empty(t, r.Errors, members)
	return r
}

func output(t *testing.T, r *evaluate.Result, name string) string {
	t.Helper()
	for _, o := range r.Outputs {
		if o.Name == name {
			return o.Value.Canonical()
		}
	}
	require.Fail(t, "there is no output "+name)
	return ""
}

func addresses(r *evaluate.Result) []string {
	var out []string
	for _, res := range r.Resources(nil) {
		out = append(out, strings.TrimPrefix(res.Address, "Microsoft."))
	}
	return out
}

func TestValues(t *testing.T) {
	r := run(t, `
"parameters": {
  "p": {"type": "string", "defaultValue": "[variables('v')]"},
  "n": {"$ref": "#/definitions/maybe"},
  "one": {"type": "string", "allowedValues": ["only"]}
},
"definitions": {"maybe": {"type": "object", "nullable": true}},
"variables": {
  "v": "value",
  "copy": [{"name": "list", "count": 3, "input": "[concat('i', copyIndex('list', 1))]"}],
  "o": {"copy": [{"name": "inner", "count": "[length(variables('list'))]", "input": {"n": "[copyIndex('inner')]"}}], "[parameters('p')]": true, "kept": "[[not an expression]"}
},
"functions": [{"namespace": "my", "members": {"twice": {"parameters": [{"name": "x", "type": "string"}], "output": {"type": "string", "value": "[concat(parameters('x'), parameters('x'))]"}}}}],
"resources": [],
"outputs": {
  "p": {"type": "string", "value": "[parameters('p')]"},
  "n": {"type": "object", "value": "[coalesce(parameters('n'), createObject('a', 1))]"},
  "one": {"type": "string", "value": "[parameters('one')]"},
  "list": {"type": "array", "value": "[variables('list')]"},
  "o": {"type": "object", "value": "[variables('o')]"},
  "f": {"type": "string", "value": "[my.twice('ab')]"},
  "loop": {"type": "array", "copy": {"count": 2, "input": "[copyIndex()]"}},
  "off": {"type": "string", "condition": false, "value": "x"}
}`)
	for name, want := range map[string]string{
		"p": `"value"`, "n": `{"a":1}`, "one": `"only"`, "list": `["i1","i2","i3"]`,
		"o": `{"inner":[{"n":0},{"n":1},{"n":2}],"value":true,"kept":"[not an expression]"}`, "f": `"abab"`, "loop": `[0,1]`, "off": `null`,
	} {
		assert.Equal(t, want, output(t, r, name), name)
	}
}

func TestResources(t *testing.T) {
	r := run(t, `
"variables": {"version": "2024-04-01"},
"resources": [
  {"type": "Microsoft.Web/sites", "apiVersion": "[variables('version')]", "name": "[concat('app', copyIndex(1))]", "copy": {"name": "apps", "count": 2},
   "properties": {"n": "[copyIndex()]"},
   "resources": [
     {"type": "slots", "apiVersion": "2024-04-01", "name": "staging", "properties": {}},
     {"type": "Microsoft.Web/sites/config", "apiVersion": "2024-04-01", "name": "[concat('app', copyIndex(1), '/web')]", "properties": {}}
   ]},
  {"type": "Microsoft.Web/serverfarms", "apiVersion": "2024-04-01", "name": "off", "condition": "[equals(1, 2)]"},
  {"type": "Microsoft.Authorization/locks", "apiVersion": "2020-05-01", "name": "lock", "scope": "Microsoft.Web/sites/app1", "properties": {}},
  {"import": "kubernetes", "type": "core/Service@v1", "properties": {}}
],
"outputs": {"n": {"type": "int", "value": "[reference('app2').n]"}, "id": {"type": "string", "value": "[resourceId('Microsoft.Web/sites/slots', 'app1', 'staging')]"}}`)
	assert.Equal(t, []string{
		"Web/sites/app1", "Web/sites/app2", "Authorization/locks/lock",
		"Web/sites/slots/app1/staging", "Web/sites/config/app1/web", "Web/sites/slots/app2/staging", "Web/sites/config/app2/web",
	}, addresses(r))
	assert.Equal(t, "1", output(t, r, "n"))
	for _, res := range r.Resources(nil) {
		assert.NotContains(t, res.APIVersion, "[", res.Address)
		if res.Address == "Microsoft.Web/sites/slots/app1/staging" {
			assert.Equal(t, output(t, r, "id"), `"`+res.Body.Get("id").Scalar()+`"`)
		}
	}
}

func TestSymbolicNames(t *testing.T) {
	r := run(t, `
"languageVersion": "2.0",
"resources": {
  "vnet": {"existing": true, "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-01-01", "name": "v", "resourceGroup": "net"},
  "apps": {"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "[format('app{0}', copyIndex())]", "copy": {"name": "apps", "count": 2}, "properties": {"x": "[copyIndex()]"}}
},
"outputs": {"x": {"type": "int", "value": "[reference('apps[1]').x]"}, "all": {"type": "int", "value": "[length(references('apps'))]"}}`)
	assert.Equal(t, []string{"Network/virtualNetworks/v", "Web/sites/app0", "Web/sites/app1"}, addresses(r))
	assert.Equal(t, "1", output(t, r, "x"))
	assert.Equal(t, "2", output(t, r, "all"))
	vnet := r.Resources(nil)[0]
	assert.True(t, vnet.Data)
	assert.Equal(t, "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v", vnet.Body.Get("id").Scalar())
}

func TestNestedTemplates(t *testing.T) {
	nested := func(scope, extra string) string {
		return `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "resourceGroup": "other", "properties": {"mode": "Incremental",
  "expressionEvaluationOptions": {"scope": "` + scope + `"}, ` + extra + `
  "template": {"parameters": {"p": {"type": "string", "defaultValue": "inner"}}, "variables": {"v": "inner"},
    "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "[concat(variables('v'), '-', parameters('p'))]", "properties": {"group": "[resourceGroup().name]"}}],
    "outputs": {"name": {"type": "string", "value": "[parameters('p')]"}}}}}`
	}
	members := func(deployment string) string {
		return `"parameters": {"p": {"type": "string", "defaultValue": "outer"}}, "variables": {"v": "outer"}, "resources": [` + deployment + `],
"outputs": {"o": {"type": "string", "value": "[reference('inner').outputs.name.value]"}}`
	}
	for _, test := range []struct{ scope, extra, address, group, output string }{
		{"outer", "", "Web/sites/outer-outer", "g", `"outer"`},
		{"inner", "", "Web/sites/inner-inner", "other", `"inner"`},
		{"inner", `"parameters": {"p": {"value": "[parameters('p')]"}},`, "Web/sites/inner-outer", "other", `"outer"`},
		{"inner", `"parameters": {"p": "[if(true(), createObject('value', 'x'), createObject())]"},`, "Web/sites/inner-x", "other", `"x"`},
		{"inner", `"parameters": {"p": "[if(false(), createObject('value', 'x'), createObject())]"},`, "Web/sites/inner-inner", "other", `"inner"`},
	} {
		r := run(t, members(nested(test.scope, test.extra)))
		require.Equal(t, []string{test.address}, addresses(r), test)
		site := r.Resources(nil)[0]
		assert.Equal(t, test.group, site.Body.Get("properties").Get("group").Scalar(), test)
		assert.Equal(t, "/subscriptions/s/resourcegroups/other", site.Body.Get("scope").Scalar(), test)
		assert.Equal(t, test.output, output(t, r, "o"), test)
	}
}

func TestLinkedTemplates(t *testing.T) {
	text := "{" + schema + `, "resources": [
{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "a", "properties": {"templateLink": {"relativePath": "sub/a.json"}}},
{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "b", "properties": {"templateLink": {"uri": "https://example.com/b.json"}}},
{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "c", "properties": {"templateLink": {"id": "/subscriptions/x"}}}
]}`
	lowered := template.Lower(source.NewFile("t.json", []byte(text)), template.Options{Linked: func(_ *source.File, path string) (*ir.Template, string) {
		assert.Equal(t, "sub/a.json", path)
		return template.Lower(source.NewFile(path, []byte("{"+schema+`, "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "x"}]}`)), template.Options{}), ""
	}})
	require.Empty(t, lowered.Errors)
	r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"Web/sites/x"}, addresses(r))
	assert.Len(t, r.Incomplete, 2)
	assert.Contains(t, r.Incomplete[0], "network")
}

// A mistake in one resource leaves the others.
func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`5`:                                "A template is an object",
		`{"resources": 5}`:                 "a list or an object",
		`{"parameters": []}`:               "parameters of a template are an object",
		`{"parameters": {"p": 1}}`:         "with its type",
		`{"resources": [1, ` + site + `]}`: "A resource is an object",
		`{"resources": [{"name": "x"}, ` + site + `]}`:                                        "type of this resource is not known",
		`{"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "x"}, ` + site + `]}`:   "no name",
		`{"resources": [{"type": "Microsoft.Web/sites", "name": "[concat(]"}, ` + site + `]}`: "value is missing",
		`{"resources": [` + site + `, {"type": `:                                              "missing",
	} {
		lowered := template.Lower(source.NewFile("t.json", []byte(text)), template.Options{})
		if assert.NotEmpty(t, lowered.Errors, text) {
			assert.Contains(t, lowered.Errors[0].Message, want, text)
		}
		if strings.Contains(text, site) {
			r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{})
			require.NoError(t, err)
			assert.Contains(t, addresses(r), "Web/sites/good", text)
		}
	}
}

const site = `{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "good"}`

func TestParameters(t *testing.T) {
	values, errs := template.Parameters(source.NewFile("p.json", []byte(`{"$schema": "x/deploymentParameters.json#", "parameters": {
  "a": {"value": {"x": [1, "[kept]"]}}, "secret": {"reference": {"keyVault": {"id": "/x"}, "secretName": "s"}},
  "later": {"expression": "[externalInputs('x')]"}, "nothing": {"value": null}, "broken": {}
}}`)))
	require.Len(t, errs, 1)
	assert.Contains(t, errs[0].Message, "value")
	require.Len(t, values, 4)
	assert.JSONEq(t, `{"x":[1,"[kept]"]}`, values[0].Value.Canonical())
	assert.True(t, values[1].Value.IsUnknown() && values[1].Value.IsSecret())
	assert.Equal(t, partial.ExternalInput, values[2].Value.Residual().Reasons)
	assert.True(t, values[3].Value.IsNull())
	_, errs = template.Parameters(source.NewFile("p.json", []byte(`[]`)))
	assert.NotEmpty(t, errs)
}

func FuzzLower(f *testing.F) {
	for _, seed := range []string{
		`{"resources": [` + site + `]}`,
		`{"parameters": {"p": {"type": "string", "defaultValue": "[parameters('p')]"}}, "resources": [{"type": "Microsoft.Web/sites", "name": "[parameters('p')]", "copy": {"name": "c", "count": 3}}]}`,
		`{"resources": [{"type": "Microsoft.Resources/deployments", "name": "n", "properties": {"template": {"resources": []}, "parameters": {"a": "[createObject('value', 1)]"}}}]}`,
		`{"variables": {"copy": [{"name": "v", "count": 2, "input": "[copyIndex('v')]"}]}, "resources": {"s": ` + site + `}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lowered := template.Lower(source.NewFile("t.json", []byte(text)), template.Options{})
		r, _ := evaluate.Run(context.Background(), lowered, evaluate.Options{Limits: evaluate.Limits{Instances: 200}})
		for _, res := range r.Resources(nil) {
			res.Body.Walk(func([]any, iac.Value) {})
		}
		_, _ = template.Parameters(source.NewFile("t.json", []byte(text)))
	})
}

func TestHandedParameters(t *testing.T) {
	nested := func(parameters string) string {
		return `"parameters": {"unknown": {"type": "bool"}}, "variables": {"all": {"p": {"value": "x"}}},
"resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {
  "expressionEvaluationOptions": {"scope": "inner"}, "parameters": ` + parameters + `,
  "template": {` + schema + `, "parameters": {"p": {"type": "string", "defaultValue": "DEFAULT"}}, "resources": [],
    "outputs": {"o": {"type": "string", "value": "[parameters('p')]"}}}}}],
"outputs": {"o": {"type": "string", "value": "[reference('d').outputs.o.value]"}}`
	}
	const reference = `createObject('reference', createObject('keyVault', createObject('id', 'x'), 'secretName', 's'))`
	value := func(parameters string) partial.Value {
		for _, o := range run(t, nested(parameters)).Outputs {
			return o.Value
		}
		return partial.NullValue()
	}
	for parameters, want := range map[string]string{
		`{"p": {"value": "x"}}`:                        `"x"`,
		`{"p": "[createObject('value', 'x')]"}`:        `"x"`,
		`"[variables('all')]"`:                         `"x"`,
		`"[createObject('P', variables('all').p)]"`:    `"x"`,
		`{"p": "[if(true(), variables('all').p, 1)]"}`: `"x"`,
		`{"p": {}}`:          `"DEFAULT"`,
		`{}`:                 `"DEFAULT"`,
		`"[createObject()]"`: `"DEFAULT"`,
		`{"p": "[if(parameters('unknown'), variables('all').p, createObject('value', 'x'))]"}`: `"x"`,
	} {
		assert.Equal(t, want, value(parameters).Canonical(), parameters)
	}
	for _, parameters := range []string{
		`{"p": {"reference": {"keyVault": {"id": "x"}, "secretName": "s"}}}`,
		`{"p": "[` + reference + `]"}`,
		`{"p": "[if(empty('a'), createObject('value', 'q'), ` + reference + `)]"}`,
		`{"p": "[if(parameters('unknown'), createObject('value', 'q'), ` + reference + `)]"}`,
		`"[createObject('p', ` + reference + `)]"`,
	} {
		v := value(parameters)
		assert.True(t, v.IsUnknown(), parameters)
		assert.True(t, v.HasSecrets(), parameters)
	}
	for _, parameters := range []string{
		`{"p": "[if(parameters('unknown'), createObject('value', 'q'), createObject())]"}`,
		`"[if(parameters('unknown'), createObject('p', createObject('value', 'q')), createObject())]"`,
	} {
		assert.True(t, value(parameters).IsUnknown(), parameters)
	}
}

func TestWhatCannotBeReadIsTold(t *testing.T) {
	for members, want := range map[string]string{
		`"resources": [], "functions": {"a": 1}`:                                                                         "functions of a template are a list",
		`"resources": [{"type": "A.B/c", "apiVersion": "2020-01-01", "name": "a", "copy": {"name": "c"}}]`:               "has no count",
		`"resources": [{"type": "A.B/c", "apiVersion": "2020-01-01", "name": "a", "copy": [{"name": "c", "count": 2}]}]`: "is an object, and this is",
	} {
		lowered := template.Lower(source.NewFile("t.json", []byte("{"+schema+",\n"+members+"}")), template.Options{})
		require.Len(t, lowered.Errors, 1, members)
		assert.Contains(t, lowered.Errors[0].Message, want)
		assert.NotZero(t, lowered.Errors[0].At.Start)
		r, err := evaluate.Run(context.Background(), lowered, evaluate.Options{})
		require.NoError(t, err)
		if strings.Contains(members, "copy") {
			assert.NotEmpty(t, r.Incomplete, "a resource of which it is not known how often it is there")
		}
	}
}

func TestSecretParts(t *testing.T) {
	r := run(t, `"languageVersion": "2.0", "definitions": {
  "login": {"type": "object", "properties": {"user": {"type": "string"}, "password": {"type": "securestring"}}},
  "tree": {"type": "object", "properties": {"a": {"$ref": "#/definitions/tree"}, "b": {"$ref": "#/definitions/tree"}, "c": {"$ref": "#/definitions/tree"}, "s": {"type": "securestring"}}}
},
"parameters": {
  "one": {"$ref": "#/definitions/login", "defaultValue": {"user": "u", "password": "p1"}},
  "many": {"type": "array", "items": {"$ref": "#/definitions/login"}, "defaultValue": [{"user": "u", "password": "p2"}]},
  "part": {"$ref": "#/definitions/login/properties/password", "defaultValue": "p3"},
  "map": {"type": "object", "additionalProperties": {"type": "securestring"}, "defaultValue": {"x": "p4"}},
  "tree": {"$ref": "#/definitions/tree", "defaultValue": {"a": {"s": "p5"}}}
}, "resources": {}, "outputs": {
  "user": {"type": "string", "value": "[parameters('one').user]"},
  "one": {"type": "string", "value": "[parameters('one').password]"},
  "many": {"type": "string", "value": "[parameters('many')[0].password]"},
  "part": {"type": "string", "value": "[parameters('part')]"},
  "map": {"type": "string", "value": "[parameters('map').x]"},
  "tree": {"type": "string", "value": "[parameters('tree').a.s]"},
  "made": {"type": "string", "value": "[concat('x', parameters('one').password)]"}
}`)
	for _, o := range r.Outputs {
		assert.Equal(t, o.Name != "user", o.Value.IsSecret(), o.Name)
		text, known := o.Value.Text()
		assert.True(t, known && text != "", "a secret is known all the same: %s", o.Name)
	}
	var secrets []string
	for _, l := range r.Templates {
		secrets = append(secrets, l.Secrets...)
	}
	assert.ElementsMatch(t, []string{"p1", "p2", "p3", "p4", "p5"}, secrets)
}
