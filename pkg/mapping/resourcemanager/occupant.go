package resourcemanager

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// occupancy tells where a type of resource names the subnet that it takes
// addresses of.
type occupancy struct {
	kind string
	path []string // below properties; lists on the way are followed
}

// occupantTypes are resources that live in subnets.
//
// Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-for-azure-services
var occupantTypes = map[string]occupancy{
	"microsoft.network/networkinterfaces": {"network interface", []string{"ipConfigurations", "properties", "subnet", "id"}},
	"microsoft.network/loadbalancers":     {"load balancer", []string{"frontendIPConfigurations", "properties", "subnet", "id"}},
	"microsoft.network/azurefirewalls":    {"firewall", []string{"ipConfigurations", "properties", "subnet", "id"}},
	"microsoft.network/bastionhosts":      {"bastion host", []string{"ipConfigurations", "properties", "subnet", "id"}},
	"microsoft.network/privatelinkservices": {"private link service",
		[]string{"ipConfigurations", "properties", "subnet", "id"}},
	"microsoft.network/dnsresolvers/inboundendpoints": {"DNS resolver endpoint",
		[]string{"ipConfigurations", "subnet", "id"}},
	"microsoft.network/dnsresolvers/outboundendpoints": {"DNS resolver endpoint", []string{"subnet", "id"}},
	"microsoft.compute/virtualmachinescalesets": {"virtual machine scale set",
		[]string{"virtualMachineProfile", "networkProfile", "networkInterfaceConfigurations", "properties",
			"ipConfigurations", "properties", "subnet", "id"}},
	"microsoft.containerservice/managedclusters":  {"Kubernetes cluster", []string{"agentPoolProfiles", "vnetSubnetID"}},
	"microsoft.containerinstance/containergroups": {"container group", []string{"subnetIds", "id"}},
	"microsoft.app/managedenvironments": {"Container Apps environment",
		[]string{"vnetConfiguration", "infrastructureSubnetId"}},
	"microsoft.apimanagement/service":           {"API Management service", []string{"virtualNetworkConfiguration", "subnetResourceId"}},
	"microsoft.sql/managedinstances":            {"SQL managed instance", []string{"subnetId"}},
	"microsoft.cache/redis":                     {"Redis cache", []string{"subnetId"}},
	"microsoft.dbforpostgresql/flexibleservers": {"PostgreSQL server", []string{"network", "delegatedSubnetResourceId"}},
	"microsoft.dbformysql/flexibleservers":      {"MySQL server", []string{"network", "delegatedSubnetResourceId"}},
}

func (o occupancy) add(x *index.Index, r *resource) { occupy(x, r, o.kind, r.properties, o.path...) }

// occupy enters an occupant for each subnet that identifiers on a path name.
func occupy(x *index.Index, r *resource, kind string, c iac.Cursor, path ...string) {
	seen := map[string]bool{}
	for _, id := range leaves(c, path) {
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
