package module_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// files are the contents of files by their slash paths.
type files map[string]string

// write puts the files into a new folder, which is returned.
func (f files) write(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, content := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(tb, os.WriteFile(path, []byte(content), 0o644))
	}
	return dir
}

func loader(dir string) *module.Loader {
	return module.NewLoader(module.Options{Root: dir, Cwd: dir})
}

// load reads the module that the files make.
func (f files) load(t *testing.T) *module.Module {
	t.Helper()
	m, err := loader(f.write(t)).Module(".")
	require.NoError(t, err)
	return m
}

func messages(errors []*source.Error) []string {
	var out []string
	for _, e := range errors {
		out = append(out, e.Error())
	}
	return out
}

// value evaluates an expression without variables.
func value(t *testing.T, e hcl.Expression) cty.Value {
	t.Helper()
	require.NotNil(t, e)
	v, diags := e.Value(nil)
	require.False(t, diags.HasErrors(), diags.Error())
	return v
}

// shape is the text of a native body: the names and literal values of its
// attributes, and its blocks with their labels.
func shape(t *testing.T, body hcl.Body) map[string]any {
	t.Helper()
	native, ok := body.(*hclsyntax.Body)
	require.True(t, ok, "%T", body)
	out := map[string]any{}
	for name, a := range native.Attributes {
		out[name] = text(a.Expr)
	}
	for _, b := range native.Blocks {
		key := b.Type
		for _, l := range b.Labels {
			key += " " + l
		}
		all, _ := out[key].([]any)
		out[key] = append(all, shape(t, b.Body))
	}
	return out
}

func text(e hcl.Expression) string {
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return "?"
	}
	if v.Type() == cty.String {
		return v.AsString()
	}
	if v.Type() == cty.Number {
		return v.AsBigFloat().String()
	}
	return v.GoString()
}
