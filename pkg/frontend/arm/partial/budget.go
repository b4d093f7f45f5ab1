package partial

import "errors"

// ErrBudget is returned when an evaluation takes more than it may.
var ErrBudget = errors.New("evaluating the template takes too much time or memory")

// Budget bounds one evaluation. It is used by one goroutine.
type Budget struct {
	// Steps is how many expressions may still be evaluated.
	Steps int64
	// Size is how many values and bytes of text may still be made.
	Size int64
}

// NewBudget returns what is twenty-five times enough for the largest public modules, which
// take 40,000 steps and room for 240,000 values. All of it is less than a gigabyte.
func NewBudget() *Budget { return &Budget{Steps: 1_000_000, Size: 8 << 20} }

// Step takes one step.
func (b *Budget) Step() error {
	if b.Steps--; b.Steps < 0 {
		return ErrBudget
	}
	return nil
}

// Take takes room for n values or bytes; ask before they are made.
func (b *Budget) Take(n int64) error {
	if n < 0 || n > b.Size {
		b.Size = 0
		return ErrBudget
	}
	b.Size -= n
	return nil
}
