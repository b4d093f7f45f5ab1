package jsonc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func parse(text string) (*jsonc.Node, []*source.Error) {
	return jsonc.Parse(source.NewFile("t.json", []byte(text)))
}

// render writes a node in a short form.
func render(n *jsonc.Node) string {
	if n == nil {
		return "nothing"
	}
	switch n.Kind {
	case jsonc.Null:
		return "null"
	case jsonc.Bool, jsonc.Number:
		return n.Text
	case jsonc.String:
		return fmt.Sprintf("%q", n.Text)
	case jsonc.Array:
		var items []string
		for _, item := range n.Items {
			items = append(items, render(item))
		}
		return "[" + strings.Join(items, " ") + "]"
	case jsonc.Object:
	}
	var members []string
	for _, m := range n.Members {
		members = append(members, m.Name+":"+render(m.Value))
	}
	return "{" + strings.Join(members, " ") + "}"
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1, "b": [true, null, -1.5e3]}`:        `{a:1 b:[true null -1.5e3]}`,
		"\xef\xbb\xbf{ // one\n\"a\"/* two */: 1, }": `{a:1}`,
		"[1, 2,]":                          `[1 2]`,
		"[\r\n]":                           `[]`,
		"\"two\nlines\"":                   `"two\nlines"`,
		`"\n\t\"\\\/\u00e9\ud83d\ude00\x"`: `"\n\t\"\\/é😀x"`,
		"\"\xff\"":                         `"�"`,
		`{"a": 1, "A": 2}`:                 `{a:1 A:2}`,
		`"\ud800"`:                         `"�"`,
		" 7 // the end":                    `7`,
	} {
		n, errs := parse(text)
		assert.Empty(t, errs, text)
		assert.Equal(t, want, render(n), text)
	}
	n, _ := parse(`{"a": 1, "A": 2}`)
	assert.Equal(t, "2", n.Get("a").Text, "the last one counts")
	assert.Nil(t, n.Get("b"))
	assert.Empty(t, n.Get("b").Get("c").String())
}

// What is broken is told, and the rest is read.
func TestBroken(t *testing.T) {
	for text, want := range map[string]string{
		``:                          `nothing`,
		`{"a": , "b": 2}`:           `{b:2}`,
		`{"a": 1 "b": 2}`:           `{a:1 b:2}`,
		`{a: 1, "b": 2}`:            `{b:2}`,
		`{"a" 1, "b": 2}`:           `{b:2}`,
		`[1, x, 3]`:                 `[1 3]`,
		`[1, 2`:                     `[1 2]`,
		`{"a": [1, 2}`:              `{a:[1 2]}`,
		`[,1]`:                      `[1]`,
		`["a": {"x": 1}, 2]`:        `["a" 2]`,
		`"never closed`:             `"never closed"`,
		`1 2`:                       `1`,
		`[1] /* open`:               `[1]`,
		`{"a": {"x": tru}, "b": 2}`: `{a:{} b:2}`,
	} {
		n, errs := parse(text)
		assert.NotEmpty(t, errs, text)
		assert.Equal(t, want, render(n), text)
		for _, e := range errs {
			assert.True(t, strings.HasSuffix(e.Message, "."), e.Message)
			assert.LessOrEqual(t, e.At.End, len(text))
		}
	}
}

func TestHostile(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 1_000_000), strings.Repeat(`{"a":`, 300_000), strings.Repeat("[1,", 300_000), strings.Repeat("/*", 500_000), strings.Repeat("]", 500_000)} {
		_, errs := parse(text)
		require.NotEmpty(t, errs)
		assert.LessOrEqual(t, len(errs), 60)
	}
}

// Offset leads from a byte of what a string says to where it stands.
func TestOffset(t *testing.T) {
	text := `["plain", "a\nb\u0041\\c"]`
	n, _ := parse(text)
	plain, escaped := n.Items[0], n.Items[1]
	assert.Equal(t, "lain", text[plain.Offset(1):plain.Offset(5)])
	assert.Equal(t, `\u0041`, text[escaped.Offset(3):escaped.Offset(4)])
	assert.Equal(t, `c`, text[escaped.Offset(5):escaped.Offset(6)])
}

func TestComments(t *testing.T) {
	text := "{ // one\n \"http://x\": /* two\n */ 1 } // three"
	var got []string
	for _, c := range jsonc.Comments(source.NewFile("t.json", []byte(text))) {
		got = append(got, c.Text())
	}
	assert.Equal(t, []string{"// one", "/* two\n */", "// three"}, got)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a": [1, "x\u0041", null]}`, "{ // c\n\"a\": 1,}", `[{]}`, `"\`, "/*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("t.json", []byte(text))
		n, errs := jsonc.Parse(file)
		if n == nil && len(errs) == 0 {
			t.Fatal("neither a value nor an error")
		}
		check(t, n, len(text))
		for _, e := range errs {
			if e.At.Start < 0 || e.At.Start > e.At.End || e.At.End > len(text) {
				t.Fatalf("an error lies outside the file: %v", e.At)
			}
		}
		jsonc.Comments(file)
	})
}

func check(t *testing.T, n *jsonc.Node, size int) {
	t.Helper()
	if n == nil {
		return
	}
	if n.At.Start < 0 || n.At.Start > n.At.End || n.At.End > size {
		t.Fatalf("a value lies outside the file: %d to %d of %d", n.At.Start, n.At.End, size)
	}
	if n.Kind == jsonc.String {
		offset := n.Offsets()
		for i := range n.Text {
			if at := offset(i); at < n.At.Start || at > n.At.End {
				t.Fatalf("byte %d of a string lies outside of it", i)
			}
		}
	}
	for _, item := range n.Items {
		check(t, item, size)
	}
	for _, m := range n.Members {
		check(t, m.Value, size)
	}
}

// One mistake is told once, where it is.
func TestMessages(t *testing.T) {
	for text, want := range map[string]string{
		`["a": {"x": 1}, 2]`:    `:1:5: This is a member of an object in the middle of a list; the braces around it are missing.`,
		"{\"a\": 1\n \"b\": 2}": `:2:2: A comma is missing before this.`,
		`{"a": {"b": 1}`:        `:1:1: This bracket is never closed.`,
		"{\"é\": \x00}":         `:1:7: There is no JSON value here.`,
		"[1, 2] x":              `:1:8: There is text after the end of the JSON value.`,
	} {
		_, errs := parse(text)
		if assert.Len(t, errs, 1, text) {
			assert.Equal(t, "t.json"+want, errs[0].Error(), text)
		}
	}
}

// The 100,000 levels of a hostile file end in one clear error.
func TestDepth(t *testing.T) {
	_, errs := parse(strings.Repeat(`[{"a":`, 50_000) + strings.Repeat(`}]`, 50_000))
	require.Len(t, errs, 1)
	assert.Contains(t, errs[0].Message, "nested too deep")
	n, errs := parse(strings.Repeat("[", 300) + strings.Repeat("]", 300))
	assert.Empty(t, errs)
	assert.Len(t, n.Items, 1)
}

// Blanks are those of Unicode: text that was copied has some that do not break.
func TestBlanks(t *testing.T) {
	n, errs := parse("\ufeff\u00a0{\u2003\"a\"\u00a0:\u3000[1,\u00a0\u2028 2]\v\f}\u00a0")
	assert.Empty(t, errs)
	assert.Equal(t, "{a:[1 2]}", render(n))
}

func TestGoesOnBehindAnError(t *testing.T) {
	n, errs := jsonc.Parse(source.NewFile("t.json", []byte("{\"a\": @ // don\"t\n, \"b\": @ /* \" } */ , \"c\": 4}")))
	require.Len(t, errs, 2)
	assert.Equal(t, "4", n.Get("c").Text)
}
