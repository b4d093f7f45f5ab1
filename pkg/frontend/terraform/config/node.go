package config

import (
	"math/big"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// node is a planned value with the place where it is written. It becomes a value
// of package iac for the mappings, and one of cty for the expressions that refer
// to it.
type node struct {
	kind nodeKind
	at   source.Range
	typ  cty.Type

	// A leaf has a value, with the expression that makes it for the places of
	// its parts; module is where the expression is written.
	value  cty.Value
	expr   hcl.Expression
	module *module.Module

	names []string // objectNode
	items []*node  // objectNode, listNode

	isDefault bool // nobody wrote it
	decided   bool // Azure decides it
	secret    bool
}

type nodeKind uint8

const (
	leafNode nodeKind = iota
	objectNode
	listNode
)

func leaf(from assigned, v cty.Value, t cty.Type) *node {
	return &node{kind: leafNode, at: from.at, typ: t, value: v, expr: from.expr, module: from.module}
}

func byDefault(at source.Range, a *schema.Attribute) *node {
	return &node{kind: leafNode, at: at, typ: a.Type, value: a.DefaultValue(), isDefault: true}
}

func computed(at source.Range, t cty.Type) *node {
	return &node{kind: leafNode, at: at, typ: t, value: cty.UnknownVal(t), decided: true}
}

func (n *node) put(name string, member *node) {
	if member != nil {
		n.names, n.items = append(n.names, name), append(n.items, member)
	}
}

// isComputed reports whether the value is one that Azure decides.
func (n *node) isComputed() bool { return n.decided }

// cty returns the value as expressions see it.
func (n *node) cty() cty.Value {
	v := n.bareCty()
	if n.secret {
		v = v.Mark(functions.Sensitive)
	}
	return v
}

func (n *node) bareCty() cty.Value {
	switch n.kind {
	case leafNode:
		if out, err := functions.Convert(n.value, n.typ); err == nil {
			return out
		}
		return n.value
	case objectNode:
		members := make(map[string]cty.Value, len(n.names))
		for i, name := range n.names {
			members[name] = n.items[i].cty()
		}
		return cty.ObjectVal(members)
	case listNode:
	}
	elements := make([]cty.Value, len(n.items))
	for i, item := range n.items {
		elements[i] = item.cty()
	}
	// A tuple keeps each element's own marks and shape. Of a set with more than
	// one element the order is not known, so that it has to be one.
	if n.typ.IsSetType() && len(elements) > 1 {
		if set, err := functions.Convert(cty.TupleVal(elements), n.typ); err == nil {
			return set
		}
	}
	return cty.TupleVal(elements)
}

// iac returns the value as mappings see it.
func (n *node) iac(r *run) iac.Value {
	if !r.budget.spendNode() {
		r.fail(n.at, tooManyNodes+".")
		return iac.UnknownValue(&iac.Origin{Pin: "a value that is too large"}, n.at)
	}
	var v iac.Value
	switch n.kind {
	case leafNode:
		t := translator{run: r, module: n.module, decided: n.decided}
		v = t.translate(n.value, n.typ, n.expr, n.at, nil)
		if n.isDefault {
			v = v.ByDefault()
		}
	case objectNode:
		items := make([]iac.Value, len(n.items))
		for i, item := range n.items {
			items[i] = item.iac(r)
		}
		v = iac.ObjectValue(n.names, items, n.at)
	case listNode:
		items := make([]iac.Value, len(n.items))
		for i, item := range n.items {
			items[i] = item.iac(r)
		}
		v = iac.ListValue(items, n.at)
	}
	if n.secret {
		v = v.Sensitive()
	}
	return v
}

// translator turns values of cty into those of package iac.
type translator struct {
	*run
	module  *module.Module
	decided bool
}

// translate turns a value of a wanted type, which an expression makes. The marks
// are those of what the value is part of.
func (t translator) translate(v cty.Value, typ cty.Type, expr hcl.Expression, at source.Range, marks cty.ValueMarks) iac.Value {
	if !t.budget.spendNode() {
		t.fail(at, tooManyNodes+".")
		return iac.UnknownValue(&iac.Origin{Pin: "a value that is too large"}, at)
	}
	v, own := v.Unmark()
	marks = joined(marks, own)
	out := t.shape(v, typ, expr, at, marks)
	if isSensitive(marks) {
		out = out.Sensitive()
	}
	return out
}

func (t translator) shape(v cty.Value, typ cty.Type, expr hcl.Expression, at source.Range, marks cty.ValueMarks) iac.Value {
	switch {
	case v.IsNull():
		return iac.NullValue(at)
	case !v.IsKnown():
		return t.unknown(marks, expr, at)
	case v.Type().IsPrimitiveType():
		return t.primitive(v, typ, at, marks)
	case v.CanIterateElements() && (v.Type().IsObjectType() || v.Type().IsMapType()):
		return t.object(v, typ, expr, at, marks)
	case v.CanIterateElements():
		return t.list(v, typ, expr, at, marks)
	}
	return iac.UnknownValue(&iac.Origin{Pin: t.pinOf(expr)}, at)
}

func (t translator) unknown(marks cty.ValueMarks, expr hcl.Expression, at source.Range) iac.Value {
	for _, u := range unread(marks) {
		t.note(at, "The file "+u.Path+" is not read: "+u.Why+".")
	}
	o := originOf(marks)
	if o == nil && !t.decided {
		o = &iac.Origin{Pin: t.pinOf(expr)}
	}
	return iac.UnknownValue(o, at)
}

func (t translator) pinOf(expr hcl.Expression) string {
	if expr == nil || t.module == nil {
		return "a value that is known only after apply"
	}
	return environment{scope: &scope{module: t.module}}.text(expr)
}

func (t translator) primitive(v cty.Value, typ cty.Type, at source.Range, marks cty.ValueMarks) iac.Value {
	if typ.IsPrimitiveType() {
		if converted, err := functions.Convert(v, typ); err == nil {
			v = converted
		}
	}
	var out iac.Value
	switch v.Type() {
	case cty.String:
		out = iac.StringValue(v.AsString(), at)
	case cty.Bool:
		out = iac.BoolValue(v.True(), at)
	default:
		out = iac.NumberValue(numberText(v.AsBigFloat()), at)
	}
	if hasReference(marks) {
		out = out.From(originOf(marks))
	}
	return out
}

// numberText writes a number as Terraform does. Nearly all are whole, for which big's own
// formatting takes a hundred times as long.
func numberText(f *big.Float) string {
	if n, accuracy := f.Int64(); accuracy == big.Exact {
		return strconv.FormatInt(n, 10)
	}
	return f.Text('f', -1)
}

func (t translator) object(v cty.Value, typ cty.Type, expr hcl.Expression, at source.Range, marks cty.ValueMarks) iac.Value {
	exprs := memberExpressions(expr)
	var names []string
	var items []iac.Value
	for it := v.ElementIterator(); it.Next(); {
		key, member := it.Element()
		name := key.AsString()
		memberAt := t.at(exprs[name], at)
		names = append(names, name)
		items = append(items, t.translate(member, memberType(typ, name), exprs[name], memberAt, marks))
	}
	return iac.ObjectValue(names, items, at)
}

func memberType(t cty.Type, name string) cty.Type {
	switch {
	case t.IsMapType():
		return t.ElementType()
	case t.IsObjectType() && t.HasAttribute(name):
		return t.AttributeType(name)
	}
	return cty.DynamicPseudoType
}

func (t translator) list(v cty.Value, typ cty.Type, expr hcl.Expression, at source.Range, marks cty.ValueMarks) iac.Value {
	n := lengthOf(v)
	if n < 0 { // a set with unknown elements, of which some may be the same
		_, deep := v.UnmarkDeep()
		return t.unknown(joined(marks, deep), expr, at)
	}
	exprs := elementExpressions(expr, n)
	of := cty.DynamicPseudoType
	if typ.IsCollectionType() {
		of = typ.ElementType()
	}
	items := make([]iac.Value, 0, n)
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		var e hcl.Expression
		if exprs != nil {
			e = exprs[len(items)]
		}
		items = append(items, t.translate(element, of, e, t.at(e, at), marks))
	}
	return iac.ListValue(items, at)
}

// at is where an expression is written; otherwise where that which it is part of is.
func (t translator) at(expr hcl.Expression, otherwise source.Range) source.Range {
	if e, ok := expr.(hclsyntax.Expression); ok && e != nil && t.module != nil {
		return t.module.Range(e.Range())
	}
	return otherwise
}
