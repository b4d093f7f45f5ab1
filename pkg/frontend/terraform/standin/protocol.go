package standin

import (
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// protocolType turns a type into the plugin protocol's own notion of it.
func protocolType(t cty.Type) tftypes.Type {
	switch {
	case t == cty.String:
		return tftypes.String
	case t == cty.Bool:
		return tftypes.Bool
	case t == cty.Number:
		return tftypes.Number
	case t.IsListType():
		return tftypes.List{ElementType: protocolType(t.ElementType())}
	case t.IsSetType():
		return tftypes.Set{ElementType: protocolType(t.ElementType())}
	case t.IsMapType():
		return tftypes.Map{ElementType: protocolType(t.ElementType())}
	case t.IsObjectType():
		attributes := map[string]tftypes.Type{}
		for name, attr := range t.AttributeTypes() {
			attributes[name] = protocolType(attr)
		}
		return tftypes.Object{AttributeTypes: attributes}
	}
	return tftypes.DynamicPseudoType
}

// protocolPath turns a path into the plugin protocol's own notion of it.
func protocolPath(path cty.Path) *tftypes.AttributePath {
	p := tftypes.NewAttributePath()
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			p = p.WithAttributeName(step.Name)
		case cty.IndexStep:
			index, _ := step.Key.AsBigFloat().Int64()
			p = p.WithElementKeyInt(int(index))
		}
	}
	return p
}
