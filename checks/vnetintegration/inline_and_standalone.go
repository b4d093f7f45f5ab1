package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// InlineAndStandalone reports virtual networks that list some of their subnets
// themselves and leave others to resources of their own.
var InlineAndStandalone = &lint.Check{
	Name:     "vnet-inline-and-standalone-subnets",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A virtual network lists subnets itself and has others as resources of their own",
	Why: "A network that lists its subnets owns the list as a whole: each deployment writes exactly what is listed. A subnet that is a " +
		"resource of its own is not in the list, so that deploying the network takes it away, or its delegation and the other things that apps " +
		"need of it, and the next run puts it back. Azure refuses to remove a subnet that an app has joined, and the deployment fails.",
	Fix: "Write all subnets of a network in one way: as resources of their own, or all in the network's list.",
	Links: []string{
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network",
		"https://learn.microsoft.com/azure/azure-resource-manager/bicep/scenarios-virtual-networks",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, vnet := range p.VNets {
			standalone := standaloneSubnets(vnet)
			switch {
			case vnet.External || len(standalone) == 0:
			case value.Is(vnet.InlineSubnets, true):
				p.Report(vnet, fmt.Sprintf(
					"Virtual network %q lists subnets itself, and %s. Deploying the network writes its list as it is: the other subnets go, or "+
						"lose their delegation, until they are deployed again. Write all of them in one way.",
					vnet.Label(), ofTheirOwn(standalone)),
					lint.At(vnet.InlineSubnets.At()), lint.Also(standalone[0], "a subnet that is a resource of its own"))
			case vnet.InlineSubnets.IsUnknown():
				p.Undecide(vnet, vnet.InlineSubnets.At(), vnet.InlineSubnets.Why())
			}
		}
	},
}

// standaloneSubnets returns the subnets of a network that this configuration makes
// by resources of their own.
func standaloneSubnets(vnet *network.VNet) []*network.Subnet {
	var out []*network.Subnet
	for _, s := range vnet.Subnets.Items {
		if !s.Inline && !s.External && !s.Listed && s.VNet.Target() == vnet {
			out = append(out, s)
		}
	}
	return out
}

func ofTheirOwn(subnets []*network.Subnet) string {
	if len(subnets) == 1 {
		return fmt.Sprintf("subnet %q is a resource of its own", subnets[0].Label())
	}
	return fmt.Sprintf("subnets %s are resources of their own", names(subnets))
}
