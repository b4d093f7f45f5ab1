package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ConfigRoutingPartial notes traffic of the platform that goes past the controls
// which Route all sends the app's own traffic to.
var ConfigRoutingPartial = &lint.Check{
	Name:     "config-routing-partial",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "What the platform loads for an app goes past the controls on the integration subnet",
	Why: "Route all covers what the app itself sends. What the platform loads for it, its container image and its content share, goes past the " +
		"network unless each is switched on by itself. A firewall or NAT gateway on the subnet does not see it.",
	Fix: "Switch it on for the image (`vnet_image_pull_enabled`; ARM: `outboundVnetRouting.imagePullTraffic`) and the content share (app setting " +
		"`WEBSITE_CONTENTOVERVNET`, with logic apps `vnet_content_share_enabled`; ARM: `outboundVnetRouting.contentShareTraffic`), if " +
		"everything is to leave through the controls.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#configuration-routing",
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			subnet, controls := controlsOf(site)
			if len(controls) == 0 || !needsRouteAll(p, site) || !value.Is(site.Routing.All, true) {
				continue
			}
			if past := goingPast(p, site); len(past) > 0 {
				p.Report(site, fmt.Sprintf(
					"Route all of %s sends its traffic through %s on subnet %q, but not %s, which the platform loads from outside the network. "+
						"Route that through the network as well if everything is to pass the controls.",
					site.Title(), controls[0].words, subnet.Label(), strings.Join(past, " and ")),
					append(integrationOf(site), lint.Also(subnet, "the subnet with the controls"))...)
			}
		}
	},
}

// goingPast names what the platform certainly loads for a site past its network.
// What does not work that way at all is for other checks.
func goingPast(p *lint.Pass, site *network.Site) []string {
	var past []string
	if runsContainer(site) && isOff(site.Routing.ImagePull) && closedRegistryOf(p.Model, site) == nil {
		past = append(past, "the container image")
	}
	if name, known := site.ContentStorage.Get(); known && hasContentShare(site) && isOff(site.Routing.ContentShare) {
		if account := accountOf(p.Model, name); account == nil || !keepsContent(account) {
			past = append(past, "the content share")
		}
	}
	return past
}

func runsContainer(s *network.Site) bool {
	return value.Is(s.WindowsContainer, true) || s.ContainerRegistry.Or("") != "" ||
		strings.HasPrefix(strings.ToUpper(s.LinuxFxVersion.Or("")), "DOCKER|")
}

// isOff reports whether a switch is certainly not on: nobody writes it, or it is
// written as off.
func isOff(v value.Of[bool]) bool { return v.IsAbsent() || value.Is(v, false) }
