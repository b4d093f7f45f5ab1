package config

import (
	"context"
	"reflect"
	"time"

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
	// Modules is how many instances of modules are read: 5,000 by default.
	Modules int
	// Depth is how deep module calls may be nested, and how long a chain of
	// values that refer to each other may be: 1,000 by default, a twentieth of
	// it for modules.
	Depth int
	// Parts is how many elements, members and texts one value may have, those of
	// what it holds included each time that they occur: 200,000 by default.
	Parts int
	// Steps is how many steps all loops together may take, where each part that
	// they make, and each part of another value that is worked out, is a step:
	// a million by default.
	Steps int64
	// Nodes is how many parts all values of resources together may have: 1
	// million by default.
	Nodes int64
	// Time is how long it may take: a minute by default.
	Time time.Duration
}

func (l Limits) withDefaults() Limits {
	orDefault(&l.Instances, 10_000)
	orDefault(&l.Resources, 250_000)
	orDefault(&l.Modules, 5_000)
	orDefault(&l.Depth, 1_000)
	orDefault(&l.Parts, 200_000)
	orDefault(&l.Steps, 1_000_000)
	orDefault(&l.Nodes, 1_000_000)
	orDefault(&l.Time, time.Minute)
	return l
}

func orDefault[T ~int | ~int64](limit *T, otherwise T) {
	if *limit <= 0 {
		*limit = otherwise
	}
}

// budget is what is left for the evaluation of expressions.
type budget struct {
	steps int64
	nodes int64
	parts int
	// made counts the parts that loops have made for the expression at hand,
	// also those that they have dropped.
	made int64
	ctx  context.Context
}

// newBudget returns the whole budget; it is spent as soon as ctx is done.
func newBudget(ctx context.Context, l Limits) *budget {
	return &budget{ctx: ctx, steps: l.Steps, nodes: l.Nodes, parts: l.Parts}
}

// The reasons why the evaluation ends; "" while it does not.
const (
	tooManySteps = "Working out the values of this configuration takes more steps than the limit allows"
	tooManyParts = "This value has more parts than the limit allows"
	tooManyNodes = "The values of this configuration have more parts than the limit allows"
	tooLong      = "Working out the values of this configuration takes longer than the limit allows"
)

// spend takes steps from the budget. It returns why it must not go on, "" if it may.
func (b *budget) spend(steps int) string {
	b.steps -= int64(steps)
	switch {
	case b.ctx.Err() != nil:
		return tooLong
	case b.steps < 0:
		return tooManySteps
	}
	return ""
}

// loop takes one turn of a loop from the budget, which makes a value.
func (b *budget) loop(v cty.Value) string {
	n := 1 + weigh(v, b.parts)
	if b.made += int64(n); b.made > int64(b.parts) {
		return tooManyParts
	}
	return b.spend(n)
}

// ended reports whether nothing more may be done for the expression at hand.
func (b *budget) ended() bool { return b.made > int64(b.parts) || b.steps < 0 || b.ctx.Err() != nil }

// spendNode takes one node of a resource's value and reports whether there was one.
func (b *budget) spendNode() bool {
	b.nodes--
	return b.nodes >= 0
}

// A budget reaches the expressions that spend it as a variable that no
// configuration can name.
const budgetVariable = "\x00budget"

var budgetType = cty.Capsule("budget", reflect.TypeFor[budget]())

// context returns the context in which expressions see nothing but the budget.
func (b *budget) context() *hcl.EvalContext {
	return &hcl.EvalContext{Variables: map[string]cty.Value{budgetVariable: cty.CapsuleVal(budgetType, b)}}
}

func budgetOf(ctx *hcl.EvalContext) *budget {
	for c := ctx; c != nil; c = c.Parent() {
		if v, ok := c.Variables[budgetVariable]; ok {
			b, _ := v.EncapsulatedValue().(*budget)
			return b
		}
	}
	return nil
}
