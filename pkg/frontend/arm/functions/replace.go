package functions

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// replace replaces in the known pieces of a text, as long as it is certain that no
// occurrence lies across the border of an unknown one.
func replace(c *call) (partial.Value, error) {
	v, with := c.args[0], c.args[2]
	if !undecided(v) && v.Kind() != partial.String {
		return c.wrong(0, "a string")
	}
	if !undecided(with) && with.Kind() != partial.String {
		return c.wrong(2, "a string")
	}
	old, ok, err := c.knownText(1)
	switch {
	case err != nil:
		return partial.Value{}, err
	case ok && old == "":
		return c.fail("there is no text to look for.")
	case !ok || undecided(v):
		return c.residue()
	}
	if !separable(v.Parts(), old) {
		return c.residue()
	}
	var pieces []partial.Value
	for _, p := range v.Parts() {
		s, ok := p.Text()
		switch {
		case ok:
			pieces, err = c.replaceKnown(pieces, s, old, with)
			if err != nil {
				return partial.Value{}, err
			}
		case avoidsText(p, old):
			pieces = append(pieces, p)
		default:
			pieces = append(pieces, partial.Residue(c.fn.Name, partial.StringType, partial.TextValue(p), c.args[1], with))
		}
	}
	return c.text(pieces...)
}

// avoidsText reports whether an unknown piece certainly does not have a known text in it:
// one character of it that cannot be there is enough.
func avoidsText(p partial.Value, s string) bool {
	for _, r := range s {
		if avoids(p, string(r)) {
			return true
		}
	}
	return false
}

func (c *call) replaceKnown(pieces []partial.Value, s, old string, with partial.Value) ([]partial.Value, error) {
	n := int64(strings.Count(s, old))
	if err := c.b.Take(int64(len(s)) + n*weight(with)); err != nil {
		return nil, err
	}
	if w, ok := with.Text(); ok {
		return append(pieces, partial.StringValue(strings.ReplaceAll(s, old, w))), nil
	}
	for i, t := range strings.Split(s, old) {
		if i > 0 {
			pieces = append(pieces, with)
		}
		pieces = append(pieces, partial.StringValue(t))
	}
	return pieces, nil
}

// maxBorder bounds the work at the borders of pieces.
const maxBorder = 256

// separable reports whether each occurrence of a text lies inside of one piece. An empty
// piece lets its neighbours touch each other; that needs one of them to have a part
// of the text at its border as well.
func separable(parts []partial.Value, old string) bool {
	if len(parts) == 1 || len(old) == 1 {
		return true
	}
	if len(old) > maxBorder {
		return false
	}
	for i, p := range parts {
		s, ok := p.Text()
		switch {
		case !ok && i > 0 && parts[i-1].Kind() != partial.String:
			return false
		case !ok:
			continue
		case i < len(parts)-1 && overlaps(s, old):
			return false
		case i > 0 && overlaps(reverse(s), reverse(old)):
			return false
		case i > 0 && i < len(parts)-1 && strings.Contains(old, s):
			return false
		}
	}
	return true
}

// overlaps reports whether a text ends with a part that another one begins with.
func overlaps(s, old string) bool {
	for n := 1; n < len(old) && n <= len(s); n++ {
		if s[len(s)-n:] == old[:n] {
			return true
		}
	}
	return false
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
