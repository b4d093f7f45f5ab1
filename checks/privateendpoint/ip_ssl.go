package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// IPSSL reports apps with a private endpoint and a dedicated public address.
var IPSSL = &lint.Check{
	Name:     "private-endpoint-ip-ssl",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.Outage,
	Title:    "An app with a private endpoint has an IP-based TLS binding",
	Why: "An IP-based TLS binding gives the app a public inbound address of its own, and App Service finds the certificate by " +
		"that address. Requests through a private endpoint do not arrive there, and Microsoft supports no such binding " +
		"beside a private endpoint.",
	Fix: "Make the binding SNI-based: `ssl_state = \"SniEnabled\"` (ARM: `sslState`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#limitations",
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			endpoints := site.PrivateEndpoints.Items
			bindings, inline := site.IPBasedBindings()
			if len(endpoints) > 0 && len(bindings)+len(inline) > 0 {
				reportIPSSL(p, site, endpoints, bindings, inline)
			}
		}
	},
}

func reportIPSSL(p *lint.Pass, site *network.Site, endpoints []*network.PrivateEndpoint, bindings []*network.Binding, inline []network.HostName) {
	options := []lint.Option{lint.Also(endpoints[0], "the private endpoint")}
	var hosts []string
	for _, b := range bindings {
		hosts = append(hosts, fmt.Sprintf("%q", b.HostName))
		options = append(options, lint.Also(b, "the IP-based binding"))
	}
	for _, h := range inline {
		hosts = append(hosts, fmt.Sprintf("%q", h.Name))
		options = append(options, lint.At(h.At))
	}
	subject := network.Subject(site)
	if site.External {
		subject = endpoints[0]
	}
	p.Report(subject, fmt.Sprintf(
		"The TLS binding for %s of %s is IP-based, and %s leads to the app. Requests through the endpoint do not arrive at the "+
			"address of the binding, and Microsoft supports no such binding on such an app. Make the binding SNI-based.",
		network.Enumerate(hosts), site.Title(), titlesOf(endpoints)), options...)
}
