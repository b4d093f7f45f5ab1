package plan

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// parser reads one captured JSON value strictly. Its text ends with a zero
// byte, which JSON never holds outside the text, so that looking at the next
// byte needs no check for the end. After the first error it stands still.
type parser struct {
	data []byte
	pos  int
	err  error
	nest nesting // of values passed over
}

// load gives the parser another text; it appends the zero byte.
func (p *parser) load(raw []byte) {
	raw = append(raw, 0)
	p.data, p.pos, p.err = raw, 0, nil
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

// unexpected fails with the next byte as the reason.
func (p *parser) unexpected() {
	if p.pos >= len(p.data)-1 {
		p.fail("a value ends too early")
		return
	}
	p.fail("%q is not JSON here", p.data[p.pos])
}

// peek skips white space and returns the next byte; zero at the end and after
// an error.
func (p *parser) peek() byte {
	if p.err != nil {
		return 0
	}
	for classes[p.data[p.pos]] == space {
		p.pos++
	}
	return p.data[p.pos]
}

func (p *parser) kind() jsonKind { return kindOf(p.peek()) }

// expect consumes one byte after white space.
func (p *parser) expect(c byte) bool {
	if p.peek() != c || p.err != nil {
		p.unexpected()
		return false
	}
	p.pos++
	return true
}

// more stands between the items of an object or array: it reports whether
// there is one to come.
func (p *parser) more(closing byte, first bool) bool {
	switch c := p.peek(); {
	case p.err != nil:
		return false
	case c == closing:
		p.pos++
		return false
	case first:
		return true
	case c == ',':
		p.pos++
		if p.peek() != closing {
			return true
		}
	}
	p.unexpected()
	return false
}

// members calls member for each member of an object; member consumes the value.
func (p *parser) members(member func(name []byte)) {
	if !p.expect('{') {
		return
	}
	for first := true; p.more('}', first); first = false {
		name := p.name()
		if p.err != nil {
			return
		}
		member(name)
	}
}

// name reads the name of a member and the colon after it.
func (p *parser) name() []byte {
	if p.peek() != '"' {
		p.unexpected()
		return nil
	}
	raw, escaped := p.quoted()
	if p.data[p.pos] == ':' {
		p.pos++
	} else {
		p.expect(':')
	}
	if escaped {
		return unescape(raw)
	}
	return raw
}

// elements calls element for each element of an array; element consumes it.
func (p *parser) elements(element func(i int)) {
	if !p.expect('[') {
		return
	}
	i := 0
	for p.more(']', i == 0) {
		element(i)
		i++
	}
}

// quoted reads a string and returns the bytes between its quotes, and whether
// they need unescape.
func (p *parser) quoted() ([]byte, bool) {
	start, escaped := p.pos+1, false
	for i := start; ; i++ {
		i = endOfText(p.data, i)
		switch p.data[i] {
		case '"':
			p.pos = i + 1
			return p.data[start:i], escaped
		case '\\':
			escaped = true
			if p.data[i+1] != 0 {
				i++
			}
		default:
			// The closing zero byte ends up here as well.
			p.pos = i
			p.fail("a string is not closed or has a control character in it")
			return nil, false
		}
	}
}

// text reads a string.
func (p *parser) text() string {
	if p.peek() != '"' {
		p.unexpected()
		return ""
	}
	raw, escaped := p.quoted()
	if escaped {
		raw = unescape(raw)
	}
	return validText(raw)
}

// textList reads an array of strings and reports whether it is one.
func (p *parser) textList() ([]string, bool) {
	if p.kind() != jsonArray {
		p.skip()
		return nil, false
	}
	var out []string
	ok := true
	p.elements(func(int) {
		if p.kind() != jsonString {
			ok = false
			p.skip()
			return
		}
		out = append(out, p.text())
	})
	return out, ok
}

// literal reads a number, bool or null.
func (p *parser) literal() []byte {
	p.peek()
	start := p.pos
	for classes[p.data[p.pos]] == plain {
		p.pos++
	}
	raw := p.data[start:p.pos]
	switch string(raw) {
	case "true", "false", "null":
		return raw
	}
	if !isNumber(raw) {
		p.pos = start
		p.unexpected()
	}
	return raw
}

// skip passes over a value by its brackets, whose balance the scanner has
// already seen to, and returns its text.
func (p *parser) skip() []byte {
	c := p.peek()
	start := p.pos
	if p.err != nil {
		return nil
	}
	if c != '{' && c != '[' && c != '"' {
		return p.literal()
	}
	p.nest = nesting{limit: len(p.data), open: p.nest.open[:0]}
	n, done, err := p.nest.advance(p.data[p.pos:], 0)
	p.pos += n
	if err != nil {
		p.fail("%w", err)
	} else if !done {
		p.pos = len(p.data) - 1
		p.unexpected()
	}
	return p.data[start:p.pos]
}

// isNumber reports whether raw is a number as JSON writes it.
func isNumber(raw []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(raw) && raw[n] >= '0' && raw[n] <= '9' {
			n++
		}
		raw = raw[n:]
		return n > 0
	}
	if len(raw) > 0 && raw[0] == '-' {
		raw = raw[1:]
	}
	if len(raw) > 1 && raw[0] == '0' && raw[1] >= '0' && raw[1] <= '9' || !digits() {
		return false
	}
	if len(raw) > 0 && raw[0] == '.' {
		if raw = raw[1:]; !digits() {
			return false
		}
	}
	if len(raw) > 0 && (raw[0] == 'e' || raw[0] == 'E') {
		if raw = raw[1:]; len(raw) > 0 && (raw[0] == '+' || raw[0] == '-') {
			raw = raw[1:]
		}
		return digits() && len(raw) == 0
	}
	return len(raw) == 0
}

// unquoteBytes returns what a quoted JSON string says.
func unquoteBytes(raw []byte) []byte {
	if len(raw) < 2 {
		return nil
	}
	raw = raw[1 : len(raw)-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	return unescape(raw)
}

// unescape resolves the escapes of a JSON string. An escape that JSON does not
// know stays as it is.
func unescape(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 || i+1 >= len(raw) {
			return append(out, raw...)
		}
		out = append(out, raw[:i]...)
		c := raw[i+1]
		raw = raw[i+2:]
		if c != 'u' {
			out = append(out, unescaped(c)...)
			continue
		}
		r, ok := hexRune(raw)
		if !ok {
			out = append(out, `\u`...)
			continue
		}
		raw = raw[4:]
		if utf16.IsSurrogate(r) {
			low, paired := rune(0), false
			if len(raw) >= 6 && raw[0] == '\\' && raw[1] == 'u' {
				low, paired = hexRune(raw[2:])
			}
			if r = utf16.DecodeRune(r, low); paired && r != utf8.RuneError {
				raw = raw[6:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
}

func unescaped(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case 'b':
		return "\b"
	case 'f':
		return "\f"
	case '"', '\\', '/':
		return string(c)
	}
	return `\` + string(c)
}

func hexRune(raw []byte) (rune, bool) {
	if len(raw) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[:4]), 16, 32)
	return rune(n), err == nil
}

// validText makes a string of bytes and replaces what is not UTF-8, as
// encoding/json does.
func validText(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	return string(bytes.ToValidUTF8(raw, []byte("\uFFFD")))
}
