package module

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literal returns the text of an expression that is a plain string. Nothing is
// evaluated for it, as an expression may be made to take for ever.
func literal(e hcl.Expression) (string, bool) {
	v := literalValue(e)
	if v == cty.NilVal || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// literalBool returns the value of an expression that is true or false, also as
// a string, which Terraform converts; otherwise what is assumed.
func literalBool(a *hcl.Attribute, otherwise bool) bool {
	if a == nil {
		return otherwise
	}
	v := literalValue(a.Expr)
	switch {
	case v == cty.NilVal || v.IsNull():
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.String:
		switch v.AsString() {
		case "true":
			return true
		case "false":
			return false
		}
	}
	return otherwise
}

// literalValue is cty.NilVal for what is no literal string, number, bool or
// null.
func literalValue(e hcl.Expression) cty.Value {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val
	case *hclsyntax.TemplateExpr:
		return literalTemplate(e)
	case *hclsyntax.ParenthesesExpr:
		return literalValue(e.Expression)
	}
	if isNative(e) {
		return cty.NilVal
	}
	return jsonLiteral(e)
}

func literalTemplate(e *hclsyntax.TemplateExpr) cty.Value {
	var text strings.Builder
	for _, part := range e.Parts {
		lit, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || lit.Val.IsNull() || lit.Val.Type() != cty.String {
			return cty.NilVal
		}
		text.WriteString(lit.Val.AsString())
	}
	return cty.StringVal(text.String())
}

// jsonLiteral is the value of a JSON expression that is no template.
func jsonLiteral(e hcl.Expression) cty.Value {
	v, diags := e.Value(nil) // this does not look into the strings
	if diags.HasErrors() || !v.IsKnown() || !v.Type().IsPrimitiveType() {
		return cty.NilVal
	}
	if !v.IsNull() && v.Type() == cty.String {
		if s := v.AsString(); strings.Contains(s, "${") || strings.Contains(s, "%{") {
			return cty.NilVal
		}
	}
	return v
}

func isNative(e hcl.Expression) bool {
	_, ok := e.(hclsyntax.Expression)
	return ok
}

// meant returns the expression that a string stands for where Terraform expects
// a reference or a type: JSON has only strings for them, and configuration for
// Terraform 0.11 has them in quotes, with or without "${…}". Other expressions
// come back as they are, nil where the string is no expression.
func meant(e hcl.Expression, maxDepth int) hcl.Expression {
	if wrapped, ok := e.(*hclsyntax.TemplateWrapExpr); ok {
		return wrapped.Wrapped
	}
	var text string
	if isNative(e) {
		var ok bool
		if text, ok = literal(e); !ok {
			return e
		}
	} else {
		v, diags := e.Value(nil) // this does not look into the strings
		if diags.HasErrors() || v.IsNull() || v.Type() != cty.String {
			return e
		}
		text = v.AsString()
	}
	start := e.Range().Start
	start.Byte++ // behind the quote
	start.Column++
	if inner, ok := strings.CutPrefix(text, "${"); ok && strings.HasSuffix(inner, "}") {
		text = strings.TrimSuffix(inner, "}")
		start.Byte += 2
		start.Column += 2
	}
	if expressionTooDeep([]byte(text), maxDepth) {
		return nil
	}
	parsed, diags := hclsyntax.ParseExpression([]byte(text), e.Range().Filename, start)
	if diags.HasErrors() {
		return nil
	}
	return parsed
}

// ParseExpression parses an expression in native syntax, unless it is nested too deep or
// holds a number that is too long. It is called by the name from in what is amiss.
func ParseExpression(text, from string) (hclsyntax.Expression, hcl.Diagnostics) {
	if d := checkExpression([]byte(text), from, defaultDepth); d != nil {
		return nil, hcl.Diagnostics{d}
	}
	return hclsyntax.ParseExpression([]byte(text), from, hcl.InitialPos)
}

// traversal is the constant beginning of a reference: of azurerm.hub[each.key]
// it is azurerm.hub. It is nil for what is no reference.
func traversal(e hcl.Expression) hcl.Traversal {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return e.Traversal
	case *hclsyntax.IndexExpr:
		return traversal(e.Collection)
	case *hclsyntax.RelativeTraversalExpr:
		return traversal(e.Source)
	case *hclsyntax.SplatExpr:
		return traversal(e.Source)
	case *hclsyntax.ParenthesesExpr:
		return traversal(e.Expression)
	}
	return nil
}
