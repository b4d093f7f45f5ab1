// Package azurerm translates resources and data sources of the Terraform
// provider azurerm, from its major version 3 to 5 and the deprecated types of
// before, into the network model.
//
// It applies the provider's defaults, because they are not Azure's: where an
// attribute is omitted, azurerm often sends a value of its own. What is absent
// in the model is what nothing is sent for.
//
// Sources: the provider's documentation and schema,
// https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs, and its
// upgrade guides for 3.0, 4.0 and 5.0 there.
package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// mapper adds what one resource means to the model.
type mapper func(x *index.Index, a attributes)

// Map adds what a resource means to the model. It reports false for a type, or a
// data source, that it does not know.
func Map(x *index.Index, r *iac.Resource) bool {
	m := mapperOf(r.Type)
	if m == nil || r.Data && !dataSources[r.Type] {
		return false
	}
	if x.Exists(r) {
		a := open(x, r)
		m(x, a)
		admitOutbound(x, a)
	}
	return true
}

// Wants reports whether resources of a type matter to this mapping.
func Wants(typ string) bool { return mapperOf(typ) != nil }

func mapperOf(typ string) mapper {
	if m := resources[typ]; m != nil {
		return m
	}
	if g, ok := guardedTypes[typ]; ok {
		return g.add
	}
	if o, ok := occupants[typ]; ok {
		return o.add
	}
	if len(allowLists[typ]) > 0 {
		return allowList
	}
	return nil
}

// resources says what becomes of each type. Resources with network rules of
// their own and those that only take addresses of a subnet have tables of their
// own: guardedTypes and occupants.
var resources = map[string]mapper{
	"azurerm_linux_web_app":                 linuxWebApp.add,
	"azurerm_linux_web_app_slot":            linuxWebApp.slotOf("app_service_id"),
	"azurerm_windows_web_app":               windowsWebApp.add,
	"azurerm_windows_web_app_slot":          windowsWebApp.slotOf("app_service_id"),
	"azurerm_linux_function_app":            linuxFunctionApp.add,
	"azurerm_linux_function_app_slot":       linuxFunctionApp.slotOf("function_app_id"),
	"azurerm_windows_function_app":          windowsFunctionApp.add,
	"azurerm_windows_function_app_slot":     windowsFunctionApp.slotOf("function_app_id"),
	"azurerm_function_app_flex_consumption": flexFunctionApp.add,
	"azurerm_logic_app_standard":            logicApp.add,
	"azurerm_app_service":                   legacyWebApp.add,
	"azurerm_app_service_slot":              legacyWebApp.slotNamed("app_service_name"),
	"azurerm_function_app":                  legacyFunctionApp.add,
	"azurerm_function_app_slot":             legacyFunctionApp.slotNamed("function_app_name"),

	"azurerm_app_service_virtual_network_swift_connection":      swiftConnection,
	"azurerm_app_service_slot_virtual_network_swift_connection": slotSwiftConnection,
	"azurerm_web_app_active_slot":                               activeSlot,
	"azurerm_function_app_active_slot":                          activeSlot,
	"azurerm_app_service_active_slot":                           legacyActiveSlot,

	"azurerm_service_plan":               servicePlan,
	"azurerm_app_service_plan":           legacyPlan,
	"azurerm_app_service_environment":    environmentV2,
	"azurerm_app_service_environment_v3": environmentV3,
	"azurerm_monitor_autoscale_setting":  autoscaleSetting,

	"azurerm_virtual_network":                           virtualNetwork,
	"azurerm_virtual_network_dns_servers":               dnsServers,
	"azurerm_private_dns_resolver_virtual_network_link": resolverLink,
	"azurerm_virtual_network_peering":                   peering,
	"azurerm_subnet":                                    subnet,
	"azurerm_subnet_network_security_group_association": securityGroupAssociation,
	"azurerm_subnet_route_table_association":            routeTableAssociation,
	"azurerm_subnet_nat_gateway_association":            natGatewayAssociation,
	"azurerm_network_security_group":                    securityGroup,
	"azurerm_network_security_rule":                     securityRule,
	"azurerm_route_table":                               routeTable,
	"azurerm_route":                                     route,
	"azurerm_nat_gateway":                               natGateway,
	"azurerm_nat_gateway_public_ip_association":         natGatewayAddress("public_ip_address_id"),
	"azurerm_nat_gateway_public_ip_prefix_association":  natGatewayAddress("public_ip_prefix_id"),
	"azurerm_public_ip":                                 publicAddress,
	"azurerm_public_ip_prefix":                          publicPrefix,
	"azurerm_virtual_network_gateway":                   gateway,
	"azurerm_virtual_network_gateway_connection":        gatewayConnection,

	"azurerm_private_endpoint":                      privateEndpoint,
	"azurerm_private_endpoint_connection":           endpointReading,
	"azurerm_private_dns_zone":                      privateZone,
	"azurerm_private_dns_zone_virtual_network_link": zoneLink,
	"azurerm_private_dns_a_record":                  record("A", "records"),
	"azurerm_private_dns_aaaa_record":               record("AAAA", "records"),
	"azurerm_private_dns_cname_record":              record("CNAME", "record"),

	"azurerm_management_group_policy_assignment": policyAssignment,
	"azurerm_subscription_policy_assignment":     policyAssignment,
	"azurerm_resource_group_policy_assignment":   policyAssignment,
	"azurerm_resource_policy_assignment":         policyAssignment,
	"azurerm_resource_provider_registration":     registration,

	"azurerm_relay_namespace":                relayNamespace,
	"azurerm_relay_hybrid_connection":        relayConnection,
	"azurerm_web_app_hybrid_connection":      hybridConnection("web_app_id"),
	"azurerm_function_app_hybrid_connection": hybridConnection("function_app_id"),
	"azurerm_app_service_hybrid_connection":  legacyHybridConnection,

	"azurerm_app_service_certificate":                  certificate,
	"azurerm_app_service_managed_certificate":          managedCertificate,
	"azurerm_app_service_custom_hostname_binding":      hostNameBinding,
	"azurerm_app_service_slot_custom_hostname_binding": slotHostNameBinding,
	"azurerm_app_service_certificate_binding":          certificateBinding,

	"azurerm_application_gateway":        applicationGateway,
	"azurerm_frontdoor":                  classicFrontDoor,
	"azurerm_cdn_frontdoor_profile":      frontDoor,
	"azurerm_cdn_frontdoor_origin_group": originGroup,
	"azurerm_cdn_frontdoor_origin":       origin,

	"azurerm_traffic_manager_profile":           trafficProfile,
	"azurerm_traffic_manager_azure_endpoint":    trafficEndpoint(network.AzureEndpoint),
	"azurerm_traffic_manager_external_endpoint": trafficEndpoint(network.ExternalEndpoint),
	"azurerm_traffic_manager_nested_endpoint":   trafficEndpoint(network.NestedEndpoint),

	"azurerm_network_security_perimeter_profile":     perimeterProfile,
	"azurerm_network_security_perimeter_association": perimeterAssociation,
	"azurerm_network_security_perimeter_access_rule": perimeterRule,

	"azurerm_storage_account_network_rules": storageRules,
	"azurerm_key_vault_certificate":         vaultItem,
	"azurerm_key_vault_secret":              vaultItem,
	"azurerm_mssql_virtual_network_rule":    sqlRule,
}

// dataSources are the types whose data sources tell of parts of the model, too.
// What a data source does not export is unknown.
var dataSources = map[string]bool{
	"azurerm_linux_web_app":                 true,
	"azurerm_windows_web_app":               true,
	"azurerm_linux_function_app":            true,
	"azurerm_windows_function_app":          true,
	"azurerm_function_app_flex_consumption": true,
	"azurerm_logic_app_standard":            true,
	"azurerm_app_service":                   true,
	"azurerm_function_app":                  true,

	"azurerm_service_plan":               true,
	"azurerm_app_service_plan":           true,
	"azurerm_app_service_environment":    true,
	"azurerm_app_service_environment_v3": true,

	"azurerm_virtual_network":         true,
	"azurerm_virtual_network_peering": true,
	"azurerm_subnet":                  true,
	"azurerm_network_security_group":  true,
	"azurerm_route_table":             true,
	"azurerm_nat_gateway":             true,
	"azurerm_public_ip":               true,
	"azurerm_public_ip_prefix":        true,
	"azurerm_virtual_network_gateway": true,

	"azurerm_private_endpoint_connection":           true,
	"azurerm_private_dns_zone":                      true,
	"azurerm_private_dns_zone_virtual_network_link": true,
	"azurerm_private_dns_a_record":                  true,
	"azurerm_private_dns_aaaa_record":               true,
	"azurerm_private_dns_cname_record":              true,

	"azurerm_app_service_certificate":    true,
	"azurerm_cdn_frontdoor_profile":      true,
	"azurerm_cdn_frontdoor_origin_group": true,
	"azurerm_traffic_manager_profile":    true,

	"azurerm_storage_account":       true,
	"azurerm_key_vault":             true,
	"azurerm_key_vault_certificate": true,
	"azurerm_key_vault_secret":      true,
	"azurerm_container_registry":    true,
	"azurerm_mssql_server":          true,
	"azurerm_cosmosdb_account":      true,
	"azurerm_servicebus_namespace":  true,
	"azurerm_eventhub_namespace":    true,
}

// Skipped are top-level attributes that this package does not read. A front end
// may leave them out.
var Skipped = map[string]bool{
	"access_policy":                     true,
	"auth_settings":                     true,
	"auto_heal_setting":                 true,
	"backup":                            true,
	"blob_properties":                   true,
	"custom_dns_configs":                true,
	"custom_domain_verification_id":     true,
	"custom_error_configuration":        true,
	"extension":                         true,
	"functions_extension_version":       true,
	"georeplications":                   true,
	"identity":                          true,
	"notification":                      true,
	"outbound_ip_address_list":          true,
	"possible_outbound_ip_address_list": true,
	"possible_outbound_ip_addresses":    true,
	"private_dns_zone_configs":          true,
	"queue_properties":                  true,
	"rewrite_rule_set":                  true,
	"share_properties":                  true,
	"site_credential":                   true,
	"source_control":                    true,
	"ssl_certificate":                   true,
	"ssl_policy":                        true,
	"ssl_profile":                       true,
	"static_website":                    true,
	"sticky_settings":                   true,
	"tags":                              true,
	"timeouts":                          true,
	"trusted_client_certificate":        true,
	"trusted_root_certificate":          true,
	"waf_configuration":                 true,
	"zip_deploy_file":                   true,
}
