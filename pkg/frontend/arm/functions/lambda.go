package functions

import (
	"sort"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func lambdaFunctions() []Function {
	return []Function{
		{Name: "map", Min: 2, Max: 2, Result: partial.ArrayType, projects: true, eval: mapArray},
		{Name: "filter", Min: 2, Max: 2, Result: partial.ArrayType, projects: true, eval: filter},
		{Name: "reduce", Min: 3, Max: 3, projects: true, eval: reduce},
		{Name: "sort", Min: 2, Max: 2, Result: partial.ArrayType, projects: true, eval: sortArray},
		{Name: "toObject", Min: 2, Max: 3, Result: partial.ObjectType, projects: true, eval: toObject},
		{Name: "groupBy", Min: 2, Max: 3, Result: partial.ObjectType, projects: true, eval: groupBy},
		{Name: "mapValues", Min: 2, Max: 2, Result: partial.ObjectType, projects: true, eval: mapValues},
	}
}

// lambda checks that an argument is a function of at least and at most so many parameters.
func (c *call) lambda(i, least, most int) error {
	v := c.args[i]
	if v.Kind() != partial.Lambda {
		return c.wrongKind(i, "a lambda")
	}
	if n := v.Arity(); n > most || n < least && n != 0 {
		return c.errorf("the lambda has %d parameters, and has to have %d to %d.", n, least, most)
	}
	return nil
}

// apply calls a lambda with as many of the arguments as it takes.
func (c *call) apply(i int, args ...partial.Value) (partial.Value, error) {
	if err := c.b.Step(); err != nil {
		return partial.Value{}, err
	}
	f := c.args[i]
	return f.Invoke(args[:min(len(args), f.Arity())]...)
}

// list is the first argument as an array; it is not ok where that is unknown.
func (c *call) list() (v partial.Value, ok bool, err error) {
	v = c.args[0]
	switch {
	case undecided(v):
		return v, false, nil
	case v.Kind() != partial.Array:
		return v, false, c.wrongKind(0, "an array")
	}
	return v, true, nil
}

// place is the position of an element for a lambda: unknown where not all elements are
// seen.
func (c *call) place(list partial.Value, i int) partial.Value {
	if list.Rest() == nil {
		return partial.IntValue(int64(i))
	}
	r := partial.Join("copyIndex", partial.IntType, list, list.Index(i))
	r.Volatile = true
	return partial.UnknownValue(r)
}

func mapArray(c *call) (partial.Value, error) {
	if err := c.lambda(1, 1, 2); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	out := make([]partial.Value, list.Len())
	for i, item := range list.Items() {
		if out[i], err = c.apply(1, item, c.place(list, i)); err != nil {
			return partial.Value{}, err
		}
	}
	return c.opened(out, list.Rest() != nil)
}

func filter(c *call) (partial.Value, error) {
	if err := c.lambda(1, 1, 2); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	var kept []partial.Value
	open := list.Rest() != nil
	for i, item := range list.Items() {
		verdict, err := c.apply(1, item, c.place(list, i))
		switch {
		case err != nil:
			return partial.Value{}, err
		case undecided(verdict):
			open = true
		case verdict.Kind() != partial.Bool:
			return c.fail("the lambda returns %s, and has to return a bool.", verdict.Kind())
		case verdict.Bool():
			kept = append(kept, item)
		}
	}
	return c.opened(kept, open)
}

func reduce(c *call) (partial.Value, error) {
	if err := c.lambda(2, 2, 3); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok || list.Rest() != nil {
		return c.residue()
	}
	v := c.args[1]
	for i, item := range list.Items() {
		if v, err = c.apply(2, v, item, partial.IntValue(int64(i))); err != nil {
			return partial.Value{}, err
		}
	}
	return v, nil
}

// sortArray sorts by a lambda that tells whether its first argument goes before the second.
// Equal elements keep their order. Where it is not known of two elements, the order of
// none is.
func sortArray(c *call) (partial.Value, error) {
	if err := c.lambda(1, 2, 2); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	sorted := append([]partial.Value(nil), list.Items()...)
	s := &sorter{c: c, open: list.Rest() != nil}
	if !s.open {
		sort.SliceStable(sorted, func(i, j int) bool { return s.before(sorted[i], sorted[j]) })
	}
	if s.err != nil {
		return partial.Value{}, s.err
	}
	if s.open {
		return c.opened(list.Items(), true)
	}
	return c.array(sorted, nil)
}

type sorter struct {
	c    *call
	open bool
	err  error
}

func (s *sorter) before(a, b partial.Value) bool { return s.ask(a, b) && !s.ask(b, a) }

func (s *sorter) ask(a, b partial.Value) bool {
	if s.err != nil || s.open {
		return false
	}
	v, err := s.c.apply(1, a, b)
	switch {
	case err != nil:
		s.err = err
	case undecided(v):
		s.open = true
	case v.Kind() != partial.Bool:
		s.err = s.c.errorf("the lambda returns %s, and has to return a bool.", v.Kind())
	}
	return s.err == nil && v.Bool()
}

// keyed calls the lambdas for the name and the value of an element.
func (c *call) keyed(item partial.Value) (key string, known bool, v partial.Value, err error) {
	name, err := c.apply(1, item)
	if err != nil {
		return "", false, v, err
	}
	if !undecided(name) && name.Kind() != partial.String {
		return "", false, v, c.errorf("the lambda returns %s, and has to return a string.", name.Kind())
	}
	key, known = name.Text()
	known = known && name.Kind() == partial.String
	v = item
	if len(c.args) == 3 {
		v, err = c.apply(2, item)
	}
	return key, known, under(v, name), err
}

func (c *call) keyLambdas() error {
	for i := 1; i < len(c.args); i++ {
		if err := c.lambda(i, 1, 1); err != nil {
			return err
		}
	}
	return nil
}

// toObject makes a member of each element; the last of a name wins.
func toObject(c *call) (partial.Value, error) {
	if err := c.keyLambdas(); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	m := newMembers(list.Len())
	whole := c.wholeObject()
	open := list.Rest() != nil
	for _, item := range list.Items() {
		key, known, v, err := c.keyed(item)
		if err != nil {
			return partial.Value{}, err
		}
		if known {
			m.set(key, v)
			continue
		}
		// This may be the name of one of those before.
		open = true
		m.forget(whole())
	}
	if list.Rest() != nil {
		m.forget(whole())
	}
	return c.openedObject(m, open, whole)
}

// groupBy makes an array of the elements of each name.
func groupBy(c *call) (partial.Value, error) {
	if err := c.keyLambdas(); err != nil {
		return partial.Value{}, err
	}
	list, ok, err := c.list()
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	var keys []string
	groups := map[string][]partial.Value{}
	open := list.Rest() != nil
	for _, item := range list.Items() {
		key, known, v, err := c.keyed(item)
		if err != nil {
			return partial.Value{}, err
		}
		if !known {
			open = true
			continue
		}
		fold := foldKey(key)
		if groups[fold] == nil {
			keys = append(keys, key)
		}
		groups[fold] = append(groups[fold], v)
	}
	m := newMembers(len(keys))
	whole := c.wholeObject()
	for _, key := range keys {
		var rest *partial.Residual
		if open {
			rest = whole().Member(partial.StringValue(key)).Residual()
		}
		group, err := c.array(groups[foldKey(key)], rest)
		if err != nil {
			return partial.Value{}, err
		}
		m.set(key, group)
	}
	return c.openedObject(m, open, whole)
}

func mapValues(c *call) (partial.Value, error) {
	if err := c.lambda(1, 1, 1); err != nil {
		return partial.Value{}, err
	}
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Object:
		return c.wrong(0, "an object")
	}
	m := newMembers(v.Len())
	for i, item := range v.Items() {
		out, err := c.apply(1, item)
		if err != nil {
			return partial.Value{}, err
		}
		m.set(v.Key(i), out)
	}
	return c.openedObject(m, v.Rest() != nil, c.wholeObject())
}
