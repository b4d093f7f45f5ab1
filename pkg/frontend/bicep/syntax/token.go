package syntax

import "github.com/appnetlint/appnetlint/pkg/source"

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens. A string without holes is one StringComplete; one with holes
// is a StringLeft, then for every further piece a StringMiddle and at last a
// StringRight, the tokens of the holes in between; the marks around the holes belong
// to the pieces. A run of line breaks is one NewLine.
const (
	EndOfFile Kind = iota
	NewLine
	Identifier
	Integer
	TrueKeyword
	FalseKeyword
	NullKeyword
	StringComplete
	StringLeft
	StringMiddle
	StringRight
	At
	LeftBrace
	RightBrace
	LeftParen
	RightParen
	LeftSquare
	RightSquare
	Comma
	Dot
	Ellipsis
	Question
	DoubleQuestion
	Colon
	DoubleColon
	Semicolon
	Assignment
	Arrow
	Plus
	Minus
	Asterisk
	Slash
	Percent
	Hat
	Exclamation
	LeftChevron
	RightChevron
	LessThanOrEqual
	GreaterThanOrEqual
	EqualEqual
	EqualTilde
	ExclamationEqual
	ExclamationTilde
	DoubleAmpersand
	DoublePipe
	Pipe
	Unrecognized
	// The rest is between the tokens; the parser does not see it.
	Blank
	Comment
	Directive // a pragma, to the end of its last code
)

// Token is a piece of the text of a file.
type Token struct {
	Kind Kind
	Span
}

// Tokens returns all tokens of a file, blanks and comments among them: each begins
// where the one before ends, and together they are the file. The last one is the
// EndOfFile. Of a file that cannot be read because of its size, this is all.
func Tokens(f *source.File) []Token {
	l := newLexer(f)
	l.keepAll = true
	l.run()
	return l.tokens
}

// kinds is a set of kinds.
type kinds uint64

func setOf(list ...Kind) kinds {
	var s kinds
	for _, k := range list {
		s |= 1 << k
	}
	return s
}

func (s kinds) has(k Kind) bool { return s&(1<<k) != 0 }

// binaryOperators holds what a token means between two operands.
var binaryOperators = [...]Operator{
	DoubleQuestion: Coalesce, DoublePipe: Or, DoubleAmpersand: And,
	EqualEqual: Equal, ExclamationEqual: NotEqual, EqualTilde: EqualFold, ExclamationTilde: NotEqualFold,
	LeftChevron: Less, LessThanOrEqual: LessOrEqual, RightChevron: Greater, GreaterThanOrEqual: GreaterOrEqual,
	Plus: Add, Minus: Subtract, Asterisk: Multiply, Slash: Divide, Percent: Modulo,
	Directive: NoOperator,
}

// unaryOperator returns what a token means in front of an operand.
func unaryOperator(k Kind) Operator {
	switch k {
	case Minus:
		return Subtract
	case Exclamation:
		return Not
	default:
		return NoOperator
	}
}
