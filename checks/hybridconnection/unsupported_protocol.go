package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

// UnsupportedProtocol reports ports whose usual protocol does not pass.
var UnsupportedProtocol = &lint.Check{
	Name:     "hybrid-connection-unsupported-protocol",
	Family:   "hybridconnection",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "A hybrid connection leads to a port whose protocol does not pass through it",
	Why: "A hybrid connection carries TCP to one port. UDP does not pass, nor protocols that open further ports, such as FTP in passive " +
		"mode; drives cannot be mounted, and LDAP and domain membership do not work reliably. The port tells what is likely to be spoken " +
		"on it; nothing in the configuration says so for certain.",
	Fix:       "Use VNet integration and a VPN for such protocols. Where another protocol is spoken on the port, suppress the finding and say so.",
	Links:     []string{linkCannot},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			port, ok := use.Port.Get()
			if !ok || !isPort(port) {
				continue
			}
			if concern, ok := azure.HybridPortConcern(uint16(port)); ok {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection%s to %s leads to port %s, on which one usually speaks %s. "+
						"Such traffic does not pass through a hybrid connection. Use VNet integration and a VPN.",
					ofApp(use), hostOf(use), use.Port, concern), lint.At(use.Port.At()))
			}
		}
	},
}
