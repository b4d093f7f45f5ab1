package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func conversionEntries() map[string]entry {
	return map[string]entry{
		"tobool":   chosen(toFunction(cty.Bool)),
		"tolist":   chosen(toFunction(cty.List(cty.DynamicPseudoType))),
		"tomap":    chosen(toFunction(cty.Map(cty.DynamicPseudoType))),
		"tonumber": chosen(toFunction(cty.Number)),
		"toset":    chosen(toFunction(cty.Set(cty.DynamicPseudoType))),
		"tostring": chosen(toFunction(cty.String)),
	}
}

// toFunction converts to a type. What has the type already stays as it is, with
// its marks; so do the elements of a collection.
func toFunction(want cty.Type) function.Function {
	return exact(params(nullable("v", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		v := args[0]
		if err := convertible(v, want); err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		out, err := Convert(v, want)
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "cannot convert %s to %s", v.Type().FriendlyName(), want.FriendlyNameForConstraint())
		}
		if want.IsPrimitiveType() && v.Type().IsPrimitiveType() && v.Type() != want {
			out = derived(out)
		}
		if !out.IsKnown() {
			out = out.WithMarks(marksOf(v))
		}
		return out, nil
	})
}
