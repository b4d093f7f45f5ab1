package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SlotNetworkConfig reports swaps that bring production another network.
var SlotNetworkConfig = &lint.Check{
	Name:     "slot-network-config-differs",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A swap overwrites the virtual network integration of production",
	Why: "`azurerm_web_app_active_slot` and `azurerm_function_app_active_slot` swap with `overwrite_network_config = true` unless told " +
		"otherwise: production then gets the network configuration of the slot. Where the slot joins another subnet, or none, " +
		"production loses the way to whatever it reaches through its own.",
	Fix: "Set `overwrite_network_config = false` to leave each slot its network, or let the slot join the same subnet as its app.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_app_active_slot#overwrite_network_config-1",
		"https://learn.microsoft.com/azure/app-service/deploy-staging-slots#which-settings-are-swapped",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, swap := range p.Swaps {
			checkSwap(p, swap)
		}
	},
}

func checkSwap(p *lint.Pass, swap *network.Swap) {
	slot, app, ok := slotAndApp(swap.Slot)
	if !ok || swap.External || slot.External || app.External {
		return
	}
	switch {
	case swap.OverwriteNetworkConfig.IsUnknown():
		p.Undecide(swap, swap.OverwriteNetworkConfig.At(), swap.OverwriteNetworkConfig.Why())
	case value.Is(swap.OverwriteNetworkConfig, true) && joinApart(slot, app):
		p.Report(swap, fmt.Sprintf(
			"The swap overwrites the network configuration of %s with that of %s, and these differ: the app joins %s, the slot %s. After "+
				"the swap production has the slot's network. Set `overwrite_network_config` to false, or let both join the same subnet.",
			app.Title(), slot.Title(), subnetInWords(app.Joins()), subnetInWords(slot.Joins())),
			lint.At(swap.OverwriteNetworkConfig.At()), lint.Also(slot, "the slot"), lint.Also(app, "the app"))
	}
}

// slotAndApp follows an edge to a slot and its app.
func slotAndApp(e network.Edge[network.Site]) (slot, app *network.Site, ok bool) {
	slot, ok = e.Get()
	if !ok || !slot.Slot {
		return nil, nil, false
	}
	app, ok = slot.Parent.Get()
	return slot, app, ok
}

// joinApart reports whether two sites certainly differ in the subnet that they join.
func joinApart(a, b *network.Site) bool {
	x, y := a.Joins(), b.Joins()
	return network.LeadApart(x, y) || x.IsAbsent() && y.IsPresent() || x.IsPresent() && y.IsAbsent()
}

// subnetInWords names what a site joins.
func subnetInWords(e network.Edge[network.Subnet]) string {
	switch label := e.Label(); {
	case e.IsAbsent():
		return "no subnet"
	case label != "":
		return fmt.Sprintf("subnet %q", label)
	}
	return "another subnet"
}
