package plan_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

func TestProviders(t *testing.T) {
	element := func(address, provider string) string {
		return strings.NewReplacer("azurerm_x.a", address, "registry.terraform.io/hashicorp/azurerm", provider).
			Replace(change(`{"actions":["create"],"after":{}}`))
	}
	block := func(address, key string) string {
		return `{"address":"` + address + `","mode":"managed","type":"azurerm_x","provider_config_key":"` + key + `","expressions":{}}`
	}
	root := read(t, planOf(`"variables":{"sub":{"value":"from-variable"}},"configuration":{
		"provider_config":{
			"azurerm":{"name":"azurerm","full_name":"registry.terraform.io/hashicorp/azurerm","version_constraint":"~> 4.2","expressions":{"subscription_id":{"constant_value":"main"},"features":[{}]}},
			"azurerm.hub":{"name":"azurerm","alias":"hub","full_name":"registry.terraform.io/hashicorp/azurerm","expressions":{"subscription_id":{"references":["var.sub"]}}},
			"module.m:azurerm":{"name":"azurerm","module_address":"module.m","full_name":"registry.terraform.io/hashicorp/azurerm","version_constraint":">= 4.1","expressions":{"subscription_id":{"references":["local.x"]}}}},
		"root_module":{"resources":[`+block("azurerm_x.main", "azurerm")+`,`+block("azurerm_x.hub", "azurerm.hub")+`],
			"module_calls":{
				"m":{"source":"./m","module":{"resources":[`+block("azurerm_x.own", "module.m:azurerm")+`]}},
				"n":{"source":"acme/n/azurerm","module":{"resources":[`+block("azurerm_x.inherited", "module.n:azurerm")+`],
					"module_calls":{"o":{"source":"./o","module":{"resources":[]}}}}}}}}`,
		element("azurerm_x.main", "registry.terraform.io/hashicorp/azurerm"),
		element("azurerm_x.hub", "registry.opentofu.org/hashicorp/azurerm"),
		element("module.m.azurerm_x.own", "registry.terraform.io/hashicorp/azurerm"),
		element("module.n.azurerm_x.inherited", "registry.terraform.io/hashicorp/azurerm"),
		element("module.n.module.o.azapi_x.other", "registry.terraform.io/azure/azapi"),
		element("azurerm_x.old", "azurerm"),
	))
	got := map[string]iac.Provider{}
	for _, r := range root.Resources {
		got[r.Address] = r.Provider
	}
	assert.Equal(t, map[string]iac.Provider{
		"azurerm_x.main":                  {Name: "azurerm", Major: 4, Key: "azurerm", Subscription: "main"},
		"azurerm_x.hub":                   {Name: "azurerm", Major: 4, Key: "azurerm.hub", Subscription: "from-variable"},
		"module.m.azurerm_x.own":          {Name: "azurerm", Major: 4, Key: "module.m:azurerm"},
		"module.n.azurerm_x.inherited":    {Name: "azurerm", Major: 4, Key: "module.n:azurerm", Subscription: "main"},
		"module.n.module.o.azapi_x.other": {Name: "azapi"},
		"azurerm_x.old":                   {Name: "azurerm", Major: 4},
	}, got)
	assert.Equal(t, []iac.Call{{Address: "module.n", Downloaded: true}, {Address: "module.n.module.o", Downloaded: true}},
		resource(root, "module.n.module.o.azapi_x.other").Calls)
	assert.Equal(t, []iac.Call{{Address: "module.m"}}, resource(root, "module.m.azurerm_x.own").Calls)
}

func TestMajorOfConstraint(t *testing.T) {
	for constraint, want := range map[string]int{
		"~> 4.0": 4, "~> 3.110.0": 3, "5.2.0": 5, "= 4.1": 4, ">= 3.0, < 4.0": 3, ">= 3.0, < 4.0.0": 3, ">= 4.2, < 4.9": 4, "~>4.1,!=4.3.0": 4,
		"": 0, ">= 3.0": 0, "~> 4": 0, "< 5.0": 0, ">= 3.0, < 5.0": 0, ">= 3, <= 4.5": 0, "latest": 0,
	} {
		root := read(t, planOf(`"configuration":{"provider_config":{"azurerm":{"name":"azurerm","version_constraint":"`+constraint+`"}}}`,
			change(`{"actions":["create"],"after":{}}`)))
		assert.Equal(t, want, root.Resources[0].Provider.Major, constraint)
	}
}

// Without a constraint the attributes of all types together tell the version,
// also those that are null, unknown or not wanted.
func TestMajorOfAttributes(t *testing.T) {
	element := func(typ, values, unknown string) string {
		return strings.ReplaceAll(change(`{"actions":["create"],"after":`+values+`,"after_unknown":`+unknown+`}`), "azurerm_x", typ)
	}
	text := planOf("", element("azurerm_a", `{"old":null}`, `{}`), element("azurerm_b", `{}`, `{"new":true}`), element("azurerm_c", `{"new":null}`, `{}`))
	root, err := plan.Read(t.Context(), "p.json", opener([]byte(text)), plan.Options{
		Interest: iac.Interest{Skip: map[string]bool{"new": true}},
		MajorOf: func(typ string, has func(string) bool) int {
			switch {
			case has("new"):
				return 5
			case typ == "azurerm_a" && has("old"):
				return 4
			}
			return 0
		},
	})
	require.NoError(t, err)
	assert.Equal(t, 5, root.Resources[0].Provider.Major)
}
