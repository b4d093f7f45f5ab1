package flexconsumption

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// Region reports Flex Consumption apps that join a virtual network of another
// region.
var Region = &lint.Check{
	Name:     "flex-region",
	Family:   "flexconsumption",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A Flex Consumption app joins a virtual network of another region",
	Why: "An app joins only virtual networks of its own region. The Flex Consumption plan is not available in every region, which " +
		"tempts to put the app elsewhere than its network. Azure refuses the integration.",
	Fix: "Put the app into the region of the network, or give the app's region a virtual network of its own and peer the two: " +
		"through global peering the app reaches what is in the other region.",
	Links: []string{
		"https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration",
		"https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#view-currently-supported-regions",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		// One network in the wrong place is one mistake, however many apps join it.
		// Where the network is not ours, or not known for certain, each app is one.
		byNetwork := map[*network.VNet][]*network.Site{}
		for _, site := range p.Sites {
			if !site.Flex || site.External {
				continue
			}
			vnets := networksJoined(site)
			switch {
			case !areElsewhere(p, site, vnets):
			case len(vnets) == 1 && !vnets[0].External:
				byNetwork[vnets[0]] = append(byNetwork[vnets[0]], site)
			default:
				p.Report(site, fmt.Sprintf(
					"The %s runs on the Flex Consumption plan in %s, but joins a subnet of virtual network %q in %s. %s",
					site.Title(), site.Location, vnets[0].Label(), vnets[0].Location, sameRegion),
					lint.At(site.Location.At()), lint.Also(vnets[0], "the virtual network"))
			}
		}
		for _, vnet := range p.VNets {
			if sites := byNetwork[vnet]; len(sites) > 0 {
				p.Report(vnet, fmt.Sprintf(
					"Virtual network %q is in %s, but a subnet of it is joined by %s on the Flex Consumption plan in %s. %s",
					vnet.Label(), vnet.Location, network.TitlesOf(sites), sites[0].Location, sameRegion),
					lint.At(vnet.Location.At()), lint.Also(sites[0], "the app that joins the network"))
			}
		}
	},
}

const sameRegion = "Azure integrates apps only with networks of their own region and refuses this. Bring both into one region, or peer " +
	"the network with one in the app's region and join that."

// areElsewhere reports whether virtual networks, at least one, are all certainly in
// another region than a site.
func areElsewhere(p *lint.Pass, site *network.Site, vnets []*network.VNet) bool {
	for _, v := range vnets {
		switch {
		case site.Location.IsUnknown():
			p.Undecide(site, site.Location.At(), site.Location.Why())
		case v.Location.IsUnknown() && !v.External:
			p.Undecide(v, v.Location.At(), v.Location.Why())
		}
		if !site.Location.IsKnown() || !v.Location.IsKnown() || v.Location.Or("") == site.Location.Or("") {
			return false
		}
	}
	return len(vnets) > 0
}

// networksJoined returns the virtual networks that a site joins one of; none where
// it may join yet another one.
func networksJoined(site *network.Site) []*network.VNet {
	var vnets []*network.VNet
	certain := site.Joins().All(func(s *network.Subnet) bool {
		found, certain := s.VNet.Candidates()
		for _, v := range found {
			if !slices.Contains(vnets, v) {
				vnets = append(vnets, v)
			}
		}
		return certain
	})
	if !certain {
		return nil
	}
	return vnets
}
