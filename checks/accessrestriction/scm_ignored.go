package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SCMRulesIgnored reports lists of the SCM site that give way to the main one.
var SCMRulesIgnored = &lint.Check{
	Name:     "scm-rules-ignored",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Rules of the SCM site are written, but it uses those of the main site",
	Why: "Where the SCM site is told to use the main site's rules, its own rules and its own unmatched rule action are kept and " +
		"not looked at. Those who are admitted there only, such as build agents, do not get in.",
	Fix: "Set `scm_use_main_ip_restriction = false` (ARM: `scmIpSecurityRestrictionsUseMain`) for the SCM site's own rules to count, " +
		"or remove them.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-an-scm-site",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			list := network.Restrictions{AccessList: &site.SCM, Site: site, SCM: true}
			if site.External || !isMeant(list) {
				continue
			}
			switch {
			case site.SCMUsesMain.IsUnknown():
				p.Undecide(site, site.SCMUsesMain.At(), site.SCMUsesMain.Why())
			case value.Is(site.SCMUsesMain, true):
				reportSCMIgnored(p, list)
			}
		}
	},
}

// isMeant reports whether somebody wrote a list to restrict something: rules, or that
// whatever they do not match is denied.
func isMeant(list network.Restrictions) bool {
	return len(list.Written()) > 0 || value.Is(list.Default, access.Deny)
}

func reportSCMIgnored(p *lint.Pass, list network.Restrictions) {
	rules := list.Written()
	what, severity := "the unmatched rule action Deny", lint.Note // nothing is lost that the main site does not decide
	at := list.Default.At()
	if len(rules) > 0 {
		what, severity, at = network.TitlesOfRules(rules), lint.Warning, rules[0].At
	}
	p.Report(list.Site, fmt.Sprintf(
		"The list of %s has %s, but the SCM site uses the main site's rules, and its own are not looked at. Set "+
			"`scm_use_main_ip_restriction` (ARM: `scmIpSecurityRestrictionsUseMain`) to false, or remove what is ignored.",
		list.Guards(), what),
		lint.At(at), lint.As(severity), lint.AlsoAt(list.Site.SCMUsesMain.At(), "the switch that makes the SCM site use the main rules"))
}
