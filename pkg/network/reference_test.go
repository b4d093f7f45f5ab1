package network_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestReferenceTo(t *testing.T) {
	const storage = "microsoft.storage/storageaccounts"
	account := &network.Guarded{Kind: storage, Element: network.Element{Name: value.Some("media", nowhere)},
		HostName: value.Some("media.blob.core.windows.net", nowhere)}
	with := func(text string) *network.Site {
		settings := map[string]value.Of[string]{"MEDIA": value.Some(text, nowhere), "OTHER": value.Undecided[string]("", nowhere)}
		return &network.Site{Settings: value.Some(settings, nowhere)}
	}
	for text, want := range map[string]bool{
		"DefaultEndpointsProtocol=https;AccountName=media;AccountKey=x": true,
		"https://media.blob.core.windows.net/pictures":                  true,
		"https://media.queue.core.windows.net":                          true,
		"media.blob.core.windows.net":                                   true,
		"https://social-media.blob.core.windows.net":                    false,
		"AccountName=media2":                                            false,
		"media":                                                         false,
		"":                                                              false,
	} {
		r, used := with(text).ReferenceTo(account)
		assert.Equal(t, want, used, text)
		if want {
			assert.Equal(t, "MEDIA", r.Setting)
		}
	}

	own := &network.Site{StorageAccount: value.Some("Media", nowhere)}
	r, used := own.ReferenceTo(account)
	assert.True(t, used)
	assert.Empty(t, r.Setting)

	made := &network.Site{References: []network.Reference{{Resource: account, Setting: "MEDIA"}}}
	_, used = made.ReferenceTo(account)
	assert.True(t, used)
	_, used = made.ReferenceTo(&network.Guarded{Kind: storage})
	assert.False(t, used)
	_, used = (&network.Site{StorageAccount: value.Some("", nowhere)}).ReferenceTo(&network.Guarded{Kind: storage})
	assert.False(t, used, "two names that are not known are not the same")

	vault := &network.Guarded{Kind: "microsoft.keyvault/vaults", Element: network.Element{Name: value.Some("kv-shop", nowhere)},
		HostName: value.Some("kv-shop.vault.azure.net", nowhere)}
	for _, text := range []string{"@Microsoft.KeyVault(VaultName=kv-shop;SecretName=db)", "@Microsoft.KeyVault(SecretUri=https://kv-shop.vault.azure.net/secrets/db)"} {
		_, used = with(text).ReferenceTo(vault)
		assert.True(t, used, text)
	}
}
