package accessrestriction

import (
	"fmt"
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PrivateRange reports rules for addresses that App Service never sees.
var PrivateRange = &lint.Check{
	Name:     "access-rule-private-range-multitenant",
	Family:   "accessrestriction",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "An access restriction rule names private addresses, which never reach a multitenant app",
	Why: "The front ends of multitenant App Service see the public address of a client. A request from a virtual network " +
		"arrives with a private address only through a private endpoint, where no rule is evaluated, or over a service " +
		"endpoint, where only a subnet rule matches. A rule for private addresses matches nobody. In an App Service " +
		"Environment such rules are fine.",
	Fix: "Admit the subnet instead (`virtual_network_subnet_id`, ARM `vnetSubnetResourceId`, with the service endpoint " +
		"`Microsoft.Web` on the subnet), or give the app a private endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-access-restrictions#ip-based-access-restriction-rules",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, list := range decidingLists(p) {
			checkPrivateRange(p, list)
		}
	},
}

func checkPrivateRange(p *lint.Pass, list network.Restrictions) {
	var rules []*network.AccessRule
	var ranges []string
	severity := lint.Note // a useless Deny does no harm
	for _, rule := range list.Written() {
		private := privateRanges(rule)
		if len(private) == 0 {
			continue
		}
		rules = append(rules, rule)
		for _, r := range private {
			ranges = append(ranges, r.String())
		}
		if value.Is(rule.Action, access.Allow) {
			severity = lint.Warning
		}
	}
	switch {
	case len(rules) == 0:
		return
	case !list.Site.CertainlyMultitenant():
		if hosting, _ := list.Site.Hosting(); hosting == network.HostingUnknown {
			p.Undecide(list.Site, list.Site.RunsOn().At(), list.Site.RunsOn().Why())
		}
		return
	}
	nobody := ""
	if severity == lint.Warning && admitsOnlyPrivate(list) {
		severity, nobody = lint.Error, " Nothing else is allowed, so that nobody gets in at all."
	}
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction list of %s names private addresses (%s). A multitenant app sees only public addresses of clients, so "+
			"that %s never %s them.%s Admit the subnet by `virtual_network_subnet_id` (ARM: `vnetSubnetResourceId`), or use a "+
			"private endpoint.",
		list.Guards(), network.Enumerate(ranges), network.TitlesOfRules(rules), either(len(rules) == 1, "matches", "match"), nobody),
		lint.At(rules[0].At), lint.As(severity))
}

// privateRanges returns the private ranges that a rule names for certain.
func privateRanges(r *network.AccessRule) []netip.Prefix {
	s, ok := r.Source.Get()
	if !ok || s.Opaque || r.Source.IsSensitive() || r.Address.IsSensitive() {
		return nil
	}
	var private []netip.Prefix
	for _, prefix := range s.Prefixes {
		if azure.IsPrivateRange(prefix) {
			private = append(private, prefix)
		}
	}
	return private
}

// admitsOnlyPrivate reports whether a list certainly lets in nobody but private
// addresses, and no private endpoint is another way in.
func admitsOnlyPrivate(list network.Restrictions) bool {
	denies := list.Default.IsAbsent() || value.Is(list.Default, access.Deny)
	return denies && list.Rules.Complete() && list.Site.PrivateEndpoints.CertainlyEmpty() &&
		all(list.Rules.Items, func(r *network.AccessRule) bool {
			s, ok := r.Source.Get()
			onlyPrivate := ok && len(s.Prefixes) > 0 && len(privateRanges(r)) == len(s.Prefixes)
			return value.Is(r.Action, access.Deny) || onlyPrivate
		})
}
