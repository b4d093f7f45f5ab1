package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestRelay(t *testing.T) {
	m := model(t, appA,
		res("azurerm_relay_namespace.n", in(o{"name": "ns"})),
		res("azurerm_relay_hybrid_connection.c", o{"name": "db", "resource_group_name": "rg", "relay_namespace_name": "ns", "user_metadata": "[]"}),
		res("azurerm_web_app_hybrid_connection.h", o{"web_app_id": ref("azurerm_linux_web_app.a.id"), "relay_id": ref("azurerm_relay_hybrid_connection.c.id"), "hostname": "db.local", "port": 1433}),
		res("azurerm_app_service_hybrid_connection.old", o{"app_service_name": "shop", "resource_group_name": "rg", "relay_id": ref("azurerm_relay_hybrid_connection.c.id"), "hostname": "db", "port": 1, "send_key_name": "send"}),
	)
	c := m.RelayConnections[0]
	assert.Same(t, m.RelayNamespaces[0], c.Namespace.Target())
	assert.True(t, value.Is(c.RequiresClientAuthorization, true))
	assert.Equal(t, "[]", c.UserMetadata.Or(""))
	assert.Equal(t, id("microsoft.relay/namespaces/ns/hybridconnections/db"), c.ID)
	assert.True(t, m.RelayNamespaces[0].PublicAccess.IsAbsent())
	assert.Len(t, c.Uses.Items, 2)
	require.Len(t, m.Sites[0].HybridConnections.Items, 2)
	h, old := m.HybridConnections[0], m.HybridConnections[1]
	assert.Equal(t, "db.local", h.Host.Or(""))
	assert.Equal(t, 1433, h.Port.Or(0))
	assert.Equal(t, "RootManageSharedAccessKey", h.SendKey.Or(""))
	assert.Equal(t, "send", old.SendKey.Or(""))
}

func TestBindings(t *testing.T) {
	binding := res("azurerm_app_service_custom_hostname_binding.b", o{"hostname": "www.example.com", "app_service_name": "shop", "resource_group_name": "rg", "ssl_state": unknown{}, "thumbprint": unknown{}}, creating)
	certificate := func(binding any) *iac.Resource {
		return res("azurerm_app_service_certificate_binding.c", o{"hostname_binding_id": binding, "certificate_id": "x", "ssl_state": "IpBasedEnabled"})
	}
	m := model(t, appA, binding)
	b := m.Bindings[0]
	assert.Same(t, m.Sites[0], b.Site.Target())
	assert.Equal(t, "www.example.com", b.HostName.Or(""))
	assert.True(t, b.TLS.IsAbsent())
	assert.True(t, b.IPBased.IsAbsent())
	assert.Equal(t, []*network.Binding{b}, m.Sites[0].Bindings.Items)

	b = model(t, appA, binding, certificate(ref("azurerm_app_service_custom_hostname_binding.b.id"))).Bindings[0]
	assert.Equal(t, "IpBasedEnabled", b.TLS.Or(""))
	assert.True(t, value.Is(b.IPBased, true))
	b = model(t, appA, binding, certificate(id("Microsoft.Web/sites/shop/hostNameBindings/www.example.com"))).Bindings[0]
	assert.True(t, value.Is(b.IPBased, true))
	b = model(t, appA, binding, certificate(pinned("var.binding"))).Bindings[0]
	assert.True(t, b.IPBased.IsUnknown())

	m = model(t, appA, slotS, res("azurerm_app_service_slot_custom_hostname_binding.b",
		o{"hostname": "test.example.com", "app_service_slot_id": ref("azurerm_linux_web_app_slot.s.id"), "ssl_state": "SniEnabled"}))
	assert.Same(t, m.Sites[1], m.Bindings[0].Site.Target())
	assert.True(t, value.Is(m.Bindings[0].IPBased, false))
}

func TestCertificates(t *testing.T) {
	binding := res("azurerm_app_service_custom_hostname_binding.b", o{"hostname": "www.example.com", "app_service_name": "shop", "resource_group_name": "rg"})
	c := model(t, appA, binding, res("azurerm_app_service_managed_certificate.c", o{"custom_hostname_binding_id": ref("azurerm_app_service_custom_hostname_binding.b.id")})).Certificates[0]
	assert.True(t, value.Is(c.Managed, true))
	assert.Equal(t, "www.example.com", c.HostName.Or(""))
	assert.NotNil(t, c.Binding.Target())
	c = model(t, res("azurerm_app_service_managed_certificate.c", o{"custom_hostname_binding_id": id("Microsoft.Web/sites/shop/hostNameBindings/x.example.com")})).Certificates[0]
	assert.Equal(t, "x.example.com", c.HostName.Or(""))

	vault := res("azurerm_key_vault.k", in(o{"name": "Vault"}))
	item := res("azurerm_key_vault_certificate.c", o{"name": "c", "key_vault_id": ref("azurerm_key_vault.k.id")})
	for name, tt := range map[string]struct {
		body o
		want string
	}{
		"by reference":     {o{"key_vault_secret_id": ref("azurerm_key_vault_certificate.c.secret_id")}, id("microsoft.keyvault/vaults/vault")},
		"by address":       {o{"key_vault_secret_id": "https://vault.vault.azure.net/secrets/c/1"}, id("microsoft.keyvault/vaults/vault")},
		"by the vault":     {o{"key_vault_id": ref("azurerm_key_vault.k.id")}, id("microsoft.keyvault/vaults/vault")},
		"of another vault": {o{"key_vault_secret_id": "https://other.vault.azure.net/secrets/c/1"}, "other.vault.azure.net"},
		"no vault":         {o{"pfx_blob": "x"}, ""},
	} {
		c := model(t, vault, item, res("azurerm_app_service_certificate.x", in(tt.body))).Certificates[0]
		assert.Equal(t, tt.want, c.VaultID.Or(""), name)
		assert.True(t, value.Is(c.Managed, false))
	}
	c = model(t, vault, res("azurerm_app_service_certificate.x", in(o{"key_vault_secret_id": pinned("var.secret")}))).Certificates[0]
	assert.True(t, c.VaultID.IsUnknown())
}

func TestGuarded(t *testing.T) {
	subnet := l{ref("azurerm_subnet.app.id")}
	rules := func(list string) l {
		return l{o{"default_action": "Deny", list: l{o{"subnet_id": ref("azurerm_subnet.app.id")}}}}
	}
	tests := []struct {
		typ, kind, host string
		body            o
		action          string
	}{
		{"azurerm_storage_account", "microsoft.storage/storageaccounts", "state.blob.core.windows.net",
			o{"network_rules": l{o{"default_action": "Deny", "virtual_network_subnet_ids": subnet}}}, "Deny"},
		{"azurerm_key_vault", "microsoft.keyvault/vaults", "state.vault.azure.net",
			o{"network_acls": l{o{"default_action": "Deny", "virtual_network_subnet_ids": subnet}}}, "Deny"},
		{"azurerm_container_registry", "microsoft.containerregistry/registries", "state.azurecr.io",
			o{"network_rule_set": l{o{"virtual_network": l{o{"subnet_id": ref("azurerm_subnet.app.id")}}}}}, "Allow"},
		{"azurerm_cosmosdb_account", "microsoft.documentdb/databaseaccounts", "state.documents.azure.com",
			o{"virtual_network_rule": l{o{"id": ref("azurerm_subnet.app.id")}}}, ""},
		{"azurerm_servicebus_namespace", "microsoft.servicebus/namespaces", "state.servicebus.windows.net", o{"network_rule_set": rules("network_rules")}, "Deny"},
		{"azurerm_eventhub_namespace", "microsoft.eventhub/namespaces", "state.servicebus.windows.net", o{"network_rulesets": rules("virtual_network_rule")}, "Deny"},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			tt.body["name"] = "State"
			m := model(t, subnet1, res(tt.typ+".g", in(tt.body)))
			g := m.Guarded[0]
			assert.Equal(t, tt.kind, g.Kind)
			assert.Equal(t, tt.host, g.HostName.Or(""))
			assert.True(t, value.Is(g.PublicAccess, true))
			assert.Equal(t, tt.action, g.DefaultAction.Or(""))
			require.Len(t, g.Subnets.Items, 1)
			assert.Same(t, m.Subnets[0], g.Subnets.Items[0].Target())
			assert.Equal(t, id(tt.kind+"/state"), g.ID)
		})
	}
}

func TestAddressRulesOfGuarded(t *testing.T) {
	open := pinned("var.office")
	for _, tt := range []struct {
		written any
		want    value.State
		any     bool
	}{{nil, value.Known, false}, {l{}, value.Known, false}, {l{"203.0.113.7"}, value.Known, true}, {open, value.Unknown, false}} {
		acls := o{"default_action": "Deny", "ip_rules": tt.written}
		g := model(t, res("azurerm_key_vault.k", in(o{"name": "k", "network_acls": l{acls}}))).Guarded[0]
		assert.Equal(t, tt.want, g.AddressRules.State(), "%v", tt.written)
		assert.Equal(t, tt.any, g.AddressRules.Or(false), "%v", tt.written)
	}
	account := res("azurerm_storage_account.s", in(o{"name": "state"}))
	rules := res("azurerm_storage_account_network_rules.r", o{"storage_account_id": ref("azurerm_storage_account.s.id"),
		"default_action": "Deny", "ip_rules": l{"203.0.113.7"}})
	assert.True(t, value.Is(model(t, account).Guarded[0].AddressRules, false))
	assert.True(t, value.Is(model(t, account, rules).Guarded[0].AddressRules, true))
	assert.True(t, model(t, res("azurerm_mssql_server.s", in(o{"name": "sql"}))).Guarded[0].AddressRules.IsAbsent())
}

func TestGuardedByOwnResources(t *testing.T) {
	account := res("azurerm_storage_account.s", in(o{"name": "state", "network_rules": unknown{}, "public_network_access_enabled": false}), creating)
	rules := func(id any) *iac.Resource {
		return res("azurerm_storage_account_network_rules.r", o{"storage_account_id": id, "default_action": "Deny", "virtual_network_subnet_ids": l{ref("azurerm_subnet.app.id")}})
	}
	g := model(t, account, subnet1).Guarded[0]
	assert.True(t, g.DefaultAction.IsAbsent())
	assert.True(t, g.Subnets.CertainlyEmpty())
	assert.True(t, value.Is(g.PublicAccess, false))
	g = model(t, account, subnet1, rules(ref("azurerm_storage_account.s.id"))).Guarded[0]
	assert.Equal(t, "Deny", g.DefaultAction.Or(""))
	assert.Len(t, g.Subnets.Items, 1)
	g = model(t, account, subnet1, rules(pinned("var.account"))).Guarded[0]
	assert.True(t, g.DefaultAction.IsUnknown())
	assert.Equal(t, "var.account", g.Subnets.Incomplete)

	assert.True(t, g.AddressRules.IsUnknown())

	server := res("azurerm_mssql_server.s", in(o{"name": "sql"}))
	g = model(t, server, subnet1, res("azurerm_mssql_virtual_network_rule.r", o{"server_id": ref("azurerm_mssql_server.s.id"), "subnet_id": ref("azurerm_subnet.app.id")})).Guarded[0]
	assert.Len(t, g.Subnets.Items, 1)
	assert.Equal(t, "sql.database.windows.net", g.HostName.Or(""))

	data := model(t, res("data.azurerm_storage_account.s", o{"name": "state", "resource_group_name": "rg"})).Guarded[0]
	assert.True(t, data.DefaultAction.IsUnknown())
	assert.True(t, data.PublicAccess.IsUnknown())
	assert.NotEmpty(t, data.Subnets.Incomplete)
	vault := model(t, res("data.azurerm_key_vault.k", o{"name": "k", "resource_group_name": "rg", "public_network_access_enabled": false,
		"network_acls": l{o{"default_action": "Deny", "virtual_network_subnet_ids": l{}}}})).Guarded[0]
	assert.Equal(t, "Deny", vault.DefaultAction.Or(""))
	assert.True(t, vault.Subnets.CertainlyEmpty())
}
