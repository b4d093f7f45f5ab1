package applicationgateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// HostName reports backend settings by which an app gets a host name that it does not
// know.
var HostName = &lint.Check{
	Name:     "appgw-host-name",
	Family:   "applicationgateway",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The application gateway passes a host name that the app does not know",
	Why: "Unless the backend settings say otherwise, an application gateway passes the host name that the client asked for. App " +
		"Service finds the app by that name, and answers 404 for one that is bound to no app. The gateway's health probes get the " +
		"same answer and take the app out of the pool.",
	Fix: "Set `pick_host_name_from_backend_address = true` (ARM: `pickHostNameFromBackendAddress`) in the backend settings, and " +
		"`pick_host_name_from_backend_http_settings = true` in their probe; or, to keep the client's host name, bind the domain to the " +
		"app as a custom domain.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-app-gateway-integration",
		"https://learn.microsoft.com/azure/application-gateway/configure-web-app",
	},
	Since:     "0.1",
	Precision: "high", // a custom domain may be bound by another configuration
	Run: func(p *lint.Pass) {
		for _, gateway := range p.ApplicationGateways {
			if gateway.External {
				continue
			}
			for _, setting := range gateway.Settings.Items {
				if passesClientsName(setting) {
					checkSetting(p, gateway, setting)
				}
			}
		}
	},
}

// passesClientsName reports whether settings certainly leave the host name as it is.
func passesClientsName(s network.BackendSetting) bool {
	name, known := s.HostName.Get()
	return (s.PickHostName.IsAbsent() || value.Is(s.PickHostName, false)) && (s.HostName.IsAbsent() || known && name == "")
}

func checkSetting(p *lint.Pass, gateway *network.ApplicationGateway, setting network.BackendSetting) {
	for _, backend := range backendsOf(gateway, setting) {
		sites, certain := backend.Site.Candidates()
		if !certain {
			continue
		}
		if open := mayKnowOthers(sites); open != nil {
			if !open.Bindings.Complete() {
				p.Undecide(gateway, setting.At, open.Bindings.Incomplete)
			}
			continue
		}
		p.Report(gateway, fmt.Sprintf(
			"Backend settings %q of application gateway %q leave the host name as the client sent it, and are used for %s. No custom domain "+
				"is bound to the app, so that App Service answers 404, to health probes too. Set `pick_host_name_from_backend_address` (ARM: "+
				"`pickHostNameFromBackendAddress`) to true.",
			setting.Name, gateway.Label(), sites[0].Title()), lint.At(setting.At), lint.Also(sites[0], "the app"))
		return
	}
}

// backendsOf returns the backends that rules certainly join with settings.
func backendsOf(g *network.ApplicationGateway, setting network.BackendSetting) []network.Backend {
	name, ok := setting.Name.Get()
	if !ok {
		return nil
	}
	var backends []network.Backend
	for _, rule := range g.Rules.Items {
		pool, known := rule.Pool.Get()
		if !known || !value.Is(rule.Setting, name) {
			continue
		}
		for _, b := range g.Backends.Items {
			if value.Is(b.Pool, pool) {
				backends = append(backends, b)
			}
		}
	}
	return backends
}

// mayKnowOthers returns an app that answers, or may answer, at another host name than
// its default one.
func mayKnowOthers(sites []*network.Site) *network.Site {
	for _, s := range sites {
		if !s.Bindings.CertainlyEmpty() || !s.InlineHostNames.CertainlyEmpty() {
			return s
		}
	}
	return nil
}
