// Package expression reads the expressions of ARM templates, which stand in texts
// between brackets: "[concat(parameters('name'), '-web')]".
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
package expression

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Is reports whether a text is evaluated.
func Is(text string) bool {
	return len(text) > 1 && text[0] == '[' && text[len(text)-1] == ']' && !strings.HasPrefix(text, "[[")
}

// Unescape returns what a text means that is not evaluated: a second bracket at the
// start of one that ends with a bracket only keeps it from being taken for an expression.
func Unescape(text string) string {
	if strings.HasPrefix(text, "[[") && strings.HasSuffix(text, "]") {
		return text[1:]
	}
	return text
}

// Limits of an expression: Azure takes 24,576 characters.
const (
	maxLength = 1 << 20
	maxDepth  = 250
)

// Scope tells what names mean, and where in the file a byte of the text stands.
type Scope struct {
	File   *source.File
	Offset func(i int) int
	// At is set where all of the text is at one place, and Offset is not asked for then.
	At *source.Range
	// Function finds a function that the template declares; nil where there is none.
	Function func(namespace, name string) *ir.Function
	// Local reports whether a name is that of a parameter of the function at hand.
	Local func(name string) bool
}

// Error is a mistake in an expression.
type Error struct {
	At      source.Range
	Message string
}

func (e *Error) Error() string { return e.Message }

// Parse reads an expression, with its brackets.
func Parse(text string, s Scope) (ir.Expr, *Error) {
	p := &parser{text: text, end: len(text) - 1, at: 1, scope: s}
	if len(text) > maxLength {
		return nil, p.errorf(0, len(text), "This expression is longer than an expression may be.")
	}
	e, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < p.end {
		return nil, p.errorf(p.at, p.end, "The expression ends before %s, which belongs to nothing.", strconv.Quote(shorten(text[p.at:p.end])))
	}
	return e, nil
}

func shorten(s string) string {
	if len(s) > 20 {
		return strings.ToValidUTF8(s[:20], "") + "…"
	}
	return s
}

type parser struct {
	text  string
	at    int
	end   int
	scope Scope
}

func (p *parser) span(start, end int) ir.Span {
	if p.scope.At != nil {
		return ir.Span{At: *p.scope.At}
	}
	return ir.Span{At: source.Range{File: p.scope.File, Start: p.scope.Offset(start), End: p.scope.Offset(end)}}
}

func (p *parser) errorf(start, end int, format string, args ...any) *Error {
	return &Error{At: p.span(start, end).At, Message: fmt.Sprintf(format, args...)}
}

// space passes over blanks, those of Unicode as well: Azure takes them.
func (p *parser) space() {
	for p.at < p.end {
		r, size := utf8.DecodeRuneInString(p.text[p.at:p.end])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// next reports whether the next sign is the one given, and takes it.
func (p *parser) next(c byte) bool {
	if p.space(); p.at < p.end && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) expression(depth int) (ir.Expr, *Error) {
	if depth > maxDepth {
		return nil, p.errorf(p.at, p.at+1, "This expression is nested too deep.")
	}
	p.space()
	start := p.at
	e, err := p.primary(depth)
	if err != nil {
		return nil, err
	}
	var links []ir.Link
	for {
		switch {
		case p.next('.'):
			p.space()
			at := p.at
			name := p.word()
			if name == "" {
				return nil, p.errorf(at, at+1, "The name of a member is missing after the dot.")
			}
			links = append(links, ir.Link{Key: &ir.Literal{Span: p.span(at, p.at), Value: partial.StringValue(name)}})
		case p.next('['):
			key, err := p.expression(depth + 1)
			if err != nil {
				return nil, err
			}
			if !p.next(']') {
				return nil, p.errorf(p.at, p.at+1, "A closing bracket is missing here.")
			}
			links = append(links, ir.Link{Key: key})
		case len(links) > 0:
			return &ir.Chain{Span: p.span(start, p.at), Base: e, Links: links}, nil
		default:
			return e, nil
		}
	}
}

func (p *parser) primary(depth int) (ir.Expr, *Error) {
	start := p.at
	if p.at >= p.end {
		return nil, p.errorf(p.at, p.at, "The expression ends where a value is missing.")
	}
	switch c := p.text[p.at]; {
	case c == '\'':
		return p.string()
	case c >= '0' && c <= '9' || c == '-' || c == '+':
		return p.number()
	case isLetter(c):
		return p.call(depth)
	}
	return nil, p.errorf(start, start+1, "There is no expression here.")
}

// string reads a text; a quote in it is written twice.
func (p *parser) string() (ir.Expr, *Error) {
	start := p.at
	var b strings.Builder
	for p.at++; p.at < p.end; p.at++ {
		if p.text[p.at] != '\'' {
			b.WriteByte(p.text[p.at])
			continue
		}
		if p.at+1 < p.end && p.text[p.at+1] == '\'' {
			b.WriteByte('\'')
			p.at++
			continue
		}
		p.at++
		return &ir.Literal{Span: p.span(start, p.at), Value: partial.StringValue(b.String())}, nil
	}
	return nil, p.errorf(start, start+1, "This text is never closed.")
}

func (p *parser) number() (ir.Expr, *Error) {
	start := p.at
	for p.at++; p.at < p.end && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.'); p.at++ {
	}
	literal := p.text[start:p.at]
	if _, err := strconv.ParseFloat(literal, 64); err != nil {
		return nil, p.errorf(start, p.at, "%s is no number.", strconv.Quote(shorten(literal)))
	}
	return &ir.Literal{Span: p.span(start, p.at), Value: partial.FloatValue(strings.TrimPrefix(literal, "+"))}, nil
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

func (p *parser) word() string {
	start := p.at
	for p.at < p.end && (isLetter(p.text[p.at]) || p.text[p.at] >= '0' && p.text[p.at] <= '9') {
		p.at++
	}
	return p.text[start:p.at]
}

// call reads a call of a function of the language or of the template.
func (p *parser) call(depth int) (ir.Expr, *Error) {
	start := p.at
	namespace, name := "", p.word()
	if p.at < p.end && p.text[p.at] == '.' {
		p.at++
		namespace, name = name, p.word()
	}
	after := p.at
	if !p.next('(') {
		return nil, p.errorf(start, after, "This is no expression: texts stand in single quotes, and functions have parentheses.")
	}
	var args []ir.Expr
	for !p.next(')') {
		if len(args) > 0 && !p.next(',') {
			return nil, p.errorf(p.at, p.at+1, "A comma or a closing parenthesis is missing here.")
		}
		arg, err := p.expression(depth + 1)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	return p.meaning(p.span(start, p.at), namespace, name, args)
}

// meaning is the node of a call.
func (p *parser) meaning(span ir.Span, namespace, name string, args []ir.Expr) (ir.Expr, *Error) {
	if namespace != "" {
		if p.scope.Function != nil {
			if f := p.scope.Function(namespace, name); f != nil {
				return &ir.UserCall{Span: span, Function: f, Args: args}, nil
			}
		}
		return nil, &Error{span.At, fmt.Sprintf("There is no function named %q.", namespace+"."+name)}
	}
	text, literal := "", false
	if len(args) == 1 {
		text, literal = textOf(args[0])
	}
	switch lowered := strings.ToLower(name); {
	case lowered == "parameters" && literal && p.scope.Local != nil && p.scope.Local(text):
		return &ir.Local{Span: span, Name: text}, nil
	case lowered == "parameters" && literal:
		return &ir.Param{Span: span, Name: text}, nil
	case lowered == "variables" && literal:
		return &ir.Var{Span: span, Name: text}, nil
	case lowered == "lambdavariables" && literal:
		return &ir.Local{Span: span, Name: text}, nil
	case lowered == "if" && len(args) == 3:
		return &ir.Conditional{Span: span, If: args[0], Then: args[1], Else: args[2]}, nil
	case lowered == "true" && len(args) == 0, lowered == "false" && len(args) == 0:
		return &ir.Literal{Span: span, Value: partial.BoolValue(lowered == "true")}, nil
	case lowered == "null" && len(args) == 0:
		return &ir.Literal{Span: span, Value: partial.NullValue()}, nil
	case lowered == "lambda" && len(args) > 0:
		return lambda(span, args)
	}
	return &ir.Call{Span: span, Name: name, Args: args}, nil
}

// lambda reads lambda('x', …, body).
func lambda(span ir.Span, args []ir.Expr) (ir.Expr, *Error) {
	l := &ir.Lambda{Span: span, Body: args[len(args)-1]}
	for _, a := range args[:len(args)-1] {
		name, ok := textOf(a)
		if !ok {
			return nil, &Error{a.Range(), "The parameters of a lambda are named by texts."}
		}
		l.Parameters = append(l.Parameters, name)
	}
	return l, nil
}

func textOf(e ir.Expr) (string, bool) {
	l, ok := e.(*ir.Literal)
	if !ok || l.Value.Kind() != partial.String {
		return "", false
	}
	return l.Value.Text()
}
