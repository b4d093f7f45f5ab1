package access

import (
	"cmp"
	"slices"
)

// Ordered returns the indices of the rules in the order in which App Service
// evaluates them: lower priority numbers first, equal ones as they stand in the
// list. Rules without a known priority are unplaced: each of them may be
// evaluated anywhere between the others.
func (l List) Ordered() (placed, unplaced []int) {
	priorities := make([]int, len(l.Rules))
	placed = make([]int, 0, len(l.Rules))
	for i := range l.Rules {
		priority, known := l.Rules[i].Priority.Get()
		if known {
			priorities[i] = priority
			placed = append(placed, i)
		} else {
			unplaced = append(unplaced, i)
		}
	}
	slices.SortFunc(placed, func(a, b int) int {
		if order := cmp.Compare(priorities[a], priorities[b]); order != 0 {
			return order
		}
		return a - b
	})
	return placed, unplaced
}
