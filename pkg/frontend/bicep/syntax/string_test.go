package syntax_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

func TestStrings(t *testing.T) {
	for text, want := range map[string]string{
		`''`:                              `""`,
		`'abc'`:                           `"abc"`,
		`'grün 🌱'`:                        `"grün 🌱"`,
		`'\n\r\t\\\'\$'`:                  `"\n\r\t\\'$"`,
		`'\${a}'`:                         `"${a}"`,
		`'$a $ {b}$'`:                     `"$a $ {b}$"`,
		`'\u{41}\u{1F331}'`:               `"A🌱"`,
		`'\u{000041}'`:                    `"A"`,
		`'// no comment /* */'`:           `"// no comment /* */"`,
		`'${a}'`:                          `($ "" a "")`,
		`'x${a}y${b}z'`:                   `($ "x" a "y" b "z")`,
		`'$${a}'`:                         `($ "$" a "")`,
		`'${'${a}'}'`:                     `($ "" ($ "" a "") "")`,
		`'${a ? 'b' : '${c}'}d'`:          `($ "" (?: a "b" ($ "" c "")) "d")`,
		`'{${a}}'`:                        `($ "{" a "}")`,
		`'\t${a}\n'`:                      `($ "\t" a "\n")`,
		`'${a /* why */}'`:                `($ "" a "")`,
		`'${''}'`:                         `($ "" "" "")`,
		`''''''`:                          `""`,
		`'''a'''`:                         `"a"`,
		`'''a''b'c'''`:                    `"a''b'c"`,
		`''''a''''`:                       `"'a'"`,
		`''''''''`:                        `"''"`,
		"'''\na\n'''":                     `"a\n"`,
		"'''\r\na\r\n'''":                 `"a\r\n"`,
		"'''\n\na'''":                     `"\na"`,
		`'''\n ${a} $'''`:                 `"\\n ${a} $"`,
		"$'''\n${a}b'''":                  `($ "" a "b")`,
		`$'''a'''`:                        `"a"`,
		`$'''\n${a}$b${c}'''`:             `($ "\\n" a "$b" c "")`,
		`$'''$${a}'''`:                    `($ "$" a "")`,
		`$$'''${a}$${b}$$${c}'''`:         `($ "${a}" b "$" c "")`,
		`$$'''>$$${a}<'''`:                `($ ">$" a "<")`,
		`$'''${'''x'''}${$'''${y}'''}'''`: `($ "" "x" "" ($ "" y "") "")`,
	} {
		assert.Equal(t, want, sexpr(expression(t, text)), text)
	}
}

func TestMultilineStrings(t *testing.T) {
	assert.False(t, expression(t, `'a'`).(*syntax.String).Multiline)
	assert.True(t, expression(t, `'''a'''`).(*syntax.String).Multiline)
	assert.False(t, expression(t, `'${a}'`).(*syntax.Interpolated).Multiline)
	assert.True(t, expression(t, `$'''${a}'''`).(*syntax.Interpolated).Multiline)
}

func TestBrokenStrings(t *testing.T) {
	const (
		noEnd     = "The string does not end on its line; strings of several lines are written between three quotes."
		noEndHole = "The string does not end: a hole of it is not closed on the same line."
		unicode   = `A Unicode escape is written \u{…}, with the hexadecimal number of a character.`
		known     = ` is unknown; there are \n, \r, \t, \\, \', \$ and \u{…}.`
	)
	for text, want := range map[string]string{
		`'abc`:             "1:9 " + noEnd,
		`'abc\'`:           "1:9 " + noEnd,
		`'${a}bc`:          "1:9 " + noEnd,
		`'ab${`:            "1:9 " + noEndHole,
		`'ab${c`:           "1:9 " + noEndHole,
		`'a${'b${c`:        "1:9 " + noEndHole,
		`'a\qb'`:           `1:11 The escape "\q"` + known,
		`'a\ä'`:            `1:11 The escape "\ä"` + known,
		`'\u'`:             "1:10 " + unicode,
		`'\u{}'`:           "1:10 " + unicode,
		`'\u{110000}'`:     "1:10 " + unicode,
		`'\u{FFFFFFFFFF}'`: "1:10 " + unicode,
		`'\u{12'`:          "1:10 " + unicode,
		`"abc`:             "1:9 Strings are written between single quotes in Bicep, not double quotes.",
		`$'abc'`:           "1:9 A $ has no meaning here: it may only stand in front of ''' or inside of a string.",
	} {
		f := parseText("var v = " + text + "\nvar w = 1")
		assert.Equal(t, []string{want}, messages(f), text)
		assert.Equal(t, []string{"(var v - SKIPPED)", "(var w - 1)"}, statements(f), text)
	}
}

func TestBrokenStringsAtTheEnd(t *testing.T) {
	for text, want := range map[string]string{
		`'abc`:      "1:9 The string does not end.",
		`'abc\`:     "1:9 The string does not end.",
		`'''abc''`:  "1:9 The string between three quotes does not end.",
		`'${a`:      "1:9 The string does not end: a hole of it is not closed on the same line.",
		"$'''${a}b": "1:9 The string between three quotes does not end.",
	} {
		f := parseText("var v = " + text)
		assert.Equal(t, want, messages(f)[0], text)
		assert.Equal(t, []string{"(var v - SKIPPED)"}, statements(f), text)
	}
}
