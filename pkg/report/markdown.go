package report

import (
	"bufio"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

const (
	// Markdown is the format of a comment on a pull request.
	Markdown Format = "markdown"
	// maxComment is the length up to which GitHub takes a comment, in characters.
	// Bytes are counted, of which there are at least as many.
	maxComment = 65_536
	// maxMarkdownHead is the length in bytes that is kept for the head of a comment,
	// which says what was cut.
	maxMarkdownHead = 2048
	// maxMarkdownText is the length in characters up to which one text is quoted, so
	// that one finding cannot use up a comment.
	maxMarkdownText = 1000
	// markdownMark tells a comment of this program from others, so that a script can
	// find and replace it.
	markdownMark = "<!-- appnetlint -->"
)

// writeMarkdown prints a comment for a pull request: a table of how many findings
// there are, then a table of each level that can be folded, the gravest first.
func writeMarkdown(w *bufio.Writer, v *view) error {
	writeMarkdownUpTo(w, v, maxComment)
	return nil
}

// writeMarkdownUpTo prints a comment of at most so many bytes. What does not fit is
// left out from the end, and the head says how much that is.
func writeMarkdownUpTo(w *bufio.Writer, v *view, limit int) {
	if v.Quiet && len(v.Findings)+len(v.Errors) == 0 {
		return
	}
	m := &markdown{view: v, room: limit - maxMarkdownHead}
	levels := count(v.Findings)
	findings := v.gravestFirst()
	m.errors()
	for _, l := range []struct {
		level     lint.Severity
		n         int
		one, many string
	}{
		{lint.Error, levels.errors, "error", "errors"},
		{lint.Warning, levels.warnings, "warning", "warnings"},
		{lint.Note, levels.notes, "note", "notes"},
	} {
		m.findings(l.level, findings[:l.n], l.one, l.many)
		findings = findings[l.n:]
	}
	m.undecided()
	m.notes()
	m.head(w, levels)
	w.WriteString(m.body.String())
}

// markdown prints a comment. The body comes first: what did not fit is part of the head.
type markdown struct {
	*view
	body strings.Builder
	// room is how many bytes may still be written.
	room int
	// cut lists what was left out.
	cut []string
}

// section prints as many of n rows as there is room for, in a part that can be
// folded. The names are those of one row and of several ones.
func (m *markdown) section(open bool, header string, n int, one, many string, row func(int) string) {
	if n == 0 {
		return
	}
	start := "\n<details>\n"
	if open {
		start = "\n<details open>\n"
	}
	start += "<summary>" + lint.Plural(n, one, many) + "</summary>\n\n" + header
	const end = "\n</details>\n"
	written := 0
	for ; written < n; written++ {
		text := row(written)
		need := len(text) + len(end)
		if written == 0 {
			need += len(start)
		}
		if need > m.room {
			break
		}
		if written == 0 {
			m.write(start)
		}
		m.write(text)
	}
	if written > 0 {
		m.write(end)
	}
	if written < n {
		m.room = 0 // what comes next is less grave, and must not take the place
		m.cut = append(m.cut, fmt.Sprintf("%d of %s", n-written, lint.Plural(n, one, many)))
	}
}

func (m *markdown) write(text string) {
	m.body.WriteString(text)
	m.room -= len(text)
}

// head says how much was found, and what of it is not shown.
func (m *markdown) head(w *bufio.Writer, levels tally) {
	fmt.Fprintf(w, "%s\n", markdownMark)
	if n := len(m.Findings); n > 0 {
		fmt.Fprintf(w, "### %s: %s\n\n| severity | findings |\n| --- | ---: |\n", toolName, lint.Plural(n, "finding", "findings"))
		for _, l := range []struct {
			name string
			n    int
		}{{"error", levels.errors}, {"warning", levels.warnings}, {"note", levels.notes}} {
			if l.n > 0 {
				fmt.Fprintf(w, "| %s | %d |\n", l.name, l.n)
			}
		}
	} else if m.nothingRead() {
		fmt.Fprintf(w, "### %s: nothing was looked at\n", toolName)
	} else {
		fmt.Fprintf(w, "### %s: no findings\n\n%s.\n", toolName, upperFirst((&text{view: m.view}).scope()))
	}
	if n := len(m.Errors); n > 0 {
		fmt.Fprintf(w, "\n**%s while reading: there may be more to find.**\n", lint.Plural(n, "error", "errors"))
	}
	if n := len(m.Undecided); n > 0 {
		fmt.Fprintf(w, "\n%s undecided.\n", lint.Plural(n, "question", "questions"))
	}
	if len(m.cut) > 0 {
		fmt.Fprintf(w, "\n**Cut to fit: %s not shown here.** Run `%s` to see everything.\n", strings.Join(m.cut, ", "), toolName)
	}
}

func (m *markdown) errors() {
	m.section(true, "", len(m.Errors), "error while reading", "errors while reading", func(i int) string {
		return m.item(m.error(m.Errors[i]), m.Errors[i].Message)
	})
}

func (m *markdown) notes() {
	m.section(false, "", len(m.Notes), "thing that could not be seen", "things that could not be seen", func(i int) string {
		return m.item(m.error(m.Notes[i]), m.Notes[i].Message)
	})
}

func (m *markdown) item(p place, message string) string {
	return "- " + joinNonEmpty(": ", m.place(p), prose(m.redact(message))) + "\n"
}

func (m *markdown) findings(level lint.Severity, findings []*lint.Finding, one, many string) {
	const header = "| rule | where | what |\n| --- | --- | --- |\n"
	m.section(level == lint.Error, header, len(findings), one, many, func(i int) string {
		f := findings[i]
		return fmt.Sprintf("| %s | %s | %s%s |\n", markdownRule(f.Check), m.where(f), prose(m.redact(f.Message)), m.details(f))
	})
}

func (m *markdown) undecided() {
	if !m.ShowUndecided {
		return
	}
	const header = "| rule | where | what would have to be known |\n| --- | --- | --- |\n"
	m.section(false, header, len(m.Undecided), "undecided question", "undecided questions", func(i int) string {
		u := m.Undecided[i]
		where := joinNonEmpty("<br>", m.place(m.view.place(u.At, u.Root)), code(u.Address))
		return fmt.Sprintf("| %s | %s | %s |\n", markdownRule(u.Check), where, code(m.redact(u.Why)))
	})
}

// markdownRule names a rule and links to its page.
func markdownRule(c *lint.Check) string {
	p := page(c)
	if p == "" {
		return code(c.Name)
	}
	return "[" + prose(c.Name) + "](" + markdownLink.Replace(plain(p)) + ")"
}

// where is the place of a finding, its resource and, where there are several, its
// configuration.
func (m *markdown) where(f *lint.Finding) string {
	shown, _ := m.finding(f)
	parts := []string{m.place(shown), code(f.Address)}
	if len(m.Roots) > 1 && f.Root != "" && f.Root != shown.path && f.Root != path.Dir(shown.path) {
		parts = append(parts, "in "+code(hostPath(place{path: m.path(f.Root)})))
	}
	return joinNonEmpty("<br>", parts...)
}

// details are the other places of a finding, folded.
func (m *markdown) details(f *lint.Finding) string {
	var lines []string
	shown, origin := m.finding(f)
	for _, r := range f.Related {
		lines = append(lines, joinNonEmpty(" ", prose(m.redact(r.Message)), code(r.Address), m.place(m.view.place(r.At, f.Root))))
	}
	if origin.path != "" {
		lines = append(lines, "in the downloaded module, at "+m.place(origin))
	}
	for _, c := range f.Calls {
		if p := m.view.place(c.At, ""); p.path != "" && p != shown {
			lines = append(lines, "called as "+code(c.Address)+" at "+m.place(p))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	// A row is one line, so its parts are parted by tags.
	if len(lines) > maxRelated {
		lines = append(lines[:maxRelated], "…")
	}
	return " <details><summary>details</summary>" + strings.Join(lines, "<br>") + "</details>"
}

// place prints a file and line.
func (m *markdown) place(p place) string {
	where := hostPath(p)
	if p.at.HasText() {
		where = fmt.Sprintf("%s:%d", where, m.region(p).StartLine)
	}
	return code(where)
}

// prose makes text of an input that is shown as it is: it holds no markup, links
// to nothing and calls nobody. What messages put between backquotes is code.
func prose(s string) string {
	parts := strings.Split(shorten(plain(s), maxMarkdownText), "`")
	if len(parts)%2 == 0 { // one of them has no partner
		return escapeMarkdown(strings.Join(parts, "`"))
	}
	for i, part := range parts {
		switch {
		case i%2 == 0:
			parts[i] = escapeMarkdown(part)
		case part == "":
			parts[i] = "\\`\\`"
		default:
			parts[i] = code(part)
		}
	}
	return strings.Join(parts, "")
}

func escapeMarkdown(text string) string {
	var out strings.Builder
	for i, r := range text {
		if strings.ContainsRune("\\`*_{}[]<>#|~!&$", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		// Hosts look for names, issues, emoji and addresses in what is rendered, so
		// that a backslash does not stop them but an empty comment does.
		next := text[i+utf8.RuneLen(r):]
		linked := strings.ContainsRune("@#:", r) || (r == 'w' || r == 'W') && strings.HasPrefix(next, ".")
		if linked && next != "" && next[0] != ' ' {
			out.WriteString("<!-- -->")
		}
	}
	return out.String()
}

// code makes text of an input that is shown as code.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "<code>" + markdownCode.Replace(shorten(plain(s), maxMarkdownText)) + "</code>"
}

var (
	// Entities are text to every parser of Markdown, also in a table; a backslash
	// before a bar is not.
	markdownCode = strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `\`, "&#92;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;",
		"|", "&#124;", "~", "&#126;", "$", "&#36;", "!", "&#33;", ":", "&#58;", "@", "&#64;", "www.", "www&#46;", "WWW.", "WWW&#46;",
	)
	markdownLink = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", `\`, "%5C")
)

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
