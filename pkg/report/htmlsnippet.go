package report

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// htmlSnippet is a part of a file.
type htmlSnippet struct {
	Path  string
	Lines []htmlLine
}

// htmlLine is a line of a file, in parts of which some are marked.
type htmlLine struct {
	Number int
	Parts  []htmlPart
	// Labels say what part marked places have in the finding.
	Labels []string
	// Gap is set if lines are left out before.
	Gap bool
}

// htmlPart is a part of a line. Mark is the level of a finding, "related", or "".
type htmlPart struct{ Text, Mark string }

// htmlContext is how many lines are shown before and after a marked one.
const htmlContext = 2

// snippets quotes the places of a finding, by file, its own first.
func (h *htmlView) snippets(marks []mark) []htmlSnippet {
	var files []*source.File
	byFile := map[*source.File][]mark{}
	for _, m := range marks {
		if !m.at.HasText() {
			continue
		}
		if byFile[m.at.File] == nil {
			files = append(files, m.at.File)
		}
		byFile[m.at.File] = append(byFile[m.at.File], m)
	}
	var out []htmlSnippet
	for _, f := range files {
		out = append(out, htmlSnippet{clean(byFile[f][0].path), h.lines(f, byFile[f])})
	}
	return out
}

// lines quotes the lines of marks, and some around them.
func (h *htmlView) lines(f *source.File, marks []mark) []htmlLine {
	byLine := map[int][]mark{}
	wanted := map[int]bool{}
	last := f.Position(len(f.Content), source.Bytes).Line
	for _, m := range marks {
		n := lineOf(m.at)
		byLine[n] = append(byLine[n], m)
		wanted[n] = true
		for i := max(1, n-htmlContext); i <= min(last, n+htmlContext) && !isLong(f, n); i++ {
			wanted[i] = wanted[i] || !isLong(f, i)
		}
	}
	var numbers []int
	for n, is := range wanted {
		if is {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var out []htmlLine
	for i, n := range numbers {
		l := h.line(f, n, byLine[n])
		l.Gap = i > 0 && n > numbers[i-1]+1
		out = append(out, l)
	}
	if n := len(out); n > 0 && len(out[n-1].Labels) == 0 && blank(out[n-1]) {
		out = out[:n-1]
	}
	return out
}

func blank(l htmlLine) bool {
	for _, p := range l.Parts {
		if strings.TrimSpace(p.Text) != "" {
			return false
		}
	}
	return true
}

// line quotes a line and marks what is to be marked in it: each place once, the
// finding's own rather than another one.
func (h *htmlView) line(f *source.File, n int, marks []mark) htmlLine {
	start := f.LineStart(n)
	around := source.Range{File: f, Start: start, End: start}
	if len(marks) > 0 {
		around = marks[0].at
	}
	q := h.text.quote(around, n)
	out := htmlLine{Number: n}
	runes, cell := []rune(q.text), 0
	at := make([]int, len(runes)) // the cell at which each rune begins
	for i, r := range runes {
		at[i] = cell
		cell += cells(r)
	}
	marks = slices.SortedStableFunc(slices.Values(marks), func(a, b mark) int { return cmp.Compare(b.severity, a.severity) })
	of := make([]string, len(runes))
	for _, m := range marks {
		if m.label != "" {
			out.Labels = append(out.Labels, m.label)
		}
		name := "related"
		if m.severity != 0 {
			name = m.severity.String()
		}
		from, length := q.under(m.at)
		for i := range runes {
			if at[i] >= from && at[i] < from+length && of[i] == "" {
				of[i] = name
			}
		}
	}
	for i := 0; i < len(runes); {
		j := i + 1
		for j < len(runes) && of[j] == of[i] {
			j++
		}
		out.Parts = append(out.Parts, htmlPart{string(runes[i:j]), of[i]})
		i = j
	}
	return out
}

// htmlMarkdown turns the little Markdown of rules into HTML: paragraphs, lists, code and
// links. Everything else is text.
func htmlMarkdown(s string) template.HTML {
	var out strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		inList := false
		var paragraph []string
		flush := func() {
			if len(paragraph) > 0 {
				out.WriteString("<p>" + string(htmlInline(strings.Join(paragraph, " "))) + "</p>")
				paragraph = nil
			}
		}
		for _, l := range lines {
			item, isItem := strings.CutPrefix(strings.TrimSpace(l), "- ")
			switch {
			case isItem && !inList:
				flush()
				out.WriteString("<ul><li>" + string(htmlInline(item)))
				inList = true
			case isItem:
				out.WriteString("</li><li>" + string(htmlInline(item)))
			case inList:
				out.WriteString(" " + string(htmlInline(strings.TrimSpace(l))))
			default:
				paragraph = append(paragraph, strings.TrimSpace(l))
			}
		}
		if inList {
			out.WriteString("</li></ul>")
		}
		flush()
	}
	return template.HTML(out.String()) //nolint:gosec // every text in it is escaped
}

// htmlInline escapes a text, and shows what is between backquotes as code.
func htmlInline(s string) template.HTML {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // one of them has no partner
		return template.HTML(template.HTMLEscapeString(s)) //nolint:gosec // it is escaped
	}
	var out strings.Builder
	for i, p := range parts {
		p = template.HTMLEscapeString(p)
		if i%2 == 1 {
			p = "<code>" + p + "</code>"
		}
		out.WriteString(p)
	}
	return template.HTML(out.String()) //nolint:gosec // every text in it is escaped
}
