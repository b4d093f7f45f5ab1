package vnetintegration

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// The kinds of resource that apps read images, content and certificates from.
const (
	kindStorage  = "microsoft.storage/storageaccounts"
	kindRegistry = "microsoft.containerregistry/registries"
	kindVault    = "microsoft.keyvault/vaults"
)

// accountOf returns the storage account of a name in this configuration, or nil.
// Names of storage accounts are unique in all of Azure.
func accountOf(m *network.Model, name string) *network.Guarded {
	for _, g := range m.Guarded {
		if name != "" && g.Kind == kindStorage && strings.EqualFold(g.Name.Or(""), name) {
			return g
		}
	}
	return nil
}

// isClosed reports whether a resource certainly has no public endpoint.
func isClosed(g *network.Guarded) bool { return value.Is(g.PublicAccess, false) }

// isFiltered reports whether network rules certainly refuse what they do not name.
func isFiltered(g *network.Guarded) bool { return strings.EqualFold(g.DefaultAction.Or(""), "Deny") }

// closedness says for a message how a resource keeps the public out.
func closedness(g *network.Guarded) string {
	if isClosed(g) {
		return "has no public network access"
	}
	return "denies by default what its network rules do not name"
}
