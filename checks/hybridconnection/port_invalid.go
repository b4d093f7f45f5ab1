package hybridconnection

import (
	"errors"
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// PortInvalid reports ports that are none.
var PortInvalid = &lint.Check{
	Name:     "hybrid-connection-port-invalid",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The port of a hybrid connection is not from 1 to 65535",
	Why: "A hybrid connection leads to one host and one TCP port, from 1 to 65535. Azure refuses other numbers; 0, which Terraform's " +
		"provider lets through, does not stand for all ports.",
	Fix:   "Write the port that the host listens on. Each further port needs a hybrid connection of its own.",
	Links: []string{linkHybrid},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			if port, ok := use.Port.Get(); ok && !isPort(port) {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection%s to %s has port %s, but a port is a number from 1 to 65535. Azure refuses it. "+
						"Write the port that the host listens on.",
					ofApp(use), hostOf(use), use.Port), lint.At(use.Port.At()))
			}
		}
		for _, relay := range p.RelayConnections {
			checkRelayPort(p, relay)
		}
	},
}

// checkRelayPort looks at the port in the metadata of a relay that a connection
// with a good port uses; with a bad one it is the same mistake.
func checkRelayPort(p *lint.Pass, relay *network.RelayConnection) {
	text, known := relay.UserMetadata.Get()
	i := slices.IndexFunc(relay.Uses.Items, func(use *network.HybridConnection) bool {
		port, ok := use.Port.Get()
		return ok && isPort(port)
	})
	if !known || i < 0 {
		return
	}
	if _, err := azure.ParseUserMetadata(text); !errors.Is(err, azure.ErrEndpointPort) {
		return
	}
	use := relay.Uses.Items[i]
	p.Report(relay, fmt.Sprintf(
		"The user metadata of relay hybrid connection %q names an endpoint whose port is not a number from 1 to 65535, but App Service uses it%s. "+
			"App Service reads host and port from there, so the connection never works. Set `user_metadata` (ARM: `userMetadata`) to %s.",
		relay.Label(), userOf(use), metadataFor(use)),
		lint.At(relay.UserMetadata.At()), lint.Also(use, "what uses the relay"))
}
