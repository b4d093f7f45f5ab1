package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// rewrite puts expressions of our own in the place of those of hclsyntax that
// lose where a value comes from: a conditional hands on the marks of both
// branches though only one of them is taken, an index those of the key, and a
// template does not tell what it makes from what it hands on. It changes the
// expression in place.
func rewrite(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		rewriteAll(e.Parts)
		if e.IsStringLiteral() {
			return e
		}
		return &template{e}
	case *hclsyntax.TemplateWrapExpr:
		e.Wrapped = rewrite(e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		e.Tuple = rewrite(e.Tuple)
		return &join{e}
	case *hclsyntax.ParenthesesExpr:
		e.Expression = rewrite(e.Expression)
	case *hclsyntax.ConditionalExpr:
		e.Condition, e.TrueResult, e.FalseResult = deciding(e.Condition), rewrite(e.TrueResult), rewrite(e.FalseResult)
		return &conditional{e}
	case *hclsyntax.FunctionCallExpr:
		rewriteAll(e.Args)
		if strings.HasPrefix(e.Name, "provider::") && !strings.HasPrefix(e.Name, "provider::terraform::") {
			return &providerCall{e}
		}
	case *hclsyntax.IndexExpr:
		e.Collection, e.Key = rewrite(e.Collection), indexing(e.Key)
	case *hclsyntax.ScopeTraversalExpr:
		return withKeys(e, e.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		e.Source = rewrite(e.Source)
		return withKeys(e, e.Traversal)
	case *hclsyntax.TupleConsExpr:
		rewriteAll(e.Exprs)
	case *hclsyntax.ObjectConsExpr:
		rewriteItems(e.Items)
	case *hclsyntax.ForExpr:
		rewriteFor(e)
	case *hclsyntax.SplatExpr:
		e.Source, e.Each = rewrite(e.Source), rewrite(e.Each)
	case *hclsyntax.BinaryOpExpr:
		e.LHS, e.RHS = rewrite(e.LHS), rewrite(e.RHS)
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual {
			return &equality{e}
		}
		if e.Op != hclsyntax.OpLogicalAnd && e.Op != hclsyntax.OpLogicalOr {
			return &arithmetic{e}
		}
	case *hclsyntax.UnaryOpExpr:
		e.Val = rewrite(e.Val)
		if e.Op == hclsyntax.OpNegate {
			return &negation{e}
		}
	}
	return e
}

func rewriteAll(expressions []hclsyntax.Expression) {
	for i, e := range expressions {
		expressions[i] = rewrite(e)
	}
}

func rewriteItems(items []hclsyntax.ObjectConsItem) {
	for i := range items {
		items[i].ValueExpr = rewrite(items[i].ValueExpr)
		key, ok := items[i].KeyExpr.(*hclsyntax.ObjectConsKeyExpr)
		if ok && hcl.ExprAsKeyword(key.Wrapped) == "" {
			if _, ambiguous := key.Wrapped.(*hclsyntax.ScopeTraversalExpr); !ambiguous || key.ForceNonLiteral {
				key.Wrapped = deciding(key.Wrapped)
			}
		}
	}
}

func rewriteFor(e *hclsyntax.ForExpr) {
	e.CollExpr = rewrite(e.CollExpr)
	e.ValExpr = &counted{around(rewrite(e.ValExpr))}
	if e.KeyExpr != nil {
		e.KeyExpr = deciding(e.KeyExpr)
	}
	if e.CondExpr != nil {
		e.CondExpr = &counted{around(deciding(e.CondExpr))}
	}
}

// rewriteBody rewrites all expressions in a body.
func rewriteBody(b *hclsyntax.Body) {
	for _, a := range b.Attributes {
		a.Expr = rewrite(a.Expr)
	}
	for _, block := range b.Blocks {
		rewriteBody(block.Body)
	}
}

// An expression in the place of another has to be one around it for hclsyntax to
// find the variables in it; parentheses are such a one.
func around(e hclsyntax.Expression) *hclsyntax.ParenthesesExpr {
	return &hclsyntax.ParenthesesExpr{Expression: e, SrcRange: e.Range()}
}

// decision is an expression whose value decides and is not handed on.
type decision struct{ *hclsyntax.ParenthesesExpr }

func deciding(e hclsyntax.Expression) hclsyntax.Expression {
	if _, literal := e.(*hclsyntax.LiteralValueExpr); literal {
		return e
	}
	return &decision{around(rewrite(e))}
}

func (d *decision) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := d.Expression.Value(ctx)
	return settle(v), diags
}

// indexing is deciding for what may have to become a number.
func indexing(e hclsyntax.Expression) hclsyntax.Expression {
	d, ok := deciding(e).(*decision)
	if !ok {
		return e
	}
	return &index{d}
}

type index struct{ *decision }

func (i *index) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := i.decision.Value(ctx)
	if !functions.IsNumberInBounds(v) {
		return cty.UnknownVal(v.Type()), append(diags, failure(i.Range(), tooManyDigits))
	}
	return v, diags
}

// conditional hands on the marks of the branch that is taken alone.
type conditional struct{ *hclsyntax.ConditionalExpr }

func (c *conditional) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	condition, diags := c.Condition.Value(ctx)
	yes, yesDiags := c.TrueResult.Value(ctx)
	no, noDiags := c.FalseResult.Value(ctx)

	if b := budgetOf(ctx); b != nil && b.tooLarge(yes, no) || tooDifferent(yes, no) {
		return cty.DynamicVal, append(diags, failure(c.SrcRange, tooManyParts))
	}
	yes, no = alike(yes, no)
	bare, marks := condition.Unmark()
	decided := bare.IsKnown() && !bare.IsNull() && bare.Type() == cty.Bool
	switch {
	case decided && bare.True():
		diags = append(diags, yesDiags...)
		no, _ = no.Unmark()
	case decided:
		diags = append(diags, noDiags...)
		yes, _ = yes.Unmark()
	case !bare.IsKnown() && (isPlain(yes) || isPlain(no)):
		marks = withMark(marks, other{})
	}
	chosen := &hclsyntax.ConditionalExpr{
		Condition:   literal(bare, c.Condition),
		TrueResult:  literal(yes, c.TrueResult),
		FalseResult: literal(no, c.FalseResult),
		SrcRange:    c.SrcRange,
	}
	v, own := chosen.Value(ctx)
	if !bare.IsKnown() && !v.IsKnown() {
		// What decides is one more thing that the result depends on, but the
		// result comes from the branches.
		if m := v.Marks(); hasReference(m) {
			marks = withoutPins(marks)
		}
	}
	return v.WithMarks(marks), append(diags, own...)
}

// isPlain reports whether a value tells nothing of where it comes from.
func isPlain(v cty.Value) bool { return originOf(v.Marks()) == nil }

func literal(v cty.Value, at hclsyntax.Expression) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at.Range()}
}

func withMark(marks cty.ValueMarks, mark any) cty.ValueMarks {
	out := cty.NewValueMarks(mark)
	for m := range marks {
		out[m] = struct{}{}
	}
	return out
}

func withoutPins(marks cty.ValueMarks) cty.ValueMarks {
	out := make(cty.ValueMarks, len(marks)) // NewValueMarks without a mark is nil
	for m := range marks {
		if _, ok := m.(pin); !ok {
			out[m] = struct{}{}
		}
	}
	return out
}

// template says that what it makes is derived from what it is made of. What
// stands below the id of a resource, as in "${azurerm_virtual_network.v.id}/subnets/web",
// is a reference to id/subnets/web.
type template struct{ *hclsyntax.TemplateExpr }

func (t *template) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := t.TemplateExpr.Value(ctx)
	if !v.IsMarked() {
		return limited(v, diags, t.SrcRange)
	}
	bare, marks := v.Unmark()
	if !hasReference(marks) {
		bare, diags = limited(bare, diags, t.SrcRange)
		return bare.WithMarks(marks), diags
	}
	if below, ok := t.below(ctx, marks); ok && !bare.IsKnown() {
		return bare.Mark(below), diags
	}
	bare, diags = limited(bare, diags, t.SrcRange)
	return bare.WithMarks(marks, cty.NewValueMarks(functions.Derived)), diags
}

// below returns the reference that a template makes of an id and a known tail.
func (t *template) below(ctx *hcl.EvalContext, marks cty.ValueMarks) (reference, bool) {
	if len(marks) != 1 {
		return reference{}, false
	}
	first, _ := t.Parts[0].Value(ctx)
	id, ok := soleReference(first.Marks())
	if !ok || id.attribute != "id" || first.IsKnown() {
		return reference{}, false
	}
	var tail strings.Builder
	for _, part := range t.Parts[1:] {
		v, _ := part.Value(ctx)
		if v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
			return reference{}, false
		}
		tail.WriteString(v.AsString())
	}
	if !strings.HasPrefix(tail.String(), "/") {
		return reference{}, false
	}
	return reference{id.address, "id" + tail.String()}, true
}

func soleReference(marks cty.ValueMarks) (reference, bool) {
	if len(marks) == 1 {
		for m := range marks {
			r, ok := m.(reference)
			return r, ok
		}
	}
	return reference{}, false
}

// join is a template of loops; see template.
type join struct{ *hclsyntax.TemplateJoinExpr }

func (j *join) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := j.TemplateJoinExpr.Value(ctx)
	bare, marks := v.Unmark()
	if hasReference(marks) {
		marks = withMark(marks, functions.Derived)
	}
	bare, diags = limited(bare, diags, j.Range())
	return bare.WithMarks(marks), diags
}

// maxText bounds the length in bytes of what a template makes, so that texts
// that double from local to local come to an end.
const maxText = 16 << 20

const tooMuchText = "This text has more than 16 MB, which is the limit"

func limited(v cty.Value, diags hcl.Diagnostics, at hcl.Range) (cty.Value, hcl.Diagnostics) {
	if v.IsKnown() && !v.IsNull() && v.Type() == cty.String && len(v.AsString()) > maxText {
		return cty.UnknownVal(cty.String), append(diags, failure(at, tooMuchText))
	}
	return v, diags
}

func failure(at hcl.Range, summary string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Subject: at.Ptr()}
}

// providerCall is a call of a function that a provider defines. No provider is
// run, so that the result is unknown; but for a function that gives an id its
// canonical spelling, which is the id.
type providerCall struct{ *hclsyntax.FunctionCallExpr }

func (c *providerCall) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	marks := cty.NewValueMarks(pin(c.Name+"()"), functions.Derived)
	for _, arg := range c.Args {
		v, argDiags := arg.Value(ctx)
		diags = append(diags, argDiags...)
		if c.Name == "provider::azurerm::normalise_resource_id" && len(c.Args) == 1 {
			return v, diags
		}
		_, own := v.UnmarkDeep()
		for m := range own {
			marks[m] = struct{}{}
		}
	}
	return cty.DynamicVal.WithMarks(marks), diags
}

// counted is what a for expression evaluates again and again. It ends loops in
// loops that would take hours.
type counted struct{ *hclsyntax.ParenthesesExpr }

func (c *counted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	b := budgetOf(ctx)
	if b == nil {
		return c.Expression.Value(ctx)
	}
	if b.ended() { // and has said so, but hcl goes on after an error
		return cty.DynamicVal, nil
	}
	v, diags := c.Expression.Value(ctx)
	if why := b.loop(v); why != "" {
		return cty.DynamicVal, append(diags, failure(c.Range(), why))
	}
	return v, diags
}
