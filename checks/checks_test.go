package checks_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint/linttest"
)

const fixtures = "../fixtures"

func TestMain(m *testing.M) { linttest.Main(m) }

func TestFixtures(t *testing.T) { linttest.Run(t, fixtures, checks.All()) }

// A half-done check cannot land: each one is documented, has a page, an example
// that it reports and one that it does not, and lives in the folder of its family.
func TestChecksAreComplete(t *testing.T) {
	names := map[string]bool{}
	for _, c := range checks.All() {
		require.NoError(t, c.Validate())
		assert.False(t, names[c.Name], "two checks are named %s", c.Name)
		names[c.Name] = true

		for _, example := range []string{"bad", "good"} {
			assert.FileExists(t, filepath.Join(fixtures, c.Name, example, "plan.json"), "check %s has no %s example", c.Name, example)
		}
		page, err := checks.Page(c.Name)
		assert.NoError(t, err)
		assert.Contains(t, page, c.Title)
		assert.Contains(t, source(c.Run), "/checks/"+c.Family+"/", "check %s is not in the folder of its family", c.Name)
	}
	assert.NotEmpty(t, names)
}

// source returns the file that a function is written in.
func source(f any) string {
	file, _ := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).FileLine(reflect.ValueOf(f).Pointer())
	return filepath.ToSlash(file)
}

func TestEveryFixtureBelongsToACheck(t *testing.T) {
	entries, err := os.ReadDir(fixtures)
	require.NoError(t, err)
	known := map[string]bool{"stacks": true, "cli": true, "hostile": true}
	for _, c := range checks.All() {
		known[c.Name] = true
	}
	for _, e := range entries {
		assert.True(t, known[e.Name()] || strings.HasPrefix(e.Name(), "."), "fixtures/%s belongs to no check", e.Name())
	}
}
