package functions_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// TestResolverRows reads the rows of the compiler's own test of functions of literals:
// CreateRow(result, "name", arguments…), written in C#.
func TestResolverRows(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("APPNETLINT_BICEP_CORPUS")
	if folder == "" {
		t.Skip("APPNETLINT_BICEP_CORPUS does not name a folder with the sources of Bicep")
	}
	path := filepath.Join(folder, "bicep", "src", "Bicep.Core.UnitTests", "TypeSystem", "FunctionResolverTests.cs")
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	source := string(b)
	from := strings.Index(source, "GetLiteralTransformations()\n")
	if from < 0 {
		from = strings.LastIndex(source, "GetLiteralTransformations()")
	}
	require.GreaterOrEqual(t, from, 0)
	source = source[from:]
	source, _, _ = strings.Cut(source, "GetDisplayName")
	rows := regexp.MustCompile(`(?m)^\s*CreateRow\((.*)\),\s*$`).FindAllStringSubmatch(source, -1)
	right := 0
	for _, row := range rows {
		values := literals(t, row[1])
		name, _ := values[1].Text()
		args := values[2:]
		// A single array of arrays is the list of arguments itself.
		if len(args) == 1 && args[0].Kind() == partial.Array && args[0].Len() > 0 && args[0].Index(0).Kind() == partial.Array {
			args = args[0].Items()
		}
		got, err := functions.Invoke(name, args, nil)
		if assert.NoError(t, err, row[1]) && assert.Equal(t, values[0].Canonical(), got.Canonical(), row[1]) {
			right++
		}
	}
	t.Logf("%d of %d rows agree", right, len(rows))
	require.Greater(t, len(rows), 40)
}

// literals reads the literals of C# that the rows use, as JSON.
func literals(t *testing.T, s string) []partial.Value {
	t.Helper()
	s = regexp.MustCompile(`Array\.Empty<\w+>\(\)`).ReplaceAllString(s, "[]")
	s = regexp.MustCompile(`new(?: \w+)?\[\]\s*\{`).ReplaceAllString(s, "[")
	s = regexp.MustCompile(`\s*\}`).ReplaceAllStringFunc(s, func(m string) string { return strings.Replace(m, "}", "]", 1) })
	// The holes of format strings have been caught by that as well.
	s = regexp.MustCompile(`\{(\d)\]`).ReplaceAllString(s, "{$1}")
	v, err := invoke("json", partial.StringValue("["+s+"]"))
	require.NoError(t, err, s)
	return v.Items()
}
