package accessrestriction

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// subnetRule is a rule of a site that certainly names a subnet.
type subnetRule struct {
	network.AccessRule
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
			known := slices.ContainsFunc(found, func(have subnetRule) bool {
				same, _ := network.SameTarget(have.Subnet, rule.Subnet)
				return same && have.list.Site == list.Site
			})
			if !known {
				found = append(found, subnetRule{rule, list})
			}
		}
	}
	return found
}

// anyServiceEndpoint reports whether the rule certainly is for every subnet with a
// service endpoint.
func anyServiceEndpoint(r network.AccessRule) bool {
	return r.Source.Or(access.Source{}).AnyVNets
}
