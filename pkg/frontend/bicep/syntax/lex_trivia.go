package syntax

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// skipTrivia reads blanks, comments and pragmas up to the next token.
func (l *lexer) skipTrivia() {
	for l.pos < len(l.text) {
		start := l.pos
		kind := l.scanTrivia()
		if kind == EndOfFile {
			return
		}
		if kind == Comment {
			l.comments = append(l.comments, source.Range{File: l.file, Start: start, End: l.pos})
		}
		if l.keepAll {
			l.add(kind, start)
		}
	}
}

// scanTrivia reads one piece of trivia; EndOfFile says that there is none.
func (l *lexer) scanTrivia() Kind {
	switch c := l.text[l.pos]; {
	case isBlank(c):
		for isBlank(l.at(0)) {
			l.pos++
		}
		return Blank
	case c == '/' && l.at(1) == '/':
		for l.pos < len(l.text) && !isNewLine(l.text[l.pos]) {
			l.pos++
		}
		return Comment
	case c == '/' && l.at(1) == '*':
		l.scanLongComment()
		return Comment
	case c == '#' && l.scanPragma():
		return Directive
	}
	return EndOfFile
}

func (l *lexer) scanLongComment() {
	start := l.pos
	if n := strings.Index(l.text[start+2:], "*/"); n >= 0 {
		l.pos = start + 2 + n + 2
		return
	}
	l.pos = len(l.text)
	l.errs.add(Span{int32(start), int32(start + 2)}, "The comment does not end.")
}

// scanPragma reads a pragma if one begins here, first on its line.
func (l *lexer) scanPragma() bool {
	start := l.pos
	for kind := DisableNextLine; kind <= RestoreDiagnostics; kind++ {
		if strings.HasPrefix(l.text[start+1:], kind.String()) && l.firstOnLine() {
			l.pos += 1 + len(kind.String())
			l.scanCodes(start, kind)
			return true
		}
	}
	return false
}

func (l *lexer) firstOnLine() bool {
	for i := l.pos - 1; i >= 0; i-- {
		if !isBlank(l.text[i]) {
			return isNewLine(l.text[i])
		}
	}
	return true
}

// scanCodes reads the codes of a pragma, separated by blanks.
func (l *lexer) scanCodes(start int, kind PragmaKind) {
	p := Pragma{Kind: kind}
	for end := l.pos; ; end = l.pos {
		for isBlank(l.at(0)) {
			l.pos++
		}
		from := l.pos
		for isIdentifierPart(l.at(0)) || l.at(0) == '-' {
			l.pos++
		}
		if from == l.pos {
			l.pos = end
			break
		}
		p.Codes = append(p.Codes, Ident{Span: l.span(from), Name: l.text[from:l.pos]})
	}
	p.Span = l.span(start)
	if len(p.Codes) == 0 {
		l.errs.add(p.Span, "The directive "+quote(l.text[start:l.pos])+" must name at least one diagnostic.")
	}
	l.pragmas = append(l.pragmas, p)
}
