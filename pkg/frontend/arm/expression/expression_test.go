package expression_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/expression"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func scope(text string) expression.Scope {
	return expression.Scope{
		File: source.NewFile("t.json", []byte(text)), Offset: func(i int) int { return i },
		Function: func(namespace, name string) *ir.Function {
			if namespace == "my" && name == "f" {
				return &ir.Function{Name: "f"}
			}
			return nil
		},
		Local: func(name string) bool { return name == "local" },
	}
}

// render writes an expression in a short form.
func render(e ir.Expr) string {
	list := func(exprs []ir.Expr) string {
		var out []string
		for _, e := range exprs {
			out = append(out, render(e))
		}
		return "(" + strings.Join(out, " ") + ")"
	}
	switch e := e.(type) {
	case *ir.Literal:
		return e.Value.Canonical()
	case *ir.Call:
		return e.Name + list(e.Args)
	case *ir.UserCall:
		return "my." + e.Function.Name + list(e.Args)
	case *ir.Param:
		return "param:" + e.Name
	case *ir.Var:
		return "var:" + e.Name
	case *ir.Local:
		return "local:" + e.Name
	case *ir.Conditional:
		return "if" + list([]ir.Expr{e.If, e.Then, e.Else})
	case *ir.Lambda:
		return fmt.Sprintf("lambda%v=>%s", e.Parameters, render(e.Body))
	case *ir.Chain:
		out := render(e.Base)
		for _, l := range e.Links {
			out += "[" + render(l.Key) + "]"
		}
		return out
	}
	return fmt.Sprintf("%T", e)
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"[concat('a', 'it''s', 1, -2)]":                                 `concat("a" "it's" 1 -2)`,
		"[parameters('p').a.b[0]['c d']]":                               `param:p["a"]["b"][0]["c d"]`,
		"[ variables ( 'v' ) ]":                                         `var:v`,
		"[variables(concat('v', '1'))]":                                 `variables(concat("v" "1"))`,
		"[if(true(), 1, null())]":                                       `if(true 1 null)`,
		"[map(range(0, 3), lambda('x', add(lambdaVariables('x'), 1)))]": `map(range(0 3) lambda[x]=>add(local:x 1))`,
		"[my.f(1)]":                  `my.f(1)`,
		"[parameters('local')]":      `local:local`,
		"[resourceGroup().location]": `resourceGroup()["location"]`,
		"[a(\n\t'x\ny'\r\n)]":        "a(\"x\\ny\")",
		"[1]":                        `1`,
		"[a(\u00a01,\u20032)\u00a0]": `a(1 2)`,
	} {
		require.True(t, expression.Is(text), text)
		e, err := expression.Parse(text, scope(text))
		require.Nil(t, err, text)
		assert.Equal(t, want, render(e), text)
		at := e.Range()
		assert.GreaterOrEqual(t, at.Start, 1, text)
		assert.Less(t, at.End, len(text), text)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"[]":                                   "value is missing",
		"[concat('a']":                         "parenthesis is missing",
		"[concat('a' 'b')]":                    "comma",
		"['a]":                                 "never closed",
		"[concat]":                             "functions have parentheses",
		"[a() b()]":                            "belongs to nothing",
		"[a().]":                               "name of a member",
		"[a()[0]":                              "closing bracket",
		"[no.f()]":                             "There is no function",
		"[lambda(1, 2)]":                       "named by texts",
		"[1.2.3]":                              "no number",
		"[§]":                                  "no expression",
		"[" + strings.Repeat("a(", 5000) + "]": "too deep",
	} {
		_, err := expression.Parse(text, scope(text))
		if assert.NotNil(t, err, text) {
			assert.Contains(t, err.Message, want, text)
		}
	}
}

// All of a text may be at one place.
func TestOnePlace(t *testing.T) {
	file := source.NewFile("main.tf", []byte("jsonencode({})"))
	at := source.Range{File: file, Start: 0, End: 14}
	e, err := expression.Parse("[a(b())]", expression.Scope{At: &at})
	require.Nil(t, err)
	assert.Equal(t, at, e.Range())
	assert.Equal(t, at, e.(*ir.Call).Args[0].Range())
	_, err = expression.Parse("[a(]", expression.Scope{At: &at})
	require.NotNil(t, err)
	assert.Equal(t, at, err.At)
	_, err = expression.Parse("[ns.f()]", expression.Scope{At: &at})
	require.NotNil(t, err, "no template declares functions here")
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{"[a()]": true, "[[a()]": false, "a": false, "[a": false, "": false, "[": false, "[]": true} {
		assert.Equal(t, want, expression.Is(text), text)
	}
	assert.Equal(t, "[a]", expression.Unescape("[[a]"))
	assert.Equal(t, "a", expression.Unescape("a"))
	assert.Equal(t, "[[a] b", expression.Unescape("[[a] b"), "this one is no expression with one bracket, either")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"[concat('a', parameters('b').c[0])]", "[if(true(), 1, my.f('x'))]", "['it''s']", "[a(b(c()))]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !expression.Is(text) {
			return
		}
		e, err := expression.Parse(text, scope(text))
		if (e == nil) == (err == nil) {
			t.Fatal("either an expression or an error")
		}
		var at source.Range
		if e != nil {
			at = e.Range()
		} else {
			at = err.At
		}
		if at.Start < 0 || at.Start > at.End || at.End > len(text) {
			t.Fatalf("%v lies outside the text", at)
		}
	})
}
