package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// writeText prints a report for people: each finding with the lines it is about,
// then what could not be decided if that is asked for, then a summary.
//
//	warning: Rule "office" never matches. [access-rule-shadowed]
//	  --> main.tf:24:5 (azurerm_linux_web_app.web)
//	   |
//	14 |     ip_restriction {
//	   |     -------------- the rule that covers it
//	...
//	24 |     ip_restriction {
//	   |     ^^^^^^^^^^^^^^
//	   |
//	   = called from module.web, main.tf:3:1
func writeText(w *bufio.Writer, v *view) error {
	t := newText(w, v)
	for i := range v.Findings {
		t.finding(&v.Findings[i])
	}
	if v.Quiet {
		return nil
	}
	if v.ShowUndecided {
		t.undecided()
	}
	t.summary()
	return nil
}

// WriteErrors prints what could not be read or seen, in the manner of the text format.
// That format leaves it out: what is not a finding goes to standard error.
func WriteErrors(w io.Writer, r Report, opts Options) error {
	b := bufio.NewWriter(w)
	v := newView(r, opts)
	if !opts.Quote {
		v = v.ofErrors()
	}
	t := newText(b, v)
	for _, e := range v.Errors {
		t.message(lint.Error, e.Message, "")
		p := v.error(e)
		t.snippet(p, "", []mark{{at: p.at, severity: lint.Error}}, nil)
	}
	if !v.Quiet {
		for _, n := range v.Notes {
			t.note(n)
		}
	}
	return b.Flush()
}

// note prints what could not be seen in one line: there may be many of them, and
// nothing is to be mended there.
func (t *text) note(n *source.Error) {
	where := clean(line(t.error(n), ""))
	if where != "" {
		where += ": "
	}
	fmt.Fprintf(t.w, "%s %s%s\n", t.paint.severity[lint.Note](lint.Note.String()+":"), where, clean(t.redact(n.Message)))
}

// text prints for people.
type text struct {
	*view
	w     *bufio.Writer
	paint palette
}

// palette holds the colours, each as a function that paints.
type palette struct {
	severity map[lint.Severity]func(...any) string
	strong   func(...any) string
	frame    func(...any) string
	faint    func(...any) string
}

func newText(w *bufio.Writer, v *view) *text {
	paint := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		c.DisableColor() // in the place of what the environment says
		if v.Color {
			c.EnableColor()
		}
		return c.SprintFunc()
	}
	return &text{v, w, palette{
		severity: map[lint.Severity]func(...any) string{
			lint.Error:   paint(color.FgRed, color.Bold),
			lint.Warning: paint(color.FgYellow, color.Bold),
			lint.Note:    paint(color.FgCyan, color.Bold),
		},
		strong: paint(color.Bold),
		frame:  paint(color.FgBlue, color.Bold),
		faint:  paint(color.Faint),
	}}
}

func (t *text) finding(f *lint.Finding) {
	t.message(severity(f), f.Message, f.Check.Name)
	shown, origin := t.view.finding(f)
	marks := []mark{{at: shown.at, severity: severity(f)}}
	var notes []string
	for _, r := range f.Related {
		p := t.place(r.At, f.Root)
		label := joinNonEmpty(": ", t.redact(r.Message), r.Address)
		switch {
		case !p.at.HasText():
			notes = append(notes, label)
		case p.at == shown.at:
			notes = append(notes, joinNonEmpty(", ", label, p.String()))
		default:
			marks = append(marks, mark{at: p.at, path: p.path, label: label})
		}
	}
	if origin.path != "" {
		notes = append(notes, "in the downloaded module, at "+origin.String())
	}
	for _, c := range slices.Backward(f.Calls) {
		if p := t.place(c.At, ""); p.path != "" && p != shown {
			notes = append(notes, "called as "+c.Address+", "+p.String())
		}
	}
	if len(t.Roots) > 1 && f.Root != "" && f.Root != shown.path && f.Root != path.Dir(shown.path) {
		notes = append(notes, "in the configuration "+t.path(f.Root))
	}
	if len(f.Also) > 0 {
		notes = append(notes, "found in "+t.roots(f))
	}
	t.snippet(shown, f.Address, marks, notes)
}

func (t *text) message(s lint.Severity, message, rule string) {
	message = clean(t.redact(message))
	suffix := ""
	if rule != "" {
		suffix = "[" + rule + "]"
		message += " " + suffix
	}
	head := s.String() + ":"
	lines := wrap(message, len(head)+1, t.Width)
	for i, l := range lines {
		body, found := strings.CutSuffix(l, suffix)
		lines[i] = t.paint.strong(body)
		if found && suffix != "" {
			lines[i] += t.paint.faint(suffix)
		}
	}
	fmt.Fprintf(t.w, "%s %s\n", t.paint.severity[s](head), strings.Join(lines, "\n"))
}

// undecided lists the open questions by what would answer them.
func (t *text) undecided() {
	if len(t.Undecided) == 0 {
		return
	}
	type question struct{ why, rule, where string }
	questions := make([]question, len(t.Undecided))
	for i, u := range t.Undecided {
		where := joinNonEmpty(", ", u.Address, t.place(u.At, u.Root).String())
		questions[i] = question{clean(t.redact(u.Why)), u.Check.Name, clean(where)}
	}
	slices.SortStableFunc(questions, func(a, b question) int {
		return cmp.Or(cmp.Compare(a.why, b.why), cmp.Compare(a.rule, b.rule))
	})
	questions = slices.Compact(questions)

	fmt.Fprintf(t.w, "%s\n", t.paint.strong("Undecided, by what would have to be known:"))
	var last question
	for _, q := range questions {
		if q.why != last.why {
			fmt.Fprintf(t.w, "\n  %s\n", t.paint.strong(q.why))
		}
		if q.why != last.why || q.rule != last.rule {
			fmt.Fprintf(t.w, "    %s\n", q.rule)
		}
		fmt.Fprintf(t.w, "      %s\n", t.paint.faint(q.where))
		last = q
	}
	fmt.Fprintln(t.w)
}

func (t *text) summary() {
	if n := len(t.Findings); n > 0 {
		fmt.Fprintf(t.w, "%s: %s\n", t.paint.strong(lint.Plural(n, "finding", "findings")), count(t.Findings))
	} else if t.nothingRead() {
		fmt.Fprintf(t.w, "%s: %s while reading\n", t.paint.strong("Nothing was looked at"), lint.Plural(len(t.Errors), "error", "errors"))
		return
	} else {
		fmt.Fprintf(t.w, "%s: %s\n", t.paint.strong("No findings"), t.scope())
	}
	if n := len(t.Undecided); n > 0 {
		hint := ""
		if !t.ShowUndecided {
			hint = "; --show-undecided lists what to pin"
		}
		fmt.Fprintf(t.w, "%s undecided%s\n", lint.Plural(n, "question", "questions"), hint)
	}
	if n := len(t.Errors); n > 0 {
		fmt.Fprintf(t.w, "%s while reading: there may be more to find\n", lint.Plural(n, "error", "errors"))
	}
}

// nothingRead reports whether there is no finding because nothing could be read.
func (v *view) nothingRead() bool {
	return len(v.Findings) == 0 && v.Resources == 0 && len(v.Errors) > 0
}

// scope says what was looked at.
func (t *text) scope() string {
	rules := lint.Plural(len(t.Checks), "rule", "rules")
	in := ""
	if len(t.Roots) > 1 {
		in = fmt.Sprintf(" in %d configurations", len(t.Roots))
	}
	if t.Resources == 0 {
		return "there was no resource to look at" + in
	}
	return fmt.Sprintf("%s looked at %s%s", rules, lint.Plural(t.Resources, "resource", "resources"), in)
}

func joinNonEmpty(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

// shownRoots is how many configurations are named where many have a finding in common.
const shownRoots = 5

// roots names the configurations that a finding is in.
func (t *text) roots(f *lint.Finding) string {
	var names []string
	for i, root := range append([]string{f.Root}, f.Also...) {
		if i == shownRoots {
			names = append(names, fmt.Sprintf("%d others", len(f.Also)+1-i))
			break
		}
		names = append(names, t.path(root))
	}
	return strings.Join(names, ", ")
}
