package functions_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// resource is a mark as an evaluator makes them, for where a value comes from.
type resource string

// variables has marked values, known and unknown: a and b come from resources,
// l is a list that comes from one as a whole.
func variables() map[string]cty.Value {
	unknown := cty.UnknownVal(cty.String)
	return map[string]cty.Value{
		"a":     unknown.RefineNotNull().Mark(resource("a")),
		"b":     unknown.RefineNotNull().Mark(resource("b")),
		"known": cty.StringVal("k").Mark(resource("known")),
		"maybe": unknown,
		"any":   cty.DynamicVal.Mark(resource("any")),
		"l":     cty.ListVal([]cty.Value{cty.StringVal("x"), cty.StringVal("y")}).Mark(resource("l")),
		"ul":    cty.UnknownVal(cty.List(cty.String)).Mark(resource("ul")),
		"i":     cty.UnknownVal(cty.Number),
		"s":     cty.StringVal("secret").Mark(functions.Sensitive),
		"o":     cty.ObjectVal(map[string]cty.Value{"id": unknown.Mark(resource("o"))}),
		"wild":  cty.DynamicVal,
	}
}

// marked lists the marks of a value, each by its name.
func marked(v cty.Value) []string {
	out := []string{}
	for m := range v.Marks() {
		switch m := m.(type) {
		case resource:
			out = append(out, string(m))
		case functions.Mark:
			out = append(out, "("+string(m)+")")
		case functions.Unread:
			out = append(out, "unread "+m.Path+": "+m.Why)
		}
	}
	return out
}

// TestElementsKeepTheirMarks looks at the result as a whole and at elements.
func TestElementsKeepTheirMarks(t *testing.T) {
	t.Parallel()
	type elements map[any][]string // by index or name
	for text, want := range map[string]struct {
		whole    []string
		elements elements
	}{
		`concat([a], [b, "x"])`:                         {nil, elements{0: {"a"}, 1: {"b"}, 2: nil}},
		`concat(l, tolist([a]))`:                        {[]string{"l"}, elements{0: nil, 2: {"a"}}},
		`merge({ x = a }, { y = b, z = "z" })`:          {nil, elements{"x": {"a"}, "y": {"b"}, "z": nil}},
		`merge({ x = a }, { x = b })`:                   {nil, elements{"x": {"b"}}},
		`merge(tomap({ x = a }), tomap({ y = "y" }))`:   {nil, elements{"x": {"a"}, "y": nil}},
		`flatten([[a], [[b], "x"]])`:                    {nil, elements{0: {"a"}, 1: {"b"}, 2: nil}},
		`flatten([l, [a]])`:                             {[]string{"l"}, elements{0: nil, 2: {"a"}}},
		`compact([a, "", known, null])`:                 {nil, elements{0: {"a"}, 1: {"known"}}},
		`slice([a, b, "x"], 1, 3)`:                      {nil, elements{0: {"b"}, 1: nil}},
		`slice(tolist([a, b]), 0, 1)`:                   {nil, elements{0: {"a"}}},
		`reverse([a, b, "x"])`:                          {nil, elements{0: nil, 1: {"b"}, 2: {"a"}}},
		`values({ x = a, y = b, z = 1 })`:               {nil, elements{0: {"a"}, 1: {"b"}, 2: nil}},
		`keys({ x = a, y = b })`:                        {nil, elements{0: nil, 1: nil}},
		`zipmap(["x", "y"], [a, b])`:                    {nil, elements{"x": {"a"}, "y": {"b"}}},
		`zipmap(["x", "y"], tolist([a, "l"]))`:          {nil, elements{"x": {"a"}, "y": nil}},
		`tolist([a, b, "x"])`:                           {nil, elements{0: {"a"}, 1: {"b"}, 2: nil}},
		`tolist([a, 1])`:                                {nil, elements{0: {"a"}, 1: nil}},
		`tomap({ x = a, y = "y" })`:                     {nil, elements{"x": {"a"}, "y": nil}},
		`setproduct([a, "x"], [known])`:                 {nil, nil},
		`chunklist([a, b, "x"], 2)`:                     {nil, nil},
		`distinct([known, "x", "k"])`:                   {nil, elements{0: {"known"}, 1: nil}},
		`distinct([a])`:                                 {nil, elements{0: {"a"}}},
		`matchkeys([a, b], ["p", "q"], ["q"])`:          {nil, elements{0: {"b"}}},
		`matchkeys([a, b], ["p", known], ["p"])`:        {nil, elements{0: {"a"}}},
		`sort(["z", known, "a"])`:                       {nil, elements{0: nil, 1: {"known"}, 2: nil}},
		`try(tonumber("x"), [known, "x"])`:              {nil, elements{0: {"known"}, 1: nil}},
		`coalescelist([], [a, "x"])`:                    {nil, elements{0: {"a"}, 1: nil}},
		`lookup({ p = { q = a, r = "r" } }, "p", null)`: {nil, elements{"q": {"a"}, "r": nil}},
		`core::merge({ x = a }, { y = "y" })`:           {nil, elements{"x": {"a"}, "y": nil}},
		`nonsensitive([a, "x"])`:                        {nil, elements{0: {"a"}, 1: nil}},
		`ephemeralasnull([a, "x"])`:                     {nil, elements{0: {"a"}, 1: nil}},
	} {
		v := eval(t, text, variables())
		assert.ElementsMatch(t, want.whole, marked(v), text)
		v, _ = v.Unmark()
		require.True(t, v.IsKnown(), text)
		for key, marks := range want.elements {
			assert.ElementsMatch(t, marks, marked(element(v, key)), "%s[%v]", text, key)
		}
	}
}

func element(v cty.Value, key any) cty.Value {
	switch k := key.(type) {
	case int:
		return v.Index(cty.NumberIntVal(int64(k)))
	case string:
		if v.Type().IsObjectType() {
			return v.GetAttr(k)
		}
		return v.Index(cty.StringVal(k))
	}
	return cty.NilVal
}

func TestNestedElementsKeepTheirMarks(t *testing.T) {
	t.Parallel()
	zero := cty.NumberIntVal(0)
	one := cty.NumberIntVal(1)
	chunks := eval(t, `chunklist([a, b, "x"], 2)`, variables())
	assert.Equal(t, []string{"b"}, marked(chunks.Index(zero).Index(one)))
	assert.Empty(t, marked(chunks.Index(one).Index(zero)))
	product := eval(t, `setproduct([a, "x"], [known])`, variables())
	assert.Equal(t, []string{"a"}, marked(product.Index(zero).Index(zero)))
	assert.Empty(t, marked(product.Index(one).Index(zero)))
	assert.Equal(t, []string{"known"}, marked(product.Index(one).Index(one)))
}

// TestMarksOfResults looks at the marks of the result as a whole.
func TestMarksOfResults(t *testing.T) {
	t.Parallel()
	const d = "(derived)"
	for text, want := range map[string][]string{
		// handed on as it is
		`element([a, b], 0)`:                           {"a"},
		`element(["x", b], 1)`:                         {"b"},
		`element([a], i)`:                              {"a"},
		`element(l, 0)`:                                {"l"},
		`element(ul, 0)`:                               {"ul"},
		`lookup({ x = a, y = b }, "x", "z")`:           {"a"},
		`lookup({ x = maybe, y = b }, "y")`:            {"b"},
		`lookup({ y = b }, "z", a)`:                    {"a"},
		`lookup(tomap({ x = maybe, y = b }), "y", "")`: {"b"},
		`one([a])`:                                     {"a"},
		`one(tolist([b]))`:                             {"b"},
		`one([])`:                                      {},
		`try(a, "x")`:                                  {"a"},
		`try(o.id, "x")`:                               {"o"},
		`try(tonumber("x"), known)`:                    {"known"},
		`coalesce(null, a, "x")`:                       {"a"},
		`coalesce("", known)`:                          {"known"},
		`coalesce(known, a)`:                           {"known"},
		`tostring(a)`:                                  {"a"},
		`nonsensitive(a)`:                              {"a"},
		`sensitive(a)`:                                 {"a", "(sensitive)"},
		`nonsensitive(sensitive(a))`:                   {"a"},
		`nonsensitive(s)`:                              {},
		`issensitive(s)`:                               {},
		`ephemeralasnull(known)`:                       {"known"},
		// of sets, and of what becomes a key, the marks are on the whole
		`toset([known, "x"])`:              {"known"},
		`setunion([known], ["x"])`:         {"known"},
		`setsubtract([known, "y"], ["x"])`: {"known"},
		`transpose({ x = [known] })`:       {"known"},
		// questions
		`contains([known, "x"], "x")`: {"known"},
		`contains([a, "x"], "y")`:     {"a"},
		`startswith(known, "k")`:      {"known"},
		`alltrue([known == "k"])`:     {"known"},
		`can(a)`:                      {},
		`length([a, b])`:              {},
		`length({ x = a })`:           {},
		`length(l)`:                   {"l", d},
		`index(["x", known], "k")`:    {"known", d},
		// made of
		`format("%s/x", a)`:                   {"a", d},
		`formatlist("%s", [a, known])`:        {"a", "known", d},
		`join(",", [a, known])`:               {"a", "known", d},
		`replace(a, "x", "y")`:                {"a", d},
		`lower(known)`:                        {"known", d},
		`trimspace(a)`:                        {"a", d},
		`substr(known, 0, 1)`:                 {"known", d},
		`split("/", a)`:                       {"a", d},
		`split("/", known)[0]`:                {"known", d},
		`regex("k", known)`:                   {"known", d},
		`base64encode(known)`:                 {"known", d},
		`cidrhost("10.0.0.0/8", length(l))`:   {"l", d},
		`jsonencode({ x = [a], y = known })`:  {"a", "known", d},
		`jsonencode(s)`:                       {"(sensitive)"},
		`jsondecode(known == "" ? "" : "1")`:  {"known", d},
		`yamlencode([a])`:                     {"a", d},
		`sha256(known)`:                       {"known", d},
		`tonumber(length(l) > 1 ? "1" : "2")`: {"l", d},
		`max(1, length(l))`:                   {"l", d},
		`lower("X")`:                          {},
		`upper(s)`:                            {"(sensitive)"},
		// not decided: all candidates, and none for certain
		`element([a, b], i)`:                    {"a", "b", d},
		`element([a, "x"], i)`:                  {"a", d},
		`lookup({ x = a, y = b }, maybe, null)`: {"a", "b", d},
		`coalesce(maybe, a)`:                    {"a", d},
		`coalesce(maybe, a, b)`:                 {"a", d},
		`try(wild.x, a)`:                        {"a", d},
		`try(any.x.y, "x")`:                     {"any", d},
		`try(any.x.y)`:                          {"any"},
		`coalescelist(ul, [a])`:                 {"ul", "a", d},
		// unknown as a whole, with the marks of all that it may hold
		`flatten([a, any])`:                      {"a", "any", d},
		`flatten([[a], ul])`:                     {"a", "ul", d},
		`concat([a], ul)`:                        {"a", "ul", d},
		`compact([a, maybe])`:                    {"a", d},
		`distinct([a, b])`:                       {"a", "b", d},
		`sort([a, known])`:                       {"a", "known", d},
		`zipmap([maybe], [a])`:                   {"a", d},
		`merge({ x = a }, any)`:                  {"a", "any", d},
		`matchkeys([a, b], ["x", maybe], ["x"])`: {"a", "b", d},
		`reverse(ul)`:                            {"ul"},
		`distinct(ul)`:                           {"ul"},
		`slice(ul, 0, 1)`:                        {"ul"},
		`keys(any)`:                              {"any"},
		`slice([a, b], 0, i)`:                    {"a", "b", d},
		`can(any.x.y)`:                           {"any"},
	} {
		assert.ElementsMatch(t, want, marked(eval(t, text, variables())), text)
	}
}

// TestSelectorsStaySecret: what selects is not where a value comes from, but
// may be a secret.
func TestSelectorsStaySecret(t *testing.T) {
	t.Parallel()
	v := eval(t, `matchkeys(["x"], [s], ["secret"])`, variables())
	assert.Equal(t, []string{"(sensitive)"}, marked(v))
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	vars := variables()
	vars["path"] = cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull("/subscriptions/").NewValue()
	vars["three"] = cty.UnknownVal(cty.List(cty.String)).Refine().NotNull().CollectionLength(3).NewValue()
	for text, want := range map[string]cty.Value{
		`length([maybe, maybe])`:                  cty.NumberIntVal(2),
		`length({ x = maybe })`:                   cty.NumberIntVal(1),
		`length(three)`:                           cty.NumberIntVal(3),
		`contains([maybe, "x"], "x")`:             cty.True,
		`contains([maybe], "x")`:                  cty.UnknownVal(cty.Bool).RefineNotNull(),
		`alltrue([i > 1, false])`:                 cty.False,
		`anytrue([i > 1, true])`:                  cty.True,
		`anytrue([i > 1])`:                        cty.UnknownVal(cty.Bool).RefineNotNull(),
		`startswith(path, "/sub")`:                cty.True,
		`startswith(path, "http")`:                cty.False,
		`startswith(path, "/subscriptions/x")`:    cty.UnknownVal(cty.Bool).RefineNotNull(),
		`coalesce(path, "x")`:                     vars["path"],
		`can(maybe)`:                              cty.True,
		`can(wild.x)`:                             cty.UnknownVal(cty.Bool).RefineNotNull(),
		`try(maybe, "x")`:                         cty.UnknownVal(cty.String),
		`try(wild.x, "x")`:                        cty.DynamicVal,
		`index(["x", maybe], "x")`:                cty.NumberIntVal(0),
		`index([maybe, "x"], "x")`:                cty.UnknownVal(cty.Number).RefineNotNull(),
		`lookup({ x = maybe, y = "y" }, "y", "")`: cty.StringVal("y"),
		`jsonencode([maybe]) == null`:             cty.False,
		`timestamp() == null`:                     cty.False,
		`plantimestamp() == null`:                 cty.False,
		`uuid() == null`:                          cty.False,
		`bcrypt("x") == null`:                     cty.False,
		`pathexpand("~/x") == null`:               cty.False,
		`timestamp()`:                             cty.UnknownVal(cty.String).RefineNotNull(),
		`issensitive(wild)`:                       cty.UnknownVal(cty.Bool).RefineNotNull(),
		`coalescelist(three, ["x"])`:              vars["three"],
		`lower(wild)`:                             cty.UnknownVal(cty.String).RefineNotNull(),
		`merge(wild, {})`:                         cty.DynamicVal,
		`templatestring(maybe, {})`:               cty.UnknownVal(cty.String).RefineNotNull(),
	} {
		v, _ := eval(t, text, vars).UnmarkDeep()
		assert.True(t, want.RawEquals(v), "%s is %#v", text, v)
	}
	compacted := eval(t, `compact(["x", maybe, ""])`, vars)
	assert.Equal(t, 1, compacted.Range().LengthLowerBound())
	assert.Equal(t, 2, compacted.Range().LengthUpperBound())
}
