package hybridconnection

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Localhost reports connections to localhost.
var Localhost = &lint.Check{
	Name:     "hybrid-connection-localhost",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "A hybrid connection leads to localhost",
	Why: "To an app the name `localhost` is the worker that it runs on. Whether App Service redirects it to a hybrid connection is not " +
		"documented; many clients do not look it up at all.",
	Fix: "Use the name of the machine that the Hybrid Connection Manager runs on, which it can resolve itself, and the same name in " +
		"the app.",
	Links:     []string{linkHybrid},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			if host, ok := use.Host.Get(); ok && strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection%s leads to localhost, which to the app is its own worker. Requests may never enter the connection. "+
						"Use the name of the machine.", ofApp(use)), lint.At(use.Host.At()))
			}
		}
	},
}
