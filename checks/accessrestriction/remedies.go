package accessrestriction

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// denyRest sets the unmatched rule action of a list, unless that may shut out who deploys:
// where the SCM site may use the main site's rules, these have to admit addresses, and
// not proxies alone, which do not lead to an SCM site.
func denyRest(list network.Restrictions) lint.Option {
	if !list.SCM && !list.Site.SCMHasOwnList() && !slices.ContainsFunc(list.Written(), admitsAddresses) {
		return lint.Options()
	}
	part := lint.MainDefaultAction
	if list.SCM {
		part = lint.SCMDefaultAction
	}
	return lint.Mend(list.Site, part, access.Deny.String(), list.Default)
}

// admitsAddresses reports whether a rule certainly allows addresses that are written out.
func admitsAddresses(r *network.AccessRule) bool {
	source, _ := r.Source.Get()
	return value.Is(r.Action, access.Allow) && len(source.Prefixes) > 0
}

// followMain lets the SCM site use the main site's rules, where nobody wrote anything
// about its own: a list of its own, or leave to all, may be meant.
func followMain(site *network.Site) lint.Option {
	if site.SCM.Written {
		return lint.Options()
	}
	return lint.Mend(site, lint.SCMUsesMain, "true", site.SCMUsesMain)
}

// addEndpoint adds the service endpoint to the one subnet that a rule names.
func addEndpoint(subnets []*network.Subnet) lint.Option {
	if len(subnets) != 1 {
		return lint.Options()
	}
	return lint.Mend(subnets[0], lint.SubnetServiceEndpoint, azure.EndpointWeb, subnets[0].ServiceEndpoints)
}

// removeDuplicates removes rules that are the same as an earlier one in all that Azure
// looks at. They have to be so as they are written: what differs only in its spelling
// is for people to judge.
func removeDuplicates(list network.Restrictions, group []access.Shadow) lint.Option {
	var options []lint.Option
	for _, sh := range group {
		rule := list.Rules.Items[sh.Rule]
		if sh.Cover != access.Duplicate || sh.Actions != access.Same || len(sh.By) != 1 || !sameText(rule, list.Rules.Items[sh.By[0]]) {
			return lint.Options()
		}
		options = append(options, lint.MendAt(list.Site, lint.AccessRule, "", rule.At))
	}
	return lint.Options(options...)
}

func sameText(a, b *network.AccessRule) bool {
	same := func(a, b value.Of[string]) bool {
		return a.State() == b.State() && !a.IsUnknown() && a.Or("") == b.Or("")
	}
	noHeaders := a.Headers == nil && b.Headers == nil // spelled in more ways than one
	subnets, _ := network.SameTarget(a.Subnet, b.Subnet)
	return same(a.Address, b.Address) && same(a.Tag, b.Tag) && noHeaders && a.At != b.At &&
		(subnets || a.Subnet.IsAbsent() && b.Subnet.IsAbsent())
}
