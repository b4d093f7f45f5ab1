package fix

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// contextLines is how many lines a diff shows around a change.
const contextLines = 3

// Hidden is what must not be printed: places in files, and texts.
type Hidden struct {
	Places []source.Range
	Texts  []string
}

// lines tells for each line of a file whether it must not be printed.
func (h Hidden) lines(f *source.File, lines []string) []bool {
	hidden := make([]bool, len(lines))
	places := slices.Concat(h.Places, f.SecretTexts())
	at := 0
	for i, line := range lines {
		for _, p := range places {
			hidden[i] = hidden[i] || p.File != nil && p.File.Path == f.Path && overlaps(p, at, at+len(line))
		}
		for _, text := range h.Texts {
			hidden[i] = hidden[i] || text != "" && strings.Contains(line, text)
		}
		at += len(line)
	}
	return hidden
}

// WriteDiff writes the changes as a unified diff, which patch -p1 and git apply take.
// Lines with what must not be printed are no part of it; it returns how many changes
// are left out, as they are on such lines.
func WriteDiff(w io.Writer, changes []Change, h Hidden) (left int, err error) {
	for i := range changes {
		n, err := changes[i].writeDiff(w, h)
		if left += n; err != nil {
			return left, err
		}
	}
	return left, nil
}

// hunk replaces lines of a file, counted from 0, by others.
type hunk struct {
	from, to int
	with     []string
}

func (c *Change) writeDiff(w io.Writer, h Hidden) (left int, err error) {
	f := diffFile{old: splitLines(c.File.Content)}
	f.hidden = h.lines(c.File, f.old)
	all := c.hunks(f.old)
	hunks := slices.DeleteFunc(slices.Clone(all), func(h hunk) bool { return slices.Contains(f.hidden[h.from:h.to], true) })
	left = len(all) - len(hunks)
	if len(hunks) == 0 {
		return left, nil
	}
	name := strings.TrimPrefix(c.File.Path, "/")
	if _, err := fmt.Fprintf(w, "--- a/%s\n+++ b/%s\n", name, name); err != nil {
		return left, err
	}
	shift := 0
	for len(hunks) > 0 {
		n := 1
		for n < len(hunks) && f.joins(hunks[n-1], hunks[n]) {
			n++
		}
		grown, err := f.writeHunk(w, hunks[:n], shift)
		if err != nil {
			return left, err
		}
		shift += grown
		hunks = hunks[n:]
	}
	return left, nil
}

// diffFile is a file of which changes are shown.
type diffFile struct {
	old    []string
	hidden []bool
}

// joins reports whether two changes are shown together.
func (f diffFile) joins(a, b hunk) bool {
	return b.from-a.to <= 2*contextLines && !slices.Contains(f.hidden[a.to:b.from], true)
}

// hunks are the lines that edits change, least first.
func (c *Change) hunks(old []string) []hunk {
	content := c.File.Content
	offsets := make([]int, len(old)+1)
	for i, line := range old {
		offsets[i+1] = offsets[i] + len(line)
	}
	lineOf := func(offset int) int {
		line := bytes.Count(content[:offset], []byte("\n"))
		return min(line, len(old))
	}
	var out []hunk
	for i := 0; i < len(c.Edits); {
		from := lineOf(c.Edits[i].At.Start)
		to := from
		var text strings.Builder
		at := offsets[from]
		for ; i < len(c.Edits) && (to == from || lineOf(c.Edits[i].At.Start) < to); i++ {
			e := c.Edits[i]
			text.Write(content[at:e.At.Start])
			text.WriteString(e.Text)
			at = e.At.End
			to = min(lineOf(at)+1, len(old))
		}
		text.Write(content[at:offsets[to]])
		h := trimmed(old, hunk{from, to, splitLines([]byte(text.String()))})
		if n := len(out); n > 0 && out[n-1].to == h.from {
			out[n-1].to, out[n-1].with = h.to, append(out[n-1].with, h.with...)
		} else {
			out = append(out, h)
		}
	}
	return out
}

// trimmed leaves out the lines at both ends that do not change.
func trimmed(old []string, h hunk) hunk {
	for h.from < h.to && len(h.with) > 0 && old[h.from] == h.with[0] {
		h.from, h.with = h.from+1, h.with[1:]
	}
	for h.from < h.to && len(h.with) > 0 && old[h.to-1] == h.with[len(h.with)-1] {
		h.to, h.with = h.to-1, h.with[:len(h.with)-1]
	}
	return h
}

// writeHunk writes neighbouring changes with the lines around them, as far as these may
// be printed. It returns by how many lines they make the file longer.
func (f diffFile) writeHunk(w io.Writer, hunks []hunk, shift int) (int, error) {
	first, last := hunks[0].from, hunks[len(hunks)-1].to
	for n := 0; n < contextLines && first > 0 && !f.hidden[first-1]; n++ {
		first--
	}
	for n := 0; n < contextLines && last < len(f.old) && !f.hidden[last]; n++ {
		last++
	}
	var body strings.Builder
	at, grown := first, 0
	for _, h := range hunks {
		mark(&body, ' ', f.old[at:h.from])
		mark(&body, '-', f.old[h.from:h.to])
		mark(&body, '+', h.with)
		grown += len(h.with) - (h.to - h.from)
		at = h.to
	}
	mark(&body, ' ', f.old[at:last])
	_, err := fmt.Fprintf(w, "@@ -%s +%s @@\n%s",
		lineRange(first, last-first), lineRange(first+shift, last-first+grown), body.String())
	return grown, err
}

// lineRange is how a diff names lines, from 0: an empty range by the line before it.
func lineRange(first, count int) string {
	if count == 0 {
		return fmt.Sprintf("%d,0", first)
	}
	return fmt.Sprintf("%d,%d", first+1, count)
}

func mark(b *strings.Builder, with byte, lines []string) {
	for _, line := range lines {
		b.WriteByte(with)
		b.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// splitLines splits a text into lines with their endings.
func splitLines(b []byte) []string {
	var out []string
	for line := range bytes.Lines(b) {
		out = append(out, string(line))
	}
	return out
}
