package suppress

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a directive, or a comma, and its place in the line.
type token struct {
	text       string
	start, end int
}

// split returns the words of a line from an offset up to the sign of the reason,
// and what stands behind that sign.
func split(s string, from int) (words []token, reason string) {
	for from < len(s) {
		r, size := utf8.DecodeRuneInString(s[from:])
		switch {
		case unicode.IsSpace(r):
			from += size
			continue
		case r == ',':
			words = append(words, token{",", from, from + size})
			from += size
			continue
		}
		end := len(s)
		if n := strings.IndexFunc(s[from:], separates); n >= 0 {
			end = from + n
		}
		if s[from:end] == reasonSign {
			return words, s[end:]
		}
		words = append(words, token{s[from:end], from, end})
		from = end
	}
	return words, ""
}

func separates(r rune) bool { return r == ',' || unicode.IsSpace(r) }

// nameLike reports whether a word may be meant as the name of a rule.
func nameLike(s string) bool {
	return !strings.HasPrefix(s, "-") && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./", r)
	})
}

// clean makes a reason fit to be printed: one line of valid text without control
// characters, and without those that change the direction of what follows.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// maxQuoted is the number of bytes of a word that messages repeat.
const maxQuoted = 80

func quote(s string) string { return strconv.Quote(shorten(s)) }

func shorten(s string) string {
	if len(s) <= maxQuoted {
		return s
	}
	return strings.ToValidUTF8(s[:maxQuoted], "") + "…"
}
