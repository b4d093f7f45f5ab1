package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// WrongServiceTag reports rules for Front Door that name a tag from which it does
// not reach apps.
var WrongServiceTag = &lint.Check{
	Name:     "frontdoor-wrong-service-tag",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An access restriction rule names a Front Door service tag that requests to apps do not come from",
	Why: "Front Door reaches its origins from the addresses of the service tag `AzureFrontDoor.Backend`. " +
		"`AzureFrontDoor.Frontend` holds the addresses at which clients call Front Door, and `AzureFrontDoor.FirstParty` those " +
		"of services of Microsoft. A rule with one of these does not let Front Door in.",
	Fix: "Use `AzureFrontDoor.Backend`, with a filter on `x-azure-fdid` for your own profile.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance",
		"https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		lists, _ := p.DecidingLists()
		for _, list := range lists {
			for _, rule := range list.Written() {
				checkTag(p, list, rule)
			}
		}
	},
}

func checkTag(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	if !value.Is(rule.Action, access.Allow) {
		return
	}
	s, _ := rule.Source.Get()
	for _, written := range s.Tags {
		tag, _ := azure.LookupServiceTag(written)
		var what string
		switch tag.Name {
		case azure.TagFrontDoorFrontend:
			what = "the addresses at which clients call Front Door"
		case azure.TagFrontDoorFirstParty:
			what = "the addresses of services of Microsoft"
		default:
			continue
		}
		p.Report(list.Site, fmt.Sprintf(
			"In the access restriction list of %s, %s allows the service tag %q, which holds %s. Front Door reaches apps from the addresses of "+
				"%q, so that the rule does not let it in. Use that tag, with a filter on `x-azure-fdid`.",
			list.Guards(), rule.Title(), tag, what, azure.TagFrontDoorBackend), lint.At(rule.At))
	}
}
