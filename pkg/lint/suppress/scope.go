package suppress

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// layout is what is where in a file: enough to tell what a comment belongs to.
type layout struct {
	file     *source.File
	comments []Comment // by place, none overlapping
	own      []bool    // by comment: nothing but space and comments before it on its line
	next     []int     // by comment: offset of the first byte behind it that is neither space nor comment
	blocks   []source.Range
	openings map[int]int          // by offset of a closing brace: where its block begins
	lines    map[int]source.Range // what holding for a line comes to, by the line's number
}

func newLayout(in Input) *layout {
	l := &layout{file: in.File, openings: map[int]int{}, lines: map[int]source.Range{}}
	if in.File == nil || in.File.Content == nil {
		return l
	}
	l.takeComments(in.Comments)
	l.findOwn()
	l.findNext()
	l.takeBlocks(in.Blocks)
	return l
}

func (l *layout) inside(r source.Range) bool {
	return r.File == l.file && 0 <= r.Start && r.Start < r.End && r.End <= len(l.file.Content)
}

// takeComments keeps the comments that lie in the file, without the line endings
// that close them.
func (l *layout) takeComments(comments []Comment) {
	for _, c := range comments {
		if !l.inside(c.At) {
			continue
		}
		for c.At.End > c.At.Start && (l.file.Content[c.At.End-1] == '\n' || l.file.Content[c.At.End-1] == '\r') {
			c.At.End--
		}
		l.comments = append(l.comments, c)
	}
	slices.SortStableFunc(l.comments, func(a, b Comment) int { return cmp.Compare(a.At.Start, b.At.Start) })
	end := 0
	l.comments = slices.DeleteFunc(l.comments, func(c Comment) bool {
		if c.At.Start < end {
			return true
		}
		end = c.At.End
		return false
	})
}

// findOwn looks backward from each comment, no further than to the one before it.
func (l *layout) findOwn() {
	l.own = make([]bool, len(l.comments))
	for i, c := range l.comments {
		end := 0
		if i > 0 {
			end = l.comments[i-1].At.End
		}
		before := bytesBefore(l.file.Content[end:c.At.Start])
		switch {
		case before != nothingBefore:
			l.own[i] = before == lineBefore
		case i == 0:
			l.own[i] = true
		default: // a comment that began further up has no code before it on this line
			l.own[i] = l.own[i-1] || l.line(l.comments[i-1].At.Start) < l.line(c.At.Start)
		}
	}
}

type before uint8

const (
	nothingBefore before = iota // only space
	lineBefore                  // the start of a line, then only space
	codeBefore
)

// bytesBefore tells what stands right before the end of a text.
func bytesBefore(text []byte) before {
	for len(text) > 0 {
		r, size := utf8.DecodeLastRune(text)
		switch {
		case r == '\n':
			return lineBefore
		case !unicode.IsSpace(r):
			return codeBefore
		}
		text = text[:len(text)-size]
	}
	return nothingBefore
}

// findNext goes backward, so that a comment in a stack of them takes what the next
// one found.
func (l *layout) findNext() {
	content := l.file.Content
	l.next = make([]int, len(l.comments))
	for i := len(l.comments) - 1; i >= 0; i-- {
		end, after := len(content), len(content)
		if i+1 < len(l.comments) {
			end, after = l.comments[i+1].At.Start, l.next[i+1]
		}
		at := l.comments[i].At.End
		for at < end {
			r, size := utf8.DecodeRune(content[at:end])
			if !unicode.IsSpace(r) {
				break
			}
			at += size
		}
		if at == end {
			at = after
		}
		l.next[i] = at
	}
}

func (l *layout) takeBlocks(blocks []source.Range) {
	for _, b := range blocks {
		if !l.inside(b) {
			continue
		}
		l.blocks = append(l.blocks, b)
		if start, ok := l.openings[b.End-1]; !ok || b.Start < start {
			l.openings[b.End-1] = b.Start
		}
	}
	slices.SortFunc(l.blocks, func(a, b source.Range) int { return cmp.Compare(a.Start, b.Start) })
}

func (l *layout) line(offset int) int { return l.file.Position(offset, source.Bytes).Line }

// scope returns what a directive in a comment holds for.
func (l *layout) scope(comment int, d *Directive) source.Range {
	at := l.comments[comment].At
	switch {
	case d.File:
		return source.Range{File: l.file, Start: 0, End: len(l.file.Content)}
	case !l.own[comment]:
		return l.wholeLine(l.line(at.Start))
	}
	next := l.next[comment]
	opening, closes := l.openings[next]
	if next == len(l.file.Content) || closes && opening < at.Start {
		return source.Range{File: l.file, Start: d.At.Start, End: d.At.Start}
	}
	return l.wholeLine(l.line(next))
}

// wholeLine returns the range of a line and of the blocks that begin on it.
func (l *layout) wholeLine(n int) source.Range {
	if r, ok := l.lines[n]; ok {
		return r
	}
	r := source.Range{File: l.file, Start: l.file.LineStart(n), End: len(l.file.Content)}
	if next := l.file.LineStart(n + 1); next > r.Start {
		r.End = next
	}
	line := r.End
	first, _ := slices.BinarySearchFunc(l.blocks, r.Start, func(b source.Range, start int) int { return cmp.Compare(b.Start, start) })
	for _, b := range l.blocks[first:] {
		if b.Start >= line {
			break
		}
		r.End = max(r.End, b.End)
	}
	l.lines[n] = r
	return r
}
