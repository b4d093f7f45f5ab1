package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MinSecret is the length from which a sensitive value is looked for in what is
// printed: shorter ones, such as "1", would blot out half a sentence and tell
// nothing.
const MinSecret = 3

// blotted is what is printed in the place of a secret.
const blotted = "(sensitive)"

// Redactor returns a function that blots out secrets. Checks do not print
// sensitive values in the first place; this is the second lock on that door.
func Redactor(secrets []string) func(string) string {
	// Longest first: of two secrets that begin at one place, the replacer takes
	// the one that is named first, and must not leave the end of the other.
	longest := slices.SortedFunc(slices.Values(secrets), func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	words := map[string]bool{}
	for _, s := range longest {
		switch {
		case len(s) < MinSecret:
		case IsWord(s):
			words[s] = true
		default:
			pairs = append(pairs, s, blotted)
		}
	}
	replacer := strings.NewReplacer(pairs...)
	switch {
	case len(words) > 0:
		return func(s string) string { return withoutWords(replacer.Replace(s), words) }
	case len(pairs) > 0:
		return replacer.Replace
	}
	return func(s string) string { return s }
}

// IsWord reports whether a secret is letters alone. Such a one may be a part of words
// that have nothing to do with it, and is blotted out only where it stands alone.
func IsWord(secret string) bool {
	return !strings.ContainsFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) })
}

// StandsAlone reports whether neither a letter nor a digit is beside a part of a text.
func StandsAlone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !partOfWord(before) && !partOfWord(after)
}

func partOfWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// withoutWords blots out the words of a text that are secrets.
func withoutWords(s string, secrets map[string]bool) string {
	var b strings.Builder
	start := -1 // of the word at hand
	end := func(at int) {
		if start < 0 {
			return
		}
		if word := s[start:at]; secrets[word] {
			b.WriteString(blotted)
		} else {
			b.WriteString(word)
		}
		start = -1
	}
	for i, r := range s {
		switch {
		case !partOfWord(r):
			end(i)
			b.WriteRune(r)
		case start < 0:
			start = i
		}
	}
	end(len(s))
	return b.String()
}
