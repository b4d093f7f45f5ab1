package syntax

import (
	"strings"
	"unicode/utf8"
)

// scanString reads a string from its first quote, or from the $ in front of it, to
// its end or its first hole.
func (l *lexer) scanString() Kind {
	start := l.pos
	for l.take('$') {
	}
	h := hole{dollars: l.pos - start, start: start}
	switch {
	case l.at(0) == '\'' && l.at(1) == '\'' && l.at(2) == '\'':
		h.multiline = true
		l.pos += 3
	case h.dollars > 0:
		return l.strayDollars(start)
	default:
		l.pos++
	}
	if l.scanPiece(h) {
		l.holes = append(l.holes, h)
		return StringLeft
	}
	return StringComplete
}

func (l *lexer) strayDollars(start int) Kind {
	l.errs.add(l.span(start), "A $ has no meaning here: it may only stand in front of ''' or inside of a string.")
	return Unrecognized
}

// scanPiece reads the text of a string to its end, or past the mark that opens a hole:
// then it returns true.
func (l *lexer) scanPiece(h hole) bool {
	if h.multiline {
		return l.scanMultilinePiece(h)
	}
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; {
		case isNewLine(c):
			l.errs.add(l.span(h.start), "The string does not end on its line; strings of several lines are written between three quotes.")
			return false
		case c == '\'':
			l.pos++
			return false
		case c == '$' && l.at(1) == '{':
			l.pos += 2
			return true
		case c == '\\':
			l.scanEscape()
		default:
			l.pos++
		}
	}
	l.errs.add(l.span(h.start), "The string does not end.")
	return false
}

// scanMultilinePiece does the same between three quotes. A longer run of quotes ends
// the string too: the first ones are its text. In the same way only the last $ of a
// run open a hole.
func (l *lexer) scanMultilinePiece(h hole) bool {
	for l.pos < len(l.text) {
		switch l.text[l.pos] {
		case '\'':
			if l.countRun('\'') >= 3 {
				return false
			}
		case '$':
			if n := l.countRun('$'); h.dollars > 0 && n >= h.dollars && l.take('{') {
				return true
			}
		default:
			l.pos++
		}
	}
	l.errs.add(l.span(h.start), "The string between three quotes does not end.")
	return false
}

// countRun reads all bytes c that follow and returns their number.
func (l *lexer) countRun(c byte) int {
	start := l.pos
	for l.take(c) {
	}
	return l.pos - start
}

// scanEscape reads a backslash and what belongs to it.
func (l *lexer) scanEscape() {
	start := l.pos
	if _, size := unescape(l.text[start:]); size > 0 {
		l.pos += size
		return
	}
	l.pos++
	if l.at(0) == 'u' {
		l.scanBrokenUnicode()
		l.errs.add(l.span(start), "A Unicode escape is written \\u{…}, with the hexadecimal number of a character.")
		return
	}
	if l.pos == len(l.text) || isNewLine(l.text[l.pos]) {
		return // the string does not end, which is said anyway
	}
	_, size := utf8.DecodeRuneInString(l.text[l.pos:])
	l.pos += size
	l.errs.add(l.span(start), "The escape "+quote(l.text[start:l.pos])+` is unknown; there are \n, \r, \t, \\, \', \$ and \u{…}.`)
}

// scanBrokenUnicode reads what looks like a part of \u{…}.
func (l *lexer) scanBrokenUnicode() {
	l.pos++
	if !l.take('{') {
		return
	}
	for isHexDigit(l.at(0)) {
		l.pos++
	}
	l.take('}')
}

// unescape returns the text that an escape at the beginning of s stands for, and the
// length of the escape: 0 if it is none.
func unescape(s string) (text string, size int) {
	if len(s) < 2 {
		return "", 0
	}
	switch s[1] {
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case '\\', '\'', '$':
		return s[1:2], 2
	case 'u':
		return unescapeUnicode(s)
	}
	return "", 0
}

func unescapeUnicode(s string) (text string, size int) {
	if len(s) < 4 || s[2] != '{' {
		return "", 0
	}
	var r rune
	i := 3
	for ; i < len(s) && isHexDigit(s[i]); i++ {
		if r = r<<4 | hexValue(s[i]); r > utf8.MaxRune {
			return "", 0
		}
	}
	if i == 3 || i == len(s) || s[i] != '}' {
		return "", 0
	}
	return string(r), i + 1
}

func hexValue(c byte) rune {
	if isDigit(c) {
		return rune(c - '0')
	}
	return rune(c|0x20) - 'a' + 10
}

// stringStyle is how a string is marked, taken from the text of its first token.
type stringStyle struct {
	multiline bool
	dollars   int
}

func styleOf(first string) stringStyle {
	n := 0
	for n < len(first) && first[n] == '$' {
		n++
	}
	return stringStyle{multiline: strings.HasPrefix(first[n:], "'''"), dollars: n}
}

// value returns the text of a piece of a string without its marks; ok is false if the
// piece is broken, which the lexer has reported.
func (s stringStyle) value(k Kind, piece string) (text string, ok bool) {
	opening, closing, hole := "'", "'", "${"
	if s.multiline {
		dollars := strings.Repeat("$", s.dollars)
		opening, closing, hole = dollars+"'''", "'''", dollars+"{"
	}
	if k == StringMiddle || k == StringRight {
		opening = "}"
	}
	if k == StringLeft || k == StringMiddle {
		closing = hole
	}
	if len(piece) < len(opening)+len(closing) || !strings.HasPrefix(piece, opening) || !strings.HasSuffix(piece, closing) {
		return "", false
	}
	text = piece[len(opening) : len(piece)-len(closing)]
	if !s.multiline {
		return unescapeAll(text)
	}
	if k == StringComplete || k == StringLeft {
		text = strings.TrimPrefix(strings.TrimPrefix(text, "\r"), "\n")
	}
	return text, true
}

// unescapeAll replaces the escapes of a text between single quotes; ok is false if
// there is a broken one, or a quote that the lexer did not end at.
func unescapeAll(s string) (text string, ok bool) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, strings.IndexByte(s, '\'') < 0
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		switch s[i] {
		case '\'':
			return "", false
		case '\\':
			piece, size := unescape(s[i:])
			if size == 0 {
				return "", false
			}
			b.WriteString(piece)
			i += size
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String(), true
}
