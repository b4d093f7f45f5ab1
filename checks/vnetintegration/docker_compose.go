package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// DockerCompose reports VNet integration of apps that run several containers.
var DockerCompose = &lint.Check{
	Name:     "vnet-integration-docker-compose",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "A Docker Compose app joins a virtual network",
	Why:      "VNet integration is not supported for apps that run several containers by Docker Compose: their traffic does not enter the network.",
	Fix: "Run one container, with sidecars where more are needed (`sitecontainers`), or move the app to Azure Container Apps. Docker Compose is " +
		"on its way out of App Service.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#troubleshooting",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			runtime := site.LinuxFxVersion
			if isIntegrated(site) && strings.HasPrefix(strings.ToUpper(runtime.Or("")), "COMPOSE|") {
				p.Report(site, fmt.Sprintf(
					"The %s runs containers by Docker Compose and has VNet integration, which does not work together: its traffic stays outside the "+
						"network. Run a single container, with sidecars for the others.",
					site.Title()), lint.At(runtime.At()))
			}
		}
	},
}
