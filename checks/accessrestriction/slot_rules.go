package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SlotRulesMissing reports deployment slots that are open beside a production slot
// that is not.
var SlotRulesMissing = &lint.Check{
	Name:     "slot-access-rules-missing",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A deployment slot is open although the app itself is restricted",
	Why: "A slot has a host name and an access restriction list of its own and inherits nothing from its app. Without rules of its " +
		"own it is open to everybody, often with the same code and the same data behind it.",
	Fix: "Give the slot the same rules and the same `ip_restriction_default_action` (ARM: `ipSecurityRestrictionsDefaultAction`) as " +
		"its app, or disable its public network access.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions",
		"https://learn.microsoft.com/azure/app-service/deploy-staging-slots",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		lists, doubtful := p.DecidingLists()
		for _, list := range lists {
			if list.Site.Slot && !list.SCM && list.LetsIn() {
				checkSlotRules(p, list)
			}
		}
		for _, list := range doubtful {
			if list.Site.Slot && !list.SCM {
				p.Undecide(list.Site, list.Site.PublicAccess.At(), list.Site.PublicAccess.Why())
			}
		}
	},
}

func checkSlotRules(p *lint.Pass, slot network.Restrictions) {
	app, ok := slot.Site.Parent.Get()
	if !ok {
		return
	}
	var how string
	switch {
	case p.RulesDecide(app) && app.Main.KeepsOut():
		how = "has access restrictions"
	case app.Public() == network.PublicClosed && app.PrivateEndpoints.CertainlyEmpty():
		how = "has no public network access"
	default: // what leads past a private endpoint is a matter of that endpoint
		return
	}
	rules := "it has no access restriction rules of its own"
	if n := len(slot.Written()); n > 0 {
		rules = fmt.Sprintf("its own list (%s) lets in whatever no rule matches", lint.Plural(n, "rule", "rules"))
	}
	severity := lint.Warning
	if slot.AllowsInVain() {
		severity = lint.Note // the list is reported itself
	}
	p.Report(slot.Site, fmt.Sprintf(
		"%s lets everybody in, while the app itself %s: %s, and a slot inherits none. Give the slot the rules of its app and set "+
			"%s to \"Deny\", or disable its public network access.",
		capital(slot.Site.Title()), how, rules, slot.DefaultAttributes()),
		lint.At(slot.At()), lint.As(severity), lint.Also(app, "the app that is restricted"))
}

// capital begins a sentence.
func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }
