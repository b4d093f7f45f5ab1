package config

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// What modules ask most often of an id is whether there is one: "var.subnet_id !=
// null ? 1 : 0". Terraform cannot tell before the resource exists, and refuses or
// leaves open what depends on it; once the resource exists, the answer is yes.

// identified notes of the id of a resource that it is there, though it is not known.
func (in *instance) identified(name string, n *node) *node {
	if name == "id" && n != nil && n.decided && n.kind == leafNode && n.typ == cty.String {
		n.value = in.identity()
	}
	return n
}

// identity is the id of a resource that does not exist yet.
func (in *instance) identity() cty.Value {
	id := cty.UnknownVal(cty.String).Refine().NotNull()
	if in.relevant && isPath(in.Type) {
		id = id.StringPrefix("/")
	}
	return id.NewValue()
}

// isPath reports whether the ids of a type are paths of Azure Resource Manager. What
// lies inside a key vault or a storage account has a URL instead.
func isPath(typ string) bool {
	switch {
	case typ == "azurerm_storage_account", typ == "azurerm_key_vault":
		return true
	case strings.HasPrefix(typ, "azurerm_storage_"), strings.HasPrefix(typ, "azurerm_key_vault_"):
		return false
	}
	return strings.HasPrefix(typ, "azurerm_") || strings.HasPrefix(typ, "azapi_")
}
