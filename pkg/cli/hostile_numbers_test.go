//go:build unix

package cli_test

import "strings"

// hostileNumbers are numbers of which few bytes take for ever to be worked with.
func hostileNumbers() map[string]hostile {
	policy := func(attributes string) map[string]string {
		return map[string]string{"main.tf": usesOf(`"x"`), ".appnetlint.hcl": "policy \"p\" {\n  for = app\n  " + attributes + "\n}\n"}
	}
	return map[string]hostile{
		"millions of digits":        {files: map[string]string{"main.tf": usesOf(`"${` + times(4_000_000, "9") + `}"`)}, code: 2, says: "digits"},
		"exponents far apart":       {files: map[string]string{"main.tf": usesOf(`"${1e100000000 + 1e-100000000}"`)}, code: 2, says: "digits"},
		"products of products":      {files: map[string]string{"main.tf": "locals {\n" + doubling(40, "  v0 = 9e9999\n", "  v{i} = local.v{before} * local.v{before}\n") + "}\n" + usesOf(`"${local.v40}"`)}, code: 2, says: "digits"},
		"a product of a text":       {files: map[string]string{"main.tf": usesOf(`"${"1e100000000" * 1}"`)}, code: 2, says: "digits"},
		"a negated text":            {files: map[string]string{"main.tf": usesOf(`"${-"1e100000000"}"`)}, code: 2, says: "digits"},
		"a compared text":           {files: map[string]string{"main.tf": usesOf(`"${"` + times(1_000_000, "9") + `" < 1}"`)}, code: 2, says: "digits"},
		"a long text as position":   {files: map[string]string{"main.tf": usesOf(`[1, 2]["` + times(1_000_000, "9") + `"]`)}, code: 2, says: "digits"},
		"a long text as number":     {files: map[string]string{"main.tf": "variable \"a\" {\n  type    = number\n  default = \"" + times(1_000_000, "9") + "\"\n}\n" + usesOf(`"${var.a}"`)}, code: 2, says: "digits"},
		"a large number by default": {files: map[string]string{"main.tf": "variable \"a\" {\n  type    = object({ b = optional(number, \"1e100000000\") })\n  default = {}\n}\n" + usesOf(`"${var.a.b}"`)}, code: 2, says: "digits"},
		"a large number in JSON":    {files: map[string]string{"main.tf": usesOf(`"${jsondecode("[1e100000000]")[0]}"`)}, code: 2, says: "too large"},
		"a large number in a template": {
			files: map[string]string{"main.tf": usesOf(`templatefile("t.tpl", {})`), "t.tpl": `${true ? "a" : ` + strings.TrimSuffix(times(3000, "1e9999*"), "*") + `}`}, code: 2, says: "digits",
		},
		"a large number as variable": {files: map[string]string{"main.tf": "variable \"a\" {\n  type = list(number)\n}\n" + usesOf(`"${var.a[0]}"`)}, args: []string{"--var", "a=[1e100000000]"}, code: 2, says: "digits"},
		"a large number in a file of variables": {
			files: map[string]string{"main.tf": "variable \"a\" {}\n" + usesOf(`"${var.a}"`), "terraform.tfvars": "a = 1e100000000\n"}, code: 2, says: "digits",
		},
		"products in JSON syntax": {
			files: map[string]string{"main.tf.json": `{"locals": {"v0": 9e9999, ` + strings.TrimSuffix(doubling(15, "", `"v{i}": "${local.v{before} * local.v{before}}",`), ",") +
				`}, "resource": {"azurerm_linux_web_app": {"a": {"name": "${local.v15}x", "service_plan_id": "x", "site_config": {}}}}}`},
			code: 2, says: "digits",
		},
		"a policy with a number":      {files: policy(`assert = false` + "\n  " + `message = "${1e100000000}"`), code: 2, says: "exponent"},
		"a policy with a product":     {files: policy(`assert = app.name == "${` + strings.TrimSuffix(times(5000, "1e9999*"), "*") + `}"`), code: 2, says: "more work"},
		"a policy with a text":        {files: policy(`assert = (true ? "a" : "1e100000000" * 1) == app.name`), code: 2, says: "more work"},
		"a policy's title worked out": {files: policy(`assert = true` + "\n  " + `title = "${1e9999}"`), code: 2, says: "a text in quotes"},
		"a plan with numbers":         {files: map[string]string{"plan.json": planHead + planned(`{"name":"a","x":1e999999999,"y":-1e-999999999,"z":`+times(1_000_000, "9")+`}`) + "]}"}, args: []string{"plan.json"}, code: 0},
		"bicep digits":                {files: map[string]string{"main.bicep": "var a = " + times(100_000, "9") + "\n" + strings.Replace(bicepApp, "'app-shop'", "'${a}'", 1)}, args: []string{"main.bicep"}, code: 2},
		"a template with an exponent": {files: map[string]string{"a.json": armHead + `"variables": {"v": 1e999999999}, "resources": [` + armSite("[string(variables('v'))]") + "]}"}, args: []string{"a.json"}, code: 1},
	}
}

// planned is a subnet in a plan with the values given.
func planned(values string) string { return plannedWith(values, "{}", "false") }

func plannedWith(values, unknown, sensitive string) string {
	return `{"address":"azurerm_subnet.a","mode":"managed","type":"azurerm_subnet","name":"a","provider_name":"registry.terraform.io/hashicorp/azurerm",` +
		`"change":{"actions":["create"],"before":null,"after":` + values + `,"after_unknown":` + unknown + `,"after_sensitive":` + sensitive + `}}`
}
