package config

import (
	"bytes"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// What a file may have. The parser goes down one level of the stack for each bracket
// and operator, and must not be led to its end.
const (
	maxSize      = 256 << 10 // bytes
	maxNesting   = 100       // brackets and templates in each other
	maxOperators = 10_000
	maxNumber    = 1000 // digits
)

// MaxSize is how large a file may be, in bytes.
const MaxSize = maxSize

// guard refuses what the parser should not see.
func guard(file *source.File) *source.Error {
	if len(file.Content) > maxSize {
		return &source.Error{Path: file.Path, Message: fmt.Sprintf("The configuration is larger than %d KiB.", maxSize>>10)}
	}
	tokens, _ := hclsyntax.LexConfig(file.Content, file.Path, hcl.InitialPos) // the parser finds the same errors
	depth, operators := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc,
			hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
			hclsyntax.TokenQuestion, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenDot:
			operators++
		case hclsyntax.TokenNumberLit:
			if len(t.Bytes) > maxNumber {
				return &source.Error{
					At:      source.Range{File: file, Start: t.Range.Start.Byte, End: min(t.Range.End.Byte, len(file.Content))},
					Message: fmt.Sprintf("The number is written with more than %d digits.", maxNumber),
				}
			}
			if e := bytes.IndexAny(t.Bytes, "eE"); e >= 0 && len(bytes.TrimLeft(t.Bytes[e+1:], "+-0")) >= 5 {
				return &source.Error{
					At:      source.Range{File: file, Start: t.Range.Start.Byte, End: min(t.Range.End.Byte, len(file.Content))},
					Message: "The exponent of this number is too large.",
				}
			}
		default:
		}
		if depth > maxNesting || operators > maxOperators {
			return &source.Error{
				At:      source.Range{File: file, Start: t.Range.Start.Byte, End: min(t.Range.End.Byte, len(file.Content))},
				Message: "The configuration is nested too deeply, or has too many operators, from here on.",
			}
		}
	}
	return nil
}
