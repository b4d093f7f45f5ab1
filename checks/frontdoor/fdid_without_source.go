package frontdoor

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// FDIDWithoutSource reports rules that believe a header from anybody.
var FDIDWithoutSource = &lint.Check{
	Name:     "frontdoor-fdid-without-source",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "A rule trusts the X-Azure-FDID header from any address",
	Why: "Whoever calls an app directly can send any header, `X-Azure-FDID` included, and the id of a profile is no secret: every " +
		"origin sees it. The header proves something only together with the addresses of Front Door, from which nobody else " +
		"can send it.",
	Fix: "Make the rule's source the service tag `AzureFrontDoor.Backend` and keep the header filter.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance",
		"https://learn.microsoft.com/azure/frontdoor/origin-security",
	},
	Since:            "0.1",
	SecuritySeverity: 6.5,
	Precision:        "high",
	EachSite:         true,
	Run: func(p *lint.Pass) {
		lists, _ := p.DecidingLists()
		for _, list := range lists {
			for _, rule := range list.Written() {
				if value.Is(rule.Action, access.Allow) && filtersFDID(rule) && isForAnybody(rule) {
					reportWithoutSource(p, list, rule)
				}
			}
		}
	},
}

func reportWithoutSource(p *lint.Pass, list network.Restrictions, rule *network.AccessRule) {
	p.Report(list.Site, fmt.Sprintf(
		"In the access restriction list of %s, %s allows whoever sends the right X-Azure-FDID header, from any address. Any client can send "+
			"that header. Make %q the source of the rule and keep the filter.",
		list.Guards(), rule.Title(), azure.TagFrontDoorBackend), lint.At(rule.At))
}

// filtersFDID reports whether a rule certainly asks for the id of a Front Door. It
// does if there is a value, known or not.
func filtersFDID(r *network.AccessRule) bool {
	return r.Headers != nil && (len(r.FrontDoors) > 0 || len(r.Headers.FrontDoorID.Or(nil)) > 0)
}

// isForAnybody reports whether a rule's source certainly is the whole internet, by
// one address family at least.
func isForAnybody(r *network.AccessRule) bool {
	s, _ := r.Source.Get()
	if s.Opaque {
		return false
	}
	return s.Any || slices.ContainsFunc(s.Tags, isInternet) ||
		slices.ContainsFunc(s.Prefixes, func(p netip.Prefix) bool { return p.Bits() == 0 })
}

func isInternet(tag string) bool { return strings.EqualFold(tag, azure.TagInternet) }
