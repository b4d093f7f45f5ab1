package project

import (
	"bytes"
	"encoding/json"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// object reads a file of JSON with comments and trailing commas, as bicepconfig.json
// is one.
func object(f *source.File) (map[string]any, *source.Error) {
	var out map[string]any
	if err := json.Unmarshal(Strict(f.Content), &out); err != nil {
		return nil, &source.Error{Path: f.Path, Message: "It is no JSON object: " + err.Error() + "."}
	}
	return out, nil
}

// Strict turns comments and trailing commas into blanks, so that what is left is
// JSON and offsets stay.
func Strict(content []byte) []byte {
	out := append([]byte(nil), content...)
	comma := -1 // of which it is not known whether something follows
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			i, comma = endOfText(out, i), -1
		case c == '/' && i+1 < len(out) && (out[i+1] == '/' || out[i+1] == '*'):
			i = blank(out, i)
		case c == ',':
			comma = i
		case (c == ']' || c == '}') && comma >= 0:
			out[comma], comma = ' ', -1
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			comma = -1
		}
	}
	return out
}

// endOfText returns the position of the closing quote.
func endOfText(b []byte, i int) int {
	for i++; i < len(b) && b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i
}

// blank overwrites a comment and returns the position of its last byte.
func blank(b []byte, i int) int {
	end := bytes.IndexByte(b[i:], '\n')
	if b[i+1] == '*' {
		if end = bytes.Index(b[i+2:], []byte("*/")); end >= 0 {
			end += 4
		}
	}
	if end < 0 {
		end = len(b) - i
	}
	for n := i; n < i+end; n++ {
		if b[n] != '\n' {
			b[n] = ' '
		}
	}
	return i + end - 1
}
