package reach

import "github.com/appnetlint/appnetlint/pkg/network"

// Change is an answer that a change of the configuration makes another one.
type Change struct {
	// Before is nil for a site or source that there was not before, After for one
	// that there is not any more.
	Before, After *Row
}

// Opens reports whether the change certainly lets clients in that were certainly
// kept out.
func (c Change) Opens() bool {
	return c.Before != nil && c.After != nil && rank(c.Before.Verdict) > 0 && rank(c.After.Verdict) > rank(c.Before.Verdict)
}

// Closes reports whether the change certainly keeps clients out that got in.
func (c Change) Closes() bool {
	return c.Before != nil && c.After != nil && rank(c.After.Verdict) > 0 && rank(c.After.Verdict) < rank(c.Before.Verdict)
}

// rank orders verdicts by how many get in; what cannot be told has none.
func rank(v Verdict) int {
	switch v {
	case Closed:
		return 1
	case Filtered:
		return 2
	case Open:
		return 3
	case CannotTell:
	}
	return 0
}

// Diff compares the answers before and after a change, and leaves out those that
// stay the same.
func Diff(before, after *network.Model, sources ...Source) []Change {
	type key struct {
		address string
		scm     bool
		kind    Kind
		from    string
	}
	keyed := func(r *Row) key { return key{r.Site.Address, r.SCM, r.From.Kind, r.From.Name} }
	was, is := Of(before, sources...), Of(after, sources...)
	old := make(map[key]*Row, len(was))
	for i := range was {
		old[keyed(&was[i])] = &was[i]
	}
	var changes []Change
	for i := range is {
		k := keyed(&is[i])
		if b := old[k]; b == nil || b.Verdict != is[i].Verdict {
			changes = append(changes, Change{Before: b, After: &is[i]})
		}
		delete(old, k)
	}
	for i := range was {
		if old[keyed(&was[i])] != nil {
			changes = append(changes, Change{Before: &was[i]})
		}
	}
	return changes
}
