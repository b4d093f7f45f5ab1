package functions

import (
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func mergeFunctions() []Function {
	return []Function{
		{Name: "union", Min: 1, Max: -1, projects: true, eval: union},
		{Name: "shallowMerge", Min: 1, Max: 1, Result: partial.ObjectType, projects: true, eval: shallowMerge},
	}
}

// union joins arrays without what is twice in them, and merges objects all the way down:
// the last one wins, and arrays inside of objects are replaced.
func union(c *call) (partial.Value, error) {
	t, err := c.common()
	if err != nil {
		return partial.Value{}, err
	}
	switch t {
	case partial.ArrayType:
		return c.uniteArrays()
	case partial.ObjectType:
		return c.uniteObjects()
	case partial.AnyType, partial.BoolType, partial.IntType, partial.StringType:
	}
	return c.residue()
}

func (c *call) uniteArrays() (partial.Value, error) {
	var items []partial.Value
	open := false
	for _, a := range c.args {
		open = open || undecided(a) || a.Rest() != nil
		items = append(items, a.Items()...)
	}
	return c.unique(items, open)
}

func (c *call) uniteObjects() (partial.Value, error) {
	merged := c.args[0]
	for _, next := range c.args[1:] {
		switch {
		case next.IsNull():
			continue
		case merged.IsNull():
			merged = next
			continue
		}
		v, err := c.merge(merged, next)
		if err != nil {
			return partial.Value{}, err
		}
		merged = v
	}
	return merged, nil
}

// merge lays an object over another one. Each may be unknown, or known in part.
func (c *call) merge(earlier, later partial.Value) (partial.Value, error) {
	if undecided(earlier) && undecided(later) {
		return c.both(earlier, later), nil
	}
	was, is := c.index(earlier), c.index(later)
	m := newMembers(earlier.Len() + later.Len())
	whole := sync.OnceValue(func() partial.Value { return c.both(earlier, later) })
	lay := func(key string, under, over partial.Value) (partial.Value, error) {
		v, ok, err := c.mergeValues(under, over)
		if err == nil && !ok {
			v = whole().Member(partial.StringValue(key))
		}
		return v, err
	}
	for i, v := range earlier.Items() {
		key := earlier.Key(i)
		over, ok := is.get(key)
		if ok {
			var err error
			if v, err = lay(key, v, over); err != nil {
				return partial.Value{}, err
			}
		}
		m.set(key, v)
	}
	for i, v := range later.Items() {
		key := later.Key(i)
		if earlier.Kind() == partial.Object && was.seen(key) {
			continue
		}
		if under, ok := was.get(key); ok {
			var err error
			if v, err = lay(key, under, v); err != nil {
				return partial.Value{}, err
			}
		}
		m.set(key, v)
	}
	if undecided(earlier) || undecided(later) || earlier.Rest() != nil || later.Rest() != nil {
		return c.object(m, whole().Residual())
	}
	return c.object(m, nil)
}

// mergeValues lays the value of a member over another one. A value that is unknown may be
// an object, or null, which need not replace what is below it; then it is not ok.
func (c *call) mergeValues(earlier, later partial.Value) (v partial.Value, ok bool, err error) {
	switch later.Kind() {
	case partial.Unknown, partial.Handle, partial.Null:
		return later, earlier.IsNull(), nil
	case partial.Object:
		if earlier.Kind() == partial.Object || undecided(earlier) && mayBeObject(earlier) {
			v, err = c.merge(earlier, later)
			return v, true, err
		}
	case partial.Bool, partial.Int, partial.Float, partial.String, partial.Array, partial.Lambda:
	}
	return later, true, nil
}

func mayBeObject(v partial.Value) bool {
	t := kindType(v)
	return t == partial.AnyType || t == partial.ObjectType
}

// both is the unknown result of laying one value over another.
func (c *call) both(earlier, later partial.Value) partial.Value {
	return partial.Residue(c.fn.Name, partial.ObjectType, earlier, later)
}

// index finds members fast where there are many.
type index struct {
	v  partial.Value
	at map[string]int
}

func (c *call) index(v partial.Value) index {
	ix := index{v: v}
	if v.Kind() == partial.Object && v.Len() > 8 {
		ix.at = make(map[string]int, v.Len())
		for i, k := range v.Keys() {
			if _, twice := ix.at[foldKey(k)]; !twice {
				ix.at[foldKey(k)] = i
			}
		}
	}
	return ix
}

// get returns a member that is there or may be.
func (ix index) get(key string) (partial.Value, bool) {
	switch {
	case ix.v.Kind() == partial.Handle:
		return partial.Residue(partial.MemberCall, partial.AnyType, ix.v, partial.StringValue(key)), true
	case ix.at != nil:
		if i, ok := ix.at[foldKey(key)]; ok {
			return ix.v.Index(i), true
		}
		if ix.v.Rest() == nil {
			return partial.Value{}, false
		}
	}
	return ix.v.Get(key)
}

func (ix index) seen(key string) bool {
	if ix.at != nil {
		_, ok := ix.at[foldKey(key)]
		return ok
	}
	return ix.v.Find(key) >= 0
}

// shallowMerge lays objects over one another, member by member.
func shallowMerge(c *call) (partial.Value, error) {
	list := c.args[0]
	switch {
	case undecided(list):
		return c.residue()
	case list.Kind() != partial.Array:
		return c.wrong(0, "an array of objects")
	}
	if list.Rest() != nil {
		return c.residue()
	}
	m := newMembers(8)
	open := false
	whole := c.wholeObject()
	for i, v := range list.Items() {
		if v.IsNull() {
			continue
		}
		if !undecided(v) && v.Kind() != partial.Object {
			return c.fail("element %d is %s, and has to be an object.", i, v.Kind())
		}
		if err := c.b.Take(int64(len(m.keys))); err != nil {
			return partial.Value{}, err
		}
		if undecided(v) || v.Rest() != nil {
			open = true
			c.overlay(m, v, whole())
		}
		for j, item := range v.Items() {
			m.set(v.Key(j), item)
		}
	}
	return c.openedObject(m, open, whole)
}

// overlay makes the members unknown that an object may replace.
func (c *call) overlay(m *members, v, whole partial.Value) {
	ix := c.index(v)
	for i, key := range m.keys {
		if _, ok := ix.get(key); ok && !ix.seen(key) {
			m.items[i] = whole.Member(partial.StringValue(key))
		}
	}
}
