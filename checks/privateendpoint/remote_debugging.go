package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RemoteDebugging reports private apps that are to be debugged from afar.
var RemoteDebugging = &lint.Check{
	Name:     "private-endpoint-remote-debugging",
	Family:   "privateendpoint",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "Remote debugging does not work through a private endpoint",
	Why: "A private endpoint carries HTTP and HTTPS only. Remote debugging uses ports of its own at the public address of the app, which " +
		"no debugger in the network gets to by the endpoint.",
	Fix: "Switch remote debugging off (`remote_debugging_enabled = false`, ARM: `remoteDebuggingEnabled`), or debug on a slot that is " +
		"public and restricted to your addresses.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-private-endpoint#limitations",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			endpoints := site.PrivateEndpoints.Items
			if len(endpoints) == 0 || site.External || site.Public() != network.PublicClosed || !value.Is(site.RemoteDebugging, true) {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"Remote debugging of %s is switched on, but the app is reached through %s only, which carries no debugging traffic. No debugger "+
					"gets to it. Switch remote debugging off.",
				site.Title(), titlesOf(endpoints)), lint.At(site.RemoteDebugging.At()), lint.Also(endpoints[0], "the private endpoint"))
		}
	},
}
