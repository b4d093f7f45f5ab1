package egress

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const kindStorage = "microsoft.storage/storageaccounts"

// platform answers for the traffic of App Service itself on behalf of an app. Each
// class has a switch of its own.
//
// Source: https://learn.microsoft.com/azure/app-service/configure-vnet-integration-routing
func (a app) platform() []Row {
	var rows []Row
	routing := a.site.Routing
	if a.pullsImages() {
		rows = append(rows, a.entering(Row{Class: ImagePull}, routing.ImagePull, func(r Row) Row {
			return a.outward(r, nsg.Internet(), nsg.Port(443))
		}))
	}
	if a.hasContentShare() {
		rows = append(rows, a.entering(Row{Class: ContentShare}, routing.ContentShare, func(r Row) Row {
			return a.toStorage(r, a.contentAccount(), nsg.Port(445))
		}))
	}
	if a.backsUp() {
		rows = append(rows, a.entering(Row{Class: Backup}, routing.BackupRestore, func(r Row) Row {
			return a.toStorage(r, nil, nsg.Port(443))
		}))
	}
	return rows
}

func (a app) pullsImages() bool {
	image := strings.ToLower(a.site.LinuxFxVersion.Or(""))
	return strings.HasPrefix(image, "docker|") || strings.HasPrefix(image, "compose|") ||
		strings.HasPrefix(image, "sitecontainers") || value.Is(a.site.WindowsContainer, true) || a.site.ContainerRegistry.IsKnown()
}

// hasContentShare reports whether the app may keep its content in a file share, as
// function and logic apps on elastic plans do.
func (a app) hasContentShare() bool {
	if a.site.Flex || a.site.Kind == network.WebApp || a.site.ContentStorage.IsAbsent() {
		return false
	}
	plan := a.site.RunsOn().Target()
	if plan == nil {
		return true
	}
	sku, known := sizing.SKU(plan)
	return !known || slices.Contains([]azure.Tier{azure.ElasticPremium, azure.Consumption, azure.WorkflowStandard}, sku.Tier)
}

func (a app) contentAccount() *network.Guarded {
	name, known := a.site.ContentStorage.Get()
	for _, g := range a.model.Guarded {
		if known && g.Kind == kindStorage && name != "" && strings.EqualFold(g.Name.Or(""), name) {
			return g
		}
	}
	return nil
}

// backsUp reports whether it is worth asking for backups: web apps in a network have
// a switch for them.
func (a app) backsUp() bool {
	return !a.site.Flex && a.door.kind == subnetDoor && (a.site.Kind == network.WebApp || value.Is(a.site.Routing.BackupRestore, true))
}

// toStorage answers for traffic to a storage account that is in the network. account
// is nil where it is not in the configuration.
func (a app) toStorage(r Row, account *network.Guarded, ports azure.PortRange) Row {
	if account != nil {
		if e, sure := a.endpointTo(account); e != nil {
			return a.overPrivateEndpoint(r, e, sure, ports)
		}
	}
	s := a.door.subnet
	services, known := s.ServiceEndpoints.Get()
	switch {
	case account == nil && slices.ContainsFunc(a.model.PrivateEndpoints, leadsToStorage):
		return r.cannotTell("whether one of the private endpoints leads to the storage account is not known", a.site.At)
	case !known && (s.ServiceEndpoints.IsUnknown() || s.External):
		return r.cannotTell("the service endpoints of subnet "+quote(s.Label())+" are not known", s.At)
	}
	for _, name := range services {
		if azure.ServiceEndpointServes(name, azure.EndpointStorage) {
			return a.overEndpoint(r, name, ports)
		}
	}
	return a.outward(r, nsg.Service("Storage"), ports)
}

// leadsToStorage reports whether a private endpoint may lead to a storage account.
func leadsToStorage(e *network.PrivateEndpoint) bool {
	kind, known := e.TargetType.Get()
	return !e.Site.IsPresent() && (!known || kind == kindStorage)
}
