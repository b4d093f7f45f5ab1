package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// DefaultAllow reports lists of allowed sources that keep nobody out, because
// whatever no rule matches is allowed as well.
var DefaultAllow = &lint.Check{
	Name:     "access-rules-default-allow-no-effect",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.Exposure,
	Title:    "Allow rules have no effect, because the unmatched rule action is Allow",
	Why: "What no rule matches meets the unmatched rule action. Azure's own default denies as soon as there is a rule, but the " +
		"azurerm provider sends `Allow` for web and function apps unless `ip_restriction_default_action` says otherwise (and " +
		"the same for the SCM site). Then a list of allowed sources looks like a restriction and lets everybody in.",
	Fix: "Set `ip_restriction_default_action = \"Deny\"`, and `scm_ip_restriction_default_action = \"Deny\"` for a list of the " +
		"SCM site (ARM: `ipSecurityRestrictionsDefaultAction`, `scmIpSecurityRestrictionsDefaultAction`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#unmatched-rule",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app#ip_restriction_default_action-1",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 8.6,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			checkDefaultAllow(p, list)
		}
	},
}

func checkDefaultAllow(p *lint.Pass, list network.Restrictions) {
	if !list.Default.IsUnknown() && !value.Is(list.Default, access.Allow) {
		return
	}
	meant := firstRestriction(list)
	switch {
	case meant == nil: // nothing says that anybody was to be kept out
		return
	case list.Default.IsUnknown():
		p.Undecide(list.Site, list.Default.At(), list.Default.Why())
		return
	case !onlyAllows(list):
		return
	case !list.Rules.Complete():
		p.Undecide(list.Site, meant.At, list.Rules.Incomplete) // the rest may deny what is left
		return
	}
	rules, because := list.Written(), "is Allow"
	if list.Default.IsDefault() {
		because = "is Allow, which the provider sends where nothing is written"
	}
	severity := lint.Error
	if !list.Site.CertainlyPublic() {
		severity = lint.Warning // everybody may be everybody in a private network
	}
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction list of %s allows %s (%s), but the unmatched rule action %s. Everybody else gets in as well, as if "+
			"there were no rule. Set %s to \"Deny\".",
		list.Guards(), lint.Plural(len(rules), "source", "sources"), network.TitlesOfRules(rules), because, list.DefaultAttributes()),
		lint.At(meant.At), lint.As(severity), denyRest(list))
}

// firstRestriction returns the first rule that is certainly narrower than the
// internet, so that it makes sense only if others are kept out.
func firstRestriction(list network.Restrictions) *network.AccessRule {
	for _, rule := range list.Written() {
		alone := onlyRule(rule)
		if value.Is(rule.Action, access.Allow) && alone.KeepsOut() {
			return rule
		}
	}
	return nil
}

// onlyAllows reports whether none of the known rules of a list denies anything.
func onlyAllows(list network.Restrictions) bool {
	return all(list.Rules.Items, func(r *network.AccessRule) bool { return value.Is(r.Action, access.Allow) })
}
