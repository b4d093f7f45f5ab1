package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ManualApproval reports private endpoints that somebody has to approve.
var ManualApproval = &lint.Check{
	Name:     "private-endpoint-manual-approval",
	Family:   "privateendpoint",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A private endpoint waits for approval",
	Why: "A manual connection stays pending until the owner of the app approves it. The deployment succeeds, the endpoint has its address " +
		"and its records, and nothing answers there.",
	Fix: "Where the deployment has the rights on the app, set `is_manual_connection = false` (ARM: `privateLinkServiceConnections` instead of " +
		"`manualPrivateLinkServiceConnections`). Otherwise approve the connection after the deployment.",
	Links: []string{
		"https://learn.microsoft.com/azure/private-link/private-endpoint-overview#access-to-a-private-link-resource-using-approval-workflow",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			if endpoint.External || !leadsToSite(endpoint) || !value.Is(endpoint.Manual, true) {
				continue
			}
			reportManual(p, endpoint)
		}
	},
}

func reportManual(p *lint.Pass, endpoint *network.PrivateEndpoint) {
	remedy := "Have the owner of the app approve it"
	if site, ok := endpoint.App.Get(); ok && !site.External {
		remedy = "This configuration makes the app itself, so that no approval is needed: make the connection an automatic one"
	}
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q of an app is a manual connection. It stays pending, and answers nothing, until somebody approves it. %s.",
		endpoint.Label(), remedy), lint.At(writtenAt(endpoint.Manual)))
}
