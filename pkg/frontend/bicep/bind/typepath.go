package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// follow goes one step: from a name to what is declared under it, or from an access to
// the part of the type that it means.
func (r *resolver) follow(t typeRef) typeRef {
	switch n := t.node.(type) {
	case *syntax.TypeName:
		return t.file.typeNamed(n.Name)
	case *syntax.TypeProperty:
		return r.property(t, n)
	case *syntax.TypeIndex:
		return r.item(r.structure(t.to(n.Base)), n.Index)
	case *syntax.TypeItems:
		base := r.structure(t.to(n.Base))
		if array, ok := base.node.(*syntax.TypeArray); ok {
			return base.to(array.Element)
		}
	case *syntax.TypeRest:
		base := r.structure(t.to(n.Base))
		if object, ok := base.node.(*syntax.TypeObject); ok {
			return base.member(object, "*")
		}
	}
	return anything
}

// item finds the type of an item of a tuple.
func (*resolver) item(base typeRef, index syntax.Expr) typeRef {
	i, ok := index.(*syntax.Int)
	tuple, is := base.node.(*syntax.TypeTuple)
	if !ok || !is || i.Value >= uint64(len(tuple.Items)) {
		return anything
	}
	item := tuple.Items[i.Value]
	return typeRef{file: base.file, node: item.Type, decorators: item.Decorators}
}

// typeNamed finds the type of a name.
func (f *file) typeNamed(name string) typeRef {
	d := f.declarations[name]
	switch {
	case d == nil:
	case d.kind == typeAlias:
		return alias(d)
	case d.kind == imported:
		return f.importedType(d.from, d.original)
	}
	return builtinType(name)
}

func builtinType(name string) typeRef {
	return typeRef{known: &shape{Type: ir.Type{Kind: kindOf[name]}}}
}

func alias(d *declaration) typeRef {
	s, ok := d.node.(*syntax.TypeDecl)
	if !ok {
		return anything
	}
	return typeRef{file: d.home, node: s.Type, decorators: s.Decorators}
}

func (f *file) importedType(from *syntax.String, name string) typeRef {
	e, ok, _ := f.exported(from, name)
	switch {
	case !ok:
	case e.declaration != nil:
		return alias(e.declaration)
	case e.shape != nil:
		return typeRef{known: e.shape}
	}
	return anything
}

// property finds the type of base.name: in a namespace, or of a member of an object.
func (r *resolver) property(t typeRef, n *syntax.TypeProperty) typeRef {
	if base, ok := n.Base.(*syntax.TypeName); ok {
		d := t.file.declarations[base.Name]
		switch {
		case d != nil && d.kind == namespace:
			return t.file.importedType(d.from, n.Name.Name)
		case d == nil && base.Name == "sys":
			return builtinType(n.Name.Name)
		}
	}
	base := r.structure(t.to(n.Base))
	switch of := base.node.(type) {
	case *syntax.TypeObject:
		return base.member(of, n.Name.Name)
	case *syntax.TypeGeneric:
		if kind, ok := kindOfMember[n.Name.Name]; ok && derived(of) {
			return typeRef{known: &shape{Type: ir.Type{Kind: kind}}}
		}
	}
	return anything
}

// derived reports whether a type is resourceInput<…> or resourceOutput<…>.
func derived(t *syntax.TypeGeneric) bool {
	return t.Name.Name == "resourceInput" || t.Name.Name == "resourceOutput"
}

// kindOfMember are the members that every resource has, if at all, with the same type.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-declaration
var kindOfMember = map[string]partial.Type{
	"id": partial.StringType, "name": partial.StringType, "type": partial.StringType, "apiVersion": partial.StringType,
	"location": partial.StringType, "kind": partial.StringType, "tags": partial.ObjectType, "properties": partial.ObjectType,
	"identity": partial.ObjectType, "sku": partial.ObjectType, "plan": partial.ObjectType, "zones": partial.ArrayType,
}

// member finds the type of a member of an object; "*" means that of all others.
func (t typeRef) member(object *syntax.TypeObject, name string) typeRef {
	for _, m := range object.Properties {
		key, constant := m.Name()
		if m.Rest && name == "*" || constant && !m.Rest && key == name {
			return typeRef{file: t.file, node: m.Type, decorators: m.Decorators}
		}
	}
	return anything
}

// structure follows names and accesses until there is a type that has parts.
func (r *resolver) structure(t typeRef) typeRef {
	for t.known == nil {
		if !r.step() {
			return anything
		}
		switch n := t.node.(type) {
		case *syntax.TypeName, *syntax.TypeProperty, *syntax.TypeIndex, *syntax.TypeItems, *syntax.TypeRest:
			t = r.follow(t)
		case *syntax.TypeNullable:
			t = t.to(n.Inner)
		case *syntax.TypeNonNull:
			t = t.to(n.Inner)
		case *syntax.TypeParen:
			t = t.to(n.Inner)
		default:
			return t
		}
	}
	return t
}
