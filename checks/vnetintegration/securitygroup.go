package vnetintegration

import (
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
)

// flow is traffic of one protocol between a subnet and anybody.
type flow struct {
	direction network.Direction
	protocol  string // tcp, udp
	ports     azure.PortRange
}

// barrierTo returns the rule of a security group that certainly keeps all of a flow
// out of, or in, a subnet, in the network as well as outside; nil if there is none.
func barrierTo(f flow, g *network.SecurityGroup, s *network.Subnet) *network.SecurityRule {
	if f.stoppedBy(g, s, nsg.Internet()) == nil {
		return nil
	}
	return f.stoppedBy(g, s, nsg.Network())
}

// stoppedBy returns the rule that keeps all of a flow with an area out; nil for none
// and for a default rule.
func (f flow) stoppedBy(g *network.SecurityGroup, s *network.Subnet, far nsg.Area) *network.SecurityRule {
	result := nsg.Evaluate(g, s, nsg.Flow{Direction: f.direction, Protocol: f.protocol, Far: far, Ports: f.ports})
	if result.Verdict != nsg.Denied || len(result.Exceptions) > 0 {
		return nil
	}
	return result.Rule
}
