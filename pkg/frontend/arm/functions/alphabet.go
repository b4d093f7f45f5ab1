package functions

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// alphabet is what is known of the characters of an unknown text.
type alphabet struct {
	// name is set for texts that have no slash in them.
	name bool
	// word is set for texts of letters, digits, hyphens alone.
	word bool
	// lower is set for texts that have no upper case letter.
	lower bool
	// plain is set for texts of letters and digits alone.
	plain bool
}

// alphabetOf tells what texts an unknown piece may stand for, by the function it comes
// from. A piece that is no text is written out as one.
func alphabetOf(p partial.Value) alphabet {
	r := p.Residual()
	switch strings.ToLower(r.Call) {
	case "uniquestring":
		return alphabet{name: true, word: true, lower: true, plain: true}
	case "guid", "newguid":
		return alphabet{name: true, word: true, lower: true}
	case strings.ToLower(partial.MemberCall):
		return memberAlphabet(r)
	case "tolower":
		a := argumentAlphabet(r)
		a.lower = true
		return a
	case "toupper":
		a := argumentAlphabet(r)
		a.lower = false
		return a
	case "take", "skip", "substring", "trim", "first", "last":
		return argumentAlphabet(r)
	}
	switch r.Type {
	case partial.BoolType:
		return alphabet{name: true, word: true, plain: true}
	case partial.IntType:
		return alphabet{name: true}
	case partial.AnyType, partial.StringType, partial.ArrayType, partial.ObjectType:
	}
	return alphabet{}
}

// memberAlphabet knows the members of the scopes: a subscription's id is a GUID, and
// names and locations of Azure never have a slash in them.
func memberAlphabet(r *partial.Residual) alphabet {
	if len(r.Args) != 2 {
		return alphabet{}
	}
	key, _ := r.Args[1].Text()
	scope := strings.ToLower(r.Args[0].Residual().Call)
	switch strings.ToLower(key) {
	case "subscriptionid", "tenantid":
		if scope == "subscription" || scope == "tenant" {
			return alphabet{name: true, word: true}
		}
	case "name":
		switch scope {
		case "resourcegroup", "deployment", "managementgroup":
			return alphabet{name: true}
		}
	case "location":
		switch scope {
		case "resourcegroup", "deployment":
			return alphabet{name: true}
		}
	}
	return alphabet{}
}

// argumentAlphabet is that of a residual which takes characters of its first argument.
func argumentAlphabet(r *partial.Residual) alphabet {
	if len(r.Args) == 0 {
		return alphabet{}
	}
	a := alphabet{name: true, word: true, lower: true, plain: true}
	for _, p := range r.Args[0].Parts() {
		b := alphabet{}
		switch s, ok := p.Text(); {
		case ok:
			b = literalAlphabet(s)
		case p.Kind() == partial.Unknown:
			b = alphabetOf(p)
		}
		a = alphabet{name: a.name && b.name, word: a.word && b.word, lower: a.lower && b.lower, plain: a.plain && b.plain}
	}
	return a
}

func literalAlphabet(s string) alphabet {
	a := alphabet{name: !strings.Contains(s, "/"), word: true, lower: strings.ToLower(s) == s, plain: true}
	for i := range len(s) {
		letter := isAlphanumeric(s[i])
		a.plain = a.plain && letter
		a.word = a.word && (letter || s[i] == '-')
	}
	return a
}

// avoids reports whether an unknown piece certainly has none of the characters of a
// known text in it.
func avoids(p partial.Value, chars string) bool {
	if p.Kind() != partial.Unknown {
		return false
	}
	a := alphabetOf(p)
	for _, r := range chars {
		letter := r < 0x80 && isAlphanumeric(byte(r))
		switch {
		case r == '/' && a.name:
		case a.plain && !letter:
		case a.word && !letter && r != '-':
		default:
			return false
		}
	}
	return true
}

// nonEmpty reports whether an unknown piece is certainly not the empty text.
func nonEmpty(p partial.Value) bool {
	r := p.Residual()
	switch strings.ToLower(r.Call) {
	case "uniquestring", "guid", "newguid":
		return true
	case partial.MemberCall:
		return memberAlphabet(r) != alphabet{}
	case "tolower", "toupper":
		return len(r.Args) > 0 && textNonEmpty(r.Args[0])
	}
	return r.Type == partial.BoolType || r.Type == partial.IntType
}

// textNonEmpty is nonEmpty for a text of pieces.
func textNonEmpty(v partial.Value) bool {
	for _, p := range v.Parts() {
		if s, ok := p.Text(); ok && s != "" || !ok && p.Kind() == partial.Unknown && nonEmpty(p) {
			return true
		}
	}
	return false
}

// exactLength is how many characters an unknown piece has, or -1.
func exactLength(p partial.Value) int {
	r := p.Residual()
	switch strings.ToLower(r.Call) {
	case "uniquestring":
		return 13
	case "guid", "newguid":
		return 36
	case "tolower", "toupper":
		// Only of what has ASCII letters alone is it certain that its length stays.
		if len(r.Args) == 1 && r.Args[0].Kind() == partial.Unknown && alphabetOf(r.Args[0]).word {
			return exactLength(r.Args[0])
		}
	case partial.MemberCall:
		if a := memberAlphabet(r); a.word {
			return 36
		}
	}
	return -1
}
