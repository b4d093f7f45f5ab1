package standin

import (
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

// place says where in a resource a value stands, as far as the SDK cares.
type place struct {
	path cty.Path
	// inSet says that it belongs to an element of a set.
	inSet bool
	// flat says that it belongs to an element of a list that is an attribute,
	// where the SDK takes "" for null.
	flat bool
}

func (at place) member(name string) place {
	at.path = at.path.GetAttr(name)
	return at
}

func (at place) element(i int) place {
	at.path = at.path.IndexInt(i)
	return at
}

// planSDK returns the planned state of a resource and what replaces it.
func planSDK(c change) (cty.Value, []cty.Path) {
	p := &planner{create: c.prior.IsNull()}
	planned := p.body(c.block, c.prior, c.proposed, place{})
	if !p.create && equivalent(c.prior, planned) {
		return c.prior, nil
	}
	return planned, p.replace
}

// body plans a resource or one nested object. The prior value is null for what
// does not exist yet.
func (p *planner) body(block *schema.Block, prior, proposed cty.Value, at place) cty.Value {
	values := make(map[string]cty.Value, len(block.Attributes)+len(block.Blocks))
	for name, attr := range block.Attributes {
		values[name] = p.attribute(name, attr, member(prior, name, attr.Type), member(proposed, name, attr.Type), at.member(name))
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
		}, before, after, at.member(name))
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

func (p *planner) attribute(name string, a *schema.Attribute, prior, proposed cty.Value, at place) cty.Value {
	switch {
	case a.WriteOnly:
		return cty.NullVal(a.Type)
	case a.Elem != nil:
		return p.objects(objects{
			block: a.Elem, whole: a.Type, computed: a.Computed, forceNew: a.ForceNew, attribute: true,
		}, prior, proposed, at)
	case a.Type.IsMapType():
		return p.mapping(a, prior, proposed, at)
	case a.Type.IsCollectionType():
		return p.collection(a, prior, proposed, at)
	}
	if name == "location" {
		proposed = normalLocation(proposed)
	}
	return p.primitive(a, prior, proposed, at)
}

// changed notes a change at a path, which may replace the resource.
func (p *planner) changed(forceNew bool, at place) {
	if forceNew && !p.create {
		p.replace = append(p.replace, at.path)
	}
}

func (p *planner) primitive(a *schema.Attribute, prior, proposed cty.Value, at place) cty.Value {
	if !proposed.IsKnown() {
		p.changed(a.ForceNew, at)
		return proposed
	}
	// A default of "" is nothing, except where there is something to be replaced.
	if proposed.IsNull() && (a.Default != "" || !isZero(prior)) {
		proposed = a.DefaultValue()
	}
	nothing := proposed.IsNull() || isZeroString(proposed)
	switch {
	case nothing && a.Computed && !prior.IsNull():
		return prior
	case nothing && a.Computed && (p.create || at.inSet):
		return cty.UnknownVal(a.Type)
	case nothing && at.inSet && (at.flat || proposed.IsNull() && !prior.IsNull()):
		return cty.NullVal(a.Type)
	case nothing && at.inSet && a.Type == cty.String:
		return cty.StringVal("")
	case proposed.IsNull() && isZero(prior):
		return prior
	case !equivalent(prior, proposed):
		p.changed(a.ForceNew, at)
	}
	return proposed
}

func (p *planner) mapping(a *schema.Attribute, prior, proposed cty.Value, at place) cty.Value {
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
func (p *planner) collection(a *schema.Attribute, prior, proposed cty.Value, at place) cty.Value {
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
	case at.inSet && isList && a.Computed:
		return cty.UnknownVal(a.Type)
	case at.inSet:
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

// normalLocation writes a region as the provider stores it: "West Europe" is
// westeurope.
func normalLocation(v cty.Value) cty.Value {
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return v
	}
	return cty.StringVal(schema.NormalLocation(v.AsString()))
}
