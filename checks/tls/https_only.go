package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// HTTPSOnly reports apps that answer without TLS.
var HTTPSOnly = &lint.Check{
	Name:     "https-only",
	Family:   "tls",
	Severity: lint.Note,
	Effect:   lint.Exposure,
	Title:    "The app answers plain HTTP",
	Why: "Unless an app is for HTTPS only, App Service answers at port 80 as well, without TLS: requests, cookies and tokens can be " +
		"read on the way. With it, HTTP is redirected to HTTPS. Neither Azure nor the azurerm provider switches it on by itself.",
	Fix: "Set `https_only = true` (ARM: `httpsOnly: true`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-https",
	},
	Since:            "0.1",
	SecuritySeverity: 4.3,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || !site.HTTPSOnly.IsAbsent() && !value.Is(site.HTTPSOnly, false) {
				continue
			}
			at := site.HTTPSOnly.At()
			if site.HTTPSOnly.IsDefault() {
				at = source.Range{}
			}
			p.Report(site, fmt.Sprintf(
				"Nothing sets %s to HTTPS only, so that App Service answers plain HTTP too, which can be read on the way. Set `https_only` "+
					"(ARM: `httpsOnly`) to true.",
				site.Title()), lint.At(at))
		}
	},
}
