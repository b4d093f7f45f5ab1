package plan

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// AppOS reports apps of another operating system than their plan.
var AppOS = &lint.Check{
	Name:     "app-kind-os",
	Family:   "plan",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app is of another operating system than its plan",
	Why: "All apps of a plan run on its operating system. Azure refuses the settings of a Linux app on a Windows plan (\"The parameter " +
		"LinuxFxVersion has an invalid value\"), and makes a Windows app on a Linux plan an app of Linux, which the azurerm provider cannot read " +
		"back. What an app can do in a network depends on it as well: gateway-required integration is for Windows only, for example. In templates a " +
		"plan is one of Linux only with `reserved: true`; `kind: 'linux'` alone does not do.",
	Fix: "Choose a plan of the app's operating system. In a template, set `reserved: true` at a plan of Linux.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-hosting-plans",
		"https://learn.microsoft.com/azure/templates/microsoft.web/serverfarms",
		"https://github.com/hashicorp/terraform-provider-azurerm/issues/25606",
	},
	Since:     "0.1",
	Precision: "high",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || site.Plan.IsAbsent() || !site.Plan.All(func(plan *network.Plan) bool { return differ(site, plan) }) {
				continue
			}
			plans, _ := site.Plan.Candidates()
			p.Report(site, fmt.Sprintf(
				"The %s is an app of %s, but plan %q runs %s. Azure refuses its settings, or makes it an app of the other system. Use a plan of %s%s.",
				site.Title(), site.OS, plans[0].Label(), plans[0].OS, site.OS, reserved(site)),
				lint.At(site.Plan.At()), lint.Also(plans[0], "the plan"))
		}
	},
}

// differ reports whether an app certainly is of another operating system than a plan.
func differ(s *network.Site, p *network.Plan) bool {
	of, known := s.OS.Get()
	runs, told := p.OS.Get()
	return known && told && of != runs
}

func reserved(s *network.Site) string {
	if s.OS.Or(0) == network.Linux {
		return " (`os_type`; ARM: `reserved`)"
	}
	return ""
}
