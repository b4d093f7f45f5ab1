package cli_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var updatePages = flag.Bool("update-pages", false, "write the output of commands in the pages anew")

// notRun are the lines of pages that this test does not run, and why. Every other line of a
// block of commands is run.
var notRun = map[string]string{
	"bash .ci/run": "it runs this test",
	"export APPNETLINT_BICEP_CORPUS=/path/to/that/folder":                              "there is no such folder",
	"export APPNETLINT_BICEP_GIT=$APPNETLINT_BICEP_CORPUS/bicep-registry-modules/.git": "there is no such folder",
}

// exits are the exit codes of commands that do not end with 0.
var exits = map[string]int{
	// They find something, as they would in the repository of who reads this.
	"go run ./cmd/appnetlint fixtures/stacks/shop":                 1,
	"appnetlint fixtures/stacks/shop":                              1,
	"appnetlint":                                                   1,
	"appnetlint --recursive infra":                                 1,
	"appnetlint plan.json":                                         1,
	"appnetlint --recursive":                                       1,
	"appnetlint --recursive --changed-only":                        1,
	"appnetlint --changed-only --recursive infra":                  1,
	"appnetlint --changed-only=origin/release --recursive infra":   1,
	"appnetlint --changed-only --format compact --recursive infra": 1,
	`appnetlint --changed-only="origin/$BASE" --recursive --format text --format markdown=findings.md infra`: 1,
	"appnetlint --recursive --format text --format gitlab=gl-code-quality-report.json infra":                 1,
	`docker run --rm -v "$PWD:/work:ro" ghcr.io/appnetlint/appnetlint:v0.1.0 --recursive infra`:              1,
	"appnetlint --show-undecided --format compact":                                                           1,
	"appnetlint --diff infra":                 1,
	"appnetlint --fix --format compact infra": 1,
	"set -uo pipefail":                        1, // the template for Azure Pipelines
}

// pictures are the blocks that are neither commands nor code, by their first lines.
var pictures = map[string]string{
	"paths → pkg/load → front end → resources → mapping → network model → checks → findings → pkg/report": "how data flows",
	".bicep ─► syntax ─► bind ─┐": "how data flows",
}

// block is a fenced block of a page.
type block struct {
	page     string // its path from the top of the repository
	line     int
	language string
	text     string
}

func (b block) String() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

func (b block) first() string {
	line, _, _ := strings.Cut(b.text, "\n")
	return strings.TrimSpace(line)
}

var fences = regexp.MustCompile("(?ms)^([ ]*)```([a-z]*)\n(.*?)^[ ]*```$")

// pageBlocks are the blocks of all pages that people wrote.
func pageBlocks(t *testing.T) []block {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(repositoryTop, "docs", "*.md"))
	require.NoError(t, err)
	var out []block
	for _, path := range append(pages, filepath.Join(repositoryTop, "README.md"), filepath.Join(repositoryTop, "CONTRIBUTING.md")) {
		content := readFile(t, path)
		page, err := filepath.Rel(repositoryTop, path)
		require.NoError(t, err)
		for _, m := range fences.FindAllStringSubmatchIndex(content, -1) {
			indent, text := content[m[2]:m[3]], content[m[6]:m[7]]
			out = append(out, block{
				page: filepath.ToSlash(page), line: 1 + strings.Count(content[:m[0]], "\n"), language: content[m[4]:m[5]],
				text: strings.ReplaceAll("\n"+text, "\n"+indent, "\n")[1:],
			})
		}
		assert.Zero(t, strings.Count(fences.ReplaceAllString(content, ""), "```"), "%s: a block that is not seen", page)
	}
	return out
}

// Every block of every page is run, read or compiled, as befits its language.
func TestPages(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs what all pages show")
	}
	if _, err := exec.LookPath("bash"); err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no bash")
	}
	p := pages{used: map[string]bool{}}
	all, checked := pageBlocks(t), 0
	for _, b := range all {
		t.Run(fmt.Sprintf("%s/%d", b.page, b.line), func(t *testing.T) {
			checked++
			p.check(t, b)
		})
	}
	if t.Failed() || checked < len(all) { // -run chose some of them
		return
	}
	for _, lines := range []map[string]string{notRun, pictures} {
		for line := range lines {
			assert.True(t, p.used[line], "no page has %q any more", line)
		}
	}
	for line := range exits {
		assert.True(t, p.used[line], "no page has %q any more", line)
	}
}

// pages remembers which of the exceptions are met.
type pages struct{ used map[string]bool }

func (p *pages) check(t *testing.T, b block) {
	t.Helper()
	switch b.language {
	case "sh":
		p.shell(t, b)
	case "console":
		p.console(t, b)
	case "yaml":
		p.recipe(t, b)
	case "hcl", "bicep", "json":
		p.code(t, b)
	case "terraform":
		assert.Contains(t, newWorkspace(t, b.page).files["main.tf"], b.text, "it is what the commands of the page read")
	case "go":
		p.compile(t, b)
	case "text":
		if strings.HasPrefix(b.text, "appnetlint [flags]") {
			usageOfPage(t, b)
			return
		}
		assert.NotEmpty(t, pictures[b.first()], "a block that is neither run nor listed")
		p.used[b.first()] = true
	default:
		t.Errorf("a block in %q is neither run nor listed", b.language)
	}
}

// commandsIn are the lines of a script, with those put together that a backslash parts.
func commandsIn(text string) []string {
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

var trailing = regexp.MustCompile(`\s+# .*$`)

// bare is a command without the comment behind it.
func bare(line string) string { return trailing.ReplaceAllString(line, "") }

func (p *pages) shell(t *testing.T, b block) {
	t.Helper()
	w := newWorkspace(t, b.page)
	for _, line := range commandsIn(b.text) {
		line = bare(line)
		if notRun[line] != "" {
			p.used[line] = true
			continue
		}
		if goTest.MatchString(line) {
			checkGoTest(t, line)
			continue
		}
		out, code := w.run(t, line)
		assert.Equal(t, exits[line], code, "%s\n%s", line, out)
		p.used[line] = true
	}
}

// console runs the commands behind prompts and compares what they print: all of it, but for
// lines that "…" stands for.
func (p *pages) console(t *testing.T, b block) {
	t.Helper()
	w := newWorkspace(t, b.page)
	var got strings.Builder
	for _, part := range strings.Split("\n"+b.text, "\n$ ")[1:] {
		for strings.HasSuffix(strings.SplitN(part, "\n", 2)[0], "\\") {
			part = strings.Replace(part, "\\\n", " ", 1)
		}
		line, want, _ := strings.Cut(part, "\n")
		out, code := w.run(t, line)
		p.used[bare(line)] = true
		assert.Equal(t, exits[bare(line)], code, "%s\n%s", line, out)
		if !matches(want, out) {
			assert.Equal(t, want, out, "%s: go test ./pkg/cli -run TestPages -update-pages writes it anew", line)
			want = trimmed(out)
		}
		got.WriteString("$ " + line + "\n" + want)
	}
	if *updatePages && !strings.Contains(b.text, "\n…\n") {
		path := filepath.Join(repositoryTop, b.page)
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(readFile(t, path), b.text, got.String(), 1)), 0o600))
	}
}

var blanks = regexp.MustCompile(`(?m)[ \t]+$`)

// trimmed is a text without blanks at the ends of lines, which editors take away.
func trimmed(s string) string { return blanks.ReplaceAllString(s, "") }

var commitID = regexp.MustCompile(`\b[0-9a-f]{10}\b`)

// matches compares an output with what a page shows of it.
func matches(shown, out string) bool {
	trim := func(s string) string { return commitID.ReplaceAllString(strings.Trim(trimmed(s), "\n"), "COMMIT") }
	pattern := regexp.QuoteMeta(trim(shown))
	pattern = strings.ReplaceAll("\n"+pattern+"\n", "\n…\n", "\n(?:.*\n)*")
	return regexp.MustCompile(`\A` + pattern + `\z`).MatchString("\n" + trim(out) + "\n")
}

// configurationOfPage is the code and the configuration that the page about the
// configuration shows.
func configurationOfPage(t *testing.T) (code, configuration string) {
	t.Helper()
	for _, b := range pageBlocks(t) {
		switch {
		case b.page != "docs/configuration.md":
		case b.language == "terraform":
			code = b.text
		case strings.HasPrefix(b.text, "policy "):
			configuration = "disabled_by_default = true\n" + b.text
		}
	}
	require.NotEmpty(t, code)
	require.NotEmpty(t, configuration)
	return code, configuration
}

// farAway moves the dates of ignores, so that this test does not end with them.
var farAway = regexp.MustCompile(`until(=| = ")\d{4}`)

// code reads a piece of code: of a configuration, or of what is linted with a finding in it
// that the piece suppresses.
func (p *pages) code(t *testing.T, b block) {
	t.Helper()
	text := farAway.ReplaceAllString(b.text, "until${1}9999")
	put := func(into, at string) string {
		require.Contains(t, into, at)
		return strings.Replace(into, at, text, 1)
	}
	var name, content string
	switch {
	case b.language == "hcl" && strings.HasPrefix(b.text, "# appnetlint:"):
		name, content = "main.tf", put(openApp, "resource \"azurerm_linux_web_app\" \"shop\" {\n")
	case b.language == "bicep":
		name, content = "main.bicep", put(openSite, "resource shop 'Microsoft.Web/sites@2024-04-01' = {\n")
	case b.language == "json":
		text = strings.TrimSuffix(text, "\n") + ",\n\"name\": \"app-shop\",\n"
		name, content = "azuredeploy.json", put(openTemplate, "\"name\": \"app-shop\",\n")
	default:
		_, errs := config.Parse(source.NewFile(b.page, []byte(text)), config.Options{Rules: checks.Catalogue(), Formats: report.Formats()})
		assert.Empty(t, errs)
		return
	}
	dir := tree(t, map[string]string{name: content})
	code, stdout, stderr := run("", "--chdir", dir, "--minimum-failure-severity", "note", name)
	assert.Zero(t, code, "the finding is not suppressed, or something is said of the comment\n%s%s", stdout, stderr)
}

// compile runs a Go program, or compiles a file that is none.
func (p *pages) compile(t *testing.T, b block) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(b.text), 0o600))
	cmd := exec.CommandContext(t.Context(), "go", "run", file)
	cmd.Dir = repositoryTop
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.NotEmpty(t, out)
}

// usageOfPage compares a list of commands with those that the program has.
func usageOfPage(t *testing.T, b block) {
	t.Helper()
	_, help, _ := run("", "--help")
	_, list, ok := strings.Cut(help, "Available Commands:\n")
	require.True(t, ok)
	list, _, _ = strings.Cut(list, "\n\n")
	var has []string
	for line := range strings.Lines(list) {
		if name := strings.Fields(line)[0]; name != "help" && name != "completion" { // they are Cobra's
			has = append(has, name)
		}
	}
	var shown []string
	for _, line := range commandsIn(b.text) {
		if word := strings.Fields(line)[1]; word != "[flags]" {
			shown = append(shown, word)
		}
	}
	assert.ElementsMatch(t, has, shown)
}

var (
	goTest    = regexp.MustCompile(`^(?:[A-Z_]+=\S+ )*go test `)
	testNames = map[string]*regexp.Regexp{
		"-run":   regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example)\w*)`),
		"-bench": regexp.MustCompile(`(?m)^func (Benchmark\w*)`),
		"-fuzz":  regexp.MustCompile(`(?m)^func (Fuzz\w*)`),
	}
)

// flagsOfTests are those of this repository's tests that pages name.
var flagsOfTests = []string{"-update-plans", "-update-pages"}

// checkGoTest holds a call of go test against the tests that there are: running them is for
// .ci/run, or takes long.
func checkGoTest(t *testing.T, line string) {
	t.Helper()
	fields := strings.Fields(line)
	fields = fields[slices.Index(fields, "test")+1:]
	var content strings.Builder
	selects := map[string]string{}
	for i := 0; i < len(fields); i++ {
		field := strings.Trim(fields[i], "'")
		switch {
		case strings.HasPrefix(field, "./"):
			dir, all := strings.CutSuffix(field, "/...")
			found := 0
			require.NoError(t, filepath.WalkDir(filepath.Join(repositoryTop, dir), func(path string, d os.DirEntry, err error) error {
				if err != nil || d.IsDir() && !all && path != filepath.Join(repositoryTop, dir) {
					return errorOrSkip(err)
				}
				if strings.HasSuffix(path, "_test.go") {
					found++
					content.WriteString(readFile(t, path))
				}
				return nil
			}), line)
			assert.NotZero(t, found, "%s: %s has no tests", line, field)
		case field == "-run", field == "-bench", field == "-fuzz":
			i++
			selects[field] = strings.Trim(fields[i], "'")
		case field == "-fuzztime":
			i++
		case field == "-v":
		default:
			assert.Contains(t, flagsOfTests, field, "%s: there is no flag %s", line, field)
		}
	}
	for flag, pattern := range selects {
		for _, one := range strings.Split(strings.SplitN(pattern, "/", 2)[0], "|") {
			if one == "^$" {
				continue
			}
			selected := regexp.MustCompile(one)
			assert.True(t, slices.ContainsFunc(testNames[flag].FindAllStringSubmatch(content.String(), -1), func(m []string) bool {
				return selected.MatchString(m[1])
			}), "%s: %s selects nothing", line, one)
		}
	}
}

func errorOrSkip(err error) error {
	if err != nil {
		return err
	}
	return filepath.SkipDir
}
