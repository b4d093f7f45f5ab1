package policy

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// What evaluating one policy on one configuration may cost, in nodes of expressions and
// in elements and bytes that they handle. Policies of people are a thousand times below.
const (
	maxSteps  = 2_000_000 // at a time
	stepsEach = 2_000     // that each part adds to what may be spent
	maxValue  = 100_000   // weight of a value, see weigh
)

// errTooCostly ends an evaluation whose budget is spent. It is a panic on its way up
// through the expressions, which have no other way out.
var errTooCostly = errors.New("it takes more work than a policy may")

// meter counts what an evaluation costs. It counts the same for the same input on
// every machine.
type meter struct{ steps, limit int }

func (m *meter) start() { m.steps, m.limit = 0, maxSteps }

// next makes room for one more part. What others did not spend is saved up to a limit.
func (m *meter) next() { m.limit = min(m.limit+stepsEach, m.steps+maxSteps) }

func (m *meter) spend(n int) {
	if m.steps += n; m.steps > m.limit {
		panic(errTooCostly)
	}
}

// afford spends what a value weighs, where that is still in the budget.
func (m *meter) afford(v cty.Value) error {
	n := weigh(v, maxValue)
	if m.steps += n; n > maxValue || m.steps > m.limit {
		return errTooCostly
	}
	return nil
}

func (m *meter) take(v cty.Value) {
	if err := m.afford(v); err != nil {
		panic(err)
	}
}

// weigh returns how many elements and bytes a value has; more than limit is counted
// no further.
func weigh(v cty.Value, limit int) int {
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return 1
	}
	ty := v.Type()
	switch {
	case ty == cty.String:
		return 1 + len(v.AsString())
	case ty == cty.Number:
		return 1 + length(v)
	case ty.IsCollectionType(), ty.IsTupleType(), ty.IsObjectType():
		n := 1
		for it := v.ElementIterator(); it.Next() && n <= limit; {
			_, item := it.Element()
			n += weigh(item, limit-n)
		}
		return n
	}
	return 1
}

// maxExponent is up to which size in bits numbers weigh next to nothing: some 10,000
// digits. Larger ones take for ever once they are written out or added to others.
const maxExponent = 1 << 15

// length is what the digits of a number weigh.
func length(v cty.Value) int {
	f := v.AsBigFloat()
	if e := f.MantExp(nil); !f.IsInf() && max(e, -e) > maxExponent {
		return maxValue
	}
	return 0
}

// metered is an expression that is paid for each time it is evaluated.
type metered struct {
	hclsyntax.Expression
	meter *meter
	cost  int
	// weighed is set where the value goes into something that may grow.
	weighed bool
}

func (e *metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	e.meter.spend(e.cost)
	v, diags := e.Expression.Value(ctx)
	if e.weighed {
		e.meter.take(v)
	}
	return v, diags
}

// installer puts a meter into whatever repeats an expression or makes a larger value
// of several. Nodes are seen after those below them.
type installer struct {
	meter *meter
	// open counts the nodes of those expressions that are not left yet, nodes of those
	// that are.
	open  []int
	nodes map[hclsyntax.Expression]int
}

func newInstaller(m *meter) *installer {
	return &installer{meter: m, nodes: map[hclsyntax.Expression]int{}}
}

func (i *installer) Enter(hclsyntax.Node) hcl.Diagnostics {
	i.open = append(i.open, 1)
	return nil
}

// leave counts the node among those of the one around it.
func (i *installer) leave(n hclsyntax.Node) {
	last := len(i.open) - 1
	nodes := i.open[last]
	if i.open = i.open[:last]; last > 0 {
		i.open[last-1] += nodes
	}
	if e, ok := n.(hclsyntax.Expression); ok {
		i.nodes[e] = nodes
	}
}

func (i *installer) Exit(n hclsyntax.Node) hcl.Diagnostics {
	i.leave(n)
	switch n := n.(type) {
	case *hclsyntax.ForExpr:
		n.CollExpr = i.wrap(n.CollExpr, true)
		n.ValExpr = i.wrap(n.ValExpr, true)
		if n.KeyExpr != nil {
			n.KeyExpr = i.wrap(n.KeyExpr, true)
		}
		if n.CondExpr != nil {
			n.CondExpr = i.wrap(n.CondExpr, false)
		}
	case *hclsyntax.SplatExpr:
		n.Source, n.Each = i.wrap(n.Source, true), i.wrap(n.Each, true)
	case *hclsyntax.TemplateExpr:
		for j, p := range n.Parts {
			n.Parts[j] = i.wrap(p, true)
		}
	case *hclsyntax.FunctionCallExpr: // what the arguments are converted to is not seen before
		for j, a := range n.Args {
			n.Args[j] = i.wrap(a, true)
		}
	case *hclsyntax.ConditionalExpr: // both are made to be of one type
		n.TrueResult, n.FalseResult = i.wrap(n.TrueResult, true), i.wrap(n.FalseResult, true)
	case *hclsyntax.IndexExpr:
		n.Key = i.wrap(n.Key, true)
	case *hclsyntax.ObjectConsKeyExpr:
		if n.ForceNonLiteral {
			n.Wrapped = i.wrap(n.Wrapped, true)
		}
	case *hclsyntax.BinaryOpExpr:
		n.LHS, n.RHS = i.wrap(n.LHS, true), i.wrap(n.RHS, true)
	}
	return nil
}

func (i *installer) wrap(e hclsyntax.Expression, weighed bool) hclsyntax.Expression {
	if _, literal := e.(*hclsyntax.LiteralValueExpr); literal {
		return e
	}
	return &metered{Expression: e, meter: i.meter, cost: i.nodes[e], weighed: weighed}
}
