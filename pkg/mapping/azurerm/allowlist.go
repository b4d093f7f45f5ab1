package azurerm

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// allowLists are the attributes and blocks of each type that hold addresses which
// a firewall lets in.
var allowLists = map[string][]string{
	"azurerm_mssql_firewall_rule":                      {"start_ip_address", "end_ip_address"},
	"azurerm_mysql_flexible_server_firewall_rule":      {"start_ip_address", "end_ip_address"},
	"azurerm_postgresql_flexible_server_firewall_rule": {"start_ip_address", "end_ip_address"},
	"azurerm_redis_firewall_rule":                      {"start_ip", "end_ip"},
	"azurerm_synapse_firewall_rule":                    {"start_ip_address", "end_ip_address"},

	"azurerm_container_registry":            {"network_rule_set"},
	"azurerm_cosmosdb_account":              {"ip_range_filter"},
	"azurerm_eventhub_namespace":            {"network_rulesets"},
	"azurerm_key_vault":                     {"network_acls"},
	"azurerm_network_security_group":        {"security_rule"},
	"azurerm_network_security_rule":         {"source_address_prefix", "source_address_prefixes"},
	"azurerm_servicebus_namespace":          {"network_rule_set"},
	"azurerm_storage_account":               {"network_rules"},
	"azurerm_storage_account_network_rules": {"ip_rules"},

	"azurerm_function_app_flex_consumption": {"site_config"},
	"azurerm_linux_function_app":            {"site_config"},
	"azurerm_linux_function_app_slot":       {"site_config"},
	"azurerm_linux_web_app":                 {"site_config"},
	"azurerm_linux_web_app_slot":            {"site_config"},
	"azurerm_logic_app_standard":            {"site_config"},
	"azurerm_windows_function_app":          {"site_config"},
	"azurerm_windows_function_app_slot":     {"site_config"},
	"azurerm_windows_web_app":               {"site_config"},
	"azurerm_windows_web_app_slot":          {"site_config"},
}

// allowList is the mapper of types that are of interest for their addresses only.
func allowList(*index.Index, attributes) {}

// admitOutbound adds a list of addresses that is made from those which apps send
// from. Before the apps exist, their addresses are unknown and only the origin
// tells.
func admitOutbound(x *index.Index, a attributes) {
	if a.of.Data || !a.Value().HasUnknowns() {
		return
	}
	for _, key := range allowLists[a.of.Type] {
		list := a.Value().Get(key)
		list.Unknowns(func(v iac.Value) {
			if isOutbound(v) {
				x.Later(func() { addAllowList(x, a, v) })
			}
		})
	}
}

// isOutbound reports whether a value certainly comes from outbound addresses of
// apps alone.
func isOutbound(v iac.Value) bool {
	origin := v.Origin()
	return origin != nil && origin.Closed && len(origin.References) > 0 &&
		!slices.ContainsFunc(origin.References, func(ref iac.Reference) bool {
			return !strings.HasPrefix(strings.TrimPrefix(ref.Attribute, "possible_"), "outbound_ip_")
		})
}

func addAllowList(x *index.Index, a attributes, v iac.Value) {
	sites, _, _ := index.References[network.Site](x, v)
	if len(sites) == 0 {
		return
	}
	l := &network.AllowList{Element: a.element(x), Apps: network.AnyOf(sites, v.At()), Current: isCurrent(v)}
	x.Model.AllowLists = append(x.Model.AllowLists, l)
}

// isCurrent reports whether outbound addresses are those that apps use now.
func isCurrent(v iac.Value) bool {
	return !slices.ContainsFunc(v.Origin().References, func(ref iac.Reference) bool {
		return strings.HasPrefix(ref.Attribute, "possible_")
	})
}
