package azurerm

// spellings are the attributes and types that belong to some major versions of
// the provider only.
//
// Source: the upgrade guides for 4.0 and 5.0,
// https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/5.0-upgrade-guide
var spellings = []struct {
	typ, attribute string
	major          int
}{
	{"azurerm_subnet", "service_endpoint", 5},
	{"azurerm_subnet", "network_security_group_id_wo", 5},
	{"azurerm_subnet", "route_table_id_wo", 5},
	{"azurerm_private_dns_zone_virtual_network_link", "private_dns_zone_id", 5},
	{"azurerm_private_dns_a_record", "private_dns_zone_id", 5},
	{"azurerm_private_dns_aaaa_record", "private_dns_zone_id", 5},
	{"azurerm_private_dns_cname_record", "private_dns_zone_id", 5},

	{"azurerm_subnet", "private_endpoint_network_policies_enabled", 3},
	{"azurerm_subnet", "enforce_private_link_endpoint_network_policies", 3},
	{"azurerm_subnet", "enforce_private_link_service_network_policies", 3},
	{"azurerm_route_table", "disable_bgp_route_propagation", 3},
	{"azurerm_storage_account", "enable_https_traffic_only", 3},
	{"azurerm_cdn_frontdoor_origin", "health_probes_enabled", 3},
	{"azurerm_app_service_environment", "", 3},

	{"azurerm_subnet", "service_endpoints", 4},
	{"azurerm_private_dns_zone_virtual_network_link", "private_dns_zone_name", 4},
	{"azurerm_private_dns_a_record", "zone_name", 4},
	{"azurerm_private_dns_aaaa_record", "zone_name", 4},
	{"azurerm_private_dns_cname_record", "zone_name", 4},
	{"azurerm_virtual_network_gateway", "enable_bgp", 4},
	{"azurerm_virtual_network_gateway_connection", "enable_bgp", 4},
	{"azurerm_application_gateway", "enable_http2", 4},
	{"azurerm_application_gateway", "authentication_certificate", 4},
	{"azurerm_key_vault", "enable_rbac_authorization", 4},
	{"azurerm_app_service", "", 4},
	{"azurerm_app_service_slot", "", 4},
	{"azurerm_app_service_plan", "", 4},
	{"azurerm_app_service_active_slot", "", 4},
	{"azurerm_app_service_hybrid_connection", "", 4},
	{"azurerm_function_app", "", 4},
	{"azurerm_function_app_slot", "", 4},
}

// MajorOf tells the provider's major version by a resource, of a type and with
// the attributes that has reports: 3 or 5 if the resource belongs to that version,
// 4 if it belongs to version 4 or an older one, and 0 if it does not tell.
func MajorOf(typ string, has func(attribute string) bool) int {
	for _, s := range spellings {
		if s.typ == typ && (s.attribute == "" || has(s.attribute)) {
			return s.major
		}
	}
	return 0
}
