package tls

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SSLStateThumbprint reports TLS bindings without a certificate.
var SSLStateThumbprint = &lint.Check{
	Name:     "ssl-state-needs-thumbprint",
	Family:   "tls",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A TLS binding names no certificate",
	Why: "A binding whose state is SNI-based or IP-based presents a certificate, which it names by its thumbprint. Without one " +
		"there is nothing to present, and the deployment fails.",
	Fix: "Set `thumbprint` to that of the certificate. Where the certificate is made for the binding, as a managed one is, leave " +
		"`ssl_state` and `thumbprint` out, and join the two with `azurerm_app_service_certificate_binding`.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_custom_hostname_binding",
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites/hostnamebindings",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, b := range p.Bindings {
			thumbprint, known := b.Thumbprint.Get()
			if b.External || !isSecured(b.TLS) || !b.Thumbprint.IsAbsent() && (!known || thumbprint != "") {
				continue
			}
			p.Report(b, fmt.Sprintf(
				"The binding of %s asks for TLS (%q) and has no `thumbprint`, so that it names no certificate. The deployment "+
					"fails. Add the thumbprint of the certificate, or leave `ssl_state` (ARM: `sslState`) out and bind the certificate in a "+
					"resource of its own.",
				hostName{subject: b, name: b.HostName}.title(), b.TLS), lint.At(b.TLS.At()))
		}
	},
}

// isSecured reports whether the state of a binding certainly asks for TLS.
func isSecured(state value.Of[string]) bool {
	s, _ := state.Get()
	return strings.EqualFold(s, "SniEnabled") || strings.EqualFold(s, "IpBasedEnabled")
}
