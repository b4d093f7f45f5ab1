package config

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/pattern"
)

// quotation is what a message quotes.
var quotation = pattern.Of(`"(?:[^"\\]|\\.)*"`)

// discreet returns what hcl says of an expression without what it quotes, where a value in
// the expression is sensitive: the quotation may be that value, or made of it. Names that
// stand in the expression stay.
func discreet(diags hcl.Diagnostics, expr hclsyntax.Expression, ctx *hcl.EvalContext) hcl.Diagnostics {
	if !diags.HasErrors() || !isAboutSecrets(expr, ctx) {
		return diags
	}
	names := namesUsed(expr)
	out := make(hcl.Diagnostics, len(diags))
	for i, d := range diags {
		hidden := *d
		hidden.Detail = quotation().ReplaceAllStringFunc(d.Detail, func(quoted string) string {
			if text, err := strconv.Unquote(quoted); err == nil && names[text] {
				return quoted
			}
			return "(sensitive)"
		})
		out[i] = &hidden
	}
	return out
}

// isAboutSecrets reports whether an expression refers to a sensitive value or makes one.
func isAboutSecrets(expr hclsyntax.Expression, ctx *hcl.EvalContext) bool {
	for _, v := range ctx.Variables {
		if hasSecrets(v) {
			return true
		}
	}
	makes := false
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		call, ok := n.(*hclsyntax.FunctionCallExpr)
		makes = makes || ok && call.Name == "sensitive"
		return nil
	})
	return makes
}

// hasSecrets reports whether a value or anything below it is sensitive.
func hasSecrets(v cty.Value) bool {
	if !v.ContainsMarked() {
		return false
	}
	_, marks := v.UnmarkDeep()
	return isSensitive(marks)
}

// namesUsed are the names by which an expression refers to something.
func namesUsed(expr hclsyntax.Expression) map[string]bool {
	names := map[string]bool{}
	add := func(t hcl.Traversal) {
		for _, step := range t {
			switch s := step.(type) {
			case hcl.TraverseRoot:
				names[s.Name] = true
			case hcl.TraverseAttr:
				names[s.Name] = true
			}
		}
	}
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.FunctionCallExpr:
			names[n.Name] = true
		case *hclsyntax.ScopeTraversalExpr:
			add(n.Traversal)
		case *hclsyntax.RelativeTraversalExpr:
			add(n.Traversal)
		}
		return nil
	})
	return names
}
