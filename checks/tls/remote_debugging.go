package tls

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RemoteDebugging reports apps that are open to debuggers.
var RemoteDebugging = &lint.Check{
	Name:     "remote-debugging-enabled",
	Family:   "tls",
	Severity: lint.Warning,
	Effect:   lint.Exposure,
	Title:    "Remote debugging is left on",
	Why: "Remote debugging opens further ports of the app (4020, 4022 and 4024) on the shared addresses of App Service. Access " +
		"restrictions do not cover them, nothing outside of an App Service Environment can block them, and a debugger can read everything that the app holds in memory and change what it does. " +
		"Azure switches it off again after two days; the configuration switches it on with each deployment.",
	Fix: "Set `remote_debugging_enabled = false` (ARM: `remoteDebuggingEnabled`) and switch it on by hand while it is needed.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/networking-features#app-service-ports",
		"https://learn.microsoft.com/visualstudio/debugger/remote-debugging-azure-app-service",
	},
	Since:            "0.1",
	Fixable:          true,
	SecuritySeverity: 5.9,
	EachSite:         true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.External || !value.Is(site.RemoteDebugging, true) || maybeInEnvironment(p, site) {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"Remote debugging of %s is switched on. Its ports are open on the shared addresses of App Service, and no access "+
					"restriction covers them. Set `remote_debugging_enabled` (ARM: `remoteDebuggingEnabled`) to false and switch it on only while "+
					"somebody debugs.",
				site.Title()), lint.At(site.RemoteDebugging.At()), stopDebugging(site))
		}
	},
}
