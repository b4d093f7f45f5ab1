package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// clean makes text from an input fit to be printed on one line of a terminal or
// build log: it may neither move the cursor nor speak to the build server.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == '#' || glyph(r) != r }) {
		return s
	}
	var out strings.Builder
	for i, r := range s {
		switch {
		case r == '\n', r == '\t', r == '\r':
			r = ' '
		case isCommand(s, i):
			r = utf8.RuneError
		}
		out.WriteRune(glyph(r))
	}
	return out.String()
}

// glyph returns what is printed for a rune: the mark for a broken one in the
// place of what controls a terminal or turns the direction of text.
func glyph(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
		return utf8.RuneError
	}
	return r
}

// isCommand reports whether the second # of "##[" or "##vso[" is at an offset:
// build servers obey such a command wherever it stands in a line.
func isCommand(s string, i int) bool {
	if i == 0 || s[i] != '#' || s[i-1] != '#' {
		return false
	}
	rest := s[i+1:]
	return strings.HasPrefix(rest, "[") || len(rest) >= 4 && strings.EqualFold(rest[:4], "vso[")
}

// cells returns how many cells of a terminal a rune takes.
func cells(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// cellsOf returns how many cells text takes.
func cellsOf(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// wrap breaks text at blanks into lines of a width, the first of which has
// begun already. A word that is wider stays whole; width 0 breaks nothing.
func wrap(s string, begun, width int) []string {
	if width <= 0 {
		return []string{s}
	}
	var lines []string
	line, used := "", begun
	for word := range strings.FieldsSeq(s) {
		n := cellsOf(word)
		if line != "" && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if line != "" {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	return append(lines, line)
}
