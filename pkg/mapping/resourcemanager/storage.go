package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// storageSettings are the app settings that name the storage account of a
// function app: by a connection string, or by the name alone.
//
// Source: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#azurewebjobsstorage
const (
	storageConnection = "AZUREWEBJOBSSTORAGE"
	storageName       = "AZUREWEBJOBSSTORAGE__ACCOUNTNAME"
	contentConnection = "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING"
)

// linkStorage reads the account that the app keeps its state in from the
// settings that each gives by name.
func linkStorage(x *index.Index, s *network.Site, setting func(name string) iac.Cursor) {
	set(&s.StorageAccount, setting(storageName).NonEmpty())
	if c := setting(storageConnection); !c.IsNull() {
		linkAccount(x, &s.StorageAccount, c, accountOfConnection)
	}
	linkAccount(x, &s.ContentStorage, setting(contentConnection), accountOfConnection)
}

// linkAccount reads the account from a text that has its name in it. Where that
// is known only after the deployment, as with listKeys(), the account that it
// refers to tells.
func linkAccount(x *index.Index, field *value.Of[string], c iac.Cursor, read func(string) (string, bool)) {
	if c.NonEmpty().IsAbsent() {
		return
	}
	*field = value.Undecided[string](c.Pin(), c.At())
	if account, ok := read(c.Text().Or("")); ok {
		*field = value.Some(account, c.At())
	}
	if !c.IsUnknown() {
		return
	}
	x.Later(func() {
		if account, ok := soleGuarded(x, c); ok {
			*field = account.Name
		}
	})
}

// soleGuarded returns the one account or registry that a value is made from.
func soleGuarded(x *index.Index, c iac.Cursor) (*network.Guarded, bool) {
	found, _, closed := index.References[network.Guarded](x, c.Value())
	found = unique(found)
	if !closed || len(found) != 1 {
		return nil, false
	}
	return found[0], true
}

// accountOfConnection reads the account from a connection string.
func accountOfConnection(connection string) (string, bool) {
	for _, pair := range strings.Split(connection, ";") {
		if key, name, ok := strings.Cut(pair, "="); ok && strings.EqualFold(strings.TrimSpace(key), "AccountName") {
			return name, name != ""
		}
	}
	return "", false
}

// logs maps sites/config logs: the storage accounts that logs are written to.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-logs
func logs(x *index.Index, r *resource) {
	targets := []iac.Cursor{
		r.prop("applicationLogs", "azureBlobStorage", "sasUrl"),
		r.prop("httpLogs", "azureBlobStorage", "sasUrl"),
	}
	onSite(x, r, 1, func(r *resource, s *network.Site) {
		if r.uncertain != "" {
			s.LogStorage.Incomplete = r.uncertain
			return
		}
		for _, c := range targets {
			linkLogs(x, s, c)
		}
	})
}

// linkLogs notes the account that a log is written to. Where the URL is known only
// after the deployment, as with the token of listServiceSas(), the account that it
// refers to tells.
func linkLogs(x *index.Index, s *network.Site, c iac.Cursor) {
	if account, ok := accountOfURL(c.Text().Or("")); ok {
		s.LogStorage.Items = append(s.LogStorage.Items, account)
		return
	}
	if !c.IsUnknown() {
		return
	}
	x.Later(func() {
		if account, ok := soleGuarded(x, c); ok && account.Name.IsKnown() {
			s.LogStorage.Items = append(s.LogStorage.Items, account.Name.Or(""))
			return
		}
		s.LogStorage.Incomplete = c.Pin()
	})
}

// accountOfURL reads the account from the URL of a container:
// https://account.blob.core.windows.net/logs?sv=...
func accountOfURL(text string) (string, bool) {
	account, domain, _ := strings.Cut(hostOfURL(text), ".")
	return account, strings.HasPrefix(domain, "blob.")
}

// settingOf finds a setting, whatever the case of its name: in the object of
// sites/config appsettings, or in the list of siteConfig.
func settingOf(c iac.Cursor) func(name string) iac.Cursor {
	return func(name string) iac.Cursor {
		if c.Value().Kind() != iac.List {
			return c.Fold(name)
		}
		elements, _ := c.List()
		for _, e := range elements {
			if value.Is(is(e.Fold("name").Text(), name), true) {
				return e.Fold("value")
			}
		}
		return c.Member(name, iac.Value{})
	}
}
