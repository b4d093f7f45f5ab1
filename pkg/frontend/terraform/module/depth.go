package module

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const (
	// maxChain is how many operators, conditions, indices or template
	// directives may follow each other in an expression: the parser, or whoever
	// walks its result, recurses for each of them. At 100,000 some such chains
	// take the parser many seconds, and a stack overflow ends the program.
	maxChain = 5_000
	// maxTokens bounds the memory for the files of a folder: the parser needs some
	// 100 to 150 bytes for each token.
	maxTokens = 2_000_000
	// braceTokens is how many other tokens a block, an object or the beginning of
	// ${…} takes as much memory as.
	braceTokens = 12
)

// nesting is what of a text can make a parser slow or recurse too deep,
// estimated from above by looking at single bytes.
type nesting struct {
	openers, operators, tokens int
	// long is set where a number may be one of too many digits.
	long bool
}

// mayParse reports whether the text need not be looked at more closely.
func (n nesting) mayParse(limit int) bool {
	return n.openers < limit && n.operators < maxChain && !n.long
}

func estimate(text []byte) nesting {
	var n nesting
	digits := 0
	for i := 0; i < len(text); i++ {
		switch roles[text[i]] {
		case blank:
		case separator:
			n.tokens++
			digits = 0
		case operator:
			n.operators++
			n.tokens++
		case opener:
			n.openers++
			n.operators++
			n.tokens++
			digits = 0
			if text[i] == '{' {
				n.tokens += braceTokens
			}
		case letter:
			n.tokens++
			for ; i < len(text) && roles[text[i]] == letter; i++ {
				if text[i]-'0' > 9 {
					digits = 0
				} else if digits++; digits > maxDigits || digits == exponentDigits && isExponent(text, i) {
					n.long = true
				}
			}
			i--
		}
	}
	return n
}

// role is what a byte can be in native syntax.
type role uint8

const (
	letter role = iota // of a word or a number
	blank
	separator
	operator
	opener
)

var roles = func() (of [256]role) {
	for c, bytes := range map[role]string{
		blank:     " \t\r",
		separator: "\n)]},:",
		operator:  "!-+*/%?<>&|.=",
		opener:    "([{\"",
	} {
		for i := range len(bytes) {
			of[bytes[i]] = c
		}
	}
	return of
}()

// level is an open bracket, quote or heredoc.
type level struct {
	chain int // how much is nested since its last separator
	lines bool
}

// depthError says where tokens are nested deeper than limit, form too long a
// chain, or are a number of too many digits; nil if nowhere.
func depthError(tokens hclsyntax.Tokens, limit int) *hcl.Diagnostic {
	stack := []level{{lines: true}}
	total := 0 // of the chains of all levels
	for i := range tokens {
		t := &tokens[i]
		top := &stack[len(stack)-1]
		switch t.Type {
		case hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOBrace, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			top.chain++
			total++
			stack = append(stack, level{lines: t.Type == hclsyntax.TokenOBrace})
		case hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCBrace, hclsyntax.TokenCQuote,
			hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			if len(stack) > 1 {
				total -= top.chain
				stack = stack[:len(stack)-1]
			}
		case hclsyntax.TokenComma:
			total -= top.chain
			top.chain = 0
		case hclsyntax.TokenNewline:
			if top.lines {
				total -= top.chain
				top.chain = 0
			}
		case hclsyntax.TokenNumberLit:
			if isTooLong(t.Bytes) {
				return tooLong(t.Range)
			}
		default:
			if isOperator(t.Type) {
				top.chain++
				total++
			}
		}
		if len(stack) > limit || total > limit+maxChain {
			return tooDeep(t.Range, limit)
		}
	}
	return nil
}

func isOperator(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenPercent,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenAnd, hclsyntax.TokenOr,
		hclsyntax.TokenBang, hclsyntax.TokenQuestion, hclsyntax.TokenDot, hclsyntax.TokenEllipsis,
		hclsyntax.TokenDoubleColon, hclsyntax.TokenFatArrow, hclsyntax.TokenStarStar, hclsyntax.TokenBitwiseNot:
		return true
	default:
		return false
	}
}

func tooDeep(at hcl.Range, limit int) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Too deeply nested",
		Detail:   fmt.Sprintf("Here more than %d brackets are open or more than %d operations are chained.", limit, maxChain),
		Subject:  &at,
	}
}

// checkNative says why a text in native syntax is not to be parsed; nil if it
// may be. Most texts are so small that they need no look at their tokens.
func checkNative(text []byte, name string, limit int) *hcl.Diagnostic {
	n := estimate(text)
	switch {
	case n.tokens > maxTokens:
		return &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Too much",
			Detail:   fmt.Sprintf("The file has more than %d words and signs.", maxTokens),
			Subject:  &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
		}
	case n.mayParse(limit):
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(text, name, hcl.InitialPos) // the parser finds the same errors
	return depthError(tokens, limit)
}

// tooDeepIn judges a part of a text in native syntax.
func tooDeepIn(text []byte, n nesting, limit int) bool {
	if n.mayParse(limit) {
		return false
	}
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos) // only the depth matters here
	return depthError(tokens, limit) != nil
}

// jsonTokens is how many tokens of native syntax one of JSON takes as much memory as.
const jsonTokens = 5

// checkJSON is the same for JSON, the expressions in its strings included:
// these are parsed later, when they are evaluated.
func checkJSON(text []byte, name string, limit int) *hcl.Diagnostic {
	depth, tokens := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			depth++
			tokens++
			if depth > limit {
				return tooDeep(byteRange(name, i, i+1), limit)
			}
		case ']', '}':
			depth--
		case '"':
			tokens++
			end := stringEnd(text, i)
			if templateTooDeep(text[i+1:end], limit) {
				return tooDeep(byteRange(name, i, end), limit)
			}
			i = end
		case ',', ':':
			tokens++
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			end := numberEnd(text, i)
			if isTooLong(text[i:end]) {
				return tooLong(byteRange(name, i, end))
			}
			i = end - 1
		}
		if tokens > maxTokens/jsonTokens {
			return &hcl.Diagnostic{
				Severity: hcl.DiagError,
				Summary:  "Too much",
				Detail:   fmt.Sprintf("The file has more than %d values and signs.", maxTokens/jsonTokens),
				Subject:  byteRange(name, i, i).Ptr(),
			}
		}
	}
	return nil
}

// stringEnd is the offset of the quote that ends the string that begins at
// start, or of the end of the text.
func stringEnd(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text)
}

func byteRange(name string, start, end int) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.Pos{Line: 1, Column: 1, Byte: start}, End: hcl.Pos{Line: 1, Column: 1, Byte: end}}
}

// templateTooDeep judges the inside of a JSON string.
func templateTooDeep(raw []byte, limit int) bool {
	n := estimate(raw)
	if n.mayParse(limit) {
		return false
	}
	text := unquote(raw)
	tokens, _ := hclsyntax.LexTemplate(text, "", hcl.InitialPos) // only the depth matters here
	return depthError(tokens, limit) != nil
}

// expressionTooDeep judges a string that is to be parsed as an expression.
func expressionTooDeep(text []byte, limit int) bool {
	return checkExpression(text, "", limit) != nil
}

// checkExpression is checkNative for an expression.
func checkExpression(text []byte, name string, limit int) *hcl.Diagnostic {
	if estimate(text).mayParse(limit) {
		return nil
	}
	tokens, _ := hclsyntax.LexExpression(text, name, hcl.InitialPos) // the parser finds the same errors
	return depthError(tokens, limit)
}
