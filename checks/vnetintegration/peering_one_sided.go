package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PeeringOneSided reports peerings of the networks that apps join which carry
// nothing.
var PeeringOneSided = &lint.Check{
	Name:     "vnet-peering-one-sided",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The peering of an integration network has one direction only",
	Why: "A peering of two virtual networks has two halves, one at each network. While one is missing, the other stays in state Initiated and " +
		"carries nothing: apps do not reach what is in the peered network. A half that does not allow access closes its direction.",
	Fix: "Add the peering from the other network as well, with access allowed.",
	Links: []string{
		"https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview",
	},
	Since:     "0.1",
	Precision: "high",
	Run: func(p *lint.Pass) {
		for _, peering := range p.Peerings {
			from, to := peering.From.Target(), peering.To.Target()
			if from == nil || to == nil || from == to || peering.External || !hasIntegration(from) && !hasIntegration(to) {
				continue
			}
			checkPeering(p, peering, from, to)
		}
	},
}

func checkPeering(p *lint.Pass, peering *network.Peering, from, to *network.VNet) {
	options := []lint.Option{lint.Also(from, "one of the networks"), lint.Also(to, "the other network")}
	back := func(other *network.Peering) bool { return other.From.CanBe(to) && other.To.CanBe(from) }
	switch {
	case !to.External && to.Peerings.Complete() && !slices.ContainsFunc(p.Peerings, back):
		p.Report(peering, fmt.Sprintf(
			"Peering %q leads from virtual network %q to %q, and there is none back. It stays in state Initiated and carries nothing, so that apps do "+
				"not reach the peered network. Add a peering from %q to %q.",
			peering.Label(), from.Label(), to.Label(), to.Label(), from.Label()), options...)
	case value.Is(peering.AllowAccess, false):
		p.Report(peering, fmt.Sprintf(
			"Peering %q of virtual networks %q and %q does not allow access, so that nothing passes between apps and the peered network. Set "+
				"`allow_virtual_network_access` (ARM: `allowVirtualNetworkAccess`) to true, unless that is meant.",
			peering.Label(), from.Label(), to.Label()), append(options, lint.At(peering.AllowAccess.At()), lint.As(lint.Note))...)
	}
}

// hasIntegration reports whether apps certainly join a subnet of a network.
func hasIntegration(v *network.VNet) bool {
	return slices.ContainsFunc(v.Subnets.Items, func(s *network.Subnet) bool {
		return s.VNet.Target() == v && slices.ContainsFunc(s.Integrations.Items, func(site *network.Site) bool { return site.Joins().Target() == s })
	})
}
