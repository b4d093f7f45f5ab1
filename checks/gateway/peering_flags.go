package gateway

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PeeringFlags reports peerings of connected networks that do not carry the traffic
// of a gateway.
var PeeringFlags = &lint.Check{
	Name:     "gateway-peering-flags",
	Family:   "gateway",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "A peering does not carry the traffic of gateway-connected apps",
	Why: "An app with gateway-required integration comes into the network through its gateway. To reach a peered network, both " +
		"peerings must allow access and forwarded traffic; the peering of the connected network must allow gateway transit, and that of the " +
		"other network must use the remote gateway. The address range of the other network must be added to the routes of the plan too.",
	Fix: "Set `allow_virtual_network_access`, `allow_forwarded_traffic` and, on the side of the gateway, `allow_gateway_transit` or, " +
		"on the other side, `use_remote_gateways`. Where the apps do not have to reach the peered network, suppress the finding and say so.",
	Links:     []string{linkGateway + "#peering"},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, c := range connectedNetworks(p) {
			if vpnGateway(c.vnet) == nil {
				continue
			}
			for _, peering := range p.Peerings {
				switch {
				case peering.External:
				case peering.From.Target() == c.vnet:
					checkPeering(p, c, peering, peering.To, localFlags(peering))
				case peering.To.Target() == c.vnet:
					checkPeering(p, c, peering, peering.From, remoteFlags(peering))
				}
			}
		}
	},
}

// flag is a setting of a peering that has to be on.
type flag struct {
	value value.Of[bool]
	words string
	names string
	// offIfAbsent is set for settings that are off where nobody sends them.
	offIfAbsent bool
}

// localFlags are those of the peering that leads out of the connected network.
func localFlags(p *network.Peering) []flag {
	return append(bothFlags(p), flag{
		p.AllowTransit, "gateway transit", "`allow_gateway_transit` (ARM: `allowGatewayTransit`)", true,
	})
}

// remoteFlags are those of the peering that leads into the connected network.
func remoteFlags(p *network.Peering) []flag {
	return append(bothFlags(p), flag{
		p.RemoteGateways, "the use of the remote gateway", "`use_remote_gateways` (ARM: `useRemoteGateways`)", true,
	})
}

func bothFlags(p *network.Peering) []flag {
	return []flag{
		{p.AllowAccess, "access", "`allow_virtual_network_access` (ARM: `allowVirtualNetworkAccess`)", false},
		{p.AllowForwarded, "forwarded traffic", "`allow_forwarded_traffic` (ARM: `allowForwardedTraffic`)", true},
	}
}

func (f flag) isOff() bool { return value.Is(f.value, false) || f.offIfAbsent && f.value.IsAbsent() }

func checkPeering(p *lint.Pass, c connected, peering *network.Peering, other network.Edge[network.VNet], flags []flag) {
	var missing, set []string
	for _, f := range flags {
		if f.isOff() {
			missing, set = append(missing, f.words), append(set, f.names)
		}
	}
	if len(missing) == 0 {
		return
	}
	name := "the peered network"
	if label := other.Label(); label != "" {
		name = fmt.Sprintf("the peered network %q", label)
	}
	p.Report(peering, fmt.Sprintf(
		"Peering %q lacks %s, but %s comes into virtual network %q through its gateway. The app does not reach %s. Set %s.",
		peering.Label(), network.Enumerate(missing), network.TitlesOf(c.sites), c.vnet.Label(), name, network.Enumerate(set)),
		lint.Also(c.vnet, "the network with the gateway"), lint.Also(c.sites[0], "an app that is connected"))
}
