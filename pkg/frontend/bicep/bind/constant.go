package bind

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// Limits of constants: how many expressions one is made of, and how long its texts are.
const (
	maxFolded = 100_000
	maxText   = 1 << 20
)

// constant works out what is known while compiling: literals, and what variables and
// texts make of them. Some arguments and decorators must be so. Local names of the
// lowerer, which may be nil, are not constant.
func (f *file) constant(l *lowerer, e syntax.Expr) (partial.Value, bool) {
	if l == nil {
		l = &lowerer{file: f}
	}
	return (&folder{}).fold(l, e)
}

type folder struct{ steps, depth int }

func (c *folder) fold(l *lowerer, e syntax.Expr) (partial.Value, bool) {
	c.steps++
	c.depth++
	defer func() { c.depth-- }()
	if c.steps > maxFolded || c.depth > maxDepth {
		return partial.Value{}, false
	}
	v, ok := c.value(l, e)
	return v.WrittenAt(l.file.at(e)), ok
}

func (c *folder) value(l *lowerer, e syntax.Expr) (partial.Value, bool) {
	switch e := e.(type) {
	case *syntax.String:
		return partial.StringValue(e.Value), true
	case *syntax.Int:
		return number(e.Value, false), true
	case *syntax.Bool:
		return partial.BoolValue(e.Value), true
	case *syntax.Null:
		return partial.NullValue(), true
	case *syntax.Paren:
		return c.fold(l, e.Inner)
	case *syntax.Unary:
		if n, ok := e.Operand.(*syntax.Int); ok && e.Op == syntax.Subtract {
			return number(n.Value, true), true
		}
	case *syntax.Interpolated:
		return c.text(l, e)
	case *syntax.Array:
		return c.array(l, e)
	case *syntax.Object:
		return c.object(l, e)
	case *syntax.Variable:
		return c.named(l, e.Name)
	case *syntax.PropertyAccess:
		return c.member(l, e)
	}
	return partial.Value{}, false
}

func (c *folder) text(l *lowerer, e *syntax.Interpolated) (partial.Value, bool) {
	var b strings.Builder
	for i, segment := range e.Segments {
		b.WriteString(segment)
		if i == len(e.Holes) {
			break
		}
		v, ok := c.fold(l, e.Holes[i])
		s, printable := plain(v)
		if !ok || !printable || b.Len()+len(s) > maxText {
			return partial.Value{}, false
		}
		b.WriteString(s)
	}
	return partial.StringValue(b.String()), true
}

// plain is what a constant looks like in a text.
func plain(v partial.Value) (string, bool) {
	switch v.Kind() {
	case partial.Int:
		return strconv.FormatInt(v.Int(), 10), true
	case partial.Bool:
		if v.Bool() {
			return "True", true
		}
		return "False", true
	default:
		return v.Text()
	}
}

func (c *folder) array(l *lowerer, e *syntax.Array) (partial.Value, bool) {
	items := make([]partial.Value, 0, len(e.Elements))
	for _, element := range e.Elements {
		v, ok := c.fold(l, element)
		if !ok {
			return partial.Value{}, false
		}
		items = append(items, v)
	}
	return partial.ArrayValue(items), true
}

func (c *folder) object(l *lowerer, e *syntax.Object) (partial.Value, bool) {
	var o objectBuilder
	for _, m := range e.Members {
		p, ok := m.(*syntax.Property)
		if !ok {
			return partial.Value{}, false
		}
		name, constant := p.Name()
		v, ok := c.fold(l, p.Value)
		if !ok || !constant {
			return partial.Value{}, false
		}
		o.set(name, v)
	}
	return o.value(), true
}

// named is the value of a variable, which may be imported.
func (c *folder) named(l *lowerer, name string) (partial.Value, bool) {
	d, _ := l.find(name)
	if d == nil {
		return partial.Value{}, false
	}
	if d.kind == imported {
		e, ok, _ := l.file.exported(d.from, d.original)
		if !ok || e.declaration == nil {
			return partial.Value{}, false
		}
		d = e.declaration
	}
	if v, ok := d.node.(*syntax.Var); ok {
		return c.fold(&lowerer{file: d.home}, v.Value)
	}
	return partial.Value{}, false
}

func (c *folder) member(l *lowerer, e *syntax.PropertyAccess) (partial.Value, bool) {
	if v, ok := e.Base.(*syntax.Variable); ok {
		if d, _ := l.find(v.Name); d != nil && d.kind == namespace {
			x, ok, _ := l.file.exported(d.from, e.Name.Name)
			if ok && x.declaration != nil {
				if s, ok := x.declaration.node.(*syntax.Var); ok {
					return c.fold(&lowerer{file: x.declaration.home}, s.Value)
				}
			}
			return partial.Value{}, false
		}
	}
	base, ok := c.fold(l, e.Base)
	if !ok || base.Kind() != partial.Object || base.Find(e.Name.Name) < 0 {
		return partial.Value{}, false
	}
	return base.Get(e.Name.Name)
}

// objectBuilder makes objects in which no two names are equal without regard to case:
// the first spelling and the last value count.
type objectBuilder struct {
	keys  []string
	items []partial.Value
	index map[string]int
}

func (o *objectBuilder) set(key string, v partial.Value) {
	folded := strings.ToLower(key)
	if i, ok := o.index[folded]; ok {
		o.items[i] = v
		return
	}
	if o.index == nil {
		o.index = map[string]int{}
	}
	o.index[folded] = len(o.keys)
	o.keys, o.items = append(o.keys, key), append(o.items, v)
}

func (o *objectBuilder) value() partial.Value { return partial.ObjectValue(o.keys, o.items) }
