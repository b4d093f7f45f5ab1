package plan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// cases returns the folders of real plans that APPNETLINT_CASES names.
func cases(tb testing.TB) []string {
	tb.Helper()
	dir := os.Getenv("APPNETLINT_CASES")
	if dir == "" {
		tb.Skip("APPNETLINT_CASES does not name a folder of plans")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "plan.json"))
	require.NoError(tb, err)
	require.NotEmpty(tb, files)
	return files
}

// Every value of a real plan must be what a general JSON decoder makes of it.
func TestAgainstGeneralDecoder(t *testing.T) {
	files, err := filepath.Glob("testdata/references/*/plan.json")
	require.NoError(t, err)
	if os.Getenv("APPNETLINT_CASES") != "" {
		files = append(files, cases(t)...)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var want tfjson.Plan
			want.UseJSONNumber(true)
			require.NoError(t, json.Unmarshal(text, &want))
			root := readFile(t, file)
			require.Len(t, root.Resources, len(want.ResourceChanges)+dataSources(want.PriorState))
			for i, rc := range want.ResourceChanges {
				r := root.Resources[i]
				require.Equal(t, rc.Address, r.Address)
				compare(t, rc.Address, r.Body, rc.Change.After, rc.Change.AfterUnknown, rc.Change.AfterSensitive, false)
				compare(t, rc.Address+" before", r.Change.Before, rc.Change.Before, nil, rc.Change.BeforeSensitive, false)
			}
		})
	}
}

func dataSources(state *tfjson.State) int {
	if state == nil || state.Values == nil || state.Values.RootModule == nil {
		return 0
	}
	n := 0
	for _, r := range state.Values.RootModule.Resources {
		if r.Mode == tfjson.DataResourceMode {
			n++
		}
	}
	return n
}

func compare(t *testing.T, path string, got iac.Value, want, unknown, sensitive any, secret bool) {
	t.Helper()
	if _, name, _ := cutLast(path, "."); strings.HasSuffix(name, "_wo") {
		return // taken from the configuration
	}
	secret = secret || sensitive == true
	require.Equal(t, secret && !got.IsNull(), got.IsSensitive() && !got.IsNull(), "%s is sensitive", path)
	if unknown == true {
		require.Equal(t, iac.Unknown, got.Kind(), path)
		return
	}
	switch want := want.(type) {
	case map[string]any:
		require.Equal(t, iac.Object, got.Kind(), path)
		hidden, _ := unknown.(map[string]any)
		secrets, _ := sensitive.(map[string]any)
		names := map[string]bool{}
		for name := range want {
			names[name] = true
		}
		for name := range hidden {
			names[name] = true
		}
		for name := range names {
			compare(t, path+"."+name, got.Get(name), want[name], hidden[name], secrets[name], secret)
		}
		for i := range got.Len() {
			require.True(t, names[got.Key(i)] || strings.HasSuffix(got.Key(i), "_wo"), "%s.%s", path, got.Key(i))
		}
	case []any:
		require.Equal(t, iac.List, got.Kind(), path)
		hidden, _ := unknown.([]any)
		secrets, _ := sensitive.([]any)
		require.Equal(t, max(len(want), len(hidden)), got.Len(), path)
		for i := range got.Len() {
			compare(t, fmt.Sprintf("%s[%d]", path, i), got.Index(i), item(want, i), item(hidden, i), item(secrets, i), secret)
		}
	case nil:
		require.True(t, got.IsNull(), path)
	default:
		require.Equal(t, fmt.Sprint(want), got.Scalar(), path)
	}
}

func item(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// What values of real plans come from, as their main.tf says.
func TestCases(t *testing.T) {
	files := cases(t)
	want, err := os.ReadFile("testdata/cases.txt")
	require.NoError(t, err)
	for group := range strings.SplitSeq(string(want), "\n\n") {
		name, lines, _ := strings.Cut(strings.TrimSpace(group), "\n")
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(files, func(f string) bool { return filepath.Base(filepath.Dir(f)) == name })
			if i < 0 {
				t.Skip("the case is not there")
			}
			root := readFile(t, files[i])
			for line := range strings.Lines(lines) {
				checkReference(t, root, strings.TrimSpace(line))
			}
		})
	}
}

// However a plan is indented, it says the same.
func TestIndentation(t *testing.T) {
	text, err := os.ReadFile("testdata/references/dynamic/plan.json")
	require.NoError(t, err)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, text, "", "  "))
	plain, spread := read(t, string(text)), read(t, indented.String())
	require.Len(t, spread.Resources, len(plain.Resources))
	for i, r := range plain.Resources {
		assert.Equal(t, show(r.Body), show(spread.Resources[i].Body))
	}
}
