package standin

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// planOne plans a resource with one argument "x" and returns its planned value
// and whether the change replaces the resource. The values are those of "x"; a
// prior value of NilVal means that the resource does not exist yet.
func planOne(t *testing.T, argument string, prior, proposed cty.Value) (cty.Value, bool) {
	t.Helper()
	schemas, err := schema.Read([]byte(`{"resources": {"thing": {"noID": true, "arguments": {"x": ` + argument + `}}}}`))
	require.NoError(t, err)
	block, ok := schemas.Resource("thing")
	require.True(t, ok)
	c := change{typ: "thing", block: block, prior: cty.NullVal(block.ImpliedType()), proposed: cty.ObjectVal(map[string]cty.Value{"x": proposed})}
	if prior != cty.NilVal {
		c.prior = cty.ObjectVal(map[string]cty.Value{"x": prior})
	}
	planned, replace := planSDK(c)
	return planned.GetAttr("x"), len(replace) > 0
}

var (
	null    = cty.NullVal(cty.String)
	unknown = cty.UnknownVal(cty.String)
	empty   = cty.StringVal("")
	a, b    = cty.StringVal("a"), cty.StringVal("b")
)

func TestPlanOfStrings(t *testing.T) {
	const (
		optional = `{"type": "string", "optional": true}`
		computed = `{"type": "string", "optional": true, "computed": true}`
		standard = `{"type": "string", "optional": true, "default": "b"}`
		fixed    = `{"type": "string", "required": true, "forceNew": true}`
		secret   = `{"type": "string", "optional": true, "writeOnly": true}`
	)
	for _, test := range []struct {
		argument              string
		prior, proposed, want cty.Value
		replaces              bool
	}{
		{argument: optional, proposed: null, want: null},
		{argument: optional, proposed: empty, want: empty},
		{argument: optional, proposed: unknown, want: unknown},
		{argument: optional, prior: a, proposed: null, want: null},
		{argument: optional, prior: empty, proposed: null, want: empty},
		{argument: computed, proposed: null, want: unknown},
		{argument: computed, proposed: empty, want: unknown},
		{argument: computed, proposed: a, want: a},
		{argument: computed, prior: a, proposed: empty, want: a},
		{argument: standard, proposed: null, want: b},
		{argument: standard, prior: a, proposed: null, want: b},
		{argument: fixed, proposed: a, want: a},
		{argument: fixed, prior: a, proposed: a, want: a},
		{argument: fixed, prior: a, proposed: b, want: b, replaces: true},
		{argument: fixed, prior: a, proposed: unknown, want: unknown, replaces: true},
		{argument: secret, proposed: a, want: null},
	} {
		got, replaces := planOne(t, test.argument, test.prior, test.proposed)
		assert.True(t, test.want.RawEquals(got), "%s: %#v -> %#v: want %#v, got %#v", test.argument, test.prior, test.proposed, test.want, got)
		assert.Equal(t, test.replaces, replaces, "%s: %#v -> %#v", test.argument, test.prior, test.proposed)
	}
}

func TestPlanOfCollections(t *testing.T) {
	const (
		list         = `{"type": "list", "of": "string", "optional": true}`
		computedList = `{"type": "list", "of": "string", "optional": true, "computed": true}`
		set          = `{"type": "set", "of": "string", "optional": true}`
		mapping      = `{"type": "map", "of": "string", "optional": true}`
	)
	lists, sets, maps := cty.List(cty.String), cty.Set(cty.String), cty.Map(cty.String)
	for _, test := range []struct {
		argument              string
		prior, proposed, want cty.Value
	}{
		{argument: list, proposed: cty.NullVal(lists), want: cty.NullVal(lists)},
		{argument: list, proposed: cty.ListValEmpty(cty.String), want: cty.ListValEmpty(cty.String)},
		{argument: list, proposed: cty.ListVal([]cty.Value{a, unknown}), want: cty.UnknownVal(lists)},
		{argument: list, prior: cty.ListVal([]cty.Value{a}), proposed: cty.NullVal(lists), want: cty.ListValEmpty(cty.String)},
		{argument: computedList, proposed: cty.NullVal(lists), want: cty.UnknownVal(lists)},
		{argument: computedList, prior: cty.ListVal([]cty.Value{a}), proposed: cty.NullVal(lists), want: cty.ListVal([]cty.Value{a})},
		{argument: set, proposed: cty.SetValEmpty(cty.String), want: cty.NullVal(sets)},
		{argument: set, proposed: cty.SetVal([]cty.Value{a, b}), want: cty.SetVal([]cty.Value{a, b})},
		{argument: mapping, proposed: cty.MapVal(map[string]cty.Value{"k": a, "l": unknown}), want: cty.UnknownVal(maps)},
		{argument: mapping, proposed: cty.MapVal(map[string]cty.Value{"k": a, "l": null}), want: cty.MapVal(map[string]cty.Value{"k": a})},
		{argument: mapping, prior: cty.MapVal(map[string]cty.Value{"k": a}), proposed: cty.NullVal(maps), want: cty.MapValEmpty(cty.String)},
	} {
		got, _ := planOne(t, test.argument, test.prior, test.proposed)
		assert.True(t, test.want.RawEquals(got), "%s: %#v -> %#v: want %#v, got %#v", test.argument, test.prior, test.proposed, test.want, got)
	}
}

func TestPlanOfObjects(t *testing.T) {
	const elem = `"elem": {
		"name": {"type": "string", "required": true, "forceNew": true},
		"note": {"type": "string", "optional": true},
		"id":   {"type": "string", "computed": true}
	}`
	const (
		list      = `{"type": "list", "optional": true, ` + elem + `}`
		computed  = `{"type": "list", "optional": true, "computed": true, ` + elem + `}`
		set       = `{"type": "set", "optional": true, ` + elem + `}`
		attribute = `{"type": "set", "optional": true, "computed": true, "asAttribute": true, ` + elem + `}`
	)
	object := func(name, note, id cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"name": name, "note": note, "id": id})
	}
	typ := object(null, null, null).Type()
	listOf := func(objects ...cty.Value) cty.Value { return collectionOf(cty.List(typ), objects) }
	setOf := func(objects ...cty.Value) cty.Value { return collectionOf(cty.Set(typ), objects) }

	for name, test := range map[string]struct {
		argument              string
		prior, proposed, want cty.Value
		replaces              bool
	}{
		"a block is created":              {argument: list, proposed: listOf(object(a, null, null)), want: listOf(object(a, null, unknown))},
		"a set has no null":               {argument: set, proposed: setOf(object(a, null, null)), want: setOf(object(a, empty, unknown))},
		"no block":                        {argument: list, proposed: listOf(), want: listOf()},
		"Azure decides on blocks":         {argument: computed, proposed: listOf(), want: cty.UnknownVal(cty.List(typ))},
		"Azure decides on attributes":     {argument: attribute, proposed: cty.NullVal(cty.Set(typ)), want: cty.UnknownVal(cty.Set(typ))},
		"an attribute that is empty":      {argument: attribute, proposed: setOf(), want: setOf()},
		"the number of blocks is unknown": {argument: list, proposed: cty.UnknownVal(cty.List(typ)), want: cty.UnknownVal(cty.List(typ))},
		"nothing changes": {
			argument: set, prior: setOf(object(a, null, b)), proposed: setOf(object(a, null, b)), want: setOf(object(a, null, b)),
		},
		"a block changes": {
			argument: list, prior: listOf(object(a, a, b)), proposed: listOf(object(a, b, b)), want: listOf(object(a, b, b)),
		},
		"an existing block has no null": {
			argument: list, prior: listOf(object(a, null, b), object(b, a, b)), proposed: listOf(object(a, null, b), object(b, b, b)),
			want: listOf(object(a, empty, b), object(b, b, b)),
		},
		"a block is replaced": {
			argument: list, prior: listOf(object(a, a, b)), proposed: listOf(object(b, a, b)), want: listOf(object(b, a, b)), replaces: true,
		},
		"a block is removed": {
			argument: list, prior: listOf(object(a, a, b)), proposed: listOf(), want: listOf(), replaces: true,
		},
		"an element joins a set": {
			argument: set, prior: setOf(object(a, empty, b)), proposed: setOf(object(a, null, null), object(b, null, null)),
			want: setOf(object(a, null, b), object(b, empty, unknown)), replaces: true,
		},
	} {
		got, replaces := planOne(t, test.argument, test.prior, test.proposed)
		assert.True(t, test.want.RawEquals(got), "%s: want %#v, got %#v", name, test.want, got)
		assert.Equal(t, test.replaces, replaces, name)
	}
}

func TestZoneBalancingReplacesAPlanOfOneWorker(t *testing.T) {
	block, ok := schema.For(5).Resource("azurerm_service_plan")
	require.True(t, ok)
	servicePlan := func(zones bool, workers int64) cty.Value {
		values := map[string]cty.Value{}
		for name, attr := range block.Attributes {
			values[name] = cty.NullVal(attr.Type)
		}
		values["zone_balancing_enabled"], values["worker_count"] = cty.BoolVal(zones), cty.NumberIntVal(workers)
		values["timeouts"] = cty.NullVal(block.Blocks["timeouts"].ImpliedType())
		return cty.ObjectVal(values)
	}
	replaced := func(prior, proposed cty.Value) bool {
		_, replace := planAzurerm(change{typ: "azurerm_service_plan", block: block, prior: prior, proposed: proposed})
		return len(replace) > 0
	}
	assert.True(t, replaced(servicePlan(false, 1), servicePlan(true, 1)))
	assert.False(t, replaced(servicePlan(false, 3), servicePlan(true, 3)))
	assert.False(t, replaced(servicePlan(true, 1), servicePlan(false, 1)))
}
