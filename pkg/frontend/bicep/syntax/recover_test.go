package syntax_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// brokenFiles holds files with mistakes, the one error that is reported and what is
// still read.
var brokenFiles = []struct {
	name, text, message string
	want                []string
}{
	{
		"a line that is no declaration", "var a = 1\nfoo bar {\nvar b = 2",
		`2:1 Expected a declaration, such as param, var, resource, module or output, but found "foo".`,
		[]string{"(var a - 1)", "SKIPPED", "(var b - 2)"},
	},
	{
		"a missing value", "var a =\nvar b = 2",
		"1:8 Expected a value, but found the end of the line.",
		[]string{"(var a - SKIPPED)", "(var b - 2)"},
	},
	{
		"a missing name", "param\nvar b = 2",
		"1:6 Expected the name of a parameter, but found the end of the line.",
		[]string{"(param  SKIPPED -)", "(var b - 2)"},
	},
	{
		"a missing name before a type", "param 1 string\nvar b = 2",
		`1:7 Expected the name of a parameter, but found "1".`,
		[]string{"(param  string -)", "(var b - 2)"},
	},
	{
		"a missing type", "param p = 1\nvar b = 2",
		`1:9 Expected a type, but found "=".`,
		[]string{"(param p SKIPPED 1)", "(var b - 2)"},
	},
	{
		"a surplus word", "var a = 1 2\nvar b = 2",
		`1:11 Expected the end of the line, but found "2".`,
		[]string{"(var a - 1)", "(var b - 2)"},
	},
	{
		"a missing equals sign", "resource r 'x' {\n  a: 1\n}\nvar b = 2",
		`1:16 Expected a "=", but found "{".`,
		[]string{`(resource r "x" {a:1})`, "(var b - 2)"},
	},
	{
		"a property without a value", "var a = {\n  b:\n  c: 1\n}",
		"2:5 Expected a value, but found the end of the line.",
		[]string{"(var a - {b:SKIPPED c:1})"},
	},
	{
		"a property without a name", "var a = {\n  : 1\n  c: 1\n}",
		`2:3 Expected the name of a property, but found ":".`,
		[]string{"(var a - {SKIPPED:1 c:1})"},
	},
	{
		"a property without a colon", "var a = {\n  b 1\n  c: 1\n}",
		`2:5 Expected a ":", but found "1".`,
		[]string{"(var a - {b:SKIPPED c:1})"},
	},
	{
		"a broken value with an object in it", "var a = {\n  b: % {\n    c: 1\n  }\n  d: 2\n}",
		`2:6 Expected a value, but found "%".`,
		[]string{"(var a - {b:SKIPPED d:2})"},
	},
	{
		"a broken element", "var a = [\n  1\n  *\n  3\n]",
		`3:3 Expected a value, but found "*".`,
		[]string{"(var a - [1 SKIPPED 3])"},
	},
	{
		"commas at the end of lines", "var a = {\n  b: 1,\n  c: 2\n}",
		"2:7 A comma cannot stand at the end of a line; the line break is enough.",
		[]string{"(var a - {b:1 c:2})"},
	},
	{
		"no comma between elements", "var a = [1 2]",
		`1:12 Expected a comma or the end of the line, but found "2".`,
		[]string{"(var a - [1 2])"},
	},
	{
		"a brace that is not closed", "resource r 'x' = {\n  a: 1\n\nresource s 'y' = {\n  b: 2\n}\nvar c = 3",
		`2:7 Expected a "}", but found the next declaration.`,
		[]string{"(resource r \"x\" SKIPPED)", `(resource s "y" {b:2})`, "(var c - 3)"},
	},
	{
		"a brace that is not closed, before decorators", "var a = {\n  a: 1\n@secure()\n@allowed([\n  1\n])\nparam p string\nvar c = 3",
		`2:7 Expected a "}", but found the next declaration.`,
		[]string{"(var a - SKIPPED)", `@(call secure)@(call allowed [1])(param p string -)`, "(var c - 3)"},
	},
	{
		"a brace too many", "var a = {\n  b: 1\n}\n}\nvar c = 3",
		`4:1 Expected a declaration, such as param, var, resource, module or output, but found "}".`,
		[]string{"(var a - {b:1})", "SKIPPED", "(var c - 3)"},
	},
	{
		"a parenthesis that is not closed", "var a = f(1\nvar b = 2",
		`1:12 Expected a ")", but found the end of the line.`,
		[]string{"(var a - (call f 1))", "(var b - 2)"},
	},
	{
		"a missing argument", "var a = f(1, , 3)",
		`1:14 Expected a value, but found ",".`,
		[]string{"(var a - (call f 1 SKIPPED 3))"},
	},
	{
		"a missing name after a dot", "var a = b.\nvar c = 1",
		"1:11 Expected the name of a property or function, but found the end of the line.",
		[]string{"(var a - (. b ))", "(var c - 1)"},
	},
	{
		"a missing index", "var a = b[]",
		`1:11 Expected an index, but found "]".`,
		[]string{"(var a - ([] b SKIPPED))"},
	},
	{
		"a ternary without an end", "var a = b ? c\nvar d = 1",
		`1:14 Expected a ":" and the other value, but found the end of the line.`,
		[]string{"(var a - (?: b c SKIPPED))", "(var d - 1)"},
	},
	{
		"an operator without an operand", "var a = 1 +\nvar d = 1",
		"1:12 Expected a value, but found the end of the line.",
		[]string{"(var a - (+ 1 SKIPPED))", "(var d - 1)"},
	},
	{
		"a broken hole", "var a = 'b${1 2}c'\nvar d = 1",
		`1:15 Expected a "}", but found "2".`,
		[]string{`(var a - ($ "b" SKIPPED "c"))`, "(var d - 1)"},
	},
	{
		"an empty hole", "var a = 'b${}c'",
		"1:13 Expected a value, but found the end of the hole.",
		[]string{`(var a - ($ "b" SKIPPED "c"))`},
	},
	{
		"empty parentheses", "var a = ()\nvar d = 1",
		"1:9 Parentheses hold exactly one value.",
		[]string{"(var a - (paren SKIPPED))", "(var d - 1)"},
	},
	{
		"a safe call", "var a = b.?c()",
		"1:11 The \".?\" is for properties; functions are called with \".\" alone.",
		[]string{"(var a - (call (. b c)))"},
	},
	{
		"a lambda with a value for a parameter", "var a = (b, 1) => b",
		"1:13 Expected the name of a parameter, but found a value.",
		[]string{"(var a - (=> (b ) b))"},
	},
	{
		"a loop with one name in parentheses", "var a = [for (b) in c: b]",
		"1:14 Expected the names of the item and of its index.",
		[]string{"(var a - (for () c b))"},
	},
	{
		"a loop without in", "var a = [for b c: b]\nvar d = 1",
		`1:16 Expected the word "in", but found "c".`,
		[]string{"(var a - (for (b) SKIPPED SKIPPED))", "(var d - 1)"},
	},
	{
		"a condition without parentheses", "resource r 'x' = if a {\n  b: 1\n}",
		`1:21 Expected a condition in parentheses, but found "a".`,
		[]string{`(resource r "x" (if SKIPPED {b:1}))`},
	},
	{
		"a decorator before nothing", "@secure()\n\n",
		"1:10 Expected a declaration after the decorator, but found the end of the file.",
		[]string{"SKIPPED"},
	},
	{
		"a declaration on the line of its decorator", "@secure() param p string\nvar a = 1",
		`1:11 Expected the end of the line after the decorator, but found "param".`,
		[]string{"@(call secure)(param p string -)", "(var a - 1)"},
	},
	{
		"a brace that is not closed, after a first decorator", "@secure()\nparam p string\nvar a = {\nvar b = 1",
		`3:10 Expected a "}", but found the next declaration.`,
		[]string{"@(call secure)(param p string -)", "(var a - SKIPPED)", "(var b - 1)"},
	},
	{
		"a decorator without a name", "@1\nparam p string",
		`1:2 Expected the name of a decorator, but found "1".`,
		[]string{"@SKIPPED(param p string -)"},
	},
	{
		"a number that is too large", "var a = 18446744073709551616\nvar b = 1",
		"1:9 The number is too large; it must fit into 64 bits.",
		[]string{"(var a - SKIPPED)", "(var b - 1)"},
	},
	{
		"a name that is too long", "var " + strings.Repeat("a", 256) + " = 1",
		"1:5 The name is longer than 255 characters, which is the limit.",
		[]string{"(var " + strings.Repeat("a", 256) + " - 1)"},
	},
	{
		"an unknown character", "var a = 1 € 2\nvar b = 1",
		`1:11 The character "€" has no meaning here.`,
		[]string{"(var a - 1)", "(var b - 1)"},
	},
	{
		"one ampersand", "var a = b & c\nvar d = 1",
		`1:11 The character "&" has no meaning here.`,
		[]string{"(var a - b)", "(var d - 1)"},
	},
	{
		"a comment that does not end", "var a = 1\n/* var b = 2",
		"2:1 The comment does not end.",
		[]string{"(var a - 1)"},
	},
	{
		"an import without a list", "import 1 from 'x'\nvar a = 1",
		`1:8 Expected "{" or "*", but found "1".`,
		[]string{`(import "x")`, "(var a - 1)"},
	},
	{
		"a broken member of an object type", "type t = {\n  a string\n  b: int\n}",
		`2:5 Expected a ":", but found "string".`,
		[]string{"(type t {a:SKIPPED b:int})"},
	},
}

func TestRecovery(t *testing.T) {
	for _, c := range brokenFiles {
		t.Run(c.name, func(t *testing.T) {
			f := parseText(c.text)
			assert.Equal(t, []string{c.message}, messages(f))
			assert.Equal(t, c.want, statements(f))
		})
	}
}

func TestIncomplete(t *testing.T) {
	for text, want := range map[string]bool{
		"{ a: 1 }":                          false,
		"{ a: % }":                          false,
		"{\n a: 1\n %: 2\n}":                true,
		"{\n a: 1 b\n}":                     false, // b is a property without a value
		"{\n a: {\n b: 1\n }\n }\n c: 2\n}": true,
		"{\n a: 1\n}\nvar b = %":            false,
		"[1, 2]":                            false,
		"[\n 1\n %\n]":                      true,
		"[\n 1\n ]\n 2\n]":                  true,
	} {
		f := parseText("var v = " + text)
		value := f.Statements[0].(*syntax.Var).Value.(interface{ Incomplete() bool })
		assert.Equal(t, want, value.Incomplete(), text)
	}
}

// A file may indent as it likes where nothing is wrong.
func TestFirstColumn(t *testing.T) {
	f := parseText("resource r 'x' = {\na: {\nb: 1\n}\nresource s 'y' = {\nparam: 1\nvar: 2\n}\n}\nvar v = [\n1\n]")
	assert.Empty(t, messages(f))
	assert.Equal(t, []string{`(resource r "x" {a:{b:1} (resource s "y" {param:1 var:2})})`, "(var v - [1])"}, statements(f))
}

func TestDepth(t *testing.T) {
	const deep = 10_000
	repeat := func(s string) string { return strings.Repeat(s, deep) }
	for name, text := range map[string]string{
		"parentheses":  "var a = " + repeat("(") + "1" + repeat(")"),
		"open":         "var a = " + repeat("("),
		"arrays":       "var a = " + repeat("[") + repeat("]"),
		"open arrays":  "var a = " + repeat("["),
		"objects":      "var a = " + repeat("{a:"),
		"calls":        "var a = " + repeat("f("),
		"unaries":      "var a = " + repeat("-(") + "1",
		"ternaries":    "var a = " + repeat("b?c:") + "d",
		"lambdas":      "var a = " + repeat("b=>") + "c",
		"strings":      "var a = " + repeat("'${") + "1" + repeat("}'"),
		"sums":         "var a = 1" + repeat("+1"),
		"properties":   "var a = b" + repeat(".c"),
		"indexes":      "var a = b" + repeat("[0]"),
		"nested":       "var a = b" + repeat("::c"),
		"not null":     "var a = b" + repeat("!"),
		"loops":        "var a = " + repeat("[for a in b:"),
		"decorators":   "@a" + repeat(".b()"),
		"resources":    repeat(" resource a 'b' = {\n"),
		"types":        "type a = " + repeat("["),
		"object types": "type a = " + repeat("{a:"),
		"array types":  "type a = b" + repeat("[]"),
		"nullables":    "type a = b" + repeat(" ?"),
		"generics":     "type a = " + repeat("b<"),
		"type paths":   "type a = b" + repeat(".c"),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			f := parseText(text + "\nvar last = 1")
			assert.Less(t, time.Since(start), 5*time.Second)
			all := strings.Join(messages(f), "\n")
			assert.Contains(t, all, "This is nested more than 500 levels deep, which is not supported.")
			assert.Less(t, height(f), 3000)
			if name != "decorators" { // the last line belongs to them
				assert.Equal(t, "(var last - 1)", sexpr(f.Statements[len(f.Statements)-1]))
			}
		})
	}
}

// height returns the number of nodes on the longest way down.
func height(f *syntax.File) int {
	var of func(n syntax.Node) int
	of = func(n syntax.Node) int {
		highest := 0
		syntax.Children(n, func(child syntax.Node) { highest = max(highest, of(child)) })
		return highest + 1
	}
	highest := 0
	for _, s := range f.Statements {
		highest = max(highest, of(s))
	}
	return highest
}

// What is wide but not deep has no limit.
func TestWidth(t *testing.T) {
	const wide = 2000
	for _, text := range []string{
		"[" + strings.Repeat("a.b.c\n", wide) + "]",
		"f(" + strings.Repeat("a.b[c.d.e], ", wide) + "1)",
		"{" + strings.Repeat("\n a: b.c.d + e.f.g(h.i)", wide) + "}",
		"'" + strings.Repeat("${a.b.c}", wide) + "'",
		strings.Repeat("(a.b.c + d.e.f) * g.h.i - ", 60) + "1",
	} {
		assert.NotNil(t, expression(t, text))
	}
}

func TestTooManyErrors(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("foo\n", 100_000),
		strings.Repeat("€", 100_000),
		strings.Repeat("var a = 1 2\n", 100_000),
		strings.Repeat("var a = {b: % [\n", 20_000),
		strings.Repeat("'", 100_001),
	} {
		start := time.Now()
		f := parseText(text)
		assert.Less(t, time.Since(start), 5*time.Second)
		assert.NotEmpty(t, f.Errors)
		assert.LessOrEqual(t, len(f.Errors), 500)
	}
}

func TestNothing(t *testing.T) {
	for _, content := range [][]byte{nil, {}, []byte("\n"), []byte(" // x")} {
		f := syntax.Parse(source.NewFile("a.bicep", content))
		assert.Empty(t, f.Statements, strconv.Quote(string(content)))
		assert.Empty(t, f.Errors)
	}
	f := syntax.Parse(source.NewFile("a.bicep", []byte("\x00\xff\xfe")))
	require.Len(t, f.Errors, 3)
}
