package functions_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// names are those that `terraform metadata functions -json` lists, of 1.11.
func names(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "names.txt"))
	require.NoError(t, err)
	return strings.Fields(string(data))
}

func TestAllFunctionsAreThere(t *testing.T) {
	t.Parallel()
	table := functions.Table(functions.Options{})
	for _, name := range names(t) {
		assert.Contains(t, table, name)
		assert.Contains(t, table, "core::"+name)
	}
}

func TestEveryFunctionIsCompared(t *testing.T) {
	t.Parallel()
	// Their results depend on the moment or on chance.
	outside := map[string]bool{"timestamp": true, "plantimestamp": true, "uuid": true, "bcrypt": true}
	all := expressions(t)
	assert.Greater(t, len(all), 450)
	for _, name := range names(t) {
		if outside[name] {
			continue
		}
		called := regexp.MustCompile(`\b` + name + `\(`)
		n := 0
		for _, e := range all {
			if called.MatchString(e.text) {
				n++
			}
		}
		assert.GreaterOrEqual(t, n, 3, name)
	}
}
