package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

//go:generate go run generate.go

// Each folder in testdata/references has a configuration, the plan that
// Terraform made of it, and what its values must be found to come from.
func TestReferences(t *testing.T) {
	folders, err := filepath.Glob("testdata/references/*")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join(folder, "want.txt"))
			require.NoError(t, err)
			root := readFile(t, filepath.Join(folder, "plan.json"))
			for line := range strings.Lines(string(want)) {
				checkReference(t, root, strings.TrimSpace(line))
			}
		})
	}
}

// checkReference checks a line "ADDRESS PATH: [known] [derived] [open(PIN)] REFERENCE | …".
// Without a word in front, the value must be unknown and its origin closed.
func checkReference(t *testing.T, root *iac.Root, line string) {
	t.Helper()
	place, want, ok := strings.Cut(line, ": ")
	address, path, ok2 := cutLast(place, " ")
	require.True(t, ok && ok2, line)
	r := resource(root, address)
	require.NotNil(t, r, "%s is not in the plan", address)
	v := at(t, r.Body, path)

	words := []string{"nothing"}
	if o := v.Origin(); o != nil {
		words = nil
		var refs []string
		for _, ref := range o.References {
			text := ref.Address
			if ref.Attribute != "" {
				text += "." + ref.Attribute
			}
			refs = append(refs, text)
		}
		slices.Sort(refs)
		if !v.IsUnknown() {
			words = append(words, "known")
		}
		if o.Derived {
			words = append(words, "derived")
		}
		if !o.Closed {
			words = append(words, "open("+o.Pin+")")
		}
		words = append(words, strings.Join(refs, " | "))
	}
	prefix := regexp.MustCompile(`^((known|derived|open\(.*?\)) )*`).FindString(want)
	refs := strings.Split(strings.TrimPrefix(want, prefix), " | ")
	slices.Sort(refs)
	assert.Equal(t, prefix+strings.Join(refs, " | "), strings.Join(words, " "), place)
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// at follows a path such as site_config[0].ip_restriction{name=office}.headers.
func at(t *testing.T, v iac.Value, path string) iac.Value {
	t.Helper()
	for _, step := range regexp.MustCompile(`[^.\[\]{}]+|\[\d+\]|\{[^}]*\}`).FindAllString(path, -1) {
		switch step[0] {
		case '[':
			n, err := strconv.Atoi(strings.Trim(step, "[]"))
			require.NoError(t, err)
			v = v.Index(n)
		case '{':
			name, text, _ := strings.Cut(strings.Trim(step, "{}"), "=")
			list := v
			for i := range list.Len() {
				if list.Index(i).Get(name).Scalar() == text {
					v = list.Index(i)
				}
			}
		default:
			v = v.Get(step)
		}
	}
	return v
}

func resource(root *iac.Root, address string) *iac.Resource {
	for _, r := range root.Resources {
		if r.Address == address {
			return r
		}
	}
	return nil
}

func readFile(t *testing.T, path string) *iac.Root {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return read(t, string(text))
}

// read reads a plan that must have no errors.
func read(t *testing.T, text string) *iac.Root {
	t.Helper()
	root, err := plan.Read(t.Context(), "plan.json", opener([]byte(text)), plan.Options{})
	require.NoError(t, err)
	require.Empty(t, root.Errors)
	return root
}

// The constant of a write-only argument is in the configuration alone.
func TestWriteOnlyConstant(t *testing.T) {
	root := readFile(t, "testdata/references/write_only/plan.json")
	v := resource(root, "azurerm_subnet.constant").Body.Get("network_security_group_id_wo")
	assert.Equal(t, iac.String, v.Kind())
	assert.True(t, strings.HasSuffix(v.Scalar(), "/networkSecurityGroups/other"), fmt.Sprint(v.Scalar()))
}

// A data source that is read only at apply is there, with what is asked for.
func TestPendingDataSource(t *testing.T) {
	r := resource(readFile(t, "testdata/references/data/plan.json"), "data.azurerm_subnet.later")
	require.NotNil(t, r)
	assert.True(t, r.Data)
	assert.Equal(t, iac.Read, r.Change.Action)
	assert.Equal(t, "int", r.Body.Get("name").Scalar())
	assert.True(t, r.Body.Get("id").IsUnknown())
	assert.True(t, r.Body.Get("address_prefixes").IsUnknown())
}
