package network

import (
	"maps"
	"slices"
	"strings"

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
