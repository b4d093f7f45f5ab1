package template_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/template"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Templates that are made to take long are read all the same, or given up soon.
func TestHostile(t *testing.T) {
	list := func(n int, element func(i int) string) string {
		out := make([]string, n)
		for i := range out {
			out[i] = element(i)
		}
		return strings.Join(out, ",\n")
	}
	const deployment = `{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {"template": {"resources": [`
	for name, members := range map[string]string{
		"a long expression with an escape": `"resources": [], "variables": {"v": "[concat('\u0041'` + strings.Repeat(",1", 400_000) + `)]"}, "outputs": {"o": {"type": "string", "value": "[variables('v')]"}}`,
		"many resources of many variables": `"variables": {` + list(5000, func(i int) string { return fmt.Sprintf(`"v%d": "2024-04-01"`, i) }) + `}, "resources": [` +
			list(5000, func(i int) string {
				return fmt.Sprintf(`{"type": "Microsoft.Web/sites", "apiVersion": "[variables('v%d')]", "name": "s%d"}`, i, i)
			}) + `]`,
		"many resources of one name": `"resources": [` + list(5000, func(int) string { return site }) + `]`,
		"many deployments that are elsewhere": `"resources": [` + list(5000, func(i int) string {
			return fmt.Sprintf(`{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d%d", "properties": {"templateLink": {"uri": "https://example.com"}}}`, i)
		}) + `]`,
		"templates in templates": `"resources": [` + strings.Repeat(deployment, 60) + strings.Repeat(`]}}}`, 60) + `]`,
		"resources in resources": `"resources": [` + strings.Repeat(`{"type": "Microsoft.A/b", "name": "n", "apiVersion": "x", "resources": [`, 150) + strings.Repeat(`]}`, 150) + `]`,
		"loops in loops":         `"resources": [], "variables": {"v": ` + strings.Repeat(`{"copy": [{"name": "a", "count": 100, "input": `, 8) + `1` + strings.Repeat(`}]}`, 8) + `}, "outputs": {"o": {"type": "object", "value": "[variables('v')]"}}`,
		"a loop without an end":  `"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "x", "name": "[concat('a', copyIndex())]", "copy": {"name": "c", "count": 2000000000}}]`,
		"variables of themselves": `"variables": {"a": "[variables('b')]", "b": "[variables('a')]"}, "resources": [{"type": "[variables('a')]", "apiVersion": "[variables('a')]", "name": "x"},
			{"type": "Microsoft.Web/sites", "apiVersion": "x", "name": "[variables('a')]"}, {"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"uri": "[variables('a')]"}}}]`,
		"definitions of themselves": `"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}, "parameters": {"p": {"$ref": "#/definitions/a"}}, "resources": []`,
		"functions of themselves": `"functions": [{"namespace": "n", "members": {"f": {"parameters": [], "output": {"type": "string", "value": "[concat(n.f(), n.f())]"}}}}],
			"resources": [], "outputs": {"o": {"type": "string", "value": "[n.f()]"}}`,
		"paths that grow": `"variables": {"v20": "", ` + list(20, func(i int) string {
			return fmt.Sprintf(`"v%d": "[concat(variables('v%d'), variables('v%d'), variables('v%d'))]"`, i, i+1, i+1, i+1)
		}) + `}, "resources": [{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"relativePath": "[variables('v0')]"}}}]`,
		"paths of themselves": `"variables": {"a": "[concat('x', variables('b'))]", "b": "[concat('x', variables('a'))]"}, "resources": [{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"relativePath": "[variables('a')]"}}}]`,
	} {
		start := time.Now()
		lowered := template.Lower(source.NewFile("t.json", []byte("{"+schema+",\n"+members+"}")), template.Options{})
		lowering := time.Since(start)
		r, _ := evaluate.Run(context.Background(), lowered, evaluate.Options{})
		require.NotNil(t, r, name)
		assert.Less(t, time.Since(start), 20*time.Second, name)
		t.Logf("%s: %s to lower, %s in all", name, lowering.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
	}
}
