package report

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	shadowed = &lint.Check{
		Name: "access-rule-shadowed", Family: "accessrestriction", Severity: lint.Warning, Effect: lint.Silent,
		Title: "An access rule never matches",
		Why:   "App Service takes the first rule that matches, by priority.\n\nA rule whose addresses are all in an earlier one has no effect.",
		Fix:   "Remove the rule, or give it a lower `priority`.",
		Links: []string{"https://learn.microsoft.com/azure/app-service/overview-access-restrictions"},
		Since: "0.1", Run: func(*lint.Pass) {},
	}
	small = &lint.Check{
		Name: "subnet-too-small", Family: "vnetintegration", Severity: lint.Error, Effect: lint.ApplyFails,
		Title: "The integration subnet has too few addresses",
		Why:   "Every worker takes an address.",
		Fix:   "Use `/26`.",
		Links: []string{"https://learn.microsoft.com/a", "https://learn.microsoft.com/b"},
		Since: "0.1", Precision: "high", Run: func(*lint.Pass) {},
	}
	open = &lint.Check{
		Name: "scm-site-open", Family: "accessrestriction", Severity: lint.Warning, Effect: lint.Exposure,
		Title:            "The SCM site is open to the internet",
		Why:              "The SCM site has its own rules.",
		Fix:              "Restrict it.",
		Links:            []string{"https://learn.microsoft.com/c"},
		SecuritySeverity: 7.5,
		Since:            "0.1", Run: func(*lint.Pass) {},
	}
	advice = &lint.Check{
		Name: "tls-1-2-advised", Severity: lint.Note, Effect: lint.Advice,
		Title: "TLS 1.3 is available", Why: "It is.", Fix: "Use it.", Links: []string{"https://learn.microsoft.com/d"},
		Since: "0.1", Run: func(*lint.Pass) {},
	}
)

// in returns the range of the first place at which a file has a text.
func in(f *source.File, text string) source.Range {
	i := bytes.Index(f.Content, []byte(text))
	if i < 0 {
		panic(fmt.Sprintf("%s does not hold %q", f.Path, text))
	}
	return source.Range{File: f, Start: i, End: i + len(text)}
}

// mixed is a report with something of everything.
func mixed() Report {
	app := source.NewFile("modules/web app/main.tf", []byte(strings.TrimLeft(`
resource "azurerm_linux_web_app" "web" {
	site_config {
		ip_restriction { # 日本 first
			name = "büro"
		}


		ip_restriction { priority = 300 } # "é𝒳"
		scm = "日本" != "s3cr3t-token" ? "x" : "y"
	}
}
`, "\n")))
	root := source.NewFile("main.tf", []byte("module \"web\" {\r\n  source = \"./modules/web app\"\r\n}\r\n\r\nmodule \"far\" {\r\n  source = \"Azure/far/azurerm\"\r\n}\r\n"))
	far := source.NewFile(".terraform/modules/far/main.tf", []byte("resource \"azurerm_subnet\" \"s\" {\n}\n"))
	plan := source.NewFile("plan.json", nil)
	web := []network.Call{{Address: `module.web["eu"]`, At: in(root, `module "web"`)}}
	download := []network.Call{{Address: "module.far", At: in(root, `module "far"`), Downloaded: true}}

	return Report{
		Version:   "v0.1.0",
		Checks:    []*lint.Check{shadowed, small, open, advice},
		Roots:     []string{"."},
		Resources: 12,
		Findings: []lint.Finding{
			{
				Check: shadowed, Severity: lint.Warning,
				Message: `Rule "b" (priority 300) never matches, because rule "büro" (priority 100) takes all of its addresses. Remove it.`,
				Address: `module.web["eu"].azurerm_linux_web_app.web`,
				At:      in(app, "ip_restriction { priority = 300 }"),
				Related: []lint.Related{
					{At: in(app, "ip_restriction"), Message: "the rule that takes them"},
					{At: in(far, `"azurerm_subnet"`), Address: "module.far.azurerm_subnet.s", Message: "the subnet"},
				},
				Calls: web, Root: ".",
			},
			{
				Check: open, Severity: lint.Error,
				Message: "The SCM site of \"web\" is open to 0.0.0.0/0 with token s3cr3t-token. Restrict it.",
				Address: `module.web["eu"].azurerm_linux_web_app.web`,
				At:      in(app, `"s3cr3t`), Calls: web, Root: ".",
			},
			{
				Check: small, Severity: lint.Error,
				Message: "Subnet \"s\" (10.0.1.0/29) has 3 usable addresses. Use /26 or larger.",
				Address: "module.far.azurerm_subnet.s",
				At:      in(far, `"azurerm_subnet" "s"`), Calls: download, Root: ".",
			},
			{
				Check: small, Severity: lint.Error,
				Message: "Subnet \"t\" (10.0.2.0/29) has 3 usable addresses. Use /26 or larger.",
				Address: "azurerm_subnet.t",
				At:      source.Range{File: plan},
				Related: []lint.Related{{Address: "azurerm_service_plan.p", At: source.Range{File: plan}, Message: "the plan"}},
				Root:    "plan.json",
			},
			{
				Check: advice, Severity: lint.Note,
				Message: "App \"w\" could use TLS 1.3.\n::error::not a command ##vso[task.x]y \x1b[31m",
				Address: "azurerm_linux_web_app.w",
				Root:    "plan.json",
			},
		},
		Undecided: []lint.Undecided{
			{Check: small, Address: "azurerm_subnet.t", At: source.Range{File: plan}, Why: "var.prefix", Root: "plan.json"},
			{Check: shadowed, Address: "azurerm_linux_web_app.w", At: in(app, "site_config"), Why: "var.prefix", Root: "."},
			{Check: shadowed, Address: "azurerm_linux_web_app.w", At: in(app, "site_config"), Why: "data.http.ip", Root: "."},
		},
		ShowUndecided: true,
		Errors: []*source.Error{
			{At: in(root, "source"), Message: "Module \"far\" could not be read: s3cr3t-token."},
			{Path: "other.tf", Message: "There is no such file."},
			{Message: "The configuration is too large."},
		},
		Secrets: []string{"s3cr3t-token", "x"},
	}
}

func write(tb testing.TB, f Format, r Report, o Options) string {
	tb.Helper()
	var out strings.Builder
	require.NoError(tb, Write(&out, f, r, o))
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run go test ./pkg/report -update")
	assert.Equal(t, string(want), got, path)
}

var cases = map[string]func() Report{
	"mixed": mixed,
	"clean": func() Report {
		return Report{Version: "0.1.0", Checks: []*lint.Check{shadowed, open}, Roots: []string{"a", "b"}, Resources: 1}
	},
	"errors": func() Report {
		r := mixed()
		r.Findings, r.Undecided, r.Resources, r.Base = nil, nil, 0, "infra/prod"
		return r
	},
}

func TestGolden(t *testing.T) {
	for name, report := range cases {
		for _, f := range Formats() {
			golden(t, name+"."+f, write(t, Format(f), report(), Options{}))
		}
		var errors strings.Builder
		require.NoError(t, WriteErrors(&errors, report(), Options{}))
		golden(t, name+".stderr", errors.String())
	}
	golden(t, "mixed.terminal", write(t, Text, mixed(), Options{Color: true, Width: 60}))
}

// Nothing that is printed holds a secret, whatever part of it a range covers.
func TestSecrets(t *testing.T) {
	for _, f := range Formats() {
		out := write(t, Format(f), mixed(), Options{})
		assert.NotContains(t, out, "s3cr3t", f)
		assert.NotContains(t, out, "-token", f)
	}
	key := "-----BEGIN KEY-----\nabcdefghij\nklm\"opqrst\n"
	for _, content := range []string{
		"a = <<EOT\n    -----BEGIN KEY-----\n    abcdefghij\n    klm\"opqrst\nEOT\n",
		`{"a": "-----BEGIN KEY-----\nabcdefghij\nklm\"opqrst\n"}`,
	} {
		f := source.NewFile("a", []byte(content))
		b := newBlots([]string{key, "no", "abcdefghij"}, nil)
		for start := range content {
			for end := start; end <= len(content); end++ {
				assert.NotRegexp(t, "BEGIN|bcdefgh|opq", b.text(f, start, end))
			}
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, name := range Formats() {
		f, err := ParseFormat(strings.ToUpper(name))
		require.NoError(t, err)
		assert.Equal(t, Format(name), f)
	}
	assert.Equal(t, "text", Formats()[0], "the default comes first")
	_, err := ParseFormat("yaml")
	assert.EqualError(t, err, `"yaml" is not a format: use one of text, compact, json, sarif, junit, github, azure-pipelines, gitlab, checkstyle, markdown, html`)
	assert.Error(t, Write(io.Discard, "yaml", Report{}, Options{}))
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriterErrors(t *testing.T) {
	for _, f := range Formats() {
		assert.ErrorIs(t, Write(brokenWriter{}, Format(f), mixed(), Options{}), io.ErrClosedPipe, f)
	}
	assert.ErrorIs(t, WriteErrors(brokenWriter{}, mixed(), Options{}), io.ErrClosedPipe)
}

func TestQuiet(t *testing.T) {
	r := cases["clean"]()
	r.Quiet = true
	assert.Empty(t, write(t, Text, r, Options{}))
	assert.Empty(t, write(t, Compact, r, Options{}))
}

// Ranges that a front end got wrong must not end the run.
func TestOutOfRange(t *testing.T) {
	f := source.NewFile("a.tf", []byte("é"))
	for _, at := range []source.Range{
		{File: f, Start: -5, End: -1}, {File: f, Start: 9, End: 12}, {File: f, Start: 2, End: 1}, {File: f, Start: 1, End: 1},
		{File: source.NewFile("empty.tf", []byte{}), Start: 0, End: 3}, {},
	} {
		r := Report{Findings: []lint.Finding{{Check: small, Message: "m.", At: at, Related: []lint.Related{{At: at}}}}}
		for _, name := range Formats() {
			assert.NotEmpty(t, write(t, Format(name), r, Options{}))
		}
	}
}

// large returns a report with n findings in files of realistic size.
func large(n int) Report {
	r := Report{Version: "0.1.0", Checks: []*lint.Check{shadowed, small, open}, Resources: n}
	const each = 100
	for i := 0; i < n; i += each {
		var text strings.Builder
		for j := range each {
			fmt.Fprintf(&text, "resource \"azurerm_subnet\" \"s%d\" {\n  address_prefixes = [\"10.0.0.0/29\"]\n}\n", i+j)
		}
		f := source.NewFile(fmt.Sprintf("stacks/%d/main.tf", i), []byte(text.String()))
		for j := range each {
			at := in(f, fmt.Sprintf("\"s%d\"", i+j))
			r.Findings = append(r.Findings, lint.Finding{
				Check: small, Severity: lint.Error, Address: fmt.Sprintf("azurerm_subnet.s%d", i+j), At: at,
				Message: "Subnet \"s\" (10.0.1.0/29) has 3 usable addresses; plan \"p\" may need 20 while it scales. Use /26 or larger.",
				Related: []lint.Related{{Address: "azurerm_service_plan.p", At: source.Range{File: f, End: 8}, Message: "the plan"}},
			})
		}
	}
	return r
}

func BenchmarkWrite(b *testing.B) {
	r := large(25_000)
	for _, f := range Formats() {
		b.Run(f, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, Write(io.Discard, Format(f), r, Options{}))
			}
		})
	}
}
