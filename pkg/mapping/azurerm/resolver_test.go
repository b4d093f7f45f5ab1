package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A network that is linked to the rules of a DNS resolver may resolve names of
// zones that are not linked to it.
func TestResolverLink(t *testing.T) {
	link := func(vnet any) o {
		return o{"dns_forwarding_ruleset_id": "/x", "virtual_network_id": vnet}
	}
	name := "azurerm_private_dns_resolver_virtual_network_link.l"

	m := model(t, vnetV, res(name, link(ref("azurerm_virtual_network.v.id"))))
	assert.True(t, m.VNets[0].DNSServers.IsUnknown())
	assert.Contains(t, m.VNets[0].DNSServers.Why(), "DNS resolver")

	m = model(t, vnetV, res(name, link(pinned("var.v"))))
	assert.True(t, m.VNets[0].DNSServers.IsUnknown(), "it may be this network")

	own := res("azurerm_virtual_network.v", in(o{"name": "v", "dns_servers": l{"10.0.0.4"}}))
	m = model(t, own, res(name, link(ref("azurerm_virtual_network.v.id"))))
	assert.Equal(t, []string{"10.0.0.4"}, m.VNets[0].DNSServers.Or(nil), "servers of its own do not ask the rules")
}
