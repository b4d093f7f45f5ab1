package network

import (
	"maps"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Reference leads from an app to a resource that a value in its settings is made
// from.
type Reference struct {
	Resource *Guarded
	// Setting is the name of the app setting; "" where it is not known which one.
	Setting string
	At      source.Range
}

// SiteReference leads from an app to another one whose default host name is in a value
// of its settings.
type SiteReference struct {
	Site *Site
	// Setting is the name of the app setting; "" where it is not known which one.
	Setting string
	At      source.Range
}

// HostLabel is the first label of the default host name of a site: the name of an app,
// "<app>-<slot>" for a slot; "" where it is not known.
func (s *Site) HostLabel() string {
	name := strings.ToLower(s.Name.Or(""))
	if !s.Slot || name == "" {
		return name
	}
	app, known := s.Parent.Get()
	if !known || app.Name.Or("") == "" {
		return ""
	}
	return strings.ToLower(app.Name.Or("")) + "-" + name
}

// SitesNamed returns the apps whose default host names an app certainly has in its
// settings. named finds them by the first label of the host name.
func (s *Site) SitesNamed(named func(label string) *Site) []SiteReference {
	found := slices.Clone(s.SiteReferences)
	settings, _ := s.Settings.Get()
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		text, _ := settings[key].Get()
		for _, host := range strings.FieldsFunc(text, func(r rune) bool { return !isHostRune(r) }) {
			label, scm, ok := azure.SiteNameFromHost(host)
			if !ok || scm {
				continue
			}
			if to := named(label); to != nil {
				found = append(found, SiteReference{Site: to, Setting: key, At: settings[key].At()})
			}
		}
	}
	return found
}

func isHostRune(r rune) bool {
	return r == '.' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// ReferenceTo returns how an app certainly uses a resource: as the storage of a
// function or logic app, by an app setting that names the resource, or by one that
// is made from it.
func (s *Site) ReferenceTo(g *Guarded) (Reference, bool) {
	name, known := g.Name.Get()
	name = strings.ToLower(name)
	if known && g.Kind == kindStorage && strings.EqualFold(s.StorageAccount.Or(""), name) && name != "" {
		return Reference{Resource: g, At: s.StorageAccount.At()}, true
	}
	settings, _ := s.Settings.Get()
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if text, ok := settings[key].Get(); ok && g.isNamedBy(strings.ToLower(text)) {
			return Reference{g, key, settings[key].At()}, true
		}
	}
	for _, r := range s.References {
		if r.Resource == g {
			return r, true
		}
	}
	return Reference{}, false
}

const kindStorage = "microsoft.storage/storageaccounts"

// isNamedBy reports whether a text in lower case names the resource by its host,
// or as a connection string or a reference to a key vault does.
func (g *Guarded) isNamedBy(text string) bool {
	name, known := g.Name.Get()
	if !known || name == "" {
		return false
	}
	name = strings.ToLower(name)
	host := strings.ToLower(g.HostName.Or(""))
	if g.Kind == kindStorage { // has a host for each of its services
		_, domain, _ := strings.Cut(host, ".core.")
		if domain != "" && strings.Contains(text, "//"+name+".") && strings.Contains(text, ".core."+domain) {
			return true
		}
	}
	return namesHost(text, host) ||
		strings.Contains(text+";", "accountname="+name+";") || strings.Contains(text+";", "vaultname="+name+";")
}

// namesHost reports whether a text has a host name that is not the end of a
// longer one.
func namesHost(text, host string) bool {
	before, _, ok := strings.Cut(text, host)
	return host != "" && ok && (before == "" || strings.ContainsAny(before[len(before)-1:], "/@=,;: '\""))
}
