package syntax

// importDecl reads what is taken from another file.
func (p *parser) importDecl(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Import{Decorators: decorators}
	switch p.kind() {
	case LeftBrace:
		if !p.elements(RightBrace, "\"}\"", func() { s.Symbols = append(s.Symbols, p.importSymbol()) }) {
			p.skip(p.i, afterLine)
		}
	case Asterisk:
		name := p.wildcard()
		s.Namespace = &name
	default:
		p.fail("\"{\" or \"*\"")
		p.skip(p.i, setOf(StringComplete, StringLeft, NewLine))
	}
	s.From = p.importPath()
	s.Span = p.spanFrom(from)
	return s
}

// wildcard reads * as name.
func (p *parser) wildcard() Ident {
	p.i++
	if !p.expectKeyword("as") {
		return Ident{Span: p.skip(p.i, afterLine).Span}
	}
	return p.nameOr("the name of a namespace", afterLine)
}

// importPath reads from 'path'.
func (p *parser) importPath() Expr {
	if !p.expectKeyword("from") {
		p.skip(p.i, setOf(StringComplete, StringLeft, NewLine))
	}
	from := p.i
	return p.or(p.stringOnly("the path of a file as a string"), from, afterLine)
}

func (p *parser) importSymbol() ImportSymbol {
	start := p.i
	s := ImportSymbol{Name: p.importedName()}
	if p.isKeyword("as") {
		p.i++
		alias := p.nameOr("a name", setOf(Comma, NewLine, RightBrace))
		s.Alias = &alias
	} else if name, ok := s.Name.(*String); ok {
		p.errs.add(name.Span, "A symbol whose name is a string needs a name of its own: 'name' as other.")
	}
	s.Span = p.spanFrom(start)
	return s
}

func (p *parser) importedName() Expr {
	const what = "the name of an exported symbol"
	from := p.i
	if p.kind() == Identifier {
		id, _ := p.name(what)
		return &id
	}
	e := p.or(p.stringOnly(what), from, setOf(Comma, NewLine, RightBrace))
	if s, ok := e.(*Interpolated); ok {
		p.errs.add(s.Span, "The name of an imported symbol cannot be computed.")
		return &Skipped{s.Span}
	}
	return e
}

// extension reads extension spec with config as alias.
func (p *parser) extension(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Extension{Decorators: decorators}
	start := p.i
	if id, ok := p.name(""); ok {
		s.Spec = &id
	} else {
		s.Spec = p.or(p.stringOnly("the name of an extension"), start, afterLine)
	}
	if k := p.kind(); k != NewLine && k != EndOfFile && !p.isKeyword("as") {
		s.With = p.with()
	}
	if k := p.kind(); k != NewLine && k != EndOfFile {
		s.Alias = p.alias()
	}
	s.Span = p.spanFrom(from)
	return s
}

// with reads with {…}.
func (p *parser) with() Expr {
	from := p.i
	if !p.expectKeyword("with") {
		return p.skip(from, afterLine)
	}
	from = p.i
	return p.or(p.object(literals), from, afterLine)
}

// alias reads as name.
func (p *parser) alias() *Ident {
	if !p.expectKeyword("as") {
		p.skip(p.i, afterLine)
		return nil
	}
	name := p.nameOr("a name", afterLine)
	return &name
}
