package perimeter

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SecuredWithoutAssociation reports apps that leave inbound traffic to a perimeter
// that they are not in.
var SecuredWithoutAssociation = &lint.Check{
	Name:     "secured-by-perimeter-without-association",
	Family:   "perimeter",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "An app is secured by a perimeter that it is not associated with",
	Why: "`SecuredByPerimeter` leaves it to the inbound rules of a network security perimeter who gets in. Without an association there are no " +
		"rules, and App Service denies everything but private endpoints.",
	Fix:       "Associate the app with a profile of a perimeter, or set `publicNetworkAccess` to `Enabled` or `Disabled`.",
	Links:     []string{linkConcepts, linkFeatures},
	Since:     "0.1",
	Precision: "high", // the association may be made by another configuration
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || !isSecured(site) || len(site.Perimeters.Items) > 0 || len(site.PrivateEndpoints.Items) > 0 {
				continue
			}
			if why := mayBeReached(site); why != "" {
				p.Undecide(site, site.PublicAccess.At(), why)
				continue
			}
			severity := lint.Warning
			if makesAssociations(p) {
				severity = lint.Error
			}
			p.Report(site, fmt.Sprintf(
				"Public network access of %s is \"SecuredByPerimeter\", but the app is associated with no network security perimeter. App Service "+
					"denies all that comes in. Associate it with a profile of a perimeter, or choose \"Enabled\" or \"Disabled\".",
				site.Title()), lint.At(site.PublicAccess.At()), lint.As(severity))
		}
	},
}

// mayBeReached says why it cannot be ruled out that an app has an association or a
// private endpoint.
func mayBeReached(s *network.Site) string {
	if !s.Perimeters.Complete() {
		return s.Perimeters.Incomplete
	}
	return s.PrivateEndpoints.Incomplete
}

// makesAssociations reports whether this configuration associates apps of its own:
// where it does, that of the next app would be here too.
func makesAssociations(p *lint.Pass) bool {
	return slices.ContainsFunc(p.Perimeters, func(a *network.PerimeterAssociation) bool {
		site, ok := a.Site.Get()
		return ok && !site.External && !a.External
	})
}
