package bind_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
)

var data = files{
	"sub/text.txt":     "one\r\ntwo",
	"sub/bom.txt":      "\xef\xbb\xbfü",
	"sub/latin.txt":    "\xfc",
	"sub/wide.txt":     "\xff\xfeh\x00i\x00",
	"sub/wide-be.txt":  "\x00h\x00i",
	"sub/a.json":       "// a comment\n{ \"a\": { \"b\": [1, 2.5, true, null, \"x\\\"y\"] }, \"A\": 2, \"list\": [{ \"n\": 1, \"ok\": true }, { \"n\": 2 }, { \"n\": 3, \"s\": \"z\" }], /* more */ \"end\": [], }",
	"sub/bad.json":     "{ \"a\": ",
	"sub/two.json":     "{} {}",
	"sub/a.yaml":       "base: &b\n  x: 1\n  y: two\nalias: *b\nmerged:\n  <<: *b\n  y: ~\nlist: [yes, true, 0x10, 1.5, 'q', 2020-01-01]\n",
	"sub/bad.yaml":     "a: [",
	"sub/many.yaml":    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
	"sub/deep.json":    strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
	"sub/names/B.txt":  "",
	"sub/names/a.json": "",
	"sub/names/c":      "",
	"sub/names/d/e":    "",
}

func TestLoad(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`loadTextContent('sub/text.txt')`, `"one\r\ntwo"`},
		{`sys.loadTextContent('./sub/../sub/text.txt')`, `"one\r\ntwo"`},
		{`loadTextContent('${dir}/text.txt')`, `"one\r\ntwo"`},
		{`loadTextContent(lib.file)`, `"one\r\ntwo"`},
		{`loadTextContent(o.path)`, `"one\r\ntwo"`},
		{`loadTextContent('sub/bom.txt')`, `"ü"`},
		{`loadTextContent('sub/latin.txt', 'iso-8859-1')`, `"ü"`},
		{`loadTextContent('sub/latin.txt', 'us-ascii')`, `"?"`},
		{`loadTextContent('sub/latin.txt')`, `"�"`},
		{`loadTextContent('sub/wide.txt')`, `"hi"`},
		{`loadTextContent('sub/wide-be.txt', 'utf-16BE')`, `"hi"`},
		{`loadFileAsBase64('sub/bom.txt')`, `"77u/w7w="`},
		{`loadJsonContent('sub/a.json', '$.a.b')`, `[1,2.5,true,null,"x\"y"]`},
		{`loadJsonContent('sub/a.json').end`, `{"a":2,"list":[{"n":1,"ok":true},{"n":2},{"n":3,"s":"z"}],"end":[]}["end"]`},
		{`loadJsonContent('sub/a.json', '.list[1]')`, `{"n":2}`},
		{`loadJsonContent('sub/a.json', 'list[*].n')`, `[1,2,3]`},
		{`loadJsonContent('sub/a.json', 'list[0,2].n')`, `[1,3]`},
		{`loadJsonContent('sub/a.json', 'list[1:].n')`, `[2,3]`},
		{`loadJsonContent('sub/a.json', 'list[:-1].n')`, `[1,2]`},
		{`loadJsonContent('sub/a.json', '..n')`, `[1,2,3]`},
		{`loadJsonContent('sub/a.json', '$[\'list\'][?(@.n > 1 && @.n != 2)].s')`, `"z"`},
		{`loadJsonContent('sub/a.json', 'list[?(@.ok)].n')`, `1`},
		{`loadJsonContent('sub/a.json', 'list[?(@.s == \'z\' || @.ok == true)].n')`, `[1,3]`},
		{`loadYamlContent('sub/a.yaml')`, `{"base":{"x":1,"y":"two"},"alias":{"x":1,"y":"two"},"merged":{"x":1,"y":null},"list":["yes",true,16,1.5,"q","2020-01-01"]}`},
		{`loadYamlContent('sub/a.yaml', 'merged.x')`, `1`},
		{`loadDirectoryFileInfo('sub/names')`, `[{"relativePath":"sub/names/a.json","baseName":"a.json","extension":".json"},{"relativePath":"sub/names/B.txt","baseName":"B.txt","extension":".txt"},{"relativePath":"sub/names/c","baseName":"c","extension":""}]`},
		{`loadDirectoryFileInfo('sub/names', '*.TXT')[0].baseName`, `[{"relativePath":"sub/names/B.txt","baseName":"B.txt","extension":".txt"}][0]["baseName"]`},
	} {
		t.Run(test.text, func(t *testing.T) {
			all := files{
				"main.bicep": "import * as lib from 'lib.bicep'\nvar dir = 'sub'\nvar o = { path: lib.file }\nvar v = " + test.text + "\n",
				"lib.bicep":  "@export()\nvar file = 'sub/${name}'\nvar name = 'text.txt'\n",
			}
			for name, content := range data {
				all[name] = content
			}
			// Names of one object that differ in case alone are one; the first spelling
			// stays.
			all["sub/a.json"] = strings.Replace(data["sub/a.json"], `"A": 2,`, "", 1)
			if strings.Contains(test.text, ".end") {
				all["sub/a.json"] = data["sub/a.json"]
			}
			out := lower(t, all)
			require.Empty(t, messages(out.Errors))
			assert.Equal(t, test.want, variable(t, out, "v"))
		})
	}
}

// What is loaded knows where it is written, so that findings can point there.
func TestLoadedPositions(t *testing.T) {
	all := files{"main.bicep": "var j = loadJsonContent('a.json')\nvar y = loadYamlContent('a.yaml')\n", "a.json": "{ /* c */ \"a\": [ 12, \"b\\\"c\", true ] }", "a.yaml": "ü: x\nlist:\n  - y z\n"}
	out := lower(t, all)
	require.Empty(t, messages(out.Errors))
	j := out.Variables[0].Value.(*ir.Literal).Value
	assert.Equal(t, all["a.json"], j.At().Text())
	list := j.Index(0)
	assert.Equal(t, `[ 12, "b\"c", true ]`, list.At().Text())
	for i, want := range []string{"12", `"b\"c"`, "true"} {
		assert.Equal(t, want, list.Index(i).At().Text())
	}
	y := out.Variables[1].Value.(*ir.Literal).Value
	assert.Equal(t, "x", y.Index(0).At().Text())
	assert.Equal(t, "y z", y.Index(1).Index(0).At().Text())
}

func TestLoadErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`loadTextContent('nothing.txt')`, "loadTextContent cannot read nothing.txt: There is no such file or folder."},
		{`loadTextContent('../outside.txt')`, "loadTextContent cannot read ../outside.txt: The path leads outside the folder that may be read."},
		{`loadTextContent('/etc/hostname')`, "loadTextContent cannot read /etc/hostname: The path is absolute; Bicep takes relative paths only."},
		{`loadTextContent('sub\\text.txt')`, `loadTextContent cannot read sub\text.txt: The path has a backslash; Bicep separates folders by "/" on every system.`},
		{`loadTextContent('')`, "loadTextContent cannot read : The path is empty."},
		{`loadTextContent('sub')`, "loadTextContent cannot read sub: It is not a regular file."},
		{`loadTextContent('sub/text.txt', 'ebcdic')`, "loadTextContent cannot read sub/text.txt: The encoding ebcdic is unknown."},
		{`loadTextContent(utcNow())`, "This argument of loadTextContent must be a text that is known while compiling."},
		{`[for f in ['a']: loadTextContent(f)]`, "This argument of loadTextContent must be a text that is known while compiling."},
		{`loadTextContent()`, "loadTextContent takes at least one argument and at most 2."},
		{`loadJsonContent('sub/bad.json')`, "loadJsonContent cannot read sub/bad.json: It is no valid JSON: it ends too early."},
		{`loadJsonContent('sub/two.json')`, "loadJsonContent cannot read sub/two.json: It is no valid JSON: there is more behind the value."},
		{`loadJsonContent('sub/deep.json')`, "loadJsonContent cannot read sub/deep.json: It is no valid JSON: it is nested too deep."},
		{`loadJsonContent('sub/a.json', 'x.y')`, "loadJsonContent cannot read sub/a.json: The path x.y leads to nothing."},
		{`loadJsonContent('sub/a.json', 'x[')`, "loadJsonContent cannot read sub/a.json: The path x[ is not valid, or of a kind that is not supported."},
		{`loadYamlContent('sub/bad.yaml')`, "loadYamlContent cannot read sub/bad.yaml: It is no valid YAML: line 1: did not find expected node content."},
		{`loadYamlContent('sub/many.yaml')`, "loadYamlContent cannot read sub/many.yaml: It has too many values."},
		{`loadDirectoryFileInfo('sub/text.txt')`, "loadDirectoryFileInfo cannot read sub/text.txt: It is not a folder."},
		{`nameof(1)`, "The argument of nameof has no name."},
		{`nameof()`, "nameof takes one argument."},
	} {
		t.Run(test.text, func(t *testing.T) {
			all := files{"main.bicep": "var v = " + test.text + "\noutput o string = 'x'\n"}
			for name, content := range data {
				all[name] = content
			}
			out := lower(t, all)
			require.Len(t, out.Errors, 1)
			assert.Equal(t, test.want, out.Errors[0].Message)
			assert.Contains(t, variable(t, out, "v"), "failure")
			assert.Len(t, out.Outputs, 1)
		})
	}
}
