package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func numberEntries() map[string]entry {
	return map[string]entry{
		"abs":      made(stdlib.AbsoluteFunc),
		"ceil":     made(stdlib.CeilFunc),
		"floor":    made(stdlib.FloorFunc),
		"log":      made(stdlib.LogFunc),
		"max":      made(stdlib.MaxFunc),
		"min":      made(stdlib.MinFunc),
		"parseint": made(stdlib.ParseIntFunc).within(parseIntFits),
		"pow":      made(stdlib.PowFunc),
		"range":    made(stdlib.RangeFunc),
		"signum":   made(stdlib.SignumFunc),
		"sum":      made(sumFunction()),
	}
}

func parseIntFits(args []cty.Value, _ limits) error {
	if args[0].Type() == cty.String && len(args[0].AsString()) > maxDigits {
		return errDigits
	}
	return nil
}

func sumFunction() function.Function {
	return plain(cty.Number, params(param("list", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		numbers := args[0]
		if !isSequence(numbers.Type()) {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum noniterable")
		}
		if n, ok := knownLength(numbers); ok && n == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum an empty list")
		}
		if !numbers.IsWhollyKnown() {
			return cty.UnknownVal(cty.Number), nil
		}
		return sum(numbers)
	})
}

func sum(numbers cty.Value) (cty.Value, error) {
	total := cty.Zero
	for it := numbers.ElementIterator(); it.Next(); {
		_, v := it.Element()
		if v.IsNull() {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum a null value")
		}
		if err := convertible(v, cty.Number); err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		n, err := convert.Convert(v, cty.Number)
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum a value that is not a number")
		}
		if err := checkNumber(n); err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		total = total.Add(n)
	}
	return total, nil
}
