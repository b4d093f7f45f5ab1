package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PriorityRange reports priorities that there are not.
var PriorityRange = &lint.Check{
	Name:     "access-rule-priority-range",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule has a priority out of range",
	Why: "The priority of a rule is a whole number from 1 to 2147483647, and the lowest number is tried first. The highest one is " +
		"where App Service itself lists what becomes of requests that no rule matches.",
	Fix: "Use numbers from 1 on, with room between them for rules to come: 100, 200, 300.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app#ip_restriction-1",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				checkPriority(p, list, rule)
			}
		}
	},
}

func checkPriority(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	valid := azure.AccessRulePriority
	switch priority, known := rule.Priority.Get(); {
	case !known:
		return
	case priority < valid.Min || priority > valid.Max:
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s has priority %s, but priorities go from %d to %d. The deployment is refused. "+
				"Choose a number in that range.",
			list.Guards(), rule.Title(), rule.Priority, valid.Min, valid.Max), lint.At(rule.Priority.At()))
	case priority == azure.CatchAllPriority.Value && rule.Source.IsKnown(): // else it may be that very rule
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s has priority %s, at which App Service lists its own rule for whatever no rule "+
				"matches. What becomes of a second rule there is not documented. Choose a lower number, or set %s instead.",
			list.Guards(), rule.Title(), rule.Priority, list.DefaultAttributes()),
			lint.At(rule.Priority.At()), lint.As(lint.Note))
	}
}
