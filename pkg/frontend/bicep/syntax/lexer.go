package syntax

import (
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// maxIdentifier is the longest name that Bicep accepts, in characters.
const maxIdentifier = 255

// maxFile is how large a file may be, in bytes: what it is compiled to, which is never
// shorter but for comments, may have 4 MB.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#template-limits
const maxFile = 4 << 20

// maxTokens bounds the memory for a file: its tree takes some 250 bytes for each token.
const maxTokens = 1_000_000

// lexer cuts a file into tokens. Inside the hole of a string, a closing brace
// continues the string: holes remembers what is open.
type lexer struct {
	file *source.File
	text string
	pos  int
	// keepAll says that blanks, comments and pragmas become tokens too.
	keepAll bool

	tokens   []Token
	holes    []hole
	errs     errorList
	pragmas  []Pragma
	comments []source.Range
}

// hole is an open hole of a string, or a brace that was opened inside of one.
type hole struct {
	// brace says that it is only a brace.
	brace bool
	// multiline and dollars tell how the string began: with ''' after so many $.
	multiline bool
	dollars   int
	// start is where the string began.
	start int
}

func newLexer(f *source.File) *lexer {
	l := &lexer{file: f, errs: errorList{file: f}}
	if len(f.Content) > maxFile {
		l.errs.add(Span{}, "The file is larger than 4 MiB, which is more than Azure takes of a template.")
		return l
	}
	l.text = string(f.Content)
	l.tokens = make([]Token, 0, len(l.text)/5+8)
	return l
}

func (l *lexer) run() {
	for l.pos < len(l.text) {
		l.skipTrivia()
		if l.pos < len(l.text) {
			start := l.pos
			l.add(l.scan(), start)
		}
		if len(l.tokens) > maxTokens {
			l.errs.add(Span{}, "The file has more than a million words and signs, which is more than can be read.")
			l.tokens, l.holes = l.tokens[:0], nil
			break
		}
	}
	if len(l.holes) > 0 {
		l.closeHoles()
		l.add(StringRight, l.pos)
	}
	l.add(EndOfFile, l.pos)
}

func (l *lexer) add(k Kind, start int) {
	l.tokens = append(l.tokens, Token{Kind: k, Span: l.span(start)})
}

func (l *lexer) span(start int) Span { return Span{int32(start), int32(l.pos)} }

// at returns the byte at an offset from the current one, 0 beyond the end.
func (l *lexer) at(offset int) byte {
	if l.pos+offset < len(l.text) {
		return l.text[l.pos+offset]
	}
	return 0
}

// take reads a byte if it is the given one.
func (l *lexer) take(c byte) bool {
	if l.at(0) != c || l.pos >= len(l.text) {
		return false
	}
	l.pos++
	return true
}

// pick returns the first kind if the next byte is c, which is read, or the second.
func (l *lexer) pick(c byte, then, otherwise Kind) Kind {
	if l.take(c) {
		return then
	}
	return otherwise
}

// single holds the tokens of one byte.
var single = [utf8.RuneSelf]Kind{
	'(': LeftParen, ')': RightParen, '[': LeftSquare, ']': RightSquare, '@': At, ',': Comma, ';': Semicolon,
	'+': Plus, '-': Minus, '%': Percent, '*': Asterisk, '/': Slash, '^': Hat,
}

// scan reads a token that is no trivia.
func (l *lexer) scan() Kind {
	c := l.text[l.pos]
	switch {
	case isIdentifierStart(c):
		return l.scanIdentifier()
	case isDigit(c):
		for isDigit(l.at(0)) {
			l.pos++
		}
		return Integer
	case isNewLine(c):
		return l.scanNewLine()
	case c < utf8.RuneSelf && single[c] != 0:
		l.pos++
		return single[c]
	}
	switch c {
	case '{', '}', '\'', '$':
		return l.scanNesting(c)
	}
	return l.scanOperator(c)
}

// scanNesting reads what opens or closes a brace, a string or a hole.
func (l *lexer) scanNesting(c byte) Kind {
	switch c {
	case '{':
		l.pos++
		if len(l.holes) > 0 {
			l.holes = append(l.holes, hole{brace: true})
		}
		return LeftBrace
	case '}':
		return l.scanRightBrace()
	}
	return l.scanString()
}

// scanRightBrace reads a closing brace, and the rest of the string if it closes a hole.
func (l *lexer) scanRightBrace() Kind {
	l.pos++
	if len(l.holes) == 0 {
		return RightBrace
	}
	top := l.holes[len(l.holes)-1]
	if top.brace {
		l.holes = l.holes[:len(l.holes)-1]
		return RightBrace
	}
	if l.scanPiece(top) {
		return StringMiddle
	}
	l.holes = l.holes[:len(l.holes)-1]
	return StringRight
}

// scanOperator reads the operators that may have more than one byte.
func (l *lexer) scanOperator(c byte) Kind {
	start := l.pos
	l.pos++
	switch c {
	case '.':
		if l.at(0) == '.' && l.at(1) == '.' {
			l.pos += 2
			return Ellipsis
		}
		return Dot
	case '?':
		return l.pick('?', DoubleQuestion, Question)
	case ':':
		return l.pick(':', DoubleColon, Colon)
	case '!':
		if l.take('~') {
			return ExclamationTilde
		}
		return l.pick('=', ExclamationEqual, Exclamation)
	case '<':
		return l.pick('=', LessThanOrEqual, LeftChevron)
	case '>':
		return l.pick('=', GreaterThanOrEqual, RightChevron)
	case '|':
		return l.pick('|', DoublePipe, Pipe)
	case '&':
		if l.take('&') {
			return DoubleAmpersand
		}
	case '=':
		switch {
		case l.take('='):
			return EqualEqual
		case l.take('~'):
			return EqualTilde
		}
		return l.pick('>', Arrow, Assignment)
	}
	return l.unrecognized(start)
}

func (l *lexer) unrecognized(start int) Kind {
	_, size := utf8.DecodeRuneInString(l.text[start:])
	l.pos = max(l.pos, start+size)
	if l.text[start] == '"' {
		l.errs.add(l.span(start), "Strings are written between single quotes in Bicep, not double quotes.")
	} else {
		l.errs.add(l.span(start), "The character "+quote(l.text[start:l.pos])+" has no meaning here.")
	}
	return Unrecognized
}

func (l *lexer) scanIdentifier() Kind {
	start := l.pos
	for l.pos < len(l.text) && isIdentifierPart(l.text[l.pos]) {
		l.pos++
	}
	name := l.text[start:l.pos]
	switch name {
	case "true":
		return TrueKeyword
	case "false":
		return FalseKeyword
	case "null":
		return NullKeyword
	}
	if len(name) > maxIdentifier {
		l.errs.add(l.span(start), "The name is longer than 255 characters, which is the limit.")
	}
	return Identifier
}

// scanNewLine reads line breaks. None may stand in the hole of a string: the string
// ends there, so that the next lines can be read.
func (l *lexer) scanNewLine() Kind {
	if len(l.holes) > 0 {
		l.closeHoles()
		return StringRight
	}
	for isNewLine(l.at(0)) {
		l.pos++
	}
	return NewLine
}

// closeHoles reports the outermost string that is still open and forgets all.
func (l *lexer) closeHoles() {
	l.errs.add(l.span(l.holes[0].start), "The string does not end: a hole of it is not closed on the same line.")
	l.holes = l.holes[:0]
}

func isNewLine(c byte) bool { return c == '\n' || c == '\r' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isDigit(c byte) bool { return c-'0' < 10 }

func isHexDigit(c byte) bool { return isDigit(c) || (c|0x20)-'a' < 6 }

func isIdentifierStart(c byte) bool { return (c|0x20)-'a' < 26 || c == '_' }

func isIdentifierPart(c byte) bool { return isIdentifierStart(c) || isDigit(c) }

// quote puts a piece of source between quotes, shortened to what fits a message.
func quote(text string) string {
	const longest = 30
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return "\"" + strings.ToValidUTF8(text, "\uFFFD") + "\""
}
