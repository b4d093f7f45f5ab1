package gateway

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const (
	linkGateway  = "https://learn.microsoft.com/azure/app-service/configure-gateway-required-vnet-integration"
	linkFeatures = "https://learn.microsoft.com/azure/app-service/networking-features#gateway-required-vnet-integration"
)

const useRegional = "Use regional VNet integration: `virtual_network_subnet_id` (ARM: `virtualNetworkSubnetId`)."

// connection returns what a finding about the i-th gateway-required integration
// of a site is reported at: the resource that makes it, or the site where it is
// an attribute of the site.
func connection(site *network.Site, i int) (network.Subject, []lint.Option) {
	c := &site.GatewayVNets.Items[i]
	if c.Address == "" || c.Address == site.Address {
		return site, []lint.Option{lint.At(c.At)}
	}
	return c, []lint.Option{lint.Also(site, "the app")}
}

// networkOf names the virtual network of the i-th gateway-required integration of
// a site: by the edge, or by the connection, which is named after the network.
func networkOf(site *network.Site, i int) string {
	c := &site.GatewayVNets.Items[i]
	if label := c.VNet.Label(); label != "" {
		return label
	}
	return c.Label()
}

// connected is a virtual network with the apps and slots that certainly are
// connected to it by gateway-required integration.
type connected struct {
	vnet  *network.VNet
	sites []*network.Site
}

// connectedNetworks returns the networks that apps are connected to, in the order
// of the model.
func connectedNetworks(p *lint.Pass) []connected {
	sites := map[*network.VNet][]*network.Site{}
	for _, site := range p.Sites {
		for _, g := range site.GatewayVNets.Items {
			if vnet := g.VNet.Target(); vnet != nil && !slices.Contains(sites[vnet], site) {
				sites[vnet] = append(sites[vnet], site)
			}
		}
	}
	if len(sites) == 0 {
		return nil
	}
	var out []connected
	for _, vnet := range p.VNets {
		if len(sites[vnet]) > 0 {
			out = append(out, connected{vnet: vnet, sites: sites[vnet]})
		}
	}
	return out
}

// vpnGateway returns the VPN gateway of a network, nil where it is not known: a
// network has one at most, beside one for ExpressRoute.
func vpnGateway(vnet *network.VNet) *network.Gateway {
	var vpn *network.Gateway
	for _, g := range vnet.Gateways.Items {
		switch {
		case value.Is(g.ExpressRoute, true):
		case vpn != nil || !value.Is(g.ExpressRoute, false):
			return nil
		default:
			vpn = g
		}
	}
	return vpn
}

// isRouteBased reports whether a VPN gateway is of the kind that apps connect to,
// as far as anybody wrote: a policy-based one is another mistake.
func isRouteBased(g *network.Gateway) bool {
	return g.RouteBased.IsAbsent() || value.Is(g.RouteBased, true)
}
