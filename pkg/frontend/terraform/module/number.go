package module

import (
	"bytes"
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

const (
	// maxDigits is how many digits a number may have, written out. The parser
	// takes a time for them that grows with their square, and 1e999999999 takes
	// for ever once it is added to something or printed.
	maxDigits = 10_000
	// exponentDigits is from how many digits on an exponent makes a number of
	// more than maxDigits of them.
	exponentDigits = 5
)

// isExponent reports whether the exponentDigits digits that end at offset last
// are the exponent of a number.
func isExponent(text []byte, last int) bool {
	at := last - exponentDigits
	if at >= 0 && (text[at] == '-' || text[at] == '+') {
		at--
	}
	return at > 0 && (text[at] == 'e' || text[at] == 'E') && text[at-1]-'0' <= 9
}

// isTooLong judges what is written as a number.
func isTooLong(number []byte) bool {
	mantissa, exponent := number, []byte(nil)
	if e := bytes.IndexAny(number, "eE"); e >= 0 {
		mantissa, exponent = number[:e], bytes.TrimLeft(number[e+1:], "+-0")
	}
	return len(mantissa) > maxDigits || len(exponent) >= exponentDigits
}

// numberEnd is the offset of the first byte after the number of JSON that begins
// at start.
func numberEnd(text []byte, start int) int {
	end := start + 1
	for end < len(text) && (text[end]-'0' <= 9 || bytes.IndexByte([]byte("+-.eE"), text[end]) >= 0) {
		end++
	}
	return end
}

func tooLong(at hcl.Range) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Too long a number",
		Detail:   fmt.Sprintf("This number has more than %d digits.", maxDigits),
		Subject:  &at,
	}
}
