// Package linttest tests checks on fixtures. A fixture is a folder with one
// configuration in every form that can express it, and what must be found in it:
//
//   - main.tf, with a comment # want "rule" at the end of each line that a
//     finding is expected on;
//   - plan.json, the plan that Terraform makes of it, of an existing
//     deployment of the configuration in the folder before where there is one;
//   - main.bicep, with comments // want "rule", or template.json; both in folders of
//     their own, as their addresses are others;
//   - want.txt, one "address rule" a line.
//
// At error or warning nothing else may be reported. Besides, every fixture is
// put to tests that need no expectations: see [Blind] and [Delete].
package linttest

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Fixture is one folder.
type Fixture struct {
	// Name is the path of the folder below the fixtures: access-rule-shadowed/bad.
	Name string
	Dir  string
	// Wants are the expected findings.
	Wants []Want
}

// Want is an expected finding.
type Want struct{ Address, Rule string }

// inputs are the forms of a fixture that front ends read, each by the file that
// shows that it is there and the path that is read.
var inputs = []struct{ file, path string }{
	{"plan.json", "plan.json"}, {"main.tf", "."}, {"main.bicep", "main.bicep"}, {"template.json", "template.json"},
}

// Fixtures finds every fixture below a folder: each folder with an input.
func Fixtures(t *testing.T, dir string) []Fixture {
	t.Helper()
	var out []Fixture
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if base := filepath.Base(path); base == "modules" || base == "before" {
			return filepath.SkipDir // parts of the fixture above
		}
		if !slices.ContainsFunc(inputs, func(in struct{ file, path string }) bool { return exists(filepath.Join(path, in.file)) }) {
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		out = append(out, Fixture{Name: filepath.ToSlash(name), Dir: path, Wants: readWants(t, path)})
		return nil
	})
	require.NoError(t, err)
	return out
}

func readWants(t *testing.T, dir string) []Want {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "want.txt"))
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	var wants []Want
	lines := bufio.NewScanner(strings.NewReader(string(content)))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		address, rule, ok := cutLast(line, " ")
		require.True(t, ok, "%s/want.txt: %q is not \"address rule\"", dir, line)
		wants = append(wants, Want{address, rule})
	}
	return wants
}

// cutLast cuts at the last separator: addresses may hold blanks.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return strings.TrimSpace(s[:i]), s[i+len(separator):], true
	}
	return s, "", false
}

// Run runs all tests on all fixtures below a folder.
func Run(t *testing.T, dir string, checks []*lint.Check) {
	t.Helper()
	fixtures := Fixtures(t, dir)
	require.NotEmpty(t, fixtures, "there are no fixtures in %s", dir)
	for _, f := range fixtures {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			plan(t, f)
			checkComments(t, f)
			for _, input := range inputs {
				if !exists(filepath.Join(f.Dir, input.file)) {
					continue
				}
				root, err := load.Read(context.Background(), input.path, load.Options{Dir: f.Dir})
				require.NoError(t, err)
				findings := find(t, root, checks)
				matchWants(t, f, input.file, findings, rulesFor(root, checks))
				matchComments(t, f, findings)
				deterministic(t, root, checks)
				eachSite(t, root, checks)
				if testing.Short() {
					continue // thousands of runs that only differ in one value
				}
				Blind(t, root, checks)
				Delete(t, root, checks)
			}
		})
	}
}

// find runs checks on a root; the root must be readable whole.
func find(t *testing.T, root *iac.Root, checks []*lint.Check) []lint.Finding {
	t.Helper()
	c, errs := load.Build(root)
	for _, e := range errs {
		assert.NoError(t, e)
	}
	return lint.Run(c.Subject, checks).Findings
}

// rulesFor are the checks that can run on a root: what changes is not to be seen
// in a configuration alone.
func rulesFor(root *iac.Root, checks []*lint.Check) map[string]bool {
	rules := map[string]bool{}
	for _, c := range checks {
		rules[c.Name] = root.HasBefore || !c.OnChange
	}
	return rules
}

func matchWants(t *testing.T, f Fixture, input string, findings []lint.Finding, rules map[string]bool) {
	t.Helper()
	var got, want []string
	expected := map[string]bool{}
	for _, w := range f.Wants {
		if ran, known := rules[w.Rule]; known && !ran {
			continue
		}
		line := w.Address + " " + w.Rule
		want = append(want, line)
		expected[line] = true
	}
	for _, found := range findings {
		line := found.Address + " " + found.Check.Name
		if found.Severity == lint.Note && !expected[line] {
			continue // advice is never a false alarm
		}
		got = append(got, line)
	}
	slices.Sort(want)
	slices.Sort(got)
	assert.Equal(t, strings.Join(want, "\n"), strings.Join(slices.Compact(got), "\n"), "findings of %s in %s", f.Name, input)
}

// matchComments makes sure that each finding in source is on a line whose comment
// expects it.
func matchComments(t *testing.T, f Fixture, findings []lint.Finding) {
	t.Helper()
	for _, found := range findings {
		if found.Severity == lint.Note {
			continue
		}
		if !assert.True(t, found.At.HasText(), "%s: %s has no place in the source", f.Name, found.Check.Name) {
			continue
		}
		if strings.HasSuffix(found.At.File.Path, ".json") {
			continue // want.txt alone tells
		}
		line := found.At.File.Line(found.At.File.Position(found.At.Start, source.Runes).Line)
		assert.Contains(t, rulesIn(line), found.Check.Name, "%s: %s is reported where no comment expects it, at %q", f.Name, found.Check.Name, line)
	}
}

// rulesIn are the rules that the comment on a line expects.
func rulesIn(line string) []string {
	var rules []string
	for _, comment := range wantComment.FindAllStringSubmatch(line, -1) {
		for _, rule := range quoted.FindAllStringSubmatch(comment[1], -1) {
			rules = append(rules, rule[1])
		}
	}
	return rules
}

var wantComment = regexp.MustCompile(`(?:#|//) want (.*)`)
var quoted = regexp.MustCompile(`"([^"]+)"`)

// checkComments makes sure that the comments of the source and want.txt expect
// the same rules.
func checkComments(t *testing.T, f Fixture) {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.tf", "*.bicep", "modules/*/*.tf", "modules/*.bicep"} {
		found, err := filepath.Glob(filepath.Join(f.Dir, filepath.FromSlash(pattern)))
		require.NoError(t, err)
		files = append(files, found...)
	}
	if len(files) == 0 {
		return
	}
	commented := map[string]bool{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, rule := range rulesIn(string(content)) {
			commented[rule] = true
		}
	}
	listed := map[string]bool{}
	for _, w := range f.Wants {
		listed[w.Rule] = true
	}
	assert.Equal(t, listed, commented, "%s: want.txt and the want comments expect different rules", f.Name)
}

func deterministic(t *testing.T, root *iac.Root, checks []*lint.Check) {
	t.Helper()
	first, second := render(find(t, root, checks)), render(find(t, root, checks))
	assert.Equal(t, first, second, "two runs differ")
}

func render(findings []lint.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s %s %s %s %v\n", f.Severity, f.Check.Name, f.Address, f.Message, f.Related)
	}
	return b.String()
}
