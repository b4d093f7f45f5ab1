package syntax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func TestStatements(t *testing.T) {
	for text, want := range map[string]string{
		"targetScope = 'subscription'":                        `(targetScope "subscription")`,
		"metadata a = { b: 1 }":                               `(metadata a {b:1})`,
		"param p string":                                      `(param p string -)`,
		"param p string = 'x'":                                `(param p string "x")`,
		"param p resource 'a/b@1'":                            `(param p (resource "a/b@1") -)`,
		"param p resource":                                    `ERROR`,
		"param p":                                             `ERROR`,
		"param p string\n = 'x'":                              `ERROR`,
		"var v = 1":                                           `(var v - 1)`,
		"var v int = 1":                                       `(var v int 1)`,
		"var v string[]? = null":                              `(var v (null? (array string)) null)`,
		"var v":                                               `ERROR`,
		"output o string = a":                                 `(output o string a)`,
		"output o resource = r":                               `(output o (resource) r)`,
		"output o resource 'a/b@1' = r":                       `(output o (resource "a/b@1") r)`,
		"resource r 'a/b@1' = {}":                             `(resource r "a/b@1" {})`,
		"resource r 'a/b@${v}' = {}":                          `(resource r ($ "a/b@" v "") {})`,
		"resource r 'a/b@1' existing = {}":                    `(resource existing r "a/b@1" {})`,
		"resource r 'a/b@1' = if (c) {}":                      `(resource r "a/b@1" (if (paren c) {}))`,
		"resource r 'a/b@1' =\n\n if (c) {}":                  `(resource r "a/b@1" (if (paren c) {}))`,
		"resource r 'a/b@1' = [for x in y: {}]":               `(resource r "a/b@1" (for (x) y {}))`,
		"resource r 'a/b@1' = [for (x, i) in y: if (x.c) {}]": `(resource r "a/b@1" (for (x i) y (if (paren (. x c)) {})))`,
		"resource r 'a/b@1' = [for x in y: x]":                `ERROR`,
		"resource r 'a/b@1' = a":                              `ERROR`,
		"resource r 'a/b@1' =\n{}":                            `ERROR`,
		"resource r 'a/b@1' = { a: 1\n resource s 'c' = {} }": `(resource r "a/b@1" {a:1 (resource s "c" {})})`,
		"resource r 'a/b@1' = {\n@batchSize(1)\nresource s 'c' = [for x in y: {}]\n}": `(resource r "a/b@1" {@(call batchSize 1)(resource s "c" (for (x) y {}))})`,
		"resource r 'a/b@1' = { a: { resource: 1 } }":                                 `(resource r "a/b@1" {a:{resource:1}})`,
		"resource r 'a/b@1' = { a: {\nresource s 'c' = {} } }":                        `ERROR`,
		"module m './m.bicep' = {}":                                                   `(module m "./m.bicep" {})`,
		"module m 'br/public:a:1' = if (c) {}":                                        `(module m "br/public:a:1" (if (paren c) {}))`,
		"module m 'm' = [for x in y: { params: x }]":                                  `(module m "m" (for (x) y {params:x}))`,
		"module m 'm' = {\nresource s 'c' = {} }":                                     `ERROR`,
		"type t = string":                                        `(type t string)`,
		"func f() string => 'x'":                                 `(func f () string "x")`,
		"func f(a int, b string[]) int =>\n a + 1":               `(func f (a int, b (array string)) int (+ a 1))`,
		"func f(\n a int\n) int => a":                            `(func f (a int) int a)`,
		"import { a, b as c } from 'x'":                          `(import a>a b>c "x")`,
		"import {\n a\n 'b-c' as d\n} from 'x'":                  `(import a>a b-c>d "x")`,
		"import * as n from 'x'":                                 `(import * n "x")`,
		"import { 'b' } from 'x'":                                `ERROR`,
		"import { '${b}' as c } from 'x'":                        `ERROR`,
		"import 'k8s@1.0' with { a: 1 } as k":                    `(extension "k8s@1.0" {a:1} k)`,
		"extension x":                                            `(extension x - -)`,
		"extension x as y":                                       `(extension x - y)`,
		"extension 'br:a/b:1' with {} as y":                      `(extension "br:a/b:1" {} y)`,
		"provider 'k8s@1.0' as k":                                `(extension "k8s@1.0" - k)`,
		"assert a = b == 1":                                      `(assert a (== b 1))`,
		"test t 'x.bicep' = { params: {} }":                      `(test t "x.bicep" {params:{}})`,
		"test t 'x.bicep' = if (c) {}":                           `ERROR`,
		"@secure()\n@sys.minLength(3)\n\n// why\nparam p string": `@(call secure)@(call (. sys minLength) 3)(param p string -)`,
		"@allowed([\n 'a'\n])\nparam p string":                   `@(call allowed ["a"])(param p string -)`,
		"@a() param p string":                                    `ERROR`,
		"@a()":                                                   `ERROR`,
		"using 'x'":                                              `ERROR`,
		"var a = 1 var b = 2":                                    `ERROR`,
	} {
		f := parseText(text)
		if want == "ERROR" {
			assert.NotEmpty(t, f.Errors, text)
			continue
		}
		assert.Empty(t, messages(f), text)
		assert.Equal(t, []string{want}, statements(f), text)
	}
}

func TestParamsStatements(t *testing.T) {
	for text, want := range map[string]string{
		"using 'main.bicep'":               `(using "main.bicep" -)`,
		"using none":                       `(using - -)`,
		"using 'main.bicep' with { a: 1 }": `(using "main.bicep" {a:1})`,
		"extends 'base.bicepparam'":        `(extends "base.bicepparam")`,
		"param p = 1":                      `(param p 1)`,
		"param p = { a: [for x in y: x] }": `(param p {a:(for (x) y x)})`,
		"param p = {\n ...base.p\n}":       `(param p {...(. base p)})`,
		"var v = 1":                        `(var v - 1)`,
		"type t = string":                  `(type t string)`,
		"import { a } from 'x'":            `(import a>a "x")`,
		"extension x":                      `(extension x - -)`,
		"extensionConfig k with { a: 1 }":  `(extensionConfig k {a:1})`,
		"param p string":                   `ERROR`,
		"using":                            `ERROR`,
		"using main":                       `ERROR`,
		"extends":                          `ERROR`,
		"extensionConfig k":                `ERROR`,
		"resource r 'x' = {}":              `ERROR`,
	} {
		f := syntax.ParseParams(source.NewFile("main.bicepparam", []byte(text)))
		if want == "ERROR" {
			assert.NotEmpty(t, f.Errors, text)
			continue
		}
		assert.Empty(t, messages(f), text)
		assert.Equal(t, []string{want}, statements(f), text)
	}
}

func TestTypes(t *testing.T) {
	for text, want := range map[string]string{
		"string":                          `string`,
		"sys.string":                      `(. sys string)`,
		"string?":                         `(null? string)`,
		"string[]?":                       `(null? (array string))`,
		"a!":                              `(null! a)`,
		"string[][]":                      `(array (array string))`,
		"'a'":                             `"a"`,
		"1":                               `1`,
		"-1":                              `(- 1)`,
		"true":                            `true`,
		"null":                            `null`,
		"'a' | 'b' | null":                `(| "a" "b" null)`,
		"| 'a' | 'b'":                     `(| "a" "b")`,
		"| 'a'":                           `(| "a")`,
		"'a'\n | 'b'\n | 'c'":             `(| "a" "b" "c")`,
		"\n | 'a'\n | 'b'":                `(| "a" "b")`,
		"'a' |\n 'b'":                     ``,
		"('a' | 'b')[]":                   `(array (paren (| "a" "b")))`,
		"[string, int?]":                  `[string (null? int)]`,
		"[\n @secure()\n string\n int\n]": `[@(call secure)string int]`,
		"{}":                              `{}`,
		"{ a: string, 'b c': int? }":      `{a:string "b c":(null? int)}`,
		"{\n @secure()\n a: string\n @description('x')\n *: int\n}": `{@(call secure)a:string @(call description "x")*:int}`,
		"t.a":                           `(. t a)`,
		"t.*":                           `(.* t)`,
		"t[*]":                          `([*] t)`,
		"t[0]":                          `([] t 0)`,
		"t.a[0].*[*]":                   `([*] (.* ([] (. t a) 0)))`,
		"resourceInput<'a/b@1'>":        `(<> resourceInput "a/b@1")`,
		"sys.resourceOutput<'a/b@1'>.b": `(. (<> (. sys resourceOutput) "a/b@1") b)`,
		"x<a, b>":                       `(<> x a b)`,
		"resource<a>":                   `(<> resource a)`,
		"a + b":                         ``,
		"{ a }":                         ``,
	} {
		f := parseText("type t = " + text)
		if want == "" {
			assert.NotEmpty(t, f.Errors, text)
			continue
		}
		assert.Empty(t, messages(f), text)
		assert.Equal(t, []string{"(type t " + want + ")"}, statements(f), text)
	}
}

func TestBody(t *testing.T) {
	body := func(text string) syntax.Expr {
		f := parseText("resource r 'a@1' = " + text)
		require.Empty(t, f.Errors)
		return f.Statements[0].(*syntax.Resource).Body
	}
	loop, condition, object := syntax.Body(body("{ a: 1 }"))
	assert.Nil(t, loop)
	assert.Nil(t, condition)
	assert.NotNil(t, object.Property("a"))

	loop, condition, object = syntax.Body(body("[for x in y: if ((c)) { a: 1 }]"))
	assert.Equal(t, "x", loop.Item.Name)
	assert.Equal(t, "c", sexpr(condition))
	assert.NotNil(t, object.Property("a"))

	_, _, object = syntax.Body(&syntax.Skipped{})
	assert.Nil(t, object)
}

func TestDecorator(t *testing.T) {
	f := parseText("@secure()\n@sys.allowed([1])\n@a.b.c()\n@plain\nparam p string")
	require.Empty(t, f.Errors)
	type name struct {
		namespace, name string
		ok              bool
	}
	var got []name
	list := syntax.Decorators(f.Statements[0])
	for _, d := range list {
		namespace, text, ok := d.Name()
		got = append(got, name{namespace, text, ok})
	}
	assert.Equal(t, []name{{"", "secure", true}, {"sys", "allowed", true}, {}, {}}, got)
	assert.Equal(t, []string{"[1]"}, texts(list[1].Args()))
	assert.Empty(t, list[3].Args())
}

func TestRanges(t *testing.T) {
	text := "// first\n@secure()\nparam p string = a.b + 1 // last\n"
	f := parseText(text)
	require.Empty(t, f.Errors)
	p := f.Statements[0].(*syntax.Param)
	assert.Equal(t, "@secure()\nparam p string = a.b + 1", f.Range(p).Text())
	assert.Equal(t, "string", f.Range(p.Type).Text())
	sum := p.Default.(*syntax.Binary)
	assert.Equal(t, "a.b + 1", f.Range(sum).Text())
	assert.Equal(t, "a.b", f.Range(sum.Left).Text())
	assert.Equal(t, "b", f.Range(sum.Left.(*syntax.PropertyAccess).Name).Text())
	require.Len(t, f.Comments, 2)
	assert.Equal(t, "// first", f.Comments[0].Text())
	assert.Equal(t, "// last", f.Comments[1].Text())
}

func TestWalk(t *testing.T) {
	f := parseText("@d(1)\nresource r 'a' = { b: [c, d.e(f)], ...g\n resource s 'h' = if (i) {} }")
	require.Empty(t, f.Errors)
	var names []string
	syntax.Walk(f.Statements[0], func(n syntax.Node) bool {
		if v, ok := n.(*syntax.Variable); ok {
			names = append(names, v.Name)
		}
		return true
	})
	assert.Equal(t, []string{"c", "d", "f", "g", "i"}, names)

	count := 0
	syntax.Walk(f.Statements[0], func(syntax.Node) bool { count++; return false })
	assert.Equal(t, 1, count)
}
