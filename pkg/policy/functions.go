package policy

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// Functions returns the names of the functions that expressions may call, sorted.
func Functions() []string {
	names := make([]string, 0)
	for name := range functions(&meter{}) {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// functions are those that expressions may call: pure ones, none that reads anything
// but its arguments, or makes much of little, as setproduct does.
func functions(m *meter) map[string]function.Function {
	all := map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "alltrue": boolean(true), "anytrue": boolean(false), "ceil": stdlib.CeilFunc, "chomp": stdlib.ChompFunc,
		"coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc, "compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc,
		"contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "endswith": compare(strings.HasSuffix),
		"flatten": stdlib.FlattenFunc, "floor": stdlib.FloorFunc, "format": stdlib.FormatFunc, "join": stdlib.JoinFunc, "keys": stdlib.KeysFunc,
		"length": stdlib.LengthFunc, "lookup": stdlib.LookupFunc, "lower": stdlib.LowerFunc, "max": stdlib.MaxFunc, "merge": stdlib.MergeFunc,
		"min": stdlib.MinFunc, "regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "replace": stdlib.ReplaceFunc,
		"reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc, "setsubtract": stdlib.SetSubtractFunc,
		"setunion": stdlib.SetUnionFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "split": stdlib.SplitFunc,
		"startswith": compare(strings.HasPrefix), "strcontains": compare(strings.Contains), "substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc,
		"tobool": stdlib.MakeToFunc(cty.Bool), "tonumber": stdlib.MakeToFunc(cty.Number), "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
		"tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), "tostring": stdlib.MakeToFunc(cty.String), "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc, "trimsuffix": stdlib.TrimSuffixFunc, "upper": stdlib.UpperFunc,
		"values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,
	}
	for name, f := range all {
		all[name] = meteredFunction(m, name, f)
	}
	all["can"], all["try"] = tryfunc.CanFunc, tryfunc.TryFunc // these take expressions, not values
	return all
}

// meteredFunction weighs what goes into a function before it does its work, and what comes out.
func meteredFunction(m *meter, name string, f function.Function) function.Function {
	weighed := &function.Spec{Description: f.Description(), Params: f.Params(), VarParam: f.VarParam()}
	for i := range weighed.Params {
		weighed.Params[i].AllowMarked = true
	}
	if weighed.VarParam != nil {
		variadic := *weighed.VarParam
		variadic.AllowMarked = true
		weighed.VarParam = &variadic
	}
	weighed.Type = f.ReturnTypeForValues
	weighed.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			if err := m.afford(a); err != nil {
				return cty.NilVal, err
			}
		}
		if err := m.bounded(name, args); err != nil {
			return cty.NilVal, err
		}
		v, err := f.Call(args)
		if err == nil {
			err = m.afford(v)
		}
		return v, err
	}
	return function.New(weighed)
}

// maxDistinct is how long a list may be whose items are compared with each other.
const maxDistinct = 2000

// wide matches a width or precision of a format from a thousand on, or one that an
// argument gives.
var wide = pattern.Of(`%[^a-zA-Z%]*([0-9]{4}|\*)`)

// bounded refuses calls of the few functions that make much more of what they get,
// and makes those dear that work much more than their arguments weigh.
func (m *meter) bounded(name string, args []cty.Value) error {
	refuse := false
	switch name {
	case "format":
		refuse = wide().MatchString(word(args, 0))
	case "replace":
		refuse = (strings.Count(word(args, 0), word(args, 1))+1)*len(word(args, 2)) > maxValue
	case "join":
		items := 0
		for _, a := range args[1:] {
			items += weigh(a, maxValue)
		}
		refuse = items*len(word(args, 0)) > maxValue
	case "distinct":
		refuse = weigh(args[0], maxDistinct) > maxDistinct
	case "regex", "regexall":
		m.steps += 100 + len(word(args, 0))*(1+1000*strings.Count(word(args, 0), "{"))
		refuse = m.steps > m.limit
	}
	if refuse {
		return errTooCostly
	}
	return nil
}

// word is a text among the arguments; "" where it is none.
func word(args []cty.Value, i int) string {
	if i >= len(args) {
		return ""
	}
	v, _ := args[i].Unmark()
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// compare makes a function of two texts.
func compare(f func(s, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// boolean makes alltrue of true and anytrue of false: the value that a list must have
// all of, or none but. A value that is not known matters only where the others leave
// the question open.
func boolean(all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool), AllowUnknown: true}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !args[0].IsKnown() {
				return cty.UnknownVal(cty.Bool), nil
			}
			open := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				switch {
				case !v.IsKnown():
					open = true
				case v.IsNull() || v.True() != all:
					if v.IsNull() && !all {
						continue
					}
					return cty.BoolVal(!all), nil
				}
			}
			if open {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(all), nil
		},
	})
}
