package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
)

// LinuxFunction reports hybrid connections of function apps on Linux.
var LinuxFunction = &lint.Check{
	Name:     "hybrid-connection-linux-function",
	Family:   "hybridconnection",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A function app on Linux uses a hybrid connection",
	Why: "The document of Azure Functions says that hybrid connections are for function apps on Windows only. The document of App " +
		"Service has them for Linux apps in general. As long as the two disagree, do not count on it.",
	Fix:       "Run the functions on Windows, or reach the host by VNet integration and a VPN.",
	Links:     []string{linkFunctions, linkHybrid},
	Since:     "0.1",
	Precision: "medium",
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.Kind != network.FunctionApp || len(site.HybridConnections.Items) == 0 || !onLinux(site) || !mayHave(site.RunsOn()) {
				continue
			}
			use := site.HybridConnections.Items[0]
			p.Report(site, fmt.Sprintf(
				"The %s runs on Linux, but uses a hybrid connection to %s. Azure Functions documents them for Windows only, so the app may "+
					"never reach the host. Run it on Windows, or use VNet integration.",
				site.Title(), hostOf(use)), lint.Also(use, "the hybrid connection"))
		}
	},
}

// mayHave reports whether a plan is known not to be of a tier without hybrid
// connections, which is another mistake; or is out of sight.
func mayHave(plan network.Edge[network.Plan]) bool {
	return plan.IsOutside() || plan.All(func(p *network.Plan) bool {
		sku, ok := sizing.SKU(p)
		return ok && sku.HybridConnections.Answer != azure.No
	})
}
