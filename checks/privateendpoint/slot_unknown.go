package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SlotUnknown reports private endpoints for slots that are not there.
var SlotUnknown = &lint.Check{
	Name:     "private-endpoint-slot-unknown",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A private endpoint is for a slot that the app does not have",
	Why: "The subresource `sites-<slot>` names a slot of the app. If there is no slot of that name, Azure refuses the endpoint. The " +
		"production slot is called `sites`.",
	Fix: "Name a slot of the app, best by reference: `\"sites-${azurerm_linux_web_app_slot.staging.name}\"`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#conceptual-overview",
	},
	Since:     "0.1",
	Precision: "high", // the slot may be made by another configuration
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			app, ok := endpoint.App.Get()
			slot := slotOf(endpoint)
			if endpoint.External || !ok || app.External || app.Slot || slot == "" {
				continue
			}
			checkSlotExists(p, endpoint, app, slot)
		}
	},
}

// slotOf returns the name of the slot that the subresource of an endpoint names; ""
// if it names none.
func slotOf(e *network.PrivateEndpoint) string {
	groups, _ := e.Groups.Get()
	if len(groups) != 1 || e.Groups.IsSensitive() || !isSiteGroup(groups[0]) {
		return ""
	}
	return strings.TrimPrefix(groups[0][len("sites"):], "-")
}

func checkSlotExists(p *lint.Pass, endpoint *network.PrivateEndpoint, app *network.Site, slot string) {
	mayBe := func(s *network.Site) bool {
		name, known := s.Name.Get()
		return !known || strings.EqualFold(name, slot)
	}
	if slices.ContainsFunc(app.Slots.Items, mayBe) {
		return
	}
	if !app.Slots.Complete() {
		p.Undecide(endpoint, endpoint.Groups.At(), app.Slots.Incomplete)
		return
	}
	severity, have := lint.Error, "which has "+slotsOf(app)+" only"
	if len(app.Slots.Items) == 0 {
		severity, have = lint.Warning, "for which this configuration makes no slot"
	}
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q is for slot %q of %s, %s. Azure refuses an endpoint for a slot that does not exist. Name a slot of the app, or "+
			"\"sites\" for the app itself.",
		endpoint.Label(), slot, app.Title(), have),
		lint.As(severity), lint.At(endpoint.Groups.At()), lint.Also(app, "the app"))
}

// slotsOf names the slots of an app in a message.
func slotsOf(app *network.Site) string {
	names := make([]string, len(app.Slots.Items))
	for i, s := range app.Slots.Items {
		names[i] = fmt.Sprintf("slot %q", s.Label())
	}
	return network.Enumerate(names)
}
