package frontdoor

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// OriginHostHeader reports origins that get a host name which their app does not
// know.
var OriginHostHeader = &lint.Check{
	Name:     "frontdoor-origin-host-header",
	Family:   "frontdoor",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Front Door passes a host name that the app does not know",
	Why: "Without an origin host header, Front Door passes the host name that the client asked for. App Service finds the app by " +
		"that name, and answers 404 for one that is bound to no app: neither the name of the Front Door endpoint nor your domain is, " +
		"unless the domain is bound to the app too. Health probes fail as well.",
	Fix: "Set `origin_host_header` (ARM: `originHostHeader`) to the default host name of the app; or, to keep the client's host name, bind " +
		"the domain to the app as a custom domain.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/origin#origin-host-header",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_origin",
	},
	Since:     "0.1",
	Precision: "high", // a custom domain may be bound by another configuration
	Run: func(p *lint.Pass) {
		for _, o := range p.Origins {
			sites, certain := o.Site.Candidates()
			if !certain || !isUsed(o) || !o.HostHeader.IsAbsent() {
				continue
			}
			checkHeader(p, o, sites)
		}
	},
}

func checkHeader(p *lint.Pass, o *network.Origin, sites []*network.Site) {
	for _, site := range sites {
		names := &site.Bindings
		switch {
		case len(names.Items) > 0 || len(site.InlineHostNames.Items) > 0:
			return // the client's host name may be one of these
		case !names.Complete():
			p.Undecide(o, o.At, names.Incomplete)
			return
		case !site.InlineHostNames.Complete():
			p.Undecide(o, o.At, site.InlineHostNames.Incomplete)
			return
		}
	}
	p.Report(o, fmt.Sprintf(
		"Origin %q leads to %s and sets no origin host header, so that the app gets the host name that the client asked for. No "+
			"custom domain is bound to the app, and App Service answers 404. Set `origin_host_header` (ARM: `originHostHeader`) to the "+
			"default host name of the app.",
		o.Label(), sites[0].Title()), lint.Also(sites[0], "the app"))
}
