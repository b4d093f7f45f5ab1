package hybridconnection

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// RootKey reports connections that hand the key of the whole namespace to an app.
var RootKey = &lint.Check{
	Name:     "hybrid-connection-root-key",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Exposure,
	Title:    "A hybrid connection hands the root key of the relay namespace to the app",
	Why: "The authorization rule `RootManageSharedAccessKey` may send, listen and manage in the whole relay namespace. An app only has to " +
		"send to one hybrid connection; Terraform's provider takes the root key where `send_key_name` is not written.",
	Fix: "Make an authorization rule with the right to send (`azurerm_relay_hybrid_connection_authorization_rule`) and name it in " +
		"`send_key_name` (ARM: `sendKeyName`).",
	Links:            []string{linkHybrid + "#secure-your-hybrid-connections"},
	Since:            "0.1",
	SecuritySeverity: 3.1,
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			if key, ok := use.SendKey.Get(); ok && strings.EqualFold(key, "RootManageSharedAccessKey") {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection%s to %s uses the authorization rule \"RootManageSharedAccessKey\", which may manage the whole relay "+
						"namespace. The app gets that key. Name a rule that may only send in `send_key_name` (ARM: `sendKeyName`).",
					ofApp(use), hostOf(use)), lint.At(use.SendKey.At()))
			}
		}
	},
}
