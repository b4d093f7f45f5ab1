package syntax

// elements reads what stands between the brackets of an array, an object or a type:
// elements that are separated by commas or line breaks, but not both at one place.
// The opening bracket is the current token. It fails if the closing one is missing.
func (p *parser) elements(closing Kind, closingText string, element func()) bool {
	p.i++
	if p.take(closing) {
		return true
	}
	p.newLines()
	for first := true; p.kind() != closing && p.kind() != EndOfFile; first = false {
		if !first {
			p.separator()
			if k := p.kind(); k == closing || k == EndOfFile {
				break
			}
		}
		element()
	}
	return p.expect(closing, "a "+closingText)
}

func (p *parser) separator() {
	switch {
	case p.kind() == NewLine:
		p.newLines()
	case p.take(Comma):
		if p.kind() == NewLine {
			p.errs.add(p.tokens[p.i-1].Span, "A comma cannot stand at the end of a line; the line break is enough.")
			p.newLines()
		}
	default:
		p.missing("a comma or the end of the line")
	}
}

func (p *parser) array() Expr {
	start := p.i
	var list []Expr
	if !p.elements(RightSquare, "\"]\"", func() { list = append(list, p.arrayElement()) }) {
		return nil
	}
	return &Array{Span: p.spanFrom(start), Elements: list}
}

func (p *parser) arrayElement() Expr {
	from := p.i
	if p.kind() == Ellipsis {
		return p.spread(RightSquare)
	}
	return p.or(p.expression(literals), from, setOf(NewLine, RightSquare))
}

func (p *parser) spread(closing Kind) *Spread {
	start := p.i
	p.i++
	from := p.i
	value := p.or(p.expression(literals), from, setOf(Comma, NewLine, closing))
	return &Spread{p.spanFrom(start), value}
}

func (p *parser) object(r rules) Expr {
	if p.kind() != LeftBrace {
		p.fail("a \"{\"")
		return nil
	}
	start := p.i
	var members []Member
	if !p.elements(RightBrace, "\"}\"", func() { members = append(members, p.objectMember(r)) }) {
		return nil
	}
	return &Object{Span: p.spanFrom(start), Members: members}
}

func (p *parser) objectMember(r rules) Member {
	switch {
	case r&resources != 0 && (p.kind() == At || p.isKeyword("resource") && p.nextKind() == Identifier):
		return p.nestedResource()
	case p.kind() == Ellipsis:
		return p.spread(RightBrace)
	}
	return p.property()
}

var (
	afterKey   = setOf(Colon, NewLine, RightBrace)
	afterValue = setOf(NewLine, RightBrace)
)

func (p *parser) property() Member {
	start := p.i
	key := p.propertyKey()
	p.colon()
	from := p.i
	value := p.or(p.expression(literals), from, afterValue)
	return &Property{p.spanWith(key, start), key, value}
}

func (p *parser) propertyKey() Expr {
	const what = "the name of a property"
	from := p.i
	if p.kind() == Identifier {
		id, _ := p.name(what)
		return &id
	}
	return p.or(p.stringOnly(what), from, afterKey)
}

func (p *parser) colon() {
	if !p.expect(Colon, "a \":\"") {
		p.skip(p.i, afterValue)
	}
}

// nestedResource reads a resource in the body of another one.
func (p *parser) nestedResource() Member {
	from := p.i
	height, ok := p.enter()
	if !ok {
		return p.skip(from, afterValue)
	}
	defer p.leave(height)
	decorators := p.decorators()
	if p.isKeyword("resource") {
		return p.resource(from, decorators)
	}
	p.fail("a resource after its decorators")
	return p.skip(from, afterValue)
}

// arguments reads the arguments of a call, separated by commas after which the line
// may end.
func (p *parser) arguments(r rules) []Expr {
	var args []Expr
	p.argumentList(RightParen, "\")\"", func() {
		from := p.i
		args = append(args, p.or(p.expression(r), from, setOf(NewLine, Comma, RightParen)))
	})
	return args
}

// argumentList reads from an opening to a closing bracket. A missing one is reported,
// and parsing goes on as if it was there.
func (p *parser) argumentList(closing Kind, closingText string, argument func()) {
	p.i++
	if p.take(closing) {
		return
	}
	p.newLines()
	for first := true; p.kind() != closing && p.kind() != EndOfFile; first = false {
		if !first && !p.argumentSeparator(closing) {
			break
		}
		argument()
	}
	if !p.take(closing) {
		p.missing("a " + closingText)
	}
}

// argumentSeparator reads up to the next argument; more is false if there is none.
func (p *parser) argumentSeparator(closing Kind) (more bool) {
	switch p.kind() {
	case Comma:
		p.i++
		p.newLines()
		return true // what follows is an argument, or one is missing
	case NewLine:
		next := p.afterLines(p.i)
		switch k := p.tokens[next].Kind; {
		case k == closing:
			p.i = next
			return false
		case k == EndOfFile || closing == RightChevron:
			return false
		}
		p.missing("a comma")
		p.i = next
		return true
	default:
		p.missing("a comma or a line break")
		return true
	}
}
