package applicationgateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// BackendBypass reports apps behind an application gateway that everybody can reach
// beside it.
var BackendBypass = &lint.Check{
	Name:     "appgw-backend-bypass",
	Family:   "applicationgateway",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "Anybody can reach the app without passing through the application gateway",
	Why: "An app in the backend pool of an application gateway keeps its public address. As long as it answers everybody there, its " +
		"default host name is a way around the gateway and its web application firewall.",
	Fix: "Admit only the gateway: enable the service endpoint `Microsoft.Web` on its subnet, write an access restriction rule for that " +
		"subnet, and set the unmatched rule action to `Deny`. Or give the app a private endpoint and disable its public network " +
		"access. In an App Service Environment, write a rule for the address of the gateway.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
		"https://learn.microsoft.com/azure/app-service/networking-features#use-cases-and-features",
	},
	Since:            "0.1",
	SecuritySeverity: 7.2,
	Run: func(p *lint.Pass) {
		reported := map[*network.Site]bool{}
		for _, gateway := range p.ApplicationGateways {
			for _, backend := range gateway.Backends.Items {
				if !backend.Site.All(p.Bypassable) {
					continue
				}
				sites, _ := backend.Site.Candidates()
				if site := sites[0]; !reported[site] {
					reported[site] = true
					reportBypass(p, site, gateway, backend)
				}
			}
		}
	},
}

func reportBypass(p *lint.Pass, site *network.Site, gateway *network.ApplicationGateway, backend network.Backend) {
	from := "its subnet"
	if len(gateway.Subnets.Items) > 0 {
		if label := gateway.Subnets.Items[0].Label(); label != "" {
			from = fmt.Sprintf("its subnet %q", label)
		}
	}
	p.Report(site, fmt.Sprintf(
		"Application gateway %q sends requests to %s, but no access restriction keeps anybody else out. Whoever calls the app at its "+
			"own host name gets around the gateway and its firewall. Admit only %s by a rule, and set `ip_restriction_default_action` "+
			"(ARM: `ipSecurityRestrictionsDefaultAction`) to \"Deny\".",
		gateway.Label(), site.Title(), from), lint.Also(gateway, "the gateway"), lint.AlsoAt(backend.At, "the backend"))
}
