package environment

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NameTruncation reports apps in an App Service Environment whose host name is not
// their name.
var NameTruncation = &lint.Check{
	Name:     "ase-name-truncation",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The name is cut off in the host name of an app in an environment",
	Why: "The host name of an app in an App Service Environment holds its name only as far as there is room: 59 characters, 40 for an " +
		"app with slots, and 19 for the name of a slot. Longer ones are cut off. Clients, records and certificates that use the " +
		"whole name do not find the app, and two long names can become one.",
	Fix: "Use shorter names.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#dns",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			name := site.Name.Or("")
			hosting, _ := site.Hosting()
			limit, what := nameLimit(site)
			if hosting != network.InEnvironment || site.External || len(name) <= limit {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"The name of the %s has %d characters, but in an App Service Environment the host name holds only %d of %s. Clients that use "+
					"the whole name do not find it. Use a name of %d characters at most.",
				site.Title(), len(name), limit, what, limit),
				lint.At(site.Name.At()))
		}
	},
}

// nameLimit returns how long the name of a site can be without being cut off, and
// whose name that is.
func nameLimit(s *network.Site) (limit int, what string) {
	switch {
	case s.Slot:
		return azure.MaxEnvironmentSlotName.Value, "the name of a slot"
	case len(s.Slots.Items) > 0:
		return azure.MaxEnvironmentSiteNameWithSlots.Value, "the name of an app with slots"
	}
	return azure.MaxEnvironmentSiteName.Value, "the name of an app"
}
