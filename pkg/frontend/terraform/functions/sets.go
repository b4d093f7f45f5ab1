package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// The marks of a set's elements are on the set as a whole: cty has no others.
func setEntries() map[string]entry {
	return map[string]entry{
		"setintersection": kept(stdlib.SetIntersectionFunc),
		"setproduct":      kept(stdlib.SetProductFunc).within(productFits),
		"setsubtract":     kept(stdlib.SetSubtractFunc),
		"setunion":        kept(stdlib.SetUnionFunc),
	}
}

func productFits(args []cty.Value, l limits) error {
	total := 1
	for _, arg := range args {
		n, ok := knownLength(arg)
		if !ok && isSequence(arg.Type()) {
			n = arg.Range().LengthLowerBound()
		}
		if n == 0 {
			return nil
		}
		if total *= n; total > l.items {
			return l.count(-1)
		}
	}
	return l.count(total)
}
