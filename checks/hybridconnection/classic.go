package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Classic notes hybrid connections of the kind before Azure Relay.
var Classic = &lint.Check{
	Name:     "hybrid-connection-classic",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "A hybrid connection is one of BizTalk Services, which Azure Relay has replaced",
	Why: "`Microsoft.Web/sites/hybridconnection` is the type of the classic hybrid connections, which belonged to BizTalk Services. " +
		"Hybrid connections are a feature of Azure Relay now: the app has a `hybridConnectionNamespaces/relays` below it, and App Service " +
		"documents no other.",
	Fix: "Create a relay namespace with a hybrid connection, and use it with `Microsoft.Web/sites/hybridConnectionNamespaces/relays` " +
		"(Terraform: `azurerm_web_app_hybrid_connection`, `azurerm_function_app_hybrid_connection`).",
	Links: []string{
		linkHybrid,
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites/hybridconnection",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for _, c := range site.ClassicHybridConnections {
				p.Report(c, fmt.Sprintf(
					"Hybrid connection %q of the %s is a classic one of BizTalk Services, which Azure Relay has replaced. "+
						"Use a relay's hybrid connection: `Microsoft.Web/sites/hybridConnectionNamespaces/relays`.",
					c.Label(), site.Title()),
					lint.Also(site, "the app"))
			}
		}
	},
}
