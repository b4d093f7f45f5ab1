package frontdoor

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RuleMissingFDID reports rules that admit every Front Door there is.
var RuleMissingFDID = &lint.Check{
	Name:     "frontdoor-rule-missing-fdid",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "An access restriction rule admits the Front Door of every customer",
	Why: "The service tag `AzureFrontDoor.Backend` holds the addresses from which Front Door reaches origins, of whatever " +
		"customer. Anybody can create a profile with the app as its origin and walk past the web application firewall. Only " +
		"the header `X-Azure-FDID`, which Front Door sets, tells whose profile a request comes through.",
	Fix: "Add a header filter with the id of your own profile: `headers { x_azure_fdid = " +
		"[azurerm_cdn_frontdoor_profile.example.resource_guid] }` (ARM: `headers: { 'x-azure-fdid': [ … ] }`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance",
		"https://learn.microsoft.com/azure/frontdoor/origin-security",
	},
	Since:            "0.1",
	SecuritySeverity: 6.5,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		lists, _ := p.DecidingLists()
		for _, list := range lists {
			for _, rule := range list.Written() {
				checkFDID(p, list, rule)
			}
		}
	},
}

func checkFDID(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	if !value.Is(rule.Action, access.Allow) || !admitsFrontDoor(rule) {
		return
	}
	if h := rule.Headers; h != nil {
		switch {
		case filtersFDID(rule):
			return
		case h.FrontDoorID.IsUnknown():
			p.Undecide(list.Site, h.FrontDoorID.At(), h.FrontDoorID.Why())
			return
		case len(h.UnknownHeaders) > 0:
			return // a misspelt header is another mistake
		}
	}
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s allows the service tag %q without a filter on the header X-Azure-FDID. Every "+
			"Front Door of every customer has these addresses, so that anybody can reach the app through a profile of their own. "+
			"Add `x_azure_fdid` (ARM: `x-azure-fdid`) with the id of your profile to the rule's headers.",
		list.Guards(), rule.Title(), azure.TagFrontDoorBackend), lint.At(rule.At))
}

// admitsFrontDoor reports whether a rule is certainly for the addresses from which
// Front Door reaches origins.
func admitsFrontDoor(r *network.AccessRule) bool {
	s, _ := r.Source.Get()
	return slices.ContainsFunc(s.Tags, func(written string) bool {
		tag, ok := azure.LookupServiceTag(written)
		return ok && tag.Name == azure.TagFrontDoorBackend
	})
}
