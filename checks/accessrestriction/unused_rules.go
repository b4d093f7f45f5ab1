package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// RulesUnused reports rules behind a closed public endpoint.
var RulesUnused = &lint.Check{
	Name:     "access-rules-unused-public-disabled",
	Family:   "accessrestriction",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "Access restriction rules are never evaluated, because public network access is disabled",
	Why: "Access restrictions are for requests to the public endpoint. Where public network access is disabled, App Service " +
		"refuses these before it looks at a rule, and requests through a private endpoint meet no rule at all.",
	Fix: "Remove the rules, or enable public network access if those whom they admit are to get in.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range p.UsedLists() {
			if !list.SCM && list.Site.Public() == network.PublicClosed && len(list.Written()) > 0 {
				reportUnused(p, list)
			}
		}
	},
}

func reportUnused(p *lint.Pass, list network.Restrictions) {
	because := "public network access is disabled"
	if list.Site.PublicAccess.IsAbsent() {
		because = "nothing says that public network access is enabled, and with a private endpoint it is not"
	}
	rules := list.Written()
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction rules of %s (%s) are never evaluated: %s. Nobody gets in by them. Remove them, or enable public network "+
			"access.",
		list.Guards(), network.TitlesOfRules(rules), because),
		lint.At(rules[0].At), lint.AlsoAt(list.Site.PublicAccess.At(), "public network access"))
}
