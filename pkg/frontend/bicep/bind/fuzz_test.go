package bind_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// FuzzLower lowers any text, as a file and as a parameter file, beside files that it may
// refer to. Nothing may panic or hang, and every range lies in a file.
func FuzzLower(f *testing.F) {
	for _, text := range []string{
		"param p string = 'x'\nvar v = [for (x, i) in p: x.?a[^i] ?? lib.a]\nimport * as lib from 'lib.bicep'\n",
		"import {a as b, f} from 'lib.bicep'\nfunc g(x int) int => f(x) + b\ntype t = { a: t?, *: 'x' | 'y' }\nparam p t.a\n",
		"resource a 'Microsoft.Web/sites@2024-04-01' = if (true) {\n  name: 'a'\n  resource b 'config' = {\n    name: 'b'\n  }\n}\noutput o string = a::b.id\n",
		"module m 'lib.bicep' = [for x in [1]: {\n  params: { x: any(x)!.y }\n  dependsOn: [m]\n}]\nmodule n 'main.bicep' = {}\n",
		"var a = loadJsonContent('a.json', 'x[?(@.y > 1)]')\nvar b = loadYamlContent('a.yaml')\nvar c = nameof(a.b)\n",
		"using 'lib.bicep'\nextends 'base.bicepparam'\nparam x = base.x\nparam y = '${base}'\nvar z = readEnvironmentVariable('A')\n",
		"using none\nextends 'main.bicepparam'\n", "@allowed(['a'])\n@secure()\nparam p 'a'|'b'\ntype q = p\nvar v = sys.any(az.x(this.exists()))\n",
	} {
		f.Add(text)
	}
	root := f.TempDir()
	for name, text := range (files{
		"lib.bicep":       "@export()\nvar a = 1\n@export()\nfunc f(x int) int => a\n@export()\ntype t = string\nparam x int\n",
		"a.json":          "{ \"x\": [ { \"y\": 2 } ] }",
		"a.yaml":          "x: &a [1]\ny: *a\n",
		"base.bicepparam": "using none\nparam x = 1\n",
	}) {
		require.NoError(f, os.WriteFile(filepath.Join(root, name), []byte(text), 0o600))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := project.New(project.Options{Root: root})
		defer func() { require.NoError(t, p.Close()) }()
		check(t, bind.Lower(p, p.Add(source.NewFile("main.bicep", []byte(text)))))
		params := bind.LowerParameters(p, p.Add(source.NewFile("main.bicepparam", []byte(text))))
		check(t, params.Template)
	})
}

// check looks at the ranges of a template.
func check(t *testing.T, out *ir.Template) {
	t.Helper()
	within := func(r source.Range) {
		if r.File != nil && (r.Start < 0 || r.End < r.Start || r.End > len(r.File.Content)) {
			t.Fatalf("the range %d to %d is not in %s", r.Start, r.End, r.File.Path)
		}
	}
	for _, e := range append(out.Errors, out.Notes...) {
		require.NotEmpty(t, e.Message)
		within(e.At)
	}
	for _, v := range out.Variables {
		within(v.At)
		require.NotNil(t, v.Value)
		within(v.Value.Range())
		_ = show(v.Value)
	}
	for _, r := range out.Resources {
		within(r.At)
		within(r.Whole)
		_ = show(r.Body)
	}
	for _, m := range out.Modules {
		within(m.At)
		require.True(t, m.Template != nil || m.Why != "")
	}
	for _, o := range out.Outputs {
		within(o.At)
		_ = show(o.Value)
	}
	for _, p := range out.Parameters {
		within(p.At)
	}
}
