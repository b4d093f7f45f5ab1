package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// occupancy tells where a type of resource names the subnets that it takes
// addresses of: paths below properties. Lists on the way are followed.
type occupancy struct {
	kind  string
	paths []string
}

// occupantTypes are resources that live in subnets.
//
// Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-for-azure-services
var occupantTypes = map[string]occupancy{
	"microsoft.aad/domainservices":                                {"domain service", []string{"replicaSets.subnetId"}},
	"microsoft.apimanagement/service":                             {"API Management service", []string{"virtualNetworkConfiguration.subnetResourceId"}},
	"microsoft.app/managedenvironments":                           {"Container Apps environment", []string{"vnetConfiguration.infrastructureSubnetId"}},
	"microsoft.appplatform/spring":                                {"Spring Apps service", []string{"networkProfile.appSubnetId", "networkProfile.serviceRuntimeSubnetId"}},
	"microsoft.batch/batchaccounts/pools":                         {"Batch pool", []string{"networkConfiguration.subnetId"}},
	"microsoft.cache/redis":                                       {"Redis cache", []string{"subnetId"}},
	"microsoft.compute/virtualmachinescalesets":                   {"virtual machine scale set", []string{"virtualMachineProfile.networkProfile.networkInterfaceConfigurations.properties.ipConfigurations.properties.subnet.id"}},
	"microsoft.containerinstance/containergroups":                 {"container group", []string{"subnetIds.id"}},
	"microsoft.containerservice/managedclusters":                  {"Kubernetes cluster", []string{"agentPoolProfiles.vnetSubnetID", "agentPoolProfiles.podSubnetID"}},
	"microsoft.containerservice/managedclusters/agentpools":       {"Kubernetes node pool", []string{"vnetSubnetID", "podSubnetID"}},
	"microsoft.dbformysql/flexibleservers":                        {"MySQL server", []string{"network.delegatedSubnetResourceId"}},
	"microsoft.dbforpostgresql/flexibleservers":                   {"PostgreSQL server", []string{"network.delegatedSubnetResourceId"}},
	"microsoft.devcenter/networkconnections":                      {"Dev Center network connection", []string{"subnetId"}},
	"microsoft.kusto/clusters":                                    {"Data Explorer cluster", []string{"virtualNetworkConfiguration.subnetId"}},
	"microsoft.netapp/netappaccounts/capacitypools/volumes":       {"NetApp volume", []string{"subnetId"}},
	"microsoft.network/azurefirewalls":                            {"firewall", []string{"ipConfigurations.properties.subnet.id", "managementIpConfiguration.properties.subnet.id"}},
	"microsoft.network/bastionhosts":                              {"bastion host", []string{"ipConfigurations.properties.subnet.id"}},
	"microsoft.network/dnsresolvers/inboundendpoints":             {"DNS resolver endpoint", []string{"ipConfigurations.subnet.id"}},
	"microsoft.network/dnsresolvers/outboundendpoints":            {"DNS resolver endpoint", []string{"subnet.id"}},
	"microsoft.network/loadbalancers":                             {"load balancer", []string{"frontendIPConfigurations.properties.subnet.id"}},
	"microsoft.network/networkinterfaces":                         {"network interface", []string{"ipConfigurations.properties.subnet.id"}},
	"microsoft.network/privatelinkservices":                       {"private link service", []string{"ipConfigurations.properties.subnet.id"}},
	"microsoft.network/virtualhubs/ipconfigurations":              {"route server", []string{"subnet.id"}},
	"microsoft.servicenetworking/trafficcontrollers/associations": {"application gateway for containers", []string{"subnet.id"}},
	"microsoft.sql/managedinstances":                              {"SQL managed instance", []string{"subnetId"}},
}

func (o occupancy) add(x *index.Index, r *resource) {
	if !r.patch {
		occupy(x, r, o.kind, o.paths...)
	}
}

// occupy enters an occupant for each subnet that identifiers on some paths name.
func occupy(x *index.Index, r *resource, kind string, paths ...string) {
	seen := map[string]bool{}
	for _, path := range paths {
		for _, id := range leaves(r.properties, strings.Split(path, ".")) {
			text := knownID(id)
			if id.IsNull() || text != "" && seen[text] {
				continue
			}
			seen[text] = true
			o := &network.Occupant{Element: r.element(x), Kind: kind}
			link(x, &o.Subnet, id)
			x.Model.Occupants = append(x.Model.Occupants, o)
		}
	}
}

// leaves follows a path, and every list on the way into all of its elements.
func leaves(c iac.Cursor, path []string) []iac.Cursor {
	if c.Value().Kind() == iac.List {
		var out []iac.Cursor
		elements, _ := c.List()
		for _, e := range elements {
			out = append(out, leaves(e, path)...)
		}
		return out
	}
	if len(path) == 0 {
		return []iac.Cursor{c}
	}
	return leaves(c.Fold(path[0]), path[1:])
}
