package bind

import (
	"math"
	"strconv"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// maxDepth is how deep expressions may be inside one another. The parser bounds
// brackets; a chain of operators has none.
const maxDepth = 2000

// expr lowers an expression; never nil.
func (l *lowerer) expr(e syntax.Expr) ir.Expr {
	l.depth++
	defer func() { l.depth-- }()
	if l.depth > maxDepth {
		if l.depth == maxDepth+1 {
			l.file.errorf(e, "The expression is nested too deep here.")
		}
		return l.failure(e, "it is nested too deep")
	}
	switch e := e.(type) {
	case *syntax.String:
		return l.literal(e, partial.StringValue(e.Value))
	case *syntax.Int:
		return l.literal(e, number(e.Value, false))
	case *syntax.Bool:
		return l.literal(e, partial.BoolValue(e.Value))
	case *syntax.Null:
		return l.literal(e, partial.NullValue())
	case *syntax.Interpolated:
		return l.interpolated(e)
	case *syntax.Array:
		return l.array(e)
	case *syntax.Object:
		return &ir.Object{Span: l.span(e), Members: l.members(e.Members)}
	case *syntax.Paren:
		return l.expr(e.Inner)
	case *syntax.Unary, *syntax.Binary, *syntax.Ternary:
		return l.operation(e)
	case *syntax.Lambda:
		return l.lambda(e)
	case *syntax.For:
		return l.comprehension(e)
	case *syntax.Call:
		return l.call(e)
	case *syntax.Variable, *syntax.PropertyAccess, *syntax.Index, *syntax.NestedResource, *syntax.NonNull:
		return l.chain(e)
	}
	return l.failure(e, "it could not be read")
}

func (l *lowerer) span(n syntax.Node) ir.Span { return ir.Span{At: l.file.at(n)} }

func (l *lowerer) literal(n syntax.Node, v partial.Value) *ir.Literal {
	s := l.span(n)
	return &ir.Literal{Span: s, Value: v.WrittenAt(s.At)}
}

func (l *lowerer) failure(n syntax.Node, why string) *ir.Failure {
	return &ir.Failure{Span: l.span(n), Why: why}
}

// number is a whole number as ARM has it: of 64 bits, or else one that it cannot
// count with.
func number(n uint64, negative bool) partial.Value {
	switch {
	case n <= math.MaxInt64 && negative:
		return partial.IntValue(-int64(n))
	case n <= math.MaxInt64:
		return partial.IntValue(int64(n))
	case negative && n == math.MaxInt64+1:
		return partial.IntValue(math.MinInt64)
	case negative:
		return partial.FloatValue("-" + strconv.FormatUint(n, 10))
	}
	return partial.FloatValue(strconv.FormatUint(n, 10))
}

func (l *lowerer) interpolated(e *syntax.Interpolated) ir.Expr {
	out := &ir.Interpolation{Span: l.span(e)}
	for i, segment := range e.Segments {
		if segment != "" {
			out.Parts = append(out.Parts, l.literal(e, partial.StringValue(segment)))
		}
		if i < len(e.Holes) {
			out.Parts = append(out.Parts, l.expr(e.Holes[i]))
		}
	}
	return out
}

func (l *lowerer) array(e *syntax.Array) ir.Expr {
	out := &ir.Array{Span: l.span(e), Items: make([]ir.Item, 0, len(e.Elements))}
	for _, element := range e.Elements {
		switch element := element.(type) {
		case *syntax.Skipped:
		case *syntax.Spread:
			out.Items = append(out.Items, ir.Item{Value: l.expr(element.Value), Spread: true})
		default:
			out.Items = append(out.Items, ir.Item{Value: l.expr(element)})
		}
	}
	return out
}

// members lowers what stands in an object; resources inside a resource are left to it.
func (l *lowerer) members(members []syntax.Member) []ir.Member {
	out := make([]ir.Member, 0, len(members))
	for _, m := range members {
		switch m := m.(type) {
		case *syntax.Property:
			if k := l.memberKey(m); k != nil {
				out = append(out, ir.Member{Key: k, Value: l.expr(m.Value)})
			}
		case *syntax.Spread:
			out = append(out, ir.Member{Value: l.expr(m.Value)})
		}
	}
	return out
}

func (l *lowerer) memberKey(m *syntax.Property) ir.Expr {
	if name, ok := m.Name(); ok {
		return l.literal(m.Key, partial.StringValue(name))
	}
	if k, ok := m.Key.(*syntax.Interpolated); ok {
		return l.interpolated(k)
	}
	return nil
}

func (l *lowerer) lambda(e *syntax.Lambda) ir.Expr {
	out := &ir.Lambda{Span: l.span(e)}
	names := make(map[string]*declaration, len(e.Params))
	for _, p := range e.Params {
		out.Parameters = append(out.Parameters, p.Name)
		names[p.Name] = nil
	}
	out.Body = l.inside(names).expr(e.Body)
	return out
}

// comprehension lowers a loop that makes an array.
func (l *lowerer) comprehension(e *syntax.For) ir.Expr {
	loop, inner := l.loop(e)
	body := e.Body
	if i, ok := body.(*syntax.If); ok {
		loop.Filter, body = inner.expr(i.Condition), i.Body
	}
	return &ir.For{Span: l.span(e), Loop: loop, Body: inner.expr(body)}
}

// loop lowers the head of a loop, and returns the lowerer for what is inside.
func (l *lowerer) loop(e *syntax.For) (*ir.Loop, *lowerer) {
	loop := &ir.Loop{Item: e.Item.Name, In: l.expr(e.List), At: l.file.at(e)}
	loop.At.End = max(int(e.List.Bounds().End), loop.At.Start)
	names := map[string]*declaration{e.Item.Name: nil}
	if e.Index != nil {
		loop.Index = e.Index.Name
		names[e.Index.Name] = nil
	}
	return loop, l.inside(names)
}
