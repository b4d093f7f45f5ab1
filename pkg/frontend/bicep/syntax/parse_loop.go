package syntax

// forExpr reads a loop. body says that it is that of a resource or module, whose body
// is an object or a condition.
func (p *parser) forExpr(r rules, body bool) Expr {
	start := p.i
	p.i++
	p.newLines()
	if !p.expectKeyword("for") {
		return nil
	}
	f := &For{}
	f.Item, f.Index = p.forVariables()
	if !p.expectKeyword("in") {
		p.skip(p.i, setOf(RightSquare, NewLine))
	}
	from := p.i
	f.List = p.or(p.expression(literals), from, setOf(Colon, RightSquare, NewLine))
	if !p.expect(Colon, "a \":\"") {
		p.skip(p.i, setOf(RightSquare, NewLine))
	}
	from = p.i
	f.Body = p.or(p.forBody(r, body), from, setOf(RightSquare, NewLine))
	if _, skipped := f.Body.(*Skipped); !skipped {
		p.newLines()
	}
	if !p.expect(RightSquare, "a \"]\"") {
		p.skip(p.i, setOf(RightSquare, NewLine))
	}
	f.Span = p.spanFrom(start)
	return f
}

func (p *parser) forBody(r rules, body bool) Expr {
	switch {
	case !body:
		return p.expression(r | literals)
	case p.kind() == LeftBrace:
		return p.object(r)
	case p.isKeyword("if"):
		return p.ifExpr(r, setOf(RightSquare, NewLine))
	}
	p.fail("a \"{\" or \"if\"")
	return nil
}

// forVariables reads the names of a loop: item or (item, index).
func (p *parser) forVariables() (item Ident, index *Ident) {
	if p.kind() != LeftParen {
		return p.nameOrMissing("the name of a loop variable"), nil
	}
	start, before := p.i, p.errs.count
	names := p.params(p.parenList(0))
	if len(names) == 2 {
		return names[0], &names[1]
	}
	span := p.spanFrom(start)
	if p.errs.count == before {
		p.errs.add(span, "Expected the names of the item and of its index.")
	}
	p.quiet = p.i
	return Ident{Span: span}, nil
}

// ifExpr reads the condition and body of a resource or module. stops is where to go on
// after a broken one.
func (p *parser) ifExpr(r rules, stops kinds) Expr {
	start := p.i
	p.i++
	from := p.i
	condition := p.or(p.condition(), from, stops|setOf(LeftBrace))
	from = p.i
	body := p.or(p.object(r), from, stops)
	return &If{p.spanFrom(start), condition, body}
}

func (p *parser) condition() Expr {
	if p.kind() != LeftParen {
		p.fail("a condition in parentheses")
		return nil
	}
	start := p.i
	return p.paren(start, p.parenList(literals))
}
