package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// RuleCountExceeded reports lists with more rules than App Service keeps.
var RuleCountExceeded = &lint.Check{
	Name:     "access-rule-count-exceeded",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction list has more rules than App Service allows",
	Why: "An app has at most 512 access restriction rules, and a list that is made from data outgrows that without anybody " +
		"noticing. Azure refuses the deployment. Whether the main site and the SCM site share the 512 is not documented.",
	Fix: "Put several address ranges in one rule, up to eight separated by commas, merge neighbouring ranges, or let a " +
		"gateway in front of the app do the filtering.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#multi-source-rules",
		"https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-app-service-limits",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		total := map[*network.Site]int{}
		exceeded := map[*network.Site]bool{}
		for _, list := range usedLists(p) {
			n := len(list.Written())
			total[list.Site] += n
			if n > azure.MaxAccessRules.Value {
				exceeded[list.Site] = true
				reportCount(p, list, n)
			}
		}
		for _, site := range p.Sites {
			if n := total[site]; n > azure.MaxAccessRules.Value && !exceeded[site] {
				p.Report(site, fmt.Sprintf(
					"The two access restriction lists of %s have %d rules together. App Service keeps %d for an app, and it is not "+
						"documented whether the main site and the SCM site share them. Put several ranges in one rule to be safe.",
					site.Title(), n, azure.MaxAccessRules.Value),
					lint.As(lint.Note))
			}
		}
	},
}

func reportCount(p *lint.Pass, list network.Restrictions, n int) {
	most, perRule := azure.MaxAccessRules.Value, azure.MaxSourcesPerRule.Value
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction list of %s has %d rules, %d more than the %d that App Service allows. Azure refuses the "+
			"deployment. Put up to %d address ranges in each rule, separated by commas: that could make as few as %s.",
		list.Guards(), n, n-most, most, perRule, lint.Plural((n+perRule-1)/perRule, "rule", "rules")),
		lint.At(list.Written()[most].At))
}
