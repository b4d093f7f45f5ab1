package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// registration maps the registration of a resource provider.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/resource_provider_registration
func registration(x *index.Index, a attributes) {
	r := &network.Registration{Element: a.element(x)}
	x.Model.Registrations = append(x.Model.Registrations, r)
	x.Add(a.of.Resource, r, "")
}
