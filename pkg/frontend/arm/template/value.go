package template

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/expression"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func membersOf(n *jsonc.Node) []jsonc.Member {
	if n == nil {
		return nil
	}
	return n.Members
}

func itemsOf(n *jsonc.Node) []*jsonc.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// at is where something is: the text that holds the whole template, if there is one.
func (l *lowering) at(r source.Range) source.Range {
	if l.options.Inline != nil {
		return *l.options.Inline
	}
	return r
}

func (l *lowering) span(n *jsonc.Node) ir.Span { return ir.Span{At: l.at(n.At)} }

// value lowers a value in which texts may be expressions; nil is null.
func (l *lowering) value(n *jsonc.Node) ir.Expr {
	if n == nil {
		return &ir.Literal{}
	}
	switch n.Kind {
	case jsonc.String:
		return l.text(n)
	case jsonc.Array:
		a := &ir.Array{Span: l.span(n), Items: make([]ir.Item, len(n.Items))}
		for i, item := range n.Items {
			a.Items[i].Value = l.value(item)
		}
		return a
	case jsonc.Object:
		return l.object(n, nil)
	case jsonc.Null, jsonc.Bool, jsonc.Number:
	}
	return &ir.Literal{Span: l.span(n), Value: Literal(n).WrittenAt(l.at(n.At))}
}

// text lowers a text, which may be an expression.
func (l *lowering) text(n *jsonc.Node) ir.Expr {
	if !expression.Is(n.Text) {
		return &ir.Literal{Span: l.span(n), Value: partial.StringValue(expression.Unescape(n.Text)).WrittenAt(l.at(n.At))}
	}
	e, err := expression.Parse(n.Text, l.scope(n))
	if err != nil {
		l.fail(err.At, "%s", err.Message)
		return &ir.Failure{Span: l.span(n), Why: "an expression that cannot be read"}
	}
	return e
}

// scope tells an expression where it is and what functions and parameters there are.
func (l *lowering) scope(n *jsonc.Node) expression.Scope {
	s := expression.Scope{
		File: l.file, At: l.options.Inline,
		Function: l.function,
		Local:    func(name string) bool { return l.locals[strings.ToLower(name)] },
	}
	if s.At == nil {
		s.Offset = n.Offsets()
	}
	return s
}

func (l *lowering) function(namespace, name string) *ir.Function {
	if l.outer != nil {
		return l.outer.function(namespace, name)
	}
	return l.functions[strings.ToLower(namespace+"."+name)]
}

// object lowers an object without the members that are left out, whose names are in
// lower case. What a list of copy loops makes are members, too.
func (l *lowering) object(n *jsonc.Node, without map[string]bool) *ir.Object {
	o := &ir.Object{Span: l.span(n), Members: make([]ir.Member, 0, len(n.Members))}
	for _, m := range n.Members {
		if without[strings.ToLower(m.Name)] {
			continue
		}
		if loops := loopsIn(m); loops != nil {
			for _, loop := range loops {
				key := &ir.Literal{Span: l.span(loop), Value: partial.StringValue(loop.Get("name").String())}
				o.Members = append(o.Members, ir.Member{Key: key, Value: l.propertyLoop(loop)})
			}
			continue
		}
		o.Members = append(o.Members, ir.Member{Key: l.key(m), Value: l.value(m.Value)})
	}
	return o
}

// key lowers the name of a member, which may be an expression.
func (l *lowering) key(m jsonc.Member) ir.Expr {
	return l.text(&jsonc.Node{Kind: jsonc.String, Text: m.Name, At: m.NameAt})
}

// loopsIn returns the copy loops that a member makes other members by; nil if it is an
// ordinary one.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-properties
func loopsIn(m jsonc.Member) []*jsonc.Node {
	if !strings.EqualFold(m.Name, "copy") || !m.Value.Is(jsonc.Array) || len(m.Value.Items) == 0 {
		return nil
	}
	for _, item := range m.Value.Items {
		if item.Get("name") == nil || item.Get("count") == nil || item.Get("input") == nil {
			return nil
		}
	}
	return m.Value.Items
}

// propertyLoop is the array that a copy loop makes.
func (l *lowering) propertyLoop(n *jsonc.Node) ir.Expr {
	return &ir.For{Span: l.span(n), Loop: l.loop(n), Body: l.value(n.Get("input"))}
}

func (l *lowering) loop(n *jsonc.Node) *ir.Loop {
	if n.Get("count") == nil {
		l.fail(n.At, "This copy loop has no count.")
		return &ir.Loop{Name: n.Get("name").String(), Count: &ir.Failure{Span: l.span(n), Why: "a loop without a count"}, At: l.at(n.At)}
	}
	return &ir.Loop{Name: n.Get("name").String(), Count: l.value(n.Get("count")), At: l.at(n.At)}
}

// Literal is a value in which texts are taken as they are written.
func Literal(n *jsonc.Node) partial.Value {
	if n == nil {
		return partial.NullValue()
	}
	v := partial.NullValue()
	switch n.Kind {
	case jsonc.Null:
	case jsonc.Bool:
		v = partial.BoolValue(n.Text == "true")
	case jsonc.Number:
		v = partial.FloatValue(n.Text)
	case jsonc.String:
		v = partial.StringValue(n.Text)
	case jsonc.Array:
		items := make([]partial.Value, len(n.Items))
		for i, item := range n.Items {
			items[i] = Literal(item)
		}
		v = partial.ArrayValue(items)
	case jsonc.Object:
		var keys []string
		var items []partial.Value
		at := map[string]int{}
		for _, m := range n.Members {
			name := strings.ToLower(m.Name)
			if i, ok := at[name]; ok {
				items[i] = Literal(m.Value)
				continue
			}
			at[name] = len(keys)
			keys, items = append(keys, m.Name), append(items, Literal(m.Value))
		}
		v = partial.ObjectValue(keys, items)
	}
	return v.WrittenAt(n.At)
}
