package bind

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// chain lowers a name and what is taken from it: all accesses of a row make one chain,
// as the whole of it is null where a safe one finds nothing. Parentheses end a chain;
// x! and any(x) do not, as they are for the checker of types alone.
func (l *lowerer) chain(e syntax.Expr) ir.Expr {
	links, base := l.links(e)
	switch b := base.(type) {
	case *syntax.Variable:
		return l.named(e, b, links)
	case *syntax.NestedResource:
		d, more, ok := l.nested(b)
		if !ok {
			return l.failure(e, "it is no resource")
		}
		return l.linked(e, l.symbol(b, d), append(more, links...))
	}
	if len(links) == 0 && base == e {
		return l.failure(e, "it could not be read")
	}
	return l.linked(e, l.expr(base), links)
}

// links takes the accesses of a row off an expression.
func (l *lowerer) links(e syntax.Expr) ([]ir.Link, syntax.Expr) {
	var reversed []ir.Link
	for {
		switch x := e.(type) {
		case *syntax.PropertyAccess:
			reversed = append(reversed, ir.Link{Key: l.literal(x.Name, partial.StringValue(x.Name.Name)), Safe: x.Safe})
			e = x.Base
			continue
		case *syntax.Index:
			reversed = append(reversed, ir.Link{Key: l.expr(x.Index), Safe: x.Safe, FromEnd: x.FromEnd})
			e = x.Base
			continue
		case *syntax.NonNull:
			e = x.Operand
			continue
		case *syntax.Call:
			if l.isAny(x) {
				e = x.Args[0]
				continue
			}
		}
		slices.Reverse(reversed)
		return reversed, e
	}
}

// isAny reports whether a call is any(x), which gives x.
func (l *lowerer) isAny(c *syntax.Call) bool {
	if c.Name.Name != "any" || len(c.Args) != 1 {
		return false
	}
	if c.Base != nil {
		return l.namespaceOf(c.Base) == "sys"
	}
	d, _ := l.find("any")
	return d == nil || d.function == nil && d.kind != imported
}

// linked puts links behind a base.
func (l *lowerer) linked(n syntax.Node, base ir.Expr, links []ir.Link) ir.Expr {
	if len(links) == 0 {
		return base
	}
	return &ir.Chain{Span: l.span(n), Base: base, Links: links}
}

// named lowers a name with what is taken from it.
func (l *lowerer) named(whole syntax.Expr, v *syntax.Variable, links []ir.Link) ir.Expr {
	d, local := l.find(v.Name)
	switch {
	case local:
		return l.linked(whole, &ir.Local{Span: l.span(v), Name: v.Name}, links)
	case d != nil && d.kind == namespace:
		return l.ofNamespace(whole, v, d, links)
	case d != nil:
		return l.linked(whole, l.declared(v, d), links)
	case v.Name == "base" && l.file.params:
		return l.ofBase(whole, v, links)
	case v.Name == "":
		return l.failure(whole, "a name is missing")
	}
	l.unknown(v, v.Name)
	return l.failure(whole, "the name "+v.Name+" is not declared")
}

// declared lowers the use of a name that is declared in the file.
func (l *lowerer) declared(v *syntax.Variable, d *declaration) ir.Expr {
	switch d.kind {
	case parameter:
		return &ir.Param{Span: l.span(v), Name: d.name}
	case variable, assigned:
		return &ir.Var{Span: l.span(v), Name: d.name}
	case resource:
		return l.symbol(v, d)
	case module:
		return &ir.Symbol{Span: l.span(v), Name: d.symbol}
	case imported:
		return l.imported(v, d.from, d.original)
	case extension: // its configuration, which goes on to modules
		return l.failure(v, "it is an extension")
	case typeAlias, function, namespace:
	}
	l.file.errorf(v, "%s is %s, which has no value.", v.Name, [...]string{
		typeAlias: "a type", function: "a function", namespace: "a namespace",
	}[d.kind])
	return l.failure(v, "it has no value")
}

// symbol means a resource. Resources of extensions are not lowered, and nothing is
// known of them.
func (l *lowerer) symbol(n syntax.Node, d *declaration) ir.Expr {
	if d.resource.foreign {
		return l.failure(n, "it is a resource of an extension, not of Azure")
	}
	return &ir.Symbol{Span: l.span(n), Name: d.symbol}
}

// nested finds the resource that base::name means, with the positions that are taken on
// the way to it.
func (l *lowerer) nested(n *syntax.NestedResource) (*declaration, []ir.Link, bool) {
	outer, links, ok := l.resourceOf(n.Base)
	if !ok {
		return nil, nil, false
	}
	d := outer.nested[n.Name.Name]
	if d == nil {
		l.file.errorf(n.Name, "The resource %s has no resource %s inside.%s", outer.name, n.Name.Name, l.file.suggest(n.Name.Name, func() []string { return keys(outer.nested) }))
		return nil, nil, false
	}
	return d, links, true
}

func keys[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

// resourceOf finds the resource that an expression in front of :: means.
func (l *lowerer) resourceOf(e syntax.Expr) (*declaration, []ir.Link, bool) {
	links, base := l.links(syntax.Unparen(e))
	switch b := base.(type) {
	case *syntax.NestedResource:
		d, more, ok := l.nested(b)
		return d, append(more, links...), ok
	case *syntax.Variable:
		d, _ := l.find(b.Name)
		if d != nil && d.kind == resource {
			return d, links, true
		}
		if d == nil {
			l.unknown(b, b.Name)
			return nil, nil, false
		}
	}
	l.file.errorf(e, "What stands in front of :: is no resource.")
	return nil, nil, false
}
