package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// occupancy tells where a type of resource names the subnets that it takes
// addresses of.
type occupancy struct {
	kind  string
	paths []string
}

// occupants are resources that live in subnets.
//
// Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-for-azure-services
var occupants = map[string]occupancy{
	"azurerm_active_directory_domain_service":              {"domain service", []string{"initial_replica_set.subnet_id"}},
	"azurerm_api_management":                               {"API Management service", []string{"virtual_network_configuration.subnet_id"}},
	"azurerm_application_load_balancer_subnet_association": {"application gateway for containers", []string{"subnet_id"}},
	"azurerm_bastion_host":                                 {"bastion host", []string{"ip_configuration.subnet_id"}},
	"azurerm_batch_pool":                                   {"Batch pool", []string{"network_configuration.subnet_id"}},
	"azurerm_container_app_environment":                    {"Container Apps environment", []string{"infrastructure_subnet_id"}},
	"azurerm_container_group":                              {"container group", []string{"subnet_ids"}},
	"azurerm_data_factory_integration_runtime_azure_ssis":  {"integration runtime", []string{"vnet_integration.subnet_id"}},
	"azurerm_dev_center_network_connection":                {"Dev Center network connection", []string{"subnet_id"}},
	"azurerm_firewall":                                     {"firewall", []string{"ip_configuration.subnet_id", "management_ip_configuration.subnet_id"}},
	"azurerm_kubernetes_cluster":                           {"Kubernetes cluster", []string{"default_node_pool.vnet_subnet_id", "default_node_pool.pod_subnet_id"}},
	"azurerm_kubernetes_cluster_node_pool":                 {"Kubernetes node pool", []string{"vnet_subnet_id", "pod_subnet_id"}},
	"azurerm_kusto_cluster":                                {"Data Explorer cluster", []string{"virtual_network_configuration.subnet_id"}},
	"azurerm_lb":                                           {"load balancer", []string{"frontend_ip_configuration.subnet_id"}},
	"azurerm_linux_virtual_machine_scale_set":              {"virtual machine scale set", []string{"network_interface.ip_configuration.subnet_id"}},
	"azurerm_machine_learning_compute_cluster":             {"compute cluster", []string{"subnet_resource_id"}},
	"azurerm_mssql_managed_instance":                       {"SQL managed instance", []string{"subnet_id"}},
	"azurerm_mysql_flexible_server":                        {"MySQL server", []string{"delegated_subnet_id"}},
	"azurerm_netapp_volume":                                {"NetApp volume", []string{"subnet_id"}},
	"azurerm_network_interface":                            {"network interface", []string{"ip_configuration.subnet_id"}},
	"azurerm_orchestrated_virtual_machine_scale_set":       {"virtual machine scale set", []string{"network_interface.ip_configuration.subnet_id"}},
	"azurerm_postgresql_flexible_server":                   {"PostgreSQL server", []string{"delegated_subnet_id"}},
	"azurerm_private_dns_resolver_inbound_endpoint":        {"DNS resolver endpoint", []string{"ip_configurations.subnet_id"}},
	"azurerm_private_dns_resolver_outbound_endpoint":       {"DNS resolver endpoint", []string{"subnet_id"}},
	"azurerm_private_link_service":                         {"private link service", []string{"nat_ip_configuration.subnet_id"}},
	"azurerm_redis_cache":                                  {"Redis cache", []string{"subnet_id"}},
	"azurerm_route_server":                                 {"route server", []string{"subnet_id"}},
	"azurerm_spring_cloud_service":                         {"Spring Apps service", []string{"network.app_subnet_id", "network.service_runtime_subnet_id"}},
	"azurerm_virtual_machine_scale_set":                    {"virtual machine scale set", []string{"network_profile.ip_configuration.subnet_id"}},
	"azurerm_windows_virtual_machine_scale_set":            {"virtual machine scale set", []string{"network_interface.ip_configuration.subnet_id"}},
}

// add enters an occupant for each subnet that the resource names.
func (o occupancy) add(x *index.Index, a attributes) {
	seen := map[string]bool{}
	for _, path := range o.paths {
		leaves(a, path, func(id attributes) {
			text, known := id.NonEmpty().Get()
			text = strings.ToLower(text)
			if id.NonEmpty().IsAbsent() || known && seen[text] {
				return
			}
			seen[text] = true
			p := &network.Occupant{Element: a.element(x), Kind: o.kind}
			link(x, &p.Subnet, id)
			x.Model.Occupants = append(x.Model.Occupants, p)
		})
	}
}

// leaves follows a path of attributes, and every list on the way into each of its
// elements. What is unknown on the way stands for all that may be below it.
func leaves(a attributes, path string, visit func(attributes)) {
	key, rest, more := strings.Cut(path, ".")
	c := a.get(key)
	if !more && c.Value().Kind() != iac.List || c.IsUnknown() {
		visit(c)
		return
	}
	items, _ := c.items()
	for _, item := range items {
		if more {
			leaves(item, rest, visit)
		} else {
			visit(item)
		}
	}
}
