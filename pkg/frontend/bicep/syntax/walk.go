package syntax

// Walk calls visit for a node and, where that returns true, for all nodes below it, in
// the order of the file. Names (Ident) that are part of a node are not visited, except
// as keys.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	Children(n, func(child Node) { Walk(child, visit) })
}

// Children calls visit for the nodes right below a node, in the order of the file.
func Children(n Node, visit func(Node)) {
	switch n := n.(type) {
	case Expr:
		exprChildren(n, visit)
	case Type:
		typeChildren(n, visit)
	case *Property:
		visit(n.Key)
		visit(n.Value)
	case *Decorator:
		visit(n.Expr)
	case *TupleItem:
		each(n.Decorators, visit)
		visit(n.Type)
	case *TypeMember:
		each(n.Decorators, visit)
		some(n.Key, visit)
		visit(n.Type)
	case *FuncParam:
		visit(n.Type)
	case *ImportSymbol:
		visit(n.Name)
	case Statement:
		statementChildren(n, visit)
	}
}

// each visits the nodes of a list.
func each[T Node](list []T, visit func(Node)) {
	for _, n := range list {
		visit(n)
	}
}

// some visits a node that may be missing.
func some(n Node, visit func(Node)) {
	if n != nil {
		visit(n)
	}
}

func exprChildren(e Expr, visit func(Node)) {
	switch e := e.(type) {
	case *Interpolated:
		each(e.Holes, visit)
	case *Array:
		each(e.Elements, visit)
	case *Object:
		each(e.Members, visit)
	case *Spread:
		visit(e.Value)
	case *Index:
		visit(e.Base)
		visit(e.Index)
	case *Call:
		some(e.Base, visit)
		each(e.Args, visit)
	case *Binary:
		visit(e.Left)
		visit(e.Right)
	case *Ternary:
		visit(e.Condition)
		visit(e.Then)
		visit(e.Else)
	case *For:
		visit(e.List)
		visit(e.Body)
	case *If:
		visit(e.Condition)
		visit(e.Body)
	default:
		some(operand(e), visit)
	}
}

// operand returns the expression that another one is about, where it is the only one.
func operand(e Expr) Node {
	switch e := e.(type) {
	case *PropertyAccess:
		return e.Base
	case *NestedResource:
		return e.Base
	case *NonNull:
		return e.Operand
	case *Unary:
		return e.Operand
	case *Lambda:
		return e.Body
	case *Paren:
		return e.Inner
	}
	return nil
}

func typeChildren(t Type, visit func(Node)) {
	switch t := t.(type) {
	case *TypeIndex:
		visit(t.Base)
		visit(t.Index)
	case *TypeUnion:
		each(t.Members, visit)
	case *TypeTuple:
		for i := range t.Items {
			visit(&t.Items[i])
		}
	case *TypeObject:
		for i := range t.Properties {
			visit(&t.Properties[i])
		}
	case *TypeGeneric:
		some(t.Base, visit)
		each(t.Args, visit)
	case *TypeLiteral:
		visit(t.Value)
	case *TypeResource:
		some(t.Type, visit)
	default:
		some(typeOperand(t), visit)
	}
}

// typeOperand returns the type that another one is about, where it is the only one.
func typeOperand(t Type) Node {
	switch t := t.(type) {
	case *TypeProperty:
		return t.Base
	case *TypeItems:
		return t.Base
	case *TypeRest:
		return t.Base
	case *TypeUnary:
		return t.Operand
	case *TypeArray:
		return t.Element
	case *TypeNullable:
		return t.Inner
	case *TypeNonNull:
		return t.Inner
	case *TypeParen:
		return t.Inner
	}
	return nil
}

func statementChildren(s Statement, visit func(Node)) {
	each(Decorators(s), visit)
	switch s := s.(type) {
	case *Func:
		for i := range s.Params {
			visit(&s.Params[i])
		}
		visit(s.Returns)
		visit(s.Body)
	case *Import:
		for i := range s.Symbols {
			visit(&s.Symbols[i])
		}
		visit(s.From)
	default:
		for _, part := range statementParts(s) {
			some(part, visit)
		}
	}
}

// statementParts returns the nodes right below a statement other than its decorators;
// some may be nil.
func statementParts(s Statement) []Node {
	switch s := s.(type) {
	case *TargetScope:
		return []Node{s.Value}
	case *Metadata:
		return []Node{s.Value}
	case *Param:
		return []Node{s.Type, s.Default}
	case *Var:
		return []Node{s.Type, s.Value}
	case *Resource:
		return []Node{s.Type, s.Body}
	case *Module:
		return []Node{s.Path, s.Body}
	case *Output:
		return []Node{s.Type, s.Value}
	case *TypeDecl:
		return []Node{s.Type}
	}
	return rareParts(s)
}

func rareParts(s Statement) []Node {
	switch s := s.(type) {
	case *Extension:
		return []Node{s.Spec, s.With}
	case *Assert:
		return []Node{s.Value}
	case *Test:
		return []Node{s.Path, s.Body}
	case *Using:
		return []Node{s.Path, s.With}
	case *Extends:
		return []Node{s.Path}
	case *ParamAssign:
		return []Node{s.Value}
	case *ExtensionConfig:
		return []Node{s.With}
	}
	return nil
}
