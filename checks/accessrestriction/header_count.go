package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

// HeaderTooManyValues reports header filters with more values than a rule may hold.
var HeaderTooManyValues = &lint.Check{
	Name:     "access-rule-header-too-many-values",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A header filter of an access restriction rule has more than eight values",
	Why: "A rule filters on up to eight values of each header. The azurerm provider counts them; in templates and with azapi it is " +
		"Azure that refuses more.",
	Fix: "Split the rule: the same source with eight values each, and priorities of their own. For host names of one domain a " +
		"wildcard such as `*.contoso.com` is one value.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#http-header-filtering-for-site-access-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		most := azure.MaxHeaderValues.Value
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				for _, h := range headersOf(rule) {
					n := len(h.values.Or(nil))
					if n <= most {
						continue
					}
					p.Report(list.Site, fmt.Sprintf(
						"In the access restriction list of %s, %s filters on %d values of the header %s, but a rule may hold at most %d. "+
							"Azure refuses the deployment. Split it into %d rules.",
						list.Guards(), rule.Title(), n, h.name, most, (n+most-1)/most), lint.At(h.values.At()))
				}
			}
		}
	},
}
