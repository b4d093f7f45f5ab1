package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// LegacyFlag reports routing properties that the API version of their resource does
// not have.
var LegacyFlag = &lint.Check{
	Name:     "legacy-vnet-flag-for-api-version",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A routing property does not exist in the API version of the app",
	Why: "Which outbound traffic enters the virtual network is written in `vnetRouteAllEnabled`, `vnetImagePullEnabled`, `vnetContentShareEnabled` " +
		"and `vnetBackupRestoreEnabled` up to API version 2024-04-01, and in `outboundVnetRouting` from 2024-11-01 on. Azure drops in silence what " +
		"the API version of the resource does not have, and the traffic goes past the network. Of `siteConfig.vnetRouteAllEnabled` the same is " +
		"reported, though not documented.",
	Fix: "From API version 2024-11-01 on, write `outboundVnetRouting: { applicationTraffic: true }` and its other members; before, the properties " +
		"of their own.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing",
		"https://learn.microsoft.com/azure/templates/microsoft.web/sites",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for _, property := range site.Routing.Ineffective {
				reportLegacyFlag(p, site, property)
			}
		}
	},
}

func reportLegacyFlag(p *lint.Pass, site *network.Site, property string) {
	remedy := "Use API version 2024-11-01 or later for it, or write `vnetRouteAllEnabled` and the like"
	if window, ok := azure.LookupProperty("Microsoft.Web/sites", property); ok && window.Successor != "" {
		remedy = fmt.Sprintf("Write `%s` instead, or use API version %s", window.Successor, window.Last)
	}
	severity, effect := lint.Warning, "Azure drops it in silence, and the traffic does not enter the virtual network"
	switch {
	case strings.HasPrefix(property, "siteConfig."):
		severity, effect = lint.Note, "Azure is reported to ignore it from then on"
	case value.Is(switchFor(site, property), true):
		severity, effect = lint.Note, "Azure drops it in silence, and what switches the traffic on is written elsewhere"
	}
	p.Report(site, fmt.Sprintf("Property `%s` of %s does not exist in the API version of its resource. %s. %s.",
		property, site.Title(), effect, remedy), lint.As(severity))
}

// switchFor returns the switch that a property means.
func switchFor(site *network.Site, property string) value.Of[bool] {
	switch property {
	case "vnetImagePullEnabled":
		return site.Routing.ImagePull
	case "vnetContentShareEnabled":
		return site.Routing.ContentShare
	case "vnetBackupRestoreEnabled":
		return site.Routing.BackupRestore
	}
	return site.Routing.All
}
