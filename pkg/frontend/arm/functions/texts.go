package functions

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// units is a text as a sequence of UTF-16 code units, in which the language counts.
type units struct {
	text string
	wide []uint16 // nil for a text of ASCII alone
}

func unitsOf(s string) units {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return units{text: s, wide: utf16.Encode([]rune(s))}
		}
	}
	return units{text: s}
}

func (u units) length() int {
	if u.wide != nil {
		return len(u.wide)
	}
	return len(u.text)
}

func (u units) slice(from, to int) string {
	if u.wide != nil {
		return string(utf16.Decode(u.wide[from:to]))
	}
	return u.text[from:to]
}

// index returns the first position of a text in another one, and last the last one.
func (u units) index(of units, last bool) int {
	if u.wide == nil && of.wide == nil {
		if last {
			return strings.LastIndex(u.text, of.text)
		}
		return strings.Index(u.text, of.text)
	}
	at := strings.Index(u.text, of.text)
	if last {
		at = strings.LastIndex(u.text, of.text)
	}
	if at < 0 {
		return at
	}
	return unitsOf(u.text[:at]).length()
}

// foldText maps a text to one that is equal for texts which differ in case only, without
// changing where its characters are.
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if up := unicode.ToUpper(r); (up > 0xffff) == (r > 0xffff) {
			return up
		}
		return r
	}, s)
}

func textFunctions() []Function {
	return []Function{
		{Name: "concat", Min: 1, Max: -1, projects: true, eval: concat},
		{Name: "join", Min: 2, Max: 2, Result: partial.StringType, eval: join},
		{Name: "split", Min: 2, Max: 2, Result: partial.ArrayType, eval: split},
		{Name: "replace", Min: 3, Max: 3, Result: partial.StringType, eval: replace},
		{Name: "padLeft", Min: 2, Max: 3, Result: partial.StringType, eval: padLeft},
		{Name: "toLower", Min: 1, Max: 1, Result: partial.StringType, eval: func(c *call) (partial.Value, error) { return changeCase(c, strings.ToLower) }},
		{Name: "toUpper", Min: 1, Max: 1, Result: partial.StringType, eval: func(c *call) (partial.Value, error) { return changeCase(c, strings.ToUpper) }},
		{Name: "trim", Min: 1, Max: 1, Result: partial.StringType, eval: trim},
		{Name: "substring", Min: 2, Max: 3, Result: partial.StringType, eval: substring},
	}
}

// concat joins arrays to an array, or texts, numbers and bools to a text.
func concat(c *call) (partial.Value, error) {
	switch t := concatType(c); t {
	case partial.ArrayType:
		return concatArrays(c)
	case partial.StringType:
		return concatTexts(c)
	case partial.AnyType, partial.BoolType, partial.IntType, partial.ObjectType:
	}
	return c.residue()
}

func concatType(c *call) partial.Type {
	for _, a := range c.args {
		switch {
		case a.Kind() == partial.Array || typed(a, partial.ArrayType):
			return partial.ArrayType
		case !undecided(a), typed(a, partial.StringType), typed(a, partial.IntType), typed(a, partial.BoolType):
			return partial.StringType
		}
	}
	return partial.AnyType
}

func concatTexts(c *call) (partial.Value, error) {
	pieces := make([]partial.Value, len(c.args))
	for i, a := range c.args {
		switch a.Kind() {
		case partial.Array, partial.Object, partial.Null, partial.Lambda:
			return c.wrong(i, "a string, a number or a bool, as the others are")
		case partial.Bool, partial.Int, partial.Float, partial.String, partial.Unknown, partial.Handle:
		}
		pieces[i] = Text(a)
	}
	v, err := c.text(pieces...)
	if err == nil && c.hasSecrets() {
		v = v.Secret()
	}
	return v, err
}

func concatArrays(c *call) (partial.Value, error) {
	var items []partial.Value
	open := false
	for i, a := range c.args {
		switch {
		case undecided(a):
			open = true
		case a.Kind() != partial.Array:
			return c.wrong(i, "an array, as another one is")
		default:
			open = open || a.Rest() != nil
			items = append(items, a.Items()...)
		}
	}
	if !open {
		return c.array(items, nil)
	}
	if len(items) == 0 {
		return c.residueOf(partial.ArrayType), nil
	}
	return c.array(items, partial.Join(c.fn.Name, partial.ArrayType, c.args...))
}

func join(c *call) (partial.Value, error) {
	array, delimiter := c.args[0], c.args[1]
	switch {
	case !undecided(array) && array.Kind() != partial.Array:
		return c.wrong(0, "an array")
	case !undecided(delimiter) && delimiter.Kind() != partial.String:
		return c.wrong(1, "a string")
	case undecided(array) || array.Rest() != nil:
		return c.residue()
	}
	pieces := make([]partial.Value, 0, 2*array.Len())
	for i, item := range array.Items() {
		if item.Kind() == partial.Lambda {
			return c.fail("element %d is a lambda.", i)
		}
		if i > 0 {
			pieces = append(pieces, delimiter)
		}
		pieces = append(pieces, Text(item))
	}
	return c.text(pieces...)
}

// changeCase changes the known pieces of a text, and tells of the others that they are
// changed.
func changeCase(c *call, change func(string) string) (partial.Value, error) {
	v := c.args[0]
	switch {
	case v.Kind() == partial.Unknown:
		return c.changePiece(v, change), nil
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.String:
		return c.wrong(0, "a string")
	}
	parts := v.Parts()
	pieces := make([]partial.Value, len(parts))
	for i, p := range parts {
		if s, ok := p.Text(); ok {
			pieces[i] = partial.StringValue(change(s))
			continue
		}
		pieces[i] = c.changePiece(p, change)
	}
	return c.text(pieces...)
}

// changePiece leaves out what would change nothing: two changes in a row, and what has
// lower case letters only.
func (c *call) changePiece(p partial.Value, _ func(string) string) partial.Value {
	r := p.Residual()
	if strings.EqualFold(r.Call, c.fn.Name) {
		return p
	}
	if strings.EqualFold(c.fn.Name, "toLower") && alphabetOf(p).lower {
		return p
	}
	return partial.Residue(c.fn.Name, partial.StringType, partial.TextValue(p))
}

func trim(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.String:
		return c.wrong(0, "a string")
	}
	parts := v.Parts()
	if len(parts) == 1 {
		if s, ok := v.Text(); ok {
			return c.known(strings.TrimSpace(s))
		}
	}
	pieces := append([]partial.Value(nil), parts...)
	first, last := 0, len(pieces)-1
	if !trimEnd(pieces, first, strings.TrimLeftFunc) || !trimEnd(pieces, last, strings.TrimRightFunc) {
		return c.residue()
	}
	return c.text(pieces...)
}

// trimEnd trims one side of a text if it is sure where that ends.
func trimEnd(pieces []partial.Value, at int, cut func(string, func(rune) bool) string) bool {
	s, ok := pieces[at].Text()
	if !ok {
		return alphabetOf(pieces[at]).word && nonEmpty(pieces[at])
	}
	s = cut(s, unicode.IsSpace)
	pieces[at] = partial.StringValue(s)
	return s != ""
}

func padLeft(c *call) (partial.Value, error) {
	pad := partial.StringValue(" ")
	if len(c.args) == 3 {
		pad = c.args[2]
	}
	v := c.args[0]
	switch v.Kind() {
	case partial.String, partial.Int, partial.Unknown, partial.Handle:
		v = Text(v)
	case partial.Null, partial.Bool, partial.Float, partial.Array, partial.Object, partial.Lambda:
		return c.wrong(0, "a string or an integer")
	}
	n, ok, err := c.knownInt(1)
	if err != nil {
		return partial.Value{}, err
	}
	fill, known := pad.Text()
	switch {
	case !undecided(pad) && pad.Kind() != partial.String:
		return c.wrong(2, "a string")
	case known && unitsOf(fill).length() != 1:
		return c.fail("the padding has to be one character.")
	case !ok:
		return c.residue()
	case n < 0:
		return c.fail("the length %d is negative.", n)
	case int64(leastLength(v)) >= n:
		return c.text(v)
	}
	s, whole := v.Text()
	if !whole || !known {
		return c.residue()
	}
	missing := n - int64(unitsOf(s).length())
	if err := c.b.Take(missing*int64(len(fill)) + int64(len(s))); err != nil {
		return partial.Value{}, err
	}
	return partial.StringValue(strings.Repeat(fill, int(missing)) + s), nil
}

// leastLength is the length in UTF-16 units of what is known of a text.
func leastLength(v partial.Value) int {
	n := 0
	for _, p := range v.Parts() {
		if s, ok := p.Text(); ok {
			n += unitsOf(s).length()
		} else {
			n += max(exactLength(p), 0)
		}
	}
	return n
}

// lengthOf is the length of a text, or -1.
func lengthOf(v partial.Value) int {
	n := 0
	for _, p := range v.Parts() {
		if s, ok := p.Text(); ok {
			n += unitsOf(s).length()
			continue
		}
		m := exactLength(p)
		if m < 0 {
			return -1
		}
		n += m
	}
	return n
}

func substring(c *call) (partial.Value, error) {
	v := c.args[0]
	if !undecided(v) && v.Kind() != partial.String {
		return c.wrong(0, "a string")
	}
	start, startOK, err := c.knownInt(1)
	if err != nil {
		return partial.Value{}, err
	}
	length, lengthOK := int64(-1), true
	if len(c.args) == 3 {
		if length, lengthOK, err = c.knownInt(2); err != nil {
			return partial.Value{}, err
		}
	}
	switch {
	case startOK && start < 0:
		return c.fail("the start %d is negative.", start)
	case lengthOK && len(c.args) == 3 && length < 0:
		return c.fail("the length %d is negative.", length)
	case undecided(v) || !startOK || !lengthOK:
		return c.residue()
	}
	if total := lengthOf(v); total >= 0 {
		if start > int64(total) {
			return c.fail("the start %d lies outside a text of %d characters.", start, total)
		}
		if length >= 0 && length > int64(total)-start {
			return c.fail("%d characters from %d on are more than a text of %d has.", length, start, total)
		}
	}
	return c.cut(v, start, length)
}

// cut returns a part of a text: length characters from start on, or all for -1. The known
// beginning of the text is taken apart, and the rest becomes a residual.
func (c *call) cut(v partial.Value, start, length int64) (partial.Value, error) {
	parts := v.Parts()
	var pieces []partial.Value
	for i, p := range parts {
		if length == 0 {
			break
		}
		s, ok := p.Text()
		if !ok {
			if start == 0 && length < 0 {
				pieces = append(pieces, parts[i:]...)
				break
			}
			pieces = append(pieces, c.remainder(partial.TextValue(parts[i:]...), start, length))
			break
		}
		u := unitsOf(s)
		n := int64(u.length())
		if start >= n {
			start -= n
			continue
		}
		to := n
		if length >= 0 {
			to = min(n, start+min(length, n))
			length -= to - start
		}
		pieces = append(pieces, partial.StringValue(u.slice(int(start), int(to))))
		start = 0
	}
	return c.text(pieces...)
}

// remainder is what a cut takes of a text whose beginning is unknown.
func (c *call) remainder(v partial.Value, start, length int64) partial.Value {
	if n := lengthOf(v); c.fn.Name == "take" && n >= 0 && int64(n) <= length {
		return v
	}
	if c.fn.Name != "substring" {
		n := length
		if c.fn.Name == "skip" {
			n = start
		}
		return partial.Residue(c.fn.Name, partial.StringType, v, partial.IntValue(n))
	}
	args := []partial.Value{v, partial.IntValue(start)}
	if length >= 0 {
		args = append(args, partial.IntValue(length))
	}
	return partial.Residue(c.fn.Name, partial.StringType, args...)
}
