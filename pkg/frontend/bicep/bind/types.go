package bind

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// shape is what matters of a type.
type shape struct {
	ir.Type
	secure bool
}

// Limits of types: how many steps are taken to find one out, and how many literals are
// listed.
const (
	maxSteps   = 10_000
	maxAllowed = 1000
)

// kindOf names the types of the language. Others, such as any, tell nothing.
var kindOf = map[string]partial.Type{
	"string": partial.StringType, "int": partial.IntType, "bool": partial.BoolType,
	"object": partial.ObjectType, "array": partial.ArrayType, "any": partial.AnyType,
}

// typeRef is a type where it is written: names in it are those of the file.
type typeRef struct {
	file *file
	node syntax.Type
	// decorators are those of what has the type.
	decorators []*syntax.Decorator
	// known is set for a type that is not written in Bicep, and has no node.
	known *shape
}

var anything = typeRef{known: &shape{}}

// declaredShape returns the shape of a type that is written in the file, with decorators,
// and reports names that mean nothing.
func (f *file) declaredShape(t syntax.Type, decorators []*syntax.Decorator) shape {
	f.checkTypes(t)
	return (&resolver{}).shape(typeRef{file: f, node: t, decorators: decorators})
}

// checkTypes reports names of types that are not declared.
func (f *file) checkTypes(t syntax.Type) {
	for {
		switch x := t.(type) {
		case *syntax.TypeNullable:
			t = x.Inner
			continue
		case *syntax.TypeArray:
			t = x.Element
			continue
		case *syntax.TypeParen:
			t = x.Inner
			continue
		case *syntax.TypeName:
			if d := f.declarations[x.Name]; d == nil || d.kind != typeAlias && d.kind != imported {
				if _, ok := kindOf[x.Name]; !ok && x.Name != "" && (d == nil || d.kind != namespace && d.kind != extension) {
					f.errorf(x, "There is no type named %s.%s", x.Name, f.suggest(x.Name, f.typeNames))
				}
			}
		}
		return
	}
}

func (f *file) typeNames() []string {
	out := keys(kindOf)
	for _, name := range f.names {
		if k := f.declarations[name].kind; k == typeAlias || k == imported {
			out = append(out, name)
		}
	}
	return out
}

// resolver follows names of types. It counts the steps, since they may go round in a
// circle.
type resolver struct {
	steps int
	// known are the secret parts of object types that were looked at, or are being, as a
	// type may be made of itself.
	known map[*syntax.TypeObject]*ir.Secret
}

// step takes a step; false if there have been too many.
func (r *resolver) step() bool {
	r.steps++
	return r.steps <= maxSteps
}

// shape works the shape of a type out.
func (r *resolver) shape(t typeRef) shape {
	if t.known != nil {
		return *t.known
	}
	if !r.step() {
		return shape{}
	}
	s := r.bare(t)
	if decorator(t.decorators, "secure") != nil {
		s.secure = true
	}
	return s
}

func (r *resolver) bare(t typeRef) shape {
	switch n := t.node.(type) {
	case *syntax.TypeName, *syntax.TypeProperty, *syntax.TypeIndex, *syntax.TypeItems, *syntax.TypeRest:
		return r.shape(r.follow(t))
	case *syntax.TypeLiteral:
		return literalShape(n)
	case *syntax.TypeUnary:
		return unaryShape(n)
	case *syntax.TypeUnion:
		return r.union(t, n)
	case *syntax.TypeArray:
		return shape{Type: ir.Type{Kind: partial.ArrayType, Secret: elements(r.secret(t.to(n.Element)))}}
	case *syntax.TypeTuple:
		return shape{Type: ir.Type{Kind: partial.ArrayType, Secret: r.secretInTuple(t, n)}}
	case *syntax.TypeObject:
		return shape{Type: ir.Type{Kind: partial.ObjectType, Secret: r.secretInObject(t, n)}}
	case *syntax.TypeNullable:
		s := r.shape(t.to(n.Inner))
		s.Nullable = true
		return s
	case *syntax.TypeNonNull:
		s := r.shape(t.to(n.Inner))
		s.Nullable = false
		return s
	case *syntax.TypeParen:
		return r.shape(t.to(n.Inner))
	}
	if g, ok := t.node.(*syntax.TypeGeneric); ok && derived(g) {
		return shape{Type: ir.Type{Kind: partial.ObjectType}}
	}
	return shape{} // a resource, or what could not be read
}

// secret tells which parts of the values of a type are secrets.
func (r *resolver) secret(t typeRef) *ir.Secret {
	s := r.shape(t)
	if s.secure {
		return &ir.Secret{All: true}
	}
	return s.Secret
}

func elements(of *ir.Secret) *ir.Secret {
	if of == nil {
		return nil
	}
	return &ir.Secret{Rest: of}
}

// secretInTuple takes all elements for secrets where one is.
func (r *resolver) secretInTuple(t typeRef, n *syntax.TypeTuple) *ir.Secret {
	var out *ir.Secret
	for _, item := range n.Items {
		if s := r.secret(typeRef{file: t.file, node: item.Type, decorators: item.Decorators}); s != nil {
			out = s
		}
	}
	return elements(out)
}

func (r *resolver) secretInObject(t typeRef, n *syntax.TypeObject) *ir.Secret {
	if s, ok := r.known[n]; ok {
		return s
	}
	if r.known == nil {
		r.known = map[*syntax.TypeObject]*ir.Secret{}
	}
	out := &ir.Secret{Members: map[string]*ir.Secret{}}
	r.known[n] = out
	for i := range n.Properties {
		m := &n.Properties[i]
		s := r.secret(typeRef{file: t.file, node: m.Type, decorators: m.Decorators})
		if s == nil {
			continue
		}
		if name, constant := m.Name(); constant && !m.Rest {
			out.Members[strings.ToLower(name)] = s
		} else {
			out.Rest = s
		}
	}
	if out.Rest == nil && len(out.Members) == 0 {
		return nil
	}
	return out
}

// to is another type of the same file, without decorators.
func (t typeRef) to(n syntax.Type) typeRef { return typeRef{file: t.file, node: n} }

func literalShape(n *syntax.TypeLiteral) shape {
	switch v := n.Value.(type) {
	case *syntax.String:
		return oneOf(partial.StringType, partial.StringValue(v.Value))
	case *syntax.Int:
		return oneOf(partial.IntType, number(v.Value, false))
	case *syntax.Bool:
		return oneOf(partial.BoolType, partial.BoolValue(v.Value))
	case *syntax.Null:
		return shape{Type: ir.Type{Nullable: true, Allowed: []partial.Value{}}}
	case *syntax.Interpolated:
		return shape{Type: ir.Type{Kind: partial.StringType}}
	}
	return shape{}
}

func oneOf(k partial.Type, v partial.Value) shape {
	return shape{Type: ir.Type{Kind: k, Allowed: []partial.Value{v}}}
}

func unaryShape(n *syntax.TypeUnary) shape {
	inner := n.Operand
	for {
		p, ok := inner.(*syntax.TypeParen)
		if !ok {
			break
		}
		inner = p.Inner
	}
	literal, ok := inner.(*syntax.TypeLiteral)
	if !ok {
		return shape{}
	}
	switch v := literal.Value.(type) {
	case *syntax.Int:
		return oneOf(partial.IntType, number(v.Value, n.Op == syntax.Subtract))
	case *syntax.Bool:
		return oneOf(partial.BoolType, partial.BoolValue(!v.Value))
	}
	return shape{}
}

// union joins what its members allow; where one of them allows anything, so does the
// union.
func (r *resolver) union(t typeRef, n *syntax.TypeUnion) shape {
	out := shape{Type: ir.Type{Allowed: []partial.Value{}}}
	seen, free, kinds := map[string]bool{}, false, map[partial.Type]bool{}
	for _, m := range n.Members {
		s := r.shape(t.to(m))
		out.Nullable = out.Nullable || s.Nullable
		out.secure = out.secure || s.secure
		if s.Secret != nil {
			out.Secret = s.Secret
		}
		if s.Allowed == nil || len(s.Allowed) > 0 {
			kinds[s.Kind] = true
		}
		free = free || s.Allowed == nil
		for _, v := range s.Allowed {
			if k := v.Canonical(); !seen[k] && len(out.Allowed) < maxAllowed {
				seen[k] = true
				out.Allowed = append(out.Allowed, v)
			}
		}
	}
	if len(kinds) == 1 {
		for k := range kinds {
			out.Kind = k
		}
	}
	if free || len(out.Allowed) >= maxAllowed {
		out.Allowed = nil
	}
	return out
}
