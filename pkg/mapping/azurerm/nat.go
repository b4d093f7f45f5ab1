package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// natGateway maps azurerm_nat_gateway. Its addresses are resources of their own;
// only the data source, and the resource up to version 2, lists them.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/nat_gateway
func natGateway(x *index.Index, a attributes) {
	g := &network.NATGateway{Element: a.element(x)}
	g.SKU = a.textOr("sku_name", "Standard")
	g.Zones, g.IdleTimeout = a.get("zones").Texts(), a.get("idle_timeout_in_minutes").Int()
	x.Model.NATGateways = append(x.Model.NATGateways, g)
	x.Add(a.of.Resource, g, a.id("Microsoft.Network/natGateways", g.Name))
	for _, attribute := range []string{"public_ip_address_ids", "public_ip_prefix_ids"} {
		list := a.listed(attribute)
		if a.of.Data {
			list = a.get(attribute)
		}
		x.Later(func() {
			more := resolveAll[network.PublicAddress](x, list)
			g.PublicAddresses.Items = append(g.PublicAddresses.Items, more.Items...)
			if !more.Complete() {
				doubtful(&g.PublicAddresses.Incomplete, more.Incomplete)
			}
		})
	}
}

// natGatewayAddress maps the resource that gives a NAT gateway an address or a
// range of addresses.
func natGatewayAddress(attribute string) mapper {
	return func(x *index.Index, a attributes) {
		id, address := a.get("nat_gateway_id").Cursor, a.get(attribute).Cursor
		x.Later(func() {
			e := index.Resolve[network.NATGateway](x, id)
			apply(e, x.Model.NATGateways, func(g *network.NATGateway) {
				g.PublicAddresses.Items = append(g.PublicAddresses.Items, index.Resolve[network.PublicAddress](x, address))
			}, func(g *network.NATGateway) { doubtful(&g.PublicAddresses.Incomplete, id.Pin()) })
		})
	}
}

// publicAddress maps azurerm_public_ip. Up to version 3 its default SKU is Basic.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide#azurerm_public_ip
func publicAddress(x *index.Index, a attributes) {
	sku := "Standard"
	if !a.of.since(4) {
		sku = "Basic"
	}
	addPublicAddress(x, a, "publicIPAddresses", sku).IP = a.computed("ip_address").NonEmpty()
}

// publicPrefix maps azurerm_public_ip_prefix.
func publicPrefix(x *index.Index, a attributes) {
	p := addPublicAddress(x, a, "publicIPPrefixes", "Standard")
	p.Prefix, p.IP = true, a.computed("ip_prefix").NonEmpty()
}

func addPublicAddress(x *index.Index, a attributes, typ, sku string) *network.PublicAddress {
	p := &network.PublicAddress{Element: a.element(x)}
	p.SKU = a.textOr("sku", sku)
	p.Version = a.textOr("ip_version", "IPv4")
	x.Model.PublicAddresses = append(x.Model.PublicAddresses, p)
	x.Add(a.of.Resource, p, a.id("Microsoft.Network/"+typ, p.Name))
	return p
}
