package functions

import (
	"math"
	"math/big"
	"strconv"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func numberFunctions() []Function {
	list := []Function{
		{Name: "minus", Min: 1, Max: 1, Result: partial.IntType, eval: minus},
		{Name: "min", Min: 1, Max: -1, Result: partial.IntType, eval: func(c *call) (partial.Value, error) {
			return extreme(c, func(a, b int64) bool { return a < b })
		}},
		{Name: "max", Min: 1, Max: -1, Result: partial.IntType, eval: func(c *call) (partial.Value, error) {
			return extreme(c, func(a, b int64) bool { return a > b })
		}},
		{Name: "range", Min: 2, Max: 2, Result: partial.ArrayType, eval: rangeOf},
	}
	for name, op := range map[string]func(z, x, y *big.Int) *big.Int{
		"add": (*big.Int).Add, "sub": (*big.Int).Sub, "mul": (*big.Int).Mul, "div": (*big.Int).Quo, "mod": (*big.Int).Rem,
	} {
		list = append(list, Function{Name: name, Min: 2, Max: 2, Result: partial.IntType, eval: func(c *call) (partial.Value, error) { return arithmetic(c, op) }})
	}
	return list
}

// arithmetic works on whole numbers of 64 bits; a division drops the fraction. What does
// not fit is an error.
func arithmetic(c *call, op func(z, x, y *big.Int) *big.Int) (partial.Value, error) {
	x, xOK, err := c.knownInt(0)
	if err != nil {
		return partial.Value{}, err
	}
	y, yOK, err := c.knownInt(1)
	if err != nil {
		return partial.Value{}, err
	}
	if division := c.fn.Name == "div" || c.fn.Name == "mod"; division && yOK && y == 0 {
		return c.fail("the divisor is 0.")
	}
	if !xOK || !yOK {
		return c.residue()
	}
	z := op(new(big.Int), big.NewInt(x), big.NewInt(y))
	if !z.IsInt64() {
		return c.fail("the result %s does not fit into 64 bits.", z)
	}
	return partial.IntValue(z.Int64()), nil
}

func minus(c *call) (partial.Value, error) {
	n, ok, err := c.knownInt(0)
	switch {
	case err != nil:
		return partial.Value{}, err
	case !ok:
		return c.residue()
	case n == math.MinInt64:
		return c.fail("the result does not fit into 64 bits.")
	}
	return partial.IntValue(-n), nil
}

// extreme answers min and max of numbers, or of the numbers of one array.
func extreme(c *call, better func(a, b int64) bool) (partial.Value, error) {
	var best int64
	count, known := 0, true
	see := func(v partial.Value) bool {
		n, whole := position(v)
		switch {
		case undecided(v):
			known = false
			return true
		case !whole:
			return false
		}
		if count++; count == 1 || better(n, best) {
			best = n
		}
		return true
	}
	for i, a := range c.args {
		if a.Kind() != partial.Array {
			if !see(a) {
				return c.wrong(i, "an integer or an array of integers")
			}
			continue
		}
		known = known && a.Rest() == nil
		for _, item := range a.Items() {
			if !see(item) {
				return c.fail("the array has %s, and has to be one of integers.", item.Kind())
			}
		}
	}
	switch {
	case !known:
		return c.residue()
	case count == 0:
		return c.fail("there are no numbers.")
	}
	return partial.IntValue(best), nil
}

// maxRange is the greatest length of a range that Azure makes.
const maxRange = 10_000

func rangeOf(c *call) (partial.Value, error) {
	start, startOK, err := c.knownInt(0)
	if err != nil {
		return partial.Value{}, err
	}
	count, ok, err := c.knownInt(1)
	switch {
	case err != nil:
		return partial.Value{}, err
	case !ok:
		return c.residue()
	case count < 0 || count > maxRange:
		return c.fail("a range has 0 to %d numbers, and not %d.", maxRange, count)
	case startOK && (start > math.MaxInt32-count || start < math.MinInt32):
		return c.fail("the range reaches beyond %d.", math.MaxInt32)
	}
	if err := c.b.Take((1 + slot) * count); err != nil {
		return partial.Value{}, err
	}
	items := make([]partial.Value, count)
	for i := range items {
		if startOK {
			items[i] = partial.IntValue(start + int64(i))
			continue
		}
		items[i] = c.args[0]
		if i > 0 {
			items[i] = partial.Residue("add", partial.IntType, c.args[0], partial.IntValue(int64(i)))
		}
	}
	return c.array(items, nil)
}

// wholeFloat returns a number that JSON text wrote with a fraction or exponent, if it is
// a whole one.
func wholeFloat(v partial.Value) (int64, bool) {
	s, _ := v.Text()
	f, err := strconv.ParseFloat(s, 64)
	if v.Kind() != partial.Float || err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// floatText writes a number with a fraction as .NET does: 17 digits at most, and an
// exponent only for very large and small ones.
func floatText(v partial.Value) string {
	s, _ := v.Text()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	if a := math.Abs(f); a != 0 && (a < 1e-5 || a >= 1e15) {
		return strconv.FormatFloat(f, 'E', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
