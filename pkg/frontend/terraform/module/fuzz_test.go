package module_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// FuzzModule reads any text as configuration, as an override of other
// configuration, as values of variables and as what `terraform init` writes. As
// files are parsed side by side, coverage is not the same each time, and the
// search for smaller inputs is in vain: use -fuzzminimizetime 1x.
func FuzzModule(f *testing.F) {
	f.Add(everything)
	f.Add(overridden)
	f.Add(jsonOverride)
	f.Add(lock)
	f.Add(manifest)
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		dir := t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Join(dir, ".terraform", "modules"), 0o755))
		for _, name := range []string{"main.tf", "main.tf.json", "override.tf", "override.tf.json", ".terraform.lock.hcl", ".terraform/modules/modules.json"} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644))
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, "base.tf"), []byte(everything), 0o644))
		l := loader(dir)
		m, err := l.Module(".")
		require.NoError(t, err)
		checkModule(t, m)
		again, err := loader(dir).Module(".")
		require.NoError(t, err)
		require.Equal(t, messages(m.Errors), messages(again.Errors), "two runs say the same")
		require.Equal(t, m.Order, again.Order)
		list, err := l.Installed(".")
		if err != nil {
			list = nil
		}
		for _, call := range m.Calls {
			folder, _, why := l.Resolve(m, "", call, list)
			require.NotEqual(t, folder == "", why == "", "there is a folder, or a reason why not")
		}
		l.Locked(".")
		for _, name := range []string{"a.tfvars", "a.tfvars.json"} {
			_, errors := module.ParseVarsFile(name, []byte(text))
			checkErrors(t, errors)
		}
		require.Less(t, time.Since(start), 10*time.Second)
	})
}

// checkModule checks that every range lies in its file.
func checkModule(t *testing.T, m *module.Module) {
	t.Helper()
	checkErrors(t, m.Errors)
	for _, f := range m.Files {
		for _, c := range module.Comments(f) {
			checkRange(t, c.At)
		}
		for _, r := range module.Blocks(f) {
			checkRange(t, r)
		}
	}
	for key, r := range m.Resources {
		require.Equal(t, key, r.Key())
		require.NotNil(t, r.Body)
		checkRange(t, r.At)
		checkRange(t, r.Block)
		_, _ = r.Body.JustAttributes()
	}
	for _, c := range m.Calls {
		checkRange(t, c.At)
		checkRange(t, c.Block)
		_, _ = c.Body.JustAttributes()
	}
	for _, v := range m.Variables {
		checkRange(t, v.At)
	}
	for _, l := range m.Locals {
		checkRange(t, l.At)
		require.NotNil(t, l.Expr)
	}
	for _, r := range m.Required {
		checkRange(t, r.At)
	}
}

func checkErrors(t *testing.T, errors []*source.Error) {
	t.Helper()
	for _, e := range errors {
		checkRange(t, e.At)
		require.NotEmpty(t, e.Message)
	}
}

func checkRange(t *testing.T, r source.Range) {
	t.Helper()
	require.NotNil(t, r.File, "every place has a file")
	require.LessOrEqual(t, 0, r.Start)
	require.LessOrEqual(t, r.Start, r.End, fmt.Sprint(r.Start, r.End))
	require.LessOrEqual(t, r.End, len(r.File.Content))
}
