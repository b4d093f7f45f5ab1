package accessrestriction

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SCMBehindProxyOnly reports SCM sites that only a proxy may reach which cannot
// reach them.
var SCMBehindProxyOnly = &lint.Check{
	Name:     "scm-behind-proxy-only",
	Family:   "accessrestriction",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The SCM site admits only a proxy that does not lead to it",
	Why: "The SCM site cannot be published through a reverse proxy. Where it uses the main site's rules, and these admit only " +
		"Front Door or an application gateway, nobody can deploy to the app any more, unless through a private endpoint.",
	Fix: "Give the SCM site rules of its own for those who deploy (`scm_use_main_ip_restriction = false`, ARM: " +
		"`scmIpSecurityRestrictionsUseMain`, with a default action of `Deny`), or give the app a private endpoint.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration#considerations-for-a-kuduscm-site",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		gateways := gatewaySubnets(p.Model)
		for _, list := range decidingLists(p) {
			site := list.Site
			if list.SCM || !value.Is(site.SCMUsesMain, true) || !site.PrivateEndpoints.CertainlyEmpty() || !list.KeepsOut() {
				continue
			}
			if rules, ok := onlyProxies(list, gateways); ok {
				reportBehindProxy(p, list, rules)
			}
		}
	},
}

// gatewaySubnets returns the subnets that certainly hold an application gateway.
func gatewaySubnets(m *network.Model) map[*network.Subnet]bool {
	subnets := map[*network.Subnet]bool{}
	for _, g := range m.ApplicationGateways {
		for _, e := range g.Subnets.Items {
			if s, ok := e.Get(); ok {
				subnets[s] = true
			}
		}
	}
	return subnets
}

// onlyProxies returns the rules of a list that allow, if there are any and all of
// them are certainly for a proxy.
func onlyProxies(list network.Restrictions, gateways map[*network.Subnet]bool) ([]*network.AccessRule, bool) {
	var rules []*network.AccessRule
	for _, r := range list.Written() {
		if value.Is(r.Action, access.Deny) {
			continue
		}
		if !isFrontDoor(r) && !r.Subnet.All(func(s *network.Subnet) bool { return gateways[s] }) {
			return nil, false
		}
		rules = append(rules, r)
	}
	return rules, len(rules) > 0 && list.Rules.Complete()
}

// isFrontDoor reports whether a rule is certainly for Front Door alone.
func isFrontDoor(r *network.AccessRule) bool {
	s, _ := r.Source.Get()
	return len(s.Tags) > 0 && len(s.Prefixes) == 0 && all(s.Tags, func(tag string) bool {
		return strings.HasPrefix(strings.ToLower(tag), "azurefrontdoor.")
	})
}

func reportBehindProxy(p *lint.Pass, list network.Restrictions, rules []*network.AccessRule) {
	p.Report(list.Site, fmt.Sprintf(
		"The SCM site of %s uses the main site's rules, which admit only %s. No proxy leads to an SCM site, so that nobody can deploy to the "+
			"app or open its console. Give the SCM site rules of its own for those who deploy, or give the app a private endpoint.",
		list.Site.Title(), network.TitlesOfRules(rules)), lint.At(list.Site.SCMUsesMain.At()))
}
