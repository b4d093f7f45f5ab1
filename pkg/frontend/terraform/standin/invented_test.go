package standin

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/zclconf/go-cty/cty"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/schema"
)

func TestExpand(t *testing.T) {
	values := map[string]cty.Value{
		"name":                cty.StringVal("web"),
		"resource_group_name": cty.StringVal("rg"),
		"app_id":              cty.StringVal("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/shop"),
		"unknown":             cty.UnknownVal(cty.String),
		"null":                cty.NullVal(cty.String),
	}
	for pattern, want := range map[string]string{
		"{app_id}/slots/{name}":                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/shop/slots/web",
		"{app_id:sites}-{name}.azurewebsites.net":  "shop-web.azurewebsites.net",
		"Microsoft.Network/virtualNetworks/{name}": subscription + "/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/web",
	} {
		got, ok := expand(pattern, values)
		assert.True(t, ok, pattern)
		assert.Equal(t, want, got)
	}
	for _, pattern := range []string{"{unknown}", "{null}", "{absent}", "{app_id:servers}"} {
		_, ok := expand(pattern, values)
		assert.False(t, ok, pattern)
	}
}

// TestEveryResourceHasAnID keeps idPatterns complete for what package schema
// holds, and free of arguments that no version has.
func TestEveryResourceHasAnID(t *testing.T) {
	for _, major := range []int{3, 4, 5} {
		schemas := schema.For(major)
		for _, typ := range schemas.ResourceTypes() {
			block, _ := schemas.Resource(typ)
			values := map[string]cty.Value{}
			for name, attr := range block.Attributes {
				if attr.Type == cty.String && (attr.Required || attr.Optional) {
					values[name] = cty.StringVal("/namespaces/n/hybridConnections/h/sites/s/hostNameBindings/b")
				}
			}
			delete(values, "id")
			matched := false
			for _, pattern := range idPatterns[typ] {
				if _, ok := expand(pattern, values); ok {
					matched = true
				}
			}
			assert.True(t, matched, "%s of version %d", typ, major)
		}
	}
}
