package checks_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/linttest/acceptance"
	"github.com/appnetlint/appnetlint/pkg/load"
)

// TestWhatAzureAccepts holds every finding that says "Azure refuses it" against the
// acceptance tests of the azurerm provider, which apply their configurations to the real
// Azure: none of them may be an error of that kind.
func TestWhatAzureAccepts(t *testing.T) {
	source, version := os.Getenv("APPNETLINT_AZURERM_SOURCE"), os.Getenv("APPNETLINT_AZURERM_VERSION")
	if source == "" || version == "" {
		t.Skip("set APPNETLINT_AZURERM_SOURCE to a checkout of hashicorp/terraform-provider-azurerm, and _VERSION to what it is: ~> 5.0")
	}
	services, err := filepath.Glob(filepath.Join(source, "internal", "services", "*"))
	require.NoError(t, err)
	dir, total, missed := t.TempDir(), 0, 0
	for _, service := range services {
		list, skipped, err := acceptance.Read(service)
		require.NoError(t, err)
		for _, c := range list {
			if !c.Fails {
				require.NoError(t, c.Write(dir, version))
				total++
			}
		}
		missed += skipped
	}
	require.NotZero(t, total, "there are no acceptance tests")
	t.Chdir(dir)
	configurations, errs := load.Load(t.Context(), []string{"."}, load.Options{Recursive: true})
	assert.Empty(t, errs)
	found := map[lint.Severity]int{}
	for _, c := range configurations {
		for _, f := range lint.Run(c.Subject, checks.All()).Findings {
			found[f.Severity]++
			if f.Check.Effect == lint.ApplyFails {
				assert.NotEqual(t, lint.Error, f.Severity, "%s: %s: %s", c.Root, f.Check.Name, f.Message)
			}
		}
	}
	t.Logf("%d configurations that Azure accepts, %d more not read: findings by severity %v", total, missed, found)
}
