package evaluate_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Whatever a file says, evaluating it ends soon and without a panic, and twice with the
// same result.
func FuzzEvaluate(f *testing.F) {
	for _, seed := range []string{
		"param a string = 'x'\nvar b = [for i in range(0, 3): '${a}${i}']\noutput o array = b\n",
		"resource r 'Microsoft.Web/sites@2024-04-01' = [for (n, i) in ['a']: if (i > 0) {\n  name: n\n  properties: { siteConfig: union({ a: 1 }, { b: n }) }\n}]\noutput o string = r[0].properties.defaultHostName\n",
		"func f(a int) int => a > 0 ? f(a - 1) : 0\noutput o int = f(10)\n",
		"resource v 'Microsoft.Network/virtualNetworks@2024-01-01' = {\n  name: 'v'\n  resource s 'subnets' = {\n    name: 's'\n  }\n}\noutput o string = split(v::s.id, '/')[2]\n",
		"param p object\noutput o object = { ...p, a: p.?b ?? {} }\n",
		"output o any = map(filter(items({ a: 1 }), x => x.value > 0), x => x.key)\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := project.New(project.Options{Root: t.TempDir()})
		defer func() { _ = p.Close() }()
		template := bind.Lower(p, p.Add(source.NewFile("main.bicep", []byte(text))))
		start := time.Now()
		first := summary(template)
		second := summary(template)
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("it took %s", took)
		}
		if first != second {
			t.Fatalf("two runs differ:\n%s\n%s", first, second)
		}
	})
}

// summary is all that an evaluation says.
func summary(t *ir.Template) string {
	r, err := evaluate.Run(context.Background(), t, evaluate.Options{})
	out := fmt.Sprint(err, r.Incomplete, r.Errors)
	for _, res := range r.Resources(nil) {
		out += "\n" + res.Address + " " + res.Type
		res.Body.Walk(func(path []any, v iac.Value) { out += fmt.Sprint(path, v.Kind(), v.Scalar()) })
	}
	return out
}
