package linttest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/standin"
)

var updatePlans = flag.Bool("update-plans", false, "make the plan.json of every fixture anew with terraform and the stand-in provider")

// Main runs the tests of a package that calls [Run]. It also serves the stand-in
// provider to terraform, which is why it must be called from TestMain.
func Main(m *testing.M) { standin.Main(m) }

// plan makes the fixture's plan anew if the flag asks for it.
func plan(t *testing.T, f Fixture) {
	t.Helper()
	if !*updatePlans {
		return
	}
	if _, err := os.Stat(filepath.Join(f.Dir, "main.tf")); err != nil {
		return // a plan of something that exists, made by other means
	}
	if reason, ok := standin.Available(); !ok {
		t.Skip(reason)
	}
	options := standin.Options{}
	if before := filepath.Join(f.Dir, "before"); exists(before) {
		options.PriorConfig = before
	}
	content, err := standin.Plan(context.Background(), f.Dir, options)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(f.Dir, "plan.json"), content, 0o644))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
