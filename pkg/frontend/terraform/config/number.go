package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// A number of a billion digits is small in memory, but takes for ever once it is added to
// another one or printed. None is written out (see package module), and these are the ways
// in which others could grow: products of products, and texts that become numbers.

const tooManyDigits = "This number has more digits than the limit of 10,000 allows"

// arithmetic works with numbers that are not too long.
type arithmetic struct{ *hclsyntax.BinaryOpExpr }

func (a *arithmetic) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	left, diags := a.LHS.Value(ctx)
	right, more := a.RHS.Value(ctx)
	diags = append(diags, more...)
	if !functions.IsNumberInBounds(left) || !functions.IsNumberInBounds(right) {
		return cty.UnknownVal(a.Op.Type), append(diags, failure(a.SrcRange, tooManyDigits))
	}
	work := &hclsyntax.BinaryOpExpr{
		LHS: literal(left, a.LHS), Op: a.Op, RHS: literal(right, a.RHS), SrcRange: a.SrcRange,
	}
	v, more := work.Value(ctx)
	if diags = append(diags, more...); !functions.IsNumberInBounds(v) {
		return cty.UnknownVal(a.Op.Type), append(diags, failure(a.SrcRange, tooManyDigits))
	}
	return v, diags
}

// negation negates a number that is not too long.
type negation struct{ *hclsyntax.UnaryOpExpr }

func (n *negation) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := n.Val.Value(ctx)
	if !functions.IsNumberInBounds(v) {
		return cty.UnknownVal(cty.Number), append(diags, failure(n.SrcRange, tooManyDigits))
	}
	work := &hclsyntax.UnaryOpExpr{Op: n.Op, Val: literal(v, n.Val), SrcRange: n.SrcRange, SymbolRange: n.SymbolRange}
	v, more := work.Value(ctx)
	return v, append(diags, more...)
}

// withKeys returns an expression, unless its traversal has a key of which it would take
// long to find that it is no position.
func withKeys(e hclsyntax.Expression, t hcl.Traversal) hclsyntax.Expression {
	for _, step := range t {
		if i, ok := step.(hcl.TraverseIndex); ok && !functions.IsNumberInBounds(i.Key) {
			return &refused{around(e)}
		}
	}
	return e
}

// refused is an expression that is not evaluated.
type refused struct{ *hclsyntax.ParenthesesExpr }

func (r *refused) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return cty.DynamicVal, hcl.Diagnostics{failure(r.SrcRange, tooManyDigits)}
}
