package vnetintegration

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

const linkNAT = "https://learn.microsoft.com/azure/nat-gateway/nat-overview"

// NATNoAddress reports NAT gateways that have no address to translate to.
var NATNoAddress = &lint.Check{
	Name:     "nat-gateway-no-public-ip",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The NAT gateway of an integration subnet has no public address",
	Why: "A NAT gateway takes over all traffic of its subnets to the internet and sends it from its public addresses. Without one, the traffic goes " +
		"nowhere.",
	Fix: "Associate a public IP address or prefix with the gateway (`azurerm_nat_gateway_public_ip_association`; ARM: `publicIpAddresses`).",
	Links: []string{
		linkNAT,
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range natGatewaysInUse(p.Model) {
			switch addresses := use.gateway.PublicAddresses; {
			case use.gateway.External, len(addresses.Items) > 0:
			case !addresses.Complete():
				p.Undecide(use.gateway, use.gateway.At, addresses.Incomplete)
			case len(p.Incomplete) == 0:
				p.Report(use.gateway, fmt.Sprintf(
					"NAT gateway %q of integration subnet %q has neither a public IP address nor a prefix, so that traffic of the apps to the internet "+
						"goes nowhere. Associate an address with it.",
					use.gateway.Label(), use.subnet.Label()), lint.Also(use.subnet, "the integration subnet"))
			}
		}
	},
}

// natUse is a NAT gateway with an integration subnet that certainly uses it.
type natUse struct {
	gateway *network.NATGateway
	subnet  *network.Subnet
}

// natGatewaysInUse returns the gateways of integration subnets, each once.
func natGatewaysInUse(m *network.Model) []natUse {
	var out []natUse
	seen := map[*network.NATGateway]bool{}
	for _, s := range m.Subnets {
		if g := s.NATGateway.Target(); g != nil && len(s.Integrations.Items) > 0 && !seen[g] {
			seen[g] = true
			out = append(out, natUse{g, s})
		}
	}
	return out
}

// NATMismatch reports NAT gateways with addresses, or on subnets, that they do not
// go with.
var NATMismatch = &lint.Check{
	Name:     "nat-gateway-sku-mismatch",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A NAT gateway does not go with its public address or its subnet",
	Why: "A NAT gateway takes public addresses and prefixes of its own SKU only: Standard with Standard, StandardV2 with StandardV2. IPv6 addresses " +
		"need StandardV2. The gateway must be in the region of the virtual network. Azure refuses anything else.",
	Fix:   "Use addresses of the SKU of the gateway, and one region for all of it.",
	Links: []string{linkNAT, "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/nat_gateway"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range natGatewaysInUse(p.Model) {
			if !use.gateway.External {
				checkAddresses(p, use.gateway)
				checkNATRegion(p, use)
			}
		}
	},
}

func checkAddresses(p *lint.Pass, g *network.NATGateway) {
	for _, e := range g.PublicAddresses.Items {
		address := e.Target()
		sku, known := g.SKU.Get()
		if address == nil || !known {
			continue
		}
		options := []lint.Option{lint.At(g.SKU.At()), lint.Also(address, "the public address")}
		switch other, ok := address.SKU.Get(); {
		case ok && !strings.EqualFold(sku, other):
			p.Report(g, fmt.Sprintf("NAT gateway %q is of SKU %q, and its %s %q is of SKU %q. Azure associates only those of the same SKU, and refuses "+
				"this. Use the same SKU for both.", g.Label(), g.SKU, kindOf(address), address.Label(), address.SKU), options...)
		case strings.EqualFold(sku, "Standard") && strings.EqualFold(address.Version.Or(""), "IPv6"):
			p.Report(g, fmt.Sprintf("NAT gateway %q is of SKU %q, and its %s %q is IPv6, which needs \"StandardV2\". Azure refuses this. Use an IPv4 "+
				"address, or that SKU.", g.Label(), g.SKU, kindOf(address), address.Label()), options...)
		}
	}
}

func kindOf(a *network.PublicAddress) string {
	if a.Prefix {
		return "public IP prefix"
	}
	return "public IP address"
}

func checkNATRegion(p *lint.Pass, use natUse) {
	vnet := use.subnet.VNet.Target()
	if vnet == nil {
		return
	}
	here, known := use.gateway.Location.Get()
	if there, ok := vnet.Location.Get(); !known || !ok || here == "" || there == "" || here == there {
		return
	}
	p.Report(use.gateway, fmt.Sprintf("NAT gateway %q is in %s, and virtual network %q of integration subnet %q in %s. Azure wants both in one region, "+
		"and refuses this. Move the gateway.", use.gateway.Label(), use.gateway.Location, vnet.Label(), use.subnet.Label(), vnet.Location),
		lint.At(use.gateway.Location.At()), lint.Also(vnet, "the virtual network"), lint.Also(use.subnet, "the integration subnet"))
}
