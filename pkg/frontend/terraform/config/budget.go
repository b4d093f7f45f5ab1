package config

import (
	"reflect"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Limits bound what reading a configuration may cost. A field that is zero stands
// for its default.
type Limits struct {
	// Instances is how many instances one resource or module may have by count
	// or for_each, and one block by dynamic: 10,000 by default.
	Instances int
	// Resources is how many instances of resources are read: 250,000 by default.
	Resources int
	// Depth is how deep module calls may be nested, and how long a chain of
	// values that refer to each other may be: 1,000 by default, a twentieth of
	// it for modules.
	Depth int
	// Steps is how many steps all loops together may take: 20 million by default.
	Steps int64
	// Nodes is how many parts all values of resources together may have: 20
	// million by default.
	Nodes int64
}

func (l Limits) withDefaults() Limits {
	if l.Instances <= 0 {
		l.Instances = 10_000
	}
	if l.Resources <= 0 {
		l.Resources = 250_000
	}
	if l.Depth <= 0 {
		l.Depth = 1_000
	}
	if l.Steps <= 0 {
		l.Steps = 20_000_000
	}
	if l.Nodes <= 0 {
		l.Nodes = 20_000_000
	}
	return l
}

// budget is what is left of a limit.
type budget struct{ left atomic.Int64 }

func newBudget(n int64) *budget {
	b := &budget{}
	b.left.Store(n)
	return b
}

// spend takes from the budget and reports whether there was enough.
func (b *budget) spend(n int64) bool { return b.left.Add(-n) >= 0 }

// A budget reaches the expressions that spend it as a variable that no
// configuration can name.
const budgetVariable = "\x00budget"

var budgetType = cty.Capsule("budget", reflect.TypeFor[budget]())

func budgetOf(ctx *hcl.EvalContext) *budget {
	for c := ctx; c != nil; c = c.Parent() {
		if v, ok := c.Variables[budgetVariable]; ok {
			b, _ := v.EncapsulatedValue().(*budget)
			return b
		}
	}
	return nil
}
