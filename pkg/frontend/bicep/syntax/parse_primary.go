package syntax

import "strconv"

// primary reads an operand without operators and accesses.
func (p *parser) primary(r rules) Expr {
	switch p.kind() {
	case Integer, TrueKeyword, FalseKeyword, NullKeyword:
		return p.literal()
	case StringComplete, StringLeft:
		return p.stringExpr()
	case LeftParen:
		return p.parenOrLambda(r)
	case Identifier:
		return p.named(r)
	case LeftBrace, LeftSquare:
		return p.composite(r)
	default:
		p.fail("a value")
		return nil
	}
}

func (p *parser) composite(r rules) Expr {
	if r&literals == 0 {
		p.fail("Arrays and objects cannot be written here; use a variable.")
		return nil
	}
	if p.kind() == LeftBrace {
		return p.object(r)
	}
	if next := p.afterLines(p.i + 1); p.tokens[next].Kind == Identifier && p.textAt(next) == "for" {
		return p.forExpr(r, false)
	}
	return p.array()
}

func (p *parser) literal() Expr {
	t := p.tokens[p.i]
	switch t.Kind {
	case TrueKeyword, FalseKeyword:
		p.i++
		return &Bool{t.Span, t.Kind == TrueKeyword}
	case NullKeyword:
		p.i++
		return &Null{t.Span}
	default:
	}
	value, err := strconv.ParseUint(p.textAt(p.i), 10, 64)
	if err != nil {
		p.fail("The number is too large; it must fit into 64 bits.")
		return nil
	}
	p.i++
	return &Int{t.Span, value}
}

// stringExpr reads a string. One that the lexer could not read to its end is left out
// without a further error.
func (p *parser) stringExpr() Expr {
	start := p.i
	style := styleOf(p.textAt(start))
	segment, valid := style.value(p.kind(), p.textAt(p.i))
	if p.take(StringComplete) {
		if !valid {
			return &Skipped{p.spanFrom(start)}
		}
		return &String{p.spanFrom(start), segment, style.multiline}
	}
	s := &Interpolated{Segments: []string{segment}, Multiline: style.multiline}
	for last := false; !last; {
		p.i++
		s.Holes = append(s.Holes, p.hole())
		last = p.kind() != StringMiddle
		if last && p.kind() != StringRight {
			return &Skipped{p.spanFrom(start)}
		}
		segment, ok := style.value(p.kind(), p.textAt(p.i))
		s.Segments = append(s.Segments, segment)
		valid = valid && ok
	}
	p.i++
	if s.Span = p.spanFrom(start); !valid {
		return &Skipped{s.Span}
	}
	return s
}

// hole reads the expression in a hole of a string, up to the piece that follows.
func (p *parser) hole() Expr {
	from := p.i
	e := p.or(p.expression(0), from, afterHole)
	if k := p.kind(); k != EndOfFile && !afterHole.has(k) {
		p.fail("a \"}\"")
		return p.skip(from, afterHole)
	}
	return e
}

// stringOnly reads a string, or fails.
func (p *parser) stringOnly(what string) Expr {
	if k := p.kind(); k != StringComplete && k != StringLeft {
		p.fail(what)
		return nil
	}
	return p.stringExpr()
}

// named reads a variable, a call or a lambda with one parameter.
func (p *parser) named(r rules) Expr {
	start := p.i
	name, _ := p.name("a name")
	switch p.kind() {
	case LeftParen:
		args := p.arguments(r)
		return &Call{Span: p.spanFrom(start), Name: name, Args: args}
	case Arrow:
		return p.lambda(start, []Ident{name})
	default:
		return &Variable{name.Span, name.Name}
	}
}

// lambda reads the arrow and the body of a lambda.
func (p *parser) lambda(start int, params []Ident) Expr {
	p.i++
	body := p.lambdaBody(true)
	return &Lambda{p.spanFrom(start), params, body}
}

// lambdaBody reads what follows an arrow; if there is one, it may stand on the next
// line, unless a declaration begins there.
func (p *parser) lambdaBody(arrow bool) Expr {
	if next := p.afterLines(p.i); arrow && !isDeclarationWord(p.textAt(next)) {
		p.i = next
	}
	from := p.i
	return p.or(p.expression(literals), from, setOf(NewLine, RightParen))
}

func isDeclarationWord(word string) bool {
	switch word {
	case "assert", "import", "metadata", "param", "var", "resource", "output", "module", "type":
		return true
	}
	return false
}

// parenOrLambda reads what begins with a parenthesis.
func (p *parser) parenOrLambda(r rules) Expr {
	start := p.i
	items := p.parenList(r)
	if p.kind() == Arrow {
		return p.lambda(start, p.params(items))
	}
	return p.paren(start, items)
}

// paren makes the node of an expression in parentheses.
func (p *parser) paren(start int, items []Expr) Expr {
	span := p.spanFrom(start)
	if len(items) == 1 {
		return &Paren{span, items[0]}
	}
	p.errs.add(span, "Parentheses hold exactly one value.")
	return &Paren{span, &Skipped{span}}
}

// params takes expressions that were read for the names of parameters.
func (p *parser) params(items []Expr) []Ident {
	params := make([]Ident, len(items))
	for i, item := range items {
		params[i].Span = item.Bounds()
		switch v := item.(type) {
		case *Variable:
			params[i].Name = v.Name
		case *Skipped:
		default:
			p.errs.add(params[i].Span, "Expected the name of a parameter, but found a value.")
		}
	}
	return params
}

// parenList reads expressions in parentheses, to the closing one.
func (p *parser) parenList(r rules) []Expr {
	var items []Expr
	p.parenItems(func() {
		from := p.i
		items = append(items, p.or(p.expression(r), from, afterItem))
	})
	return items
}

// parenItems reads items separated by commas, from the opening to the closing
// parenthesis.
func (p *parser) parenItems(item func()) {
	p.i++
	for p.newLines(); p.kind() != RightParen; p.newLines() {
		item()
		p.newLines()
		if !p.take(Comma) {
			break
		}
	}
	if !p.expect(RightParen, "a \")\"") {
		p.skip(p.i, setOf(StringRight, RightBrace, RightSquare, NewLine))
	}
}
