package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ClientAuthorization reports relays that App Service uses and that ask for no
// authorization.
var ClientAuthorization = &lint.Check{
	Name:     "hybrid-connection-client-auth",
	Family:   "hybridconnection",
	Severity: lint.Error,
	Effect:   lint.Silent,
	Title:    "A relay that App Service uses does not require client authorization",
	Why: "App Service uses only relay hybrid connections that require client authorization. With one that does not, the connection of " +
		"the app is refused or never works; and anybody who knows its name could send to the endpoint behind it.",
	Fix:   "Leave `requires_client_authorization` (ARM: `requiresClientAuthorization`) at `true`. Changing it builds the relay anew.",
	Links: []string{linkHybrid},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, relay := range p.RelayConnections {
			if len(relay.Uses.Items) == 0 || !value.Is(relay.RequiresClientAuthorization, false) {
				continue
			}
			use := relay.Uses.Items[0]
			p.Report(relay, fmt.Sprintf(
				"Relay hybrid connection %q does not require client authorization, but App Service uses it%s. App Service works only with "+
					"those that do. Set `requires_client_authorization` (ARM: `requiresClientAuthorization`) to true.",
				relay.Label(), userOf(use)),
				lint.At(relay.RequiresClientAuthorization.At()), lint.Also(use, "what uses the relay"))
		}
	},
}
