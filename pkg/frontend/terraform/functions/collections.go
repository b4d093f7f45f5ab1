package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func collectionEntries() map[string]entry {
	return map[string]entry{
		"alltrue":      asked(everyFunction(true)),
		"anytrue":      asked(everyFunction(false)),
		"chunklist":    kept(stdlib.ChunklistFunc),
		"coalesce":     chosen(coalesceFunction()),
		"coalescelist": chosen(coalesceListFunction()),
		"compact":      kept(compactFunction()),
		"concat":       kept(stdlib.ConcatFunc),
		"contains":     asked(stdlib.ContainsFunc),
		"distinct":     kept(distinctFunction()),
		"element":      chosen(elementFunction()),
		"flatten":      kept(flattenFunction()),
		"index":        made(indexFunction()),
		"keys":         kept(stdlib.KeysFunc),
		"length":       made(lengthFunction()),
		"lookup":       chosen(lookupFunction()),
		"matchkeys":    kept(matchKeysFunction()),
		"merge":        kept(stdlib.MergeFunc),
		"one":          chosen(oneFunction()),
		"reverse":      kept(stdlib.ReverseListFunc),
		"slice":        kept(stdlib.SliceFunc),
		"sort":         kept(sortFunction()),
		"transpose":    kept(transposeFunction()),
		"values":       kept(stdlib.ValuesFunc),
		"zipmap":       kept(stdlib.ZipmapFunc),
	}
}

// everyFunction is alltrue, or anytrue for false: the first element that is not
// want decides; null counts as false.
func everyFunction(want bool) function.Function {
	return plain(cty.Bool, params(param("list", cty.List(cty.Bool))), nil, func(args []cty.Value) (cty.Value, error) {
		result := cty.BoolVal(want)
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			switch {
			case !v.IsKnown():
				result = cty.UnknownVal(cty.Bool)
			case (!v.IsNull() && v.True()) != want:
				return cty.BoolVal(!want), nil
			}
		}
		return result, nil
	})
}

func lengthFunction() function.Function {
	return exact(params(param("value", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		ty := v.Type()
		switch {
		case ty == cty.DynamicPseudoType:
			return cty.UnknownVal(cty.Number).RefineNotNull().WithMarks(marks), nil
		case ty == cty.String:
			n, err := stdlib.Strlen(v)
			return n.WithMarks(marks), err
		case ty.IsObjectType():
			return cty.NumberIntVal(int64(len(ty.AttributeTypes()))).WithMarks(marks), nil
		case ty.IsTupleType():
			return cty.NumberIntVal(int64(ty.Length())).WithMarks(marks), nil
		case ty.IsCollectionType():
			return v.Length().WithMarks(marks), nil
		}
		return cty.NilVal, function.NewArgErrorf(0, "must be a string, a collection or a structure")
	})
}

// indexFunction compares as == does, without conversion: "1" is not 1.
func indexFunction() function.Function {
	return plain(cty.Number, params(param("list", cty.DynamicPseudoType), param("value", cty.DynamicPseudoType)), nil,
		func(args []cty.Value) (cty.Value, error) {
			if ty := args[0].Type(); !ty.IsListType() && !ty.IsTupleType() {
				return cty.NilVal, function.NewArgErrorf(0, "must be a list or tuple")
			}
			if args[0].LengthInt() == 0 {
				return cty.NilVal, function.NewArgErrorf(0, "cannot search an empty list")
			}
			for it := args[0].ElementIterator(); it.Next(); {
				i, v := it.Element()
				equal := v.Equals(args[1])
				if !equal.IsKnown() {
					return cty.UnknownVal(cty.Number), nil
				}
				if equal.True() {
					return i, nil
				}
			}
			return cty.NilVal, function.NewArgErrorf(1, "item not found")
		})
}

// flattenFunction cannot tell what an element of unknown type holds: it may be
// a list.
func flattenFunction() function.Function {
	return exact(params(param("list", cty.DynamicPseudoType)), nil, func(args []cty.Value) (cty.Value, error) {
		v, _ := args[0].Unmark()
		if ty := v.Type(); ty != cty.DynamicPseudoType && !isSequence(ty) {
			return cty.NilVal, function.NewArgErrorf(0, "can only flatten lists, sets and tuples")
		}
		f := flattened{certain: true, marks: cty.ValueMarks{}}
		f.add(args[0])
		if !f.certain {
			return cty.DynamicVal, nil
		}
		return cty.TupleVal(f.elements).WithMarks(f.marks), nil
	})
}

type flattened struct {
	elements []cty.Value
	// marks are those of the lists, which the result takes over as a whole.
	marks   cty.ValueMarks
	certain bool
}

func (f *flattened) add(v cty.Value) {
	unmarked, marks := v.Unmark()
	ty := unmarked.Type()
	null := unmarked.IsKnown() && unmarked.IsNull()
	switch {
	case !null && ty == cty.DynamicPseudoType:
		f.certain = false
	case null || !isSequence(ty):
		f.elements = append(f.elements, v)
	case !unmarked.IsKnown() || !unmarked.Length().IsKnown():
		f.certain = false
	default:
		for m := range marks {
			f.marks[m] = struct{}{}
		}
		for it := unmarked.ElementIterator(); it.Next(); {
			_, element := it.Element()
			f.add(element)
		}
	}
}
