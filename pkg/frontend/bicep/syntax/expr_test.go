package syntax_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

// levels holds the operators between operands, the loosest first.
var levels = [][]string{
	{"??"}, {"||"}, {"&&"}, {"==", "!=", "=~", "!~"}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "/", "%"},
}

func TestPrecedence(t *testing.T) {
	for i, left := range levels {
		for j, right := range levels {
			for _, a := range left {
				for _, b := range right {
					want := list(b, list(a, "x", "y"), "z")
					if j > i {
						want = list(a, "x", list(b, "y", "z"))
					}
					assert.Equal(t, want, sexpr(expression(t, "x "+a+" y "+b+" z")))
				}
			}
		}
	}
}

func TestPrecedenceOfOthers(t *testing.T) {
	for _, level := range levels {
		for _, op := range level {
			assert.Equal(t, list("?:", list(op, "a", "b"), list(op, "c", "d"), list(op, "e", "f")),
				sexpr(expression(t, strings.ReplaceAll("a @ b ? c @ d : e @ f", "@", op))))
			assert.Equal(t, list(op, "(- a)", "(- b)"), sexpr(expression(t, "-a "+op+" -b")))
			assert.Equal(t, list(op, "(! (. a b))", "(! (call c))"), sexpr(expression(t, "!a.b "+op+" !c()")))
		}
	}
}

func TestExpressions(t *testing.T) {
	for text, want := range map[string]string{
		"1":                             `1`,
		"18446744073709551615":          `18446744073709551615`,
		"-1":                            `(- 1)`,
		"true":                          `true`,
		"false":                         `false`,
		"null":                          `null`,
		"a":                             `a`,
		"(a)":                           `(paren a)`,
		"a.b.c":                         `(. (. a b) c)`,
		"a.?b.c":                        `(. (.? a b) c)`,
		"a[0]":                          `([] a 0)`,
		"a[?0]":                         `([?] a 0)`,
		"a[^1]":                         `([^] a 1)`,
		"a[?^1]":                        `([?^] a 1)`,
		"a[b[c]]":                       `([] a ([] b c))`,
		"a!":                            `(!! a)`,
		"a!.b":                          `(. (!! a) b)`,
		"a !~ b":                        `(!~ a b)`,
		"a! != b":                       `(!= (!! a) b)`,
		"a::b::c.id":                    `(. (:: (:: a b) c) id)`,
		"f()":                           `(call f)`,
		"f(1, 'x')":                     `(call f 1 "x")`,
		"sys.f(a)":                      `(call (. sys f) a)`,
		"a.list().keys[0]":              `([] (. (call (. a list)) keys) 0)`,
		"f([1], {a: 1})":                `(call f [1] {a:1})`,
		"!f(a)":                         `(! (call f a))`,
		"a ? b : c ? d : e":             `(?: a b (?: c d e))`,
		"a ? b ? c : d : e":             `(?: a (?: b c d) e)`,
		"a ?? b ?? c":                   `(?? (?? a b) c)`,
		"a ?? b ? c : d":                `(?: (?? a b) c d)`,
		"x => x":                        `(=> (x) x)`,
		"(x, i) => x + i":               `(=> (x i) (+ x i))`,
		"() => 1":                       `(=> () 1)`,
		"map(a, x => {k: x})":           `(call map a (=> (x) {k:x}))`,
		"x => y => z":                   `(=> (x) (=> (y) z))`,
		"[]":                            `[]`,
		"[1, 2]":                        `[1 2]`,
		"[...a, 1]":                     `[...a 1]`,
		"[1, 2, ]":                      `[1 2]`,
		"{}":                            `{}`,
		"{ a: 1, 'b c': 2 }":            `{a:1 "b c":2}`,
		"{ '${a}b': 1 }":                `{($ "" a "b"):1}`,
		"{ ...a, b: 1 }":                `{...a b:1}`,
		"{ for: 1, resource: 2 }":       `{for:1 resource:2}`,
		"[for x in y: x]":               `(for (x) y x)`,
		"[for (x, i) in y: { a: i }]":   `(for (x i) y {a:i})`,
		"[for x in y: [for z in x: z]]": `(for (x) y (for (z) x z))`,
		"[for]":                         ``,
	} {
		if want == "" {
			assert.NotEmpty(t, parseText("var v = "+text).Errors, text)
			continue
		}
		assert.Equal(t, want, sexpr(expression(t, text)), text)
	}
}

func TestKeywordsAreNames(t *testing.T) {
	for _, word := range strings.Fields("param var resource module output type func import existing for if in targetScope as from with using none extends assert test metadata extension") {
		assert.Equal(t, "(. "+word+" "+word+")", sexpr(expression(t, word+"."+word)))
		f := parseText("param " + word + " string = " + word)
		assert.Empty(t, f.Errors, word)
		assert.Equal(t, []string{"(param " + word + " string " + word + ")"}, statements(f))
	}
	for _, word := range []string{"true", "false", "null"} {
		assert.NotEmpty(t, parseText("var v = { "+word+": 1 }").Errors, word)
	}
}

func TestNewLines(t *testing.T) {
	for text, want := range map[string]string{
		"a\n ? b\n : c":                      `(?: a b c)`,
		"a\n\n // why\n ? b // then\n\n : c": `(?: a b c)`,
		"a ?\n b : c":                        ``,
		"a\n + b":                            ``,
		"a +\n b":                            ``,
		"a\n .b":                             ``,
		"f(\n)":                              `(call f)`,
		"f(\n  a,\n  b\n)":                   `(call f a b)`,
		"f(a,\n\n b)":                        `(call f a b)`,
		"f(a\n)":                             `(call f a)`,
		"f(a // one\n // two\n)":             `(call f a)`,
		"f(\n#disable-next-line x\n  a\n)":   `(call f a)`,
		"f(a\n b)":                           ``,
		"f(a,)":                              ``,
		"(\n  a\n)":                          `(paren a)`,
		"x =>\n  x":                          `(=> (x) x)`,
		"[\n]":                               `[]`,
		"[\n  1\n  2\n]":                     `[1 2]`,
		"[\n\n  1 // one\n\n  2\n\n]":        `[1 2]`,
		"[\n  1, 2\n  3\n]":                  `[1 2 3]`,
		"[\n  1,\n  2\n]":                    ``,
		"[1 2]":                              ``,
		"{\n  a: 1\n  b: 2\n}":               `{a:1 b:2}`,
		"{\r\n  a: 1\r\n  b: 2\r\n}":         `{a:1 b:2}`,
		"{ a: 1\n b: 2 }":                    `{a:1 b:2}`,
		"{\n  a: 1,\n  b: 2\n}":              ``,
		"{ a:\n 1 }":                         ``,
		"{ a: 1 /* no\n break */ b: 2 }":     ``,
		"1 /* no\n break */ + 2":             `(+ 1 2)`,
		"[for x in y: {\n  a: x\n}]":         `(for (x) y {a:x})`,
		"[\n  for x in y: x\n]":              `(for (x) y x)`,
		"[for x in y:\n  x]":                 ``,
		"'${f(\n)}'":                         ``,
	} {
		if want == "" {
			assert.NotEmpty(t, parseText("var v = "+text).Errors, text)
			continue
		}
		assert.Equal(t, want, sexpr(expression(t, text)), text)
	}
}

func TestNoLiteralsWhereNoneMayStand(t *testing.T) {
	for _, text := range []string{"'${[1]}'", "'${{a: 1}}'", "'a${f({b: 1}.b)}c'"} {
		f := parseText("var v = " + text + "\nvar w = 1")
		assert.Len(t, f.Errors, 1, text)
		assert.Len(t, f.Statements, 2, text)
	}
	assert.Equal(t, `($ "" (call f (=> (x) {a:x})) "")`, sexpr(expression(t, "'${f(x => {a: x})}'")))
}

func TestUnparen(t *testing.T) {
	e := expression(t, "((a))")
	assert.Equal(t, "(paren (paren a))", sexpr(e))
	assert.Equal(t, "a", sexpr(syntax.Unparen(e)))
}

func TestObjectProperty(t *testing.T) {
	o := expression(t, "{ a: 1, 'b c': 2, a: 3, '${x}': 4, ...y }").(*syntax.Object)
	assert.Equal(t, "a:3", sexpr(o.Property("a")))
	assert.Equal(t, `"b c":2`, sexpr(o.Property("b c")))
	assert.Nil(t, o.Property("A"))
	_, constant := o.Members[3].(*syntax.Property).Name()
	assert.False(t, constant)
}

func TestOperator(t *testing.T) {
	assert.Equal(t, "??", syntax.Coalesce.String())
	assert.Equal(t, 1, syntax.Coalesce.Precedence())
	assert.Equal(t, 7, syntax.Modulo.Precedence())
	assert.Zero(t, syntax.Not.Precedence())
	assert.Zero(t, syntax.NoOperator.Precedence())
}
