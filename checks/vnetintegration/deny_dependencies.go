package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// DenyDependencies notes security rules that keep an app from its storage account.
var DenyDependencies = &lint.Check{
	Name:     "integration-subnet-deny-outbound-dependencies",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A security rule keeps an app from the storage account that it needs",
	Why: "A network security group on the integration subnet acts on all traffic that enters the network: with Route all on, on what the app " +
		"itself needs as well. A function app or logic app does not start without its storage account; where that has neither a private endpoint " +
		"nor an allow rule for the service tag `Storage`, a rule that denies the internet cuts it off.",
	Fix: "Allow TCP 443 to the service tag `Storage` before the rule that denies the rest, or give the account a private endpoint. Sign-in and " +
		"managed identities need `AzureActiveDirectory` in the same way.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#network-security-groups",
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#restrict-your-storage-account-to-a-virtual-network",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			subnet := site.Joins().Target()
			if site.External || subnet == nil || len(p.Incomplete) > 0 || !entersForStorage(site, subnet) {
				continue
			}
			checkStorageDenied(p, site, subnet)
		}
	},
}

// entersForStorage reports whether the traffic of an app to storage certainly enters
// its network.
func entersForStorage(site *network.Site, subnet *network.Subnet) bool {
	return site.Flex || value.Is(site.Routing.All, true) ||
		slices.ContainsFunc(subnet.ServiceEndpoints.Or(nil), func(e string) bool { return azure.ServiceEndpointServes(e, azure.EndpointStorage) })
}

func checkStorageDenied(p *lint.Pass, site *network.Site, subnet *network.Subnet) {
	account := accountOf(p.Model, site.StorageAccount.Or(""))
	if account == nil || account.External || mayHaveEndpoint(p.Model, account) {
		return
	}
	result := nsg.Of(subnet, nsg.Flow{Direction: network.Outbound, Far: nsg.Service("Storage"), Ports: nsg.Port(443)})
	if result.Verdict != nsg.Denied || result.Rule == nil || len(result.Exceptions) > 0 {
		return
	}
	p.Report(site, fmt.Sprintf(
		"The %s keeps its state in storage account %q, but rule %q of network security group %q on subnet %q denies the traffic there, and the account "+
			"has no private endpoint here. The app does not start. Allow TCP 443 to the service tag \"Storage\" before that rule.",
		site.Title(), account.Label(), result.Rule.Label(), result.Group.Label(), subnet.Label()),
		lint.At(site.StorageAccount.At()), lint.Also(result.Rule, "the rule that denies it"), lint.Also(account, "the storage account"))
}
