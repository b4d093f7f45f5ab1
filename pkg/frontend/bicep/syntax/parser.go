package syntax

import "strconv"

// maxDepth is how deep expressions, types and resources may be nested. Real files
// stay far below; what walks over the tree recursively can rely on it.
const maxDepth = 500

// parser is a parser by recursive descent. A function that cannot read its node calls
// fail and returns nil; the callers hand the nil on until one of them knows where to
// go on: that one calls skip, which reports the failure and leaves out the tokens up
// to there.
type parser struct {
	text   string
	tokens []Token // the last one is an EndOfFile
	i      int     // the current token
	errs   errorList

	// expected is what was missing at the current token when fail was called, or a
	// full sentence if it ends with a full stop.
	expected string
	// quiet is a token at which nothing more is reported: whatever is missing there
	// follows from what was reported before.
	quiet int
	// closers holds for every opening bracket the index of its closing one; it is
	// made when it is first needed.
	closers []int32

	// depth is the number of nested nodes around the current token, height that of
	// the nodes in the highest subtree that was just read; see enter.
	depth, height int

	statements []Statement
}

func newParser(l *lexer) *parser {
	return &parser{text: l.text, tokens: l.tokens, errs: errorList{file: l.file}, quiet: -1}
}

// program reads statements until the tokens end.
func (p *parser) program(statement func(*parser) Statement) {
	for p.i < len(p.tokens) {
		switch p.kind() {
		case NewLine, EndOfFile:
			p.i++
		default:
			first := p.i == 0 || p.tokens[p.i-1].Kind == EndOfFile
			s := statement(p)
			if _, skipped := s.(*Skipped); skipped && !first && len(p.statements) > 0 {
				doubt(p.statements[len(p.statements)-1])
			}
			p.statements = append(p.statements, s)
			p.endOfLine()
		}
	}
}

// doubt marks all that ends in a statement behind which follows what is none: there may
// have been a bracket too many.
func doubt(s Statement) {
	Walk(s, func(n Node) bool {
		switch n := n.(type) {
		case *Object:
			n.Doubtful = true
		case *Array:
			n.Doubtful = true
		}
		return true
	})
}

// endOfLine reads the line break after a declaration.
func (p *parser) endOfLine() {
	if k := p.kind(); k != NewLine && k != EndOfFile {
		p.fail("the end of the line")
		p.skip(p.i, setOf(NewLine))
	}
	p.take(NewLine)
}

func (p *parser) kind() Kind { return p.tokens[p.i].Kind }

// nextKind returns the kind of the token after the current one.
func (p *parser) nextKind() Kind {
	if p.i+1 < len(p.tokens) {
		return p.tokens[p.i+1].Kind
	}
	return EndOfFile
}

// afterLines returns the index of the next token at or after i that is no line break.
func (p *parser) afterLines(i int) int {
	for p.tokens[i].Kind == NewLine {
		i++
	}
	return i
}

// newLines reads all line breaks. There are several in a row if comments stand between.
func (p *parser) newLines() { p.i = p.afterLines(p.i) }

// textAt returns the text of a token.
func (p *parser) textAt(i int) string {
	t := p.tokens[i]
	return p.text[t.Start:t.End]
}

// take reads a token if it is of a kind.
func (p *parser) take(k Kind) bool {
	if p.kind() != k || k == EndOfFile {
		return false
	}
	p.i++
	return true
}

// expect reads a token of a kind, or fails with the description of what is missing.
func (p *parser) expect(k Kind, what string) bool {
	if p.take(k) {
		return true
	}
	p.fail(what)
	return false
}

func (p *parser) isKeyword(word string) bool {
	return p.kind() == Identifier && p.textAt(p.i) == word
}

func (p *parser) expectKeyword(word string) bool {
	if p.isKeyword(word) {
		p.i++
		return true
	}
	p.fail("the word \"" + word + "\"")
	return false
}

// spanFrom returns the span from the token at an index to the last one that was read;
// if there is none, it is empty and right behind the token in front.
func (p *parser) spanFrom(from int) Span {
	if p.i > from {
		return Span{p.tokens[from].Start, p.tokens[p.i-1].End}
	}
	if from == 0 {
		return Span{}
	}
	end := p.tokens[from-1].End
	return Span{end, end}
}

// spanWith does the same for a node whose first part may be missing, and thus stand in
// front of the token.
func (p *parser) spanWith(first Node, from int) Span {
	s := p.spanFrom(from)
	s.Start = min(s.Start, first.Bounds().Start)
	return s
}

// spanOf returns the span from the beginning of a node to the last token that was read.
func (p *parser) spanOf(n Node) Span { return Span{n.Bounds().Start, p.tokens[p.i-1].End} }

// enter counts a level of nesting; it fails if there are too many. What it returns is
// for leave.
func (p *parser) enter() (height int, ok bool) {
	if p.depth >= maxDepth {
		p.failTooDeep()
		return 0, false
	}
	p.depth++
	height, p.height = p.height, 0
	return height, true
}

func (p *parser) leave(height int) {
	p.depth--
	p.height = max(height, p.height+1)
}

// link counts a node that was put around the one just read, as in a.b.c: so the tree
// grows without a level of nesting.
func (p *parser) link() bool {
	p.height++
	if p.depth+p.height > maxDepth {
		p.failTooDeep()
		return false
	}
	return true
}

func (p *parser) failTooDeep() {
	p.fail("This is nested more than " + strconv.Itoa(maxDepth) + " levels deep, which is not supported.")
}
