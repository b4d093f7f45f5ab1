package functions

import (
	"fmt"
	"sort"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// sortFunction keeps the marks of each string. The order is unknown as soon as
// one string is.
func sortFunction() function.Function {
	return exact(params(param("list", cty.List(cty.String))), nil, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if !v.IsWhollyKnown() {
			return unordered(v).WithMarks(marks), nil
		}
		items := elements(v)
		texts := make([]string, len(items))
		for i, item := range items {
			plain, _ := item.Unmark()
			if plain.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "element %d is null; a null string cannot be sorted", i)
			}
			texts[i] = plain.AsString()
		}
		sort.Stable(byText{texts, items})
		return list(cty.String, items).WithMarks(marks), nil
	})
}

// unordered is a list of as many strings of which none is known, though they
// are those of the list. (cty makes a list of unknown strings out of an unknown
// list whose length is known.)
func unordered(v cty.Value) cty.Value {
	bounds := v.Range()
	out := cty.UnknownVal(v.Type()).Refine().NotNull().
		CollectionLengthLowerBound(bounds.LengthLowerBound()).
		CollectionLengthUpperBound(bounds.LengthUpperBound()).NewValue().
		WithMarks(marksOf(v))
	if v.IsKnown() && v.LengthInt() > 1 {
		out = derived(out)
	}
	return out
}

type byText struct {
	texts []string
	items []cty.Value
}

func (b byText) Len() int           { return len(b.texts) }
func (b byText) Less(i, j int) bool { return b.texts[i] < b.texts[j] }
func (b byText) Swap(i, j int) {
	b.texts[i], b.texts[j] = b.texts[j], b.texts[i]
	b.items[i], b.items[j] = b.items[j], b.items[i]
}

// distinctFunction keeps the first of equal elements, with its marks.
func distinctFunction() function.Function {
	return exact(params(param("list", cty.List(cty.DynamicPseudoType))), nil, func(args []cty.Value) (cty.Value, error) {
		v, marks := args[0].Unmark()
		if !v.IsKnown() || !v.IsWhollyKnown() && v.LengthInt() > 1 {
			return cty.UnknownVal(v.Type()).RefineNotNull(), nil
		}
		var seen bag
		var keep []cty.Value
		for _, item := range elements(v) {
			if seen.add(item) {
				keep = append(keep, item)
			}
		}
		return list(v.Type().ElementType(), keep).WithMarks(marks), nil
	})
}

// bag finds equal values without comparing each with each.
type bag struct{ buckets map[int][]cty.Value }

// add reports whether the value, which must be known, was not there before.
func (b *bag) add(v cty.Value) bool {
	plain, _ := v.UnmarkDeep()
	if b.has(plain) {
		return false
	}
	if b.buckets == nil {
		b.buckets = map[int][]cty.Value{}
	}
	b.buckets[plain.Hash()] = append(b.buckets[plain.Hash()], plain)
	return true
}

func (b *bag) has(plain cty.Value) bool {
	for _, other := range b.buckets[plain.Hash()] {
		if other.RawEquals(plain) {
			return true
		}
	}
	return false
}

// matchKeysFunction keeps the marks of each value. Of the keys and the search
// set only Sensitive is taken over: they select, and the values do not come
// from them.
func matchKeysFunction() function.Function {
	anyList := cty.List(cty.DynamicPseudoType)
	return exact(params(param("values", anyList), param("keys", anyList), param("searchset", anyList)), nil,
		func(args []cty.Value) (cty.Value, error) {
			values, marks := args[0].Unmark()
			keys, set, err := sameType(args[1], args[2])
			if err != nil {
				return cty.NilVal, err
			}
			if !values.IsKnown() || !keys.IsWhollyKnown() || !set.IsWhollyKnown() {
				return cty.UnknownVal(values.Type()).RefineNotNull(), nil
			}
			if values.LengthInt() != keys.LengthInt() {
				return cty.NilVal, fmt.Errorf("values and keys must have the same length, not %d and %d", values.LengthInt(), keys.LengthInt())
			}
			out := list(values.Type().ElementType(), matching(values, keys, set)).WithMarks(marks)
			if _, selecting := marksOf(args[1], args[2])[Sensitive]; selecting {
				out = out.Mark(Sensitive)
			}
			return out, nil
		})
}

func matching(values, keys, set cty.Value) []cty.Value {
	var searched bag
	for _, v := range elements(set) {
		searched.add(v)
	}
	var keep []cty.Value
	names := elements(keys)
	for i, v := range elements(values) {
		if searched.has(names[i]) {
			keep = append(keep, v)
		}
	}
	return keep
}

// sameType converts two lists to a common type and drops their marks.
func sameType(a, b cty.Value) (keys, set cty.Value, err error) {
	a, _ = a.UnmarkDeep()
	b, _ = b.UnmarkDeep()
	ty, _ := convert.UnifyUnsafe([]cty.Type{a.Type(), b.Type()})
	if ty == cty.NilType {
		return a, b, function.NewArgErrorf(1, "keys and searchset must be of the same type")
	}
	if keys, err = convert.Convert(a, ty); err != nil {
		return a, b, function.NewArgError(1, err)
	}
	if set, err = convert.Convert(b, ty); err != nil {
		return a, b, function.NewArgError(2, err)
	}
	return keys, set, nil
}

// transposeFunction turns strings into keys, and keys cannot carry marks: all
// marks are on the result as a whole.
func transposeFunction() function.Function {
	ty := cty.Map(cty.List(cty.String))
	return plain(ty, params(param("values", ty)), nil, func(args []cty.Value) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(ty), nil
		}
		names := map[string][]cty.Value{}
		for it := args[0].ElementIterator(); it.Next(); {
			key, values := it.Element()
			if values.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "must not contain a null list")
			}
			for _, v := range elements(values) {
				if v.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "must not contain a null string")
				}
				names[v.AsString()] = append(names[v.AsString()], key)
			}
		}
		if len(names) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		out := make(map[string]cty.Value, len(names))
		for name, keys := range names {
			out[name] = cty.ListVal(keys)
		}
		return cty.MapVal(out), nil
	})
}
