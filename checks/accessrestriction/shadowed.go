package accessrestriction

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Shadowed reports rules that earlier rules leave nothing to.
var Shadowed = &lint.Check{
	Name:     "access-rule-shadowed",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "An access restriction rule can never match, because earlier rules match all of it",
	Why: "App Service tries the rules of a list by ascending priority and obeys the first one that matches. A rule whose " +
		"addresses, tags or subnet are all matched by earlier ones is never asked: if it wants the opposite, what it wants " +
		"never happens.",
	Fix: "Give the narrower rule a lower priority number than the wider one, or remove the rule that can never match.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#how-it-works",
	},
	Since:    "0.1",
	Fixable:  true,
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			for _, group := range shadows(list) {
				reportShadows(p, list, group)
			}
		}
	},
}

// shadows returns what is shadowed in a list, together what the same rules shadow
// in the same way: that is one mistake.
func shadows(list network.Restrictions) [][]access.Shadow {
	var groups [][]access.Shadow
	for _, sh := range access.Shadowed(list.List()) {
		if list.Rules.Items[sh.Rule].Synthetic || contendsByPriority(list, sh) {
			continue
		}
		i := slices.IndexFunc(groups, func(g []access.Shadow) bool {
			return slices.Equal(g[0].By, sh.By) && g[0].Actions == sh.Actions
		})
		if i < 0 {
			groups = append(groups, []access.Shadow{sh})
		} else {
			groups[i] = append(groups[i], sh)
		}
	}
	return groups
}

// contendsByPriority reports whether a rule loses to rules of its own priority, and
// not because they say the same. The priority is the mistake then, and has a
// check of its own.
func contendsByPriority(list network.Restrictions, sh access.Shadow) bool {
	own, known := list.Rules.Items[sh.Rule].Priority.Get()
	return known && sh.Actions != access.Same &&
		all(pick(list, sh.By), func(r *network.AccessRule) bool { return value.Is(r.Priority, own) })
}

func reportShadows(p *lint.Pass, list network.Restrictions, group []access.Shadow) {
	sh := group[0]
	hidden, by := pick(list, rulesOf(group)), pick(list, sh.By)
	options := []lint.Option{lint.At(hidden[0].At), removeDuplicates(list, group)}
	for _, r := range by {
		options = append(options, lint.AlsoAt(r.At, "the rule that matches first"))
	}
	one := len(hidden) == 1
	effect := "What is never asked has no effect"
	switch sh.Actions {
	case access.Opposite, access.Mixed:
		effect = fmt.Sprintf("What %s (%s) never happens", either(one, "it wants", "they want"), actionsOf(hidden))
	default: // redundant, or not known to be worse
		options = append(options, lint.As(lint.Note))
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s can never match: %s (%s) %s of %s. %s. Give %s a lower priority number than "+
			"what comes first, or remove %s.",
		list.Guards(), network.TitlesOfRules(hidden), network.TitlesOfRules(by), actionsOf(by),
		either(len(by) == 1, "comes first and matches all", "come first and together match all"), either(one, "it", "them"),
		effect, either(one, "it", "them"), either(one, "it", "them")),
		options...)
}

func rulesOf(group []access.Shadow) []int {
	indices := make([]int, len(group))
	for i, sh := range group {
		indices[i] = sh.Rule
	}
	return indices
}

// pick returns the rules at some positions of a list.
func pick(list network.Restrictions, indices []int) []*network.AccessRule {
	rules := make([]*network.AccessRule, len(indices))
	for i, at := range indices {
		rules[i] = list.Rules.Items[at]
	}
	return rules
}

// actionsOf names the actions of rules: Allow, or Allow and Deny.
func actionsOf(rules []*network.AccessRule) string {
	var words []string
	for _, r := range rules {
		if w := r.Action.String(); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return network.Enumerate(words)
}
