package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SCMUnrestricted reports sites that are closed at the front and open at the back.
var SCMUnrestricted = &lint.Check{
	Name:     "scm-site-unrestricted",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "The SCM site is open although the main site is restricted",
	Why: "Every app has a second site, SCM or Kudu, for deployment, console and logs. It has an access restriction list of its " +
		"own and does not follow the main site's unless told to. By default it is open to everybody who has the " +
		"credentials, which is more than the restriction of the main site promises.",
	Fix: "Let the SCM site use the main site's rules with `scm_use_main_ip_restriction = true` (ARM: " +
		"`scmIpSecurityRestrictionsUseMain`), or give it rules for those who deploy and set " +
		"`scm_ip_restriction_default_action` (ARM: `scmIpSecurityRestrictionsDefaultAction`) to `Deny`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#advanced-scenarios",
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-an-scm-site",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 7.5,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || value.Is(site.SCMUsesMain, true) || !p.RulesDecide(site) || !site.Main.KeepsOut() {
				continue
			}
			if site.SCMUsesMain.IsUnknown() {
				p.Undecide(site, site.SCMUsesMain.At(), site.SCMUsesMain.Why())
				continue
			}
			if scm := access.Expose(site.SCM.List()).State; scm == access.Open || scm == access.OpenExcept {
				reportSCM(p, site)
			}
		}
	},
}

func reportSCM(p *lint.Pass, site *network.Site) {
	list := network.Restrictions{AccessList: &site.SCM, Site: site, SCM: true}
	because := "it has no rules of its own and does not use those of the main site"
	if n := len(list.Written()); n > 0 {
		because = fmt.Sprintf("its own list (%s) lets in whatever no rule matches", lint.Plural(n, "rule", "rules"))
	}
	severity := lint.Warning
	if list.AllowsInVain() {
		severity = lint.Note // the list is reported itself
	}
	p.Report(site, fmt.Sprintf(
		"The SCM site of %s lets everybody in, while the main site is restricted: %s. Whoever has credentials can deploy to "+
			"the app and open its console from anywhere. Set `scm_use_main_ip_restriction` (ARM: "+
			"`scmIpSecurityRestrictionsUseMain`) to true, or give the SCM site rules and a default action of Deny.",
		site.Title(), because), lint.At(list.At()), lint.As(severity), followMain(site))
}
