package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AllowAny reports rules that let everybody in beside rules for somebody.
var AllowAny = &lint.Check{
	Name:     "access-rule-allow-any",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "An access restriction rule lets everybody in, beside rules for a few",
	Why: "A rule that allows `0.0.0.0/0`, `::/0`, `Any` or the service tag `Internet` without a header filter opens the site to " +
		"the internet, whatever narrower rules stand beside it. Often it is left over from a test. The service tag `AzureCloud` " +
		"is nearly as wide: it holds the virtual machines of every customer.",
	Fix: "Remove the rule, or narrow it to the addresses, tags or subnets that are meant.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#site-access",
		"https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	Precision:        "high",
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			checkAllowAny(p, list)
		}
	},
}

func checkAllowAny(p *lint.Pass, list network.Restrictions) {
	if !list.Default.IsAbsent() && !value.Is(list.Default, access.Deny) {
		return // where everything is allowed anyway, one rule more does no harm
	}
	if !reportWide(p, list) {
		reportAzureCloud(p, list)
	}
}

// reportWide reports a rule for everybody in a list that is meant for a few, and
// whether there is one.
func reportWide(p *lint.Pass, list network.Restrictions) bool {
	wide := firstWide(list)
	if wide == nil {
		return false
	}
	narrow := firstRestriction(list)
	switch {
	case narrow == nil || mayBlockBefore(list, wide):
		return false
	case !list.Rules.Complete():
		p.Undecide(list.Site, wide.At, list.Rules.Incomplete) // the rest may block a few
		return false
	}
	severity := lint.Warning
	if !list.Site.CertainlyPublic() {
		severity = lint.Note // everybody may be everybody in a private network
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s lets everybody in, so that %s beside it restricts nothing. The site is open to the "+
			"internet. Remove the wide rule, or narrow it.",
		list.Guards(), wide.Title(), narrow.Title()),
		lint.At(wide.At), lint.As(severity), lint.AlsoAt(narrow.At, "a rule for a few"))
	return true
}

// firstWide returns the first rule that alone certainly lets the internet in.
func firstWide(list network.Restrictions) *network.AccessRule {
	for _, rule := range list.Written() {
		if rule.IsNarrow() || !value.Is(rule.Action, access.Allow) {
			continue
		}
		if alone := onlyRule(rule); alone.LetsIn() {
			return rule
		}
	}
	return nil
}

// onlyRule returns a list with one rule that denies everybody else.
func onlyRule(rule *network.AccessRule) network.AccessList {
	return network.AccessList{
		Rules:   value.Set[*network.AccessRule]{Items: []*network.AccessRule{rule}},
		Default: value.Some(access.Deny, rule.At),
	}
}

// mayBlockBefore reports whether a rule that is perhaps evaluated before another one
// perhaps denies: a list that blocks a few and then admits everybody is meant.
func mayBlockBefore(list network.Restrictions, wide *network.AccessRule) bool {
	own, placed := wide.Priority.Get()
	for _, r := range list.Rules.Items {
		priority, known := r.Priority.Get()
		later := placed && known && priority > own
		if r != wide && !later && !value.Is(r.Action, access.Allow) {
			return true
		}
	}
	return false
}

// reportAzureCloud advises on rules for all of Azure.
func reportAzureCloud(p *lint.Pass, list network.Restrictions) {
	for _, rule := range list.Written() {
		tag, ok := tagOf(rule, azure.TagAzureCloud)
		if !ok || !value.Is(rule.Action, access.Allow) || isFiltered(rule) {
			continue
		}
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s allows the service tag %q, which holds the addresses of Azure's customers as well as its "+
				"own. Whoever rents a virtual machine there gets in. Name the subnets, addresses or tags that are meant.",
			list.Guards(), rule.Title(), tag), lint.At(rule.At), lint.As(lint.Note))
	}
}
