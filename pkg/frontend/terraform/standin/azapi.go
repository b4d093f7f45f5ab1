package standin

import (
	"bytes"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

// newAzapi returns the azapi provider, version 2.
func newAzapi() (*provider, error) {
	configuration, err := readConfiguration("azapi")
	if err != nil {
		return nil, err
	}
	p := &provider{
		address:       "registry.terraform.io/azure/azapi",
		configuration: configuration,
		resources:     map[string]*schema.Block{},
		dataSources:   map[string]*schema.Block{},
		plan:          planAzapi,
		apply:         appliedAzapi,
		read:          readAzapi,
	}
	addAll(p, schema.AzAPI())
	return p, nil
}

// planAzapi plans as azapi does, which is built with the plugin framework: a
// value is planned as it is written, an attribute left out takes its default,
// and what is left to Azure is unknown as soon as anything changes.
func planAzapi(c change) (cty.Value, []cty.Path) {
	create := c.prior.IsNull()
	planned := c.proposed.AsValueMap()
	for name, attr := range c.block.Attributes {
		planned[name] = withDefaults(attr, planned[name])
	}
	if c.typ == "azapi_resource" {
		planAzapiResource(c, planned)
	}

	changed := create || !sameValues(cty.ObjectVal(planned), c.prior)
	for name, attr := range c.block.Attributes {
		switch v := planned[name]; {
		case !attr.Computed || !c.config.GetAttr(name).IsNull() || attr.Default != nil:
		case v.IsNull() && create && !settled(c, name), name == "output" && changed:
			planned[name] = cty.UnknownVal(attr.Type)
		}
	}

	var replace []cty.Path
	if !create {
		for name, attr := range c.block.Attributes {
			before, after := c.prior.GetAttr(name), planned[name]
			if name == "location" {
				before, after = normalLocation(before), normalLocation(after)
			}
			// A trigger that is null triggers nothing.
			if attr.ForceNew && !after.IsNull() && !sameValues(before, after) {
				replace = append(replace, cty.GetAttrPath(name))
			}
		}
	}
	return cty.ObjectVal(planned), replace
}

// settled reports whether azapi decides a computed attribute while planning.
func settled(c change, name string) bool {
	return c.typ == "azapi_resource" && (name == "tags" || name == "location") && c.proposed.GetAttr("body").IsWhollyKnown()
}

// withDefaults fills in the default of an attribute, and of the attributes of
// an object that is written.
func withDefaults(attr *schema.Attribute, v cty.Value) cty.Value {
	switch {
	case attr.WriteOnly:
		return cty.NullVal(attr.Type)
	case v.IsNull():
		return attr.DefaultValue()
	case !v.IsKnown() || !attr.Type.IsObjectType():
		return v
	}
	values := v.AsValueMap()
	for name, nested := range attr.Elem.Attributes {
		values[name] = withDefaults(nested, values[name])
	}
	return cty.ObjectVal(values)
}

// planAzapiResource does what the resource's own ModifyPlan does.
func planAzapiResource(c change, planned map[string]cty.Value) {
	if planned["body"].IsNull() {
		planned["body"] = cty.EmptyObjectVal
	}
	if !c.prior.IsNull() {
		for _, name := range []string{"body", "response_export_values"} {
			if before := c.prior.GetAttr(name); sameJSON(before, planned[name]) {
				planned[name] = before
			}
		}
	}
	planned["identity"] = azapiIdentity(planned["identity"])

	typ := planned["type"]
	isGroup := typ.IsKnown() && strings.HasPrefix(strings.ToLower(typ.AsString()), "microsoft.resources/resourcegroups@")
	if c.config.GetAttr("parent_id").IsNull() && isGroup {
		planned["parent_id"] = cty.StringVal(subscription)
	}

	body := planned["body"]
	for _, name := range []string{"tags", "location"} {
		switch {
		case !c.config.GetAttr(name).IsNull():
		case !body.IsWhollyKnown():
			planned[name] = cty.UnknownVal(planned[name].Type())
		case body.Type().IsObjectType() && body.Type().HasAttribute(name):
			planned[name] = asType(body.GetAttr(name), planned[name].Type())
		case name == "tags" && !isZero(planned[name]):
			planned[name] = cty.NullVal(planned[name].Type())
		}
	}
}

// azapiIdentity leaves the ids of a managed identity to Azure.
func azapiIdentity(identity cty.Value) cty.Value {
	if !identity.IsKnown() || identity.LengthInt() == 0 {
		return identity
	}
	blocks := identity.AsValueSlice()
	for i, block := range blocks {
		values := block.AsValueMap()
		for _, name := range []string{"principal_id", "tenant_id"} {
			if values[name].IsNull() {
				values[name] = cty.UnknownVal(cty.String)
			}
		}
		blocks[i] = cty.ObjectVal(values)
	}
	return cty.ListVal(blocks)
}

// appliedAzapi is the state after a plan was carried out. The output of a
// resource is its body, for want of Azure's answer.
func appliedAzapi(typ string, planned cty.Value) cty.Value {
	values := planned.AsValueMap()
	if output, ok := values["output"]; ok && !output.IsKnown() {
		values["output"] = values["body"]
	}
	values["id"] = azapiID(values)
	return applied(typ, cty.ObjectVal(values))
}

// readAzapi is the state of a data source; like azurerm's, it is made up.
func readAzapi(typ string, block *schema.Block, config cty.Value) cty.Value {
	values := readAzurerm(typ, block, config).AsValueMap()
	values["id"] = azapiID(values)
	return cty.ObjectVal(values)
}

// azapiID puts an id together from the parent, the type and the name.
func azapiID(values map[string]cty.Value) cty.Value {
	if id, ok := values["resource_id"]; ok && id.IsKnown() && !id.IsNull() {
		return id
	}
	text, ok := expand("{type}\n{parent_id}\n{name}", values)
	if !ok {
		return cty.StringVal(subscription)
	}
	parts := strings.Split(text, "\n")
	typ, parent, name := parts[0], parts[1], parts[2]
	typ, _, _ = strings.Cut(typ, "@")
	switch segments := strings.Split(typ, "/"); {
	case strings.EqualFold(typ, "Microsoft.Resources/resourceGroups"):
		return cty.StringVal(parent + "/resourceGroups/" + name)
	case len(segments) > 2:
		return cty.StringVal(parent + "/" + segments[len(segments)-1] + "/" + name)
	}
	return cty.StringVal(parent + "/providers/" + typ + "/" + name)
}

// asType converts a value of a body, and returns null where it cannot be.
func asType(v cty.Value, t cty.Type) cty.Value {
	if t.IsMapType() && v.Type().IsObjectType() && v.LengthInt() == 0 {
		return emptyCollection(t)
	}
	if converted, err := convert.Convert(v, t); err == nil {
		return converted
	}
	return cty.NullVal(t)
}

// sameValues compares values that may have different types, as a tuple and a
// list have.
func sameValues(a, b cty.Value) bool { return a.RawEquals(b) || sameJSON(a, b) }

func sameJSON(a, b cty.Value) bool {
	if !a.IsWhollyKnown() || !b.IsWhollyKnown() {
		return false
	}
	x, errX := ctyjson.Marshal(a, a.Type())
	y, errY := ctyjson.Marshal(b, b.Type())
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
