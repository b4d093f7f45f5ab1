package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// WindowsContainer reports hybrid connections of apps in Windows containers.
var WindowsContainer = &lint.Check{
	Name:     "hybrid-connection-windows-container",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "A Windows container uses a hybrid connection",
	Why: "Hybrid connections work for Windows code, Linux code and Linux containers, but not for Windows containers: the connection " +
		"is created and the app never gets through it.",
	Fix:      "Run the app as code or in a Linux container, or reach the host by VNet integration and a VPN.",
	Links:    []string{linkHybrid},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if len(site.HybridConnections.Items) == 0 || !inWindowsContainer(site) {
				continue
			}
			use := site.HybridConnections.Items[0]
			p.Report(site, fmt.Sprintf(
				"The %s is a Windows container, but uses a hybrid connection to %s. Hybrid connections do not work there, so the app "+
					"never reaches the host. Run it as code or in a Linux container, or use VNet integration.",
				site.Title(), hostOf(use)), lint.Also(use, "the hybrid connection"))
		}
	},
}

func inWindowsContainer(s *network.Site) bool {
	return value.Is(s.WindowsContainer, true) ||
		s.RunsOn().All(func(p *network.Plan) bool { return value.Is(p.WindowsContainers, true) })
}
