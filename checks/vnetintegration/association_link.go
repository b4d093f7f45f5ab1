package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// AssociationLink notes changes that destroy a subnet which apps have joined.
var AssociationLink = &lint.Check{
	Name:     "integration-destroy-leaves-sal",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Outage,
	Title:    "A change destroys an integration subnet together with its integration",
	Why: "While an app is joined to a subnet, a service association link holds the subnet. If the app or its plan is deleted before the app leaves " +
		"the network, the link can stay behind, and Azure refuses to delete the subnet and its network until it is purged.",
	Fix: "Remove the integration first, in a run of its own, and destroy the subnet after that. A link that has stayed behind goes with " +
		"`az appservice vnet-integration remove`, or by joining and leaving the subnet once more.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#troubleshooting",
		"https://learn.microsoft.com/azure/app-service/configure-vnet-integration-enable",
	},
	Since:     "0.1",
	Precision: "medium",
	OnChange:  true,
	Run: func(p *lint.Pass) {
		kept := map[string]bool{}
		for _, s := range p.Subnets {
			kept[s.Address] = true
		}
		for _, former := range p.Before.Subnets {
			if sites := joinedBefore(former); len(sites) > 0 && !former.External && !former.Inline && !kept[former.Address] && len(p.Incomplete) == 0 {
				p.Report(former, fmt.Sprintf(
					"The change destroys subnet %q, which is the integration subnet of %s. If the app goes before it has left the network, a service "+
						"association link stays, and Azure refuses to delete the subnet. Remove the integration first, in a run of its own.",
					former.Label(), network.TitlesOf(sites)), lint.Also(sites[0], "the app that joins the subnet"))
			}
		}
	},
}

// joinedBefore returns the sites that certainly join a subnet.
func joinedBefore(s *network.Subnet) []*network.Site {
	var out []*network.Site
	for _, site := range s.Integrations.Items {
		if site.Joins().Target() == s {
			out = append(out, site)
		}
	}
	return out
}
