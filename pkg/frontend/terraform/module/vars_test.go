package module_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

func TestParseVarsFile(t *testing.T) {
	tests := map[string]struct {
		path, content string
		want          map[string]string
		errors        []string
	}{
		"native": {path: "a.tfvars", content: "\ufeffa = \"x\"\r\nb = 2\r\n", want: map[string]string{"a": "x", "b": "2"}},
		"JSON":   {path: "a.tfvars.json", content: `{"a": "${b}", "b": 2, "//": "no value"}`, want: map[string]string{"a": "${b}", "b": "2"}},
		"blocks": {
			path: "a.tfvars", content: "a = 1\nb {}\n", want: map[string]string{"a": "1"},
			errors: []string{`a.tfvars:2:1: Unexpected "b" block: Blocks are not allowed here.`},
		},
		"syntax": {
			path: "a.tfvars", content: "a = 1\nb = ]\n", want: map[string]string{"a": "1", "b": "?"},
			errors: []string{`a.tfvars:2:5: Invalid expression: Expected the start of an expression, but found an invalid expression token.`},
		},
		"broken JSON": {
			path: "a.tfvars.json", content: `{"a" 1}`,
			errors: []string{`a.tfvars.json:1:6: Missing property value colon: A colon must appear between an object property's name and its value.`},
		},
		"deep":  {path: "a.tfvars", content: "a = " + strings.Repeat("(", 100_000), errors: []string{"a.tfvars:1:504: Too deeply nested: Here more than 500 brackets are open or more than 5000 operations are chained."}},
		"empty": {path: "a.tfvars"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			values, errors := module.ParseVarsFile(test.path, []byte(test.content))
			assert.Equal(t, test.errors, messages(errors))
			assert.Equal(t, slices.Sorted(maps.Keys(test.want)), slices.Sorted(maps.Keys(values)))
			for key, want := range test.want {
				if want != "?" {
					assert.Equal(t, want, text(values[key]), key)
				}
			}
		})
	}
}
