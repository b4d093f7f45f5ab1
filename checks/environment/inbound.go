package environment

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
)

// isKeptOut reports whether a security group certainly keeps all TCP traffic from
// somewhere to a port of a subnet out, and the rule that does; that is nil for the
// default rules.
func isKeptOut(g *network.SecurityGroup, s *network.Subnet, from nsg.Area, port uint16) (*network.SecurityRule, bool) {
	if g.External {
		return nil, false
	}
	result := nsg.Evaluate(g, s, nsg.Flow{Direction: network.Inbound, Far: from, Ports: nsg.Port(port)})
	return result.Rule, result.Verdict == nsg.Denied && len(result.Exceptions) == 0
}

func isTag(text, tag string) bool { return strings.EqualFold(text, tag) }
