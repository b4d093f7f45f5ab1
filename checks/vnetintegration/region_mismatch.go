package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RegionMismatch reports apps that join a virtual network of another region.
var RegionMismatch = &lint.Check{
	Name:     "vnet-integration-region-mismatch",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "The app joins a virtual network of another region",
	Why: "Regional VNet integration works only within one region: the subnet's virtual network must be in the region of the " +
		"app and its plan. Azure refuses anything else.",
	Fix: "Put the app into the region of the network, or give the app's region a virtual network of its own and peer the two: " +
		"through global peering the app reaches what is in the other region.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		// One network in the wrong place is one mistake, however many apps join it.
		// Where the network is not ours, or not known for certain, each app is one.
		byNetwork := map[*network.VNet][]*network.Site{}
		for _, site := range p.Sites {
			if site.Flex { // which has a rule of its own
				continue
			}
			vnets, mismatch := networksElsewhere(p, site)
			switch {
			case !mismatch:
			case len(vnets) == 1 && !vnets[0].External:
				byNetwork[vnets[0]] = append(byNetwork[vnets[0]], site)
			default:
				p.Report(site, fmt.Sprintf("The %s is in %s, but joins %s of virtual network %q in %s. %s",
					site.Title(), regionOf(site), subnetJoined(site), vnets[0].Label(), vnets[0].Location, sameRegion),
					append(integrationOf(site), lint.Also(vnets[0], "the virtual network"))...)
			}
		}
		for _, vnet := range p.VNets {
			if sites := byNetwork[vnet]; len(sites) > 0 {
				p.Report(vnet, fmt.Sprintf("Virtual network %q is in %s, but %s of it is joined by %s in %s. %s",
					vnet.Label(), vnet.Location, subnetJoined(sites[0]), network.TitlesOf(sites), regionOf(sites[0]), sameRegion),
					lint.At(vnet.Location.At()), lint.Also(sites[0], "the app that joins the network"))
			}
		}
	},
}

const sameRegion = "Azure integrates apps only with networks of their own region and refuses this. " +
	"Bring both into one region, or peer the network with one in the app's region and join that."

// networksElsewhere returns the virtual networks that a site may join, and
// whether all of them are certainly in another region than the site.
func networksElsewhere(p *lint.Pass, site *network.Site) ([]*network.VNet, bool) {
	region := regionOf(site)
	var vnets []*network.VNet
	elsewhere := site.Joins().All(func(s *network.Subnet) bool {
		found, _ := s.VNet.Candidates()
		for _, v := range found {
			if !slices.Contains(vnets, v) {
				vnets = append(vnets, v)
			}
		}
		return s.VNet.All(func(v *network.VNet) bool {
			switch {
			case region.IsUnknown():
				p.Undecide(site, region.At(), region.Why())
			case v.Location.IsUnknown():
				p.Undecide(v, v.Location.At(), v.Location.Why())
			}
			return region.IsKnown() && v.Location.IsKnown() && region.Or("") != v.Location.Or("")
		})
	})
	return vnets, elsewhere && len(vnets) > 0
}

// regionOf returns the region of a site: a slot is where its app is.
func regionOf(s *network.Site) value.Of[string] {
	if app, ok := s.App(); ok && s.Location.IsAbsent() {
		return app.Location
	}
	return s.Location
}

func subnetJoined(s *network.Site) string {
	subnet, ok := s.Joins().Get()
	if !ok {
		return "a subnet"
	}
	return fmt.Sprintf("subnet %q", subnet.Label())
}
