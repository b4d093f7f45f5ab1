package functions

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

const (
	// maxSequence bounds the tokens of one ${…} or %{…}: parser and evaluation
	// recurse at most that deep in it.
	maxSequence = 10_000
	// maxDirectives bounds how many %{if} and %{for} are inside each other.
	maxDirectives = 500
)

// parseTemplate parses a template whose depth is bounded.
func parseTemplate(source, name string) (hclsyntax.Expression, error) {
	start := hcl.Pos{Line: 1, Column: 1}
	tokens, diags := hclsyntax.LexTemplate([]byte(source), name, start)
	if diags.HasErrors() {
		return nil, diags
	}
	if err := shallow(tokens); err != nil {
		return nil, err
	}
	expr, diags := hclsyntax.ParseTemplate([]byte(source), name, start)
	if diags.HasErrors() {
		return nil, diags
	}
	return expr, nil
}

// shallow refuses tokens that would make the parser recurse too deeply.
func shallow(tokens hclsyntax.Tokens) error {
	open, length, directives := 0, 0, 0
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			open++
			if open == 1 && t.Type == hclsyntax.TokenTemplateControl && i+1 < len(tokens) {
				directives += opens(string(tokens[i+1].Bytes))
			}
		case hclsyntax.TokenTemplateSeqEnd:
			open--
		case hclsyntax.TokenNumberLit:
			if err := checkDigits(string(t.Bytes)); err != nil {
				return err
			}
		default:
		}
		if length++; open == 0 {
			length = 0
		}
		if length > maxSequence {
			return fmt.Errorf("one expression of the template exceeds the budget of %d tokens", maxSequence)
		}
		if directives > maxDirectives {
			return fmt.Errorf("directives are nested more deeply than the budget of %d levels", maxDirectives)
		}
	}
	return nil
}

// opens tells by how much a directive changes the depth.
func opens(keyword string) int {
	switch keyword {
	case "if", "for":
		return 1
	case "endif", "endfor":
		return -1
	}
	return 0
}

func asString(v cty.Value) (cty.Value, error) {
	if v.Type() == cty.Number && v.IsKnown() && !v.IsNull() {
		if err := checkNumber(v); err != nil {
			return cty.NilVal, err
		}
	}
	return convert.Convert(v, cty.String)
}
