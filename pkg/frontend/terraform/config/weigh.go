package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Values share what they are made of, so that sixty locals, each a list of the one
// before twice, are small in memory and have more parts than can ever be visited.
// As nearly all that is done with values visits all parts, such a value has to be
// found before anything is done with it.

// partOfText is how many bytes of a text count as one more part.
const partOfText = 256

// weigh counts the parts of a value, and of the types of those that are not known:
// each as often as it occurs, up to the limit and one more.
func weigh(v cty.Value, limit int) int {
	s := scale{left: limit}
	s.value(v)
	return limit - s.left
}

type scale struct{ left int }

func (s *scale) value(v cty.Value) {
	if s.left--; s.left < 0 {
		return
	}
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	switch t := v.Type(); {
	case t == cty.String && v.IsKnown() && !v.IsNull():
		s.left = max(s.left-len(v.AsString())/partOfText, -1)
	case t.IsPrimitiveType() || t == cty.DynamicPseudoType:
	case v.IsNull() || !v.IsKnown():
		s.typ(t)
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next() && s.left >= 0; {
			_, element := it.Element()
			s.value(element)
		}
	}
}

func (s *scale) typ(t cty.Type) {
	if s.left--; s.left < 0 {
		return
	}
	switch {
	case t.IsCollectionType():
		s.typ(t.ElementType())
	case t.IsTupleType():
		for _, e := range t.TupleElementTypes() {
			s.typ(e)
		}
	case t.IsObjectType():
		for _, a := range t.AttributeTypes() {
			s.typ(a)
		}
	}
}

// tooLarge reports whether values together have more parts than one may have.
func (b *budget) tooLarge(values ...cty.Value) bool {
	left := b.parts
	for _, v := range values {
		left -= weigh(v, left)
		if left < 0 {
			return true
		}
	}
	return false
}

// equality compares values unless they are too large for that.
type equality struct{ *hclsyntax.BinaryOpExpr }

func (e *equality) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	left, diags := e.LHS.Value(ctx)
	right, more := e.RHS.Value(ctx)
	diags = append(diags, more...)
	if b := budgetOf(ctx); b != nil && b.tooLarge(left, right) {
		return cty.UnknownVal(cty.Bool), append(diags, failure(e.SrcRange, tooManyParts))
	}
	compare := &hclsyntax.BinaryOpExpr{
		LHS: literal(left, e.LHS), Op: e.Op, RHS: literal(right, e.RHS), SrcRange: e.SrcRange,
	}
	v, more := compare.Value(ctx)
	return v, append(diags, more...)
}
