package functions

import (
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func sliceFunctions() []Function {
	return []Function{
		{Name: "first", Min: 1, Max: 1, projects: true, eval: func(c *call) (partial.Value, error) { return edge(c, false) }},
		{Name: "last", Min: 1, Max: 1, projects: true, eval: func(c *call) (partial.Value, error) { return edge(c, true) }},
		{Name: "take", Min: 2, Max: 2, projects: true, eval: take},
		{Name: "skip", Min: 2, Max: 2, projects: true, eval: skip},
	}
}

// edge answers first and last: null of an empty array, the empty text of an empty text.
func edge(c *call, last bool) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Unknown, partial.Handle:
		if typed(v, partial.StringType) {
			return c.residueOf(partial.StringType), nil
		}
		return c.residue()
	case partial.Array:
		return c.edgeElement(v, last)
	case partial.String:
		return under(c.edgeCharacter(v, last), v), nil
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Object, partial.Lambda:
	}
	return c.wrong(0, "a string or an array")
}

func (c *call) edgeElement(v partial.Value, last bool) (partial.Value, error) {
	if v.Rest() == nil {
		if last {
			return v.Index(v.Len() - 1), nil
		}
		return v.Index(0), nil
	}
	var item partial.Value
	var ok bool
	if last {
		item, ok = elementFromEnd(v, 1)
	} else {
		item, ok = elementAt(v, 0)
	}
	if !ok {
		return c.residue()
	}
	return under(item, v), nil
}

func (c *call) edgeCharacter(v partial.Value, last bool) partial.Value {
	ps := pieces(v, last)
	if len(ps) == 0 {
		return partial.StringValue("")
	}
	s, ok := ps[0].Text()
	switch {
	case ok:
		u := unitsOf(s)
		if last {
			return partial.StringValue(u.slice(u.length()-1, u.length()))
		}
		return partial.StringValue(u.slice(0, 1))
	case nonEmpty(ps[0]):
		return partial.Residue(c.fn.Name, partial.StringType, partial.TextValue(ps[0]))
	}
	return c.residueOf(partial.StringType)
}

func take(c *call) (partial.Value, error) { return c.part(false) }

func skip(c *call) (partial.Value, error) { return c.part(true) }

// part answers take and skip, which never fail for a number that is too large or negative.
func (c *call) part(skip bool) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Unknown, partial.Handle, partial.Array, partial.String:
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Object, partial.Lambda:
		return c.wrong(0, "a string or an array")
	}
	n, ok, err := c.knownInt(1)
	if err != nil {
		return partial.Value{}, err
	}
	n = max(n, 0)
	t := kindType(v)
	switch {
	case ok && skip && n == 0 && t != partial.AnyType:
		return v, nil
	case ok && !skip && n == 0 && t == partial.StringType:
		return partial.StringValue(""), nil
	case ok && !skip && n == 0 && t == partial.ArrayType:
		return partial.ArrayValue(nil), nil
	case undecided(v) || !ok:
		return c.residueOf(t), nil
	case v.Kind() == partial.Array:
		return c.partOfArray(v, n, skip)
	}
	start, length := int64(0), n
	if skip {
		start, length = n, -1
	}
	text, err := c.cut(v, start, length)
	return under(text, v), err
}

// kindType is the type of a value as far as it is known.
func kindType(v partial.Value) partial.Type {
	switch v.Kind() {
	case partial.Unknown:
		return v.Residual().Type
	case partial.String:
		return partial.StringType
	case partial.Array:
		return partial.ArrayType
	case partial.Object:
		return partial.ObjectType
	case partial.Bool:
		return partial.BoolType
	case partial.Int, partial.Float:
		return partial.IntType
	case partial.Null, partial.Lambda, partial.Handle:
	}
	return partial.AnyType
}

func (c *call) partOfArray(v partial.Value, n int64, skip bool) (partial.Value, error) {
	if v.Rest() != nil {
		return c.residueOf(partial.ArrayType), nil
	}
	items := v.Items()
	n = min(n, int64(len(items)))
	if skip {
		return c.array(items[n:], nil)
	}
	return c.array(items[:n], nil)
}

// validText replaces what is no UTF-8.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return string([]rune(string(b)))
}
