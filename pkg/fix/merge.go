package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Overlay has the changes stand in for what is on disk, so that what comes of them can be
// read before they are written.
func (f *Fixer) Overlay(changes []Change) source.Overlay {
	overlay := source.Overlay{}
	for i := range changes {
		if path, err := f.files.path(changes[i].File.Path); err == nil {
			overlay[path] = changes[i].After
		}
	}
	return overlay
}

// Merge puts changes together with those that were made of their outcome.
func Merge(first, then []Change) []Change {
	merged := slices.Clone(first)
	for _, c := range then {
		i := slices.IndexFunc(merged, func(m Change) bool { return m.File.Path == c.File.Path })
		if i < 0 {
			merged = append(merged, c)
			continue
		}
		m := &merged[i]
		m.Edits, m.After = compose(m.File, m.Edits, c.Edits), c.After
	}
	merged = slices.DeleteFunc(merged, func(c Change) bool { return bytes.Equal(c.File.Content, c.After) })
	slices.SortFunc(merged, func(a, b Change) int { return strings.Compare(a.File.Path, b.File.Path) })
	return merged
}

// piece is a part of a text: a range of the file, or what was written into it.
type piece struct {
	start, end int
	written    string
}

func (p piece) length() int { return p.end - p.start + len(p.written) }

// cut splits a piece.
func (p piece) cut(at int) (left, right piece) {
	if p.written != "" {
		return piece{written: p.written[:at]}, piece{written: p.written[at:]}
	}
	return piece{start: p.start, end: p.start + at}, piece{start: p.start + at, end: p.end}
}

// compose returns the edits of a file that lead where edits and others of their outcome do.
func compose(file *source.File, first, then []lint.Edit) []lint.Edit {
	var pieces []piece
	at := 0
	for _, e := range first {
		pieces = append(pieces, piece{start: at, end: e.At.Start}, piece{written: e.Text})
		at = e.At.End
	}
	pieces = append(pieces, piece{start: at, end: len(file.Content)})

	var out []piece
	at = 0
	take := func(until int, keep bool) {
		for len(pieces) > 0 && (at < until || pieces[0].length() == 0) {
			head, rest := pieces[0], pieces[1:]
			if head.length() > until-at {
				var right piece
				head, right = head.cut(until - at)
				rest = slices.Insert(slices.Clone(rest), 0, right)
			}
			at += head.length()
			if keep {
				out = append(out, head)
			}
			pieces = rest
		}
	}
	for _, e := range then {
		take(e.At.Start, true)
		take(e.At.End, false)
		out = append(out, piece{written: e.Text})
	}
	take(len(file.Content)+grown(first), true)
	return edits(file, out)
}

func grown(edits []lint.Edit) int {
	n := 0
	for _, e := range edits {
		n += len(e.Text) - (e.At.End - e.At.Start)
	}
	return n
}

// edits are those that make a file what some pieces are.
func edits(file *source.File, pieces []piece) []lint.Edit {
	var out []lint.Edit
	at, written := 0, ""
	until := func(offset int) {
		if offset > at || written != "" {
			out = append(out, lint.Edit{At: source.Range{File: file, Start: at, End: offset}, Text: written})
		}
		written = ""
	}
	for _, p := range pieces {
		if p.start == p.end {
			written += p.written
			continue
		}
		until(p.start)
		at = p.end
	}
	until(len(file.Content))
	return out
}
