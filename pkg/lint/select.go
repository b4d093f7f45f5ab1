package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// Selection chooses among checks by name.
type Selection struct {
	// Only, if not empty, drops every check that it does not name.
	Only []string
	// Enable adds checks that would not run otherwise.
	Enable []string
	// Disable drops checks; it wins over the other two.
	Disable []string
}

// Select returns the checks that a selection leaves, in their order. A name that
// no check has is an error that offers the nearest one.
func Select(all []*Check, s Selection) ([]*Check, error) {
	for _, name := range slices.Concat(s.Only, s.Enable, s.Disable) {
		if _, err := Find(all, name); err != nil {
			return nil, err
		}
	}
	var out []*Check
	for _, c := range all {
		chosen := len(s.Only) == 0 || slices.Contains(s.Only, c.Name) || slices.Contains(s.Enable, c.Name)
		if chosen && !slices.Contains(s.Disable, c.Name) {
			out = append(out, c)
		}
	}
	return out, nil
}

// Find returns the check of a name.
func Find(all []*Check, name string) (*Check, error) {
	for _, c := range all {
		if c.Name == name {
			return c, nil
		}
	}
	if near := Nearest(Names(all), name); near != "" {
		return nil, fmt.Errorf("there is no rule %q; did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("there is no rule %q: appnetlint rules lists all", name)
}

// Names returns the names of checks in their order.
func Names(checks []*Check) []string {
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.Name
	}
	return names
}

// Nearest returns the name most like a misspelt one; "" if none is near.
func Nearest(names []string, to string) string {
	best, distance := "", max(len(to)/3, 2)+1
	for _, n := range names {
		if d := levenshtein.Distance(strings.ToLower(to), n, nil); d < distance {
			best, distance = n, d
		}
	}
	return best
}
