package config

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// ctyOf returns a value of a plan as expressions see it.
func ctyOf(v iac.Value) cty.Value {
	switch v.Kind() {
	case iac.Null:
		return cty.NullVal(cty.DynamicPseudoType)
	case iac.Bool:
		return cty.BoolVal(v.Scalar() == "true")
	case iac.Number:
		if n, err := cty.ParseNumberVal(v.Scalar()); err == nil {
			return n
		}
		return cty.DynamicVal
	case iac.String:
		return cty.StringVal(v.Scalar())
	case iac.List:
		elements := make([]cty.Value, v.Len())
		for i := range elements {
			elements[i] = ctyOf(v.Index(i))
		}
		return cty.TupleVal(elements)
	case iac.Object:
		members := make(map[string]cty.Value, v.Len())
		for i := range v.Len() {
			members[v.Key(i)] = ctyOf(v.Index(i))
		}
		return cty.ObjectVal(members)
	case iac.Unknown:
	}
	return cty.DynamicVal
}
