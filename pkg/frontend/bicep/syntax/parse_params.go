package syntax

// paramsStatement reads a declaration of a .bicepparam file.
func (p *parser) paramsStatement() Statement {
	from := p.i
	decorators := p.decorators()
	if p.kind() == Identifier {
		if s := p.paramsDeclaration(from, decorators); s != nil {
			return s
		}
	}
	return p.noStatement(from, decorators, "a declaration, such as using, extends, param or var")
}

func (p *parser) paramsDeclaration(from int, decorators []*Decorator) Statement {
	switch p.textAt(p.i) {
	case "using":
		return p.using(from, decorators)
	case "extends":
		p.i++
		start := p.i
		path := p.or(p.stringOnly("the path of a file as a string"), start, afterLine)
		return &Extends{p.spanFrom(from), decorators, path}
	case "param":
		name, value := p.namedValue("the name of a parameter")
		return &ParamAssign{p.spanFrom(from), decorators, name, value}
	case "extensionConfig":
		p.i++
		alias := p.nameOr("the name of an extension", afterName)
		config := p.with()
		return &ExtensionConfig{p.spanFrom(from), decorators, alias, config}
	}
	return p.sharedDeclaration(from, decorators)
}

func (p *parser) using(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Using{Decorators: decorators}
	if s.None = p.isKeyword("none"); s.None {
		p.i++
	} else {
		start := p.i
		s.Path = p.or(p.stringOnly("the path of a file as a string, or none"), start, afterLine)
	}
	if k := p.kind(); k != NewLine && k != EndOfFile {
		s.With = p.with()
	}
	s.Span = p.spanFrom(from)
	return s
}
