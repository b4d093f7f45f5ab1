package syntax

// fullType reads a type, or resource and the type of a resource: that may be left out
// if bare.
func (p *parser) fullType(bare bool) Type {
	if !p.isKeyword("resource") || p.nextKind() == LeftChevron {
		return p.typeExpr()
	}
	start := p.i
	p.i++
	t := &TypeResource{}
	if k := p.kind(); !bare || k == StringComplete || k == StringLeft {
		from := p.i
		t.Type = p.or(p.stringOnly("the type of a resource as a string"), from, setOf(Assignment, NewLine))
	}
	t.Span = p.spanFrom(start)
	return t
}

// typeExpr reads a type, a union among them.
func (p *parser) typeExpr() Type {
	height, ok := p.enter()
	if !ok {
		return nil
	}
	t := p.union()
	p.leave(height)
	return t
}

func (p *parser) union() Type {
	start := p.i
	leading := p.takePipe()
	first := p.postfixType()
	if first == nil || !leading && !p.atPipe() {
		return first
	}
	u := &TypeUnion{Members: []Type{first}}
	for p.takePipe() {
		from := p.i
		// No line break may follow a pipe, lest the next declaration be taken for a type.
		u.Members = append(u.Members, p.orType(p.postfixType(), from, afterLine))
	}
	u.Span = p.spanFrom(start)
	return u
}

// atPipe reports whether a member of a union follows, on this line or the next.
func (p *parser) atPipe() bool {
	return p.kind() == Pipe || p.kind() == NewLine && p.nextKind() == Pipe
}

func (p *parser) takePipe() bool {
	if !p.atPipe() {
		return false
	}
	p.newLines()
	return p.take(Pipe)
}

// postfixType reads a type and the marks for null behind it.
func (p *parser) postfixType() Type {
	t := p.unaryType()
	for t != nil {
		switch {
		case p.take(Question):
			t = p.chainType(&TypeNullable{p.spanOf(t), t})
		case p.take(Exclamation):
			t = p.chainType(&TypeNonNull{p.spanOf(t), t})
		default:
			return t
		}
	}
	return nil
}

func (p *parser) chainType(t Type) Type {
	if !p.link() {
		return nil
	}
	return t
}

func (p *parser) unaryType() Type {
	op := unaryOperator(p.kind())
	if op == NoOperator {
		return p.memberType()
	}
	start := p.i
	p.i++
	from := p.i
	operand := p.orType(p.memberType(), from, afterOperand)
	return &TypeUnary{p.spanFrom(start), op, operand}
}

// memberType reads a type and the accesses behind it.
func (p *parser) memberType() Type {
	t := p.primaryType()
	for t != nil {
		switch p.kind() {
		case LeftSquare:
			t = p.indexType(t)
		case Dot:
			t = p.propertyType(t)
		default:
			return t
		}
	}
	return nil
}

func (p *parser) indexType(base Type) Type {
	p.i++
	if p.take(RightSquare) {
		return p.chainType(&TypeArray{p.spanOf(base), base})
	}
	var index Expr
	if !p.take(Asterisk) {
		if index = p.expression(0); index == nil {
			return nil
		}
	}
	if !p.expect(RightSquare, "a \"]\"") {
		return nil
	}
	if index == nil {
		return p.chainType(&TypeItems{p.spanOf(base), base})
	}
	return p.chainType(&TypeIndex{p.spanOf(base), base, index})
}

func (p *parser) propertyType(base Type) Type {
	p.i++
	if p.take(Asterisk) {
		return p.chainType(&TypeRest{p.spanOf(base), base})
	}
	name := p.nameOrMissing("the name of a property or type")
	if p.kind() != LeftChevron {
		return p.chainType(&TypeProperty{p.spanOf(base), base, name})
	}
	args := p.typeArguments()
	return p.chainType(&TypeGeneric{p.spanOf(base), base, name, args})
}

func (p *parser) typeArguments() []Type {
	var args []Type
	p.argumentList(RightChevron, "\">\"", func() {
		from := p.i
		args = append(args, p.orType(p.typeExpr(), from, setOf(NewLine, Comma, RightChevron)))
	})
	return args
}

func (p *parser) primaryType() Type {
	start := p.i
	switch p.kind() {
	case Integer, TrueKeyword, FalseKeyword, NullKeyword:
		if value := p.literal(); value != nil {
			return &TypeLiteral{value.Bounds(), value}
		}
		return nil
	case StringComplete, StringLeft:
		value := p.stringExpr()
		if skipped, ok := value.(*Skipped); ok {
			return skipped
		}
		return &TypeLiteral{value.Bounds(), value}
	case Identifier:
		name, _ := p.name("a type")
		if p.kind() == LeftChevron {
			args := p.typeArguments()
			return &TypeGeneric{Span: p.spanFrom(start), Name: name, Args: args}
		}
		return &TypeName{name.Span, name.Name}
	default:
		return p.compositeType()
	}
}

func (p *parser) compositeType() Type {
	switch p.kind() {
	case LeftBrace:
		return p.objectType()
	case LeftSquare:
		return p.tupleType()
	case LeftParen:
		return p.parenType()
	default:
		p.fail("a type")
		return nil
	}
}

func (p *parser) parenType() Type {
	start := p.i
	var items []Type
	p.parenItems(func() {
		from := p.i
		items = append(items, p.orType(p.typeExpr(), from, afterItem))
	})
	t := &TypeParen{Span: p.spanFrom(start)}
	if len(items) == 1 {
		t.Inner = items[0]
		return t
	}
	p.errs.add(t.Span, "Parentheses hold exactly one type.")
	t.Inner = &Skipped{t.Span}
	return t
}

func (p *parser) objectType() Type {
	start := p.i
	var members []TypeMember
	if !p.elements(RightBrace, "\"}\"", func() { members = append(members, p.typeMember()) }) {
		return nil
	}
	return &TypeObject{p.spanFrom(start), members}
}

func (p *parser) typeMember() TypeMember {
	start := p.i
	m := TypeMember{Decorators: p.decorators()}
	if m.Rest = p.take(Asterisk); !m.Rest {
		m.Key = p.propertyKey()
	}
	p.colon()
	from := p.i
	m.Type = p.orType(p.typeExpr(), from, afterValue)
	m.Span = p.spanFrom(start)
	if len(m.Decorators) == 0 && !m.Rest {
		m.Span = p.spanWith(m.Key, start)
	}
	return m
}

func (p *parser) tupleType() Type {
	start := p.i
	var items []TupleItem
	if !p.elements(RightSquare, "\"]\"", func() { items = append(items, p.tupleItem()) }) {
		return nil
	}
	return &TypeTuple{p.spanFrom(start), items}
}

func (p *parser) tupleItem() TupleItem {
	start := p.i
	item := TupleItem{Decorators: p.decorators()}
	from := p.i
	item.Type = p.orType(p.typeExpr(), from, setOf(NewLine, RightSquare))
	item.Span = p.spanFrom(start)
	return item
}
