package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RemoteDebugDisabled notes apps with remote debugging in an App Service
// Environment without it.
var RemoteDebugDisabled = &lint.Check{
	Name:     "ase-remote-debug-disabled",
	Family:   "environment",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The app has remote debugging on, but its environment has not",
	Why: "In an App Service Environment v3 remote debugging works only if the environment has it switched on as well as the app, and it " +
		"has not unless somebody does so.",
	Fix: "Switch remote debugging off for the app, or on in the environment (`remote_debugging_enabled`; ARM: `remoteDebugEnabled` in " +
		"`configurations/networking`).",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/configure-network-settings#remote-debugging-access",
	},
	Since:     "0.1",
	Precision: "high", // the environment can be configured elsewhere
	EachSite:  true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			_, env := site.Hosting()
			if site.External || !value.Is(site.RemoteDebugging, true) {
				continue
			}
			if certainlyOff(env, func(e *network.Environment) value.Of[bool] { return e.RemoteDebug }) {
				p.Report(site, fmt.Sprintf(
					"The %s has remote debugging on, but App Service Environment %q has not: no debugger reaches it. Switch it on in the "+
						"environment (`remote_debugging_enabled`; ARM: `remoteDebugEnabled`), or off for the app.",
					site.Title(), env.Label()),
					lint.At(site.RemoteDebugging.At()), alsoEnvironment(env))
			}
		}
	},
}
