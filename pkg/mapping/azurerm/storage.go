package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillStorage maps the storage accounts that an app keeps its state in and sends
// its logs to.
func fillStorage(x *index.Index, k app, a attributes, s *network.Site) {
	switch {
	case k.flex:
		account(x, a.get("storage_container_endpoint"), accountOfURL, func(v value.Of[string]) { s.StorageAccount = v })
	case k.kind != network.WebApp:
		if secret := a.listed("storage_key_vault_secret_id").NonEmpty(); !secret.IsAbsent() {
			s.StorageAccount = value.Undecided[string](a.get("storage_key_vault_secret_id").Pin(), secret.At())
			break
		}
		account(x, a.get("storage_account_name"), accountItself, func(v value.Of[string]) { s.StorageAccount = v })
	}
	if a.of.Data {
		s.LogStorage.Incomplete = a.of.Address // not exported
	}
	logs := a.listed("logs")
	if logs.IsNull() {
		return
	}
	for _, kind := range []string{"http_logs", "application_logs"} {
		url := logs.listed(kind).listed("azure_blob_storage").listed("sas_url")
		account(x, url, accountOfURL, func(v value.Of[string]) {
			if name, ok := v.Get(); ok {
				s.LogStorage.Items = append(s.LogStorage.Items, name)
			} else if v.IsUnknown() {
				s.LogStorage.Incomplete = url.Pin()
			}
		})
	}
}

// account reads the name of a storage account from a value. Where that is known
// only after apply, the account that it refers to tells.
func account(x *index.Index, c attributes, read func(string) (string, bool), found func(value.Of[string])) {
	v := c.NonEmpty()
	text, known := v.Get()
	name, ok := read(text)
	switch {
	case v.IsUnknown():
		x.Later(func() { found(accountReferred(x, c.Cursor)) })
	case known && !ok:
		found(value.Undecided[string](c.Pin(), c.At()))
	case known:
		found(value.Some(name, c.At()))
	}
}

func accountReferred(x *index.Index, c iac.Cursor) value.Of[string] {
	accounts, used, _ := index.References[network.Guarded](x, c.Value())
	if len(accounts) == 1 && (used[0] == "name" || strings.HasPrefix(used[0], "primary_")) {
		return index.Prefer(accounts[0].Name, value.Undecided[string](c.Pin(), c.At()))
	}
	return value.Undecided[string](c.Pin(), c.At())
}

func accountItself(name string) (string, bool) { return name, true }

// accountOfURL reads the name of the account from the address of a blob, such as
// https://logs.blob.core.windows.net/http?sv=...
func accountOfURL(url string) (string, bool) {
	name, domain, _ := strings.Cut(hostOfURL(url), ".")
	return name, strings.HasPrefix(domain, "blob.")
}
