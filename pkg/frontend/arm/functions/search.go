package functions

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func searchFunctions() []Function {
	return []Function{
		{Name: "empty", Min: 1, Max: 1, Result: partial.BoolType, eval: empty},
		{Name: "length", Min: 1, Max: 1, Result: partial.IntType, eval: length},
		{Name: "contains", Min: 2, Max: 2, Result: partial.BoolType, eval: contains},
		{Name: "startsWith", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return beginsWith(c, false) }},
		{Name: "endsWith", Min: 2, Max: 2, Result: partial.BoolType, eval: func(c *call) (partial.Value, error) { return beginsWith(c, true) }},
		{Name: "indexOf", Min: 2, Max: 2, Result: partial.IntType, eval: func(c *call) (partial.Value, error) { return indexOf(c, false) }},
		{Name: "lastIndexOf", Min: 2, Max: 2, Result: partial.IntType, eval: func(c *call) (partial.Value, error) { return indexOf(c, true) }},
		{Name: "like", Min: 2, Max: 2, Result: partial.BoolType, eval: like},
	}
}

// empty takes null for empty, as Azure does.
func empty(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.Null:
		return partial.BoolValue(true), nil
	case partial.String:
		s, ok := v.Text()
		if !ok && !textNonEmpty(v) {
			return c.residue()
		}
		return partial.BoolValue(ok && s == ""), nil
	case partial.Array, partial.Object:
		if v.Len() == 0 && v.Rest() != nil {
			return c.residue()
		}
		return partial.BoolValue(v.Len() == 0), nil
	case partial.Unknown:
		if nonEmpty(v) && v.Residual().Type != partial.BoolType && v.Residual().Type != partial.IntType {
			return partial.BoolValue(false), nil
		}
		return c.residue()
	case partial.Handle:
		return c.residue()
	case partial.Bool, partial.Int, partial.Float, partial.Lambda:
	}
	return c.wrong(0, "a string, an array or an object")
}

func length(c *call) (partial.Value, error) {
	v := c.args[0]
	switch v.Kind() {
	case partial.String:
		if n := lengthOf(v); n >= 0 {
			return partial.IntValue(int64(n)), nil
		}
		return c.residue()
	case partial.Array, partial.Object:
		if v.Rest() != nil {
			return c.residue()
		}
		return partial.IntValue(int64(v.Len())), nil
	case partial.Unknown:
		if n := exactLength(v); n >= 0 {
			return partial.IntValue(int64(n)), nil
		}
		return c.residue()
	case partial.Handle:
		return c.residue()
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda:
	}
	return c.wrong(0, "a string, an array or an object")
}

// contains looks for an element of an array, for a member of an object without case, and
// for a part of a text with its case.
func contains(c *call) (partial.Value, error) {
	in, what := c.args[0], c.args[1]
	switch in.Kind() {
	case partial.Unknown, partial.Handle:
		return c.residue()
	case partial.Array:
		return c.containsElement(in, what)
	case partial.Object:
		return c.containsMember(in, what)
	case partial.String:
		return c.containsText(in, what)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Lambda:
	}
	return c.wrong(0, "a string, an array or an object")
}

func (c *call) containsElement(in, what partial.Value) (partial.Value, error) {
	verdict := partial.No
	for _, item := range in.Items() {
		switch partial.Equal(item, what) {
		case partial.Yes:
			return partial.BoolValue(true), nil
		case partial.Perhaps:
			verdict = partial.Perhaps
		case partial.No:
		}
	}
	if verdict == partial.Perhaps || in.Rest() != nil {
		return c.residue()
	}
	return partial.BoolValue(false), nil
}

func (c *call) containsMember(in, what partial.Value) (partial.Value, error) {
	key := Text(what)
	name, ok := key.Text()
	switch {
	case undecided(what) || what.Kind() == partial.String && !ok:
		if in.Len() == 0 && in.Rest() == nil {
			return partial.BoolValue(false), nil
		}
		return c.residue()
	case what.Kind() != partial.String && what.Kind() != partial.Int:
		return c.wrong(1, "a string")
	case in.Find(name) >= 0:
		return partial.BoolValue(true), nil
	case in.Rest() != nil:
		return c.residue()
	}
	return partial.BoolValue(false), nil
}

func (c *call) containsText(in, what partial.Value) (partial.Value, error) {
	switch what.Kind() {
	case partial.String, partial.Int, partial.Unknown, partial.Handle:
	case partial.Null, partial.Bool, partial.Float, partial.Array, partial.Object, partial.Lambda:
		return c.wrong(1, "a string")
	}
	s, ok := Text(what).Text()
	if !ok {
		if in.Skeleton() == Text(what).Skeleton() {
			return partial.BoolValue(true), nil
		}
		return c.residue()
	}
	for _, p := range in.Parts() {
		if t, ok := p.Text(); ok && strings.Contains(t, s) {
			return partial.BoolValue(true), nil
		}
	}
	if _, whole := in.Text(); whole || excluded(in, s) {
		return partial.BoolValue(false), nil
	}
	return c.residue()
}

// excluded reports whether a text with unknown pieces cannot have another one in it, because
// some character of that one is in none of its pieces.
func excluded(in partial.Value, s string) bool {
	for _, r := range s {
		absent := true
		for _, p := range in.Parts() {
			t, ok := p.Text()
			if ok && strings.ContainsRune(t, r) || !ok && !avoids(p, string(r)) {
				absent = false
				break
			}
		}
		if absent {
			return true
		}
	}
	return false
}

// beginsWith answers startsWith and endsWith, which do not care for case.
func beginsWith(c *call, atEnd bool) (partial.Value, error) {
	for i, a := range c.args {
		if !undecided(a) && a.Kind() != partial.String {
			return c.wrong(i, "a string")
		}
	}
	v, with := pieces(c.args[0], atEnd), pieces(c.args[1], atEnd)
	for len(v) > 0 && len(with) > 0 {
		s, ok := v[0].Text()
		t, known := with[0].Text()
		switch {
		case ok && known:
			n := matched(s, t, atEnd)
			if n < 0 {
				return partial.BoolValue(false), nil
			}
			v, with = shorten(v, s, n, atEnd), shorten(with, t, n, atEnd)
		case !ok && !known && v[0].Residual().Key() == with[0].Residual().Key():
			v, with = v[1:], with[1:]
		default:
			return c.residue()
		}
	}
	switch {
	case len(with) == 0:
		return partial.BoolValue(true), nil
	case !couldBeEmpty(with):
		return partial.BoolValue(false), nil
	}
	return c.residue()
}

// pieces returns the pieces of a text, for atEnd from the last one on. Empty ones are left out.
func pieces(v partial.Value, atEnd bool) []partial.Value {
	var out []partial.Value
	for _, p := range v.Parts() {
		if s, ok := p.Text(); ok && s == "" {
			continue
		}
		out = append(out, p)
	}
	if atEnd {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

func couldBeEmpty(ps []partial.Value) bool {
	for _, p := range ps {
		if _, ok := p.Text(); ok || nonEmpty(p) {
			return false
		}
	}
	return true
}

// matched compares as many characters as both texts have and returns how many those are, or
// -1 if they differ.
func matched(s, t string, atEnd bool) int {
	a, b := []rune(foldText(s)), []rune(foldText(t))
	n := min(len(a), len(b))
	if atEnd {
		a, b = a[len(a)-n:], b[len(b)-n:]
	}
	if string(a[:n]) != string(b[:n]) {
		return -1
	}
	return n
}

// shorten takes n characters off the first piece.
func shorten(ps []partial.Value, s string, n int, atEnd bool) []partial.Value {
	r := []rune(s)
	if n == len(r) {
		return ps[1:]
	}
	rest := string(r[n:])
	if atEnd {
		rest = string(r[:len(r)-n])
	}
	return append([]partial.Value{partial.StringValue(rest)}, ps[1:]...)
}

// indexOf counts from 0 and returns -1 where there is nothing. Texts are compared
// without case, elements with it.
func indexOf(c *call, last bool) (partial.Value, error) {
	in, what := c.args[0], c.args[1]
	switch in.Kind() {
	case partial.Unknown, partial.Handle:
		return c.residue()
	case partial.Array:
		return c.indexOfElement(in, what, last)
	case partial.String:
		return c.indexOfText(in, last)
	case partial.Null, partial.Bool, partial.Int, partial.Float, partial.Object, partial.Lambda:
	}
	return c.wrong(0, "a string or an array")
}

func (c *call) indexOfElement(in, what partial.Value, last bool) (partial.Value, error) {
	if in.Rest() != nil {
		return c.residue()
	}
	n := in.Len()
	for k := range n {
		i := k
		if last {
			i = n - 1 - k
		}
		switch partial.Equal(in.Index(i), what) {
		case partial.Yes:
			return partial.IntValue(int64(i)), nil
		case partial.Perhaps:
			return c.residue()
		case partial.No:
		}
	}
	return partial.IntValue(-1), nil
}

func (c *call) indexOfText(in partial.Value, last bool) (partial.Value, error) {
	s, ok, err := c.knownText(1)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	text, whole := in.Text()
	if !whole {
		text = in.Prefix()
	}
	at := unitsOf(foldText(text)).index(unitsOf(foldText(s)), last)
	switch {
	case last && s == "":
		// Versions of the runtime differ in what this is.
		return c.residue()
	case whole, !last && at >= 0:
		return partial.IntValue(int64(at)), nil
	}
	return c.residue()
}

// like matches a text with a pattern in which a star stands for any characters.
func like(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	pattern, known, err := c.knownText(1)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok || !known {
		return c.residue()
	}
	if err := c.b.Take(int64(len(s) + len(pattern))); err != nil {
		return partial.Value{}, err
	}
	return partial.BoolValue(matchStars(foldText(s), strings.Split(foldText(pattern), "*"))), nil
}

func matchStars(s string, between []string) bool {
	if len(between) == 1 {
		return s == between[0]
	}
	first, last := between[0], between[len(between)-1]
	if !strings.HasPrefix(s, first) {
		return false
	}
	s = s[len(first):]
	for _, part := range between[1 : len(between)-1] {
		_, rest, ok := strings.Cut(s, part)
		if !ok {
			return false
		}
		s = rest
	}
	return strings.HasSuffix(s, last)
}
