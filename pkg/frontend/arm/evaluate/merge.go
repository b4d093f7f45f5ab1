package evaluate

import (
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// merge makes an object of members and of other objects, later ones over earlier ones.
type merge struct {
	env   *env // pays
	keys  []string
	items []partial.Value
	rest  *partial.Residual
	at    map[string]int // the places of keys, in lower case
}

// set adds a member; one whose name is not known may stand over any other.
func (m *merge) set(key, value partial.Value) {
	name, ok := key.Text()
	if !ok {
		m.open(partial.UnknownValue(partial.Join("createObject", partial.ObjectType, key, value)))
		return
	}
	if i, ok := m.at[lower(name)]; ok {
		m.items[i] = value
		return
	}
	if m.at == nil {
		m.at = map[string]int{}
	}
	m.at[lower(name)] = len(m.keys)
	m.keys, m.items = append(m.keys, name), append(m.items, value)
}

// spread adds the members of an object; false if it is none. Null has no members.
func (m *merge) spread(v partial.Value) bool {
	switch v.Kind() {
	case partial.Object:
		if v.Rest() != nil {
			m.open(partial.UnknownValue(v.Rest()))
		}
		for i := range v.Len() {
			m.set(partial.StringValue(v.Key(i)), v.Index(i))
		}
	case partial.Null:
	case partial.Unknown:
		m.open(v)
	case partial.Bool, partial.Int, partial.Float, partial.String, partial.Array, partial.Lambda, partial.Handle:
		return false
	}
	return true
}

// open says that what is not seen may stand over all that is there so far.
func (m *merge) open(by partial.Value) {
	if !m.env.take(int64(len(m.items))) {
		return
	}
	r := partial.Join("shallowMerge", partial.ObjectType, by)
	for i, item := range m.items {
		m.items[i] = partial.UnknownValue(partial.Join(partial.MemberCall, partial.AnyType, partial.UnknownValue(r), item)).WrittenAt(item.At())
	}
	if m.rest != nil {
		r = partial.Join("shallowMerge", partial.ObjectType, partial.UnknownValue(m.rest), by)
	}
	m.rest = r
}

func (m *merge) value() partial.Value { return partial.OpenObject(m.keys, m.items, m.rest) }
