package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// native returns an expression of native syntax that means the same: JSON keeps native
// expressions as texts, and would evaluate them without a budget, and without the marks
// that rewrite is about.
func native(expr hcl.Expression) (hclsyntax.Expression, hcl.Diagnostics) {
	if e, ok := expr.(hclsyntax.Expression); ok {
		return e, nil
	}
	if list, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return nativeList(expr, list)
	}
	if pairs, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		return nativeObject(expr, pairs)
	}
	v, diags := expr.Value(nil) // this does not look into texts
	if diags.HasErrors() || v.IsNull() || v.Type() != cty.String {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: expr.Range()}, diags
	}
	start := expr.Range().Start
	start.Byte++ // behind the quote
	start.Column++
	parsed, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), expr.Range().Filename, start)
	if diags.HasErrors() {
		return nil, diags
	}
	return rewrite(parsed), nil
}

func nativeList(expr hcl.Expression, list []hcl.Expression) (hclsyntax.Expression, hcl.Diagnostics) {
	var all hcl.Diagnostics
	out := &hclsyntax.TupleConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
	for _, item := range list {
		e, diags := native(item)
		if all = append(all, diags...); !diags.HasErrors() {
			out.Exprs = append(out.Exprs, e)
		}
	}
	return out, all
}

func nativeObject(expr hcl.Expression, pairs []hcl.KeyValuePair) (hclsyntax.Expression, hcl.Diagnostics) {
	var all hcl.Diagnostics
	out := &hclsyntax.ObjectConsExpr{SrcRange: expr.Range(), OpenRange: expr.StartRange()}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key, diags := native(pair.Key)
		value, more := native(pair.Value)
		if all = append(append(all, diags...), more...); diags.HasErrors() || more.HasErrors() {
			continue
		}
		name, _ := pair.Key.Value(nil)
		if seen[name.AsString()] {
			all = append(all, failure(pair.Key.Range(), fmt.Sprintf("The object has two members %q", name.AsString())))
			continue
		}
		seen[name.AsString()] = true
		out.Items = append(out.Items, hclsyntax.ObjectConsItem{
			KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: key, ForceNonLiteral: true},
			ValueExpr: value,
		})
	}
	return out, all
}
