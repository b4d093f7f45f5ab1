package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// mark is a range to underline. Only the line in which it begins is quoted: the
// next lines are often settings that have no part in the finding.
type mark struct {
	at    source.Range
	path  string
	label string
	// severity is that of the finding; 0 for a place that has a part in it.
	severity lint.Severity
}

// snippet prints where a finding is, the lines that have a part in it with the
// file of the finding first, and notes. The first mark is the finding's own.
func (t *text) snippet(shown place, address string, marks []mark, notes []string) {
	digits := 1
	var sections [][]mark // by file
	for _, m := range marks {
		if !m.at.HasText() {
			continue
		}
		digits = max(digits, len(strconv.Itoa(lineOf(m.at))))
		i := slices.IndexFunc(sections, func(s []mark) bool { return s[0].at.File == m.at.File })
		if i < 0 {
			sections = append(sections, []mark{m})
		} else {
			sections[i] = append(sections[i], m)
		}
	}
	pad := strings.Repeat(" ", digits)
	bar := pad + " " + t.paint.frame("|") + "\n"

	if where := line(shown, address); where != "" {
		if shown.at.HasText() && address != "" {
			where += t.paint.faint(" (" + clean(address) + ")")
		}
		fmt.Fprintf(t.w, "%s%s %s\n", pad, t.paint.frame("-->"), where)
	}
	for i, section := range sections {
		if i > 0 {
			p := place{section[0].path, section[0].at}
			fmt.Fprintf(t.w, "%s%s %s\n", pad, t.paint.frame(":::"), clean(p.String()))
		}
		t.w.WriteString(bar)
		t.section(section, digits)
	}
	if len(notes) > 0 && len(sections) > 0 {
		t.w.WriteString(bar)
	}
	for _, n := range notes {
		fmt.Fprintf(t.w, "%s %s %s\n", pad, t.paint.frame("="), clean(n))
	}
	t.w.WriteString("\n")
}

// section prints lines of one file, each with what is marked in it below it.
func (t *text) section(marks []mark, digits int) {
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.at.Start, b.at.Start) })
	for i := 0; i < len(marks); {
		n := lineOf(marks[i].at)
		same := i + 1
		for same < len(marks) && lineOf(marks[same].at) == n && !isLong(marks[i].at.File, n) {
			same++
		}
		if i > 0 && n > lineOf(marks[i-1].at)+1 {
			fmt.Fprintf(t.w, "%s\n", t.paint.frame("..."))
		}
		q := t.quote(marks[i].at, n)
		fmt.Fprintf(t.w, "%s %s\n", t.paint.frame(fmt.Sprintf("%*d |", digits, n)), q.text)
		for _, m := range marks[i:same] {
			sign, paint := "-", t.paint.frame
			if m.severity != 0 {
				sign, paint = "^", t.paint.severity[m.severity]
			}
			start, length := q.under(m.at)
			under := strings.Repeat(sign, length)
			if m.label != "" {
				under += " " + clean(m.label)
			}
			fmt.Fprintf(t.w, "%*s %s %s%s\n", digits, "", t.paint.frame("|"), strings.Repeat(" ", start), paint(under))
		}
		i = same
	}
}

func lineOf(r source.Range) int { return r.File.Position(r.Start, source.Bytes).Line }

// Of a line that is longer than longLine bytes only a part is quoted: of one
// that holds a whole template, the part around the finding.
const (
	longLine = 240
	longLead = 60
)

func isLong(f *source.File, n int) bool { return f.LineEnd(n)-f.LineStart(n) > longLine }

// tabWidth is how many cells lie between tab stops.
const tabWidth = 4

// quote is a line as printed: tabs are blanks, secrets are blotted out.
type quote struct {
	text string
	// from is the offset in the file of the first byte that is quoted, and cell
	// the cell at which each byte begins; one more for the end.
	from int
	cell []int
	// secrets are those of the file that end after from.
	secrets []span
}

// quote quotes the line n, or the part of it around a range.
func (t *text) quote(around source.Range, n int) quote {
	f := around.File
	from := f.LineStart(n)
	to := f.LineEnd(n)
	cut := to
	if to-from > longLine {
		from = runeStart(f, max(from, around.Start-longLead))
		cut = runeStart(f, min(to, from+longLine))
	}
	q := quote{from: from, cell: make([]int, cut-from+1), secrets: t.blots.from(f, from)}
	text, secrets := string(f.Content[from:cut]), q.secrets

	var out strings.Builder
	cell := 0
	put := func(at, size int, s string, width int) {
		for i := range size {
			q.cell[at+i] = cell
		}
		out.WriteString(s)
		cell += width
	}
	if from > f.LineStart(n) {
		put(0, 0, "…", 1)
	}
	for i := 0; i < len(text); {
		if len(secrets) > 0 && secrets[0].start <= from+i {
			size := min(secrets[0].end-from, len(text)) - i
			secrets = secrets[1:]
			put(i, size, blotted, len(blotted))
			i += size
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\t':
			n := tabWidth - cell%tabWidth
			put(i, size, strings.Repeat(" ", n), n)
		case isCommand(text, i):
			put(i, size, string(utf8.RuneError), 1)
		default:
			g := glyph(r)
			put(i, size, string(g), cells(g))
		}
		i += size
	}
	q.cell[len(text)] = cell
	if cut < to {
		out.WriteString("…")
	}
	q.text = out.String()
	return q
}

// under returns the cells below which a range is underlined, at least one.
func (q quote) under(r source.Range) (start, length int) {
	for _, s := range q.secrets {
		if s.start < r.End && r.End < s.end {
			r.End = s.end // of a secret the whole replacement
		}
	}
	last := len(q.cell) - 1
	from := min(max(r.Start-q.from, 0), last)
	to := min(max(r.End-q.from, from), last)
	return q.cell[from], max(q.cell[to]-q.cell[from], 1)
}

// runeStart returns the last offset at or before the given one at which a rune begins.
func runeStart(f *source.File, offset int) int {
	for offset > 0 && offset < len(f.Content) && !utf8.RuneStart(f.Content[offset]) {
		offset--
	}
	return offset
}
