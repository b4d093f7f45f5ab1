package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// gateway maps azurerm_virtual_network_gateway.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network_gateway
func gateway(x *index.Index, a attributes) {
	g := &network.Gateway{Element: a.element(x)}
	g.ExpressRoute = value.Map(a.text("type"), isExpressRoute)
	g.RouteBased = value.Map(a.textOr("vpn_type", "RouteBased"), func(s string) bool {
		return strings.EqualFold(s, "RouteBased")
	})
	g.SKU = a.text("sku")
	link(x, &g.Subnet, a.get("ip_configuration").get("subnet_id"))

	clients := a.get("vpn_client_configuration")
	switch {
	case clients.IsUnknown():
		g.PointToSite = value.Undecided[bool](clients.Pin(), clients.At())
	case clients.missing():
		g.PointToSite = value.Default(false, a.of.At)
	default:
		g.PointToSite = value.Some(true, clients.At())
		g.ClientPools = prefixes(clients.get("address_space").Texts())
		g.ClientProtocol = value.Map(clients.computed("vpn_client_protocols").Texts(), lower)
	}
	x.Model.Gateways = append(x.Model.Gateways, g)
	x.Add(a.of.Resource, g, a.id("Microsoft.Network/virtualNetworkGateways", g.Name))
}

// gatewayConnection maps azurerm_virtual_network_gateway_connection.
func gatewayConnection(x *index.Index, a attributes) {
	l := &network.GatewayLink{Element: a.element(x)}
	l.ExpressRoute = value.Map(a.text("type"), isExpressRoute)
	link(x, &l.Gateway, a.get("virtual_network_gateway_id"))
	x.Model.GatewayLinks = append(x.Model.GatewayLinks, l)
	x.Add(a.of.Resource, l, a.id("Microsoft.Network/connections", l.Name))
}

func isExpressRoute(typ string) bool { return strings.EqualFold(typ, "ExpressRoute") }

func lower(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = strings.ToLower(s)
	}
	return out
}
