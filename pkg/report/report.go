// Package report prints what a run found, one file a format. A format sees
// findings and the source they point into, never the model.
//
// To add a format, write its function in a file of its own and name it in the
// list of formats below.
package report

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// What the program calls itself.
const (
	toolName = "appnetlint"
	toolURI  = "https://github.com/appnetlint/appnetlint"
)

// Report is what a run has to say. Its lists are printed in the order they have.
type Report struct {
	// Version is that of the program: 0.1.0 or v0.1.0.
	Version string
	// Checks are the rules that ran.
	Checks []*lint.Check
	// Roots are the names of the configurations that were linted.
	Roots []string
	// Resources is how many resources they hold.
	Resources int
	Findings  []lint.Finding
	// Known are findings that a baseline has. They are counted nowhere, and are in
	// SARIF alone. Compared is set if there is a baseline.
	Known    []lint.Finding
	Compared bool
	// Undecided is what checks could not answer. It is counted, and listed by
	// the formats for people only if ShowUndecided is set.
	Undecided     []lint.Undecided
	ShowUndecided bool
	// Errors is what could not be read.
	Errors []*source.Error
	// Notes say what could not be seen, such as a module that is not installed.
	// They are no errors.
	Notes []*source.Error
	// Base is where the paths of files begin as the reader of the report sees
	// it: "infra" makes infra/main.tf of main.tf.
	Base string
	// Secrets are values that must not appear. Messages come without them, the
	// lines of files that a report quotes do not.
	Secrets []string
	// Private are places in files whose text must not be quoted.
	Private []source.Range
	// Network is for the formats that show more than findings.
	Network Network
	// Quiet leaves out everything but findings from the formats for people.
	Quiet bool
}

// Options are how to print.
type Options struct {
	// Color uses the colours of a terminal in the formats that have any.
	Color bool
	// Width breaks messages into lines of so many cells; 0 leaves them whole.
	Width int
	// Category tells several SARIF reports on one commit apart; it may be empty.
	Category string
	// Quote quotes texts in what could not be read: it is a file that holds no secrets,
	// such as the linter's own configuration.
	Quote bool
}

// Format is the name of a way to print a report.
type Format string

// The formats.
const (
	Text    Format = "text"
	Compact Format = "compact"
	JSON    Format = "json"
	SARIF   Format = "sarif"
)

// formats lists the formats, the default first. Their functions need not look
// at the errors of the writer: it keeps the first one, and Write returns it.
var formats = []struct {
	name  Format
	write func(*bufio.Writer, *view) error
}{
	{Text, writeText},
	{Compact, writeCompact},
	{JSON, writeJSON},
	{SARIF, writeSARIF},
	{JUnit, writeJUnit},
	{GitHub, writeGitHub},
	{AzurePipelines, writeAzurePipelines},
	{GitLab, writeGitLab},
	{Checkstyle, writeCheckstyle},
	{Markdown, writeMarkdown},
	{HTML, writeHTML},
}

// Formats returns the names of the formats, the default first.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f.name)
	}
	return names
}

// ParseFormat reads the name of a format.
func ParseFormat(s string) (Format, error) {
	for _, f := range formats {
		if strings.EqualFold(s, string(f.name)) {
			return f.name, nil
		}
	}
	return "", fmt.Errorf("%q is not a format: use one of %s", s, strings.Join(Formats(), ", "))
}

// Write prints a report in a format.
func Write(w io.Writer, format Format, r Report, opts Options) error {
	for _, f := range formats {
		if f.name == format {
			b := bufio.NewWriterSize(w, 64<<10)
			if err := f.write(b, newView(r, opts)); err != nil {
				return err
			}
			return b.Flush()
		}
	}
	return fmt.Errorf("%q is not a format", string(format))
}

// view is a report as a format sees it: what all of them need is worked out here.
type view struct {
	Report
	Options
	redact func(string) string
	blots  *blots
}

func newView(r Report, o Options) *view {
	return &view{Report: r, Options: o, redact: lint.Redactor(r.Secrets), blots: newBlots(r.Secrets, r.Private)}
}

// ofErrors is the view for what could not be read: of that, nothing tells which texts are
// secrets, so that none is quoted.
func (v *view) ofErrors() *view {
	private := slices.Clone(v.Private)
	for _, list := range [][]*source.Error{v.Errors, v.Notes} {
		for _, e := range list {
			if e.At.HasText() {
				private = append(private, texts(e.At)...)
			}
		}
	}
	out := *v
	out.blots = newBlots(v.Secrets, private)
	return &out
}

// place is where something is shown.
type place struct {
	// path is "" if nothing tells it.
	path string
	// at has text, or is zero if there is only a path.
	at source.Range
}

// start is where the place begins. It may be asked for only if there is text.
func (p place) start(unit source.Unit) source.Position {
	return p.at.File.Position(p.at.Start, unit)
}

func (p place) end(unit source.Unit) source.Position {
	return p.at.File.Position(p.at.End, unit)
}

// String prints the place as people and editors write it: main.tf:12:3.
func (p place) String() string {
	if !p.at.HasText() {
		return p.path
	}
	s := p.start(source.Runes)
	return fmt.Sprintf("%s:%d:%d", p.path, s.Line, s.Column)
}

// place returns where a range is shown. What lies nowhere is somewhere in the
// configuration that has the given name.
func (v *view) place(at source.Range, root string) place {
	switch {
	case at.HasText():
		at.Start = min(max(at.Start, 0), len(at.File.Content))
		at.End = min(max(at.End, at.Start), len(at.File.Content))
		return place{v.path(at.File.Path), at}
	case at.File != nil:
		return place{path: v.path(at.File.Path)}
	}
	return place{path: v.path(root)}
}

// finding returns where a finding is shown. Nobody can mend a module that is
// downloaded, so what is found inside one is shown at its outermost call, and
// the place inside is the origin.
func (v *view) finding(f *lint.Finding) (shown, origin place) {
	shown = v.place(f.At, f.Root)
	for _, c := range f.Calls {
		if c.Downloaded && !c.At.IsZero() {
			return v.place(c.At, f.Root), shown
		}
	}
	return shown, place{}
}

// error returns where an error is shown.
func (v *view) error(e *source.Error) place { return v.place(e.At, e.Path) }

func (v *view) path(p string) string {
	standard := strings.HasPrefix(p, "<") // <stdin>
	if v.Base == "" || p == "" || standard || isAbsolute(p) {
		return p
	}
	return path.Join(v.Base, p)
}

func isAbsolute(p string) bool { return path.IsAbs(p) || filepath.IsAbs(p) }

// severity returns the level of a finding.
func severity(f *lint.Finding) lint.Severity {
	if f.Severity != 0 {
		return f.Severity
	}
	return f.Check.Severity
}

// page returns the address of a rule's page.
func page(c *lint.Check) string {
	if c.Family == "" {
		if len(c.Links) == 0 {
			return ""
		}
		return c.Links[0]
	}
	return toolURI + "/blob/main/checks/" + c.Family + "/" + c.Name + ".md"
}

// tally counts findings by level.
type tally struct{ errors, warnings, notes int }

func count(findings []lint.Finding) tally {
	var t tally
	for i := range findings {
		switch severity(&findings[i]) {
		case lint.Error:
			t.errors++
		case lint.Warning:
			t.warnings++
		case lint.Note:
			t.notes++
		}
	}
	return t
}

// String lists the levels that there are: "1 error, 2 warnings".
func (t tally) String() string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{t.errors, "error", "errors"},
		{t.warnings, "warning", "warnings"},
		{t.notes, "note", "notes"},
	} {
		if p.n > 0 {
			parts = append(parts, lint.Plural(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}
