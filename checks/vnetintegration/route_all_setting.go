package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const (
	routeAllSetting  = "WEBSITE_VNET_ROUTE_ALL"
	imagePullSetting = "WEBSITE_PULL_IMAGE_OVER_VNET"
)

// RouteAllSetting reports an app setting for Route all that the property overrules.
var RouteAllSetting = &lint.Check{
	Name:     "route-all-app-setting-conflict",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "The app setting for Route all contradicts the property",
	Why: "Route all can be switched by a property of the app and by the app setting `WEBSITE_VNET_ROUTE_ALL`. Where both are there, the " +
		"property wins. The azurerm provider always sends the property, `false` unless it is written, so that the app setting alone never " +
		"switches Route all on, and shows up as a difference in each plan.",
	Fix: "Remove the app setting and write what you mean in the property: `vnet_route_all_enabled` in `site_config` " +
		"(ARM: `outboundVnetRouting.applicationTraffic`, before API version 2024-11-01 `vnetRouteAllEnabled`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#configure-application-routing",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if isIntegrated(site) && !site.Flex {
				checkSwitch(p, site, routeAllSetting, site.Routing.All,
					"Route all", "`vnet_route_all_enabled` (ARM: `outboundVnetRouting.applicationTraffic` or `vnetRouteAllEnabled`)")
			}
		}
	},
}

// ImagePullSetting does the same for the pull of container images.
var ImagePullSetting = &lint.Check{
	Name:     "image-pull-app-setting-conflict",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The app setting for image pulls contradicts the property",
	Why: "Whether container images are pulled through the virtual network can be switched by a property of the app and by the app setting " +
		"`WEBSITE_PULL_IMAGE_OVER_VNET`. Where both are there, the property wins.",
	Fix: "Remove the app setting and write what you mean in the property: `vnet_image_pull_enabled`, with Windows web apps " +
		"`virtual_network_image_pull_enabled` (ARM: `outboundVnetRouting.imagePullTraffic`, before API version 2024-11-01 `vnetImagePullEnabled`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing#container-image-pull",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if isIntegrated(site) && !site.Flex {
				checkSwitch(p, site, imagePullSetting, site.Routing.ImagePull,
					"the pull of images through the network", "`vnet_image_pull_enabled` (ARM: `outboundVnetRouting.imagePullTraffic` or `vnetImagePullEnabled`)")
			}
		}
	},
}

// checkSwitch compares an app setting with the property that overrules it. Where no
// property is written, the model has what the setting says.
func checkSwitch(p *lint.Pass, site *network.Site, name string, property value.Of[bool], what, attribute string) {
	setting := settingOf(site, name)
	wants, readable := switchedOn(setting).Get()
	is, known := property.Get()
	if !readable || !known || wants == is {
		return
	}
	p.Report(site, fmt.Sprintf(
		"App setting %q of %s switches %s %s, but the property is %t, and the property wins: it is %s. Remove the app setting and set %s.",
		name, site.Title(), what, onOff(wants), is, onOff(is), attribute),
		lint.At(setting.At()), lint.AlsoAt(property.At(), "the property that wins"))
}
