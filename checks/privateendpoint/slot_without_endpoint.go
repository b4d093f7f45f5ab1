package privateendpoint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SlotWithoutEndpoint reports slots that have no private endpoint though their app
// has one: they are either open to the public or out of reach.
var SlotWithoutEndpoint = &lint.Check{
	Name:     "slot-without-private-endpoint",
	Family:   "privateendpoint",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A slot has no private endpoint, though its app has one",
	Why: "To the network a slot is a site of its own: it shares neither the private endpoint of its app nor its public network " +
		"access. Beside a private app, a slot that is left enabled shows the next version to the whole internet, often with " +
		"production's data behind it; one that is disabled answers 403 to everybody, deployments included.",
	Fix: "Give the slot a private endpoint of its own: the id of the app with the subresource `sites-<slot>`. Then set " +
		"`public_network_access_enabled = false` (ARM: `publicNetworkAccess: 'Disabled'`) on the slot too.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#conceptual-overview",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#app-access",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	Precision:        "high", // the endpoint may be made by another configuration
	Run: func(p *lint.Pass) {
		for _, slot := range p.Sites {
			app, ok := slot.Parent.Get()
			if slot.External || !slot.Slot || !ok || len(app.PrivateEndpoints.Items) == 0 || isReached(slot) {
				continue
			}
			switch {
			case isDisabled(slot):
				checkSlotReached(p, slot, app)
			case app.Public() == network.PublicClosed:
				checkSlotOpen(p, slot, app)
			}
		}
	},
}

// checkSlotReached looks at a slot without public network access.
func checkSlotReached(p *lint.Pass, slot, app *network.Site) {
	switch {
	case reachedByPerimeter(p, slot):
	case !slot.PrivateEndpoints.Complete():
		p.Undecide(slot, slot.At, slot.PrivateEndpoints.Incomplete)
	case !slot.Origins.Complete():
		p.Undecide(slot, slot.At, slot.Origins.Incomplete)
	default:
		reportSlot(p, slot, app, "its public network access is disabled. Private endpoints are not shared between slots, so App "+
			"Service answers 403 to every request and deployment")
	}
}

// checkSlotOpen looks at a slot of an app that is closed to the public. Rules that
// keep the internet out are a way to guard a slot as well.
func checkSlotOpen(p *lint.Pass, slot, app *network.Site) {
	if !p.RulesDecide(slot) || p.MaybeInternal(slot) || !slot.Main.LetsIn() {
		return
	}
	if !slot.PrivateEndpoints.Complete() {
		p.Undecide(slot, slot.At, slot.PrivateEndpoints.Incomplete)
		return
	}
	because := "its public network access is enabled"
	switch {
	case slot.PublicAccess.IsDefault():
		because += ", which the provider sends where nothing is written"
	case slot.PublicAccess.IsAbsent():
		because = "its public network access is not set, which means enabled"
	}
	reportSlot(p, slot, app, because+". The whole internet reaches the slot, while its app is private")
}

func reportSlot(p *lint.Pass, slot, app *network.Site, what string) {
	endpoint := app.PrivateEndpoints.Items[0]
	severity := lint.Warning
	if mistakesSlot(p, app) {
		severity = lint.Note
	}
	p.Report(slot, fmt.Sprintf(
		"%s has no private endpoint, though %s has, and %s. Add an endpoint for the slot with the subresource \"sites-%s\"%s.",
		capital(slot.Title()), app.Title(), what, groupName(slot), closing(slot)),
		lint.At(writtenAt(slot.PublicAccess)), lint.As(severity), lint.Also(endpoint, "the private endpoint of the app"))
}

// mistakesSlot reports whether an endpoint of an app names a slot that is not known
// to be there. It may be meant for one that is, and has a check of its own.
func mistakesSlot(p *lint.Pass, app *network.Site) bool {
	return slices.ContainsFunc(p.PrivateEndpoints, func(e *network.PrivateEndpoint) bool {
		name := slotOf(e)
		isNamed := func(s *network.Site) bool { return strings.EqualFold(s.Name.Or(""), name) }
		return name != "" && e.App.CanBe(app) && !slices.ContainsFunc(app.Slots.Items, isNamed)
	})
}

// groupName is the name of a slot as a private endpoint's group has it.
func groupName(slot *network.Site) string {
	if slot.Name.IsKnown() && !slot.Name.IsSensitive() {
		return slot.Name.Or("")
	}
	return "<slot>"
}

func closing(slot *network.Site) string {
	if isDisabled(slot) {
		return ""
	}
	return ", and disable its public network access"
}
