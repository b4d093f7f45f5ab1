package bind

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// decode turns the bytes of a file into a text. A byte order mark tells the encoding
// better than the name does; it is no part of the text.
func decode(b []byte, encoding string) (string, string) {
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return strings.ToValidUTF8(string(b[3:]), "\ufffd"), ""
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return wide(b[2:], false), ""
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return wide(b[2:], true), ""
	}
	switch strings.ToLower(encoding) {
	case "", "utf-8":
		return strings.ToValidUTF8(string(b), "\ufffd"), ""
	case "utf-16":
		return wide(b, false), ""
	case "utf-16be":
		return wide(b, true), ""
	case "us-ascii":
		return narrow(b, func(byte) rune { return '?' }), ""
	case "iso-8859-1":
		return narrow(b, func(c byte) rune { return rune(c) }), ""
	}
	return "", "The encoding " + encoding + " is unknown."
}

// wide decodes UTF-16.
func wide(b []byte, big bool) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		low, high := b[i], b[i+1]
		if big {
			low, high = high, low
		}
		units = append(units, uint16(high)<<8|uint16(low))
	}
	return string(utf16.Decode(units))
}

// narrow decodes an encoding of one byte a character, of which those above 127 differ.
func narrow(b []byte, above func(byte) rune) string {
	var out strings.Builder
	out.Grow(len(b))
	for _, c := range b {
		if c < 0x80 {
			out.WriteByte(c)
		} else {
			out.WriteRune(above(c))
		}
	}
	return out.String()
}
