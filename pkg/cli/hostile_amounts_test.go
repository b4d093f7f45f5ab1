//go:build unix

package cli_test

import (
	"fmt"
	"strings"
)

// each repeats a text with {i} for the number of the turn, {hi} and {lo} for its bytes,
// and a separator between.
func each(n int, separator, text string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(strings.NewReplacer("{i}", fmt.Sprint(i), "{hi}", fmt.Sprint(i/256%256), "{lo}", fmt.Sprint(i%256)).Replace(text))
	}
	return b.String()
}

// hostileAmounts are inputs with very many of something, each of which is small.
func hostileAmounts() map[string]hostile {
	blocks := times(300_000, "a {}\n")
	return map[string]hostile{
		"many blocks":                {files: map[string]string{"a.tf": blocks, "b.tf": blocks, "c.tf": blocks, "d.tf": blocks}, code: 2, says: "words and signs"},
		"many holes in a text":       {files: map[string]string{"main.tf": usesOf(`"` + times(300_000, "${1}") + `"`)}, code: 2, says: "words and signs"},
		"many values in JSON":        {files: map[string]string{"main.tf.json": `{"locals": {"a": [` + times(980_000, "1,") + `1]}}`}, code: 2, says: "words and signs"},
		"a long chain of locals":     {files: map[string]string{"main.tf": "locals {\n" + doubling(19_999, "  v0 = 1\n", "  v{i} = local.v{before}\n") + "}\n" + usesOf("local.v19999")}, code: 2},
		"many members of a type":     {files: map[string]string{"main.tf": "variable \"a\" {\n  type    = object({" + each(30_000, ", ", "a{i} = optional(map(string))") + "})\n  default = {}\n}\n" + usesOf("jsonencode(var.a)")}, code: 0},
		"many installed modules":     {files: map[string]string{"main.tf": usesOf(`"x"`), ".terraform/modules/modules.json": `{"Modules":[` + each(100_000, ",", `{"Key":"m{i}","Source":"x","Dir":"."}`) + `]}`}, code: 0},
		"many findings in a line":    {files: minified(8000), args: []string{"a.json"}, code: 1},
		"a line in SARIF":            {files: minified(8000), args: []string{"a.json"}, format: "sarif", code: 1},
		"a line in text":             {files: minified(8000), args: []string{"a.json"}, format: "text", code: 1},
		"a line in HTML":             {files: minified(4000), args: []string{"a.json"}, format: "html", code: 1},
		"many expressions":           {files: map[string]string{"a.json": armHead + `"variables": {` + each(200_000, ",", `"v{i}":"[add(1,2)]"`) + `}, "resources": [` + armSite("a") + "]}"}, args: []string{"a.json"}, code: 1},
		"many subnets":               {files: map[string]string{"a.json": armHead + `"resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "v", "properties": {"subnets": [` + each(20_000, ",", `{"name":"s{i}","properties":{"addressPrefix":"10.{hi}.{lo}.0/24"}}`) + "]}}]}"}, args: []string{"a.json"}, code: 0},
		"many access rules":          {files: map[string]string{"a.json": armHead + `"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "a", "properties": {"siteConfig": {"ipSecurityRestrictions": [` + each(20_000, ",", `{"name":"r","priority":{i},"action":"Allow","ipAddress":"10.{hi}.{lo}.0/24"}`) + "]}}}]}"}, args: []string{"a.json"}, code: 1},
		"many tokens of bicep":       {files: map[string]string{"main.bicep": "var a = [\n" + times(1_500_000, "1\n") + "]\n" + bicepApp}, args: []string{"main.bicep"}, code: 2, says: "a million words"},
		"a very large bicep file":    {files: map[string]string{"main.bicep": bicepApp + times(70_000, "// "+times(60, "x")+"\n")}, args: []string{"main.bicep"}, code: 2, says: "4 MiB"},
		"many parameters":            {files: map[string]string{"main.bicep": "param a object\n" + strings.Replace(bicepApp, "'app-shop'", "string(a)", 1), "main.bicepparam": "using 'main.bicep'\nparam a = {\n" + each(120_000, "", " a{i}: [1]\n") + "}\n"}, args: []string{"main.bicepparam"}, code: 1},
		"many values of a resource":  {files: map[string]string{"plan.json": planHead + planned(`{"name":"a","x":[`+times(2_000_000, "{},")+`1]}`) + "]}"}, args: []string{"plan.json"}, code: 2, says: "more than 500000 values"},
		"many unknown values":        {files: map[string]string{"plan.json": planHead + plannedWith(`{"name":"a"}`, `{"x":[`+times(2_000_000, "true,")+`true]}`, "false") + "]}"}, args: []string{"plan.json"}, code: 2, says: "masks have more than"},
		"unknown values in disorder": {files: map[string]string{"plan.json": planHead + plannedWith(`{"name":"a"}`, `{`+each(100_000, ",", `"a{i}":true`)+`}`, `{"b":true,`+each(100_000, ",", `"a{i}":true`)+`}`) + "]}"}, args: []string{"plan.json"}, code: 0},
		"many mistakes in a plan":    {files: map[string]string{"plan.json": planHead + each(300_000, ",", `{"address":"a.b{i}"}`) + "]}"}, args: []string{"plan.json"}, code: 2, says: "no type"},
		"a baseline of many":         {files: map[string]string{"main.tf": usesOf(`"x"`), "b.json": `{"version":1,"findings":[` + each(100_000, ",", `{"rule":"a","fingerprint":"{i}"}`) + `]}`}, args: []string{"--baseline", "b.json"}, code: 0},
		"many changes":               {files: map[string]string{"w.json": `{"status":"Succeeded","changes":[` + each(20_000, ",", `{"resourceId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/r/providers/Microsoft.Web/sites/a{i}","changeType":"Create","after":{"id":"x","type":"Microsoft.Web/sites","name":"a{i}","apiVersion":"2024-04-01"}}`) + `]}`}, args: []string{"w.json"}, code: 0},
	}
}

// minified is a template in one line with a finding for each of n apps.
func minified(n int) map[string]string {
	return map[string]string{"a.json": armHead + `"resources": [` + each(n, ",", armSite("app{i}")) + "]}"}
}
