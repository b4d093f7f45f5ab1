package draw

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// The sizes of text in pixels.
const (
	titleSize = 13.0
	typeSize  = 10.0
	noteSize  = 11.0
	chipSize  = 10.5
	headSize  = 18.0
)

// advance is how wide printable ASCII is, in hundredths of the size of the text, from
// the blank on. It is that of a wide sans-serif font, so that text in most others
// is narrower than its box.
var advance = [...]uint8{
	32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, // blank to /
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, // 0 to ?
	100, 68, 69, 70, 77, 63, 58, 77, 75, 30, 30, 66, 56, 86, 75, 79, // @ to O
	60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, // P to _
	50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, // ` to o
	63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 53, 64, 34, 64, 84, // p to ~
}

// bold is how much wider bold text is.
const bold = 1.09

// measure returns about how wide a text is, in pixels.
func measure(s string, size float64) float64 {
	hundredths := 0
	for _, r := range s {
		hundredths += advanceOf(r)
	}
	return float64(hundredths) * size / 100
}

func advanceOf(r rune) int {
	switch {
	case r >= ' ' && int(r-' ') < len(advance):
		return int(advance[r-' '])
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return 104
	}
	if r > 0xffff { // pictures, and scripts that few fonts have
		return 130
	}
	return 80
}

// fit cuts a text so that it is no wider than some pixels.
func fit(s string, size, most float64) string {
	if measure(s, size) <= most {
		return s
	}
	room := most - measure("…", size)
	var out strings.Builder
	for _, r := range s {
		if room -= float64(advanceOf(r)) * size / 100; room < 0 {
			break
		}
		out.WriteRune(r)
	}
	return out.String() + "…"
}
