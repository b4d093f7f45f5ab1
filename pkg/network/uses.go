package network

import (
	"maps"
	"slices"
	"strings"
)

// Uses reports whether the site certainly uses a resource, as far as names tell,
// and by which app setting: by the resource's host name, by a reference to a key
// vault, or by the account's name in a connection string. The setting is "" for
// the storage that a function app keeps its state in.
func (s *Site) Uses(g *Guarded) (setting string, uses bool) {
	name, known := g.Name.Get()
	if !known || name == "" {
		return "", false
	}
	name = strings.ToLower(name)
	if g.Kind == "microsoft.storage/storageaccounts" && strings.EqualFold(s.StorageAccount.Or(""), name) {
		return "", true
	}
	settings, _ := s.Settings.Get()
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if text, ok := settings[key].Get(); ok && namesResource(strings.ToLower(text), name, strings.ToLower(g.HostName.Or(""))) {
			return key, true
		}
	}
	return "", false
}

// namesResource reports whether a text names a resource; all in lower case.
func namesResource(text, name, host string) bool {
	if strings.Contains(text+";", "accountname="+name+";") || vaultReference(text, name) {
		return true
	}
	// Storage has a host for each of its services, which differ in the second label.
	if _, domain, ok := strings.Cut(host, ".blob."); ok && strings.Contains(text, "//"+name+".") && strings.Contains(text, "."+domain) {
		return true
	}
	before, _, ok := strings.Cut(text, host)
	return host != "" && ok && (before == "" || strings.ContainsAny(before[len(before)-1:], "/@=,;: '\""))
}

// vaultReference reports whether a text refers to a secret of a key vault by the
// vault's name: @Microsoft.KeyVault(VaultName=kv;SecretName=x).
func vaultReference(text, name string) bool {
	_, rest, ok := strings.Cut(strings.ReplaceAll(text, " ", ""), "vaultname="+name)
	return ok && (rest == "" || strings.ContainsAny(rest[:1], ";)"))
}
