package functions

import (
	"math/big"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func comparisonFunctions() []Function {
	return []Function{
		{Name: "equals", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return c.verdict(partial.Equal(c.args[0], c.args[1])) }},
		{Name: "equalsFold", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) {
			return c.verdict(partial.EqualFold(c.args[0], c.args[1]))
		}},
		{Name: "less", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return order(c, func(n int) bool { return n < 0 }) }},
		{Name: "lessOrEquals", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return order(c, func(n int) bool { return n <= 0 }) }},
		{Name: "greater", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return order(c, func(n int) bool { return n > 0 }) }},
		{Name: "greaterOrEquals", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return order(c, func(n int) bool { return n >= 0 }) }},
		{Name: "not", Min: 1, Max: 1, Result: partial.BoolType, eval: not},
	}
}

func (c *call) verdict(v partial.Verdict) (partial.Value, error) {
	if v == partial.Perhaps {
		return c.residue()
	}
	return partial.BoolValue(v == partial.Yes), nil
}

func not(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Bool:
		return c.wrong(0, "a bool")
	}
	return partial.BoolValue(!v.Bool()), nil
}

// order compares two numbers or two texts.
func order(c *call, is func(int) bool) (partial.Value, error) {
	a, b := c.args[0], c.args[1]
	x, xNumber := number(a)
	y, yNumber := number(b)
	switch {
	case xNumber && yNumber:
		return partial.BoolValue(is(x.Cmp(y))), nil
	case a.Kind() == partial.String && b.Kind() == partial.String:
		n, ok := compareTexts(a, b)
		if !ok {
			return c.residue()
		}
		return partial.BoolValue(is(n)), nil
	}
	for i, v := range c.args {
		if _, ok := number(v); !ok && !undecided(v) && v.Kind() != partial.String {
			return c.wrong(i, "an integer or a string")
		}
	}
	if !anyUndecided(a, b) {
		return c.fail("an integer cannot be compared with a string.")
	}
	if partial.Equal(a, b) == partial.Yes {
		return partial.BoolValue(is(0)), nil
	}
	return c.residue()
}

func number(v partial.Value) (*big.Float, bool) {
	switch v.Kind() {
	case partial.Int:
		return new(big.Float).SetInt64(v.Int()), true
	case partial.Float:
		s, _ := v.Text()
		if len(s) > 64 {
			return nil, false
		}
		f, _, err := big.ParseFloat(s, 10, 64, big.ToNearestEven)
		return f, err == nil
	case partial.Null, partial.Bool, partial.String, partial.Array, partial.Object, partial.Unknown, partial.Lambda, partial.Handle:
	}
	return nil, false
}

// compareTexts orders texts where the order of their bytes and that of the alphabet are
// one: the rules of cultures for case and punctuation are left to Azure.
func compareTexts(a, b partial.Value) (int, bool) {
	if a.Skeleton() == b.Skeleton() {
		return 0, true
	}
	s, ok := a.Text()
	t, known := b.Text()
	if !ok || !known || !alphanumeric(s) || !alphanumeric(t) {
		return 0, false
	}
	n := strings.Compare(s, t)
	if folded := strings.Compare(strings.ToLower(s), strings.ToLower(t)); folded != n {
		return 0, false
	}
	return n, true
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if !isAlphanumeric(s[i]) {
			return false
		}
	}
	return true
}

func isAlphanumeric(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}
