package network_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestUses(t *testing.T) {
	text := func(s string) value.Of[string] { return value.Some(s, nowhere) }
	vault := &network.Guarded{Kind: "microsoft.keyvault/vaults", HostName: text("kv-shop.vault.azure.net")}
	account := &network.Guarded{Kind: "microsoft.storage/storageaccounts", HostName: text("stshop.blob.core.windows.net")}
	vault.Name, account.Name = text("kv-shop"), text("stshop")
	for setting, want := range map[string]*network.Guarded{
		"@Microsoft.KeyVault(VaultName=kv-shop;SecretName=db)":                  vault,
		"@Microsoft.KeyVault(SecretName=db; VaultName = KV-Shop)":               vault,
		"@Microsoft.KeyVault(SecretUri=https://kv-shop.vault.azure.net/s/db)":   vault,
		"@Microsoft.KeyVault(VaultName=kv-shop2;SecretName=db)":                 nil,
		"https://other-kv-shop.vault.azure.net/":                                nil,
		"DefaultEndpointsProtocol=https;AccountName=stshop;AccountKey=x":        account,
		"https://stshop.queue.core.windows.net/jobs":                            account,
		"https://stshop2.blob.core.windows.net/jobs":                            nil,
		"kv-shop and stshop are only words here, and .core.windows.net another": nil,
	} {
		s := &network.Site{Settings: value.Some(map[string]value.Of[string]{"A": text("x"), "B": text(setting)}, nowhere)}
		for _, g := range []*network.Guarded{vault, account} {
			by, uses := s.Uses(g)
			assert.Equal(t, g == want, uses, "%s: %s", g.Label(), setting)
			if uses {
				assert.Equal(t, "B", by)
			}
		}
	}

	_, uses := (&network.Site{}).Uses(vault)
	assert.False(t, uses)
	by, uses := (&network.Site{StorageAccount: text("StShop")}).Uses(account)
	assert.True(t, uses)
	assert.Empty(t, by)
	unnamed := &network.Guarded{Kind: vault.Kind, HostName: vault.HostName}
	unnamed.Name = value.Undecided[string]("var.name", nowhere)
	_, uses = (&network.Site{StorageAccount: text("")}).Uses(unnamed)
	assert.False(t, uses)
}
