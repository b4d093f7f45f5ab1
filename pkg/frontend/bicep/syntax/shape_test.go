package syntax_test

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// The functions below give every node the name and the parts that Bicep's own listings
// show for it.

func (l *lister) exprs(list []syntax.Expr, wrapper string) []shape {
	var shapes []shape
	for _, e := range list {
		s := l.expr(e)
		if _, spread := e.(*syntax.Spread); wrapper != "" && !spread {
			s = wrap(wrapper, s)
		}
		shapes = append(shapes, s)
	}
	return shapes
}

func (l *lister) expr(e syntax.Expr) shape {
	name := func(kind string, children ...shape) shape { return shape{kind, e.Bounds(), children} }
	switch e := e.(type) {
	case *syntax.Ident:
		return ident(*e)
	case *syntax.String:
		return name("StringSyntax")
	case *syntax.Interpolated:
		return name("StringSyntax", l.exprs(e.Holes, "")...)
	case *syntax.Int:
		return name("IntegerLiteralSyntax")
	case *syntax.Bool:
		return name("BooleanLiteralSyntax")
	case *syntax.Null:
		return name("NullLiteralSyntax")
	case *syntax.Array:
		return name("ArraySyntax", l.exprs(e.Elements, "ArrayItemSyntax")...)
	case *syntax.Object:
		var members []shape
		for _, m := range e.Members {
			members = append(members, l.member(m))
		}
		return name("ObjectSyntax", members...)
	case *syntax.Spread:
		return name("SpreadExpressionSyntax", l.expr(e.Value))
	case *syntax.Variable:
		return name("VariableAccessSyntax", shape{kind: "IdentifierSyntax", span: e.Span})
	case *syntax.PropertyAccess:
		return name("PropertyAccessSyntax", l.expr(e.Base), ident(e.Name))
	case *syntax.Index:
		return name("ArrayAccessSyntax", l.expr(e.Base), l.expr(e.Index))
	case *syntax.NestedResource:
		return name("ResourceAccessSyntax", l.expr(e.Base), ident(e.Name))
	case *syntax.NonNull:
		return name("NonNullAssertionSyntax", l.expr(e.Operand))
	case *syntax.Unary:
		return name("UnaryOperationSyntax", l.expr(e.Operand))
	case *syntax.Binary:
		return name("BinaryOperationSyntax", l.expr(e.Left), l.expr(e.Right))
	case *syntax.Ternary:
		return name("TernaryOperationSyntax", l.expr(e.Condition), l.expr(e.Then), l.expr(e.Else))
	case *syntax.If:
		return name("IfConditionSyntax", l.expr(e.Condition), l.expr(e.Body))
	case *syntax.Paren:
		return name("ParenthesizedExpressionSyntax", l.expr(e.Inner))
	case *syntax.Call:
		args := l.exprs(e.Args, "FunctionArgumentSyntax")
		if e.Base == nil {
			return name("FunctionCallSyntax", append([]shape{ident(e.Name)}, args...)...)
		}
		return name("InstanceFunctionCallSyntax", append([]shape{l.expr(e.Base), ident(e.Name)}, args...)...)
	case *syntax.Lambda:
		arrow := l.before(syntax.Arrow, e.Body.Bounds().Start)
		return name("LambdaSyntax", l.variables(e.Start, arrow.Start, e.Params), l.expr(e.Body))
	case *syntax.For:
		return name("ForSyntax", l.loopVariables(e), l.expr(e.List), l.expr(e.Body))
	case *syntax.Skipped:
		return name("SkippedTriviaSyntax")
	}
	panic(fmt.Sprintf("%T", e))
}

// variables lists names in parentheses, or one without.
func (l *lister) variables(start, end int32, names []syntax.Ident) shape {
	var list []shape
	for _, id := range names {
		list = append(list, wrap("LocalVariableSyntax", ident(id)))
	}
	if l.tokens[l.tokenAt(start)].Kind == syntax.LeftParen {
		return l.between("VariableBlockSyntax", start, end, list...)
	}
	return list[0]
}

func (l *lister) loopVariables(f *syntax.For) shape {
	names := []syntax.Ident{f.Item}
	start := f.Item.Start
	if f.Index != nil {
		names = append(names, *f.Index)
		start = l.before(syntax.LeftParen, start).Start
	}
	in := l.tokens[l.tokenAt(f.List.Bounds().Start)-1]
	return l.variables(start, in.Start, names)
}

func (l *lister) member(m syntax.Member) shape {
	switch m := m.(type) {
	case *syntax.Property:
		return shape{"ObjectPropertySyntax", m.Span, []shape{l.expr(m.Key), l.expr(m.Value)}}
	case *syntax.Resource:
		return l.statement(m)
	case syntax.Expr:
		return l.expr(m)
	}
	panic(fmt.Sprintf("%T", m))
}

func (l *lister) types(list []syntax.Type, wrapper string) []shape {
	var shapes []shape
	for _, t := range list {
		shapes = append(shapes, wrap(wrapper, l.typ(t)))
	}
	return shapes
}

func (l *lister) typ(t syntax.Type) shape {
	name := func(kind string, children ...shape) shape { return shape{kind, t.Bounds(), children} }
	switch t := t.(type) {
	case *syntax.TypeName:
		return name("TypeVariableAccessSyntax", shape{kind: "IdentifierSyntax", span: t.Span})
	case *syntax.TypeProperty:
		return name("TypePropertyAccessSyntax", l.typ(t.Base), ident(t.Name))
	case *syntax.TypeIndex:
		return name("TypeArrayAccessSyntax", l.typ(t.Base), l.expr(t.Index))
	case *syntax.TypeItems:
		return name("TypeItemsAccessSyntax", l.typ(t.Base))
	case *syntax.TypeRest:
		return name("TypeAdditionalPropertiesAccessSyntax", l.typ(t.Base))
	case *syntax.TypeLiteral:
		return l.literalType(t)
	case *syntax.TypeUnary:
		return name("UnaryTypeOperationSyntax", l.typ(t.Operand))
	case *syntax.TypeUnion:
		return name("UnionTypeSyntax", l.types(t.Members, "UnionTypeMemberSyntax")...)
	case *syntax.TypeArray:
		return name("ArrayTypeSyntax", wrap("ArrayTypeMemberSyntax", l.typ(t.Element)))
	case *syntax.TypeNullable:
		return name("NullableTypeSyntax", l.typ(t.Inner))
	case *syntax.TypeNonNull:
		return name("NonNullableTypeSyntax", l.typ(t.Inner))
	case *syntax.TypeParen:
		return name("ParenthesizedTypeSyntax", l.typ(t.Inner))
	case *syntax.TypeGeneric:
		args := l.types(t.Args, "ParameterizedTypeArgumentSyntax")
		if t.Base == nil {
			return name("ParameterizedTypeInstantiationSyntax", append([]shape{ident(t.Name)}, args...)...)
		}
		return name("InstanceParameterizedTypeInstantiationSyntax", append([]shape{l.typ(t.Base), ident(t.Name)}, args...)...)
	case *syntax.TypeResource:
		if t.Type == nil {
			return name("ResourceTypeSyntax")
		}
		return name("ResourceTypeSyntax", l.expr(t.Type))
	case *syntax.TypeTuple:
		var items []shape
		for _, item := range t.Items {
			items = append(items, shape{"TupleTypeItemSyntax", item.Span, append(l.decorators(item.Decorators), l.typ(item.Type))})
		}
		return name("TupleTypeSyntax", items...)
	case *syntax.TypeObject:
		var members []shape
		for _, m := range t.Properties {
			members = append(members, l.typeMember(m))
		}
		return name("ObjectTypeSyntax", members...)
	}
	panic(fmt.Sprintf("%T", t))
}

func (l *lister) literalType(t *syntax.TypeLiteral) shape {
	s := l.expr(t.Value)
	s.kind = map[string]string{
		"StringSyntax": "StringTypeLiteralSyntax", "IntegerLiteralSyntax": "IntegerTypeLiteralSyntax",
		"BooleanLiteralSyntax": "BooleanTypeLiteralSyntax", "NullLiteralSyntax": "NullTypeLiteralSyntax",
	}[s.kind]
	return s
}

func (l *lister) typeMember(m syntax.TypeMember) shape {
	children := l.decorators(m.Decorators)
	kind := "ObjectTypeAdditionalPropertiesSyntax"
	if !m.Rest {
		kind = "ObjectTypePropertySyntax"
		children = append(children, l.expr(m.Key))
	}
	return shape{kind, m.Span, append(children, l.typ(m.Type))}
}

func (l *lister) statement(s syntax.Statement) shape {
	kind, children := l.declaration(s)
	return shape{kind, s.Bounds(), append(l.decorators(syntax.Decorators(s)), children...)}
}

func (l *lister) declaration(s syntax.Statement) (kind string, children []shape) {
	switch s := s.(type) {
	case *syntax.TargetScope:
		return "TargetScopeSyntax", []shape{l.expr(s.Value)}
	case *syntax.Metadata:
		return "MetadataDeclarationSyntax", []shape{ident(s.Name), l.expr(s.Value)}
	case *syntax.Param:
		children = []shape{ident(s.Name), l.typ(s.Type)}
		if s.Default != nil {
			value := l.expr(s.Default)
			start := l.before(syntax.Assignment, value.span.Start).Start
			children = append(children, shape{"ParameterDefaultValueSyntax", syntax.Span{Start: start, End: value.span.End}, []shape{value}})
		}
		return "ParameterDeclarationSyntax", children
	case *syntax.Var:
		children = []shape{ident(s.Name)}
		if s.Type != nil {
			children = append(children, l.typ(s.Type))
		}
		return "VariableDeclarationSyntax", append(children, l.expr(s.Value))
	case *syntax.Resource:
		return "ResourceDeclarationSyntax", []shape{ident(s.Name), l.expr(s.Type), l.expr(s.Body)}
	case *syntax.Module:
		return "ModuleDeclarationSyntax", []shape{ident(s.Name), l.expr(s.Path), l.expr(s.Body)}
	case *syntax.Test:
		return "TestDeclarationSyntax", []shape{ident(s.Name), l.expr(s.Path), l.expr(s.Body)}
	case *syntax.Output:
		return "OutputDeclarationSyntax", []shape{ident(s.Name), l.typ(s.Type), l.expr(s.Value)}
	case *syntax.TypeDecl:
		return "TypeDeclarationSyntax", []shape{ident(s.Name), l.typ(s.Type)}
	case *syntax.Assert:
		return "AssertDeclarationSyntax", []shape{ident(s.Name), l.expr(s.Value)}
	case *syntax.Func:
		return "FunctionDeclarationSyntax", []shape{ident(s.Name), l.typedLambda(s)}
	case *syntax.Import:
		return "CompileTimeImportDeclarationSyntax", l.imported(s)
	case *syntax.Extension:
		return "ExtensionDeclarationSyntax", l.extension(s)
	}
	return l.paramsDeclaration(s)
}

func (l *lister) paramsDeclaration(s syntax.Statement) (kind string, children []shape) {
	switch s := s.(type) {
	case *syntax.Using:
		children = []shape{l.usingPath(s)}
		if s.With == nil {
			return "UsingDeclarationSyntax", append(children, l.empty(s.End))
		}
		return "UsingDeclarationSyntax", append(children, l.with("UsingWithClauseSyntax", s.With))
	case *syntax.Extends:
		return "ExtendsDeclarationSyntax", []shape{l.expr(s.Path)}
	case *syntax.ParamAssign:
		return "ParameterAssignmentSyntax", []shape{ident(s.Name), l.expr(s.Value)}
	case *syntax.ExtensionConfig:
		return "ExtensionConfigAssignmentSyntax", []shape{ident(s.Alias), l.with("ExtensionWithClauseSyntax", s.With)}
	}
	panic(fmt.Sprintf("%T", s))
}

func (l *lister) usingPath(s *syntax.Using) shape {
	if s.None {
		none := l.tokens[l.tokenAt(s.Start)+1]
		return shape{kind: "NoneLiteralSyntax", span: none.Span}
	}
	return l.expr(s.Path)
}

func (l *lister) with(kind string, config syntax.Expr) shape {
	start := l.tokens[l.tokenAt(config.Bounds().Start)-1].Start
	return shape{kind, syntax.Span{Start: start, End: config.Bounds().End}, []shape{l.expr(config)}}
}

func (l *lister) alias(id syntax.Ident) shape {
	start := l.tokens[l.tokenAt(id.Start)-1].Start
	return shape{"AliasAsClauseSyntax", syntax.Span{Start: start, End: id.End}, []shape{ident(id)}}
}

func (l *lister) typedLambda(s *syntax.Func) shape {
	var params []shape
	for _, p := range s.Params {
		params = append(params, shape{"TypedLocalVariableSyntax", p.Span, []shape{ident(p.Name), l.typ(p.Type)}})
	}
	start := l.tokens[l.tokenAt(s.Name.End)].Start
	block := l.between("TypedVariableBlockSyntax", start, s.Returns.Bounds().Start, params...)
	return shape{"TypedLambdaSyntax", syntax.Span{Start: start, End: s.End}, []shape{block, l.typ(s.Returns), l.expr(s.Body)}}
}

func (l *lister) imported(s *syntax.Import) []shape {
	from := l.tokens[l.tokenAt(s.From.Bounds().Start)-1]
	clause := shape{"CompileTimeImportFromClauseSyntax", syntax.Span{Start: from.Start, End: s.End}, []shape{l.expr(s.From)}}
	if s.Namespace != nil {
		start := l.before(syntax.Asterisk, s.Namespace.Start).Start
		return []shape{{"WildcardImportSyntax", syntax.Span{Start: start, End: s.Namespace.End}, []shape{l.alias(*s.Namespace)}}, clause}
	}
	var items []shape
	for _, symbol := range s.Symbols {
		children := []shape{l.expr(symbol.Name)}
		if symbol.Alias != nil {
			children = append(children, l.alias(*symbol.Alias))
		}
		items = append(items, shape{"ImportedSymbolsListItemSyntax", symbol.Span, children})
	}
	open := l.before(syntax.LeftBrace, from.Start)
	return []shape{l.between("ImportedSymbolsListSyntax", open.Start, from.Start, items...), clause}
}

func (l *lister) extension(s *syntax.Extension) []shape {
	children := []shape{l.expr(s.Spec)}
	if s.With == nil {
		children = append(children, l.empty(s.Spec.Bounds().End))
	} else {
		children = append(children, l.with("ExtensionWithClauseSyntax", s.With))
	}
	if s.Alias == nil {
		return append(children, l.empty(s.End))
	}
	return append(children, l.alias(*s.Alias))
}
