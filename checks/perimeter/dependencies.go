package perimeter

import (
	"maps"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// settingNaming returns the first app setting whose text fits.
func settingNaming(s *network.Site, fits func(string) bool) (setting string, found bool) {
	settings, _ := s.Settings.Get()
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if text, ok := settings[key].Get(); ok && fits(strings.ToLower(text)) {
			return key, true
		}
	}
	return "", false
}

// names reports whether a text in lower case names a resource: by its host, as a
// connection string does, or as a reference to a key vault does.
func names(text, name, host string) bool {
	// Storage has a host for each of its services: all but the second label is the same.
	_, domain, _ := strings.Cut(host, ".")
	_, domain, ok := strings.Cut(domain, ".core.")
	if ok && strings.Contains(text, "//"+name+".") && strings.Contains(text, ".core."+domain) {
		return true
	}
	return host != "" && containsHost(text, strings.ToLower(host)) ||
		strings.Contains(text+";", "accountname="+name+";") || strings.Contains(text+";", "vaultname="+name+";")
}

// containsHost reports whether a text has a host name that is not the end of a
// longer one.
func containsHost(text, host string) bool {
	before, _, ok := strings.Cut(text, host)
	return ok && (before == "" || strings.ContainsAny(before[len(before)-1:], "/@=,;: '\""))
}

// mayAdmitAddresses reports whether a profile may have an inbound rule with
// addresses, which can be those of the app.
func mayAdmitAddresses(m *network.Model, a *network.PerimeterAssociation) bool {
	profile, known := a.Profile.Get()
	if !known || len(m.Incomplete) > 0 {
		return true
	}
	return slices.ContainsFunc(m.PerimeterRules, func(r *network.PerimeterRule) bool {
		of, ok := r.Profile.Get()
		return (!ok || of == profile) && !value.Is(r.Direction, network.Outbound) && (!r.Kind.IsKnown() || value.Is(r.Kind, "addresses"))
	})
}
