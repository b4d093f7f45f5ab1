package standin

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// planner plans one change as the plugin SDK (terraform-plugin-sdk/v2) does.
//
// The SDK works on a flat map of strings, and many of its habits come from
// there: what a plan shows differs from what a configuration says by more than
// defaults. The rules below are those of schemaMap.Diff, InstanceDiff.Apply,
// normalizeNullValues and SetUnknowns, taken together and stated on values:
//
//   - an empty string is what nobody wrote, for anything that Azure decides
//     otherwise;
//   - one unknown element makes a whole list, set or map of primitives unknown;
//   - inside a set, what was not written is "" or empty instead of null;
//   - inside the blocks of an existing resource, null is "", 0, false or empty.
type planner struct {
	// create says that nothing exists yet.
	create bool
	// replace collects the paths of the changes that replace the resource.
	replace []cty.Path
}

// planSDK returns the planned state of a resource and what replaces it.
func planSDK(c change) (cty.Value, []cty.Path) {
	p := &planner{create: c.prior.IsNull()}
	planned := p.body(c.block, c.prior, c.proposed, nil, false)
	if !p.create && equivalent(c.prior, planned) {
		return c.prior, nil
	}
	return planned, p.replace
}

// body plans a resource or one nested object. The prior value is null for what
// does not exist yet; inSet says that the object is an element of a set.
func (p *planner) body(block *schema.Block, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
	values := make(map[string]cty.Value, len(block.Attributes)+len(block.Blocks))
	for name, attr := range block.Attributes {
		values[name] = p.attribute(name, attr, member(prior, name, attr.Type), member(proposed, name, attr.Type), at.GetAttr(name), inSet)
	}
	for name, nested := range block.Blocks {
		t := nested.ImpliedType()
		before, after := member(prior, name, t), member(proposed, name, t)
		if nested.Nesting == schema.NestingSingle { // timeouts, which the SDK passes through
			values[name] = after
			continue
		}
		values[name] = p.objects(objects{
			block: nested.Block, whole: t, computed: nested.Computed, forceNew: nested.ForceNew,
		}, before, after, at.GetAttr(name), inSet)
	}
	return cty.ObjectVal(values)
}

// member returns an attribute of an object, and null where there is no object.
func member(object cty.Value, name string, t cty.Type) cty.Value {
	if object.IsNull() {
		return cty.NullVal(t)
	}
	return object.GetAttr(name)
}

func (p *planner) attribute(name string, a *schema.Attribute, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
	switch {
	case a.WriteOnly:
		return cty.NullVal(a.Type)
	case a.Elem != nil:
		return p.objects(objects{
			block: a.Elem, whole: a.Type, computed: a.Computed, forceNew: a.ForceNew, attribute: true,
		}, prior, proposed, at, inSet)
	case a.Type.IsMapType():
		return p.mapping(a, prior, proposed, at)
	case a.Type.IsCollectionType():
		return p.collection(a, prior, proposed, at, inSet)
	}
	if name == "location" {
		proposed = normalLocation(proposed)
	}
	return p.primitive(a, prior, proposed, at, inSet)
}

// changed notes a change at a path, which may replace the resource.
func (p *planner) changed(forceNew bool, at cty.Path) {
	if forceNew && !p.create {
		p.replace = append(p.replace, at)
	}
}

func (p *planner) primitive(a *schema.Attribute, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
	if !proposed.IsKnown() {
		p.changed(a.ForceNew, at)
		return proposed
	}
	if proposed.IsNull() && a.Default != "" {
		proposed = a.DefaultValue()
	}
	if a.Computed && (proposed.IsNull() || isZeroString(proposed)) {
		if prior.IsNull() && (p.create || inSet) {
			return cty.UnknownVal(a.Type)
		}
		return prior
	}
	switch {
	case proposed.IsNull() && inSet && a.Type == cty.String:
		return cty.StringVal("")
	case proposed.IsNull() && equivalent(prior, proposed):
		return prior
	case !equivalent(prior, proposed):
		p.changed(a.ForceNew, at)
	}
	return proposed
}

func (p *planner) mapping(a *schema.Attribute, prior, proposed cty.Value, at cty.Path) cty.Value {
	if !proposed.IsWhollyKnown() {
		p.changed(a.ForceNew, at)
		return cty.UnknownVal(a.Type)
	}
	elements := map[string]cty.Value{}
	if !proposed.IsNull() {
		for key, v := range proposed.AsValueMap() {
			if !v.IsNull() {
				elements[key] = v
			}
		}
	}
	switch {
	case len(elements) > 0:
		planned := cty.MapVal(elements)
		if !planned.RawEquals(prior) {
			p.changed(a.ForceNew, at)
		}
		return planned
	case a.Computed && prior.IsNull():
		return cty.UnknownVal(a.Type)
	case a.Computed || equivalent(prior, proposed):
		return prior
	}
	p.changed(a.ForceNew, at)
	return cty.MapValEmpty(a.Type.ElementType())
}

// collection plans a list or set of primitives.
func (p *planner) collection(a *schema.Attribute, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
	if !proposed.IsWhollyKnown() {
		p.changed(a.ForceNew, at)
		return cty.UnknownVal(a.Type)
	}
	if !proposed.IsNull() && proposed.LengthInt() > 0 {
		if !proposed.RawEquals(prior) {
			p.changed(a.ForceNew, at)
		}
		return proposed
	}
	isList := a.Type.IsListType()
	switch {
	case proposed.IsNull() && a.Computed && !prior.IsNull():
		return prior
	case proposed.IsNull() && a.Computed:
		return cty.UnknownVal(a.Type)
	case inSet && isList && a.Computed:
		return cty.UnknownVal(a.Type)
	case inSet:
		return emptyCollection(a.Type)
	case !prior.IsNull():
		if !equivalent(prior, proposed) {
			p.changed(a.ForceNew, at)
		}
		return emptyCollection(a.Type)
	case isList:
		return proposed
	case a.Computed && p.create:
		return cty.UnknownVal(a.Type)
	}
	return prior // the SDK loses an empty set
}

// objects describes a block, or an attribute that is a list or set of objects.
type objects struct {
	block              *schema.Block
	whole              cty.Type
	computed, forceNew bool
	// attribute says that there is a difference between null and empty.
	attribute bool
}

func (p *planner) objects(o objects, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
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
		return prior
	case omitted && o.computed:
		return cty.UnknownVal(o.whole)
	case omitted || proposed.LengthInt() == 0:
		return p.noObjects(o, prior, omitted, at, inSet)
	case o.whole.IsSetType():
		return p.set(o, prior, proposed, at)
	}
	return p.list(o, prior, proposed, at, inSet)
}

// noObjects plans a list or set of objects that the configuration leaves out
// or empty.
func (p *planner) noObjects(o objects, prior cty.Value, omitted bool, at cty.Path, inSet bool) cty.Value {
	if !prior.IsNull() && prior.LengthInt() > 0 {
		p.changed(o.forceNew, at)
	}
	switch {
	case o.computed && inSet && o.whole.IsListType():
		return cty.UnknownVal(o.whole)
	case o.attribute && omitted && o.whole.IsListType() && prior.IsNull() && !inSet:
		return prior
	}
	return emptyCollection(o.whole)
}

func (p *planner) list(o objects, prior, proposed cty.Value, at cty.Path, inSet bool) cty.Value {
	before := p.priorElements(o, prior)
	after := proposed.AsValueSlice()
	if len(before) != len(after) {
		p.changed(o.forceNew, at)
	}
	null := cty.NullVal(o.whole.ElementType())
	planned := make([]cty.Value, len(after))
	for i := range max(len(before), len(after)) {
		element, old, at := null, null, at.IndexInt(i)
		if i < len(before) {
			old = before[i]
		}
		if i >= len(after) {
			p.body(o.block, old, element, at, inSet) // notes what its removal replaces
			continue
		}
		planned[i] = p.body(o.block, old, after[i], at, inSet)
	}
	return cty.ListVal(planned)
}

func (p *planner) set(o objects, prior, proposed cty.Value, at cty.Path) cty.Value {
	before := p.priorElements(o, prior)
	null := cty.NullVal(o.whole.ElementType())
	element := planner{create: p.create}
	var planned []cty.Value
	for _, proposed := range proposed.AsValueSlice() {
		old := null
		if i := slices.IndexFunc(before, func(old cty.Value) bool { return sameElement(o.block, old, proposed) }); i >= 0 {
			old = before[i]
		}
		v := element.body(o.block, old, proposed, nil, true)
		// The SDK's sets hold one of two elements that are unknown alike.
		if !containsEqual(planned, v) {
			planned = append(planned, v)
		}
	}
	set := cty.SetVal(planned)
	if !equivalent(setOf(o, before), set) {
		// A path cannot lead into a set, so the set stands for its elements.
		p.changed(o.forceNew || anyForceNew(o.block), at)
	}
	return set
}

// priorElements returns the elements of a prior list or set as the SDK sees
// them: it has no null below the top level of a resource.
func (p *planner) priorElements(o objects, prior cty.Value) []cty.Value {
	if prior.IsNull() {
		return nil
	}
	elements := prior.AsValueSlice()
	for i, v := range elements {
		elements[i] = withZeroes(o.block, v)
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

func setOf(o objects, elements []cty.Value) cty.Value {
	if len(elements) == 0 {
		return cty.SetValEmpty(o.whole.ElementType())
	}
	return cty.SetVal(elements)
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

// normalLocation writes a region as the provider stores it: "West Europe" is
// westeurope.
func normalLocation(v cty.Value) cty.Value {
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return v
	}
	return cty.StringVal(strings.ReplaceAll(strings.ToLower(v.AsString()), " ", ""))
}
