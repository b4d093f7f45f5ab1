package plan_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// Whatever is read, reading ends, says what is wrong in full sentences, and gives
// values that can be walked.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		``, ` `, `{}`, `[]`, `{"a":`, `{"values":{}}`, "PK\x03\x04tfplan", "\xEF\xBB\xBF{}", "\xFF\xFE{\x00}\x00",
		planOf(`"complete":false,"errored":true`, change(`{"actions":["create"],"after":{"a":[{"b":"\u00e9"}]},"after_unknown":{"a":[{"c":true},true]},"after_sensitive":{"a":true}}`)),
		planOf("", change(`{"actions":["delete","create"],"before":{"a":1e3},"after":null,"before_sensitive":true,"replace_paths":[["a",0]]}`)),
		planOf(`"deferred_changes":[{"reason":"x","resource_change":` + change(`{"actions":["read"],"after":{"name":"n"}}`) + `}]`),
		`{"values":{"root_module":{"child_modules":[{"resources":[{"address":"module.a[\"]\"].azurerm_x.a[0]","type":"azurerm_x","values":{"a":[]},"sensitive_values":{}}]}]}}}`,
		planOf(`"variables":{"v":{"value":{"k":"x"}}},"configuration":{"provider_config":{"azurerm":{"version_constraint":"~> 4.0","expressions":{}}},"root_module":{
			"resources":[{"address":"azurerm_x.a","type":"azurerm_x","expressions":{"a":{"references":["module.m[each.key].o","local.l","var.v[\"k\"]","each.value.x"]},
			"b":[{"c":{"constant_value":1}},{"c":{"references":["azurerm_x.b[0].id","azurerm_x.b[0]","azurerm_x.b"]}}]},"for_each_expression":{"references":["var.v"]}}],
			"module_calls":{"m":{"expressions":{"v":{"references":["module.m.o"]}},"module":{"outputs":{"o":{"expression":{"references":["var.v"]}}}}}}}},
			"relevant_attributes":[{"resource":"azurerm_x.b","attribute":["id",0]}]`,
			`{"address":"azurerm_x.a[\"k\"]","type":"azurerm_x","change":{"actions":["create"],"after":{"b":[{"c":1},{"d":2},{"c":2}]},"after_unknown":{"a":true,"b":[{"d":true},{"c":true},{"e":true}]}}}`),
	} {
		f.Add([]byte(seed))
	}
	if os.Getenv("APPNETLINT_CASES") != "" {
		for _, file := range cases(f) {
			if text, err := os.ReadFile(file); err == nil && len(text) < 30_000 {
				f.Add(text)
			}
		}
	}
	f.Setenv("PATH", "")
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _ = plan.Detect(t.Context(), bytes.NewReader(text))
		limits := plan.Limits{Depth: 100, Resources: 100, ResourceBytes: 1 << 16}
		root, err := plan.Read(t.Context(), "fuzz.json", opener(text), plan.Options{Limits: limits})
		if (root == nil) != (err != nil) {
			t.Fatalf("root %v and error %v", root, err)
		}
		if root == nil {
			return
		}
		for _, r := range root.Resources {
			for _, v := range []iac.Value{r.Body, r.Change.Before} {
				v.Walk(func([]any, iac.Value) {})
			}
		}
	})
}
