package bind_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func TestResource(t *testing.T) {
	out := clean(t, `
targetScope = 'subscription'
param deploy bool
@description('x')
@batchSize(1)
resource app 'Microsoft.Web/sites@2024-04-01' = if (deploy) {
  name: 'app'
  location: 'westeurope'
  'kind': 'linux'
  scope: group
  parent: other
  dependsOn: [other, ...[other]]
  ...{ tags: {} }
  properties: { a: other.id }
}
resource other 'Microsoft.Web/serverfarms@2024-04-01' existing = {
  name: 'plan'
}
resource group 'Microsoft.Resources/resourceGroups@2024-03-01' existing = { name: 'g' }
`)
	assert.Equal(t, ir.Subscription, out.Scope)
	require.Len(t, out.Resources, 3)
	app := out.Resources[0]
	assert.Equal(t, "app", app.Symbol)
	assert.Equal(t, "Microsoft.Web/sites", app.Type)
	assert.Equal(t, "2024-04-01", app.APIVersion)
	assert.True(t, app.Cascades)
	assert.False(t, app.Existing)
	assert.Equal(t, "param:deploy", show(app.Condition))
	assert.Equal(t, `"app"`, show(app.Name))
	assert.Equal(t, "symbol:group", show(app.Scope))
	assert.Equal(t, "symbol:other", show(app.Parent))
	assert.Equal(t, "symbol:other, [symbol:other]", showAll(app.DependsOn))
	shows(t, `{"location": "westeurope", "kind": "linux", ...{"tags": {}}, "properties": {"a": symbol:other["id"]}}`, app.Body)
	assert.Equal(t, "resource app 'Microsoft.Web/sites@2024-04-01'", app.At.Text())
	assert.Equal(t, "@description('x')", app.Whole.Text()[:17])
	assert.True(t, out.Resources[1].Existing)
}

func TestNestedResources(t *testing.T) {
	out := clean(t, `
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app'
  properties: { a: web.id }
  resource web 'config' = {
    name: 'web'
    properties: { b: slot::inner.name }
  }
  resource slot 'slots@2023-12-01' = if (true) {
    name: 'stage'
    resource inner 'config' = {
      name: 'web'
      properties: { c: web.name, d: slot.name }
    }
  }
}
output a string = app::web.id
output b string = app::slot::inner!.properties.?x
`)
	require.Len(t, out.Resources, 1)
	app := out.Resources[0]
	shows(t, `{"properties": {"a": symbol:app::web["id"]}}`, app.Body)
	require.Len(t, app.Children, 2)
	web, slot := app.Children[0], app.Children[1]
	assert.Equal(t, "Microsoft.Web/sites/config", web.Type)
	assert.Equal(t, "2024-04-01", web.APIVersion)
	assert.Equal(t, "app::web", web.Symbol)
	assert.Equal(t, `"web"`, show(web.Name))
	assert.Nil(t, web.Parent)
	shows(t, `{"properties": {"b": symbol:app::slot::inner["name"]}}`, web.Body)
	assert.Equal(t, "2023-12-01", slot.APIVersion)
	assert.Equal(t, "true", show(slot.Condition))
	inner := slot.Children[0]
	assert.Equal(t, "Microsoft.Web/sites/slots/config", inner.Type)
	shows(t, `{"properties": {"c": symbol:app::web["name"], "d": symbol:app::slot["name"]}}`, inner.Body)
	assert.Equal(t, `symbol:app::web["id"]`, show(out.Outputs[0].Value))
	assert.Equal(t, `symbol:app::slot::inner["properties"][?"x"]`, show(out.Outputs[1].Value))
}

func TestLoops(t *testing.T) {
	out := lower(t, files{"more.bicep": "param id string\noutput x string = id\n", "main.bicep": `
param names array
resource apps 'Microsoft.Web/sites@2024-04-01' = [for (name, i) in names: if (name != 'x') {
  name: '${name}${i}'
}]
module more 'more.bicep' = [for n in names: {
  name: n
  params: { id: apps[0].id }
}]
output ids array = [for (n, i) in names: apps[i].properties.x]
output all array = [for a in apps: a.id]
output m string = more[1].outputs.x
`})
	require.Empty(t, messages(out.Errors))
	apps := out.Resources[0]
	assert.Equal(t, "name,i in param:names", showLoop(apps.Loop))
	assert.Equal(t, `not(equals(local:name, "x"))`, show(apps.Condition))
	assert.Equal(t, "text(local:name, local:i)", show(apps.Name))
	more := out.Modules[0]
	assert.Equal(t, "n in param:names", showLoop(more.Loop))
	assert.Equal(t, "local:n", show(more.Name))
	shows(t, `{"id": symbol:apps[0]["id"]}`, more.Parameters)
	assert.Equal(t, `for(n,i in param:names: symbol:apps[local:i]["properties"]["x"])`, show(out.Outputs[0].Value))
	assert.Equal(t, `for(a in symbol:apps: local:a["id"])`, show(out.Outputs[1].Value))
	assert.Equal(t, `symbol:more[1]["outputs"]["x"]`, show(out.Outputs[2].Value))
}

func TestModules(t *testing.T) {
	out := lower(t, files{
		"main.bicep": `
param on bool
module a 'sub/a.bicep' = if (on) {
  name: 'x'
  scope: resourceGroup('g')
  params: { x: 1, ...{} }
  dependsOn: [b]
  identity: { type: 'None' }
}
module b './sub/a.bicep' = {}
output o string = a.?outputs.o ?? ''
`,
		"sub/a.bicep": "param x int = 1\noutput o string = 'o'\nmodule c '../c.bicep' = {}\n",
		"c.bicep":     "output o string = 'o'\n",
	})
	require.Empty(t, messages(out.Errors))
	a, b := out.Modules[0], out.Modules[1]
	assert.Equal(t, "param:on", show(a.Condition))
	assert.Equal(t, `"x"`, show(a.Name))
	assert.Equal(t, `resourceGroup("g")`, show(a.Scope))
	shows(t, `{"x": 1, ...{}}`, a.Parameters)
	assert.Equal(t, "symbol:b", showAll(a.DependsOn))
	assert.Equal(t, "module a 'sub/a.bicep'", a.At.Text())
	assert.Nil(t, b.Name)
	assert.Nil(t, b.Parameters)
	require.NotNil(t, a.Template)
	assert.Same(t, a.Template, b.Template)
	assert.Equal(t, "sub/a.bicep", a.Template.Name)
	assert.Equal(t, "c.bicep", a.Template.Modules[0].Template.Name)
	assert.Equal(t, `coalesce(symbol:a[?"outputs"]["o"], "")`, show(out.Outputs[0].Value))
}

func TestMethods(t *testing.T) {
	out := clean(t, `
resource store 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 's' }
var keys = store.listKeys().keys[0].value
var more = store.listKeys('2020-01-01', { x: 1 })
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'a'
  properties: { there: this.exists(), was: this.existingResource().?properties }
}
`)
	assert.Equal(t, `symbol:store.listKeys()["keys"][0]["value"]`, variable(t, out, "keys"))
	assert.Equal(t, `symbol:store.listKeys("2020-01-01", {"x": 1})`, variable(t, out, "more"))
	shows(t, `{"properties": {"there": not(empty(target("full"))), "was": target("full")[?"properties"]}}`, out.Resources[1].Body)
}

func TestForeignResources(t *testing.T) {
	out := clean(t, `
extension kubernetes with { kubeConfig: '' } as k8s
extension microsoftGraphV1
resource group 'Microsoft.Graph/groups@v1.0' = {
  displayName: 'g'
  resource inner 'members' = { name: 'm' }
}
resource svc 'core/Service@v1' = { metadata: {} }
resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'a'
  dependsOn: [svc]
  tags: { group: group.id, k: k8s.config }
}
output name string = svc.metadata.name
`)
	require.Len(t, out.Resources, 1)
	assert.Empty(t, out.Resources[0].DependsOn)
	shows(t, `{"tags": {"group": failure["id"], "k": failure["config"]}}`, out.Resources[0].Body)
}

func TestTypesOfResources(t *testing.T) {
	out := lower(t, files{"main.bicep": `
resource a 'Microsoft.Web/sites' = { name: 'a' }
resource b 'nothing@2020-01-01' = { name: 'b' }
var provider = 'Microsoft.Web'
resource c '${provider}/sites@2024-04-01' = { name: 'c' }
`})
	assert.Equal(t, []string{
		"main.bicep:3:12: \"nothing@2020-01-01\" is no type of a resource: it is written <provider>/<type>@<version>, as in Microsoft.Web/sites@2024-04-01.",
	}, messages(out.Errors))
	require.Len(t, out.Resources, 2)
	assert.Equal(t, "Microsoft.Web/sites", out.Resources[1].Type)
}

func TestParameters(t *testing.T) {
	for _, test := range []struct {
		text     string
		kind     partial.Type
		nullable bool
		secure   bool
		allowed  string
	}{
		{"param p string", partial.StringType, false, false, ""},
		{"param p int?", partial.IntType, true, false, ""},
		{"param p sys.bool", partial.BoolType, false, false, ""},
		{"param p (string)[]", partial.ArrayType, false, false, ""},
		{"param p [string, int]", partial.ArrayType, false, false, ""},
		{"param p { a: string, *: int }", partial.ObjectType, false, false, ""},
		{"param p any", partial.AnyType, false, false, ""},
		{"param p 'a'", partial.StringType, false, false, `["a"]`},
		{"param p 'a' | 'b' | null", partial.StringType, true, false, `["a","b"]`},
		{"param p 'a' | 1 | -2 | !true", partial.AnyType, false, false, `["a",1,-2,false]`},
		{"param p 'a' | string", partial.StringType, false, false, ""},
		{"@allowed(['x', 'y'])\nparam p string", partial.StringType, false, false, `["x","y"]`},
		{"@sys.allowed([1, 2])\nparam p int", partial.IntType, false, false, `[1,2]`},
		{"@allowed(['x'])\nparam p array", partial.ArrayType, false, false, ""},
		{"@allowed([['x'], []])\nparam p array", partial.ArrayType, false, false, `[["x"],[]]`},
		{"@secure()\nparam p string", partial.StringType, false, true, ""},
		{"@secure()\n@description('x')\nparam p object?", partial.ObjectType, true, true, ""},
		{"type t = string?\nparam p t", partial.StringType, true, false, ""},
		{"type t = string?\nparam p t!", partial.StringType, false, false, ""},
		{"@secure()\ntype t = string\nparam p t", partial.StringType, false, true, ""},
		{"type t = { a: { b: 'x' }, @secure()\n c: string }\nparam p t.a.b", partial.StringType, false, false, `["x"]`},
		{"type t = { a: string, @secure()\n c: string }\nparam p t.c", partial.StringType, false, true, ""},
		{"type t = { *: int }\nparam p t.*", partial.IntType, false, false, ""},
		{"type t = [string, bool]\nparam p t[1]", partial.BoolType, false, false, ""},
		{"type t = int[]\nparam p t[*]", partial.IntType, false, false, ""},
		{"type t = t[]\nparam p t", partial.ArrayType, false, false, ""},
		{"type t = t\nparam p t", partial.AnyType, false, false, ""},
		{"type a = b | b\ntype b = a | a\nparam p a", partial.AnyType, false, false, ""},
		{"param p resourceInput<'Microsoft.Web/sites@2024-04-01'>", partial.ObjectType, false, false, ""},
		{"param p resourceInput<'Microsoft.Web/sites@2024-04-01'>.tags?", partial.ObjectType, true, false, ""},
		{"param p resourceOutput<'Microsoft.Web/sites@2024-04-01'>.properties.x", partial.AnyType, false, false, ""},
		{"param p resource 'Microsoft.Web/sites@2024-04-01'", partial.AnyType, false, false, ""},
		{"import {t} from 'lib.bicep'\nparam p t", partial.IntType, true, true, `[1,2]`},
		{"import {u as t} from 'lib.bicep'\nparam p t.x", partial.IntType, true, true, `[1,2]`},
		{"import * as lib from 'lib.bicep'\nparam p lib.t", partial.IntType, true, true, `[1,2]`},
		{"import * as lib from 'lib.bicep'\nparam p lib.u.x?", partial.IntType, true, true, `[1,2]`},
	} {
		t.Run(test.text, func(t *testing.T) {
			out := lower(t, files{"main.bicep": test.text + "\n", "lib.bicep": "@secure()\n@export()\ntype t = (1 | 2)?\n@export()\ntype u = { x: t }\n"})
			require.Empty(t, messages(out.Errors))
			p := out.Parameters[0]
			assert.Equal(t, test.kind, p.Type.Kind)
			assert.Equal(t, test.nullable, p.Type.Nullable)
			assert.Equal(t, test.secure, p.Secure)
			allowed := ""
			if p.Type.Allowed != nil {
				allowed = partial.ArrayValue(p.Type.Allowed).Canonical()
			}
			assert.Equal(t, test.allowed, allowed)
		})
	}
}

func TestParameterDefaultsAndOutputs(t *testing.T) {
	out := clean(t, "param a string = utcNow()\n@minLength(1)\nparam b string = '${a}-x'\n@secure()\noutput o string = b\noutput l array = [for x in [1]: x]\n")
	assert.Equal(t, "utcNow()", show(out.Parameters[0].Default))
	assert.Equal(t, `text(param:a, "-x")`, show(out.Parameters[1].Default))
	assert.Equal(t, "param b", out.Parameters[1].At.Text())
	assert.True(t, out.Outputs[0].Secure)
	assert.Equal(t, "output o", out.Outputs[0].At.Text())
}
