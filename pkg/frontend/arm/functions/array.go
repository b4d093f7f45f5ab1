package functions

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func arrayFunctions() []Function {
	return []Function{
		{Name: "createArray", Max: -1, Result: partial.ArrayType, projects: true, eval: createArray},
		{Name: "flatten", Min: 1, Max: 1, Result: partial.ArrayType, projects: true, eval: flatten},
	}
}

func createArray(c *call) (partial.Value, error) {
	for i, a := range c.args {
		if a.Kind() == partial.Lambda {
			return c.wrong(i, "a value")
		}
	}
	return c.array(append([]partial.Value(nil), c.args...), nil)
}

// flatten joins the arrays in an array, one level deep.
func flatten(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Array:
		return c.wrong(0, "an array of arrays")
	}
	var items []partial.Value
	open := v.Rest() != nil
	for i, inner := range v.Items() {
		switch {
		case undecided(inner):
			open = true
		case inner.Kind() != partial.Array:
			return c.fail("element %d is %s, and has to be an array.", i, inner.Kind())
		default:
			open = open || inner.Rest() != nil
			items = append(items, inner.Items()...)
		}
	}
	return c.opened(items, open)
}

// opened makes an array of the elements that are certain; open is set if there may be
// more.
func (c *call) opened(items []partial.Value, open bool) (partial.Value, error) {
	if !open {
		return c.array(items, nil)
	}
	whole := c.residueOf(partial.ArrayType)
	if len(items) == 0 {
		return whole, nil
	}
	return c.array(items, whole.Residual())
}
