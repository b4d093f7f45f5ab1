package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// EnvironmentImagePull reports function apps in an App Service Environment that are
// to pull images past the network.
var EnvironmentImagePull = &lint.Check{
	Name:     "ase-image-pull-must-be-vnet",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "Image pulls are not routed through the network of an App Service Environment",
	Why: "Everything that an App Service Environment loads comes through its subnet, images as well, and that cannot be switched off. The azurerm " +
		"provider therefore refuses function apps in an environment without `vnet_image_pull_enabled = true`; its default is `false`. Web apps " +
		"it refuses only when the attribute changes.",
	Fix: "Set `vnet_image_pull_enabled = true` (Windows web apps: `virtual_network_image_pull_enabled`).",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_function_app",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			pull := site.Routing.ImagePull
			hosting, environment := site.Hosting()
			if hosting != network.InEnvironment || !value.Is(pull, false) || site.Slot || site.External {
				continue
			}
			severity := lint.Error
			if site.Kind != network.FunctionApp {
				severity = lint.Note
			}
			if severity == lint.Note && pull.IsDefault() {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"The %s runs in App Service Environment %q, and `vnet_image_pull_enabled` is false%s. An environment pulls all images through its "+
					"network, and the azurerm provider refuses to switch that off. Set the attribute to true (ARM: leave it out).",
				site.Title(), environment.Label(), byDefault(pull)), lint.At(pull.At()), lint.As(severity))
		}
	},
}

func byDefault(v value.Of[bool]) string {
	if v.IsDefault() {
		return " by default"
	}
	return ""
}
