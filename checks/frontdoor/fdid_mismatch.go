package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// FDIDMismatch reports apps that admit another profile than the one whose origin
// they are.
var FDIDMismatch = &lint.Check{
	Name:     "frontdoor-fdid-mismatch",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The X-Azure-FDID filter is for another Front Door than the one in front of the app",
	Why: "Front Door sends the id of its own profile in the header `X-Azure-FDID`. A rule that asks for the id of another profile does " +
		"not match, and where nothing else lets the request in, clients get a 403 from the app.",
	Fix: "Use the id of the profile that has the app as its origin: `azurerm_cdn_frontdoor_profile.example.resource_guid` (ARM: " +
		"`properties.frontDoorId`). A rule takes up to eight ids.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance",
	},
	Since:     "0.1",
	Precision: "high",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		lists, _ := p.DecidingLists()
		for _, list := range lists {
			if list.SCM || len(list.Site.Origins.Items) == 0 || !list.KeepsOut() {
				continue
			}
			if rule, admitted, ok := admittedProfiles(list); ok {
				checkOrigins(p, list, rule, admitted)
			}
		}
	},
}

// admittedProfiles returns all profiles that a list admits by their ids, and the
// first rule that does. It fails where Front Door may get in otherwise.
func admittedProfiles(list network.Restrictions) (first *network.AccessRule, admitted []network.Edge[network.FrontDoor], ok bool) {
	for _, rule := range list.Written() {
		if value.Is(rule.Action, access.Deny) {
			continue
		}
		s, known := rule.Source.Get()
		switch {
		case !known && !rule.Subnet.IsPresent(), s.Opaque, isForAnybody(rule):
			return nil, nil, false
		case !admitsFrontDoor(rule):
			continue
		case !value.Is(rule.Action, access.Allow), len(rule.FrontDoors) == 0:
			return nil, nil, false
		}
		if first == nil {
			first = rule
		}
		admitted = append(admitted, rule.FrontDoors...)
	}
	return first, admitted, first != nil && list.Rules.Complete()
}

// checkOrigins reports the profiles that reach a site over the internet and are
// certainly not admitted, each of them once.
func checkOrigins(p *lint.Pass, list network.Restrictions, rule *network.AccessRule, admitted []network.Edge[network.FrontDoor]) {
	reported := map[*network.FrontDoor]bool{}
	for _, origin := range list.Site.Origins.Items {
		profile, ok := origin.FrontDoor.Get()
		if !ok || origin.Site.Target() != list.Site || !isUsed(origin) || !isPublic(origin) {
			continue
		}
		if !reported[profile] && allLeadApart(admitted, origin.FrontDoor) {
			reported[profile] = true
			reportMismatch(p, list, rule, origin, profile)
		}
	}
}

func allLeadApart(edges []network.Edge[network.FrontDoor], from network.Edge[network.FrontDoor]) bool {
	for _, e := range edges {
		if !network.LeadApart(e, from) {
			return false
		}
	}
	return true
}

func reportMismatch(p *lint.Pass, list network.Restrictions, rule *network.AccessRule, origin *network.Origin, profile *network.FrontDoor) {
	other := "another profile"
	if f, ok := rule.FrontDoors[0].Get(); ok {
		other = fmt.Sprintf("profile %q", f.Label())
	}
	p.Report(list.Site, fmt.Sprintf(
		"The access restriction list of %s admits Front Door only with the X-Azure-FDID of %s (%s), but the app is an origin of profile %q. "+
			"Requests through that profile get a 403. Use the id of %q in the rule's header filter.",
		list.Guards(), other, rule.Title(), profile.Label(), profile.Label()),
		lint.At(rule.FrontDoors[0].At()), lint.Also(origin, "the origin"), lint.Also(profile, "its profile"))
}
