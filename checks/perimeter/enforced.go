package perimeter

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
)

const (
	modeEnforced = "Enforced"

	linkConcepts = "https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts"
	linkFeatures = "https://learn.microsoft.com/azure/app-service/networking-features"
)

// isEnforced reports whether an association certainly enforces its perimeter.
func isEnforced(a *network.PerimeterAssociation) bool {
	mode, _ := a.Mode.Get()
	return strings.EqualFold(mode, modeEnforced)
}

// enforcedOn returns the association that enforces a perimeter on a site; nil where
// that is not certain.
func enforcedOn(s *network.Site) *network.PerimeterAssociation {
	for _, a := range s.Perimeters.Items {
		if isEnforced(a) {
			return a
		}
	}
	return nil
}

// isSecured reports whether the public network access of a site is certainly left
// to a perimeter.
func isSecured(s *network.Site) bool { return s.Public() == network.PublicPerimeter }

// mayBeInEnvironment reports whether a site may run in an App Service Environment:
// its outbound traffic is in a virtual network then.
func mayBeInEnvironment(s *network.Site) bool { return !s.CertainlyMultitenant() }
