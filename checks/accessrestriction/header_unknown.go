package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// HeaderUnknown reports filters on headers that App Service does not filter on.
var HeaderUnknown = &lint.Check{
	Name:     "access-rule-header-unknown",
	Family:   "accessrestriction",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An access restriction rule filters on a header that App Service does not support",
	Why: "Rules filter on four headers and no others: `x-forwarded-for`, `x-forwarded-host`, `x-azure-fdid` and " +
		"`x-fd-healthprobe`. A key of one's own, or a misspelt one, is refused or does nothing.",
	Fix: "Use one of the four headers, or check the header in the app itself.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#http-header-filtering-for-site-access-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range usedLists(p) {
			for _, rule := range list.Written() {
				if rule.Headers != nil && len(rule.Headers.UnknownHeaders) > 0 {
					reportUnknownHeaders(p, list, rule)
				}
			}
		}
	},
}

func reportUnknownHeaders(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	names := make([]string, len(rule.Headers.UnknownHeaders))
	for i, name := range rule.Headers.UnknownHeaders {
		names[i] = fmt.Sprintf("%q", name)
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s filters on the %s %s, which App Service does not support. Azure refuses the rule or "+
			"leaves the filter out. The headers to filter on are %s, %s, %s and %s.",
		list.Guards(), rule.Title(), either(len(names) == 1, "header", "headers"), network.Enumerate(names),
		forwardedFor, forwardedHost, frontDoorID, healthProbe), lint.At(rule.At))
}
