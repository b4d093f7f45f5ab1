package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// CipherOrder notes cluster settings that the provider is told without the order of the
// cipher suites.
var CipherOrder = &lint.Check{
	Name:     "ase-cluster-settings-cipher-order",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.ApplyFails,
	Title:    "The cluster settings of the environment lack the order of the cipher suites",
	Why: "The provider `azurerm` documents that an App Service Environment with `cluster_setting` blocks must have one named " +
		"`FrontEndSSLCipherSuiteOrder`. Templates need not have it, and the documentation does not say how Azure answers without it: " +
		"the finding is a note.",
	Fix: "Add a `cluster_setting` block with the name `FrontEndSSLCipherSuiteOrder` and the value " +
		"`TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_environment_v3",
		"https://learn.microsoft.com/azure/app-service/environment/app-service-app-service-environment-custom-settings#change-tls-cipher-suite-order",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, e := range p.Environments {
			switch {
			case e.External:
			case e.CipherOrder.IsUnknown():
				p.Undecide(e, e.CipherOrder.At(), e.CipherOrder.Why())
			case value.Is(e.CipherOrder, false):
				p.Report(e, fmt.Sprintf(
					"The cluster settings of App Service Environment %q have none named %q, which the provider demands where there are any. "+
						"The deployment may stop, after the hours that an environment takes. Add a `cluster_setting` block with that name.",
					e.Label(), azure.CipherOrderSetting),
					lint.At(e.CipherOrder.At()))
			}
		}
	},
}
