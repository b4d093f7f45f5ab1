package functions

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// maxDepth is how deep JSON text may nest.
const maxDepth = 256

// jsonReader reads the JSON that Azure accepts in a text: besides what the standard has
// there are single quotes, names without quotes, comments and commas at the end.
type jsonReader struct {
	c    *call
	s    string
	i    int
	deep int
}

func (c *call) parseJSON(s string) (partial.Value, error) {
	if err := c.b.Take(int64(len(s))); err != nil {
		return partial.Value{}, err
	}
	r := &jsonReader{c: c, s: strings.TrimPrefix(s, "\ufeff")}
	v, err := r.value()
	if err != nil {
		return partial.Value{}, err
	}
	if r.space(); r.i < len(r.s) {
		return c.fail("there is more than one value in the JSON text.")
	}
	return v, nil
}

func (r *jsonReader) bad(what string) error {
	return r.c.errorf("the JSON text is wrong at character %d: %s.", r.i+1, what)
}

// space skips blanks and comments.
func (r *jsonReader) space() {
	for r.i < len(r.s) {
		rest := r.s[r.i:]
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.i++
		case strings.HasPrefix(rest, "//"):
			n := strings.IndexByte(rest, '\n')
			if n < 0 {
				n = len(rest)
			}
			r.i += n
		case strings.HasPrefix(rest, "/*"):
			n := strings.Index(rest[2:], "*/")
			if n < 0 {
				r.i = len(r.s)
				return
			}
			r.i += n + 4
		default:
			return
		}
	}
}

// peek returns the next byte that is no blank, or 0.
func (r *jsonReader) peek() byte {
	if r.space(); r.i < len(r.s) {
		return r.s[r.i]
	}
	return 0
}

func (r *jsonReader) value() (partial.Value, error) {
	if r.deep++; r.deep > maxDepth {
		return partial.Value{}, r.bad("it is nested too deep")
	}
	defer func() { r.deep-- }()
	switch b := r.peek(); b {
	case 0:
		return partial.Value{}, r.bad("a value is missing")
	case '{':
		return r.object()
	case '[':
		return r.array()
	case '"', '\'':
		s, err := r.text()
		return partial.StringValue(s), err
	}
	return r.word()
}

func (r *jsonReader) object() (partial.Value, error) {
	r.i++
	m := newMembers(4)
	for {
		if r.peek() == '}' {
			r.i++
			return r.c.object(m, nil)
		}
		key, err := r.key()
		if err != nil {
			return partial.Value{}, err
		}
		if r.peek() != ':' {
			return partial.Value{}, r.bad("a colon is missing")
		}
		r.i++
		v, err := r.value()
		if err != nil {
			return partial.Value{}, err
		}
		m.set(key, v)
		switch r.peek() {
		case ',':
			r.i++
		case '}':
		default:
			return partial.Value{}, r.bad("a comma or } is missing")
		}
	}
}

func (r *jsonReader) key() (string, error) {
	if b := r.peek(); b == '"' || b == '\'' {
		return r.text()
	}
	from := r.i
	for r.i < len(r.s) && (isAlphanumeric(r.s[r.i]) || strings.IndexByte("_$-.@#", r.s[r.i]) >= 0 || r.s[r.i] >= 0x80) {
		r.i++
	}
	if from == r.i {
		return "", r.bad("the name of a member is missing")
	}
	return r.s[from:r.i], nil
}

func (r *jsonReader) array() (partial.Value, error) {
	r.i++
	var items []partial.Value
	for {
		if r.peek() == ']' {
			r.i++
			return r.c.array(items, nil)
		}
		v, err := r.value()
		if err != nil {
			return partial.Value{}, err
		}
		items = append(items, v)
		switch r.peek() {
		case ',':
			r.i++
		case ']':
		default:
			return partial.Value{}, r.bad("a comma or ] is missing")
		}
	}
}

// text reads a quoted text.
func (r *jsonReader) text() (string, error) {
	quote := r.s[r.i]
	r.i++
	var b strings.Builder
	for r.i < len(r.s) {
		ch := r.s[r.i]
		r.i++
		switch ch {
		case quote:
			return b.String(), nil
		case '\\':
			if err := r.escaped(&b); err != nil {
				return "", err
			}
		default:
			b.WriteByte(ch)
		}
	}
	return "", r.bad("a text does not end")
}

func (r *jsonReader) escaped(b *strings.Builder) error {
	if r.i >= len(r.s) {
		return r.bad("a text does not end")
	}
	ch := r.s[r.i]
	r.i++
	if at := strings.IndexByte("bfnrt", ch); at >= 0 {
		b.WriteByte("\b\f\n\r\t"[at])
		return nil
	}
	switch ch {
	case '"', '\'', '\\', '/', '\n':
		b.WriteByte(ch)
		return nil
	case 'u':
		u, ok := r.hex()
		if !ok {
			return r.bad("a \\u is not followed by four digits")
		}
		b.WriteRune(r.surrogate(u))
		return nil
	}
	return r.bad("there is an escape that JSON does not have")
}

func (r *jsonReader) hex() (rune, bool) {
	if r.i+4 > len(r.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(r.s[r.i:r.i+4], 16, 16)
	if err != nil {
		return 0, false
	}
	r.i += 4
	return rune(n), true
}

// surrogate joins two halves of a character beyond 16 bits.
func (r *jsonReader) surrogate(u rune) rune {
	if u < 0xd800 || u > 0xdfff {
		return u
	}
	from := r.i
	if u < 0xdc00 && strings.HasPrefix(r.s[r.i:], `\u`) {
		r.i += 2
		if low, ok := r.hex(); ok && low >= 0xdc00 && low <= 0xdfff {
			return 0x10000 + (u-0xd800)<<10 + (low - 0xdc00)
		}
	}
	r.i = from
	return utf8.RuneError
}

// word reads numbers, true, false and null.
func (r *jsonReader) word() (partial.Value, error) {
	from := r.i
	for r.i < len(r.s) && (isAlphanumeric(r.s[r.i]) || strings.IndexByte("+-._", r.s[r.i]) >= 0) {
		r.i++
	}
	switch w := r.s[from:r.i]; w {
	case "true":
		return partial.BoolValue(true), nil
	case "false":
		return partial.BoolValue(false), nil
	case "null", "undefined":
		return partial.NullValue(), nil
	default:
		if _, err := strconv.ParseFloat(w, 64); err == nil && (w[0] == '-' || w[0] == '.' || w[0] >= '0' && w[0] <= '9') && !strings.ContainsAny(w, "xXpP_") {
			return partial.FloatValue(w), nil
		}
	}
	r.i = from
	return partial.Value{}, r.bad("there is no value that JSON knows")
}
