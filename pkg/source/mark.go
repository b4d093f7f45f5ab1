package source

import (
	"sort"
	"unicode/utf16"
	"unicode/utf8"
)

// markEvery is how many bytes lie between the marks of a line. A template without line
// breaks is one line of megabytes, in which counting from the start would take a time
// that grows with the square of the number of findings.
const markEvery = 4 << 10

// mark says how many runes and UTF-16 units of its line lie before an offset.
type mark struct{ offset, runes, units int }

// markBefore returns the last mark in a line that is not behind the offset, or the start
// of the line.
func (f *File) markBefore(start, offset int) mark {
	if offset-start > markEvery {
		marks := f.longLines()
		if i := sort.Search(len(marks), func(i int) bool { return marks[i].offset > offset }); i > 0 && marks[i-1].offset > start {
			return marks[i-1]
		}
	}
	return mark{offset: start}
}

// longLines makes the marks of all long lines when they are first asked for.
func (f *File) longLines() []mark {
	starts := f.lineStarts()
	f.marksOnce.Do(func() {
		for i, start := range starts {
			end := len(f.Content)
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			at := mark{offset: start}
			for end-at.offset > markEvery {
				at = f.after(at, end)
				f.marks = append(f.marks, at)
			}
		}
	})
	return f.marks
}

// after returns the mark that follows another one, at the start of a rune.
func (f *File) after(m mark, end int) mark {
	for stop := m.offset + markEvery; m.offset < stop; {
		r, size := rune(f.Content[m.offset]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(f.Content[m.offset:end])
		}
		m.offset, m.runes, m.units = m.offset+size, m.runes+1, m.units+max(utf16.RuneLen(r), 1)
	}
	return m
}

// units counts UTF-16 units.
func units(text []byte) int {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n += max(utf16.RuneLen(r), 1)
		text = text[size:]
	}
	return n
}
