package functions

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func conversionFunctions() []Function {
	constant := func(v partial.Value) func(*call) (partial.Value, error) {
		return func(*call) (partial.Value, error) { return v, nil }
	}
	return []Function{
		{Name: "any", Min: 1, Max: 1, projects: true, eval: func(c *call) (partial.Value, error) { return c.args[0], nil }},
		{Name: "true", Result: partial.BoolType, eval: constant(partial.BoolValue(true))},
		{Name: "false", Result: partial.BoolType, eval: constant(partial.BoolValue(false))},
		{Name: "null", eval: constant(partial.NullValue())},
		{Name: "fail", Min: 1, Max: 1, eval: fail},
		{Name: "string", Min: 1, Max: 1, Result: partial.StringType, eval: toText},
		{Name: "int", Min: 1, Max: 1, Result: partial.IntType, eval: toInt},
		{Name: "float", Min: 1, Max: 1, Result: partial.IntType, eval: toFloat},
		{Name: "bool", Min: 1, Max: 1, Result: partial.BoolType, eval: toBool},
		{Name: "array", Min: 1, Max: 1, Result: partial.ArrayType, projects: true, eval: toArray},
		{Name: "json", Min: 1, Max: 1, eval: fromJSON},
	}
}

// fail ends a deployment with a message.
func fail(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	switch {
	case err != nil:
		return partial.Value{}, err
	case !ok:
		return c.fail("the template ends the deployment.")
	}
	return c.fail("the template ends the deployment: %s", s)
}

func toText(c *call) (partial.Value, error) {
	if c.args[0].Kind() == partial.Lambda {
		return c.wrong(0, "a value")
	}
	v := stringOf(c.args[0])
	return v, c.b.Take(weight(v))
}

// stringOf is Text with objects and arrays as plain JSON.
func stringOf(v partial.Value) partial.Value {
	switch v.Kind() {
	case partial.Array, partial.Object:
		return JSON(v)
	case partial.Unknown:
		switch v.Residual().Type {
		case partial.StringType:
			return v
		case partial.BoolType, partial.IntType:
			return Text(v)
		case partial.AnyType, partial.ArrayType, partial.ObjectType:
		}
		return partial.Residue("string", partial.StringType, v)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.String, partial.Lambda, partial.Handle:
	}
	return Text(v)
}

func toInt(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Int:
		return v, nil
	case partial.Unknown, partial.Handle:
		if typed(v, partial.IntType) {
			return v, nil
		}
		return c.residue()
	case partial.Float:
		if n, ok := wholeFloat(v); ok {
			return partial.IntValue(n), nil
		}
		return c.residue()
	case partial.String:
		return c.parseInt(v)
	case partial.Null, partial.Bool, partial.Array, partial.Object, partial.Lambda:
	}
	return c.wrong(0, "an integer or a string")
}

func (c *call) parseInt(v partial.Value) (partial.Value, error) {
	s, ok := v.Text()
	if !ok {
		if parts := v.Parts(); len(parts) == 1 && typed(parts[0], partial.IntType) {
			return parts[0], nil
		}
		return c.residue()
	}
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil {
		return c.fail("%s is no integer.", shown(s))
	}
	return partial.IntValue(n), nil
}

// shown quotes a text for a message, if it is short.
func shown(s string) string {
	if len(s) > 40 {
		return "the text"
	}
	return "'" + s + "'"
}

func toFloat(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Int, partial.Float:
		return v, nil
	case partial.Unknown, partial.Handle:
		return c.residue()
	case partial.String:
		s, ok := v.Text()
		if !ok {
			return c.residue()
		}
		s = strings.TrimSpace(s)
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || strings.ContainsAny(s, "xXpP_nN") {
			return c.fail("%s is no number.", shown(s))
		}
		return partial.FloatValue(strconv.FormatFloat(f, 'f', -1, 64)), nil
	case partial.Null, partial.Bool, partial.Array, partial.Object, partial.Lambda:
	}
	return c.wrong(0, "a number or a string")
}

func toBool(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Bool:
		return v, nil
	case partial.Int:
		return partial.BoolValue(v.Int() != 0), nil
	case partial.Unknown, partial.Handle:
		if typed(v, partial.BoolType) {
			return v, nil
		}
		return c.residue()
	case partial.String:
		return c.parseBool(v)
	case partial.Null, partial.Float, partial.Array, partial.Object, partial.Lambda:
	}
	return c.wrong(0, "a bool, an integer or a string")
}

func (c *call) parseBool(v partial.Value) (partial.Value, error) {
	s, ok := v.Text()
	switch s = strings.ToLower(strings.TrimSpace(s)); {
	case !ok:
		return c.residue()
	case s == "true" || s == "1":
		return partial.BoolValue(true), nil
	case s == "false" || s == "0":
		return partial.BoolValue(false), nil
	}
	return c.fail("%s is neither true nor false.", shown(s))
}

// toArray puts what is no array into one.
func toArray(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Array:
		return v, nil
	case partial.Unknown, partial.Handle:
		switch kindType(v) {
		case partial.ArrayType:
			return v, nil
		case partial.BoolType, partial.IntType, partial.StringType, partial.ObjectType:
			return c.array([]partial.Value{v}, nil)
		case partial.AnyType:
		}
		return c.residue()
	case partial.Lambda:
		return c.wrong(0, "a value")
	case partial.Null:
		// Whether this is [] or [null] is not documented.
		return c.residue()
	case partial.Bool, partial.Int, partial.Float, partial.String, partial.Object:
	}
	return c.array([]partial.Value{v}, nil)
}

func fromJSON(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residueOf(jsonType(c.args[0])), nil
	}
	return c.parseJSON(s)
}

// jsonType tells by the first character what a text holds.
func jsonType(v partial.Value) partial.Type {
	switch s := strings.TrimLeft(v.Prefix(), " \t\r\n"); {
	case strings.HasPrefix(s, "{"):
		return partial.ObjectType
	case strings.HasPrefix(s, "["):
		return partial.ArrayType
	}
	return partial.AnyType
}
