package azurerm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

func TestMapKnowsItsTypes(t *testing.T) {
	tests := []struct {
		address string
		known   bool
	}{
		{"azurerm_linux_web_app.a", true},
		{"azurerm_network_interface.a", true},
		{"azurerm_key_vault.a", true},
		{"azurerm_resource_group.a", false},
		{"azapi_resource.a", false},
		{"data.azurerm_subnet.a", true},
		{"data.azurerm_key_vault.a", true},
		{"data.azurerm_network_interface.a", false}, // it is of no subnet that is created here
		{"data.azurerm_resource_group.a", false},
	}
	for _, tt := range tests {
		r := res(tt.address, o{})
		x := index.New(&iac.Root{Resources: []*iac.Resource{r}}, false)
		assert.Equal(t, tt.known, Map(x, r), tt.address)
		if tt.known {
			assert.True(t, Wants(r.Type))
		}
	}
	for typ := range dataSources {
		assert.True(t, Wants(typ), typ)
	}
}

// TestStrangeBodies maps every type with an empty body, a null one, an unknown
// one and ones of a wrong type: nothing may break.
func TestStrangeBodies(t *testing.T) {
	var all []string
	for typ := range resources {
		all = append(all, typ)
	}
	for typ := range guardedTypes {
		all = append(all, typ)
	}
	for typ := range occupants {
		all = append(all, typ)
	}
	slices.Sort(all)
	for _, body := range []iac.Value{val(o{}), val(nil), val(unknown{}), val("wrong"), val(l{})} {
		var list []*iac.Resource
		for _, typ := range all {
			for _, address := range []string{typ + ".x", "data." + typ + ".x"} {
				r := res(address, nil)
				r.Body = body
				list = append(list, r)
			}
		}
		x := index.New(&iac.Root{Resources: list}, false)
		for _, r := range list {
			Map(x, r)
		}
		x.Finish()
		for _, e := range x.Errors {
			assert.NotEmpty(t, e.Message)
		}
	}
}

func TestMajorOf(t *testing.T) {
	tests := []struct {
		typ        string
		attributes []string
		want       int
	}{
		{"azurerm_subnet", []string{"name", "service_endpoint"}, 5},
		{"azurerm_subnet", []string{"name", "service_endpoints"}, 4},
		{"azurerm_subnet", []string{"service_endpoints", "private_endpoint_network_policies_enabled"}, 3},
		{"azurerm_subnet", []string{"name", "delegation"}, 0},
		{"azurerm_private_dns_zone_virtual_network_link", []string{"private_dns_zone_id"}, 5},
		{"azurerm_private_dns_zone_virtual_network_link", []string{"private_dns_zone_name"}, 4},
		{"azurerm_app_service", nil, 4},
		{"azurerm_app_service_environment", nil, 3},
		{"azurerm_linux_web_app", []string{"service_plan_id"}, 0},
	}
	for _, tt := range tests {
		has := func(attribute string) bool { return slices.Contains(tt.attributes, attribute) }
		assert.Equal(t, tt.want, MajorOf(tt.typ, has), "%s %v", tt.typ, tt.attributes)
	}
}
