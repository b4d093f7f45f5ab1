package functions

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func setFunctions() []Function {
	return []Function{
		{Name: "distinct", Min: 1, Max: 1, Result: partial.ArrayType, projects: true, eval: distinct},
		{Name: "intersection", Min: 2, Max: -1, projects: true, eval: intersection},
	}
}

func distinct(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Array:
		return c.wrong(0, "an array")
	}
	return c.unique(v.Items(), v.Rest() != nil)
}

// unique keeps the first of equal elements. An element that may or may not be equal to one
// before is left out, because the number of elements depends on it.
func (c *call) unique(items []partial.Value, open bool) (partial.Value, error) {
	var kept []partial.Value
	for _, item := range items {
		verdict, err := c.among(kept, item)
		if err != nil {
			return partial.Value{}, err
		}
		switch verdict {
		case partial.No:
			kept = append(kept, item)
		case partial.Perhaps:
			open = true
		case partial.Yes:
		}
	}
	return c.opened(kept, open)
}

// among looks for a value in a list.
func (c *call) among(list []partial.Value, v partial.Value) (partial.Verdict, error) {
	if err := c.b.Take(int64(len(list))); err != nil {
		return partial.Perhaps, err
	}
	verdict := partial.No
	for _, other := range list {
		switch partial.Equal(other, v) {
		case partial.Yes:
			return partial.Yes, nil
		case partial.Perhaps:
			verdict = partial.Perhaps
		case partial.No:
		}
	}
	return verdict, nil
}

// intersection keeps what all arrays, or all objects, have in common.
func intersection(c *call) (partial.Value, error) {
	t, err := c.common()
	if err != nil {
		return partial.Value{}, err
	}
	switch t {
	case partial.ArrayType:
		return c.intersectArrays()
	case partial.ObjectType:
		return c.intersectObjects()
	case partial.AnyType, partial.BoolType, partial.IntType, partial.StringType:
	}
	return c.residue()
}

// common tells whether all arguments are arrays or all are objects, as far as they are
// known.
func (c *call) common() (partial.Type, error) {
	t := partial.AnyType
	for i, a := range c.args {
		own := kindType(a)
		switch {
		case a.Kind() == partial.Null:
			continue
		case undecided(a) && own != partial.ArrayType && own != partial.ObjectType:
			continue
		case own != partial.ArrayType && own != partial.ObjectType:
			return t, c.wrongKind(i, "an array or an object")
		case t != partial.AnyType && t != own:
			return t, c.errorf("an array and an object cannot go together.")
		}
		t = own
	}
	return t, nil
}

func (c *call) intersectArrays() (partial.Value, error) {
	for _, a := range c.args {
		if a.IsNull() {
			return c.residueOf(partial.ArrayType), nil
		}
		if a.Kind() == partial.Array && a.Len() == 0 && a.Rest() == nil {
			return partial.ArrayValue(nil), nil
		}
	}
	first := c.args[0]
	open := undecided(first) || first.Rest() != nil
	var kept []partial.Value
	for _, item := range first.Items() {
		verdict, err := c.inAll(item)
		if err != nil {
			return partial.Value{}, err
		}
		switch verdict {
		case partial.Yes:
			kept = append(kept, item)
		case partial.Perhaps:
			open = true
		case partial.No:
		}
	}
	return c.unique(kept, open)
}

// inAll looks for an element in all arrays behind the first one.
func (c *call) inAll(item partial.Value) (partial.Verdict, error) {
	verdict := partial.Yes
	for _, a := range c.args[1:] {
		found := partial.Perhaps
		if !undecided(a) {
			var err error
			if found, err = c.among(a.Items(), item); err != nil {
				return found, err
			}
			if found == partial.No && a.Rest() != nil {
				found = partial.Perhaps
			}
		}
		if found == partial.No {
			return partial.No, nil
		}
		if found == partial.Perhaps {
			verdict = partial.Perhaps
		}
	}
	return verdict, nil
}

func (c *call) intersectObjects() (partial.Value, error) {
	for _, a := range c.args {
		if a.IsNull() {
			return c.residueOf(partial.ObjectType), nil
		}
		if a.Kind() == partial.Object && a.Len() == 0 && a.Rest() == nil {
			return partial.ObjectValue(nil, nil), nil
		}
	}
	first := c.args[0]
	open := undecided(first) || first.Rest() != nil
	m := newMembers(first.Len())
	for i, item := range first.Items() {
		verdict := partial.Yes
		for _, a := range c.args[1:] {
			verdict = worse(verdict, memberEquals(a, first.Key(i), item))
		}
		switch verdict {
		case partial.Yes:
			m.set(first.Key(i), item)
		case partial.Perhaps:
			open = true
		case partial.No:
		}
	}
	return c.openedObject(m, open, c.wholeObject())
}

func memberEquals(object partial.Value, key string, want partial.Value) partial.Verdict {
	v, ok := object.Get(key)
	if object.Kind() == partial.Handle {
		return partial.Perhaps
	}
	if !ok {
		return partial.No
	}
	verdict := partial.Equal(v, want)
	if verdict == partial.Yes && object.Find(key) < 0 {
		return partial.Perhaps // it need not be there
	}
	return verdict
}

func worse(a, b partial.Verdict) partial.Verdict {
	switch {
	case a == partial.No || b == partial.No:
		return partial.No
	case a == partial.Yes && b == partial.Yes:
		return partial.Yes
	}
	return partial.Perhaps
}

// openedObject is opened for an object.
func (c *call) openedObject(m *members, open bool, whole func() partial.Value) (partial.Value, error) {
	if !open {
		return c.object(m, nil)
	}
	if len(m.keys) == 0 {
		return whole(), nil
	}
	return c.object(m, whole().Residual())
}
