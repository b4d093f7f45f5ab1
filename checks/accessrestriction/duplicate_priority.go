package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// DuplicatePriority reports rules whose order nobody wrote down.
var DuplicatePriority = &lint.Check{
	Name:     "access-rule-duplicate-priority",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Access restriction rules share a priority",
	Why: "App Service accepts several rules of one priority and tries them in the order of the list. If they match the same " +
		"requests and want the opposite, the order of blocks, or of a map that they are made from, decides who gets in. The " +
		"azurerm provider gives priority 65000 to every rule that names none.",
	Fix: "Give each rule a priority of its own, lower numbers for what is to be tried first.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			for _, group := range access.DuplicatePriorities(list.List()) {
				if group.Conflict != nil {
					reportConflict(p, list, group)
				} else {
					reportSamePriority(p, list, group)
				}
			}
		}
	},
}

func reportConflict(p *lint.Pass, list network.Restrictions, group access.PriorityGroup) {
	first, second := list.Rules.Items[group.Conflict.First], list.Rules.Items[group.Conflict.Second]
	common := "both match the same requests"
	if a := group.Conflict.Example; a.IsValid() {
		common = fmt.Sprintf("both match %s", a)
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s (%s) and %s (%s) have the same priority %d, and %s. App Service takes the one "+
			"that stands first in the list, so that only the order of writing decides. Give each its own priority.",
		list.Guards(), first.Title(), first.Action, second.Title(), second.Action, group.Priority, common),
		lint.At(second.At), lint.AlsoAt(first.At, "the rule that wins"))
}

func reportSamePriority(p *lint.Pass, list network.Restrictions, group access.PriorityGroup) {
	rules := pick(list, group.Rules)
	unwritten := ""
	if all(rules, func(r *network.AccessRule) bool { return r.Priority.IsDefault() }) {
		unwritten = ", which the provider sends where none is written"
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s (%s) share priority %d%s. App Service tries them in the order of the list. Give "+
			"each its own priority, so that a later change of order changes nothing.",
		list.Guards(), lint.Plural(len(rules), "rule", "rules"), network.TitlesOfRules(rules), group.Priority, unwritten),
		lint.At(rules[1].At), lint.As(lint.Note))
}
