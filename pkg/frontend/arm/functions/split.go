package functions

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// split takes a text apart at each of the delimiters. A text with unknown pieces is taken
// apart as far as is sure: pieces that cannot have a delimiter in them, as the name of a
// resource group in an id, stay inside their segment.
func split(c *call) (partial.Value, error) {
	v := c.args[0]
	if !undecided(v) && v.Kind() != partial.String {
		return c.wrong(0, "a string")
	}
	delimiters, ok, err := c.delimiters()
	if err != nil {
		return partial.Value{}, err
	}
	if undecided(v) || !ok {
		return c.residue()
	}
	if s, ok := v.Text(); ok {
		return c.splitKnown(s, delimiters)
	}
	return c.splitParts(v, delimiters)
}

// delimiters are the texts that end a segment. Empty ones never do.
func (c *call) delimiters() (found []string, ok bool, err error) {
	d := c.args[1]
	list := []partial.Value{d}
	switch {
	case undecided(d):
		return nil, false, nil
	case d.Kind() == partial.Array:
		if d.Rest() != nil {
			return nil, false, nil
		}
		list = d.Items()
	case d.Kind() != partial.String:
		return nil, false, c.wrongKind(1, "a string or an array of strings")
	}
	for _, d := range list {
		s, ok := d.Text()
		switch {
		case undecided(d) || d.Kind() == partial.String && !ok:
			return nil, false, nil
		case d.Kind() != partial.String:
			return nil, false, c.wrongKind(1, "an array of strings")
		case s != "":
			found = append(found, s)
		}
	}
	return found, true, nil
}

func (c *call) splitKnown(s string, delimiters []string) (partial.Value, error) {
	texts := splitText(s, delimiters)
	if err := c.b.Take(int64(len(s)) + int64(len(texts))); err != nil {
		return partial.Value{}, err
	}
	items := make([]partial.Value, len(texts))
	for i, t := range texts {
		items[i] = partial.StringValue(t)
	}
	return c.array(items, nil)
}

// splitText cuts at the leftmost delimiter, and of those that begin there at the one that is
// listed first.
func splitText(s string, delimiters []string) []string {
	if len(delimiters) == 1 {
		return strings.Split(s, delimiters[0])
	}
	var texts []string
	from := 0
	for i := 0; i < len(s); {
		n := delimiterAt(s[i:], delimiters)
		if n == 0 {
			i++
			continue
		}
		texts = append(texts, s[from:i])
		i += n
		from = i
	}
	return append(texts, s[from:])
}

func delimiterAt(s string, delimiters []string) int {
	for _, d := range delimiters {
		if strings.HasPrefix(s, d) {
			return len(d)
		}
	}
	return 0
}

// segments are what is sure of the segments of a text with unknown pieces.
type segments struct {
	// head are the segments before the first piece that may have a delimiter in it, tail
	// those behind the last one, and middle those between two of them that are
	// delimited on both sides.
	head, middle, tail []partial.Value
	whole              bool
}

func (c *call) splitParts(v partial.Value, delimiters []string) (partial.Value, error) {
	if err := c.b.Take(2 * weight(v)); err != nil {
		return partial.Value{}, err
	}
	s, ok := segment(v, delimiters)
	if !ok {
		return c.residue()
	}
	if s.whole {
		return c.array(s.head, nil)
	}
	items := append(append(append([]partial.Value(nil), s.head...), s.middle...), s.tail...)
	if len(items) == 0 {
		return c.residue()
	}
	return c.array(items, partial.Join(c.fn.Name, partial.ArrayType, c.args...))
}

// segment takes a text with unknown pieces apart. A delimiter of several characters could
// begin in one piece and end in the next; then it is not ok.
func segment(v partial.Value, delimiters []string) (segments, bool) {
	for _, d := range delimiters {
		if len(d) != 1 {
			return segments{}, false
		}
	}
	chars := strings.Join(delimiters, "")
	out := segments{whole: true}
	var current []partial.Value // pieces of the segment at hand
	tainted := false            // whether the segment at hand has a piece that may be several
	end := func() {
		switch {
		case tainted:
			out.middle = append(out.middle, out.tail...)
			out.tail = nil
		case out.whole:
			out.head = append(out.head, single(current))
		default:
			out.tail = append(out.tail, single(current))
		}
		out.whole = out.whole && !tainted
		current, tainted = nil, false
	}
	for _, p := range v.Parts() {
		s, ok := p.Text()
		if !ok {
			tainted = tainted || !avoids(p, chars)
			current = append(current, p)
			continue
		}
		for i, t := range splitText(s, delimiters) {
			if i > 0 {
				end()
			}
			current = append(current, partial.StringValue(t))
		}
	}
	end()
	return out, true
}

// single joins pieces; one that is certainly a text is its own text, and stays equal to
// what it was before it became a piece.
func single(pieces []partial.Value) partial.Value {
	v := partial.TextValue(pieces...)
	if parts := v.Parts(); len(parts) == 1 && parts[0].Kind() == partial.Unknown {
		if r := parts[0].Residual(); r.Call == partial.MemberCall && memberAlphabet(r) != (alphabet{}) {
			return under(parts[0], v)
		}
	}
	return v
}

// elementAt finds an element of an open array, of which it is known how it was made.
func elementAt(v partial.Value, n int64) (partial.Value, bool) {
	r := v.Rest()
	if r == nil || n < 0 {
		return partial.Value{}, false
	}
	switch r.Call {
	case "split":
		if s, ok := segmentsOf(r); ok && n < int64(len(s.head)) {
			return s.head[n], true
		}
	case "concat":
		return elementOfConcat(r.Args, n, 1)
	}
	return partial.Value{}, false
}

// elementFromEnd is elementAt that counts from the end, the last being 1.
func elementFromEnd(v partial.Value, n int64) (partial.Value, bool) {
	r := v.Rest()
	if r == nil || n < 1 {
		return partial.Value{}, false
	}
	switch r.Call {
	case "split":
		if s, ok := segmentsOf(r); ok && n <= int64(len(s.tail)) {
			return s.tail[int64(len(s.tail))-n], true
		}
	case "concat":
		return elementOfConcat(r.Args, n-1, -1)
	}
	return partial.Value{}, false
}

// segmentsOf takes the text of a residual split apart once more.
func segmentsOf(r *partial.Residual) (segments, bool) {
	if len(r.Args) != 2 || r.Args[0].Kind() != partial.String {
		return segments{}, false
	}
	c := &call{fn: &Function{Name: r.Call}, args: r.Args}
	delimiters, ok, err := c.delimiters()
	if err != nil || !ok {
		return segments{}, false
	}
	return segment(r.Args[0], delimiters)
}

// elementOfConcat counts n elements through arrays that are joined, from the first one on
// or backwards.
func elementOfConcat(args []partial.Value, n int64, step int) (partial.Value, bool) {
	at := 0
	if step < 0 {
		at = len(args) - 1
	}
	for ; at >= 0 && at < len(args); at += step {
		a := args[at]
		if a.Kind() != partial.Array {
			return partial.Value{}, false
		}
		if a.Rest() != nil {
			if step < 0 {
				return elementFromEnd(a, n+1)
			}
			return elementAt(a, n)
		}
		if n < int64(a.Len()) {
			if step < 0 {
				return a.Index(a.Len() - 1 - int(n)), true
			}
			return a.Index(int(n)), true
		}
		n -= int64(a.Len())
	}
	return partial.Value{}, false
}
