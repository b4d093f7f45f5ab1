package syntax

import "strings"

// fail notes what is missing at the current token.
func (p *parser) fail(expected string) { p.expected = expected }

// report makes an error of what fail noted. At one token only the first counts, and
// none if the lexer has already reported the token: an unknown character, or the end
// of a string that does not end.
func (p *parser) report() {
	if p.i == p.quiet {
		return
	}
	p.quiet = p.i
	if t := p.tokens[p.i]; t.Kind == Unrecognized || t.Kind == StringRight && t.Start == t.End {
		return
	}
	if p.errs.count >= maxErrors {
		p.errs.count++
		return
	}
	message := p.expected
	if !strings.HasSuffix(message, ".") {
		message = "Expected " + message + ", but found " + p.describe() + "."
	}
	p.errs.add(p.failing(), message)
}

// missing reports what is missing at the current token, where parsing goes on as if it
// was there.
func (p *parser) missing(expected string) {
	p.fail(expected)
	p.report()
}

// failing returns the span of the current token; at the end of a line, the place
// behind the last token before it.
func (p *parser) failing() Span {
	t := p.tokens[p.i]
	if t.Kind != NewLine && t.Kind != EndOfFile {
		return t.Span
	}
	i := p.i
	for i > 0 && (p.tokens[i].Kind == NewLine || p.tokens[i].Kind == EndOfFile) {
		i--
	}
	return Span{p.tokens[i].End, p.tokens[i].End}
}

// describe names the current token for a message.
func (p *parser) describe() string {
	switch p.kind() {
	case NewLine:
		return "the end of the line"
	case EndOfFile:
		if p.i < len(p.tokens)-1 {
			return "the next declaration"
		}
		return "the end of the file"
	case StringMiddle, StringRight:
		return "the end of the hole"
	case StringComplete, StringLeft:
		return "a string" // which may be a secret
	default:
		return quote(p.textAt(p.i))
	}
}

// skip reports a failure and leaves out the tokens up to the next one of the set or the
// end. from is where the node began that could not be read.
func (p *parser) skip(from int, stops kinds) *Skipped {
	p.report()
	for k := p.kind(); k != EndOfFile && !stops.has(k); k = p.kind() {
		if c := p.closer(); c > p.i {
			p.i = c
		}
		p.i++
	}
	p.quiet = p.i
	return &Skipped{p.spanFrom(from)}
}

// or returns the expression, or what is left out if it could not be read.
func (p *parser) or(e Expr, from int, stops kinds) Expr {
	if e == nil {
		return p.skip(from, stops)
	}
	return e
}

// orType does the same for a type.
func (p *parser) orType(t Type, from int, stops kinds) Type {
	if t == nil {
		return p.skip(from, stops)
	}
	return t
}

// closer returns the index of the bracket that closes the one at the current token, or
// 0: the way over what is nested, where the ends of lines mean nothing.
func (p *parser) closer() int {
	if p.closers == nil {
		p.closers, _ = matchBrackets(p.tokens)
	}
	return int(p.closers[p.i])
}

// matchBrackets pairs brackets, as far as they can be paired: a closing one without an
// opening one of its kind is left alone, and so are the opening ones in between.
// balanced says that there are none such.
func matchBrackets(tokens []Token) (closers []int32, balanced bool) {
	closers = make([]int32, len(tokens))
	balanced = true
	var open []int32
	var count [EndOfFile + Unrecognized + 1]int
	for i, t := range tokens {
		switch t.Kind {
		case LeftBrace, LeftParen, LeftSquare, StringLeft:
			open = append(open, int32(i))
			count[t.Kind]++
		case RightBrace, RightParen, RightSquare, StringRight:
			opener := openers[t.Kind]
			balanced = balanced && len(open) > 0 && tokens[open[len(open)-1]].Kind == opener
			for count[opener] > 0 {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				count[tokens[last].Kind]--
				if tokens[last].Kind == opener {
					closers[last] = int32(i)
					break
				}
			}
		case EndOfFile:
			balanced = balanced && len(open) == 0
			open = open[:0]
			clear(count[:])
		default:
		}
	}
	return closers, balanced
}

var openers = [...]Kind{
	RightBrace: LeftBrace, RightParen: LeftParen, RightSquare: LeftSquare, StringRight: StringLeft,
}
