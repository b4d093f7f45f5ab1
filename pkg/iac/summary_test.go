package iac_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var file = source.NewFile("main.tf", []byte("0123456789"))

func at(n int) source.Range { return source.Range{File: file, Start: n, End: n + 1} }

func TestWhatIsBelow(t *testing.T) {
	here := iac.PlaceOf(at(0))
	list := func(items ...iac.Value) iac.Value { return here.List(items) }
	object := func(item iac.Value) iac.Value { return here.Object([]string{"a"}, []iac.Value{item}) }
	text, secret, open := here.String("x"), here.String("x").Sensitive(), here.Unknown()
	tests := []struct {
		name              string
		value             iac.Value
		secrets, unknowns bool
	}{
		{"nothing", iac.Value{}, false, false},
		{"a text", text, false, false},
		{"a secret", secret, true, false},
		{"an unknown value", open, false, true},
		{"a plain tree", list(text, object(list(text))), false, false},
		{"a secret deep down", list(text, object(list(text, secret))), true, false},
		{"an unknown value deep down", object(list(object(open), text)), false, true},
		{"a sensitive list", list(text).Sensitive(), true, false},
		{"with an origin", list(open, secret).From(&iac.Origin{}), true, true},
		{"put in by a replacement", list(object(text)).Replace([]any{0, "a"}, secret), true, false},
		{"gone by a replacement", list(object(open)).Replace([]any{0, "a"}, text), false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.secrets, test.value.HasSecrets())
			assert.Equal(t, test.unknowns, test.value.HasUnknowns())
		})
	}
}

func TestOriginKeepsThePlace(t *testing.T) {
	v := iac.StringValue("x", at(3))
	o := &iac.Origin{Pin: "var.x"}
	assert.Equal(t, at(3), v.From(o).At())
	assert.Same(t, o, v.From(o).Origin())
	assert.Same(t, o, v.From(o).WrittenAt(at(5)).Origin())
	assert.Equal(t, at(5), v.From(o).WrittenAt(at(5)).At())
	assert.Nil(t, v.Origin(), "the value itself stays as it was")
	assert.Equal(t, source.Range{}, iac.Value{}.At())
}

func TestCursorPlaces(t *testing.T) {
	inner := iac.ObjectValue([]string{"b"}, []iac.Value{iac.StringValue("x", at(2))}, at(1)).Sensitive()
	body := iac.ObjectValue([]string{"a", "open"},
		[]iac.Value{iac.ListValue([]iac.Value{inner}, at(4)), iac.UnknownValue(&iac.Origin{Pin: "var.open"}, at(5))}, at(0))
	c := iac.OpenValue(&iac.Resource{Address: "r"}, body, nil)

	assert.Equal(t, at(2), c.Path("a", "b").Text().At())
	assert.True(t, c.Path("a", "b").Text().IsSensitive(), "a part of what is sensitive is so too")
	assert.Equal(t, at(1), c.Path("a", "missing").At(), "what is missing is where it would be")
	assert.Equal(t, at(1), c.Path("a", "missing", "deeper").At())
	assert.True(t, c.Path("a", "missing").IsNull())
	assert.Equal(t, at(0), c.Nothing("else").At())
	assert.True(t, c.Nothing("else").Text().IsAbsent())
	assert.Equal(t, at(5), c.Path("open", "deeper").Text().At())
	assert.Equal(t, "var.open", c.Path("open", "deeper").Text().Why())
	assert.Equal(t, at(4), c.Index(0).At())
	assert.True(t, c.Index(7).IsNull())
	assert.True(t, c.Partial().Get("missing").IsUnknown())
	assert.Equal(t, source.Range{}, iac.Cursor{}.At())
	assert.Equal(t, "r missing", c.Partial().Get("missing").Text().Why())
}
