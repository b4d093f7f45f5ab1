package privateendpoint

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// closePublic switches public network access off.
func closePublic(site *network.Site) lint.Option {
	return lint.Mend(site, lint.PublicAccess, network.PublicDisabled, site.PublicAccess)
}

// wordsForSite are what people write for the subresource of an app, in lower case. A
// word that is none of them may be meant for a slot.
var wordsForSite = []string{
	"app", "apps", "appservice", "function", "functionapp", "functionapps", "functions", "site", "web", "webapp",
	"webapps", "website", "websites", "microsoft.web/sites",
}

// nameSites names the subresource of the app itself.
func nameSites(endpoint *network.PrivateEndpoint) lint.Option {
	app, ok := endpoint.App.Get()
	groups, known := endpoint.Groups.Get()
	switch {
	case !ok || app.Slot, len(groups) > 1:
		return lint.Options()
	case len(groups) == 1 && !slices.Contains(wordsForSite, strings.ToLower(groups[0])):
		return lint.Options()
	case len(groups) == 0 && (known || len(app.Slots.Items) > 0):
		return lint.Options()
	}
	return lint.Mend(endpoint, lint.EndpointGroup, "sites", endpoint.Groups)
}

// nameZone gives a zone the name that was meant.
func nameZone(zone *network.Zone) lint.Option {
	if len(zone.Records.Items) > 0 {
		return lint.Options() // they may have to move
	}
	return lint.Mend(zone, lint.ZoneName, azure.AppServiceZones[0].Name, zone.Name)
}
