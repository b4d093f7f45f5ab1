package evaluate_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/bind"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// files writes Bicep files into a folder and evaluates main.bicep.
func files(t *testing.T, content map[string]string, o evaluate.Options) *evaluate.Result {
	t.Helper()
	r, err := evaluate.Run(context.Background(), lower(t, content), o)
	require.NoError(t, err)
	return r
}

// lower reads Bicep files and lowers main.bicep.
func lower(t *testing.T, content map[string]string) *ir.Template {
	t.Helper()
	dir := t.TempDir()
	for name, text := range content {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	p := project.New(project.Options{Root: dir})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	f, unreadable := p.File("main.bicep")
	require.Nil(t, unreadable)
	template := bind.Lower(p, f)
	require.Empty(t, template.Errors)
	return template
}

func lowered(t *testing.T, text string) *ir.Template {
	t.Helper()
	return lower(t, map[string]string{"main.bicep": text})
}

// run evaluates one file.
func run(t *testing.T, text string) *evaluate.Result {
	t.Helper()
	return files(t, map[string]string{"main.bicep": text}, evaluate.Options{})
}

// clean evaluates one file in which nothing may fail.
func clean(t *testing.T, text string) *evaluate.Result {
	t.Helper()
	r := run(t, text)
	require.Empty(t, r.Errors)
	return r
}

// output is the value of an output as a text that is equal for equal values.
func output(t *testing.T, r *evaluate.Result, name string) string {
	t.Helper()
	for _, o := range r.Outputs {
		if o.Name == name {
			return o.Value.Canonical()
		}
	}
	require.Fail(t, "there is no output "+name)
	return ""
}

func outputValue(t *testing.T, r *evaluate.Result, name string) partial.Value {
	t.Helper()
	for _, o := range r.Outputs {
		if o.Name == name {
			return o.Value
		}
	}
	require.Fail(t, "there is no output "+name)
	return partial.NullValue()
}

// resource finds a resource by its address.
func resource(t *testing.T, r *evaluate.Result, address string) *iac.Resource {
	t.Helper()
	var have []string
	for _, res := range r.Resources(nil) {
		if res.Address == address {
			return res
		}
		have = append(have, res.Address)
	}
	require.Failf(t, "no such resource", "%s is not among %q", address, have)
	return nil
}

func addresses(r *evaluate.Result) []string {
	var out []string
	for _, res := range r.Resources(nil) {
		out = append(out, res.Address)
	}
	return out
}
