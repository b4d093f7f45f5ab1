package siteconfig

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// DuplicateConfigWeb reports access restrictions that are written twice, differently.
var DuplicateConfigWeb = &lint.Check{
	Name:     "duplicate-config-web",
	Family:   "siteconfig",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Access restrictions at the app are replaced by those in sites/config",
	Why: "A template can write the configuration of an app in `properties.siteConfig` of the app and in its child resource " +
		"`sites/config` with the name `web`. Both are the same configuration, and a list of rules is replaced as a whole: the child is " +
		"deployed after the app, so that the rules at the app last for a moment and then do nothing.",
	Fix: "Write the access restrictions in one place, with all rules that are meant to stay.",
	Links: []string{
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for _, list := range []network.Restrictions{
				{AccessList: &site.Main, Site: site}, {AccessList: &site.SCM, Site: site, SCM: true},
			} {
				if former := list.Replaces; former != nil && !site.External && certainlyDiffer(former, list.AccessList) {
					reportReplaced(p, list, former)
				}
			}
		}
	},
}

func reportReplaced(p *lint.Pass, list network.Restrictions, former *network.AccessList) {
	options := []lint.Option{lint.At(former.Rules.Items[0].At)}
	if rules := list.Rules.Items; len(rules) > 0 {
		options = append(options, lint.AlsoAt(rules[0].At, "the rules that stay"))
	}
	p.Report(list.Site, fmt.Sprintf(
		"The access restrictions of %s are written twice: %s in `siteConfig` of the app and %s in its resource `config/web`, which is "+
			"deployed later and replaces the list. The rules at the app do nothing. Write all rules in one of the two places.",
		list.Guards(), lint.Plural(len(former.Rules.Items), "rule", "rules"), lint.Plural(len(list.Rules.Items), "rule", "rules")),
		options...)
}

// certainlyDiffer reports whether two lists are certainly not the same.
func certainlyDiffer(a, b *network.AccessList) bool {
	if len(a.Rules.Items) == 0 || !a.Rules.Complete() || !b.Rules.Complete() {
		return false
	}
	if len(a.Rules.Items) != len(b.Rules.Items) {
		return true
	}
	for i, rule := range a.Rules.Items {
		other := b.Rules.Items[i]
		if apart(rule.Address, other.Address) || apart(rule.Tag, other.Tag) || apart(rule.Action, other.Action) ||
			apart(rule.Priority, other.Priority) || network.LeadApart(rule.Subnet, other.Subnet) {
			return true
		}
	}
	return false
}

// apart reports whether two values are certainly different.
func apart[T comparable](a, b value.Of[T]) bool {
	v, ok := b.Get()
	return ok && value.IsNot(a, v)
}
