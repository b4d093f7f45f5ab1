package accessrestriction

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// overrideSetting makes the settings that otherwise stay with a slot swap.
const overrideSetting = "WEBSITE_OVERRIDE_PRESERVE_DEFAULT_STICKY_SLOT_SETTINGS"

// SlotSwap reports slots that hand their network settings to production.
var SlotSwap = &lint.Check{
	Name:     "slot-swap-carries-network-settings",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A swap carries other network settings of a slot to production",
	Why: "A swap leaves access restrictions and virtual network integration with each slot. The app setting `" + overrideSetting +
		"` with the value `0` or `false` makes them swap as well, all of them. Where production and the slot differ, the next swap " +
		"gives production the slot's rules and the slot's subnet.",
	Fix: "Remove the app setting, or give production and its slots the same access restrictions and the same subnet.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/deploy-staging-slots#which-settings-are-swapped",
	},
	Since:            "0.1",
	SecuritySeverity: 6.5,
	Precision:        "high",
	Run: func(p *lint.Pass) {
		for _, slot := range p.Sites {
			app, ok := slot.Parent.Get()
			if !slot.Slot || slot.External || !ok || app.External {
				continue
			}
			if differences := differencesOf(p.Model, app, slot); len(differences) > 0 {
				checkOverride(p, app, slot, differences)
			}
		}
	},
}

func checkOverride(p *lint.Pass, app, slot *network.Site, differences []string) {
	for _, holder := range []*network.Site{app, slot} {
		setting := holder.Settings.Or(nil)[overrideSetting]
		if v := setting.Or(""); v != "0" && !strings.EqualFold(v, "false") {
			continue
		}
		other := slot
		if holder == slot {
			other = app
		}
		p.Report(holder, fmt.Sprintf(
			"The app setting %q of %s makes network settings swap, and those of %s and %s differ: %s. The next swap carries the slot's to "+
				"production. Remove the setting, or make both the same.",
			overrideSetting, holder.Title(), app.Title(), slot.Title(), network.Enumerate(differences)),
			lint.At(setting.At()), lint.Also(other, "the other one of the two"))
		return // the same setting at both is one mistake
	}
}

// differencesOf tells in what network settings an app and its slot certainly differ.
func differencesOf(m *network.Model, app, slot *network.Site) []string {
	var differences []string
	switch {
	case isRestricted(m, app) && isOpen(m, slot):
		differences = append(differences, "the app is restricted and the slot is open")
	case isOpen(m, app) && isRestricted(m, slot):
		differences = append(differences, "the app is open and the slot is restricted")
	}
	if joinApart(app, slot) {
		differences = append(differences, fmt.Sprintf("the app joins %s and the slot %s", subnetInWords(app.Joins()), subnetInWords(slot.Joins())))
	}
	return differences
}

// isRestricted reports whether rules certainly keep the internet out of a site that
// is open otherwise.
func isRestricted(m *network.Model, s *network.Site) bool {
	return m.RulesDecide(s) && s.Main.KeepsOut()
}

func isOpen(m *network.Model, s *network.Site) bool { return m.RulesDecide(s) && s.Main.LetsIn() }
