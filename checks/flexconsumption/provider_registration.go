package flexconsumption

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

// ProviderRegistration notes Flex Consumption apps that join a subnet where the configuration
// registers resource providers, but not the one that the integration needs.
var ProviderRegistration = &lint.Check{
	Name:     "flex-provider-registration",
	Family:   "flexconsumption",
	Severity: lint.Note,
	Effect:   lint.ApplyFails,
	Title:    "The resource provider that Flex Consumption joins networks by is not registered beside others",
	Why: "VNet integration of the Flex Consumption plan needs the resource provider `Microsoft.App` to be registered with the " +
		"subscription. The provider `azurerm` does not register it of itself. Somebody else may have done so before, which a " +
		"configuration does not show: the finding is a note, and told only where the configuration registers other resource providers.",
	Fix: "Add an `azurerm_resource_provider_registration` with the name `Microsoft.App`, or register it once for the subscription: " +
		"`az provider register --namespace Microsoft.App`.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		if len(p.Registrations) == 0 || len(p.Incomplete) > 0 {
			return
		}
		for _, r := range p.Registrations {
			if name, known := r.Name.Get(); !known || strings.EqualFold(name, azure.AppProvider) {
				return
			}
		}
		for _, site := range p.Sites {
			if subnet := site.Joins(); site.Flex && !site.External && subnet.IsPresent() {
				p.Report(site, fmt.Sprintf(
					"The %s runs on the Flex Consumption plan and joins a subnet, for which the resource provider %q must be registered with "+
						"the subscription. This configuration registers %s, but not that one. Unless it is registered already, Azure refuses the "+
						"integration. Register it as well.",
					site.Title(), azure.AppProvider, lint.Plural(len(p.Registrations), "resource provider", "resource providers")),
					lint.At(subnet.At()), lint.Also(p.Registrations[0], "a resource provider that is registered"))
				return // one registration mends all
			}
		}
	},
}
