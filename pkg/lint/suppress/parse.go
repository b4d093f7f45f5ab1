package suppress

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// What is read of one file. Nobody writes as much by hand; the limits bound the
// work on files that are made to be slow.
const (
	maxDirectives = 10_000
	maxProblems   = 100
)

// Problem is a mistake in a directive.
type Problem struct {
	At       source.Range
	Severity lint.Severity
	// Message is full sentences: what is wrong, what follows, what to write.
	Message string
}

// Parse reads the directives of a file, in their order. known are all rules that
// there are, whether they run or not. Parts of a directive that cannot be read are
// left out of it and told as problems.
func Parse(in Input, known []*lint.Check) ([]Directive, []Problem) {
	p := &parser{known: known, names: map[string]bool{}}
	for _, c := range known {
		p.names[c.Name] = true
	}
	l := newLayout(in)
	for i, c := range l.comments {
		for _, line := range linesOf(c) {
			if !begins(line.text) {
				continue
			}
			if p.full() {
				p.problem(line.at(0, len(line.text)), lint.Note, fmt.Sprintf(
					"The file has more than %d suppressions, so that this one and those behind it suppress nothing. Use fewer of them, "+
						"or ignore-file.", maxDirectives))
				return p.directives, p.problems
			}
			p.parse(line, func(d *Directive) { d.Scope = l.scope(i, d) })
		}
	}
	for _, placed := range in.Placed {
		if p.full() {
			break
		}
		if placed.NextLine {
			placed.Scope = l.wholeLine(l.line(placed.At.Start) + 1)
		}
		p.placed(in.File, placed)
	}
	return p.directives, p.problems
}

type parser struct {
	known      []*lint.Check
	names      map[string]bool
	directives []Directive
	problems   []Problem
}

func (p *parser) full() bool { return len(p.directives) >= maxDirectives }

func (p *parser) problem(at source.Range, severity lint.Severity, message string) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, Problem{at, severity, message})
	}
}

// parse reads one directive and keeps it if it suppresses anything.
func (p *parser) parse(l line, place func(*Directive)) {
	d, ok := p.directive(l)
	if !ok || !d.All && len(d.Rules) == 0 {
		return
	}
	d.At = l.at(0, len(l.text))
	place(&d)
	p.directives = append(p.directives, d)
}

// placed reads a directive that is no comment.
func (p *parser) placed(f *source.File, in Placed) {
	if in.Text == "" {
		p.pragma(in)
		return
	}
	text := strings.TrimSpace(in.Text)
	p.parse(line{text: text, start: -1, comment: in.At}, func(d *Directive) {
		d.Scope = in.Scope
		if d.File && f != nil {
			d.Scope = source.Range{File: f, Start: 0, End: len(f.Content)}
		}
	})
}

// pragma takes the names of a pragma that are those of rules.
func (p *parser) pragma(in Placed) {
	d := Directive{Reason: clean(in.Reason), At: in.At, Scope: in.Scope}
	for _, code := range in.Codes {
		if p.names[code] && !own(code) && !slices.Contains(d.Rules, code) {
			d.Rules = append(d.Rules, code)
		}
	}
	if len(d.Rules) > 0 {
		p.directives = append(p.directives, d)
	}
}

// line is one line of a comment, without decoration.
type line struct {
	text string
	// start is its offset in the file; negative if the text is not found there.
	start   int
	comment source.Range
}

// at returns the range of a part of the line.
func (l line) at(start, end int) source.Range {
	if l.start < 0 {
		return l.comment
	}
	return source.Range{File: l.comment.File, Start: l.start + start, End: l.start + end}
}

// linesOf returns the lines of a comment that are not empty.
func linesOf(c Comment) []line {
	if !Mentioned(c.Text) {
		return nil
	}
	start := strings.Index(c.At.Text(), strings.TrimRight(c.Text, "\r\n")) // a range may end before the line ending
	known := start >= 0
	start += c.At.Start
	var out []line
	for text := range strings.Lines(c.Text) {
		plain := strings.TrimLeftFunc(text, decoration)
		l := line{text: strings.TrimRightFunc(plain, unicode.IsSpace), start: -1, comment: c.At}
		if known {
			l.start = start + len(text) - len(plain)
		}
		start += len(text)
		if l.text != "" {
			out = append(out, l)
		}
	}
	return out
}

// decoration reports whether a sign before a directive has no meaning: the stars
// down the left of a long comment, a second sign of a comment.
func decoration(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("*#/", r) }
