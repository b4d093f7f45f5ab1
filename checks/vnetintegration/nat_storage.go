package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/egress"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// NATStorage notes apps whose way to a storage account leads through a NAT gateway.
var NATStorage = &lint.Check{
	Name:     "nat-gateway-storage-path",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "The way from an app to its storage account leads through a NAT gateway",
	Why: "Microsoft says that, with a NAT gateway on the integration subnet, traffic from an app to Azure Storage must go through a private " +
		"endpoint or a service endpoint.",
	Fix: "Add the service endpoint `Microsoft.Storage` to the subnet, or a private endpoint for the account.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
	},
	Since:     "0.1",
	Precision: "medium",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			subnet := site.Joins().Target()
			if site.External || subnet == nil || !hasPlainWayToStorage(subnet) || len(p.Incomplete) > 0 || !site.CertainlyMultitenant() {
				continue
			}
			account, use := storageOf(p, site)
			if account == nil {
				continue
			}
			if way := egress.Internet(p.Model, site); way.Path == egress.NAT {
				p.Report(site, fmt.Sprintf(
					"The %s uses storage account %q and sends through NAT gateway %q of subnet %q, which has no service endpoint for storage, nor has the "+
						"account a private endpoint. Microsoft demands one of the two with a NAT gateway. Add the service endpoint %q to the subnet.",
					site.Title(), account.Label(), way.Through, subnet.Label(), azure.EndpointStorage),
					lint.At(use.At), lint.Also(account, "the storage account"), lint.Also(subnet, "the integration subnet"))
			}
		}
	},
}

// storageOf returns the first storage account that an app certainly uses by its public
// endpoint, in the region of its network as far as is known.
func storageOf(p *lint.Pass, site *network.Site) (*network.Guarded, network.Reference) {
	for _, account := range p.Guarded {
		if account.Kind != kindStorage || account.External || mayHaveEndpoint(p.Model, account) {
			continue
		}
		use, used := site.ReferenceTo(account)
		if _, elsewhere := networkApart(site, account); used && !elsewhere {
			return account, use
		}
	}
	return nil, network.Reference{}
}
