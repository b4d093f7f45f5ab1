package hybridconnection

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Region reports connections by a relay in another region than the app.
var Region = &lint.Check{
	Name:     "hybrid-connection-region",
	Family:   "hybridconnection",
	Severity: lint.Note,
	Effect:   lint.Advice,
	Title:    "A hybrid connection goes through a relay in another region",
	Why: "Every request through a hybrid connection passes the relay namespace. One in another region than the app adds the way there " +
		"to each of them, unless the host itself is nearer to that region.",
	Fix:   "Put the relay namespace into the region of the app, or of the host where that is far away from it.",
	Links: []string{linkHybrid},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, use := range p.HybridConnections {
			site, relay := use.Site.Target(), use.Relay.Target()
			if site == nil || relay == nil {
				continue
			}
			namespace, ok := relay.Namespace.Get()
			if !ok {
				continue
			}
			here, okHere := site.Location.Get()
			there, okThere := namespace.Location.Get()
			if okHere && okThere && here != "" && there != "" && here != there {
				p.Report(use, fmt.Sprintf(
					"The hybrid connection of %s in %q goes through relay namespace %q in %q. Each request takes that way. "+
						"Put the namespace into the region of the app.",
					site.Title(), site.Location, namespace.Label(), namespace.Location),
					lint.Also(namespace, "the relay namespace"))
			}
		}
	},
}
