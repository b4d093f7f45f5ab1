package syntax

// decorators reads decorators and the line breaks after them.
func (p *parser) decorators() []*Decorator {
	var list []*Decorator
	for p.kind() == At {
		list = append(list, p.decorator())
		if p.kind() != NewLine {
			p.fail("the end of the line after the decorator")
			if beginsDeclaration(p.text, p.tokens[p.i:]) {
				p.report()
			} else {
				p.skip(p.i, afterLine)
			}
		}
		p.newLines()
	}
	return list
}

func (p *parser) decorator() *Decorator {
	start := p.i
	p.i++
	from := p.i
	e := p.or(p.decoratorExpr(), from, afterLine)
	return &Decorator{p.spanFrom(start), e}
}

// decoratorExpr reads the name of a decorator, the namespace in front and the arguments.
func (p *parser) decoratorExpr() Expr {
	start := p.i
	name, ok := p.name("the name of a decorator")
	if !ok {
		return nil
	}
	height := p.height
	defer func() { p.height = max(height, p.height) }()
	p.height = 0
	var e Expr = &Variable{name.Span, name.Name}
	if p.kind() == LeftParen {
		args := p.arguments(literals)
		e = &Call{Span: p.spanFrom(start), Name: name, Args: args}
	}
	for e != nil && p.take(Dot) {
		name := p.nameOrMissing("the name of a decorator")
		if p.kind() == LeftParen {
			args := p.arguments(literals)
			e = p.chain(&Call{p.spanFrom(start), e, name, args})
		} else {
			e = p.chain(&PropertyAccess{p.spanFrom(start), e, name, false})
		}
	}
	return e
}
