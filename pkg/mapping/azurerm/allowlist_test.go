package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

func TestAllowLists(t *testing.T) {
	rule := func(address any) *iac.Resource {
		return res("azurerm_mssql_firewall_rule.r", o{"name": "r", "start_ip_address": address})
	}
	for name, c := range map[string]struct {
		list  *iac.Resource
		sites []string
	}{
		"list":            {rule(made("azurerm_linux_web_app.a.possible_outbound_ip_address_list")), []string{"azurerm_linux_web_app.a"}},
		"text":            {rule(made("azurerm_linux_web_app.a.outbound_ip_addresses")), []string{"azurerm_linux_web_app.a"}},
		"element":         {rule(ref("azurerm_linux_web_app.a.outbound_ip_address_list[0]")), []string{"azurerm_linux_web_app.a"}},
		"two apps":        {rule(either{"azurerm_linux_web_app.a.outbound_ip_addresses", "azurerm_linux_web_app.b.outbound_ip_addresses"}), []string{"azurerm_linux_web_app.a", "azurerm_linux_web_app.b"}},
		"from a variable": {rule(pinned("var.address")), nil},
		"with a gateway": {
			rule(either{"azurerm_linux_web_app.a.outbound_ip_addresses", "azurerm_public_ip.p.ip_address"}), nil,
		},
		"another attribute": {rule(ref("azurerm_linux_web_app.a.custom_domain_verification_id")), nil},
		"no app":            {rule(ref("azurerm_public_ip.p.ip_address")), nil},
		"in a block": {
			res("azurerm_key_vault.v", in(o{"name": "v", "network_acls": l{o{"ip_rules": made("azurerm_linux_web_app.b.outbound_ip_address_list")}}})),
			[]string{"azurerm_linux_web_app.b"},
		},
		"not a list of addresses": {
			res("azurerm_key_vault.v", in(o{"name": "v", "tags": made("azurerm_linux_web_app.b.outbound_ip_address_list")})), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, appA, appB, c.list)
			if c.sites == nil {
				assert.Empty(t, m.AllowLists)
				return
			}
			require.Len(t, m.AllowLists, 1)
			candidates, _ := m.AllowLists[0].Apps.Candidates()
			var sites []string
			for _, s := range candidates {
				sites = append(sites, s.Address)
			}
			assert.Equal(t, c.sites, sites)
			assert.Equal(t, c.list.Address, m.AllowLists[0].Address)
		})
	}
}

func TestCurrentOutboundAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		address any
		current bool
	}{
		"those of now":  {made("azurerm_linux_web_app.a.outbound_ip_addresses"), true},
		"as a list":     {ref("azurerm_linux_web_app.a.outbound_ip_address_list[0]"), true},
		"all possible":  {made("azurerm_linux_web_app.a.possible_outbound_ip_addresses"), false},
		"who knows":     {either{"azurerm_linux_web_app.a.outbound_ip_addresses", "azurerm_linux_web_app.a.possible_outbound_ip_addresses"}, false},
		"as a list too": {ref("azurerm_linux_web_app.a.possible_outbound_ip_address_list[3]"), false},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, appA, res("azurerm_mssql_firewall_rule.r", o{"name": "r", "start_ip_address": c.address}))
			require.Len(t, m.AllowLists, 1)
			assert.Equal(t, c.current, m.AllowLists[0].Current)
		})
	}
}
