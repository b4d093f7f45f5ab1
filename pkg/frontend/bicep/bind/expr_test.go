package bind_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExpressions(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`1`, `1`},
		{`-1`, `-1`},
		{`-9223372036854775808`, `-9223372036854775808`},
		{`-(1)`, `-1`},
		{`-p`, `minus(param:p)`},
		{`!p`, `not(param:p)`},
		{`true`, `true`},
		{`null`, `null`},
		{`'it\'s'`, `"it's"`},
		{"'''\n two\nlines'''", `" two\nlines"`},
		{`'a${p}b${1}'`, `text("a", param:p, "b", 1)`},
		{`'${p}'`, `text(param:p)`},
		{`[1, ...p, 2]`, `[1, ...param:p, 2]`},
		{`{ a: 1, 'b c': 2, '${p}': 3, ...p }`, `{"a": 1, "b c": 2, text(param:p): 3, ...param:p}`},
		{`(p)`, `param:p`},
		{`p + 1 * 2`, `add(param:p, mul(1, 2))`},
		{`p - 1 / 2 % 3`, `sub(param:p, mod(div(1, 2), 3))`},
		{`p == 1 && p != 2`, `and(equals(param:p, 1), not(equals(param:p, 2)))`},
		{`p =~ 'a' || p !~ 'b'`, `or(equalsFold(param:p, "a"), not(equalsFold(param:p, "b")))`},
		{`p < 1 || p <= 2 || p > 3 || p >= 4`, `or(less(param:p, 1), lessOrEquals(param:p, 2), greater(param:p, 3), greaterOrEquals(param:p, 4))`},
		{`p ?? p ?? 1`, `coalesce(param:p, param:p, 1)`},
		{`p || (p || p)`, `or(param:p, or(param:p, param:p))`},
		{`p ? 1 : 2`, `if(param:p, 1, 2)`},
		{`p.a.b`, `param:p["a"]["b"]`},
		{`p.?a.b[0][?1][^2][?^3]`, `param:p[?"a"]["b"][0][?1][^2][?^3]`},
		{`p.?a!.b`, `param:p[?"a"]["b"]`},
		{`any(p.?a).b`, `param:p[?"a"]["b"]`},
		{`any(p)`, `param:p`},
		{`sys.any(p)!`, `param:p`},
		{`p[p.x]`, `param:p[param:p["x"]]`},
		{`{ a: 1 }.a`, `{"a": 1}["a"]`},
		{`toLower('A')`, `toLower("A")`},
		{`sys.concat('a', p)`, `concat("a", param:p)`},
		{`az.resourceGroup().location`, `resourceGroup()["location"]`},
		{`resourceGroup().id`, `resourceGroup()["id"]`},
		{`map(p, x => x.a)`, `map(param:p, (x)=>local:x["a"])`},
		{`map(p, (x, i) => '${i}${p}')`, `map(param:p, (x,i)=>text(local:i, param:p))`},
		{`map(p, () => p)`, `map(param:p, ()=>param:p)`},
		{`map(p, p => p)`, `map(param:p, (p)=>local:p)`},
		{`[for x in p: x]`, `for(x in param:p: local:x)`},
		{`[for (x, i) in p: { x: i }]`, `for(x,i in param:p: {"x": local:i})`},
		{`[for x in p: [for x in x: x]]`, `for(x in param:p: for(x in local:x: local:x))`},
		{`listKeys('id', '2020-01-01').key1`, `listKeys("id", "2020-01-01")["key1"]`},
		{`nameof(p)`, `"p"`},
		{`nameof(p.a.b)`, `"b"`},
		{`nameof(p['c d'])`, `"c d"`},
	} {
		t.Run(test.text, func(t *testing.T) {
			out := clean(t, "param p object\nvar v = "+test.text+"\n")
			assert.Equal(t, test.want, variable(t, out, "v"))
		})
	}
}

// Parentheses end a chain: what is null inside them is an error outside.
func TestParenthesesEndChain(t *testing.T) {
	out := clean(t, "param p object\nvar v = (p.?a).b\nvar w = p.?a.b\n")
	assert.Contains(t, variable(t, out, "v"), `["b"]`)
	assert.NotEqual(t, depthOf(out.Variables[0].Value), depthOf(out.Variables[1].Value))
}

func TestNames(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a variable named like a function", "var concat = 'x'\nvar v = concat(concat, 'y')", `concat(var:concat, "y")`},
		{"a parameter named like a namespace", "param sys object\nvar v = sys.concat('a')", `param:sys.concat("a")`},
		{"a variable named like a keyword", "var resource = 1\nvar v = resource", `var:resource`},
		{"a local name hides a function", "func f(x int) int => x\nvar v = [for f in [1]: f]", `for(f in [1]: local:f)`},
		{"a function of the file", "func f(x int, y int) int => x + y\nvar v = f(1, 2)", `user:f(1, 2)`},
		{"a function of the file hides one of the language", "func concat(x int) int => x\nvar v = concat(1)", `user:concat(1)`},
		{"a function of the file, and the language's by its namespace", "func concat(x string) string => x\nvar v = sys.concat('1')", `concat("1")`},
		{"an imported variable", "import {a as b} from 'lib.bicep'\nvar v = b.c", `imported:lib.bicep:a["c"]`},
		{"an imported variable by a quoted name", "import {'a' as b} from 'lib.bicep'\nvar v = b", `imported:lib.bicep:a`},
		{"an imported function", "import {f} from 'lib.bicep'\nvar v = f('x')", `user:f("x")`},
		{"all of a file", "import * as lib from 'lib.bicep'\nvar v = [lib.a.c, lib.f('x')]", `[imported:lib.bicep:a["c"], user:f("x")]`},
		{"all of a file, by an index", "import * as lib from 'lib.bicep'\nvar v = lib['a'].c", `imported:lib.bicep:a["c"]`},
		{"a local name hides a namespace", "import * as lib from 'lib.bicep'\nvar v = [for lib in [{a: 1}]: lib.a]", `for(lib in [{"a": 1}]: local:lib["a"])`},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := lower(t, files{
				"main.bicep": test.text + "\n",
				"lib.bicep":  "@export()\nvar a = {c: b}\nvar b = 1\n@export()\nfunc f(x string) string => '${x}${b}'\n",
			})
			assert.Empty(t, messages(out.Errors))
			assert.Equal(t, test.want, variable(t, out, "v"))
		})
	}
}

func TestFunctions(t *testing.T) {
	out := lower(t, files{
		"main.bicep": "import {f} from 'lib.bicep'\nfunc g(x string) string => '${f(x)}${h()}'\nfunc h() string => 'h'\n",
		"lib.bicep":  "var b = 1\n@export()\nfunc f(x string) string => '${x}${b}'\n",
	})
	assert.Empty(t, messages(out.Errors))
	assert.Len(t, out.Functions, 2)
	g := out.Functions[0]
	assert.Equal(t, []string{"x"}, g.Parameters)
	assert.Same(t, out, g.Home)
	assert.Equal(t, "text(user:f(local:x), user:h())", show(g.Body))
}

func TestUnknownNames(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"variable", "var place = 1\nvar v = plce", "main.bicep:2:9: The name plce is not declared in this file. Did you mean place?"},
		{"far from all", "var v = somethingElse", "main.bicep:1:9: The name somethingElse is not declared in this file."},
		{"function", "var v = tolower('A')", "main.bicep:1:9: There is no function named tolower. Did you mean toLower?"},
		{"function of a namespace", "var v = sys.toLowr('A')", "main.bicep:1:13: There is no function named toLowr. Did you mean toLower?"},
		{"local name", "var v = [for item in [1]: itm]", "main.bicep:1:27: The name itm is not declared in this file. Did you mean item?"},
		{"nested resource", "resource a 'Microsoft.A/b@2024-01-01' = {\n  name: 'a'\n  resource inner 'c' = {\n    name: 'c'\n  }\n}\nvar v = a::iner.id", "main.bicep:7:12: The resource a has no resource inner inside."},
		{"not exported", "import {a, c} from 'lib.bicep'\nvar v = a", "main.bicep:1:12: lib.bicep has nothing named c to import."},
		{"not in the namespace", "import * as lib from 'lib.bicep'\nvar v = lib.c", "main.bicep:2:9: lib.bicep has nothing named c to import."},
		{"type", "param v strin", "main.bicep:1:9: There is no type named strin. Did you mean string?"},
		{"twice", "var v = 1\nvar v = 2", "main.bicep:2:5: The name v is declared more than once; the first declaration counts."},
		{"type as a value", "type a = string\nvar v = a", "main.bicep:2:9: a is a type, which has no value."},
		{"resource in front of ::", "var a = 1\nvar v = a::b", "main.bicep:2:9: What stands in front of :: is no resource."},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := lower(t, files{"main.bicep": test.text + "\noutput rest string = 'is read'\n", "lib.bicep": "@export()\nvar a = 1\n"})
			if test.name == "nested resource" {
				assert.Contains(t, messages(out.Errors)[0], "The resource a has no resource iner inside. Did you mean inner?")
			} else {
				assert.Equal(t, []string{test.want}, messages(out.Errors))
			}
			assert.Len(t, out.Outputs, 1)
		})
	}
}
