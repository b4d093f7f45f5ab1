package functions

import (
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// Text returns a value as interpolation, format and concat write it: True and False,
// numbers in decimal, null as nothing, objects and arrays as JSON with single quotes.
// What is unknown is a piece of the text, which stands for its own text.
func Text(v partial.Value) partial.Value {
	switch v.Kind() {
	case partial.String:
		return v
	case partial.Null:
		return under(partial.StringValue(""), v)
	case partial.Bool:
		return under(partial.StringValue(boolText(v.Bool())), v)
	case partial.Int:
		return under(partial.StringValue(strconv.FormatInt(v.Int(), 10)), v)
	case partial.Float:
		return under(partial.StringValue(floatText(v)), v)
	case partial.Array, partial.Object:
		return jsonText(v, '\'')
	case partial.Unknown:
		return partial.TextValue(v)
	case partial.Lambda, partial.Handle:
	}
	return partial.Residue("format", partial.StringType, partial.StringValue("{0}"), v)
}

func boolText(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// JSON returns a value as the function string writes objects and arrays: JSON without
// spaces. Of a value that is unknown in part the text is unknown.
func JSON(v partial.Value) partial.Value { return jsonText(v, '"') }

func jsonText(v partial.Value, quote byte) partial.Value {
	if v.Size() < 0 || v.Size() > maxJSON || !v.IsKnown() {
		if quote != '"' {
			return partial.Residue("format", partial.StringType, partial.StringValue("{0}"), v)
		}
		return partial.Residue("string", partial.StringType, v)
	}
	var b strings.Builder
	writeJSON(&b, v, quote)
	text := partial.StringValue(b.String())
	if v.HasSecrets() {
		return text.Secret()
	}
	return text
}

// maxJSON bounds the values that are written as text.
const maxJSON = 4 << 20

func writeJSON(b *strings.Builder, v partial.Value, quote byte) {
	switch v.Kind() {
	case partial.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case partial.Int:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	case partial.Float:
		s, _ := v.Text()
		b.WriteString(s)
	case partial.String:
		s, _ := v.Text()
		writeQuoted(b, s, quote)
	case partial.Array:
		b.WriteByte('[')
		for i, item := range v.Items() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item, quote)
		}
		b.WriteByte(']')
	case partial.Object:
		b.WriteByte('{')
		for i, item := range v.Items() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeQuoted(b, v.Key(i), quote)
			b.WriteByte(':')
			writeJSON(b, item, quote)
		}
		b.WriteByte('}')
	case partial.Null, partial.Unknown, partial.Lambda, partial.Handle:
		b.WriteString("null")
	}
}

// writeQuoted escapes what JSON has to: the quote, the backslash and control characters.
func writeQuoted(b *strings.Builder, s string, quote byte) {
	const hex = "0123456789abcdef"
	b.WriteByte(quote)
	for _, r := range s {
		switch {
		case r == rune(quote) || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case r < 0x20 || r == 0x85 || r == 0x2028 || r == 0x2029:
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[r>>shift&15])
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte(quote)
}
