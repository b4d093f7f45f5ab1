package vnetintegration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// CrossRegionStorage reports apps with Route all that use a storage account of
// another region and have no way to it that is made for that.
var CrossRegionStorage = &lint.Check{
	Name:     "route-all-cross-region-storage",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An app with Route all uses a storage account of another region",
	Why: "With Route all on, the way to a storage account of another region leads through the virtual network. Without a service endpoint, a " +
		"private endpoint or a route for it, connections may fail.",
	Fix: "Add the service endpoint `Microsoft.Storage.Global` to the subnet, which is for accounts of all regions, or a private endpoint for the " +
		"account; or use an account of the same region.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
		"https://learn.microsoft.com/azure/storage/common/storage-network-security#azure-storage-cross-region-service-endpoints",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if site.Flex || !value.Is(site.Routing.All, true) || len(p.Incomplete) > 0 || !site.CertainlyMultitenant() {
				continue
			}
			for _, account := range p.Guarded {
				if account.Kind == kindStorage && !account.External {
					checkStorageRegion(p, site, account)
				}
			}
		}
	},
}

func checkStorageRegion(p *lint.Pass, site *network.Site, account *network.Guarded) {
	use, used := site.ReferenceTo(account)
	vnet, elsewhere := networkApart(site, account)
	if !used || !elsewhere || !site.Joins().All(hasPlainWayToStorage) || mayHaveEndpoint(p.Model, account) {
		return
	}
	by := "as its storage"
	if use.Setting != "" {
		by = fmt.Sprintf("in app setting %q", use.Setting)
	} else if site.StorageAccount.IsAbsent() {
		by = "in its settings"
	}
	p.Report(site, fmt.Sprintf(
		"The %s uses storage account %q in %s %s and routes everything through virtual network %q in %s, which has neither a service endpoint nor a "+
			"private endpoint nor a route for storage. Connections may fail. Add the service endpoint %q to the subnet, or a private endpoint for "+
			"the account.",
		site.Title(), account.Label(), account.Location, by, vnet.Label(), vnet.Location, azure.EndpointStorageGlobal),
		lint.At(use.At), lint.Also(account, "the storage account"), lint.Also(vnet, "the virtual network"))
}

// networkApart returns the virtual network of a site, and whether a storage account
// is certainly in another region.
func networkApart(site *network.Site, account *network.Guarded) (*network.VNet, bool) {
	var vnet *network.VNet
	region, known := account.Location.Get()
	apart := known && site.Joins().All(func(s *network.Subnet) bool {
		return s.VNet.All(func(v *network.VNet) bool {
			vnet = v
			there, ok := v.Location.Get()
			return ok && there != "" && region != "" && there != region
		})
	})
	return vnet, apart && vnet != nil
}

// hasPlainWayToStorage reports whether a subnet certainly has neither a service
// endpoint for storage nor any route of its own.
func hasPlainWayToStorage(s *network.Subnet) bool {
	return !s.External && !s.ServiceEndpoints.IsUnknown() && s.RouteTable.IsAbsent() &&
		!slices.ContainsFunc(s.ServiceEndpoints.Or(nil), func(e string) bool { return azure.ServiceEndpointServes(e, azure.EndpointStorage) })
}

// mayHaveEndpoint reports whether a private endpoint may lead to an account.
func mayHaveEndpoint(m *network.Model, account *network.Guarded) bool {
	return slices.ContainsFunc(m.PrivateEndpoints, func(e *network.PrivateEndpoint) bool {
		kind, known := e.TargetType.Get()
		if e.Site.IsPresent() || known && kind != kindStorage {
			return false
		}
		target, ok := e.Target.Get()
		return !ok || account.ID == "" || strings.Contains(account.ID+target, "?") || strings.EqualFold(target, account.ID)
	})
}
