package functions

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// members collects the members of an object; a later one replaces an earlier one of the
// same name, and the first spelling stays, as in the objects of Azure's own engine.
type members struct {
	keys  []string
	items []partial.Value
	at    map[string]int
}

func newMembers(n int) *members {
	return &members{keys: make([]string, 0, n), items: make([]partial.Value, 0, n), at: make(map[string]int, n)}
}

func (m *members) set(key string, v partial.Value) {
	fold := foldKey(key)
	if i, ok := m.at[fold]; ok {
		m.items[i] = v
		return
	}
	m.at[fold] = len(m.keys)
	m.keys = append(m.keys, key)
	m.items = append(m.items, v)
}

// forget makes all members unknown: those that the whole object has.
func (m *members) forget(whole partial.Value) {
	for i, key := range m.keys {
		m.items[i] = whole.Member(partial.StringValue(key))
	}
}

// foldKey returns a text that is equal for names which differ in case only.
func foldKey(key string) string { return strings.ToLower(strings.ToUpper(key)) }
