package syntax

// statement reads a declaration of a .bicep file.
func (p *parser) statement() Statement {
	from := p.i
	decorators := p.decorators()
	if p.kind() == Identifier {
		if s := p.declaration(from, decorators); s != nil {
			return s
		}
	}
	return p.noStatement(from, decorators,
		"a declaration, such as param, var, resource, module or output")
}

// noStatement leaves out a line that is no declaration.
func (p *parser) noStatement(from int, decorators []*Decorator, what string) Statement {
	if len(decorators) > 0 {
		what = "a declaration after the decorator"
	}
	p.fail(what)
	return p.skip(from, afterLine)
}

// declaration reads a declaration from its first word; nil if there is none with this
// word.
func (p *parser) declaration(from int, decorators []*Decorator) Statement {
	switch p.textAt(p.i) {
	case "param":
		return p.param(from, decorators)
	case "resource":
		return p.resource(from, decorators)
	case "module":
		return p.module(from, decorators)
	case "output":
		return p.output(from, decorators)
	case "func":
		return p.function(from, decorators)
	case "targetScope":
		p.i++
		value := p.assigned()
		return &TargetScope{p.spanFrom(from), decorators, value}
	case "metadata":
		name, value := p.namedValue("the name of a metadata value")
		return &Metadata{p.spanFrom(from), decorators, name, value}
	case "assert":
		name, value := p.namedValue("the name of an assertion")
		return &Assert{p.spanFrom(from), decorators, name, value}
	case "test":
		return p.test(from, decorators)
	}
	return p.sharedDeclaration(from, decorators)
}

// sharedDeclaration reads the declarations that both kinds of files have.
func (p *parser) sharedDeclaration(from int, decorators []*Decorator) Statement {
	switch p.textAt(p.i) {
	case "var":
		return p.variable(from, decorators)
	case "type":
		return p.typeDecl(from, decorators)
	case "import":
		if k := p.nextKind(); k == StringComplete || k == StringLeft {
			return p.extension(from, decorators)
		}
		return p.importDecl(from, decorators)
	case "extension", "provider":
		return p.extension(from, decorators)
	}
	return nil
}

var (
	afterName = setOf(Identifier, NewLine)
	afterType = setOf(Assignment, NewLine)
	afterPath = setOf(StringComplete, StringLeft, NewLine)
)

// assigned reads = and a value.
func (p *parser) assigned() Expr {
	if !p.expect(Assignment, "a \"=\"") {
		p.skip(p.i, afterType)
		p.take(Assignment)
	}
	from := p.i
	return p.or(p.expression(literals), from, afterLine)
}

// namedValue reads a word, a name, = and a value.
func (p *parser) namedValue(what string) (Ident, Expr) {
	p.i++
	name := p.nameOr(what, afterType)
	return name, p.assigned()
}

func (p *parser) param(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Param{Decorators: decorators}
	s.Name = p.nameOr("the name of a parameter", afterName)
	start := p.i
	s.Type = p.orType(p.fullType(false), start, setOf(Assignment, LeftBrace, NewLine))
	if k := p.kind(); k != NewLine && k != EndOfFile {
		s.Default = p.assigned()
	}
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) variable(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Var{Decorators: decorators}
	s.Name = p.nameOr("the name of a variable", afterName)
	if k := p.kind(); k != Assignment && k != NewLine && k != EndOfFile {
		start := p.i
		s.Type = p.orType(p.fullType(false), start, afterType)
	}
	s.Value = p.assigned()
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) output(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Output{Decorators: decorators}
	s.Name = p.nameOr("the name of an output", afterName)
	start := p.i
	s.Type = p.orType(p.fullType(true), start, afterType)
	s.Value = p.assigned()
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) typeDecl(from int, decorators []*Decorator) Statement {
	p.i++
	s := &TypeDecl{Decorators: decorators}
	s.Name = p.nameOr("the name of a type", afterType)
	if !p.expect(Assignment, "a \"=\"") {
		p.skip(p.i, afterLine)
	}
	start := p.i
	s.Type = p.orType(p.fullType(false), start, afterLine)
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) resource(from int, decorators []*Decorator) *Resource {
	p.i++
	s := &Resource{Decorators: decorators}
	s.Name = p.nameOr("the name of a resource", afterPath)
	start := p.i
	s.Type = p.or(p.stringOnly("the type of the resource as a string"), start, afterType)
	if p.isKeyword("existing") {
		p.i++
		s.Existing = true
	}
	s.Body = p.body(literals|resources, true)
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) module(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Module{Decorators: decorators}
	s.Name = p.nameOr("the name of a module", afterPath)
	start := p.i
	s.Path = p.or(p.stringOnly("the path of the module as a string"), start, afterType)
	s.Body = p.body(literals, true)
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) test(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Test{Decorators: decorators}
	s.Name = p.nameOr("the name of a test", afterPath)
	start := p.i
	s.Path = p.or(p.stringOnly("the path of the tested file as a string"), start, afterType)
	s.Body = p.body(literals, false)
	s.Span = p.spanFrom(from)
	return s
}

// body reads = and the body of a resource, module or test. full says that it may be a
// loop or a condition, which may begin on the next line.
func (p *parser) body(r rules, full bool) Expr {
	if !p.expect(Assignment, "a \"=\"") {
		p.skip(p.i, setOf(LeftBrace, NewLine))
	}
	if next := p.afterLines(p.i); full && p.tokens[next].Kind == Identifier && p.textAt(next) == "if" {
		p.i = next
	}
	from := p.i
	return p.or(p.bodyExpr(r, full), from, afterLine)
}

func (p *parser) bodyExpr(r rules, full bool) Expr {
	switch {
	case p.kind() == LeftBrace:
		return p.object(r)
	case !full:
		p.fail("a \"{\"")
	case p.kind() == LeftSquare:
		return p.forExpr(r, true)
	case p.isKeyword("if"):
		return p.ifExpr(r, afterLine)
	default:
		p.fail("a body: \"{\", \"if\" or \"[for\"")
	}
	return nil
}

func (p *parser) function(from int, decorators []*Decorator) Statement {
	p.i++
	s := &Func{Decorators: decorators}
	s.Name = p.nameOr("the name of a function", setOf(Assignment, LeftParen, NewLine))
	if p.kind() == LeftParen {
		p.parenItems(func() { s.Params = append(s.Params, p.funcParam()) })
	} else {
		p.fail("the parameters in parentheses")
		p.skip(p.i, setOf(Arrow, NewLine))
	}
	start := p.i
	s.Returns = p.orType(p.fullType(false), start, setOf(Arrow, NewLine))
	arrow := p.expect(Arrow, "a \"=>\"")
	if !arrow {
		p.skip(p.i, afterLine)
	}
	s.Body = p.lambdaBody(arrow)
	s.Span = p.spanFrom(from)
	return s
}

func (p *parser) funcParam() FuncParam {
	start := p.i
	name := p.nameOrMissing("the name of a parameter")
	from := p.i
	t := p.orType(p.fullType(false), from, setOf(NewLine, Comma, RightParen))
	return FuncParam{p.spanWith(name, start), name, t}
}
