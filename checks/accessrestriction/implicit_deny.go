package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ImplicitDeny reports block lists that keep everybody out.
var ImplicitDeny = &lint.Check{
	Name:     "access-rules-implicit-deny-all",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A list of Deny rules closes the site to everybody",
	Why: "Where no unmatched rule action is set, App Service denies what no rule matches as soon as there is a rule, even if all " +
		"rules are Deny rules. A list that was meant to block a few addresses then blocks all of them. This concerns " +
		"templates and `azurerm_logic_app_standard`; for other apps the azurerm provider sends `Allow`.",
	Fix: "Set the unmatched rule action to `Allow`: `ip_restriction_default_action` (ARM: " +
		"`ipSecurityRestrictionsDefaultAction`). To close the site on purpose, disable public network access instead.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#unmatched-rule",
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#block-a-single-ip-address",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			rules := list.Written()
			if len(rules) == 0 || !list.Default.IsAbsent() || access.Expose(list.List()).State != access.Closed {
				continue
			}
			if !blocksOnlySome(list) {
				continue // it says itself that nobody is to get in
			}
			p.Report(list.Site, fmt.Sprintf(
				"The access restriction list of %s has only Deny rules (%s) and no unmatched rule action. App Service then denies "+
					"everybody else as well, so that nobody gets in. Set %s to \"Allow\" to block only what the rules name.",
				list.Guards(), network.TitlesOfRules(rules), list.DefaultAttributes()),
				lint.At(list.At()))
		}
	},
}

// blocksOnlySome reports whether the rules of a list only deny, and with the
// unmatched rule action Allow would let the rest of the internet in.
func blocksOnlySome(list network.Restrictions) bool {
	return all(list.Rules.Items, func(r *network.AccessRule) bool { return value.Is(r.Action, access.Deny) }) &&
		access.Expose(list.With(access.Allow)).State.LetsIn()
}
