package gateway

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

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
