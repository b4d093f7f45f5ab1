package syntax

import "github.com/appnetlint/appnetlint/pkg/source"

// Parse reads a .bicep file. It always returns a tree, of all that could be read.
func Parse(f *source.File) *File { return parseFile(f, (*parser).statement) }

// ParseParams reads a .bicepparam file. It always returns a tree, of all that could
// be read.
func ParseParams(f *source.File) *File { return parseFile(f, (*parser).paramsStatement) }

// parseFile parses a file, and once more if brackets are missing: then every
// declaration that begins in the first column begins anew, so that a forgotten brace
// does not swallow the declarations that follow. A file in which every bracket has its
// counterpart may indent as it likes.
func parseFile(f *source.File, statement func(*parser) Statement) *File {
	l := newLexer(f)
	l.run()
	p := newParser(l)
	p.program(statement)
	if p.errs.count > 0 {
		if _, balanced := matchBrackets(l.tokens); !balanced {
			p = newParser(l)
			p.tokens = cutStatements(l.text, l.tokens)
			p.program(statement)
		}
	}
	return &File{
		Source:     f,
		Statements: p.statements,
		Errors:     merge(l.errs, p.errs),
		Pragmas:    l.pragmas,
		Comments:   l.comments,
	}
}

// cutStatements returns the tokens with an EndOfFile in front of every declaration
// that begins in the first column of a line.
func cutStatements(text string, tokens []Token) []Token {
	cut := make([]Token, 0, len(tokens)+len(tokens)/8)
	decorated := false
	for i, t := range tokens {
		if i == 0 || tokens[i-1].Kind == NewLine && tokens[i-1].End == t.Start {
			declares := beginsDeclaration(text, tokens[i:])
			if (declares || t.Kind == At) && !decorated {
				cut = append(cut, Token{Kind: EndOfFile, Span: Span{t.Start, t.Start}})
			}
			decorated = t.Kind == At || decorated && !declares
		}
		cut = append(cut, t)
	}
	return cut
}

// beginsDeclaration reports whether the tokens are the beginning of a declaration, and
// not of a property with the same name.
func beginsDeclaration(text string, tokens []Token) bool {
	if len(tokens) < 2 || tokens[0].Kind != Identifier {
		return false
	}
	next := tokens[1].Kind
	switch text[tokens[0].Start:tokens[0].End] {
	case "param", "var", "resource", "module", "output", "type", "func", "metadata", "assert", "test", "extensionConfig":
		return next == Identifier
	case "targetScope":
		return next == Assignment
	case "import":
		return next == LeftBrace || next == Asterisk || next == StringComplete
	case "extension", "provider", "using":
		return next == Identifier || next == StringComplete
	case "extends":
		return next == StringComplete
	}
	return false
}
