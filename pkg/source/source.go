// Package source knows files, byte ranges in them, and how to turn an offset
// into a line and a column for whoever asks: people and SARIF count UTF-16
// units or runes, so positions are computed when printed, never stored.
package source

import (
	"bytes"
	"math"
	"sort"
	"strconv"
	"sync"
	"unicode/utf8"
)

// File is one input. Content is nil for inputs that are streamed and not kept,
// such as a Terraform plan: such a file has a name but no lines.
type File struct {
	// Path is relative to the working directory, with forward slashes.
	Path string
	// Content holds the bytes as read, byte order mark removed.
	Content []byte

	once  sync.Once
	lines []int // offset of the first byte of each line

	marksOnce sync.Once
	marks     []mark // in long lines

	secretsOnce sync.Once
	secrets     []Range
}

// NewFile returns a file with the given content; nil content means streamed.
func NewFile(path string, content []byte) *File {
	return &File{Path: path, Content: content}
}

// Range is a half-open range of bytes in a file. The zero Range is nowhere.
type Range struct {
	File       *File
	Start, End int
}

// Packed is a range in less room, for what there are millions of. Offsets beyond
// 2 GiB, which only a streamed file can have, are cut off.
type Packed struct {
	file       *File
	start, end int32
}

// Pack returns the range in less room.
func (r Range) Pack() Packed {
	return Packed{r.File, int32(min(r.Start, math.MaxInt32)), int32(min(r.End, math.MaxInt32))}
}

// Range returns what was packed.
func (p Packed) Range() Range { return Range{File: p.file, Start: int(p.start), End: int(p.end)} }

// IsZero reports whether the range points nowhere.
func (r Range) IsZero() bool { return r.File == nil }

// HasText reports whether the bytes of the range are at hand.
func (r Range) HasText() bool { return r.File != nil && r.File.Content != nil }

// Text returns the bytes of the range, or "" where they are not at hand.
func (r Range) Text() string {
	if !r.HasText() || r.Start < 0 || r.End > len(r.File.Content) || r.Start > r.End {
		return ""
	}
	return string(r.File.Content[r.Start:r.End])
}

// Position is a place as people count it: lines and columns start at 1.
type Position struct{ Line, Column int }

// Unit says what a column counts.
type Unit uint8

// The units in which a column can be counted.
const (
	Runes Unit = iota
	UTF16
	Bytes
)

// Position converts a byte offset. Offsets outside the file are clamped; a file
// without content has only line 1, column 1.
func (f *File) Position(offset int, unit Unit) Position {
	if f == nil || f.Content == nil {
		return Position{1, 1}
	}
	offset = min(max(offset, 0), len(f.Content))
	starts := f.lineStarts()
	line := sort.SearchInts(starts, offset+1) - 1
	column := offset - starts[line]
	switch unit {
	case Runes:
		from := f.markBefore(starts[line], offset)
		column = from.runes + utf8.RuneCount(f.Content[from.offset:offset])
	case UTF16:
		from := f.markBefore(starts[line], offset)
		column = from.units + units(f.Content[from.offset:offset])
	case Bytes:
	}
	return Position{Line: line + 1, Column: column + 1}
}

// Line returns the text of a line, counted from 1, without its line ending;
// "" where there is no such line.
func (f *File) Line(n int) string {
	if f == nil || f.Content == nil {
		return ""
	}
	if n < 1 || n > len(f.lineStarts()) {
		return ""
	}
	return string(f.Content[f.LineStart(n):f.LineEnd(n)])
}

// LineStart returns the offset of the first byte of a line, counted from 1.
func (f *File) LineStart(n int) int {
	starts := f.lineStarts()
	return starts[min(max(n, 1), len(starts))-1]
}

// LineEnd returns the offset behind the last byte of a line, counted from 1, without its
// line ending.
func (f *File) LineEnd(n int) int {
	starts := f.lineStarts()
	n = min(max(n, 1), len(starts))
	end := len(f.Content)
	if n < len(starts) {
		end = starts[n]
	}
	start := starts[n-1]
	return start + len(bytes.TrimRight(f.Content[start:end], "\r\n"))
}

func (f *File) lineStarts() []int {
	f.once.Do(func() {
		f.lines = append(f.lines, 0)
		for i, b := range f.Content {
			if b == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	})
	return f.lines
}

// Error is something that could not be read, and where. It is the one form in
// which front ends tell what they had to leave out.
type Error struct {
	At      Range
	Path    string // the file, where there is no range
	Message string // one sentence
}

func (e *Error) Error() string {
	switch {
	case e.At.HasText():
		p := e.At.File.Position(e.At.Start, Runes)
		return e.At.File.Path + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) + ": " + e.Message
	case e.At.File != nil:
		return e.At.File.Path + ": " + e.Message
	case e.Path != "":
		return e.Path + ": " + e.Message
	}
	return e.Message
}

// Distinct leaves out errors that were said before, at the same place. The order is
// kept.
func Distinct(errs []*Error) []*Error {
	seen := make(map[Error]bool, len(errs))
	var out []*Error
	for _, e := range errs {
		if !seen[*e] {
			seen[*e], out = true, append(out, e)
		}
	}
	return out
}
