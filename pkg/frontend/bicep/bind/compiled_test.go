package bind_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

const exporting = `{
  "languageVersion": "2.0",
  "metadata": { "__bicep_exported_variables!": [ { "name": "size" }, { "name": "odd-name" } ] },
  "definitions": {
    "level": { "type": "string", "nullable": true, "allowedValues": ["a", "b"], "metadata": { "__bicep_export!": true } },
    "alias": { "$ref": "#/definitions/level", "nullable": false, "metadata": { "__bicep_export!": true } },
    "key": { "type": "securestring", "metadata": { "__bicep_export!": true } },
    "loop": { "$ref": "#/definitions/loop", "metadata": { "__bicep_export!": true } },
    "own": { "type": "int" }
  },
  "functions": [ { "namespace": "__bicep", "members": {
    "twice": { "parameters": [], "output": { "type": "string", "value": "x" }, "metadata": { "__bicep_export!": true } },
    "hidden": { "parameters": [], "output": { "type": "string", "value": "x" } }
  } } ],
  "variables": { "size": 1, "odd-name": 2 },
  "resources": {}
}`

func TestImportsFromCompiled(t *testing.T) {
	for _, from := range []string{"lib.json", "br:example.azurecr.io/lib:1.0"} {
		out := lower(t, files{
			"main.bicep": "import {level, alias, key, loop, size, 'odd-name' as odd, twice} from '" + from + "'\n" +
				"import * as lib from '" + from + "'\n" +
				"param a level\nparam b alias\nparam c key?\nparam d lib.level!\nparam e loop\n" +
				"var v = [size, odd, lib.size, twice(), lib.twice()]\n",
			"lib.json": exporting,
			"cache/br/example.azurecr.io/lib/1.0$/main.json": exporting,
		})
		require.Empty(t, messages(out.Errors))
		types := make([]ir.Type, len(out.Parameters))
		for i, p := range out.Parameters {
			types[i] = p.Type
		}
		assert.Equal(t, partial.StringType, types[0].Kind)
		assert.True(t, types[0].Nullable)
		assert.Len(t, types[0].Allowed, 2)
		assert.False(t, types[1].Nullable)
		assert.Len(t, types[1].Allowed, 2)
		assert.True(t, types[2].Nullable)
		assert.True(t, out.Parameters[2].Secure)
		assert.False(t, types[3].Nullable)
		assert.Equal(t, ir.Type{}, types[4])
		v := out.Variables[0].Value.(*ir.Array)
		assert.Equal(t, "size", v.Items[0].Value.(*ir.Imported).Name)
		assert.Equal(t, "odd-name", v.Items[1].Value.(*ir.Imported).Name)
		assert.Equal(t, "size", v.Items[2].Value.(*ir.Imported).Name)
		assert.Equal(t, "user:twice(), user:twice()", showAll([]ir.Expr{v.Items[3].Value, v.Items[4].Value}))
	}
}

func TestWrongImportsFromCompiled(t *testing.T) {
	out := lower(t, files{"main.bicep": "import {own, hidden, levl} from 'lib.json'\n", "lib.json": exporting})
	assert.Equal(t, []string{
		"main.bicep:1:9: lib.json has nothing named own to import.",
		"main.bicep:1:14: lib.json has nothing named hidden to import.",
		"main.bicep:1:22: lib.json has nothing named levl to import. Did you mean level?",
	}, messages(out.Errors))
}

// What is imported from a module that is not restored is unknown, and no error.
func TestNotRestored(t *testing.T) {
	out := lower(t, files{"main.bicep": "import {a, t} from 'br:example.azurecr.io/lib:1.0'\nimport * as lib from 'br:example.azurecr.io/lib:1.0'\n" +
		"module m 'br:example.azurecr.io/other:1.0' = {}\nmodule n 'br:example.azurecr.io/other:1.0' = {}\n" +
		"param p t?\nparam q lib.t\nvar v = [a, lib.b.c, lib.f(1)]\noutput o string = m.outputs.x\n"})
	assert.Empty(t, messages(out.Errors))
	assert.Equal(t, []string{
		"main.bicep:1:20: The module br:example.azurecr.io/lib:1.0 cannot be read: it is not in the cache of restored modules; `bicep restore` puts it there.",
		"main.bicep:3:10: The module br:example.azurecr.io/other:1.0 cannot be read: it is not in the cache of restored modules; `bicep restore` puts it there.",
	}, messages(out.Notes))
	assert.Equal(t, `[failure, failure["c"], failure]`, variable(t, out, "v"))
	assert.Equal(t, `symbol:m["outputs"]["x"]`, show(out.Outputs[0].Value))
	assert.Nil(t, out.Modules[0].Template)
	assert.Equal(t, "it is not in the cache of restored modules; `bicep restore` puts it there", out.Modules[1].Why)
	assert.True(t, out.Parameters[0].Type.Nullable)
}

const linking = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "parameters": { "id": { "type": "string" } },
  "resources": [
    { "type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "app", "location": "[parameters('id')]" },
    { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "linked", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "NEXT" } } }
  ]
}`

func TestCompiledModules(t *testing.T) {
	plain := strings.ReplaceAll(linking, "NEXT", "../none.json")
	out := lower(t, files{
		"main.bicep": "module a 'sub/a.json' = { params: { id: 'x' } }\nmodule b 'br:example.azurecr.io/b:1.0' = {}\nmodule c 'ts:sub/group/spec:1.0' = {}\nmodule d 'sub/a.json' = {}\n",
		"sub/a.json": strings.ReplaceAll(linking, "NEXT", "b.json"),
		"sub/b.json": strings.ReplaceAll(linking, "NEXT", "a.json"),
		"cache/br/example.azurecr.io/b/1.0$/main.json": plain,
		"cache/ts/sub/group/spec/1.0/main.json":        `{"properties": {"mainTemplate": ` + plain + `}}`,
	})
	require.Empty(t, messages(out.Errors))
	require.Empty(t, messages(out.Notes))
	for i, m := range out.Modules {
		require.NotNil(t, m.Template, m.Symbol)
		require.Len(t, m.Template.Parameters, 1, m.Symbol)
		require.Len(t, m.Template.Resources, 1, m.Symbol)
		assert.Equal(t, "Microsoft.Web/sites", m.Template.Resources[0].Type)
		assert.Equal(t, i == 1 || i == 2, m.Template.Downloaded)
	}
	assert.Same(t, out.Modules[0].Template, out.Modules[3].Template)
	b := out.Modules[0].Template.Modules[0]
	require.NotNil(t, b.Template)
	assert.Equal(t, "sub/b.json", b.Template.Name)
	back := b.Template.Modules[0]
	assert.Nil(t, back.Template)
	assert.Contains(t, back.Why, "circle")
	assert.NotEmpty(t, out.Modules[1].Template.Modules[0].Why)
}
