package deployment_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// token is a piece of C#: a text, a word, or a character.
type token struct {
	text    string
	literal bool // a text between quotes
}

// scanCSharp splits a source of C# as far as its texts, words and characters are concerned.
func scanCSharp(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "//"):
			i += lineEnd(s[i:])
		case strings.HasPrefix(s[i:], `"""`):
			text, n := rawText(s[i:])
			out, i = append(out, token{text, true}), i+n
		case strings.HasPrefix(s[i:], `@"`), strings.HasPrefix(s[i:], `$@"`), strings.HasPrefix(s[i:], `@$"`):
			text, n := verbatimText(s[i+strings.IndexByte(s[i:], '"'):])
			out, i = append(out, token{text, true}), i+strings.IndexByte(s[i:], '"')+n
		case s[i] == '"':
			text, n := quotedText(s[i:])
			out, i = append(out, token{text, true}), i+n
		case s[i] == '\'':
			i += 2
			for i < len(s) && s[i-1] != '\'' || i < len(s) && s[i-2] == '\\' && s[i] == '\'' {
				i++
			}
		case word.MatchString(s[i:]):
			w := word.FindString(s[i:])
			out, i = append(out, token{text: w}), i+len(w)
		case s[i] <= ' ':
			i++
		default:
			out, i = append(out, token{text: s[i : i+1]}), i+1
		}
	}
	return out
}

var word = regexp.MustCompile(`^[A-Za-z0-9_]+`)

func lineEnd(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n
	}
	return len(s)
}

// rawText reads """…""", of which the indentation of the last line is no part.
func rawText(s string) (string, int) {
	quotes := len(s) - len(strings.TrimLeft(s, `"`))
	end := strings.Index(s[quotes:], strings.Repeat(`"`, quotes))
	if end < 0 {
		return "", len(s)
	}
	text, total := s[quotes:quotes+end], 2*quotes+end
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(lines) < 2 {
		return text, total
	}
	indent := lines[len(lines)-1]
	lines = lines[1 : len(lines)-1]
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], indent)
	}
	return strings.Join(lines, "\n"), total
}

// verbatimText reads "…" in which a quote is written twice.
func verbatimText(s string) (string, int) {
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		return strings.ReplaceAll(strings.ReplaceAll(s[1:i], `""`, `"`), "\r\n", "\n"), i + 1
	}
	return "", len(s)
}

// quotedText reads "…" with escapes.
func quotedText(s string) (string, int) {
	i := 1
	for ; i < len(s) && s[i] != '"' && s[i] != '\n'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	i = min(i, len(s)-1)
	var text string
	if json.Unmarshal([]byte(s[:i+1]), &text) != nil {
		text = s[1:i]
	}
	return text, i + 1
}

// nobody is the GUID without a bit set.
const nobody = "00000000-0000-0000-0000-000000000000"

// method is one test of Bicep's own: its files, and what it says of the results.
type method struct {
	name   string
	tokens []token
	// texts are what variables of the method are set to.
	texts map[string]string
	// files are the files of the test, by their names.
	files map[string]string
}

// testMethods splits a source of C# into its tests.
func testMethods(t *testing.T, file string) []*method {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var out []*method
	tokens := scanCSharp(string(content))
	for i := 0; i+2 < len(tokens); i++ {
		if tokens[i].text == "[" && tokens[i+1].text == "TestMethod" {
			out = append(out, &method{texts: map[string]string{}, files: map[string]string{}})
		}
		if len(out) > 0 {
			out[len(out)-1].tokens = append(out[len(out)-1].tokens, tokens[i])
		}
	}
	for _, m := range out {
		m.read()
	}
	return out
}

// read finds the name, the variables and the files of the test.
func (m *method) read() {
	for i, k := range m.tokens {
		switch {
		case m.name == "" && i > 1 && k.text == "(" && !m.tokens[i-1].literal && m.is(i-2, "void", "Task"):
			m.name = m.tokens[i-1].text
		case k.text == "=" && i > 0 && i+1 < len(m.tokens) && m.tokens[i+1].literal:
			m.texts[m.tokens[i-1].text] = m.tokens[i+1].text
		case k.text == "new" && m.is(i+1, "Guid") && m.is(i-1, "="):
			m.texts[m.tokens[i-2].text] = nobody
		case k.literal && fileName.MatchString(k.text) && m.is(i+1, ",") && m.files[k.text] == "":
			if text, ok := m.value(i + 2); ok {
				m.files[k.text] = text
			}
		case k.text == "Compile" && m.is(i+1, "("):
			if text, ok := m.value(i + 2); ok && m.is(i+3, ")") {
				m.files["main.bicep"] = text
			}
		}
	}
}

var fileName = regexp.MustCompile(`^[\w./-]+\.(bicep|bicepparam|json|ya?ml|txt)$`)

func (m *method) is(i int, words ...string) bool {
	for _, s := range words {
		if i >= 0 && i < len(m.tokens) && !m.tokens[i].literal && m.tokens[i].text == s {
			return true
		}
	}
	return false
}

// value is a text, or what a variable was set to.
func (m *method) value(i int) (string, bool) {
	if i >= len(m.tokens) {
		return "", false
	}
	if m.tokens[i].literal {
		return m.tokens[i].text, true
	}
	text, ok := m.texts[m.tokens[i].text]
	return text, ok
}

// json reads a value that the test expects: a literal, or new JArray { … } and the like.
func (m *method) json(i int) (value any, next int, ok bool) {
	switch {
	case i >= len(m.tokens):
		return nil, i, false
	case m.tokens[i].literal:
		return m.resolved(m.tokens[i].text), i + 1, true
	case m.is(i, "true", "false"):
		return m.tokens[i].text == "true", i + 1, true
	case m.is(i, "-"):
		v, next, ok := m.json(i + 1)
		n, number := v.(float64)
		return -n, next, ok && number
	case m.is(i, "JValue") && m.is(i+2, "CreateNull"):
		return nil, i + 5, true
	case m.is(i, "JToken", "JObject", "JArray") && m.is(i+2, "Parse") && i+4 < len(m.tokens) && m.tokens[i+4].literal:
		return value, i + 6, json.Unmarshal([]byte(m.tokens[i+4].text), &value) == nil
	case m.is(i, "new") && m.is(i+1, "JValue"):
		v, next, ok := m.json(i + 3)
		return v, next + 1, ok
	case m.is(i, "new") && m.is(i+1, "JArray") && m.is(i+2, "{"):
		list := []any{}
		for i += 3; !m.is(i, "}"); {
			v, next, ok := m.json(i)
			if !ok {
				return nil, i, false
			}
			if list, i = append(list, v), next; m.is(i, ",") {
				i++
			}
		}
		return list, i + 1, true
	case m.is(i, "new") && m.is(i+1, "JObject") && m.is(i+2, "{"):
		members := map[string]any{}
		for i += 3; !m.is(i, "}"); {
			if !m.is(i, "[") || !m.is(i+2, "]") {
				return nil, i, false
			}
			v, next, ok := m.json(i + 4)
			if !ok {
				return nil, i, false
			}
			members[m.tokens[i+1].text] = v
			if i = next; m.is(i, ",") {
				i++
			}
		}
		return members, i + 1, true
	}
	return value, i + 1, json.Unmarshal([]byte(m.tokens[i].text), &value) == nil
}

var hole = regexp.MustCompile(`\{([a-zA-Z]+)\}`)

// resolved puts the values of variables into a text.
func (m *method) resolved(s string) string {
	s = strings.ReplaceAll(s, "{Guid.Empty}", nobody)
	return hole.ReplaceAllStringFunc(s, func(h string) string {
		if v, ok := m.texts[h[1:len(h)-1]]; ok {
			return v
		}
		return h
	})
}
