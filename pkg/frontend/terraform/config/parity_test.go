package config_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
)

// TestParity compares what the evaluation of a configuration says with the plan
// that Terraform made of it: instances and addresses are the same, and each value
// that both know is the same. Where APPNETLINT_CASES names a folder, the
// configurations in it, planned with the real provider, are compared, too.
func TestParity(t *testing.T) {
	if testing.Short() {
		t.Skip("it compares hundreds of configurations")
	}
	folders := []string{filepath.Join("..", "..", "..", "..", "fixtures")}
	if cases := os.Getenv("APPNETLINT_CASES"); cases != "" {
		folders = append(folders, cases)
	}
	var total parity
	for _, folder := range folders {
		for _, dir := range planned(t, folder) {
			p := compareFolder(t, dir)
			total.add(p)
			assert.Empty(t, strings.Join(p.differences, "\n"), "%s", dir)
		}
	}
	require.NotZero(t, total.resources)
	t.Logf("%d folders, %d resources, %d values known to both and equal, %d left to the provider, %d known only in the configuration",
		total.folders, total.resources, total.equal, total.computed, total.more)
}

// planned lists the folders that hold a configuration beside its plan.
func planned(t *testing.T, folder string) []string {
	t.Helper()
	var dirs []string
	require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "plan.json" {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "main.tf")); err == nil {
				dirs = append(dirs, filepath.Dir(path))
			}
		}
		return err
	}))
	return dirs
}

// parity counts what a comparison found.
type parity struct {
	folders, resources, equal, computed, more int
	differences                               []string
}

func (p *parity) add(o parity) {
	p.folders += o.folders
	p.resources += o.resources
	p.equal += o.equal
	p.computed += o.computed
	p.more += o.more
}

func compareFolder(t *testing.T, dir string) parity {
	t.Helper()
	file := filepath.Join(dir, "plan.json")
	fromPlan, err := plan.Read(context.Background(), file, func() (io.ReadCloser, error) { return os.Open(file) },
		plan.Options{Interest: mapping.Interest(), MajorOf: mapping.ProviderMajor})
	require.NoError(t, err, dir)

	absolute, err := filepath.Abs(dir)
	require.NoError(t, err)
	reader, err := config.NewReader(absolute, absolute, config.Options{Interest: mapping.Interest(), MajorOf: mapping.ProviderMajor})
	require.NoError(t, err, dir)
	fromConfig, err := reader.Read(context.Background(), ".")
	require.NoError(t, err, dir)
	for _, e := range fromConfig.Errors {
		t.Errorf("%s: %s", dir, e)
	}

	p := parity{folders: 1}
	want, got := byAddress(fromPlan, true), byAddress(fromConfig, false)
	for address, r := range want {
		if got[address] == nil {
			p.differ("%s is in the plan only", address)
			continue
		}
		p.resources++
		if r.Change.Action == iac.Update {
			continue // what nobody wrote comes from the state
		}
		p.object(address, r.Body, got[address].Body)
	}
	for address, r := range got {
		if want[address] == nil && !r.Data {
			p.differ("%s is in the configuration only", address)
		}
	}
	slices.Sort(p.differences)
	return p
}

// byAddress lists the resources that there are after the change.
func byAddress(root *iac.Root, withoutData bool) map[string]*iac.Resource {
	out := map[string]*iac.Resource{}
	for _, r := range root.Resources {
		if r.Change.Action != iac.Delete && (!withoutData || !r.Data) {
			out[r.Address] = r
		}
	}
	return out
}

func (p *parity) differ(format string, args ...any) {
	p.differences = append(p.differences, fmt.Sprintf(format, args...))
}

func (p *parity) object(path string, want, got iac.Value) {
	seen := map[string]bool{}
	for i := range want.Len() {
		name := want.Key(i)
		seen[name] = true
		if name == "timeouts" {
			continue
		}
		p.value(path+"."+name, want.Index(i), got.Get(name))
	}
	for i := range got.Len() {
		if name := got.Key(i); !seen[name] && !got.Index(i).IsNull() && name != "timeouts" {
			p.value(path+"."+name, iac.Value{}, got.Index(i))
		}
	}
}

func (p *parity) value(path string, want, got iac.Value) {
	switch {
	case want.IsUnknown() && got.IsUnknown():
		p.equal++
	case got.IsUnknown() && (got.Origin() == nil || len(got.Origin().References) > 0):
		p.computed++ // by the provider, of this resource or of one that it refers to
	case want.IsUnknown():
		p.more++
	case got.IsUnknown():
		p.differ("%s is %s in the plan and unknown in the configuration (%s)", path, show(want), got.Origin().Pin)
	case want.Kind() == iac.Object && got.Kind() == iac.Object:
		p.object(path, want, got)
	case want.Kind() == iac.List && got.Kind() == iac.List:
		p.list(path, want, got)
	case want.Kind() != got.Kind() || want.Scalar() != got.Scalar():
		p.differ("%s is %s in the plan and %s in the configuration", path, show(want), show(got))
	default:
		p.equal++
	}
}

// list compares lists in order, and sets in any: a plan does not tell them apart.
func (p *parity) list(path string, want, got iac.Value) {
	if want.Len() != got.Len() {
		p.differ("%s has %d elements in the plan and %d in the configuration", path, want.Len(), got.Len())
		return
	}
	used := make([]bool, got.Len())
	for i := range want.Len() {
		best := parity{differences: make([]string, 1<<20)}
		at := -1
		for j := range got.Len() {
			if used[j] {
				continue
			}
			var one parity
			one.value(fmt.Sprintf("%s[%d]", path, i), want.Index(i), got.Index(j))
			if len(one.differences) < len(best.differences) {
				best, at = one, j
			}
			if len(best.differences) == 0 && i == j {
				break
			}
		}
		used[at] = true
		p.add(best)
		p.differences = append(p.differences, best.differences...)
	}
}

func show(v iac.Value) string {
	if v.Scalar() != "" {
		return fmt.Sprintf("%q", v.Scalar())
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%d)", v.Kind(), v.Len()))
}
