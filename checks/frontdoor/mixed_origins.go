package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// MixedOrigins reports origin groups with public and private origins.
var MixedOrigins = &lint.Check{
	Name:     "frontdoor-mixed-origins",
	Family:   "frontdoor",
	Severity: lint.Note,
	Effect:   lint.ApplyFails,
	Title:    "An origin group has public origins and private link origins",
	Why: "Front Door does not allow origins that are reached publicly and origins that are reached by private link in one origin " +
		"group: the configuration can fail, or requests to some of the origins do.",
	Fix:   "Reach all origins of the group by private link, or put the public ones into a group of their own.",
	Links: []string{"https://learn.microsoft.com/azure/frontdoor/private-link"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		private := map[string]*network.Origin{}
		for _, o := range p.Origins {
			if isPrivate(o) && o.Group != "" && private[o.Group] == nil {
				private[o.Group] = o
			}
		}
		reported := map[string]bool{}
		for _, o := range p.Origins {
			other := private[o.Group]
			if other == nil || o.External || !isPublic(o) || reported[o.Group] {
				continue
			}
			reported[o.Group] = true
			p.Report(o, fmt.Sprintf(
				"Origin %q is reached publicly, and origin %q of the same group by private link. Front Door does not allow both in one "+
					"origin group. Reach both in the same way, or put them into groups of their own.",
				o.Label(), other.Label()), lint.Also(other, "the private link origin"))
		}
	},
}
