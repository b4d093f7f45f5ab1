package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Reset reports apps whose VNet integration the next apply takes away.
var Reset = &lint.Check{
	Name:     "vnet-integration-reset",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The next apply takes the VNet integration of an app away",
	Why: "The provider `azurerm` reads the subnet that an app joins into the attribute `virtual_network_subnet_id` of the app, whoever made the " +
		"integration. Where the attribute is not written and a swift connection makes the integration, the next plan sets it to null: the " +
		"apply disconnects the app, and the one after that connects it again. The older types `azurerm_app_service` and " +
		"`azurerm_function_app` have no such attribute.",
	Fix: "Write the subnet in `virtual_network_subnet_id` of the app and remove the connection, or leave the attribute to the connection by " +
		"`lifecycle { ignore_changes = [virtual_network_subnet_id] }` in the app.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app#virtual_network_subnet_id-1",
		"https://github.com/hashicorp/terraform-provider-azurerm/issues/17930",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !site.ResetsIntegration {
				continue
			}
			for _, i := range site.Integrations.Items {
				if !i.Own || i.Subject == nil || !i.Subnet.IsPresent() {
					continue
				}
				p.Report(site, fmt.Sprintf(
					"The VNet integration of %s is made in %q, and the app itself neither writes nor ignores `virtual_network_subnet_id`. The next "+
						"apply sets that to null and takes the integration away. Write the subnet at the app instead, or add "+
						"`lifecycle { ignore_changes = [virtual_network_subnet_id] }` there.",
					site.Title(), i.Subject.Address),
					lint.Also(i.Subject, "what makes the integration"))
				break
			}
		}
	},
}
