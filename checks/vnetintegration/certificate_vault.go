package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// CertificateVault reports certificates that are imported from a key vault without
// public access.
var CertificateVault = &lint.Check{
	Name:     "keyvault-cert-private-vault",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A certificate is imported from a key vault without public network access",
	Why: "App Service itself reads certificates from key vaults, past the virtual network of any app. Importing one from a vault that blocks public " +
		"access is not supported: the import fails, or later the renewal, and the certificate runs out.",
	Fix: "Keep certificates in a vault with public network access, whose firewall admits trusted Microsoft services only.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#app-settings-that-use-key-vault-references",
		"https://learn.microsoft.com/azure/app-service/configure-ssl-certificate#import-a-certificate-from-key-vault",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, c := range p.Certificates {
			if vault := vaultOf(p.Model, c); vault != nil && isClosed(vault) && !c.External {
				p.Report(c, fmt.Sprintf(
					"Certificate %q is imported from key vault %q, which has no public network access. App Service cannot read it from there, and the "+
						"import or the renewal fails. Use a vault with public access that admits trusted services only.",
					c.Label(), vault.Label()), lint.At(c.VaultID.At()), lint.Also(vault, "the key vault"))
			}
		}
	},
}

// vaultOf returns the key vault of this configuration that a certificate comes
// from, or nil: by its id, or by its host name.
func vaultOf(m *network.Model, c *network.Certificate) *network.Guarded {
	id, known := c.VaultID.Get()
	for _, g := range m.Guarded {
		if known && id != "" && g.Kind == kindVault && (g.ID == id || g.HostName.Or("") == id) {
			return g
		}
	}
	return nil
}
