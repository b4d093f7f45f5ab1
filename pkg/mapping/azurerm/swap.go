package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// activeSlot maps azurerm_web_app_active_slot and its twin for function apps.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_app_active_slot
func activeSlot(x *index.Index, a attributes) {
	s := addSwap(x, a)
	s.OverwriteNetworkConfig = a.boolOr("overwrite_network_config", true)
	link(x, &s.Slot, a.get("slot_id"))
}

// legacyActiveSlot maps azurerm_app_service_active_slot, which knows the slot by
// name and leaves the network configuration out.
func legacyActiveSlot(x *index.Index, a attributes) {
	s := addSwap(x, a)
	const attribute = "app_service_slot_name"
	id := a.made(typeSlot, a.text("app_service_name"), a.text(attribute))
	index.LinkName(x, &s.Slot, id, a.get(attribute).Cursor)
}

func addSwap(x *index.Index, a attributes) *network.Swap {
	s := &network.Swap{Element: a.element(x)}
	x.Model.Swaps = append(x.Model.Swaps, s)
	x.Add(a.of.Resource, s, "")
	return s
}
