package resourcemanager

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillNATGateway maps Microsoft.Network/natGateways.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/natgateways
func fillNATGateway(x *index.Index, r *resource, g *network.NATGateway) {
	set(&g.SKU, r.top("sku", "name").Text())
	set(&g.IdleTimeout, r.prop("idleTimeoutInMinutes").Int())
	for _, key := range []string{"publicIpAddresses", "publicIpPrefixes", "publicIpAddressesV6", "publicIpPrefixesV6"} {
		collectAddresses(x, r, g, key)
	}
	x.AfterLinks(func() { markIncomplete(&g.PublicAddresses.Incomplete, x.Model) })
}

func collectAddresses(x *index.Index, r *resource, g *network.NATGateway, key string) {
	addresses := collect(r.prop(key), func(e iac.Cursor) iac.Cursor { return e.Fold("id") })
	if addresses.Incomplete != "" {
		g.PublicAddresses.Incomplete = addresses.Incomplete
	}
	for _, id := range addresses.Items {
		x.Later(func() {
			g.PublicAddresses.Items = append(g.PublicAddresses.Items, index.Resolve[network.PublicAddress](x, id))
		})
	}
}

// fillPublicAddress maps Microsoft.Network/publicIPAddresses and publicIPPrefixes.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/publicipaddresses
func fillPublicAddress(_ *index.Index, r *resource, a *network.PublicAddress) {
	a.Prefix = a.Prefix || r.segment() == "publicipprefixes"
	set(&a.SKU, r.top("sku", "name").Text())
	set(&a.Version, r.prop("publicIPAddressVersion").Text())
	set(&a.IP, index.Prefer(r.prop("ipAddress").NonEmpty(), r.prop("ipPrefix").NonEmpty()))
}

// fillGateway maps Microsoft.Network/virtualNetworkGateways.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworkgateways
func fillGateway(x *index.Index, r *resource, g *network.Gateway) {
	set(&g.ExpressRoute, is(r.prop("gatewayType").Text(), "ExpressRoute"))
	set(&g.RouteBased, is(r.prop("vpnType").Text(), "RouteBased"))
	set(&g.SKU, r.prop("sku", "name").Text())
	link(x, &g.Subnet, r.prop("ipConfigurations", "properties", "subnet", "id"))

	client := r.prop("vpnClientConfiguration")
	if !r.patch || !client.IsNull() {
		g.PointToSite = written(client)
	}
	set(&g.ClientPools, prefixes(client.Fold("vpnClientAddressPool").Fold("addressPrefixes").Texts()))
	set(&g.ClientProtocol, value.Map(client.Fold("vpnClientProtocols").Texts(), func(protocols []string) []string {
		protocols = slices.Clone(protocols)
		for i := range protocols {
			protocols[i] = strings.ToLower(protocols[i])
		}
		return protocols
	}))
}

// is compares a word, whatever its case.
func is(v value.Of[string], word string) value.Of[bool] {
	return value.Map(v, func(s string) bool { return strings.EqualFold(s, word) })
}

// fillGatewayLink maps Microsoft.Network/connections.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/connections
func fillGatewayLink(x *index.Index, r *resource, l *network.GatewayLink) {
	link(x, &l.Gateway, r.prop("virtualNetworkGateway1", "id"))
	set(&l.ExpressRoute, is(r.prop("connectionType").Text(), "ExpressRoute"))
}
