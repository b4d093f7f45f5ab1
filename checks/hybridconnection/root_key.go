package hybridconnection

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// RootKey reports apps whose connections hand them the key of the whole namespace.
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
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			var uses []*network.HybridConnection
			for _, use := range site.HybridConnections.Items {
				if strings.EqualFold(use.SendKey.Or(""), "RootManageSharedAccessKey") {
					uses = append(uses, use)
				}
			}
			if len(uses) > 0 {
				reportRootKey(p, site, uses)
			}
		}
	},
}

func reportRootKey(p *lint.Pass, site *network.Site, uses []*network.HybridConnection) {
	p.Report(site, fmt.Sprintf(
		"The %s uses %s with the authorization rule \"RootManageSharedAccessKey\", which may manage the whole relay namespace. "+
			"The app gets that key. Name a rule that may only send in `send_key_name` (ARM: `sendKeyName`).",
		site.Title(), lint.Plural(len(uses), "hybrid connection", "hybrid connections")),
		lint.Also(uses[0], "a hybrid connection with the key"))
}
