//go:build unix

package plan_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// binaryPlan writes what looks like a binary plan and puts programs of the given
// names on the PATH.
func binaryPlan(t *testing.T, programs map[string]string) string {
	t.Helper()
	bin := t.TempDir()
	for name, script := range programs {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755))
	}
	t.Setenv("PATH", bin)
	file := filepath.Join(t.TempDir(), "tfplan")
	require.NoError(t, os.WriteFile(file, archive(t, "tfplan", "tfstate"), 0o644))
	return file
}

func readBinary(ctx context.Context, file string, opts plan.Options) (*iac.Root, error) {
	return plan.Read(ctx, file, func() (io.ReadCloser, error) { return os.Open(file) }, opts)
}

func TestBinary(t *testing.T) {
	file := binaryPlan(t, map[string]string{
		"terraform": `[ "$1 $2 $3" = "show -no-color -json" ] && [ "$CHECKPOINT_DISABLE" = 1 ] || exit 3
echo '{"format_version":"1.2","resource_changes":[{"address":"azurerm_x.a","type":"azurerm_x","change":{"actions":["create"],"after":{"dir":"'"$PWD"'","file":"'"$4"'"}}}]}'`,
	})
	root, err := readBinary(t.Context(), file, plan.Options{})
	require.NoError(t, err)
	require.Len(t, root.Resources, 1)
	assert.Equal(t, filepath.Dir(file), root.Resources[0].Body.Get("dir").Scalar())
	assert.Equal(t, file, root.Resources[0].Body.Get("file").Scalar())
	assert.Equal(t, file, root.Name)

	dir := t.TempDir()
	root, err = readBinary(t.Context(), file, plan.Options{Dir: dir})
	require.NoError(t, err)
	assert.Equal(t, dir, root.Resources[0].Body.Get("dir").Scalar())
}

func TestBinaryOfTheOtherTool(t *testing.T) {
	file := binaryPlan(t, map[string]string{
		"terraform": `echo "Error: the plan was made by something else" >&2; exit 1`,
		"tofu":      `echo '{"format_version":"1.2","resource_changes":[]}'`,
	})
	root, err := readBinary(t.Context(), file, plan.Options{})
	require.NoError(t, err)
	assert.Empty(t, root.Resources)
}

func TestBinaryFails(t *testing.T) {
	const advice = ` Run "terraform show -json" (or "tofu show -json") on it where it was made and read the output instead.`
	for _, test := range []struct {
		name     string
		programs map[string]string
		want     string
	}{
		{"no tool", nil, "The file is a binary plan, and neither terraform nor tofu is installed here to show it."},
		{"error", map[string]string{"tofu": `printf '╷\n│ Error: Required plugins are not installed\n│ \n' >&2; exit 1`},
			"The file is a binary plan, and tofu could not show it: Error: Required plugins are not installed."},
		{"no JSON", map[string]string{"terraform": `echo hello`}, "The file is a binary plan, and terraform could not show it: The file is not JSON."},
		{"silent", map[string]string{"terraform": `exit 4`}, "The file is a binary plan, and terraform could not show it: The file is empty."},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := binaryPlan(t, test.programs)
			_, err := readBinary(t.Context(), file, plan.Options{})
			require.EqualError(t, err, file+": "+test.want+advice)
		})
	}
}

func TestBinaryIsCancelled(t *testing.T) {
	sleep, err := filepath.Abs("/bin/sleep")
	require.NoError(t, err)
	file := binaryPlan(t, map[string]string{"terraform": "exec " + sleep + " 60"})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err = readBinary(ctx, file, plan.Options{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 30*time.Second)
}
