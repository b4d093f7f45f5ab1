package gateway

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ServiceEndpointTarget reports apps that use a vault or a storage account which
// admits subnets only, and are connected by a gateway.
var ServiceEndpointTarget = &lint.Check{
	Name:     "gateway-service-endpoint-target",
	Family:   "gateway",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A gateway-connected app uses a resource that admits subnets only",
	Why: "An app with gateway-required integration has an address of the gateway's client pool and comes from no subnet. A key vault or a " +
		"storage account that admits subnets by service endpoints refuses it, and App Service cannot resolve references to a key vault that " +
		"is restricted to networks.",
	Fix: "Use regional VNet integration, enable the service endpoint on the subnet that the app joins, and admit that subnet; or give the " +
		"resource a private endpoint.",
	Links:     []string{linkGateway},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, resource := range p.Guarded {
			if !admitsSubnetsOnly(p, resource) {
				continue
			}
			for _, site := range p.Sites {
				if len(site.GatewayVNets.Items) == 0 || !site.Integrations.CertainlyEmpty() {
					continue
				}
				if reference, ok := site.ReferenceTo(resource); ok {
					reportTarget(p, site, reference)
				}
			}
		}
	},
}

// admitsSubnetsOnly reports whether a key vault or storage account certainly lets
// in nobody but subnets: there are no rules for addresses, which may be the app's,
// and there is no private endpoint, which the app may reach.
func admitsSubnetsOnly(p *lint.Pass, g *network.Guarded) bool {
	action, known := g.DefaultAction.Get()
	return known && strings.EqualFold(action, "Deny") && !g.External && len(g.Subnets.Items) > 0 &&
		value.Is(g.AddressRules, false) && (g.PublicAccess.IsAbsent() || value.Is(g.PublicAccess, true)) &&
		!mayHaveEndpoint(p, g)
}

// mayHaveEndpoint reports whether a private endpoint may lead to a resource.
func mayHaveEndpoint(p *lint.Pass, g *network.Guarded) bool {
	for _, e := range p.PrivateEndpoints {
		if typ, ok := e.TargetType.Get(); !ok || typ == g.Kind {
			return true
		}
	}
	return len(p.Incomplete) > 0
}

func reportTarget(p *lint.Pass, site *network.Site, r network.Reference) {
	by := "uses"
	if r.Setting != "" {
		by = fmt.Sprintf("uses, in app setting %q,", r.Setting)
	}
	p.Report(site, fmt.Sprintf(
		"The %s %s %q, which admits subnets only, but comes to virtual network %q by a gateway and from no subnet. "+
			"The resource refuses it. Use regional VNet integration and admit the subnet that the app joins, or add a private endpoint.",
		site.Title(), by, r.Resource.Label(), networkOf(site, 0)),
		lint.At(r.At), lint.Also(r.Resource, "the resource"), lint.Also(&site.GatewayVNets.Items[0].Element, "the connection"))
}
