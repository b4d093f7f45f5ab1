package perimeter

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NeedsIntegration reports apps in an enforced perimeter that cannot send anything.
var NeedsIntegration = &lint.Check{
	Name:     "nsp-enforced-needs-vnet-integration",
	Family:   "perimeter",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "An app in an enforced network security perimeter has no VNet integration",
	Why: "Once a network security perimeter is enforced on an app, or its public network access is `SecuredByPerimeter`, the app sends " +
		"all its outbound traffic into the virtual network that it joins, and nowhere else. An app that joins none gets nothing out: " +
		"no database, no vault, no image, no storage.",
	Fix: "Give the app VNet integration (`virtual_network_subnet_id`, ARM: `virtualNetworkSubnetId`), or keep the association in mode " +
		"`Learning` until it has.",
	Links:     []string{linkConcepts, linkFeatures},
	Since:     "0.1",
	Precision: "high", // perimeters are a preview for App Service
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			association := enforcedOn(site)
			if site.External || association == nil && !isSecured(site) {
				continue
			}
			switch {
			case len(site.Integrations.Items) > 0 || len(site.GatewayVNets.Items) > 0:
			case !site.Integrations.Complete():
				p.Undecide(site, site.At, site.Integrations.Incomplete)
			case mayBeInEnvironment(site):
				p.Undecide(site, site.At, site.RunsOn().Why())
			default:
				reportNeedsIntegration(p, site, association)
			}
		}
	},
}

func reportNeedsIntegration(p *lint.Pass, site *network.Site, association *network.PerimeterAssociation) {
	because := `has the public network access "SecuredByPerimeter"`
	var options []lint.Option
	if association != nil {
		because = fmt.Sprintf("is in a network security perimeter by the enforced association %q", association.Label())
		options = append(options, lint.Also(association, "the association"))
	} else {
		options = append(options, lint.At(site.PublicAccess.At()))
	}
	p.Report(site, fmt.Sprintf(
		"%s %s and joins no virtual network. App Service then sends its outbound traffic into a virtual network only, so that the app "+
			"reaches nothing. Add VNet integration, or set the access mode to \"Learning\" until it is there.",
		upperFirst(site.Title()), because), options...)
}
