package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// text is a file with edits applied to it. Offsets of the file as it was read are
// carried along.
type text struct {
	file *source.File
	now  []byte
	// done are the edits so far, in the order of the file; their ranges are those of
	// the file as it was read.
	done []lint.Edit
}

func newText(file *source.File) *text { return &text{file: file, now: file.Content} }

func (t *text) clone() *text {
	return &text{file: t.file, now: t.now, done: slices.Clone(t.done)}
}

func (t *text) edits() []lint.Edit { return t.done }

// patch is an edit of the text as it is now.
type patch struct {
	start, end int
	text       string
}

// then is where an offset of the file as it was read is now; false if it was
// replaced.
func (t *text) then(offset int) (int, bool) {
	shift := 0
	for _, e := range t.done {
		if e.At.Start > offset || e.At.Start == offset && e.At.End > offset {
			break
		}
		if e.At.End > offset {
			return 0, false
		}
		shift += len(e.Text) - (e.At.End - e.At.Start)
	}
	return offset + shift, true
}

// span is where a range of the file as it was read is now.
func (t *text) span(r source.Range) (start, end int, ok bool) {
	start, ok = t.then(r.Start)
	if !ok {
		return 0, 0, false
	}
	end, ok = t.then(max(r.End-1, r.Start))
	if !ok {
		return 0, 0, false
	}
	return start, end + min(1, r.End-r.Start), true
}

// before is where a patch is in the file as it was read; false if it touches what an
// edit wrote or took away.
func (t *text) before(p patch) (start int, ok bool) {
	shift := 0
	for _, e := range t.done {
		from := e.At.Start + shift
		to := from + len(e.Text)
		switch {
		case p.end <= from && p.start < from, p.end < from:
			return p.start - shift, true
		case p.start < to, p.start < from:
			return 0, false
		}
		shift += len(e.Text) - (e.At.End - e.At.Start)
	}
	return p.start - shift, true
}

// conflict is why an edit cannot be made.
const conflict = "another fix changes the same place"

// apply makes patches, which do not overlap, in any order.
func (t *text) apply(patches []patch) string {
	slices.SortFunc(patches, func(a, b patch) int { return b.start - a.start }) // from the end
	for _, p := range patches {
		if why := t.one(p); why != "" {
			return why
		}
	}
	return ""
}

func (t *text) one(p patch) string {
	if merged, ok := t.inserted(p); ok {
		t.now = splice(t.now, p)
		t.done[merged.index].Text = merged.text
		return ""
	}
	start, ok := t.before(p)
	if !ok {
		return conflict
	}
	t.now = splice(t.now, p)
	e := lint.Edit{At: source.Range{File: t.file, Start: start, End: start + p.end - p.start}, Text: p.text}
	i := 0
	for i < len(t.done) && t.done[i].At.Start <= start {
		i++
	}
	t.done = slices.Insert(t.done, i, e)
	return ""
}

type merged struct {
	index int
	text  string
}

// inserted reports whether a patch is all in or right behind what an edit wrote, and
// what the edit becomes then.
func (t *text) inserted(p patch) (merged, bool) {
	shift := 0
	for i, e := range t.done {
		start := e.At.Start + shift
		end := start + len(e.Text)
		if len(e.Text) > 0 && start <= p.start && p.end <= end && (p.start > start || p.end > p.start) {
			in := patch{p.start - start, p.end - start, p.text}
			return merged{i, string(splice([]byte(e.Text), in))}, true
		}
		shift += len(e.Text) - (e.At.End - e.At.Start)
	}
	return merged{}, false
}

// present is why something that should not be there cannot be added: an edit added it,
// or it is null, or a variable that is.
func (t *text) present(start, end int) string {
	if _, ok := t.before(patch{start: start, end: end}); ok {
		return notLiteral
	}
	return conflict
}

func splice(b []byte, p patch) []byte {
	return slices.Concat(b[:p.start], []byte(p.text), b[p.end:])
}

// newline is how lines of the text end.
func newline(b []byte) string {
	if i := bytes.IndexByte(b, '\n'); i > 0 && b[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// lineStart is the offset of the first byte of the line that an offset is on.
func lineStart(b []byte, offset int) int { return bytes.LastIndexByte(b[:offset], '\n') + 1 }

// nextLine is the offset of the first byte of the line after the one of an offset;
// the end of the text if there is none.
func nextLine(b []byte, offset int) int {
	if i := bytes.IndexByte(b[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(b)
}

// indentAt is the blank that the line of an offset begins with.
func indentAt(b []byte, offset int) string {
	start := lineStart(b, offset)
	end := start
	for end < len(b) && (b[end] == ' ' || b[end] == '\t') {
		end++
	}
	return string(b[start:end])
}

// deeper is the indentation of what is in a block of an indentation.
func deeper(indent string) string {
	if strings.HasPrefix(indent, "\t") {
		return indent + "\t"
	}
	return indent + "  "
}

// blankTo reports whether there is nothing but blanks between two offsets.
func blankTo(b []byte, from, to int) bool {
	return from <= to && strings.TrimSpace(string(b[from:to])) == ""
}

// lines joins lines, each with the indentation and a line ending.
func lines(b []byte, indent string, text ...string) string {
	var out strings.Builder
	for _, line := range text {
		if line != "" {
			out.WriteString(indent + line)
		}
		out.WriteString(newline(b))
	}
	return out.String()
}
