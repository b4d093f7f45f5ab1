package syntax

// rules says what an expression may contain where it stands.
type rules uint8

const (
	// literals allows arrays and objects.
	literals rules = 1 << iota
	// resources allows declarations of resources in an object.
	resources
)

// The places to go on after a part of an expression that could not be read.
var (
	afterOperand = setOf(StringRight, RightBrace, RightParen, RightSquare, NewLine)
	afterThen    = afterOperand | setOf(Colon)
	afterItem    = afterOperand | setOf(Comma)
	afterHole    = setOf(StringMiddle, StringRight, NewLine)
	afterLine    = setOf(NewLine)
)

// expression reads an expression.
func (p *parser) expression(r rules) Expr {
	height, ok := p.enter()
	if !ok {
		return nil
	}
	e := p.ternary(r)
	p.leave(height)
	return e
}

func (p *parser) ternary(r rules) Expr {
	condition := p.binary(r, 0)
	if condition == nil {
		return nil
	}
	question := p.afterLines(p.i)
	if p.tokens[question].Kind != Question {
		return condition
	}
	p.i = question + 1
	from := p.i
	then := p.or(p.expression(r), from, afterThen)
	if _, skipped := then.(*Skipped); !skipped {
		if colon := p.afterLines(p.i); p.tokens[colon].Kind == Colon {
			p.i = colon
		}
	}
	from = p.i
	if !p.expect(Colon, "a \":\" and the other value") {
		p.skip(from, afterOperand)
	}
	from = p.i
	otherwise := p.or(p.expression(r), from, afterOperand)
	return &Ternary{p.spanOf(condition), condition, then, otherwise}
}

// binary reads operands and the operators between them that bind more tightly than the
// given precedence.
func (p *parser) binary(r rules, precedence int) Expr {
	height := p.height
	p.height = 0
	left := p.unary(r)
	for left != nil {
		op := NoOperator
		if k := p.kind(); int(k) < len(binaryOperators) {
			op = binaryOperators[k]
		}
		if op.Precedence() <= precedence {
			break
		}
		p.i++
		leftHeight, from := p.height, p.i
		p.height = 0
		right := p.or(p.binary(r, op.Precedence()), from, afterOperand)
		p.height = max(leftHeight, p.height)
		left = p.chain(&Binary{p.spanOf(left), op, left, right})
	}
	p.height = max(height, p.height)
	return left
}

// chain counts a link and returns the node, or nil if there are too many.
func (p *parser) chain(e Expr) Expr {
	if !p.link() {
		return nil
	}
	return e
}

func (p *parser) unary(r rules) Expr {
	op := unaryOperator(p.kind())
	if op == NoOperator {
		return p.postfix(r)
	}
	start := p.i
	p.i++
	from := p.i
	operand := p.or(p.postfix(r), from, afterOperand)
	return &Unary{p.spanFrom(start), op, operand}
}

// postfix reads an operand and the accesses behind it.
func (p *parser) postfix(r rules) Expr {
	height := p.height
	p.height = 0
	e := p.primary(r)
	for more := true; e != nil && more; {
		e, more = p.access(e, r)
	}
	p.height = max(height, p.height)
	return e
}

// access reads one access to base; more is false if there is none.
func (p *parser) access(base Expr, r rules) (e Expr, more bool) {
	switch p.kind() {
	case LeftSquare:
		e = p.index(base, r)
	case Dot:
		e = p.member(base, r)
	case DoubleColon:
		p.i++
		name := p.nameOrMissing("the name of a nested resource")
		e = &NestedResource{p.spanOf(base), base, name}
	case Exclamation:
		p.i++
		e = &NonNull{p.spanOf(base), base}
	default:
		return base, false
	}
	if e == nil {
		return nil, false
	}
	return p.chain(e), true
}

func (p *parser) index(base Expr, r rules) Expr {
	p.i++
	safe := p.take(Question)
	fromEnd := p.take(Hat)
	var index Expr
	if p.kind() == RightSquare {
		p.missing("an index")
		index = &Skipped{p.spanFrom(p.i)}
	} else if index = p.expression(r); index == nil {
		return nil
	}
	if !p.expect(RightSquare, "a \"]\"") {
		return nil
	}
	return &Index{p.spanOf(base), base, index, safe, fromEnd}
}

func (p *parser) member(base Expr, r rules) Expr {
	p.i++
	mark := p.i
	safe := p.take(Question)
	name := p.nameOrMissing("the name of a property or function")
	if p.kind() != LeftParen {
		return &PropertyAccess{p.spanOf(base), base, name, safe}
	}
	if safe {
		p.errs.add(p.tokens[mark].Span, "The \".?\" is for properties; functions are called with \".\" alone.")
	}
	args := p.arguments(r)
	return &Call{p.spanOf(base), base, name, args}
}

// name reads a name, or fails.
func (p *parser) name(what string) (id Ident, ok bool) {
	if p.kind() != Identifier {
		p.fail(what)
		return Ident{}, false
	}
	id = Ident{p.tokens[p.i].Span, p.textAt(p.i)}
	p.i++
	return id, true
}

// nameOrMissing reads a name, or reports that it is missing.
func (p *parser) nameOrMissing(what string) Ident {
	id, ok := p.name(what)
	if !ok {
		p.report()
		id.Span = p.spanFrom(p.i)
	}
	return id
}

// nameOr reads a name, or leaves out what stands there.
func (p *parser) nameOr(what string, stops kinds) Ident {
	from := p.i
	id, ok := p.name(what)
	if !ok {
		id.Span = p.skip(from, stops).Span
	}
	return id
}
