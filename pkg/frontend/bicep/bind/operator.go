package bind

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// functionOf names what operators between two operands are called in ARM.
var functionOf = map[syntax.Operator]string{
	syntax.Coalesce: "coalesce", syntax.Or: "or", syntax.And: "and",
	syntax.Equal: "equals", syntax.NotEqual: "equals", syntax.EqualFold: "equalsFold", syntax.NotEqualFold: "equalsFold",
	syntax.Less: "less", syntax.LessOrEqual: "lessOrEquals", syntax.Greater: "greater", syntax.GreaterOrEqual: "greaterOrEquals",
	syntax.Add: "add", syntax.Subtract: "sub", syntax.Multiply: "mul", syntax.Divide: "div", syntax.Modulo: "mod",
}

func (l *lowerer) operation(e syntax.Expr) ir.Expr {
	switch e := e.(type) {
	case *syntax.Unary:
		return l.unary(e)
	case *syntax.Binary:
		return l.binary(e)
	case *syntax.Ternary:
		return &ir.Conditional{Span: l.span(e), If: l.expr(e.Condition), Then: l.expr(e.Then), Else: l.expr(e.Else)}
	}
	return l.failure(e, "it is no operation")
}

func (l *lowerer) unary(e *syntax.Unary) ir.Expr {
	if e.Op == syntax.Not {
		return &ir.Call{Span: l.span(e), Name: "not", Args: []ir.Expr{l.expr(e.Operand)}}
	}
	if n, ok := syntax.Unparen(e.Operand).(*syntax.Int); ok {
		return l.literal(e, number(n.Value, true))
	}
	return &ir.Call{Span: l.span(e), Name: "minus", Args: []ir.Expr{l.expr(e.Operand)}}
}

func (l *lowerer) binary(e *syntax.Binary) ir.Expr {
	call := &ir.Call{Span: l.span(e), Name: functionOf[e.Op]}
	for _, operand := range operands(e) {
		call.Args = append(call.Args, l.expr(operand))
	}
	if e.Op == syntax.NotEqual || e.Op == syntax.NotEqualFold {
		return &ir.Call{Span: call.Span, Name: "not", Args: []ir.Expr{call}}
	}
	return call
}

// operands are the two of an operator, and of those of which ARM's functions take any
// number, all of a row: a && b && c.
func operands(e *syntax.Binary) []syntax.Expr {
	if e.Op != syntax.And && e.Op != syntax.Or && e.Op != syntax.Coalesce {
		return []syntax.Expr{e.Left, e.Right}
	}
	var reversed []syntax.Expr
	for b := e; ; {
		reversed = append(reversed, b.Right)
		left, ok := b.Left.(*syntax.Binary)
		if !ok || left.Op != e.Op {
			reversed = append(reversed, b.Left)
			break
		}
		b = left
	}
	out := make([]syntax.Expr, len(reversed))
	for i, o := range reversed {
		out[len(out)-1-i] = o
	}
	return out
}
