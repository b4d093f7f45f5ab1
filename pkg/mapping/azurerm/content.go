package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const contentConnection = "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING"

// fillContentStorage maps the account with the content share of an app. The
// provider takes that of the app's state, unless a setting names another one, the
// share is switched off or the account is used without a key.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_function_app
func fillContentStorage(k app, a attributes, s *network.Site) {
	if k.kind == network.WebApp || k.flex {
		return
	}
	if s.Settings.IsUnknown() {
		s.ContentStorage = value.Undecided[string](s.Settings.Why(), s.Settings.At())
		return
	}
	settings, _ := s.Settings.Get()
	if connection, written := settings[contentConnection]; written {
		s.ContentStorage = parse(connection, accountOfConnection)
		if name, ok := s.ContentStorage.Get(); ok { // the connection is not for printing, the name is
			s.ContentStorage = value.Some(name, connection.At())
		}
		return
	}
	for _, attribute := range []string{"content_share_force_disabled", "storage_uses_managed_identity"} {
		switch off := a.listed(attribute).Bool(); {
		case off.IsUnknown():
			s.ContentStorage = value.Undecided[string](off.Why(), off.At())
			return
		case value.Is(off, true):
			return
		}
	}
	s.ContentStorage = s.StorageAccount
}

// accountOfConnection reads the name of the account from a connection string.
func accountOfConnection(connection string) (string, bool) {
	for pair := range strings.SplitSeq(connection, ";") {
		if key, name, ok := strings.Cut(pair, "="); ok && strings.EqualFold(strings.TrimSpace(key), "AccountName") {
			return name, name != ""
		}
	}
	return "", false
}
