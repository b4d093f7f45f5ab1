package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// drawn is a report with all that the page shows.
func drawn() Report {
	r := mixed()
	r.Network = Network{
		Reach: []ReachRow{
			{Root: ".", Address: "azurerm_linux_web_app.w", Site: "main", From: "internet", Verdict: "open", Because: "there are no rules"},
			{Root: ".", Address: `"><script>alert(1)</script>`, Site: "scm", From: "internet", Verdict: "cannot tell", Because: "x\x1b[31m", File: "a.tf", Line: 3},
		},
		Maps:    []Map{{Root: "<b>", SVG: `<svg class="an-map"><title>map</title></svg>`}},
		Shapes:  ".an-map{}",
		Colours: func(dark bool, selector string) string { return fmt.Sprintf("%s .an-map{--dark:%t}\n", selector, dark) },
	}
	return r
}

var hashes = regexp.MustCompile(`sha256-[A-Za-z0-9+/=]+`)

// The page's own style and script, and nothing else, are what its policy allows.
func TestHTMLPolicy(t *testing.T) {
	page := write(t, HTML, drawn(), Options{})
	_, policy, ok := strings.Cut(page, `http-equiv="Content-Security-Policy" content="`)
	require.True(t, ok)
	policy, _, _ = strings.Cut(policy, `"`)
	policy = strings.ReplaceAll(strings.ReplaceAll(policy, "&#39;", "'"), "&#43;", "+")
	assert.True(t, strings.HasPrefix(policy, "default-src 'none'; "), policy)
	assert.NotContains(t, policy, "unsafe")
	allowed := hashes.FindAllString(policy, -1)
	require.Len(t, allowed, 2)
	for i, tag := range []string{"style", "script"} {
		require.Equal(t, 1, strings.Count(page, "<"+tag), "one %s alone", tag)
		_, content, _ := strings.Cut(page, "<"+tag+">")
		content, _, _ = strings.Cut(content, "</"+tag+">")
		assert.Equal(t, hashOf(content), allowed[i])
	}
}

// The page loads nothing, and what comes from files is text.
func TestHTMLHoldsNothingForeign(t *testing.T) {
	page := write(t, HTML, drawn(), Options{})
	for _, never := range []string{"s3cr3t-token", "<script>alert", "\x1b", " style=", " onclick=", "<img", "<link", "@import", "url("} {
		assert.NotContains(t, page, never)
	}
	assert.NotRegexp(t, `\ssrc=`, page)
	assert.Contains(t, page, "&lt;script&gt;alert(1)&lt;/script&gt;")
	assert.Contains(t, page, "<summary>&lt;b&gt;</summary>")
	assert.Contains(t, page, `<svg class="an-map"><title>map</title></svg>`)
}

func TestHTMLTellsAll(t *testing.T) {
	page := write(t, HTML, drawn(), Options{})
	for _, want := range []string{
		`data-level="error" data-rule="scm-site-open"`, `data-level="warning" data-rule="access-rule-shadowed"`, `data-level="note" data-rule="tls-1-2-advised"`,
		`modules/web app/main.tf:8:3`, `<mark class="warning">ip_restriction { priority = 300 }</mark>`, `<mark class="related">ip_restriction</mark>`,
		`the rule that takes them`, `in the downloaded module, at .terraform/modules/far/main.tf`, `called as module.web[&#34;eu&#34;]`,
		`id="rule-access-rule-shadowed"`, `<p>App Service takes the first rule that matches, by priority.</p><p>A rule whose addresses`, `<code>priority</code>`,
		`Could not be read`, `There is no such file.`, `data.http.ip`, `(sensitive)`, `cannot tell`, `a.tf:3`,
	} {
		assert.Contains(t, page, want)
	}
	first := strings.Index(page, `data-level="error"`)
	assert.Less(t, first, strings.Index(page, `data-level="warning"`), "the gravest come first")
}

func TestHTMLOfNothing(t *testing.T) {
	page := write(t, HTML, Report{}, Options{})
	assert.Contains(t, page, "No findings.")
	assert.NotContains(t, page, `id="map"`)
	assert.NotContains(t, page, `id="reach"`)
}

// A page of very many findings is cut, the mildest first, and says so.
func TestHTMLIsCut(t *testing.T) {
	r := Report{Roots: []string{"."}}
	for i := range maxHTMLRows + 10 {
		f := lint.Finding{Check: advice, Severity: lint.Note, Message: "m", Address: fmt.Sprint("a", i), Root: "."}
		if i == maxHTMLRows+5 {
			f.Check, f.Severity = small, lint.Error
		}
		r.Findings = append(r.Findings, f)
	}
	page := write(t, HTML, r, Options{})
	assert.Contains(t, page, "10 milder findings are left out")
	assert.Equal(t, maxHTMLRows, strings.Count(page, `<details class="finding`))
	assert.Equal(t, 1, strings.Count(page, `<details class="finding error"`))
}

func TestHTMLMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"One.\nTwo `a<b`.\n\nThree.":  "<p>One. Two <code>a&lt;b</code>.</p><p>Three.</p>",
		"Either:\n- a `x`\n- b\n  c":  "<p>Either:</p><ul><li>a <code>x</code></li><li>b c</li></ul>",
		"an ` alone <script>":         "<p>an ` alone &lt;script&gt;</p>",
		"[a](javascript:alert(1)) **": "<p>[a](javascript:alert(1)) **</p>",
	} {
		assert.Equal(t, want, string(htmlMarkdown(text)))
	}
}
