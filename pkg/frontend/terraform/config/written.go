package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// written is what a configuration says of a resource or of one nested block: by
// blocks and arguments, or by an object that an expression makes.
type written struct {
	at         source.Range
	expression map[string]assigned
	blocks     map[string]*nested
	order      []string // names of arguments and blocks as they stand
}

// assigned is an argument: its expression, or its value where that has been
// worked out with the whole.
type assigned struct {
	environment
	expr  hcl.Expression
	value cty.Value
	at    source.Range
}

// nested are the blocks of one name.
type nested struct {
	items []*written
	// open is set if dynamic blocks make a number of them that is not known.
	open *assigned
	at   source.Range
}

// value returns the value of the argument.
func (a assigned) get() cty.Value {
	if a.value == cty.NilVal {
		return a.evaluate(a.expr)
	}
	return a.value
}

// read reads the body of a block. The schema is what JSON needs to tell arguments
// from blocks; native syntax tells by itself.
func (e environment) read(body hcl.Body, block *schema.Block, at source.Range) *written {
	w := &written{at: at, expression: map[string]assigned{}, blocks: map[string]*nested{}}
	if native, ok := body.(*hclsyntax.Body); ok {
		for _, name := range sortedKeys(native.Attributes) {
			a := native.Attributes[name]
			w.assign(name, assigned{environment: e, expr: a.Expr, at: e.module.Range(a.SrcRange)})
		}
		for _, b := range native.Blocks {
			e.readBlock(w, b.Type, b.Labels, b.Body, b.DefRange(), block)
		}
		return w
	}
	content, rest, diags := body.PartialContent(shapeOf(block))
	e.diagnose(e.module, diags)
	for _, name := range sortedKeys(content.Attributes) {
		a := content.Attributes[name]
		w.assign(name, assigned{environment: e, expr: a.Expr, at: e.module.Range(a.Range)})
	}
	for _, b := range content.Blocks {
		e.readBlock(w, b.Type, b.Labels, b.Body, b.DefRange, block)
	}
	if rest != nil {
		others, _ := rest.JustAttributes() // what the schema does not know
		for _, name := range sortedKeys(others) {
			if a := others[name]; name != "//" {
				w.assign(name, assigned{environment: e, expr: a.Expr, at: e.module.Range(a.Range)})
			}
		}
	}
	return w
}

func (w *written) assign(name string, a assigned) {
	w.expression[name] = a
	w.order = append(w.order, name)
}

// shapeOf is what hcl has to know to read JSON.
func shapeOf(block *schema.Block) *hcl.BodySchema {
	shape := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "dynamic", LabelNames: []string{"type"}}}}
	if block == nil {
		return shape
	}
	for name := range block.Attributes {
		shape.Attributes = append(shape.Attributes, hcl.AttributeSchema{Name: name})
	}
	for name := range block.Blocks {
		shape.Blocks = append(shape.Blocks, hcl.BlockHeaderSchema{Type: name})
	}
	return shape
}

// below is the schema of a nested block, or of an attribute that may be written
// like one.
func below(block *schema.Block, name string) *schema.Block {
	if block == nil {
		return nil
	}
	if n := block.Blocks[name]; n != nil {
		return n.Block
	}
	if a := block.Attributes[name]; a != nil {
		return a.Elem
	}
	return nil
}

func (e environment) readBlock(w *written, typ string, labels []string, body hcl.Body, header hcl.Range, block *schema.Block) {
	at := e.module.Range(header)
	if typ == "dynamic" && len(labels) == 1 {
		e.readDynamic(w, labels[0], body, at, block)
		return
	}
	w.nested(typ, at).items = append(w.nested(typ, at).items, e.read(body, below(block, typ), at))
}

func (w *written) nested(typ string, at source.Range) *nested {
	n := w.blocks[typ]
	if n == nil {
		n = &nested{at: at}
		w.blocks[typ] = n
		w.order = append(w.order, typ)
	}
	return n
}

var dynamicShape = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "for_each", Required: true}, {Name: "iterator"}, {Name: "labels"}},
	Blocks:     []hcl.BlockHeaderSchema{{Type: "content"}},
}

// blockSteps is what each block costs that a dynamic block makes, in steps.
const blockSteps = 20

// readDynamic reads what a dynamic block makes.
func (e environment) readDynamic(w *written, typ string, body hcl.Body, at source.Range, block *schema.Block) {
	content, diags := body.Content(dynamicShape)
	e.diagnose(e.module, diags)
	forEach := content.Attributes["for_each"]
	if forEach == nil || len(content.Blocks) != 1 {
		if !diags.HasErrors() {
			e.fail(at, fmt.Sprintf("A dynamic block %q needs one content block.", typ))
		}
		return
	}
	iterator := typ
	if a := content.Attributes["iterator"]; a != nil {
		if name := hcl.ExprAsKeyword(a.Expr); name != "" {
			iterator = name
		}
	}
	n := w.nested(typ, at)
	made := content.Blocks[0]
	v := e.evaluate(forEach.Expr)
	collection, marks := v.Unmark()
	if !e.countable(collection, forEach.Expr) {
		_, marks = v.UnmarkDeep()
		open := cty.DynamicVal.WithMarks(marks)
		if originOf(marks) == nil {
			open = open.Mark(pin(e.text(forEach.Expr)))
		}
		n.open = &assigned{environment: e, value: open, at: at}
		return
	}
	for it := collection.ElementIterator(); it.Next(); {
		if why := e.budget.spend(blockSteps); why != "" {
			e.fail(at, why+".")
			n.open = &assigned{environment: e, value: unknown(cty.DynamicPseudoType, e.text(forEach.Expr)), at: at}
			return
		}
		key, element := it.Element()
		if collection.Type().IsSetType() {
			key = element
		}
		turn := cty.ObjectVal(map[string]cty.Value{"key": settle(key.WithMarks(marks)), "value": element.WithMarks(marks)})
		n.items = append(n.items, e.with(iterator, turn).read(made.Body, below(block, typ), at))
	}
}

// countable reports whether a dynamic block can be expanded over a value.
func (e environment) countable(v cty.Value, expr hcl.Expression) bool {
	if !v.IsKnown() {
		return false
	}
	if v.IsNull() || !v.CanIterateElements() {
		e.amiss(e.module.Range(expr.Range()), "The value of for_each in this dynamic block is no collection.")
		return false
	}
	return v.Length().IsKnown() && e.bounded(int64(v.LengthInt()), "for_each", e.module.Range(expr.Range()))
}

// fields are the members of an object that an expression makes, read like a block.
func (a assigned) fields(v cty.Value, marks cty.ValueMarks, expr hcl.Expression) *written {
	at := a.at
	if expr != nil {
		at = a.module.Range(expr.Range())
	}
	w := &written{at: at, expression: map[string]assigned{}, blocks: map[string]*nested{}}
	exprs := memberExpressions(expr)
	members := v.AsValueMap()
	for _, name := range sortedKeys(members) {
		member := members[name]
		field := assigned{environment: a.environment, value: member.WithMarks(marks), at: at, expr: exprs[name]}
		if field.expr != nil {
			field.at = a.module.Range(field.expr.Range())
		}
		w.assign(name, field)
	}
	return w
}

// memberExpressions are the expressions for the members of an object, where they
// are written in one place.
func memberExpressions(expr hcl.Expression) map[string]hcl.Expression {
	object, ok := bare(expr).(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil
	}
	out := make(map[string]hcl.Expression, len(object.Items))
	for _, item := range object.Items {
		if name := hcl.ExprAsKeyword(item.KeyExpr); name != "" {
			out[name] = item.ValueExpr
		} else if v, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && !v.IsNull() && v.Type() == cty.String && v.IsKnown() {
			out[v.AsString()] = item.ValueExpr
		}
	}
	return out
}

// elementExpressions are the expressions for the elements of a list of a length,
// where they are written in one place.
func elementExpressions(expr hcl.Expression, n int) []hclsyntax.Expression {
	tuple, ok := bare(expr).(*hclsyntax.TupleConsExpr)
	if !ok || len(tuple.Exprs) != n {
		return nil
	}
	return tuple.Exprs
}

// bare takes parentheses off.
func bare(expr hcl.Expression) hcl.Expression {
	for {
		p, ok := expr.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return expr
		}
		expr = p.Expression
	}
}
