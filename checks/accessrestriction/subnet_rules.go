package accessrestriction

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// subnetRule is a rule of a site that certainly names a subnet.
type subnetRule struct {
	*network.AccessRule
	list network.Restrictions
}

// subnetRules returns the rules of deciding lists that certainly name a subnet,
// for each site and subnet the first one: the same subnet in both lists of a site
// is one matter.
func subnetRules(p *lint.Pass) []subnetRule {
	var found []subnetRule
	for _, list := range decidingLists(p) {
		for _, rule := range list.Written() {
			if !rule.Subnet.IsPresent() {
				continue
			}
			if !hasRule(found, list.Site, rule.Subnet) {
				found = append(found, subnetRule{rule, list})
			}
		}
	}
	return found
}

// hasRule reports whether one of the last rules, which are those of one site, names
// the subnet.
func hasRule(found []subnetRule, site *network.Site, subnet network.Edge[network.Subnet]) bool {
	for _, have := range slices.Backward(found) {
		if have.list.Site != site {
			return false
		}
		if same, _ := network.SameTarget(have.Subnet, subnet); same {
			return true
		}
	}
	return false
}

// anyServiceEndpoint reports whether the rule certainly is for every subnet with a
// service endpoint.
func anyServiceEndpoint(r *network.AccessRule) bool {
	return r.Source.Or(access.Source{}).AnyVNets
}

// siteWithSubnets is a site with rules that admit by subnet in its deciding lists.
type siteWithSubnets struct {
	site  *network.Site
	list  network.Restrictions // the first one that has such a rule
	rules []*network.AccessRule
}

// sitesWithSubnetRules returns the sites with a rule that is certainly for a subnet,
// or for any of them, in a list that decides.
func sitesWithSubnetRules(p *lint.Pass) []siteWithSubnets {
	var found []siteWithSubnets
	for _, list := range decidingLists(p) {
		for _, rule := range list.Written() {
			if !rule.Subnet.IsPresent() && !anyServiceEndpoint(rule) {
				continue
			}
			if last := len(found) - 1; last >= 0 && found[last].site == list.Site {
				found[last].rules = append(found[last].rules, rule)
				continue
			}
			found = append(found, siteWithSubnets{list.Site, list, []*network.AccessRule{rule}})
		}
	}
	return found
}

// isInEnvironment reports whether a site certainly runs in an App Service
// Environment.
func isInEnvironment(s *network.Site) bool {
	hosting, _ := s.Hosting()
	return hosting == network.InEnvironment
}
