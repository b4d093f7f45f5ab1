package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// EnvironmentNotAllowed reports private endpoints of apps in an environment that
// takes no new ones.
var EnvironmentNotAllowed = &lint.Check{
	Name:     "private-endpoint-ase-not-allowed",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The App Service Environment allows no private endpoints",
	Why: "Apps in an App Service Environment v3 can have private endpoints only if the environment allows new private endpoint " +
		"connections. It does not unless somebody says so; of the tools, only the azurerm provider does so by itself. Azure refuses the endpoint.",
	Fix: "Set `allow_new_private_endpoint_connections = true` on the environment (ARM: `allowNewPrivateEndpointConnections` of its " +
		"networking configuration).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#app-service-environment-v3-special-consideration",
		"https://learn.microsoft.com/azure/app-service/environment/configure-network-settings",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.Environment]bool{}
		for _, endpoint := range p.PrivateEndpoints {
			site, ok := endpoint.Site.Get()
			if !ok || endpoint.External {
				continue
			}
			_, edge := site.Hosting()
			if !edge.All(func(e *network.Environment) bool { return refusesEndpoints(p, e) }) {
				continue
			}
			environments, _ := edge.Candidates()
			if e := environments[0]; e.External || !reported[e] {
				reported[e] = true
				reportNotAllowed(p, e, endpoint, site)
			}
		}
	},
}

// refusesEndpoints reports whether an environment certainly allows no new private
// endpoints: it says so, or says nothing.
func refusesEndpoints(p *lint.Pass, e *network.Environment) bool {
	if e.AllowNewPrivateEndpoints.IsAbsent() {
		return !e.External && value.Is(e.Version, 3) && len(p.Incomplete) == 0
	}
	return value.Is(e.AllowNewPrivateEndpoints, false)
}

func reportNotAllowed(p *lint.Pass, e *network.Environment, endpoint *network.PrivateEndpoint, site *network.Site) {
	subject, at := network.Subject(e), e.AllowNewPrivateEndpoints.At()
	if e.External {
		subject, at = endpoint, endpoint.At
	}
	p.Report(subject, fmt.Sprintf(
		"App Service Environment %q allows no new private endpoints, but private endpoint %q leads to %s in it. Azure refuses the endpoint. "+
			"Set `allow_new_private_endpoint_connections` (ARM: `allowNewPrivateEndpointConnections`) to true.",
		e.Label(), endpoint.Label(), site.Title()),
		lint.At(at), lint.Also(endpoint, "the private endpoint"), lint.Also(site, "the app"))
}
