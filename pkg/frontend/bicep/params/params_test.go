package params_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/params"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
)

// read reads main.bicepparam of some files.
func read(t *testing.T, files map[string]string) *params.File {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	p := project.New(project.Options{Root: root})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	f, err := p.File("main.bicepparam")
	require.Nil(t, err)
	return params.Read(p, f)
}

func messages(f *params.File) []string {
	var out []string
	for _, e := range f.Errors {
		out = append(out, e.Error())
	}
	return out
}

// value finds the expression behind a variable of a template.
func value(t *testing.T, in *ir.Template, name string) ir.Expr {
	t.Helper()
	for _, v := range in.Variables {
		if v.Name == name {
			return v.Value
		}
	}
	require.Fail(t, "there is no variable "+name)
	return nil
}

const template = "param a string = 'x'\nparam b object?\nparam c array\n"

func TestRead(t *testing.T) {
	f := read(t, map[string]string{
		"sub/main.bicep": template,
		"lib.bicep":      "@export()\nvar name = 'n'\n@export()\nfunc twice(x string) string => '${x}${x}'\n",
		"main.bicepparam": `using 'sub/main.bicep'
import {name, twice} from 'lib.bicep'
var prefix = 'p-${name}'
param a = twice(prefix)
@description('x')
param b = { env: readEnvironmentVariable('ENV', 'none'), secret: az.getSecret('s', 'g', 'v', 'n'), other: a }
param c = [for i in range(0, 2): '${prefix}${i}']
`,
	})
	require.Empty(t, messages(f))
	require.NotNil(t, f.Using)
	assert.Equal(t, "sub/main.bicep", f.Using.Name)
	assert.Equal(t, "sub/main.bicep", f.Path)
	assert.Equal(t, "'sub/main.bicep'", f.At.Text())
	require.Len(t, f.Values, 3)
	for i, name := range []string{"a", "b", "c"} {
		assert.Equal(t, name, f.Values[i].Name)
		assert.Same(t, f.Template, f.Values[i].From)
		assert.Equal(t, "param "+name, f.Values[i].At.Text())
		require.IsType(t, &ir.Var{}, f.Values[i].Expr)
	}
	assert.IsType(t, &ir.UserCall{}, value(t, f.Template, "a"))
	b := value(t, f.Template, "b").(*ir.Object)
	assert.Equal(t, "readEnvironmentVariable", b.Members[0].Value.(*ir.Call).Name)
	assert.Equal(t, "getSecret", b.Members[1].Value.(*ir.Call).Name)
	assert.Equal(t, "a", b.Members[2].Value.(*ir.Var).Name)
	assert.IsType(t, &ir.For{}, value(t, f.Template, "c"))
}

func TestExtends(t *testing.T) {
	f := read(t, map[string]string{
		"main.bicep":             template,
		"root.bicepparam":        "using none\nparam a = 'root'\nparam c = []\nvar own = 'x'\n",
		"base/middle.bicepparam": "using none\nextends '../root.bicepparam'\nparam b = { x: base.a }\n",
		"main.bicepparam":        "using 'main.bicep'\nextends 'base/middle.bicepparam'\nparam a = '${base.a}-leaf'\nparam b = { ...base.b, all: base }\n",
	})
	require.Empty(t, messages(f))
	require.Len(t, f.Values, 3)
	byName := map[string]params.Assignment{}
	for _, v := range f.Values {
		byName[v.Name] = v
	}
	assert.Same(t, f.Template, byName["a"].From)
	assert.Equal(t, "root.bicepparam", byName["c"].From.Name)
	a := value(t, f.Template, "a").(*ir.Interpolation).Parts[0].(*ir.Imported)
	assert.Equal(t, "root.bicepparam", a.From.Name)
	assert.Equal(t, "a", a.Name)
	b := value(t, f.Template, "b").(*ir.Object)
	assert.Equal(t, "base/middle.bicepparam", b.Members[0].Value.(*ir.Imported).From.Name)
	all := b.Members[1].Value.(*ir.Object)
	assert.Len(t, all.Members, 3)
	assert.Empty(t, f.Notes)
}

func TestUsing(t *testing.T) {
	f := read(t, map[string]string{"main.bicepparam": "using none\nparam x = 1\n"})
	assert.Empty(t, messages(f))
	assert.Nil(t, f.Using)
	assert.Empty(t, f.Path)

	f = read(t, map[string]string{"main.bicepparam": "using 'br/public:avm/res/web/site:1.0.0'\nparam x = 1\n"})
	assert.Empty(t, messages(f))
	assert.Nil(t, f.Using)
	assert.True(t, f.Missing)
	assert.Equal(t, project.NotRestored, f.Why)
	assert.Len(t, f.Notes, 1)
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"no template", "using 'none.bicep'\n", "main.bicepparam:1:7: The template none.bicep cannot be read: none.bicep: There is no such file or folder."},
		{"a parameter file as the template", "using 'other.bicepparam'\n", "main.bicepparam:1:7: The template other.bicepparam cannot be read: It is a parameter file, not a template."},
		{"a template as the base", "using none\nextends 'main.bicep'\n", "main.bicepparam:2:9: main.bicep is no parameter file, and cannot be extended."},
		{"a circle", "using none\nextends 'main.bicepparam'\n", "main.bicepparam:2:9: The parameter file main.bicepparam cannot be read: It refers back to this file, in a circle."},
		{"no base", "using none\nparam x = base.y\n", "main.bicepparam:2:11: base is known only in a parameter file that extends another one."},
		{"no such parameter", "using 'main.bicep'\nparam aa = 1\nparam parameter = 1\n", "main.bicepparam:2:1: The template main.bicep has no parameter aa. Did you mean a?"},
		{"no such name", "using none\nparam x = y\n", "main.bicepparam:2:11: The name y is not declared in this file."},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := read(t, map[string]string{"main.bicepparam": test.text, "main.bicep": template, "other.bicepparam": "using none\n"})
			require.NotEmpty(t, f.Errors)
			assert.Equal(t, test.want, messages(f)[0])
		})
	}
}
