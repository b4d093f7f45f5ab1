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
	Title:    "A NAT gateway does not go with its public address, its subnet or its SKU",
	Why: "A NAT gateway takes public addresses and prefixes of its own SKU only: Standard with Standard, StandardV2 with StandardV2. IPv6 addresses " +
		"need StandardV2. The gateway must be in the region of the virtual network, and its idle timeout between 4 and 120 minutes. Azure refuses " +
		"anything else. StandardV2 is in all zones, and the azurerm provider takes no `zones` with it.",
	Fix:   "Use addresses of the SKU of the gateway, and one region for all of it.",
	Links: []string{linkNAT, "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/nat_gateway"},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range natGatewaysInUse(p.Model) {
			if !use.gateway.External {
				checkAddresses(p, use.gateway)
				checkNATRegion(p, use)
				checkNATSettings(p, use.gateway)
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

// The idle timeouts, in minutes, that a NAT gateway takes.
//
// Source: https://learn.microsoft.com/azure/nat-gateway/nat-gateway-resource#idle-timeout-timers
const (
	shortestIdleTimeout = 4
	longestIdleTimeout  = 120
)

func checkNATSettings(p *lint.Pass, g *network.NATGateway) {
	if zones, _ := g.Zones.Get(); len(zones) > 0 && strings.EqualFold(g.SKU.Or(""), "StandardV2") {
		p.Report(g, fmt.Sprintf("NAT gateway %q is of SKU %q, which is in all zones, and names %s. The azurerm provider refuses this. Leave `zones` out.",
			g.Label(), g.SKU, lint.Plural(len(zones), "zone", "zones")), lint.At(g.Zones.At()))
	}
	if minutes, known := g.IdleTimeout.Get(); known && (minutes < shortestIdleTimeout || minutes > longestIdleTimeout) {
		p.Report(g, fmt.Sprintf("NAT gateway %q has an idle timeout of %d minutes. Azure takes %d to %d and refuses this.",
			g.Label(), minutes, shortestIdleTimeout, longestIdleTimeout), lint.At(g.IdleTimeout.At()))
	}
}
