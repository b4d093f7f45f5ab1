package module

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// readArgument is an argument that was read without hclsyntax.
type readArgument struct {
	name   string
	at     span // the name
	equals int
	value  span
	expr   hclsyntax.Expression
}

// writtenType is the type of a variable. Of the expression only the range is of
// use.
type writtenType struct {
	*hclsyntax.LiteralValueExpr
	typ      cty.Type
	defaults *typeexpr.Defaults
}

// readValue reads a value, or a type. It is nil for what only hclsyntax can read,
// or says in more detail: that of a value, where its parts are.
func readValue(path string, text []byte, at span, asType bool) hclsyntax.Expression {
	r := typeReader{scanner{text: text[:at.end], pos: at.start}}
	where := byteRange(path, at.start, at.end)
	if asType {
		typ, defaults, ok := r.typ(r.name())
		if !ok || r.pos != at.end {
			return nil
		}
		return &writtenType{&hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: where}, typ, defaults}
	}
	v, ok := r.literal()
	if !ok || r.pos != at.end || !v.IsNull() && v.CanIterateElements() && v.LengthInt() > 0 {
		return nil
	}
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: where}
}

// attribute is what hclsyntax would make of the argument, but that lines and
// columns are not counted.
func (a readArgument) attribute(path string) *hclsyntax.Attribute {
	return &hclsyntax.Attribute{
		Name:        a.name,
		Expr:        a.expr,
		SrcRange:    byteRange(path, a.at.start, a.value.end),
		NameRange:   byteRange(path, a.at.start, a.at.end),
		EqualsRange: byteRange(path, a.equals, a.equals+1),
	}
}

// readyBlock returns a block that has one label and of which all arguments were
// read; nil if it has other labels. The span is that from behind the block's type
// to behind the opening brace.
func readyBlock(path string, text []byte, b outlined, header span) *hclsyntax.Block {
	r := typeReader{scanner{text: text[:header.end], pos: header.start}}
	name, label := r.label()
	if r.spaces(); label.end == label.start || r.pos != header.end-1 {
		return nil
	}
	attributes := make(hclsyntax.Attributes, len(b.read))
	for _, a := range b.read {
		attributes[a.name] = a.attribute(path)
	}
	brace := byteRange(path, b.end-1, b.end)
	return &hclsyntax.Block{
		Type:   string(text[b.start:header.start]),
		Labels: []string{name},
		Body: &hclsyntax.Body{
			Attributes: attributes,
			SrcRange:   byteRange(path, header.end-1, b.end),
			EndRange:   hcl.Range{Filename: path, Start: brace.End, End: brace.End},
		},
		TypeRange:       byteRange(path, b.start, header.start),
		LabelRanges:     []hcl.Range{byteRange(path, label.start, label.end)},
		OpenBraceRange:  byteRange(path, header.end-1, header.end),
		CloseBraceRange: brace,
	}
}

// label reads a label and tells where it is; nowhere if it cannot be read.
func (r *typeReader) label() (string, span) {
	r.spaces()
	start := r.pos
	if r.at(0) != '"' {
		return r.name(), span{start, r.pos}
	}
	v, ok := r.word()
	if !ok {
		return "", span{}
	}
	return v.AsString(), span{start, r.pos}
}
