package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func markEntries() map[string]entry {
	return map[string]entry{
		"sensitive":    chosen(passing(func(v cty.Value) cty.Value { return v.Mark(Sensitive) })),
		"nonsensitive": chosen(passing(nonsensitive)),
		"issensitive":  chosen(passing(isSensitive)),
		// There are no ephemeral values here: what would be one is unknown.
		"ephemeralasnull": chosen(passing(func(v cty.Value) cty.Value { return v })),
	}
}

func passing(body func(cty.Value) cty.Value) function.Function {
	return exact(params(nullable("value", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		return body(args[0]), nil
	})
}

func nonsensitive(v cty.Value) cty.Value {
	v, marks := v.Unmark()
	delete(marks, Sensitive)
	return v.WithMarks(marks)
}

// isSensitive does not know about an unknown value: once known it may be
// sensitive.
func isSensitive(v cty.Value) cty.Value {
	switch {
	case v.HasMark(Sensitive):
		return cty.True
	case !v.IsKnown():
		return cty.UnknownVal(cty.Bool).RefineNotNull()
	}
	return cty.False
}
