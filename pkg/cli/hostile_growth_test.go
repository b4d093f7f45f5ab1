//go:build unix

package cli_test

import (
	"fmt"
	"strings"
)

// laughs is a document of YAML in which each member holds the one before nine times.
func laughs() string {
	var b strings.Builder
	b.WriteString("a: &a [" + strings.TrimSuffix(times(9, "lol,"), ",") + "]\n")
	for c := 'b'; c <= 'm'; c++ {
		b.WriteString(string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(times(9, "*"+string(c-1)+","), ",") + "]\n")
	}
	return b.String()
}

// branching are files of which each one uses the next, {next}, as call says.
func branching(n int, call, last string) map[string]string {
	files := map[string]string{fmt.Sprintf("m%d.bicep", n): last}
	for i := range n {
		files[fmt.Sprintf("m%d.bicep", i)] = strings.ReplaceAll(call, "{next}", fmt.Sprintf("m%d.bicep", i+1))
	}
	return files
}

// hostileGrowth are inputs of which little makes very much.
func hostileGrowth() map[string]hostile {
	site := func(name string) map[string]string {
		return map[string]string{"a.json": armHead + `"resources": [` + armSite(name) + "]}"}
	}
	fold := func(step string) map[string]string {
		return site("[string(reduce(range(0, 1000), createArray(1), lambda('a', 'b', " + step + ")))]")
	}
	loops := `${[for a in local.r : [for b in local.r : [for c in local.r : c]]]}`
	return map[string]hostile{
		"loops in JSON syntax": {
			files: map[string]string{"main.tf.json": `{"locals": {"r": "${range(1000)}", "a": "` + loops + `"}, "resource": {"azurerm_linux_web_app": {"a": {"name": "${local.a[0][0][0]}x", "site_config": {}}}}}`},
			code:  2, says: "limit",
		},
		"texts that double in JSON syntax": {
			files: map[string]string{"main.tf.json": `{"locals": {"v0": "xxxxxxxxxxxxxxxx"` + doubling(50, "", `, "v{i}": "${local.v{before}}${local.v{before}}"`) +
				`}, "resource": {"azurerm_linux_web_app": {"a": {"name": "${local.v50}x", "site_config": {}}}}}`},
			code: 2, says: "limit",
		},
		"modules of bicep that branch": {
			files: branching(38, "module a '{next}' = {\n  name: 'a'\n}\nmodule b '{next}' = {\n  name: 'b'\n}\n", bicepApp), args: []string{"m0.bicep"}, code: 2, says: "more resources",
		},
		"imports of bicep that branch": {
			files: branching(38, "import * as a from '{next}'\nimport * as b from '{next}'\n@export()\nvar v = '${a.v}${b.v}'\n"+strings.Replace(bicepApp, "'app-shop'", "a.v", 1), "@export()\nvar v = 'x'\n"), args: []string{"m0.bicep"}, code: 2,
		},
		"types of bicep that double": {files: map[string]string{"main.bicep": doubling(60, "type d0 = string\n", "type d{i} = {\n  x: d{before}\n  y: d{before}\n}\n") + "param p d60\n" + strings.Replace(bicepApp, "'app-shop'", "string(p)", 1)}, args: []string{"main.bicep"}, code: 1},
		"a path through JSON":        {files: map[string]string{"main.bicep": "var t = loadJsonContent('a.jsn', '$..a..a..a..a..a..a..a')\n" + strings.Replace(bicepApp, "'app-shop'", "string(t)", 1), "a.jsn": times(300, `{"a":`) + "1" + times(300, "}")}, args: []string{"main.bicep"}, code: 2},
		"YAML in bicep":              {files: map[string]string{"main.bicep": "var t = loadYamlContent('a.yaml')\n" + strings.Replace(bicepApp, "'app-shop'", "string(t)", 1), "a.yaml": laughs()}, args: []string{"main.bicep"}, code: 2},
		"YAML in Terraform":          {files: map[string]string{"main.tf": usesOf(`jsonencode(yamldecode(file("a.yaml")))`), "a.yaml": laughs()}, code: 2},
		"YAML in itself":             {files: map[string]string{"main.tf": usesOf(`jsonencode(yamldecode(file("a.yaml")))`), "a.yaml": "a: &a [*a]\n"}, code: 2},
		"arrays that double":         {files: fold("concat(lambdaVariables('a'), lambdaVariables('a'))"), args: []string{"a.json"}, code: 2, says: "too much time or memory"},
		"arrays of arrays":           {files: fold("createArray(lambdaVariables('a'), lambdaVariables('a'))"), args: []string{"a.json"}, code: 2, says: "too much time or memory"},
		"objects of objects":         {files: fold("createObject('a', lambdaVariables('a'), 'b', lambdaVariables('a'))"), args: []string{"a.json"}, code: 2, says: "too much time or memory"},
		"lambdas in lambdas":         {files: site("[string(map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', range(0, 10000))))))]"), args: []string{"a.json"}, code: 2, says: "too much time or memory"},
		"a wide format of ARM":       {files: site("[format('{0,1000000000}', 'a')]"), args: []string{"a.json"}, code: 2},
		"deep JSON in a text":        {files: site("[string(json('" + times(50_000, "[") + times(50_000, "]") + "'))]"), args: []string{"a.json"}, code: 2},
		"definitions in a circle":    {files: map[string]string{"a.json": armHead + `"languageVersion": "2.0", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}, "parameters": {"p": {"$ref": "#/definitions/a"}}, "resources": [` + armSite("[parameters('p')]") + "]}"}, args: []string{"a.json"}, code: 1},
		"copies in copies": {files: map[string]string{"a.json": armHead + `"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "[concat('a', copyIndex())]", "copy": {"name": "c", "count": 800}, ` +
			`"properties": {"copy": [{"name": "x", "count": 800, "input": {"copy": [{"name": "y", "count": 800, "input": "[copyIndex('y')]"}]}}]}}]}`}, args: []string{"a.json"}, code: 2, says: "more resources"},
		"alternatives of a pattern": {files: map[string]string{"main.tf": usesOf(`join("", fileset(path.module, "` + times(40, "{a,b}") + `"))`)}, code: 2, says: "alternatives"},
		"depths of a pattern":       {files: map[string]string{"main.tf": usesOf(`join("", fileset(path.module, "` + times(200, "**/") + `*"))`), "a/b/c/d/e/f/g/h/i/j/k": ""}, code: 2, says: "more often"},
		"products of sets":          {files: map[string]string{"main.tf": "locals {\n  r = range(1000)\n}\n" + usesOf("length(setproduct(local.r, local.r, local.r, local.r))")}, code: 2},
		"a slow hash":               {files: map[string]string{"main.tf": usesOf(`join("", [for i in range(100) : bcrypt("x", 16)])`)}, code: 0},
	}
}
