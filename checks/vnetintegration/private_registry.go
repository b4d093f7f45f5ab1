package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PrivateRegistry reports containers whose image is in a registry without a public
// endpoint and is pulled past the virtual network.
var PrivateRegistry = &lint.Check{
	Name:     "private-registry-image-pull-public",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The image of a private registry is not pulled through the virtual network",
	Why: "Images are pulled by the platform, and from outside the virtual network unless that is switched on by itself: Route all does not " +
		"include it. From a registry without public network access the pull fails. What runs goes on until the app restarts, moves or scales; " +
		"then no new instance starts.",
	Fix: "Switch it on: `vnet_image_pull_enabled = true`, with Windows web apps `virtual_network_image_pull_enabled` " +
		"(ARM: `outboundVnetRouting.imagePullTraffic`, before API version 2024-11-01 `vnetImagePullEnabled`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#container-image-pull",
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#container-image-pull",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if registry := closedRegistryOf(p.Model, site); registry != nil {
				checkPull(p, site, registry)
			}
		}
	},
}

// closedRegistryOf returns the registry of this configuration that the image of a
// site comes from, if that has no public endpoint; else nil.
func closedRegistryOf(m *network.Model, site *network.Site) *network.Guarded {
	if r := site.Registry.Target(); r != nil && r.Kind == kindRegistry && isClosed(r) {
		return r
	}
	host, known := site.ContainerRegistry.Get()
	for _, g := range m.Guarded {
		if known && host != "" && g.Kind == kindRegistry && strings.EqualFold(g.HostName.Or(""), host) && isClosed(g) {
			return g
		}
	}
	return nil
}

func checkPull(p *lint.Pass, site *network.Site, registry *network.Guarded) {
	pull := site.Routing.ImagePull
	if !site.CertainlyMultitenant() || mayBeForced(p, site) || value.Is(pull, true) && isIntegrated(site) {
		return
	}
	options := []lint.Option{lint.At(pull.At()), lint.Also(registry, "the registry without public network access")}
	switch {
	case site.Integrations.CertainlyEmpty() && site.GatewayVNets.CertainlyEmpty() && !site.External:
		p.Report(site, fmt.Sprintf(
			"The image of %s is in registry %q, which has no public network access, and the app joins no virtual network. The pull fails. "+
				"Add VNet integration and pull the image through it with %s.",
			site.Title(), registry.Label(), pullAttributes), options...)
	case !isIntegrated(site):
	case pull.IsUnknown():
		p.Undecide(site, pull.At(), pull.Why())
	default:
		p.Report(site, fmt.Sprintf(
			"The image of %s is in registry %q, which has no public network access, but is not pulled through the virtual network. "+
				"The pull fails when an instance starts; Route all does not change that. Set %s.",
			site.Title(), registry.Label(), pullAttributes), options...)
	}
}

const pullAttributes = "`vnet_image_pull_enabled`, with Windows web apps `virtual_network_image_pull_enabled`, to true " +
	"(ARM: `outboundVnetRouting.imagePullTraffic`, before API version 2024-11-01 `vnetImagePullEnabled`)"
