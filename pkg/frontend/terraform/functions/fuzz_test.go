package functions_test

import (
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
)

// FuzzCall evaluates expressions with small budgets: no panic, no hang.
func FuzzCall(f *testing.F) {
	table := functions.Table(functions.Options{MaxBytes: 1 << 14, MaxItems: 500})
	for _, e := range expressions(f) {
		f.Add(e.text)
	}
	f.Add(`join("", formatlist("%10s", range(10)))`)
	f.Add(`replace(strrev("aaa"), "/(a*)/", "$1$1")`)
	f.Add(`yamldecode("a: &a [*a]")`)
	f.Add(`cidrsubnets("::/0", 32, 1, known)`)
	f.Add(`element([a, b], i)`)
	f.Add(`templatestring(known, { x = l })`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		expr, diags := hclsyntax.ParseExpression([]byte(text), "fuzz", hcl.InitialPos)
		if diags.HasErrors() || loops(expr) {
			return
		}
		began := time.Now()
		_, diags = expr.Value(&hcl.EvalContext{Functions: table, Variables: variables()})
		for _, d := range diags {
			// Operators of HCL are functions as well, and not those here.
			if d.Summary == "Error in function call" {
				require.NotContains(t, d.Detail, "panic in function implementation", text)
			}
		}
		require.Less(t, time.Since(began), 20*time.Second, text)
	})
}

// loops reports whether an expression repeats by itself what it holds, which is
// the evaluator's to bound.
func loops(expr hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ForExpr:
			found = true
		case *hclsyntax.LiteralValueExpr:
			// HCL itself calculates with and prints numbers of any size.
			if n.Val.Type() == cty.Number {
				exponent := n.Val.AsBigFloat().MantExp(nil)
				found = found || exponent > 1000 || exponent < -1000
			}
		}
		return nil
	})
	return found
}
