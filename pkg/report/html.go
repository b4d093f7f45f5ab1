package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// HTML is a page for people that needs nothing but itself: no network, no other file.
const HTML Format = "html"

// Network is what a report shows of the network besides findings. Its texts hold no
// secrets.
type Network struct {
	Reach []ReachRow
	Maps  []Map
	// Shapes are the rules of the style of the maps that are no colours, and Colours
	// those for light or dark where a selector holds.
	Shapes  string
	Colours func(dark bool, selector string) string
}

// ReachRow tells whether a source of traffic reaches an app.
type ReachRow struct {
	Root, Address string
	Site          string // main or scm
	From          string
	Verdict       string // open, filtered, closed or cannot tell
	Because       string
	Example       string
	File          string
	Line          int
}

// Map is the picture of a configuration.
type Map struct {
	Root string
	// SVG is an element svg whose texts are escaped and which holds no script.
	SVG string
}

//go:embed html/page.html
var htmlPage string

//go:embed html/page.css
var htmlStyle string

//go:embed html/page.js
var htmlScript string

// maxHTMLRows is how many findings, and how many rows of a table, a page shows: with
// more of them a browser becomes slow.
const maxHTMLRows = 5000

// htmlTemplate is read when it is needed: that takes longer than many a run.
var htmlTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(htmlPage)) })

// writeHTML prints the page. Its policy allows the one style and the one script that
// are in it, by their hashes, and nothing else.
func writeHTML(w *bufio.Writer, v *view) error {
	h := &htmlView{view: v}
	style, script := h.style(), htmlScript
	return htmlTemplate().Execute(w, map[string]any{
		"Policy":  fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hashOf(style), hashOf(script)),
		"Style":   template.HTML("<style>" + style + "</style>"),    //nolint:gosec // our own file
		"Script":  template.HTML("<script>" + script + "</script>"), //nolint:gosec // our own file
		"Page":    h.page(),
		"Tool":    toolName,
		"ToolURI": toolURI,
	})
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// style is that of the page and of its maps.
func (h *htmlView) style() string {
	out := htmlStyle + h.Network.Shapes
	if c := h.Network.Colours; c != nil {
		out += c(false, "") +
			"@media (prefers-color-scheme:dark){\n" + c(true, ":root:not([data-theme=light])") + "}\n" +
			c(true, ":root[data-theme=dark]")
	}
	return out
}

// htmlView prints the page.
type htmlView struct {
	*view
	text *text
}

// htmlData is all that the page shows.
type htmlData struct {
	Version   string
	Roots     []string
	Tally     []htmlCount
	Scope     string
	Findings  []htmlFinding
	Left      int // findings that are not shown
	Rules     []htmlRule
	Reach     []ReachRow
	ReachLeft int
	Several   bool // configurations
	Verdicts  []htmlCount
	Maps      []htmlMap
	Errors    []htmlMessage
	Notes     []htmlMessage
	Undecided []htmlMessage
	Questions string
}

type htmlCount struct {
	Name string
	N    int
	Word string
}

type htmlMap struct {
	Root string
	SVG  template.HTML
}

type htmlMessage struct{ Where, Text, Rule string }

// htmlRule is the documentation of a rule that found something.
type htmlRule struct {
	Name, Title, Page, Level, Effect string
	N                                int
	Why, Fix                         template.HTML
	Links                            []string
}

// htmlFinding is a finding.
type htmlFinding struct {
	Level, Rule, Address, Where, Root string
	Message                           template.HTML
	Snippets                          []htmlSnippet
	Details                           []string
}

func (h *htmlView) page() htmlData {
	h.text = newText(nil, h.view)
	levels := count(h.Findings)
	d := htmlData{
		Version: clean(h.Version),
		Scope:   clean(upperFirst(h.text.scope())),
		Several: len(h.Roots) > 1,
		Tally: []htmlCount{
			{"error", levels.errors, plural(levels.errors, "error")},
			{"warning", levels.warnings, plural(levels.warnings, "warning")},
			{"note", levels.notes, plural(levels.notes, "note")},
		},
	}
	for _, r := range h.Roots {
		if r := h.path(r); r != "." { // which says nothing to a reader
			d.Roots = append(d.Roots, clean(r))
		}
	}
	findings := h.gravestFirst()
	d.Rules = htmlRules(findings)
	if len(findings) > maxHTMLRows {
		d.Left = len(findings) - maxHTMLRows
		findings = findings[:maxHTMLRows]
	}
	for _, f := range findings {
		d.Findings = append(d.Findings, h.one(f))
	}
	h.network(&d)
	h.messages(&d)
	return d
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// network fills in the maps and the table of who reaches what.
func (h *htmlView) network(d *htmlData) {
	for _, m := range h.Network.Maps {
		d.Maps = append(d.Maps, htmlMap{clean(m.Root), template.HTML(m.SVG)}) //nolint:gosec // see the field
	}
	internet := map[string]int{}
	for _, r := range h.Network.Reach {
		if r.From == "internet" && r.Site == "main" {
			internet[r.Verdict]++
		}
	}
	for _, v := range []struct{ name, words string }{
		{"open", "open to the internet"}, {"filtered", "partly open to the internet"},
		{"closed", "closed to the internet"}, {"cannot tell", "not known to be open or closed"},
	} {
		if n := internet[v.name]; n > 0 {
			d.Verdicts = append(d.Verdicts, htmlCount{strings.ReplaceAll(v.name, " ", "-"), n, plural(n, "app") + " " + v.words})
		}
	}
	rows := h.Network.Reach
	if len(rows) > maxHTMLRows {
		d.ReachLeft = len(rows) - maxHTMLRows
		rows = rows[:maxHTMLRows]
	}
	for _, r := range rows {
		d.Reach = append(d.Reach, ReachRow{
			Root: clean(h.path(r.Root)), Address: clean(r.Address), Site: r.Site, From: clean(r.From), Verdict: r.Verdict,
			Because: clean(r.Because), Example: clean(r.Example), File: clean(h.path(r.File)), Line: r.Line,
		})
	}
}

// messages fills in what could not be read, seen or decided.
func (h *htmlView) messages(d *htmlData) {
	list := func(all []*source.Error) []htmlMessage {
		var out []htmlMessage
		for _, e := range all {
			out = append(out, htmlMessage{Where: clean(h.error(e).String()), Text: clean(h.redact(e.Message))})
		}
		return out
	}
	d.Errors, d.Notes = list(h.Errors), list(h.Notes)
	if n := len(h.Undecided); n > 0 {
		d.Questions = lint.Plural(n, "question", "questions") + " undecided"
	}
	if !h.ShowUndecided {
		return
	}
	for _, u := range h.Undecided[:min(len(h.Undecided), maxHTMLRows)] {
		where := joinNonEmpty(", ", u.Address, h.place(u.At, u.Root).String())
		d.Undecided = append(d.Undecided, htmlMessage{clean(where), clean(h.redact(u.Why)), u.Check.Name})
	}
}

// htmlRules are the rules of findings, in the order of their names.
func htmlRules(findings []*lint.Finding) []htmlRule {
	n := map[*lint.Check]int{}
	for _, f := range findings {
		n[f.Check]++
	}
	var rules []htmlRule
	for c, times := range n {
		rules = append(rules, htmlRule{
			Name: c.Name, Title: c.Title, Page: page(c), Level: c.Severity.String(), Effect: string(c.Effect), N: times,
			Why: htmlMarkdown(c.Why), Fix: htmlMarkdown(c.Fix), Links: c.Links,
		})
	}
	slices.SortFunc(rules, func(a, b htmlRule) int { return strings.Compare(a.Name, b.Name) })
	return rules
}

func (h *htmlView) one(f *lint.Finding) htmlFinding {
	shown, origin := h.finding(f)
	out := htmlFinding{
		Level: severity(f).String(), Rule: f.Check.Name, Address: clean(f.Address), Where: clean(shown.String()),
		Message: htmlInline(clean(h.redact(f.Message))),
	}
	if len(h.Roots) > 1 && f.Root != "" && f.Root != shown.path && f.Root != path.Dir(shown.path) {
		out.Root = clean(h.path(f.Root))
	}
	marks := []mark{{at: shown.at, path: shown.path, severity: severity(f)}}
	for _, r := range f.Related {
		p := h.place(r.At, f.Root)
		label := clean(joinNonEmpty(": ", h.redact(r.Message), r.Address))
		if !p.at.HasText() || p.at == shown.at {
			out.Details = append(out.Details, label)
		} else {
			marks = append(marks, mark{at: p.at, path: p.path, label: label})
		}
	}
	if origin.path != "" {
		out.Details = append(out.Details, clean("in the downloaded module, at "+origin.String()))
	}
	for _, c := range slices.Backward(f.Calls) {
		if p := h.place(c.At, ""); p.path != "" && p != shown {
			out.Details = append(out.Details, clean("called as "+c.Address+", "+p.String()))
		}
	}
	if len(f.Also) > 0 {
		out.Details = append(out.Details, clean("found in "+h.text.roots(f)))
	}
	out.Snippets = h.snippets(marks)
	return out
}
