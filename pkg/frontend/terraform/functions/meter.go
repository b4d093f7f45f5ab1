package functions

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// meter bounds the work of one template and of those it calls. HCL knows no
// budgets: three loops inside each other over range(1000) run for hours.
type meter struct {
	limits limits
	steps  int
	bytes  int
	// rendered counts templates.
	rendered int
	// exceeded is the first error. From then on nothing is evaluated any more.
	exceeded error
}

// charge takes a value into account that a template works with.
func (m *meter) charge(v cty.Value) error {
	if m.exceeded == nil {
		m.exceeded = m.add(v)
	}
	return m.exceeded
}

// open takes another template into account, at some depth of templates.
func (m *meter) open(source string, depth int) error {
	m.rendered++
	switch {
	case m.exceeded != nil:
	case depth >= maxTemplates:
		m.exceeded = fmt.Errorf("templates are inside each other more deeply than the budget of %d", maxTemplates)
	case m.rendered > maxRendered:
		m.exceeded = fmt.Errorf("the template calls more than the budget of %d templates", maxRendered)
	}
	return m.charge(cty.StringVal(source))
}

func (m *meter) add(v cty.Value) error {
	if m.steps++; m.steps > itemsFactor*m.limits.items {
		return fmt.Errorf("the template exceeds the budget of %d steps", itemsFactor*m.limits.items)
	}
	v, _ = v.Unmark()
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	if v.Type() == cty.String {
		m.bytes += len(v.AsString())
	} else if v.Type() == cty.Number {
		return checkNumber(v)
	}
	// A text is counted once for each template and loop that it passes through.
	if m.bytes > 4*m.limits.bytes {
		return fmt.Errorf("the template exceeds the budget of %d bytes of text", m.limits.bytes)
	}
	return nil
}

// install puts the meter into an expression: at the parts of templates and at
// the bodies of loops.
func (m *meter) install(expr hclsyntax.Expression) hclsyntax.Expression {
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		switch e := node.(type) {
		case *hclsyntax.TemplateExpr:
			for i, part := range e.Parts {
				if _, literal := part.(*hclsyntax.LiteralValueExpr); !literal {
					e.Parts[i] = metered{part, m}
				}
			}
		case *hclsyntax.ConditionalExpr: // both are made to be of one type
			e.TrueResult, e.FalseResult = metered{e.TrueResult, m}, metered{e.FalseResult, m}
		case *hclsyntax.ForExpr:
			e.ValExpr = metered{e.ValExpr, m}
			if e.KeyExpr != nil {
				e.KeyExpr = metered{e.KeyExpr, m}
			}
			if e.CondExpr != nil {
				e.CondExpr = metered{e.CondExpr, m}
			}
		}
		return nil
	})
	return metered{expr, m}
}

// metered is an expression whose values are charged to a meter.
type metered struct {
	hclsyntax.Expression
	meter *meter
}

// Value evaluates the expression and charges the result. A loop of HCL goes on
// after an error and collects them, so only the first is reported; what follows
// is unknown at once.
func (e metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if e.meter.exceeded != nil {
		return cty.DynamicVal, nil //nolint:nilerr // reported before
	}
	v, diags := e.Expression.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	if err := e.meter.charge(v); err != nil {
		r := e.Range()
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Budget exceeded", Detail: err.Error(), Subject: &r,
		})
	}
	return v, diags
}
