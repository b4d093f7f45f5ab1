package syntax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

func TestPragmas(t *testing.T) {
	for text, want := range map[string]string{
		"#disable-next-line BCP037":                        "disable-next-line BCP037",
		"  \t#disable-next-line BCP037 no-unused-params  ": "disable-next-line BCP037 no-unused-params",
		"#disable-next-line BCP037 // why":                 "disable-next-line BCP037",
		"#disable-diagnostics a b":                         "disable-diagnostics a b",
		"#restore-diagnostics a b":                         "restore-diagnostics a b",
	} {
		f := parseText(text + "\nvar v = 1")
		assert.Empty(t, messages(f), text)
		assert.Equal(t, []string{"(var v - 1)"}, statements(f), text)
		require.Len(t, f.Pragmas, 1, text)
		got := f.Pragmas[0].Kind.String()
		for _, code := range f.Pragmas[0].Codes {
			assert.Equal(t, code.Name, f.Range(code).Text())
			got += " " + code.Name
		}
		assert.Equal(t, want, got)
		assert.Equal(t, "#"+want, f.Range(f.Pragmas[0]).Text())
	}
}

func TestPragmasInside(t *testing.T) {
	f := parseText("var v = {\n  #disable-next-line a\n  b: 1\n  #disable-diagnostics c\n  d: [\n#restore-diagnostics c\n    2\n  ]\n}")
	assert.Empty(t, messages(f))
	assert.Equal(t, []string{"(var v - {b:1 d:[2]})"}, statements(f))
	require.Len(t, f.Pragmas, 3)
	assert.Equal(t, syntax.DisableNextLine, f.Pragmas[0].Kind)
	assert.Equal(t, syntax.DisableDiagnostics, f.Pragmas[1].Kind)
	assert.Equal(t, syntax.RestoreDiagnostics, f.Pragmas[2].Kind)
}

func TestNoPragmas(t *testing.T) {
	for text, want := range map[string]string{
		"var v = 1 #disable-next-line a": `1:11 The character "#" has no meaning here.`,
		"#disable-everything a":          `1:1 The character "#" has no meaning here.`,
		"#disable-next-line":             `1:1 The directive "#disable-next-line" must name at least one diagnostic.`,
		"#disable-next-line // a":        `1:1 The directive "#disable-next-line" must name at least one diagnostic.`,
	} {
		assert.Contains(t, messages(parseText(text)), want, text)
	}
	f := parseText("// #disable-next-line a\nvar v = '#disable-next-line b'\nvar w = '''\n#disable-next-line c\n'''")
	assert.Empty(t, messages(f))
	assert.Empty(t, f.Pragmas)
}
