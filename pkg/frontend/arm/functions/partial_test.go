package functions_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func text(s string) partial.Value { return partial.StringValue(s) }

func number(n int64) partial.Value { return partial.IntValue(n) }

func list(vs ...partial.Value) partial.Value { return partial.ArrayValue(vs) }

// unknown is a parameter without a value.
func unknown(name string, t partial.Type) partial.Value {
	return partial.UnknownValue(&partial.Residual{Call: "parameters", Args: []partial.Value{text(name)}, Type: t, Reasons: partial.MissingParameter})
}

// object makes an object of names and values in turn.
func object(t *testing.T, pairs ...partial.Value) partial.Value {
	t.Helper()
	v, err := invoke("createObject", pairs...)
	require.NoError(t, err)
	return v
}

func must(t *testing.T, name string, args ...partial.Value) partial.Value {
	t.Helper()
	v, err := invoke(name, args...)
	require.NoError(t, err, name)
	return v
}

// id is the id of a site of which only the names of the scope are unknown.
func id(name partial.Value) partial.Value {
	subscription := partial.UnknownValue(&partial.Residual{Call: "subscription"}).Member(text("subscriptionId"))
	group := partial.UnknownValue(&partial.Residual{Call: "resourceGroup"}).Member(text("name"))
	return partial.TextValue(text("/subscriptions/"), subscription, text("/resourceGroups/"), group, text("/providers/Microsoft.Web/sites/"), name)
}

func TestTakingIDsApart(t *testing.T) {
	t.Parallel()
	segments := must(t, "split", id(text("app")), text("/"))
	require.Nil(t, segments.Rest())
	require.Equal(t, 9, segments.Len())
	assert.Equal(t, "subscriptionId", segments.Index(2).Residual().Args[1].Canonical()[1:15])
	assert.Equal(t, text("app"), must(t, "last", segments))

	// The name may have slashes in it: what stands before it is certain all the same.
	open := must(t, "split", id(unknown("name", partial.StringType)), text("/"))
	require.NotNil(t, open.Rest())
	v, found, err := functions.Member(open, number(7), false, false)
	require.NoError(t, err)
	require.True(t, found)
	assert.Equal(t, text("sites"), v)
	assert.True(t, must(t, "last", open).IsUnknown())
	assert.Equal(t, text("config"), must(t, "last", must(t, "split", partial.TextValue(unknown("x", partial.StringType), text("/config")), text("/"))))
}

func TestTextsInPart(t *testing.T) {
	t.Parallel()
	x := unknown("x", partial.StringType)
	mixed := must(t, "format", text("App-{0}-{1}"), x, number(1))
	assert.Equal(t, "App-", mixed.Prefix())
	for name, want := range map[string]bool{"App": true, "aPP-": true, "Web": false} {
		assert.Equal(t, partial.BoolValue(want), must(t, "startsWith", mixed, text(name)), name)
	}
	assert.Equal(t, partial.BoolValue(true), must(t, "endsWith", mixed, text("-1")))
	assert.Equal(t, partial.BoolValue(false), must(t, "endsWith", mixed, text("-2")))
	assert.Equal(t, partial.BoolValue(false), must(t, "empty", mixed))
	assert.Equal(t, partial.BoolValue(true), must(t, "contains", mixed, text("pp")))
	assert.True(t, must(t, "contains", mixed, text("zz")).IsUnknown())
	assert.Equal(t, text("App"), must(t, "take", mixed, number(3)))
	assert.Equal(t, "App-", must(t, "take", mixed, number(9)).Prefix())
	assert.Equal(t, "pp-", must(t, "skip", mixed, number(1)).Prefix())
	assert.Equal(t, text("pp"), must(t, "substring", mixed, number(1), number(2)))
	assert.Equal(t, text("A"), must(t, "first", mixed))
	assert.Equal(t, text("1"), must(t, "last", mixed))
	assert.Equal(t, "app-", must(t, "toLower", mixed).Prefix())
	assert.Equal(t, "App.", must(t, "replace", mixed, text("-"), text(".")).Prefix())
	assert.Equal(t, number(0), must(t, "indexOf", mixed, text("app")))
	assert.Equal(t, number(13), must(t, "length", must(t, "uniqueString", x)))
	assert.Equal(t, must(t, "uniqueString", x).Canonical(), must(t, "toLower", must(t, "uniqueString", x)).Canonical())
	assert.Equal(t, must(t, "toLower", x).Canonical(), must(t, "toLower", must(t, "toLower", x)).Canonical())
}

func TestObjectsInPart(t *testing.T) {
	t.Parallel()
	u := unknown("o", partial.ObjectType)
	base := object(t, text("a"), number(1), text("n"), object(t, text("x"), number(1)))

	over := must(t, "union", u, base)
	require.Equal(t, partial.Object, over.Kind())
	a, _ := over.Get("A")
	assert.Equal(t, number(1), a)
	n, _ := over.Get("n")
	x, _ := n.Get("x")
	assert.Equal(t, number(1), x)
	assert.NotNil(t, n.Rest())
	assert.NotNil(t, over.Rest())

	below := must(t, "union", base, u)
	a, ok := below.Get("a")
	assert.True(t, ok && a.IsUnknown())
	assert.Equal(t, partial.BoolValue(true), must(t, "contains", below, text("a")))
	assert.Equal(t, partial.BoolValue(false), must(t, "empty", below))
	assert.True(t, must(t, "length", below).IsUnknown())
	assert.True(t, must(t, "contains", below, text("z")).IsUnknown())

	merged := must(t, "shallowMerge", list(u, base))
	a, _ = merged.Get("a")
	assert.Equal(t, number(1), a)
	assert.True(t, must(t, "shallowMerge", list(base, u)).Index(0).IsUnknown())
	// A null need not replace what is below it.
	a, _ = must(t, "union", base, object(t, text("a"), partial.NullValue())).Get("a")
	assert.True(t, a.IsUnknown())
}

func TestArraysInPart(t *testing.T) {
	t.Parallel()
	u := unknown("l", partial.ArrayType)
	open := must(t, "concat", list(number(1), number(2)), u, list(number(9)))
	require.NotNil(t, open.Rest())
	assert.Equal(t, 3, open.Len())
	assert.Equal(t, number(1), must(t, "first", open))
	assert.Equal(t, number(9), must(t, "last", open))
	assert.Equal(t, number(9), must(t, "indexFromEnd", open, number(1)))
	assert.True(t, must(t, "indexFromEnd", open, number(2)).IsUnknown())
	assert.Equal(t, partial.BoolValue(true), must(t, "contains", open, number(9)))
	assert.True(t, must(t, "contains", open, number(4)).IsUnknown())

	mapped := must(t, "map", open, lambda(1, func(a ...partial.Value) (partial.Value, error) { return invoke("mul", a[0], number(2)) }))
	assert.Equal(t, []partial.Value{number(2), number(4), number(18)}, mapped.Items())
	assert.NotNil(t, mapped.Rest())

	kept := must(t, "filter", list(number(1), unknown("i", partial.IntType), number(3)), lambda(1, func(a ...partial.Value) (partial.Value, error) {
		return invoke("greater", a[0], number(2))
	}))
	assert.Equal(t, []partial.Value{number(3)}, kept.Items())
	assert.NotNil(t, kept.Rest())
	// Nothing tells two lambdas apart, so two calls are never taken for equal.
	assert.Equal(t, partial.Perhaps, partial.Equal(must(t, "map", u, lambdas[0]), must(t, "map", u, lambdas[2])))

	numbers := must(t, "range", unknown("i", partial.IntType), number(3))
	assert.Equal(t, 3, numbers.Len())
	assert.Nil(t, numbers.Rest())
}

func TestMember(t *testing.T) {
	t.Parallel()
	u := unknown("o", partial.ObjectType)
	o := object(t, text("Name"), number(1))
	v, found, err := functions.Member(o, text("nAME"), false, false)
	require.NoError(t, err)
	assert.True(t, found)
	assert.Equal(t, number(1), v)
	_, found, err = functions.Member(o, text("x"), true, false)
	require.NoError(t, err)
	assert.False(t, found)
	_, _, err = functions.Member(o, text("x"), false, false)
	assert.EqualError(t, err, "property access: the object has no member 'x' (it has Name).")
	_, found, err = functions.Member(partial.NullValue(), text("x"), true, false)
	require.NoError(t, err)
	assert.False(t, found)
	_, _, err = functions.Member(partial.NullValue(), text("x"), false, false)
	assert.EqualError(t, err, "property access: 'x' cannot be read, because the value before it is null.")
	v, found, err = functions.Member(u, text("x"), true, false)
	require.NoError(t, err)
	assert.True(t, found && v.IsUnknown())
	v, _, err = functions.Member(list(number(1), number(2)), number(1), false, true)
	require.NoError(t, err)
	assert.Equal(t, number(2), v)
	_, _, err = functions.Member(list(number(1)), number(1), false, false)
	assert.EqualError(t, err, "property access: position 1 lies outside an array of 1.")
	v, _, err = functions.Member(o.Secret(), text("name"), false, false)
	require.NoError(t, err)
	assert.True(t, v.IsSecret())
	_, _, err = functions.Member(o.Secret(), text("other"), false, false)
	assert.NotContains(t, err.Error(), "Name")
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	secret := text("hunter2").Secret()
	for _, v := range []partial.Value{
		must(t, "concat", text("a"), secret), must(t, "toUpper", secret), must(t, "format", text("{0}"), secret), must(t, "base64", secret),
		must(t, "string", list(secret)), must(t, "take", secret, number(2)), must(t, "uniqueString", secret, unknown("x", partial.StringType)),
		must(t, "join", list(text("a"), secret), text(",")), must(t, "first", secret), must(t, "split", secret, text("t")), must(t, "first", list(number(1), secret).Secret()),
	} {
		assert.True(t, v.IsSecret())
	}
	both := must(t, "union", object(t, text("a"), secret), object(t, text("b"), number(1)))
	assert.True(t, both.Index(0).IsSecret())
	assert.False(t, both.Index(1).IsSecret())
	for _, name := range []string{"int", "bool", "float", "fail", "parseCidr"} {
		_, err := invoke(name, secret)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "hunter2", name)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	assert.Equal(t, text("True"), functions.Text(partial.BoolValue(true)))
	assert.Equal(t, text("1.5"), functions.Text(partial.FloatValue("1.50")))
	assert.Equal(t, text(`["a\"b",null]`), functions.JSON(read(t, `['a"b',null]`)))
	assert.True(t, functions.JSON(list(unknown("x", partial.StringType))).IsUnknown())
}

func TestBudget(t *testing.T) {
	t.Parallel()
	b := &partial.Budget{Steps: 1000, Size: 1 << 20}
	long := text(strings.Repeat("a", 1<<12))
	for name, args := range map[string][]partial.Value{
		"padLeft": {text("a"), number(1 << 40)},
		"replace": {long, text("a"), long},
		"format":  {text("{0,999999}{0,999999}"), text("a")},
		"join":    {must(t, "range", number(0), number(10_000)), long},
	} {
		left := *b
		_, err := functions.Invoke(name, args, &left)
		assert.ErrorIs(t, err, partial.ErrBudget, name)
	}
	v := list(number(1))
	var err error
	for range 200 {
		if v, err = functions.Invoke("createArray", []partial.Value{v, v}, b); err != nil {
			break
		}
	}
	assert.ErrorIs(t, err, partial.ErrBudget)
}
