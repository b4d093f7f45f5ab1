package report

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// hostFormats are the formats for build servers and code hosts.
var hostFormats = []Format{JUnit, GitHub, AzurePipelines, GitLab, Checkstyle, Markdown}

// hostile is a report on several configurations in which every text tries to be more
// than text, and columns differ by what they count.
func hostile() Report {
	const evil = "100% of a:b, c;d] | <b> & \"q\" 'r' `s` *t* _u_ [x](http://y) @team #12 ]]> --> \r\n::error::x ##vso[task.complete result=Succeeded;] ##[error]z \x00\x1b[31m \xff \u202e \ufffe www.w.example $k$ ~~l~~ !n"
	name := "infra/a%b;c]d,e:f/mäin|`1`.tf"
	wide := source.NewFile(name, []byte("𝒳𝒳 = \"target\"\r\nblock {\r\n  key = hunter2\r\n}\r\n"))
	twin := source.NewFile("infra/b/main.tf", []byte("same\nsame\n"))
	return Report{
		Version: "1.2.3", Checks: []*lint.Check{shadowed, small, open, advice}, Resources: 3,
		Roots: []string{"infra/a%b;c]d,e:f", "infra/b", "./other"},
		Findings: []lint.Finding{
			{Check: shadowed, Severity: lint.Warning, Message: evil, Address: `a.b["` + evil + `"]`, At: in(wide, `"target"`), Root: "infra/a%b;c]d,e:f"},
			{Check: small, Severity: lint.Error, Message: "Over several lines, hunter2.", Address: "block", At: in(wide, "block {\r\n  key = hunter2\r\n}"), Root: "infra/a%b;c]d,e:f"},
			{Check: advice, Severity: lint.Note, Message: "The first.", Address: "x", At: source.Range{File: twin, Start: 0, End: 4}, Root: "infra/b"},
			{Check: advice, Severity: lint.Note, Message: "The second.", Address: "x", At: source.Range{File: twin, Start: 5, End: 9}, Root: "infra/b"},
			{Check: open, Severity: lint.Error, Message: "Nowhere.", Root: "<stdin>"},
		},
		Errors:  []*source.Error{{Path: name, Message: evil}},
		Notes:   []*source.Error{{At: in(wide, "key"), Message: "Not seen: hunter2."}},
		Secrets: []string{"hunter2"},
	}
}

func TestHostile(t *testing.T) {
	for _, f := range hostFormats {
		out := write(t, f, hostile(), Options{})
		golden(t, "hostile."+string(f), out)
		assert.NotContains(t, out, "hunter2", f)
		assert.True(t, utf8.ValidString(out), f)
		assert.NotContains(t, out, "\x1b", f)
		assert.NotContains(t, out, "##[", f)
		assert.NotContains(t, out, "\r", f)
		assert.Contains(t, out, "infra/b", f)
	}
}

func TestHostPath(t *testing.T) {
	for path, want := range map[string]string{
		"": "", ".": ".", "./main.tf": "main.tf", "a/../b.tf": "b.tf", "<stdin>": "<stdin>", "../x/main.tf": "../x/main.tf",
	} {
		assert.Equal(t, want, hostPath(place{path: path}), path)
	}
	for path, want := range map[string]string{".": "", "<stdin>": "", "./main.tf": "main.tf"} {
		assert.Equal(t, want, hostFile(place{path: path}), path)
	}
}

// A folder that is given with --chdir is where paths begin.
func TestHostBase(t *testing.T) {
	for _, f := range hostFormats {
		r := mixed()
		r.Base = "infra/prod"
		assert.Contains(t, write(t, f, r, Options{}), "infra/prod/modules/web app/main.tf", f)
	}
}

func TestHostFormatsOfNothing(t *testing.T) {
	r := cases["clean"]()
	r.Quiet = true
	for f, want := range map[Format]string{
		GitHub: "", Markdown: "", GitLab: "[]\n", AzurePipelines: "##vso[task.complete result=Succeeded;]\n",
	} {
		assert.Equal(t, want, write(t, f, r, Options{}), f)
	}
}

// validateXML has xmllint judge a document by a schema.
func validateXML(t *testing.T, schema, document string) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	path := filepath.Join(t.TempDir(), "report.xml")
	require.NoError(t, os.WriteFile(path, []byte(document), 0o600))
	out, err := exec.Command(lint, "--nonet", "--noout", "--schema", filepath.Join("testdata", schema), path).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// reports are all the reports of the tests, by name.
func reports() map[string]Report {
	out := map[string]Report{"hostile": hostile(), "nothing": {}, "large": large(300)}
	for name, report := range cases {
		out[name] = report()
	}
	return out
}

// level makes a report with n findings of a level.
func level(s lint.Severity, n int) Report {
	var r Report
	for i := range n {
		r.Findings = append(r.Findings, lint.Finding{Check: small, Severity: s, Message: fmt.Sprintf("Message %d.", i), Address: fmt.Sprintf("a.b%d", i), Root: "plan.json"})
	}
	return r
}

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }
