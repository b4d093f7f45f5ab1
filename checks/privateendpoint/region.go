package privateendpoint

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Region reports private endpoints in another region than their network.
var Region = &lint.Check{
	Name:     "private-endpoint-region",
	Family:   "privateendpoint",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A private endpoint is in another region than its virtual network",
	Why: "A private endpoint is an interface in a virtual network and has to be in the network's region. The app behind it may be in any " +
		"region, so that taking the app's location for the endpoint goes wrong once the two differ.",
	Fix: "Give the endpoint the location of its virtual network.",
	Links: []string{
		"https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-endpoint-properties",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, endpoint := range p.PrivateEndpoints {
			region, known := endpoint.Location.Get()
			if endpoint.External || !leadsToSite(endpoint) || !known {
				continue
			}
			elsewhere := func(v *network.VNet) bool { return value.IsNot(v.Location, region) }
			if endpoint.Subnet.All(func(s *network.Subnet) bool { return s.VNet.All(elsewhere) }) {
				reportRegion(p, endpoint)
			}
		}
	},
}

func reportRegion(p *lint.Pass, endpoint *network.PrivateEndpoint) {
	subnets, _ := endpoint.Subnet.Candidates()
	vnets, _ := subnets[0].VNet.Candidates()
	p.Report(endpoint, fmt.Sprintf(
		"Private endpoint %q is in region %q, but virtual network %q, which it is to be in, is in %q. Azure refuses the endpoint. Give it the "+
			"location of the network; the app may be in another one.",
		endpoint.Label(), endpoint.Location, vnets[0].Label(), vnets[0].Location),
		lint.At(endpoint.Location.At()), lint.Also(vnets[0], "the virtual network"))
}
