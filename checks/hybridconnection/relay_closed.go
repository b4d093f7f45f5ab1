package hybridconnection

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// RelayClosed reports relay namespaces that App Service uses and that are closed to
// the public.
var RelayClosed = &lint.Check{
	Name:     "relay-network-closed",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "App Service uses a relay namespace that is closed to the public",
	Why: "App Service reaches the relay from the platform's side, not from the app's virtual network. With public network access " +
		"disabled at the relay namespace it is likely to be refused; Microsoft does not document the case.",
	Fix: "Leave public network access of the namespace enabled, or reach the host by VNet integration and a VPN.",
	Links: []string{
		linkHybrid,
		"https://learn.microsoft.com/azure/azure-relay/ip-firewall-virtual-networks",
	},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			relay, ok := use.Relay.Get()
			if !ok {
				continue
			}
			namespace, ok := relay.Namespace.Get()
			if !ok || !strings.EqualFold(namespace.PublicAccess.Or(""), "Disabled") {
				continue
			}
			p.Report(use, fmt.Sprintf(
				"The hybrid connection%s goes through relay namespace %q, whose public network access is disabled. App Service is likely to be "+
					"refused there. Enable it, or use VNet integration and a VPN.",
				ofApp(use), namespace.Label()), lint.Also(namespace, "the relay namespace"))
		}
	},
}
