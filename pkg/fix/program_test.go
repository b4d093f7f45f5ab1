package fix_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/cli"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program runs the whole program in a folder.
func program(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Main(append([]string{"--chdir", dir}, args...), strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// input is a configuration that is put to the test.
type input struct{ name, dir, path string }

// inputs are the fixtures of all checks, and the cases of this package.
func inputs(t *testing.T) []input {
	t.Helper()
	var out []input
	for _, pattern := range []string{"../../fixtures/*/*", "testdata/cases/*"} {
		dirs, err := filepath.Glob(filepath.FromSlash(pattern))
		require.NoError(t, err)
		for _, dir := range dirs {
			name := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(dir), "../../fixtures/"), "testdata/"), "/", ".")
			for file, path := range map[string]string{"main.tf": ".", "main.bicep": "main.bicep"} {
				if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
					out = append(out, input{name, dir, path})
				}
			}
		}
	}
	require.NotEmpty(t, out)
	return out
}

// copySource copies the files of source of a configuration to a folder of the test.
func copySource(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	require.NoError(t, os.CopyFS(to, os.DirFS(dir)))
	for _, name := range []string{"plan.json", "template.json", "want.txt"} {
		_ = os.Remove(filepath.Join(to, name))
	}
	return to
}

// contents are the files of a folder by their path.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = string(content)
		return err
	}))
	return out
}

// found is a finding as far as tests compare it: without the place, which moves.
type found struct{ Rule, Level, Address string }

type sarifLog struct {
	Runs []struct {
		Results []struct {
			RuleID    string `json:"ruleId"`
			Level     string `json:"level"`
			Locations []struct {
				Logical []struct {
					Name string `json:"fullyQualifiedName"`
				} `json:"logicalLocations"`
			} `json:"locations"`
			Fixes []struct {
				Changes []struct {
					Artifact struct {
						URI string `json:"uri"`
					} `json:"artifactLocation"`
					Replacements []replacement `json:"replacements"`
				} `json:"artifactChanges"`
			} `json:"fixes"`
		} `json:"results"`
	} `json:"runs"`
}

type replacement struct {
	Deleted struct {
		StartLine, StartColumn, EndLine, EndColumn int
	} `json:"deletedRegion"`
	Inserted struct {
		Text string `json:"text"`
	} `json:"insertedContent"`
}

// findings returns what is found, how often, and the rules of findings with fixes.
func findings(t *testing.T, dir, path string) (all map[found]int, fixable map[found]int, log sarifLog) {
	t.Helper()
	_, out, _ := program(t, dir, "--format", "sarif", path)
	require.NoError(t, json.Unmarshal([]byte(out), &log))
	all, fixable = map[found]int{}, map[found]int{}
	for _, r := range log.Runs[0].Results {
		f := found{Rule: r.RuleID, Level: r.Level}
		if logical := r.Locations[0].Logical; len(logical) > 0 {
			f.Address = logical[0].Name
		}
		all[f]++
		if len(r.Fixes) > 0 {
			fixable[f]++
		}
	}
	return all, fixable, log
}

// Every fixture that has a fix: what is fixed is gone and nothing worse has come, the
// diff is the golden one and says what happens, terraform fmt has nothing to add, and
// a second run does nothing.
func TestFixtures(t *testing.T) {
	fixed := map[string]map[string]bool{".": {}, "main.bicep": {}} // by language
	var mu sync.Mutex
	t.Run("all", func(t *testing.T) {
		for _, in := range inputs(t) {
			t.Run(in.name, func(t *testing.T) {
				t.Parallel()
				for rule := range fixture(t, in) {
					mu.Lock()
					fixed[in.path][rule] = true
					mu.Unlock()
				}
			})
		}
	})
	goldens, err := filepath.Glob("testdata/diffs/*.diff")
	require.NoError(t, err)
	all := inputs(t)
	for _, golden := range goldens {
		assert.True(t, slices.ContainsFunc(all, func(in input) bool { return filepath.Base(golden) == in.name+".diff" }), "%s belongs to no input", golden)
	}
	// The data of a check says whether it has fixes.
	for _, c := range checks.All() {
		for path, rules := range fixed {
			assert.Equal(t, c.Fixable, rules[c.Name], "%s in %s: Fixable is not what the fixtures show", c.Name, path)
		}
	}
}

// fixture puts one configuration to the test, and returns the rules whose findings
// are fixed.
func fixture(t *testing.T, in input) map[string]bool {
	t.Helper()
	dir := copySource(t, in.dir)
	golden := filepath.Join("testdata", "diffs", in.name+".diff")
	was := contents(t, dir)

	_, diff, _ := program(t, dir, "--diff", in.path)
	assert.Equal(t, was, contents(t, dir), "--diff changes files")
	if *update {
		writeGolden(t, golden, diff)
	}
	want, err := os.ReadFile(golden)
	if os.IsNotExist(err) {
		want = nil
	} else {
		require.NoError(t, err)
	}
	require.Equal(t, string(want), diff)
	if diff == "" {
		return nil
	}
	before, fixable, _ := findings(t, dir, in.path)

	fixed := map[string]bool{}
	formatted := isFormatted(t, dir)
	code, _, stderr := program(t, dir, "--fix", in.path)
	assert.NotEqual(t, cli.ExitFailed, code, stderr)
	assert.Contains(t, stderr, "Fixed ")
	now := contents(t, dir)
	assert.Equal(t, now, patched(t, was, diff), "the diff is not what --fix does")
	assert.Equal(t, now, applied(t, was, diff), "git apply makes something else of the diff")
	if formatted {
		assert.True(t, isFormatted(t, dir), "terraform fmt would change what is fixed")
	}

	after, left, _ := findings(t, dir, in.path)
	assert.Empty(t, left, "what can be fixed is left")
	for f, n := range fixable {
		assert.Zero(t, after[f]-(before[f]-n), "%v is still there", f)
		fixed[f.Rule] = true
	}
	for f, n := range after {
		assert.True(t, f.Level == "note" || n <= before[f], "%v is new", f)
	}

	_, again, _ := program(t, dir, "--diff", in.path)
	assert.Empty(t, again)
	_, _, stderr = program(t, dir, "--fix", in.path)
	assert.NotContains(t, stderr, "Fixed ")
	assert.Equal(t, now, contents(t, dir), "a second run changes something")
	return fixed
}

func writeGolden(t *testing.T, path, diff string) {
	t.Helper()
	if diff == "" {
		_ = os.Remove(path)
		return
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(diff), 0o644))
}

// isFormatted reports whether terraform fmt has nothing to change; true without it.
func isFormatted(t *testing.T, dir string) bool {
	t.Helper()
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		return true
	}
	cmd := exec.CommandContext(t.Context(), terraform, "fmt", "-check", "-recursive")
	cmd.Dir = dir
	return cmd.Run() == nil
}

// patched applies a unified diff.
func patched(t *testing.T, files map[string]string, diff string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, content := range files {
		out[name] = content
	}
	name, at, done := "", 0, ""
	var old []string
	finish := func() {
		if name != "" {
			out[name] = done + strings.Join(old[at:], "")
		}
	}
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "--- a/"):
			finish()
			name, at, done = strings.TrimSpace(strings.TrimPrefix(line, "--- a/")), 0, ""
			old = strings.SplitAfter(files[name], "\n")
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "@@"):
			if start, ok := strings.CutPrefix(line, "@@ -"); ok {
				to := number(t, start)
				if !strings.Contains(strings.Split(start, " ")[0], ",0") {
					to--
				}
				done, at = done+strings.Join(old[at:to], ""), to
			}
		case line[0] == '+':
			done += line[1:]
		case line[0] == ' ', line[0] == '-':
			require.Equal(t, old[at], line[1:])
			if line[0] == ' ' {
				done += old[at]
			}
			at++
		}
	}
	finish()
	return out
}

// applied has git apply a diff to files.
func applied(t *testing.T, files map[string]string, diff string) map[string]string {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		return patched(t, files, diff)
	}
	dir := t.TempDir()
	for name, content := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), content)
	}
	cmd := exec.CommandContext(t.Context(), git, "apply", "--whitespace=nowarn", "-")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(diff)
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return contents(t, dir)
}

func number(t *testing.T, s string) int {
	t.Helper()
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			break
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// A fix in SARIF, applied by itself, mends its finding.
func TestSARIFFixes(t *testing.T) {
	for _, name := range []string{"hcl-several-in-one-block", "hcl-service-endpoints", "bicep-access", "bicep-site", "bicep-subnet-resources"} {
		from := filepath.Join("testdata", "cases", name)
		path := "."
		if strings.HasPrefix(name, "bicep") {
			path = "main.bicep"
		}
		before, fixable, log := findings(t, from, path)
		require.NotEmpty(t, fixable)
		for _, r := range log.Runs[0].Results {
			for _, fix := range r.Fixes {
				dir := copySource(t, from)
				for _, c := range fix.Changes {
					file := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(c.Artifact.URI, filepath.ToSlash(from)+"/")))
					content, err := os.ReadFile(file)
					require.NoError(t, err)
					require.NoError(t, os.WriteFile(file, []byte(replaced(string(content), c.Replacements)), 0o600))
				}
				after, _, _ := findings(t, dir, path)
				f := found{r.RuleID, r.Level, r.Locations[0].Logical[0].Name}
				assert.Less(t, after[f], before[f], "%s: the fix of %v does not mend it", name, f)
			}
		}
	}
}

// replaced applies replacements, last first; the files of the test are in ASCII.
func replaced(content string, all []replacement) string {
	lines := strings.SplitAfter(content, "\n")
	offset := func(line, column int) int {
		n := column - 1
		for _, l := range lines[:line-1] {
			n += len(l)
		}
		return n
	}
	for _, r := range slices.Backward(all) {
		d := r.Deleted
		content = content[:offset(d.StartLine, d.StartColumn)] + r.Inserted.Text + content[offset(d.EndLine, d.EndColumn):]
	}
	return content
}

func TestPagesTellWhatCanBeFixed(t *testing.T) {
	for _, c := range checks.All() {
		page, err := checks.Page(c.Name)
		require.NoError(t, err)
		assert.Equal(t, c.Fixable, strings.Contains(page, "appnetlint --fix"), "the page of %s", c.Name)
	}
	assert.True(t, slices.ContainsFunc(checks.All(), func(c *lint.Check) bool { return c.Fixable }))
}
