package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// AppServiceTag reports rules that are meant for calls from other apps and never
// match them.
var AppServiceTag = &lint.Check{
	Name:     "access-rule-appservice-tag",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "An access restriction rule names the service tag AppService, which no request comes from",
	Why: "The service tag `AppService` lists the addresses at which apps are called, not those from which they call. The " +
		"outbound addresses of apps are in no service tag of their own, so that a rule with this tag admits no other app.",
	Fix: "Let the calling app join a subnet and admit that subnet, give the called app a private endpoint, or name the outbound " +
		"addresses of the calling app or of its NAT gateway.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips#service-tag",
		"https://learn.microsoft.com/azure/app-service/networking-features#outbound-addresses",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			for _, rule := range list.Written() {
				if tag, ok := tagOf(rule, azure.TagAppService); ok {
					reportAppServiceTag(p, list, rule, tag)
				}
			}
		}
	},
}

func reportAppServiceTag(p *lint.Pass, list network.Restrictions, rule *network.AccessRule, tag azure.Tag) {
	severity := lint.Warning
	if !value.Is(rule.Action, access.Allow) {
		severity = lint.Note // a useless Deny does no harm
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s is for the service tag %q, which holds only inbound addresses of App Service. Calls "+
			"from other apps come from outbound addresses, so that the rule never matches them. Admit the subnet that the "+
			"calling app joins, or its outbound addresses.",
		list.Guards(), rule.Title(), tag), lint.At(rule.At), lint.As(severity))
}

// tagOf returns the tag of a name, regional or not, that a rule is certainly for.
func tagOf(r *network.AccessRule, name string) (azure.Tag, bool) {
	s, _ := r.Source.Get()
	for _, written := range s.Tags {
		if tag, ok := azure.LookupServiceTag(written); ok && tag.Name == name {
			return tag, true
		}
	}
	return azure.Tag{}, false
}
