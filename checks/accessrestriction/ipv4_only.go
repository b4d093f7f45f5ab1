package accessrestriction

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// DenyAllIPv4Only reports lists that deny every IPv4 address and forget IPv6.
var DenyAllIPv4Only = &lint.Check{
	Name:     "access-rule-deny-all-ipv4-only",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A catch-all Deny rule leaves IPv6 open",
	Why: "`0.0.0.0/0` is every IPv4 address and no IPv6 address. Multitenant apps have IPv6 endpoints whatever their `ipMode` " +
		"says, which only decides what DNS tells. A client that comes over IPv6 is matched by no such rule and meets the " +
		"unmatched rule action.",
	Fix: "Set the unmatched rule action to `Deny`: `ip_restriction_default_action` (ARM: `ipSecurityRestrictionsDefaultAction`). " +
		"The rule for `0.0.0.0/0` is not needed then. In a block list name the IPv6 addresses as well.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-inbound-outbound-ips",
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#unmatched-rule",
	},
	Since:            "0.1",
	SecuritySeverity: 7.5,
	Precision:        "high",
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			if len(list.Written()) > 0 && value.Is(list.Default, access.Allow) && list.Site.CertainlyMultitenant() {
				checkIPv4Only(p, list)
			}
		}
	},
}

func checkIPv4Only(p *lint.Pass, list network.Restrictions) {
	exposure := access.Expose(list.List())
	catchAll := exposure.IPv4.Rest
	switch {
	case exposure.State == access.OpenIPv6 && exposure.IPv6.Rest.Rule == access.ByDefault && catchAll.Rule >= 0:
		rule := list.Rules.Items[catchAll.Rule]
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s denies every IPv4 address, but whoever comes over IPv6 meets the unmatched rule action "+
				"Allow and gets in. Set %s to \"Deny\".",
			list.Guards(), rule.Title(), list.DefaultAttributes()), lint.At(rule.At))
	case blocksOnlyIPv4(list):
		rules := list.Written()
		p.Report(list.Site, fmt.Sprintf(
			"The access restriction list of %s blocks IPv4 addresses only (%s). A blocked client that has an IPv6 address as well gets in "+
				"with that, because nothing else is denied. Name the IPv6 addresses too.",
			list.Guards(), network.TitlesOfRules(rules)), lint.At(rules[0].At), lint.As(lint.Note))
	}
}

// blocksOnlyIPv4 reports whether a list certainly does nothing but deny IPv4
// addresses.
func blocksOnlyIPv4(list network.Restrictions) bool {
	return list.Rules.Complete() && all(list.Written(), func(r *network.AccessRule) bool {
		s, known := r.Source.Get()
		return known && value.Is(r.Action, access.Deny) && !isFiltered(r) && len(s.Prefixes) > 0 &&
			len(s.Tags) == 0 && s.Subnet == "" && !s.Opaque && allIPv4(s)
	})
}

func allIPv4(s access.Source) bool {
	for _, prefix := range s.Prefixes {
		if !prefix.Addr().Is4() {
			return false
		}
	}
	return true
}
