package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// outsideEntries are the functions whose results depend on the moment or on
// chance. They are never null, and unknown.
func outsideEntries() map[string]entry {
	return map[string]entry{
		"timestamp":     asked(later()),
		"plantimestamp": asked(later()),
		"uuid":          asked(later()),
		"bcrypt":        asked(hashed()),
	}
}

func later() function.Function {
	return plain(cty.String, nil, nil, func([]cty.Value) (cty.Value, error) {
		return cty.UnknownVal(cty.String), nil
	})
}

// hashed has a random salt, and so its result is never twice the same.
func hashed() function.Function {
	return plain(cty.String, params(param("str", cty.String)), more(param("cost", cty.Number)),
		func(args []cty.Value) (cty.Value, error) {
			if len(args) > 2 {
				return cty.NilVal, function.NewArgErrorf(2, "bcrypt takes no more than two arguments")
			}
			if len(args[0].AsString()) > 72 {
				return cty.NilVal, function.NewArgErrorf(0, "bcrypt takes no more than 72 bytes")
			}
			return cty.UnknownVal(cty.String), nil
		})
}
