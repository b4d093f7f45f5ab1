package standin

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// objects describes a block, or an attribute that is a list or set of objects.
type objects struct {
	block              *schema.Block
	whole              cty.Type
	computed, forceNew bool
	// attribute says that there is a difference between null and empty.
	attribute bool
}

func (p *planner) objects(o objects, prior, proposed cty.Value, at place) cty.Value {
	if !proposed.IsKnown() || hasUnknownElement(proposed) {
		p.changed(o.forceNew, at)
		return cty.UnknownVal(o.whole)
	}
	omitted := proposed.IsNull()
	if !o.attribute {
		omitted = omitted || proposed.LengthInt() == 0
	}
	switch {
	case omitted && o.computed && !prior.IsNull():
		return collectionOf(o.whole, priorElements(o.block, prior))
	case omitted && o.computed:
		return cty.UnknownVal(o.whole)
	case omitted || proposed.LengthInt() == 0:
		return p.noObjects(o, prior, omitted, at)
	case o.whole.IsSetType():
		return p.set(o, prior, proposed, at)
	}
	return p.list(o, prior, proposed, at)
}

// noObjects plans a list or set of objects that the configuration leaves out
// or empty.
func (p *planner) noObjects(o objects, prior cty.Value, omitted bool, at place) cty.Value {
	if before := priorElements(o.block, prior); len(before) > 0 {
		p.changed(o.forceNew, at)
		p.removed(o, before, 0, at)
	}
	switch {
	case o.computed && at.inSet && o.whole.IsListType():
		return cty.UnknownVal(o.whole)
	case o.attribute && prior.IsNull() && !at.inSet && (omitted && o.whole.IsListType() || at.flat && o.whole.IsSetType()):
		return prior
	}
	return emptyCollection(o.whole)
}

func (p *planner) list(o objects, prior, proposed cty.Value, at place) cty.Value {
	at.flat = at.flat || o.attribute
	before := priorElements(o.block, prior)
	after := proposed.AsValueSlice()
	if len(before) != len(after) {
		p.changed(o.forceNew, at)
	}
	planned := make([]cty.Value, len(after))
	for i, v := range after {
		old := cty.NullVal(o.whole.ElementType())
		if i < len(before) {
			old = before[i]
		}
		planned[i] = p.body(o.block, old, v, at.element(i))
	}
	p.removed(o, before, len(after), at)
	return cty.ListVal(planned)
}

// removed notes what the removal of the elements from an index on replaces.
func (p *planner) removed(o objects, elements []cty.Value, from int, at place) {
	if o.whole.IsSetType() {
		p.changed(anyForceNew(o.block), at)
		return
	}
	for i := from; i < len(elements); i++ {
		p.body(o.block, elements[i], cty.NullVal(o.whole.ElementType()), at.element(i))
	}
}

func (p *planner) set(o objects, prior, proposed cty.Value, at place) cty.Value {
	before := priorElements(o.block, prior)
	null := cty.NullVal(o.whole.ElementType())
	if !at.inSet && !prior.IsNull() && sameElements(o.block, collectionOf(o.whole, before), proposed) {
		return collectionOf(o.whole, before)
	}
	element := planner{create: p.create}
	var planned []cty.Value
	for _, proposed := range proposed.AsValueSlice() {
		old := null
		if i := slices.IndexFunc(before, func(old cty.Value) bool { return sameElement(o.block, old, proposed) }); i >= 0 {
			old = before[i]
		}
		v := element.body(o.block, old, proposed, place{inSet: true, flat: at.flat})
		// The SDK's sets hold one of two elements that are unknown alike.
		if !containsEqual(planned, v) {
			planned = append(planned, v)
		}
	}
	set := cty.SetVal(planned)
	if !equivalent(collectionOf(o.whole, before), set) {
		// A path cannot lead into a set, so the set stands for its elements.
		p.changed(o.forceNew || anyForceNew(o.block), at)
	}
	return set
}

// priorElements returns the elements of a prior list or set as the SDK sees
// them: it has no null below the top level of a resource.
func priorElements(block *schema.Block, prior cty.Value) []cty.Value {
	if prior.IsNull() {
		return nil
	}
	elements := prior.AsValueSlice()
	for i, v := range elements {
		elements[i] = withZeroes(block, v)
	}
	return elements
}

// sameElement reports whether an element of a prior set and one of the proposed
// set are one to the SDK. What only the provider sets does not count, and what
// nobody wrote is the default or a zero value.
func sameElement(block *schema.Block, prior, proposed cty.Value) bool {
	for name, attr := range block.Attributes {
		if !attr.Required && !attr.Optional {
			continue
		}
		v := proposed.GetAttr(name)
		switch {
		case attr.Elem != nil:
			if !sameElements(attr.Elem, prior.GetAttr(name), v) {
				return false
			}
			continue
		case v.IsNull():
			v = attr.DefaultValue()
		}
		if !equivalent(prior.GetAttr(name), v) {
			return false
		}
	}
	for name, nested := range block.Blocks {
		if !sameElements(nested.Block, prior.GetAttr(name), proposed.GetAttr(name)) {
			return false
		}
	}
	return true
}

func sameElements(block *schema.Block, prior, proposed cty.Value) bool {
	if !proposed.IsKnown() || isZero(prior) || isZero(proposed) {
		return isZero(prior) && isZero(proposed)
	}
	return matchElements(prior, proposed, func(a, b cty.Value) bool { return b.IsKnown() && sameElement(block, a, b) })
}

func anyForceNew(block *schema.Block) bool {
	for _, attr := range block.Attributes {
		if attr.ForceNew || attr.Elem != nil && anyForceNew(attr.Elem) {
			return true
		}
	}
	for _, nested := range block.Blocks {
		if nested.ForceNew || anyForceNew(nested.Block) {
			return true
		}
	}
	return false
}
