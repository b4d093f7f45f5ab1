package mapping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// twin is one configuration in two languages. Defaults of the provider are
// written out in the template.
type twin struct {
	azurerm, arm []*iac.Resource
	// alike are pairs of texts that differ in the two and mean the same.
	alike []string
}

// What means the same makes the same model, however it is written.
func TestSameMeaningSameModel(t *testing.T) {
	for name, twin := range map[string]func(*testing.T) twin{
		"network": networkTwin, "app": appTwin, "private": privateTwin, "front": frontTwin, "relay": relayTwin, "environment": environmentTwin,
	} {
		t.Run(name, func(t *testing.T) {
			both := twin(t)
			want := describe(model(t, both.azurerm...))
			alike := append([]string(nil), both.alike...)
			alike = append(alike, "/subscriptions/?/resourcegroups/?", "/subscriptions/0000/resourcegroups/rg")
			got := strings.NewReplacer(alike...).Replace(describe(model(t, both.arm...)))
			assert.Equal(t, want, got)
			assert.NotEmpty(t, want)
		})
	}
}

func networkTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_virtual_network.v", `{"name": "v", "resource_group_name": "rg", "location": "West Europe", "address_space": ["10.0.0.0/16"], "dns_servers": ["10.0.0.4"], "subnet": []}`),
			terraform(t, "azurerm_virtual_network.hub", `{"name": "hub", "resource_group_name": "rg", "location": "West Europe", "address_space": ["10.1.0.0/16"],
				"subnet": [{"name": "in", "address_prefixes": ["10.1.0.0/24"], "private_endpoint_network_policies": "Disabled"}]}`),
			terraform(t, "azurerm_subnet.s", `{"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/26"],
				"delegation": [{"name": "d", "service_delegation": [{"name": "Microsoft.Web/serverFarms"}]}],
				"service_endpoint": [{"service": "Microsoft.Storage"}], "private_endpoint_network_policies": "Enabled"}`),
			terraform(t, "azurerm_subnet.gw", `{"name": "GatewaySubnet", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.1.0/26"]}`),
			terraform(t, "azurerm_network_security_group.n", `{"name": "n", "resource_group_name": "rg", "location": "West Europe", "security_rule": [
				{"name": "in", "priority": 100, "direction": "Inbound", "access": "Deny", "protocol": "Tcp", "source_address_prefix": "*",
				 "source_port_range": "*", "destination_address_prefix": "*", "destination_port_ranges": ["80", "443"]}]}`),
			terraform(t, "azurerm_network_security_rule.out", `{"name": "out", "resource_group_name": "rg", "network_security_group_name": "n",
				"priority": 200, "direction": "Outbound", "access": "Allow", "protocol": "*", "source_address_prefix": "*",
				"source_port_range": "*", "destination_address_prefix": "Internet", "destination_port_range": "443"}`),
			terraform(t, "azurerm_subnet_network_security_group_association.a", `{"subnet_id": {"?": "azurerm_subnet.s!id"}, "network_security_group_id": {"?": "azurerm_network_security_group.n!id"}}`),
			terraform(t, "azurerm_route_table.r", `{"name": "r", "resource_group_name": "rg", "location": "westeurope", "route": [
				{"name": "all", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_in_ip_address": "10.1.0.4"}]}`),
			terraform(t, "azurerm_subnet_route_table_association.a", `{"subnet_id": {"?": "azurerm_subnet.s!id"}, "route_table_id": {"?": "azurerm_route_table.r!id"}}`),
			terraform(t, "azurerm_public_ip.p", `{"name": "p", "resource_group_name": "rg", "location": "westeurope"}`),
			terraform(t, "azurerm_nat_gateway.g", `{"name": "g", "resource_group_name": "rg", "location": "westeurope"}`),
			terraform(t, "azurerm_nat_gateway_public_ip_association.a", `{"nat_gateway_id": {"?": "azurerm_nat_gateway.g!id"}, "public_ip_address_id": {"?": "azurerm_public_ip.p!id"}}`),
			terraform(t, "azurerm_subnet_nat_gateway_association.a", `{"subnet_id": {"?": "azurerm_subnet.s!id"}, "nat_gateway_id": {"?": "azurerm_nat_gateway.g!id"}}`),
			terraform(t, "azurerm_virtual_network_peering.p", `{"name": "p", "resource_group_name": "rg", "virtual_network_name": "v", "remote_virtual_network_id": {"?": "azurerm_virtual_network.hub!id"}}`),
			terraform(t, "azurerm_virtual_network_gateway.vpn", `{"name": "vpn", "resource_group_name": "rg", "location": "westeurope", "type": "Vpn", "sku": "VpnGw1",
				"ip_configuration": [{"subnet_id": {"?": "azurerm_subnet.gw!id"}}],
				"vpn_client_configuration": [{"address_space": ["172.16.0.0/24"], "vpn_client_protocols": ["SSTP"]}]}`),
			terraform(t, "azurerm_virtual_network_gateway_connection.c", `{"name": "c", "resource_group_name": "rg", "location": "westeurope", "type": "ExpressRoute", "virtual_network_gateway_id": {"?": "azurerm_virtual_network_gateway.vpn!id"}}`),
			terraform(t, "azurerm_network_interface.nic", `{"name": "nic", "resource_group_name": "rg", "location": "westeurope", "ip_configuration": [{"subnet_id": {"?": "azurerm_subnet.s!id"}}]}`),
			terraform(t, "azurerm_storage_account.st", `{"name": "st", "resource_group_name": "rg", "location": "westeurope",
				"network_rules": [{"default_action": "Deny", "virtual_network_subnet_ids": [{"?": "azurerm_subnet.s!id"}]}]}`),
		},
		arm: []*iac.Resource{
			arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "location": "westeurope", "properties": {
				"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "dhcpOptions": {"dnsServers": ["10.0.0.4"]}}}`),
			arm(t, "hub", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "hub", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
				"subnets": [{"name": "in", "properties": {"addressPrefixes": ["10.1.0.0/24"], "privateEndpointNetworkPolicies": "Disabled"}}]}}`),
			arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {"addressPrefixes": ["10.0.0.0/26"],
				"delegations": [{"name": "d", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}],
				"serviceEndpoints": [{"service": "Microsoft.Storage"}], "privateEndpointNetworkPolicies": "Enabled",
				"networkSecurityGroup": {"id": {"?": "n!id"}}, "routeTable": {"id": {"?": "r!id"}}, "natGateway": {"id": {"?": "g!id"}}}}`),
			arm(t, "gw", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/GatewaySubnet", "properties": {"addressPrefixes": ["10.0.1.0/26"], "privateEndpointNetworkPolicies": "Disabled"}}`),
			arm(t, "n", "Microsoft.Network/networkSecurityGroups@2024-05-01", `{"name": "n", "location": "westeurope", "properties": {"securityRules": [
				{"name": "in", "properties": {"priority": 100, "direction": "Inbound", "access": "Deny", "protocol": "Tcp", "sourceAddressPrefix": "*",
				 "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRanges": ["80", "443"]}}]}}`),
			arm(t, "out", "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01", `{"name": "n/out", "properties": {
				"priority": 200, "direction": "Outbound", "access": "Allow", "protocol": "*", "sourceAddressPrefix": "*",
				"sourcePortRange": "*", "destinationAddressPrefix": "Internet", "destinationPortRange": "443"}}`),
			arm(t, "r", "Microsoft.Network/routeTables@2024-05-01", `{"name": "r", "location": "westeurope", "properties": {"routes": [
				{"name": "all", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.0.4"}}]}}`),
			arm(t, "p", "Microsoft.Network/publicIPAddresses@2024-05-01", `{"name": "p", "location": "westeurope", "sku": {"name": "Standard"}, "properties": {"publicIPAddressVersion": "IPv4"}}`),
			arm(t, "g", "Microsoft.Network/natGateways@2024-05-01", `{"name": "g", "location": "westeurope", "sku": {"name": "Standard"}, "properties": {"publicIpAddresses": [{"id": {"?": "p!id"}}]}}`),
			arm(t, "peering", "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01", `{"name": "v/p", "properties": {"remoteVirtualNetwork": {"id": {"?": "hub!id"}},
				"allowVirtualNetworkAccess": true, "allowForwardedTraffic": false, "allowGatewayTransit": false, "useRemoteGateways": false}}`),
			arm(t, "vpn", "Microsoft.Network/virtualNetworkGateways@2024-05-01", `{"name": "vpn", "location": "westeurope", "properties": {"gatewayType": "Vpn", "vpnType": "RouteBased", "sku": {"name": "VpnGw1"},
				"ipConfigurations": [{"properties": {"subnet": {"id": {"?": "gw!id"}}}}],
				"vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.16.0.0/24"]}, "vpnClientProtocols": ["SSTP"]}}}`),
			arm(t, "c", "Microsoft.Network/connections@2024-05-01", `{"name": "c", "location": "westeurope", "properties": {"connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": {"?": "vpn!id"}}}}`),
			arm(t, "nic", "Microsoft.Network/networkInterfaces@2024-05-01", `{"name": "nic", "location": "westeurope", "properties": {"ipConfigurations": [{"properties": {"subnet": {"id": {"?": "s!id"}}}}]}}`),
			arm(t, "st", "Microsoft.Storage/storageAccounts@2023-05-01", `{"name": "st", "location": "westeurope", "properties": {"publicNetworkAccess": "Enabled",
				"networkAcls": {"defaultAction": "Deny", "virtualNetworkRules": [{"id": {"?": "s!id"}}]}}}`),
		},
	}
}

func appTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		alike: []string{ // bindings have no name in Terraform; subnets are told apart by address
			".Bindings[0].Element.Name = www.contoso.com\n", "", "Bindings.Items[0] = www.contoso.com", "Bindings.Items[0] = ?",
			"Source = {[] [] s ", "Source = {[] [] azurerm_subnet.s ",
		},
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_virtual_network.v", `{"name": "v", "resource_group_name": "rg", "location": "westeurope", "address_space": ["10.0.0.0/16"]}`),
			terraform(t, "azurerm_subnet.s", `{"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/26"]}`),
			terraform(t, "azurerm_service_plan.p", `{"name": "p", "resource_group_name": "rg", "location": "westeurope", "os_type": "Linux", "sku_name": "P1v3", "worker_count": 2}`),
			terraform(t, "azurerm_linux_web_app.a", `{"name": "a", "resource_group_name": "rg", "location": "westeurope", "service_plan_id": {"?": "azurerm_service_plan.p!id"},
				"virtual_network_subnet_id": {"?": "azurerm_subnet.s!id"}, "https_only": true, "public_network_access_enabled": true,
				"app_settings": {"WEBSITE_DNS_SERVER": "10.0.0.4"},
				"site_config": [{"vnet_route_all_enabled": true, "minimum_tls_version": "1.3", "ip_restriction_default_action": "Deny",
					"application_stack": [{"docker_image_name": "shop.azurecr.io/web:1"}],
					"ip_restriction": [
						{"name": "office", "priority": 100, "action": "Allow", "ip_address": "203.0.113.0/24,198.51.100.7"},
						{"name": "door", "priority": 200, "action": "Allow", "service_tag": "AzureFrontDoor.Backend", "headers": [{"x_azure_fdid": ["id"]}]},
						{"name": "subnet", "priority": 300, "action": "Deny", "virtual_network_subnet_id": {"?": "azurerm_subnet.s!id"}}]}]}`),
			terraform(t, "azurerm_linux_web_app_slot.b", `{"name": "b", "app_service_id": {"?": "azurerm_linux_web_app.a!id"}, "site_config": [{}]}`),
			terraform(t, "azurerm_app_service_virtual_network_swift_connection.x", `{"app_service_id": {"?": "azurerm_linux_web_app.a!id"}, "subnet_id": {"?": "azurerm_subnet.s!id"}}`),
			terraform(t, "azurerm_app_service_custom_hostname_binding.h", `{"hostname": "www.contoso.com", "app_service_name": "a", "resource_group_name": "rg", "ssl_state": "SniEnabled", "thumbprint": "AB"}`),
			terraform(t, "azurerm_monitor_autoscale_setting.m", `{"name": "m", "resource_group_name": "rg", "location": "westeurope", "target_resource_id": {"?": "azurerm_service_plan.p!id"}, "profile": [{"capacity": [{"maximum": 9}]}]}`),
		},
		arm: []*iac.Resource{
			arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}`),
			arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {"addressPrefixes": ["10.0.0.0/26"], "privateEndpointNetworkPolicies": "Disabled"}}`),
			arm(t, "p", "Microsoft.Web/serverfarms@2023-12-01", `{"name": "p", "location": "westeurope", "kind": "linux", "sku": {"name": "P1v3", "capacity": 2}, "properties": {"reserved": true, "elasticScaleEnabled": false}}`),
			arm(t, "a", "Microsoft.Web/sites@2023-12-01", `{"name": "a", "location": "westeurope", "kind": "app,linux", "properties": {"serverFarmId": {"?": "p!id"},
				"virtualNetworkSubnetId": {"?": "s!id"}, "httpsOnly": true, "clientAffinityEnabled": false, "publicNetworkAccess": "Enabled", "clientCertEnabled": false,
				"vnetRouteAllEnabled": true, "vnetImagePullEnabled": false, "vnetBackupRestoreEnabled": false,
				"siteConfig": {"minTlsVersion": "1.3", "scmMinTlsVersion": "1.2", "ftpsState": "Disabled", "alwaysOn": true, "remoteDebuggingEnabled": false,
					"linuxFxVersion": "DOCKER|shop.azurecr.io/web:1",
					"appSettings": [{"name": "WEBSITE_DNS_SERVER", "value": "10.0.0.4"}],
					"ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsUseMain": false,
					"ipSecurityRestrictions": [
						{"name": "office", "priority": 100, "action": "Allow", "ipAddress": "203.0.113.0/24,198.51.100.7"},
						{"name": "door", "priority": 200, "action": "Allow", "ipAddress": "AzureFrontDoor.Backend", "tag": "ServiceTag", "headers": {"x-azure-fdid": ["id"]}},
						{"name": "subnet", "priority": 300, "action": "Deny", "vnetSubnetResourceId": {"?": "s!id"}}]}}}`),
			arm(t, "b", "Microsoft.Web/sites/slots@2023-12-01", `{"name": "a/b", "kind": "app,linux", "properties": {
				"httpsOnly": false, "clientAffinityEnabled": false, "publicNetworkAccess": "Enabled", "clientCertEnabled": false,
				"vnetRouteAllEnabled": false, "vnetImagePullEnabled": false, "vnetBackupRestoreEnabled": false,
				"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.2", "ftpsState": "Disabled", "alwaysOn": true, "remoteDebuggingEnabled": false,
					"ipSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsUseMain": false}}}`),
			arm(t, "ftpa", "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01", `{"name": "a/ftp", "properties": {"allow": true}}`),
			arm(t, "ftpb", "Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2023-12-01", `{"name": "a/b/ftp", "properties": {"allow": true}}`),
			arm(t, "x", "Microsoft.Web/sites/networkConfig@2023-12-01", `{"name": "a/virtualNetwork", "properties": {"subnetResourceId": {"?": "s!id"}}}`),
			arm(t, "h", "Microsoft.Web/sites/hostNameBindings@2023-12-01", `{"name": "a/www.contoso.com", "properties": {"sslState": "SniEnabled", "thumbprint": "AB"}}`),
			arm(t, "m", "Microsoft.Insights/autoscaleSettings@2022-10-01", `{"name": "m", "location": "westeurope", "properties": {"enabled": true, "targetResourceUri": {"?": "p!id"}, "profiles": [{"capacity": {"maximum": "9"}}]}}`),
		},
	}
}

func privateTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_virtual_network.v", `{"name": "v", "resource_group_name": "rg", "location": "westeurope", "address_space": ["10.0.0.0/16"]}`),
			terraform(t, "azurerm_subnet.s", `{"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/26"]}`),
			terraform(t, "azurerm_service_plan.p", `{"name": "p", "resource_group_name": "rg", "location": "westeurope", "os_type": "Windows", "sku_name": "EP1", "maximum_elastic_worker_count": 5}`),
			terraform(t, "azurerm_windows_function_app.a", `{"name": "a", "resource_group_name": "rg", "location": "westeurope", "service_plan_id": {"?": "azurerm_service_plan.p!id"},
				"https_only": true, "public_network_access_enabled": false, "site_config": [{"elastic_instance_minimum": 1, "runtime_scale_monitoring_enabled": true}]}`),
			terraform(t, "azurerm_windows_function_app_slot.b", `{"name": "b", "function_app_id": {"?": "azurerm_windows_function_app.a!id"}, "site_config": [{}]}`),
			terraform(t, "azurerm_private_endpoint.a", `{"name": "pa", "resource_group_name": "rg", "location": "westeurope", "subnet_id": {"?": "azurerm_subnet.s!id"},
				"private_service_connection": [{"is_manual_connection": false, "private_connection_resource_id": {"?": "azurerm_windows_function_app.a!id"}, "subresource_names": ["sites"]}],
				"private_dns_zone_group": [{"private_dns_zone_ids": [{"?": "azurerm_private_dns_zone.z!id"}]}],
				"ip_configuration": [{"private_ip_address": "10.0.0.10"}]}`),
			terraform(t, "azurerm_private_endpoint.b", `{"name": "pb", "resource_group_name": "rg", "location": "westeurope", "subnet_id": {"?": "azurerm_subnet.s!id"}, "ip_configuration": [],
				"private_service_connection": [{"is_manual_connection": true, "private_connection_resource_id": {"?": "azurerm_windows_function_app.a!id"}, "subresource_names": ["sites-b"]}]}`),
			terraform(t, "azurerm_private_dns_zone.z", `{"name": "privatelink.azurewebsites.net", "resource_group_name": "rg"}`),
			terraform(t, "azurerm_private_dns_zone_virtual_network_link.l", `{"name": "l", "private_dns_zone_id": {"?": "azurerm_private_dns_zone.z!id"}, "virtual_network_id": {"?": "azurerm_virtual_network.v!id"}}`),
			terraform(t, "azurerm_private_dns_a_record.r", `{"name": "a", "private_dns_zone_id": {"?": "azurerm_private_dns_zone.z!id"}, "records": ["10.0.0.10"]}`),
			terraform(t, "azurerm_network_security_perimeter_association.n", `{"name": "n", "access_mode": "Learning", "resource_id": {"?": "azurerm_windows_function_app.a!id"},
				"network_security_perimeter_profile_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/networkSecurityPerimeters/nsp/profiles/p"}`),
		},
		arm: []*iac.Resource{
			arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}`),
			arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {"addressPrefixes": ["10.0.0.0/26"], "privateEndpointNetworkPolicies": "Disabled"}}`),
			arm(t, "p", "Microsoft.Web/serverfarms@2023-12-01", `{"name": "p", "location": "westeurope", "kind": "elastic", "sku": {"name": "EP1"}, "properties": {"maximumElasticWorkerCount": 5, "elasticScaleEnabled": false}}`),
			arm(t, "a", "Microsoft.Web/sites@2023-12-01", `{"name": "a", "location": "westeurope", "kind": "functionapp", "properties": {"serverFarmId": {"?": "p!id"},
				"httpsOnly": true, "publicNetworkAccess": "Disabled", "clientCertEnabled": false, "vnetRouteAllEnabled": false, "vnetImagePullEnabled": false, "vnetBackupRestoreEnabled": false,
				"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.2", "ftpsState": "Disabled", "remoteDebuggingEnabled": false,
					"minimumElasticInstanceCount": 1, "functionsRuntimeScaleMonitoringEnabled": true,
					"ipSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsUseMain": false}}}`),
			arm(t, "b", "Microsoft.Web/sites/slots@2023-12-01", `{"name": "a/b", "kind": "functionapp", "properties": {
				"httpsOnly": false, "publicNetworkAccess": "Enabled", "clientCertEnabled": false, "vnetRouteAllEnabled": false, "vnetImagePullEnabled": false, "vnetBackupRestoreEnabled": false,
				"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.2", "ftpsState": "Disabled", "remoteDebuggingEnabled": false,
					"ipSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsDefaultAction": "Allow", "scmIpSecurityRestrictionsUseMain": false}}}`),
			arm(t, "ftpa", "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01", `{"name": "a/ftp", "properties": {"allow": true}}`),
			arm(t, "ftpb", "Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2023-12-01", `{"name": "a/b/ftp", "properties": {"allow": true}}`),
			arm(t, "pa", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pa", "location": "westeurope", "properties": {"subnet": {"id": {"?": "s!id"}},
				"privateLinkServiceConnections": [{"properties": {"privateLinkServiceId": {"?": "a!id"}, "groupIds": ["sites"]}}],
				"ipConfigurations": [{"properties": {"privateIPAddress": "10.0.0.10"}}]}}`),
			arm(t, "group", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01", `{"name": "pa/default", "properties": {"privateDnsZoneConfigs": [{"properties": {"privateDnsZoneId": {"?": "z!id"}}}]}}`),
			arm(t, "pb", "Microsoft.Network/privateEndpoints@2024-05-01", `{"name": "pb", "location": "westeurope", "properties": {"subnet": {"id": {"?": "s!id"}}, "ipConfigurations": [],
				"manualPrivateLinkServiceConnections": [{"properties": {"privateLinkServiceId": {"?": "a!id"}, "groupIds": ["sites-b"]}}]}}`),
			arm(t, "z", "Microsoft.Network/privateDnsZones@2024-06-01", `{"name": "privatelink.azurewebsites.net"}`),
			arm(t, "l", "Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01", `{"name": "privatelink.azurewebsites.net/l", "properties": {"virtualNetwork": {"id": {"?": "v!id"}}}}`),
			arm(t, "r", "Microsoft.Network/privateDnsZones/A@2024-06-01", `{"name": "privatelink.azurewebsites.net/a", "properties": {"aRecords": [{"ipv4Address": "10.0.0.10"}]}}`),
			arm(t, "n", "Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01", `{"name": "nsp/n", "properties": {"accessMode": "Learning", "privateLinkResource": {"id": {"?": "a!id"}},
				"profile": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/networkSecurityPerimeters/nsp/profiles/p"}}}`),
		},
	}
}

func frontTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_subnet.s", `{"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/26"]}`),
			terraform(t, "azurerm_cdn_frontdoor_profile.f", `{"name": "f", "resource_group_name": "rg", "sku_name": "Premium_AzureFrontDoor", "resource_guid": {"?": ""}}`),
			terraform(t, "azurerm_cdn_frontdoor_origin_group.g", `{"name": "g", "cdn_frontdoor_profile_id": {"?": "azurerm_cdn_frontdoor_profile.f!id"}}`),
			terraform(t, "azurerm_cdn_frontdoor_origin.o", `{"name": "o", "cdn_frontdoor_origin_group_id": {"?": "azurerm_cdn_frontdoor_origin_group.g!id"}, "host_name": "a.azurewebsites.net",
				"origin_host_header": "a.azurewebsites.net", "certificate_name_check_enabled": true, "enabled": true,
				"private_link": [{"private_link_target_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/a", "target_type": "sites"}]}`),
			terraform(t, "azurerm_application_gateway.w", `{"name": "w", "resource_group_name": "rg", "location": "westeurope",
				"gateway_ip_configuration": [{"subnet_id": {"?": "azurerm_subnet.s!id"}}],
				"backend_address_pool": [{"name": "pool", "fqdns": ["www.example.com"], "ip_addresses": ["10.0.0.9"]}],
				"backend_http_settings": [{"name": "https", "protocol": "Https", "host_name": "h", "pick_host_name_from_backend_address": false, "probe_name": "probe"}],
				"probe": [{"name": "probe", "pick_host_name_from_backend_http_settings": true}],
				"request_routing_rule": [{"backend_address_pool_name": "pool", "backend_http_settings_name": "https"}]}`),
		},
		arm: []*iac.Resource{
			arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {"addressPrefixes": ["10.0.0.0/26"], "privateEndpointNetworkPolicies": "Disabled"}}`),
			arm(t, "f", "Microsoft.Cdn/profiles@2024-02-01", `{"name": "f", "sku": {"name": "Premium_AzureFrontDoor"}}`),
			arm(t, "g", "Microsoft.Cdn/profiles/originGroups/origins@2024-02-01", `{"name": "f/g/o", "properties": {"hostName": "a.azurewebsites.net", "originHostHeader": "a.azurewebsites.net",
				"enforceCertificateNameCheck": true, "enabledState": "Enabled",
				"sharedPrivateLinkResource": {"privateLink": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/a"}, "groupId": "sites"}}}`),
			arm(t, "w", "Microsoft.Network/applicationGateways@2024-05-01", `{"name": "w", "location": "westeurope", "properties": {
				"gatewayIPConfigurations": [{"properties": {"subnet": {"id": {"?": "s!id"}}}}],
				"backendAddressPools": [{"name": "pool", "properties": {"backendAddresses": [{"fqdn": "www.example.com"}, {"ipAddress": "10.0.0.9"}]}}],
				"backendHttpSettingsCollection": [{"name": "https", "properties": {"protocol": "Https", "hostName": "h", "pickHostNameFromBackendAddress": false, "probe": {"id": "/x/probe"}}}],
				"probes": [{"name": "probe", "properties": {"pickHostNameFromBackendHttpSettings": true}}],
				"requestRoutingRules": [{"properties": {"backendAddressPool": {"id": "/x/pool"}, "backendHttpSettings": {"id": "/x/https"}}}]}}`),
		},
	}
}

func relayTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		alike: []string{".HybridConnections[0].Element.Name = c\n", "", "Uses.Items[0] = c", "Uses.Items[0] = ?"},
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_relay_namespace.n", `{"name": "n", "resource_group_name": "rg", "location": "westeurope"}`),
			terraform(t, "azurerm_relay_hybrid_connection.c", `{"name": "c", "resource_group_name": "rg", "relay_namespace_name": "n", "user_metadata": "[]"}`),
			terraform(t, "azurerm_web_app_hybrid_connection.h", `{"web_app_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Web/sites/a", "relay_id": {"?": "azurerm_relay_hybrid_connection.c!id"},
				"hostname": "erp", "port": 443}`),
		},
		arm: []*iac.Resource{
			arm(t, "n", "Microsoft.Relay/namespaces@2021-11-01", `{"name": "n", "location": "westeurope"}`),
			arm(t, "c", "Microsoft.Relay/namespaces/hybridConnections@2021-11-01", `{"name": "n/c", "properties": {"requiresClientAuthorization": true, "userMetadata": "[]"}}`),
			arm(t, "h", "Microsoft.Web/sites/hybridConnectionNamespaces/relays@2023-12-01", `{"name": "a/n/c", "properties": {"relayArmUri": {"?": "c!id"}, "hostname": "erp", "port": 443, "sendKeyName": "RootManageSharedAccessKey"}}`),
		},
	}
}

func environmentTwin(t *testing.T) twin {
	t.Helper()
	return twin{
		azurerm: []*iac.Resource{
			terraform(t, "azurerm_virtual_network.v", `{"name": "v", "resource_group_name": "rg", "location": "westeurope", "address_space": ["10.0.0.0/16"]}`),
			terraform(t, "azurerm_subnet.s", `{"name": "s", "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/24"]}`),
			terraform(t, "azurerm_app_service_environment_v3.e", `{"name": "e", "resource_group_name": "rg", "subnet_id": {"?": "azurerm_subnet.s!id"}, "internal_load_balancing_mode": "Web, Publishing",
				"cluster_setting": [{"name": "InternalEncryption", "value": "true"}]}`),
			terraform(t, "azurerm_service_plan.p", `{"name": "p", "resource_group_name": "rg", "location": "westeurope", "os_type": "WindowsContainer", "sku_name": "I1v2", "app_service_environment_id": {"?": "azurerm_app_service_environment_v3.e!id"}}`),
		},
		arm: []*iac.Resource{
			arm(t, "v", "Microsoft.Network/virtualNetworks@2024-05-01", `{"name": "v", "location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}`),
			arm(t, "s", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "v/s", "properties": {"addressPrefixes": ["10.0.0.0/24"], "privateEndpointNetworkPolicies": "Disabled"}}`),
			arm(t, "e", "Microsoft.Web/hostingEnvironments@2023-12-01", `{"name": "e", "location": "westeurope", "kind": "ASEV3", "properties": {"virtualNetwork": {"id": {"?": "s!id"}}, "internalLoadBalancingMode": "Web, Publishing",
				"clusterSettings": [{"name": "InternalEncryption", "value": "true"}]}}`),
			arm(t, "c", "Microsoft.Web/hostingEnvironments/configurations@2023-12-01", `{"name": "e/networking", "properties": {"allowNewPrivateEndpointConnections": true, "remoteDebugEnabled": false}}`),
			arm(t, "p", "Microsoft.Web/serverfarms@2023-12-01", `{"name": "p", "location": "westeurope", "sku": {"name": "I1v2"}, "properties": {"reserved": false, "hyperV": true, "elasticScaleEnabled": false, "hostingEnvironmentProfile": {"id": {"?": "e!id"}}}}`),
		},
	}
}
