package functions

import (
	"sort"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func objectFunctions() []Function {
	return []Function{
		{Name: "createObject", Max: -1, Result: partial.ObjectType, projects: true, eval: createObject},
		{Name: "items", Min: 1, Max: 1, Result: partial.ArrayType, projects: true, eval: items},
		{Name: "objectKeys", Min: 1, Max: 1, Result: partial.ArrayType, projects: true, eval: objectKeys},
	}
}

// createObject takes names and values in turn. An unknown name may be that of a member
// before it.
func createObject(c *call) (partial.Value, error) {
	if len(c.args)%2 != 0 {
		return c.fail("takes names and values in pairs, and gets %d arguments.", len(c.args))
	}
	m := newMembers(len(c.args) / 2)
	open := false
	whole := c.wholeObject()
	for i := 0; i < len(c.args); i += 2 {
		name, ok, err := c.knownText(i)
		if err != nil {
			return partial.Value{}, err
		}
		if c.args[i+1].Kind() == partial.Lambda {
			return c.wrong(i+1, "a value")
		}
		if ok {
			m.set(name, c.args[i+1])
			continue
		}
		open = true
		m.forget(whole())
	}
	v, err := c.openedObject(m, open, whole)
	for i := 0; err == nil && i < len(c.args); i += 2 {
		if c.args[i].IsSecret() {
			return v.Secret(), nil
		}
	}
	return v, err
}

// byName returns the positions of an object's members in the order of their names, for
// which case does not count; equal ones keep their order.
func byName(v partial.Value) []int {
	at := make([]int, v.Len())
	folded := make([]string, v.Len())
	for i := range at {
		at[i] = i
		folded[i] = foldText(v.Key(i))
	}
	sort.SliceStable(at, func(a, b int) bool { return folded[at[a]] < folded[at[b]] })
	return at
}

// items returns the members as objects of a key and a value, in the order of the keys. Of an
// object that is known in part the spelling of a name is as it is seen: a member that is
// not seen may have brought the same name in another case.
func items(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Object:
		return c.wrong(0, "an object")
	}
	list := make([]partial.Value, 0, v.Len())
	if err := c.b.Take(3 * int64(v.Len())); err != nil {
		return partial.Value{}, err
	}
	for _, i := range byName(v) {
		list = append(list, under(partial.ObjectValue([]string{"key", "value"}, []partial.Value{partial.StringValue(v.Key(i)), v.Index(i)}), v))
	}
	return c.opened(list, v.Rest() != nil)
}

func objectKeys(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Object:
		return c.wrong(0, "an object")
	}
	list := make([]partial.Value, 0, v.Len())
	for _, i := range byName(v) {
		list = append(list, under(partial.StringValue(v.Key(i)), v))
	}
	return c.opened(list, v.Rest() != nil)
}
