package perimeter

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// SecuredDependency reports apps that use a resource in an enforced perimeter and
// have no private way to it.
var SecuredDependency = &lint.Check{
	Name:     "nsp-secured-dependency-needs-private-path",
	Family:   "perimeter",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An app uses a resource in an enforced network security perimeter without a private way to it",
	Why: "Inside a perimeter, services recognise each other by their managed identities. App Service runs your own code and cannot mark its " +
		"requests like that, so that the perimeter of a storage account or a key vault keeps the app out. A private endpoint is not subject to the " +
		"perimeter, and VNet integration gets the app to it.",
	Fix: "Give the app VNet integration and the resource a private endpoint in that network. If the app has fixed outbound addresses, an inbound " +
		"address rule of the profile does as well.",
	Links:     []string{linkFeatures, linkConcepts},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, association := range p.Perimeters {
			resource, ok := association.Guarded.Get()
			if !ok || !isEnforced(association) || mayAdmitAddresses(p.Model, association) {
				continue
			}
			for _, site := range p.Sites {
				if use, ok := site.ReferenceTo(resource); ok && staysOutside(site) {
					reportDependency(p, site, association, use)
				}
			}
		}
	},
}

// staysOutside reports whether an app certainly has no private way to anything. One
// in a perimeter itself is another matter.
func staysOutside(s *network.Site) bool {
	return !s.External && s.Integrations.CertainlyEmpty() && s.GatewayVNets.CertainlyEmpty() && s.Perimeters.CertainlyEmpty() &&
		s.HybridConnections.CertainlyEmpty() && s.CertainlyMultitenant()
}

func reportDependency(p *lint.Pass, site *network.Site, association *network.PerimeterAssociation, use network.Reference) {
	by := "as its storage"
	switch {
	case use.Setting != "":
		by = fmt.Sprintf("in app setting %q", use.Setting)
	case site.StorageAccount.IsAbsent():
		by = "in its settings"
	}
	p.Report(site, fmt.Sprintf(
		"%s uses %q %s, which association %q keeps in an enforced network security perimeter, and joins no virtual network. The perimeter "+
			"does not recognise apps, so that the resource refuses it. Add VNet integration, and a private endpoint for the resource.",
		upperFirst(site.Title()), use.Resource.Label(), by, association.Label()),
		lint.At(use.At), lint.Also(use.Resource, "the resource in the perimeter"), lint.Also(association, "the association"))
}
