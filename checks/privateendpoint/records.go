package privateendpoint

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// hostLabel returns the first label of the default host name of the app or slot
// that an edge leads to, in lower case: shop, or shop-staging for a slot. It
// reports false where a name is not known.
func hostLabel(e network.Edge[network.Site]) (string, bool) {
	if site, ok := e.Get(); ok {
		return labelOf(site)
	}
	_, path, ok := strings.Cut(e.ID(), "/sites/")
	name, slot, isSlot := strings.Cut(path, "/slots/")
	switch {
	case !ok || name == "" || strings.Contains(path, "?"):
		return "", false
	case isSlot:
		return name + "-" + slot, true
	}
	return name, !strings.Contains(name, "/")
}

func labelOf(s *network.Site) (string, bool) {
	name, known := s.Name.Get()
	if !s.Slot || !known {
		return strings.ToLower(name), known
	}
	app, ok := s.Parent.Get()
	if !ok {
		return "", false
	}
	parent, known := app.Name.Get()
	return strings.ToLower(parent + "-" + name), known
}

// mayBeZoneOfApps reports whether the zone at the end of an edge may be one in
// which clients look for apps, or a zone of one app.
func mayBeZoneOfApps(e network.Edge[network.Zone]) bool {
	names, known := zoneNames(e)
	return !known || slices.ContainsFunc(names, isRight)
}

// isZoneOfApps reports whether an edge certainly leads to the zone in which clients
// look for apps.
func isZoneOfApps(e network.Edge[network.Zone]) bool {
	names, known := zoneNames(e)
	return known && len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !azure.IsAppServiceZone(n) })
}

// holds reports whether a record certainly holds the address of an endpoint.
func holds(r *network.Record, endpoint *network.PrivateEndpoint) bool {
	return slices.Contains(r.Endpoints.Items, endpoint)
}

// mayServe reports whether a record may hold the address of an endpoint that leads
// to the site with the label; a label of "" is not known. An address that is
// written as a number may be that of any endpoint, but records for apps bear their
// names.
func mayServe(r *network.Record, endpoint *network.PrivateEndpoint, label string) bool {
	switch {
	case holds(r, endpoint):
		return true
	case r.Endpoints.Complete():
		return false
	case !r.Values.IsKnown(), endpoint.Addresses.IsUnknown():
		return true
	}
	return mayBeZoneOfApps(r.Zone) && (label == "" || mayBeNamed(r, label))
}

// mayBeNamed reports whether a record of a zone of apps may answer for the site of
// a label, or for its SCM site.
func mayBeNamed(r *network.Record, label string) bool {
	name, known := r.Name.Get()
	name = strings.ToLower(name)
	return !known || name == "@" || strings.HasPrefix(name, "*") || name == label || strings.HasPrefix(name, label+".") ||
		strings.HasPrefix(name, label+"-") // a unique default host name
}

// addressRecords returns the records that hold IPv4 addresses.
func addressRecords(records []*network.Record) []*network.Record {
	var out []*network.Record
	for _, r := range records {
		if strings.EqualFold(r.Kind, "A") {
			out = append(out, r)
		}
	}
	return out
}

// hasNoZoneGroup reports whether an endpoint certainly has no DNS zone group.
func hasNoZoneGroup(e *network.PrivateEndpoint) bool { return e.ZoneGroup.CertainlyEmpty() }

// mayBeInEnvironment reports whether the target of an endpoint may run in an App
// Service Environment, whose domain is another.
func mayBeInEnvironment(m *network.Model, e *network.PrivateEndpoint) bool {
	site, ok := e.Site.Get()
	if !ok {
		return false
	}
	hosting, _ := site.Hosting()
	return hosting == network.InEnvironment || m.MaybeInternal(site)
}
