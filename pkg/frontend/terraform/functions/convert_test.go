package functions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// What is converted here and not by package convert becomes the same.
func TestConvertLikeConvert(t *testing.T) {
	texts := func(n int, last ...cty.Value) cty.Value {
		var elements []cty.Value
		for i := range n {
			elements = append(elements, cty.StringVal(fmt.Sprint(i%150)))
		}
		return cty.TupleVal(append(elements, last...))
	}
	members := func(v cty.Value) cty.Value {
		out := map[string]cty.Value{}
		for i, element := range v.AsValueSlice() {
			out[fmt.Sprint("k", i)] = element
		}
		return cty.ObjectVal(out)
	}
	object := cty.ObjectVal(map[string]cty.Value{"a": cty.NumberIntVal(1), "b": texts(300)})
	values := map[string]cty.Value{
		"texts":   texts(300),
		"number":  texts(300, cty.NumberIntVal(1)),
		"null":    texts(300, cty.NullVal(cty.DynamicPseudoType)),
		"unknown": texts(300, cty.UnknownVal(cty.String)),
		"dynamic": texts(300, cty.DynamicVal),
		"list":    texts(300, cty.ListValEmpty(cty.String)),
		"marked":  texts(300, cty.StringVal("m").Mark("m")).Mark("all"),
		"object":  texts(0, object, object),
		"map":     members(texts(300)),
		"mixed":   members(texts(300, cty.True)),
		"member":  object,
	}
	types := []cty.Type{
		cty.List(cty.DynamicPseudoType), cty.Set(cty.DynamicPseudoType), cty.Map(cty.DynamicPseudoType),
		cty.List(cty.String), cty.Set(cty.String), cty.Map(cty.String), cty.List(cty.Number), cty.String, cty.DynamicPseudoType,
		cty.Object(map[string]cty.Type{"b": cty.Set(cty.Number)}),
		cty.ObjectWithOptionalAttrs(map[string]cty.Type{"a": cty.String, "b": cty.List(cty.String), "c": cty.Bool}, []string{"c"}),
		cty.List(cty.ObjectWithOptionalAttrs(map[string]cty.Type{"b": cty.List(cty.String), "c": cty.Bool}, []string{"c"})),
	}
	for name, v := range values {
		for _, want := range types {
			expected, refused := convert.Convert(v, want)
			got, err := functions.Convert(v, want)
			require.Equal(t, refused == nil, err == nil, "%s to %#v: %v, %v", name, want, refused, err)
			if err != nil {
				assert.Equal(t, refused.Error(), err.Error())
				continue
			}
			assert.True(t, expected.RawEquals(got), "%s to %#v", name, want)
		}
	}
}

// Package convert takes minutes for so many elements.
func TestConvertMany(t *testing.T) {
	var elements []cty.Value
	for i := range 100_000 {
		elements = append(elements, cty.StringVal(fmt.Sprint(i)))
	}
	many := cty.TupleVal(elements)
	began := time.Now()
	for _, want := range []cty.Type{cty.List(cty.DynamicPseudoType), cty.Set(cty.String), cty.List(cty.Number)} {
		v, err := functions.Convert(many, want)
		require.NoError(t, err)
		assert.Equal(t, 100_000, v.LengthInt())
	}
	elements[0] = cty.EmptyObjectVal
	_, err := functions.Convert(cty.TupleVal(elements), cty.Set(cty.DynamicPseudoType))
	require.ErrorContains(t, err, "different types")
	assert.Less(t, time.Since(began), 20*time.Second)
}
