package linttest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
)

// Blind makes every known value of a configuration unknown, one at a time: less
// knowledge must never lead to a new finding, nor to a graver one.
func Blind(t *testing.T, root *iac.Root, checks []*lint.Check) {
	t.Helper()
	known := severities(run(root, checks))
	mutate(root, func(v iac.Value) (iac.Value, bool) {
		if v.IsNull() || v.IsUnknown() {
			return v, false
		}
		origin := v.Origin()
		if origin == nil {
			origin = &iac.Origin{Pin: "var.blinded"} // something decides it, as against a provider's computation
		}
		return iac.UnknownValue(origin, v.At()), true
	}, func(where string, blinded *iac.Root) {
		for finding, severity := range severities(run(blinded, checks)) {
			before, ok := known[finding]
			assert.True(t, ok, "with %s unknown there is a new finding: %s", where, finding)
			if ok {
				assert.LessOrEqual(t, severity, before, "with %s unknown a finding is graver: %s", where, finding)
			}
		}
	})
}

// Delete drops every value of a configuration, one at a time: whatever is found
// then, nothing may panic.
func Delete(t *testing.T, root *iac.Root, checks []*lint.Check) {
	t.Helper()
	mutate(root, func(v iac.Value) (iac.Value, bool) {
		return iac.NullValue(v.At()), !v.IsNull()
	}, func(where string, without *iac.Root) {
		assert.NotPanics(t, func() { run(without, checks) }, "without %s", where)
	})
}

// mutate calls try with copies of a root in each of which one value of one body
// is changed: each value in turn, but of long lists only those at both ends.
func mutate(root *iac.Root, change func(iac.Value) (iac.Value, bool), try func(where string, r *iac.Root)) {
	for i, r := range root.Resources {
		r.Body.Walk(func(path []any, v iac.Value) {
			changed, ok := change(v)
			if !ok || len(path) == 0 || isAmidMany(r.Body, path) {
				return
			}
			mutant, resource := *root, *r
			resource.Body = r.Body.Replace(path, changed)
			mutant.Resources = append([]*iac.Resource(nil), root.Resources...)
			mutant.Resources[i] = &resource
			try(fmt.Sprint(r.Address, " ", path), &mutant)
		})
	}
}

// many is from how many elements on a list is taken to have more of the same in it.
const many = 40

// isAmidMany reports whether a path leads through the middle of a long list.
func isAmidMany(v iac.Value, path []any) bool {
	for _, step := range path {
		i, ok := step.(int)
		if ok && v.Len() > many && i > 1 && i < v.Len()-2 {
			return true
		}
		if name, member := step.(string); member {
			v = v.Get(name)
		} else {
			v = v.Index(i)
		}
	}
	return false
}

func run(root *iac.Root, checks []*lint.Check) []lint.Finding {
	c, _ := load.Build(root)
	return lint.Run(c.Subject, checks).Findings
}

func severities(findings []lint.Finding) map[string]lint.Severity {
	out := map[string]lint.Severity{}
	for _, f := range findings {
		key := f.Check.Name + " " + f.Address
		out[key] = max(out[key], f.Severity)
	}
	return out
}
