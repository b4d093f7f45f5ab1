package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// A configuration and its plan differ by what the provider adds: defaults, what
// Azure decides, and the habits of the plugin SDK. The rules are those for a
// resource that does not exist yet, as a plan of it would show:
//
//   - an empty string is what nobody wrote, for anything that Azure decides
//     otherwise;
//   - inside a set, what was not written is "" or empty instead of null.
//
// Package standin imitates the SDK in full and tells more of its rules.

// place says where in a resource a value stands, as far as the SDK cares.
type place struct {
	// inSet says that it belongs to an element of a set.
	inSet bool
	// flat says that it belongs to an element of a list that is an attribute,
	// where the SDK takes "" for null.
	flat bool
	// plain is set for a provider that is not built with the SDK, or whose
	// schema is not known: values are what is written.
	plain bool
}

// plan works out what an attribute or the blocks of a name make.
func (in *instance) plan(name string) *node {
	if in.written == nil {
		in.written = in.read(in.Body, in.block, in.module.Range(in.Body.MissingItemRange()))
	}
	p := planner{in.environment}
	at := place{plain: in.provider != "azurerm"}
	if in.block == nil {
		return p.unschooled(in.written, name)
	}
	return p.member(in.written, in.block, name, at)
}

// planner makes nodes of what is written.
type planner struct{ environment }

// member plans an attribute or the blocks of a name. It is nil for what is
// neither written nor in the schema.
func (p planner) member(w *written, block *schema.Block, name string, at place) *node {
	if a := block.Attributes[name]; a != nil {
		n := p.attribute(w, name, a, at)
		if a.Sensitive {
			n.secret = true
		}
		return n
	}
	if b := block.Blocks[name]; b != nil {
		o := objects{block: b.Block, whole: b.ImpliedType(), computed: b.Computed}
		if b.Nesting == schema.NestingSingle {
			return p.single(w, name, o, at)
		}
		return p.objects(w, name, o, at)
	}
	return p.unschooled(w, name)
}

// unschooled is what is written of a name that no schema knows.
func (p planner) unschooled(w *written, name string) *node {
	if a, ok := w.expression[name]; ok {
		return leaf(a, a.get(), cty.DynamicPseudoType)
	}
	n := w.blocks[name]
	if n == nil {
		return nil
	}
	if n.open != nil {
		return leaf(*n.open, n.open.value, cty.DynamicPseudoType)
	}
	list := &node{kind: listNode, at: n.at, typ: cty.DynamicPseudoType}
	for _, item := range n.items {
		object := &node{kind: objectNode, at: item.at}
		for _, member := range item.order {
			object.put(member, p.unschooled(item, member))
		}
		list.items = append(list.items, object)
	}
	return list
}

func (p planner) attribute(w *written, name string, a *schema.Attribute, at place) *node {
	isObjects := a.Elem != nil && a.Type.IsCollectionType()
	if n := w.blocks[name]; n != nil || isObjects {
		return p.objects(w, name, objects{block: a.Elem, whole: a.Type, computed: a.Computed, attribute: true}, at)
	}
	field, ok := w.expression[name]
	if !ok {
		field = assigned{environment: p.environment, value: cty.NullVal(a.Type), at: w.at}
	}
	v := field.get()
	switch {
	case at.plain:
		if inner, seen := encoded(field, v, name); seen {
			field, v = inner, inner.get()
		}
		return p.framework(field, v, a, ok)
	case a.Type.IsMapType():
		return p.mapping(field, v, a)
	case a.Type.IsCollectionType():
		return p.collection(field, v, a, at)
	}
	if name == "location" {
		v = normalLocation(v)
	}
	return p.primitive(field, v, a, at)
}

// encoded looks through jsonencode, with which version 1 of azapi wants its body
// written: one part that is not known makes the whole text unknown, and not the
// object that it is made of.
func encoded(field assigned, v cty.Value, name string) (assigned, bool) {
	if text, _ := v.Unmark(); name != "body" || text.IsKnown() {
		return field, false
	}
	call, ok := bare(field.expr).(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "jsonencode" || len(call.Args) != 1 || call.ExpandFinal {
		return field, false
	}
	field.expr, field.value = call.Args[0], cty.NilVal
	return field, true
}

// framework plans as a provider does that is built with the plugin framework: a
// value is planned as it is written, what is left out takes its default, and
// what is left to Azure is unknown.
func (p planner) framework(field assigned, v cty.Value, a *schema.Attribute, written bool) *node {
	bare, _ := v.Unmark()
	switch {
	case !bare.IsNull():
		return leaf(field, v, a.Type)
	case a.Default != nil:
		return byDefault(field.at, a)
	case a.Computed && !written:
		return computed(field.at, a.Type)
	}
	return leaf(field, v, a.Type)
}

func (p planner) primitive(field assigned, v cty.Value, a *schema.Attribute, at place) *node {
	bare, marks := v.Unmark()
	if !bare.IsKnown() {
		return leaf(field, v, a.Type)
	}
	if bare.IsNull() && a.Default != nil && a.Default != "" {
		return byDefault(field.at, a)
	}
	nothing := bare.IsNull() || bare.Type() == cty.String && bare.AsString() == ""
	switch {
	case nothing && a.Computed:
		return computed(field.at, a.Type)
	case nothing && at.inSet && at.flat:
		return leaf(field, cty.NullVal(a.Type), a.Type)
	case nothing && at.inSet && a.Type == cty.String:
		return leaf(field, cty.StringVal("").WithMarks(marks), a.Type)
	}
	return leaf(field, v, a.Type)
}

func (p planner) mapping(field assigned, v cty.Value, a *schema.Attribute) *node {
	bare, marks := v.Unmark()
	if !bare.IsKnown() {
		return leaf(field, v, a.Type)
	}
	members := map[string]cty.Value{}
	if !bare.IsNull() && bare.CanIterateElements() {
		for name, member := range bare.AsValueMap() {
			if m, _ := member.Unmark(); !m.IsNull() {
				members[name] = member
			}
		}
	}
	switch {
	case len(members) > 0:
		return leaf(field, cty.ObjectVal(members).WithMarks(marks), a.Type)
	case a.Computed:
		return computed(field.at, a.Type)
	}
	return leaf(field, cty.NullVal(a.Type), a.Type)
}

// collection plans a list or set of primitives.
func (p planner) collection(field assigned, v cty.Value, a *schema.Attribute, at place) *node {
	bare, _ := v.Unmark()
	if !bare.IsKnown() || !bare.IsNull() && bare.CanIterateElements() && !isEmpty(bare) {
		return leaf(field, v, a.Type)
	}
	isList := a.Type.IsListType()
	switch {
	case bare.IsNull() && a.Computed, at.inSet && isList && a.Computed, !isList && a.Computed:
		return computed(field.at, a.Type)
	case at.inSet:
		return leaf(field, empty(a.Type), a.Type)
	case isList:
		return leaf(field, v, a.Type)
	}
	return leaf(field, cty.NullVal(a.Type), a.Type) // the SDK loses an empty set
}

func isEmpty(v cty.Value) bool {
	n := v.Length()
	return n.IsKnown() && n.RawEquals(cty.Zero)
}

// objects describes a block, or an attribute that is a list or set of objects.
type objects struct {
	block    *schema.Block
	whole    cty.Type
	computed bool
	// attribute says that there is a difference between null and empty.
	attribute bool
}

// objects plans the blocks of a name, or an attribute that is written like them
// or as a list of objects.
func (p planner) objects(w *written, name string, o objects, at place) *node {
	if n := w.blocks[name]; n != nil {
		if n.open != nil {
			return leaf(*n.open, n.open.value, o.whole)
		}
		if len(n.items) > 0 {
			return p.elements(n.items, n.at, o, at)
		}
	}
	omitted := true
	if field, ok := w.expression[name]; ok {
		v := field.get()
		list, marks := v.Unmark()
		if !list.IsKnown() || !list.IsNull() && !list.CanIterateElements() {
			return leaf(field, v, o.whole)
		}
		omitted = list.IsNull()
		if !omitted && !isEmpty(list) {
			return p.listed(field, list, marks, o, at)
		}
	}
	return p.noObjects(w.at, omitted || !o.attribute, o, at)
}

// noObjects plans what is left out or empty.
func (p planner) noObjects(where source.Range, omitted bool, o objects, at place) *node {
	field := assigned{environment: p.environment, at: where}
	switch {
	case omitted && o.computed, o.computed && at.inSet && o.whole.IsListType():
		return computed(where, o.whole)
	case o.attribute && !at.inSet && (omitted && o.whole.IsListType() || at.flat && o.whole.IsSetType()):
		return leaf(field, cty.NullVal(o.whole), o.whole)
	}
	return leaf(field, empty(o.whole), o.whole)
}

// listed plans the elements of a list that an expression makes.
func (p planner) listed(field assigned, list cty.Value, marks cty.ValueMarks, o objects, at place) *node {
	exprs := elementExpressions(field.expr, lengthOf(list))
	var items []*written
	for it := list.ElementIterator(); it.Next(); {
		_, element := it.Element()
		object, own := element.Unmark()
		if !object.IsKnown() || object.IsNull() || !object.Type().IsObjectType() && !object.Type().IsMapType() {
			return leaf(field, list.WithMarks(marks), o.whole)
		}
		var expr hcl.Expression
		if exprs != nil {
			expr = exprs[len(items)]
		}
		items = append(items, field.fields(object, joined(marks, own), expr))
	}
	return p.elements(items, field.at, o, at)
}

func lengthOf(v cty.Value) int {
	if n := v.Length(); n.IsKnown() {
		return v.LengthInt()
	}
	return -1
}

func joined(a, b cty.ValueMarks) cty.ValueMarks {
	if len(a) == 0 {
		return b
	}
	return withMarks(a, b)
}

func withMarks(a, b cty.ValueMarks) cty.ValueMarks {
	out := make(cty.ValueMarks, len(a)+len(b))
	for m := range a {
		out[m] = struct{}{}
	}
	for m := range b {
		out[m] = struct{}{}
	}
	return out
}

func (p planner) elements(items []*written, where source.Range, o objects, at place) *node {
	if o.whole.IsSetType() {
		at.inSet = true
	} else {
		at.flat = at.flat || o.attribute
	}
	list := &node{kind: listNode, at: where, typ: o.whole}
	for _, item := range items {
		list.items = append(list.items, p.body(item, o.block, at))
	}
	return list
}

func (p planner) single(w *written, name string, o objects, at place) *node {
	n := w.blocks[name]
	if n == nil || len(n.items) == 0 {
		return leaf(assigned{environment: p.environment, at: w.at}, cty.NullVal(o.whole), o.whole)
	}
	return p.body(n.items[0], o.block, at)
}

// body plans one nested object.
func (p planner) body(w *written, block *schema.Block, at place) *node {
	object := &node{kind: objectNode, at: w.at}
	for _, name := range names(block, w) {
		object.put(name, p.member(w, block, name, at))
	}
	return object
}

// names are those of a schema and of what is written besides, sorted.
func names(block *schema.Block, w *written) []string {
	all := map[string]bool{}
	if block != nil {
		for name := range block.Attributes {
			all[name] = true
		}
		for name := range block.Blocks {
			all[name] = true
		}
	}
	if w != nil {
		for _, name := range w.order {
			all[name] = true
		}
	}
	return sortedKeys(all)
}

// normalLocation writes a region as the provider stores it: "West Europe" is
// westeurope.
func normalLocation(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	text, err := convert.Convert(bare, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		return v
	}
	return cty.StringVal(schema.NormalLocation(text.AsString())).WithMarks(marks)
}
