package vnetintegration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/sizing"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// RouteAllOff reports apps whose traffic to the internet goes past the controls
// on their integration subnet.
var RouteAllOff = &lint.Check{
	Name:     "route-all-off-egress-controls-ineffective",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "Traffic to the internet bypasses the controls on the integration subnet",
	Why: "By itself, VNet integration routes only traffic to private addresses (RFC 1918) and to service endpoints of the " +
		"subnet into the virtual network. Everything else leaves from App Service's own addresses, and a NAT gateway, a " +
		"default route or a network security group on the subnet never sees it, unless \"Route all\" is on. The portal " +
		"switches it on with the integration; infrastructure code has to.\n\n" +
		"Apps on Flex Consumption and in an App Service Environment do without: all their traffic is in the network already.",
	Fix: "Switch Route all on: `vnet_route_all_enabled = true` in `site_config`. In ARM it is " +
		"`outboundVnetRouting.applicationTraffic` from API version 2024-11-01 on and `vnetRouteAllEnabled` before.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#routes",
		"https://learn.microsoft.com/azure/app-service/overview-nat-gateway-integration",
	},
	Since:   "0.1",
	Fixable: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			if !needsRouteAll(p, site) {
				continue
			}
			subnet, controls := controlsOf(site)
			switch {
			case len(controls) == 0, value.Is(site.Routing.All, true):
			case site.Routing.All.IsUnknown():
				p.Undecide(site, site.Routing.All.At(), site.Routing.All.Why())
			default:
				reportBypass(p, site, subnet, controls)
			}
		}
	},
}

// needsRouteAll reports whether a site's traffic to the internet enters the
// virtual network only with Route all.
func needsRouteAll(p *lint.Pass, site *network.Site) bool {
	if site.Flex || mayBeForced(p, site) {
		return false
	}
	hosting, _ := site.Hosting()
	return hosting != network.InEnvironment && !site.RunsOn().All(func(plan *network.Plan) bool {
		sku, ok := sizing.SKU(plan)
		return ok && sku.Tier.Isolated()
	})
}

// mayBeForced reports whether a network security perimeter may force all traffic
// of a site into its network.
func mayBeForced(p *lint.Pass, site *network.Site) bool {
	if v, ok := site.PublicAccess.Get(); ok && strings.EqualFold(v, network.SecuredByPerimeter) {
		return true
	}
	return slices.ContainsFunc(p.Perimeters, func(a *network.PerimeterAssociation) bool {
		mode, known := a.Mode.Get()
		return a.Site.CanBe(site) && (!known || strings.EqualFold(mode, "Enforced"))
	})
}

// controlsOf returns the egress controls on the subnet that a site joins. Where it
// joins one of several subnets, all of them must have some.
func controlsOf(site *network.Site) (*network.Subnet, []egressControl) {
	joins := site.Joins()
	if !joins.All(func(s *network.Subnet) bool { return len(egressControlsOf(s)) > 0 }) {
		return nil, nil
	}
	subnets, _ := joins.Candidates()
	return subnets[0], egressControlsOf(subnets[0])
}

func reportBypass(p *lint.Pass, site *network.Site, subnet *network.Subnet, controls []egressControl) {
	words := make([]string, len(controls))
	options := []lint.Option{lint.At(site.Routing.All.At()), lint.Also(subnet, "the subnet that the app joins"), routeAll(site)}
	for i, c := range controls {
		words[i] = c.words
		if c.element != nil {
			options = append(options, lint.Also(c.element, "what the traffic bypasses"))
		}
	}
	p.Report(site, fmt.Sprintf(
		"Route all is off for %s%s, so traffic to the internet goes past %s on subnet %q. "+
			"Azure sends only traffic to private addresses and service endpoints into the network, and the rest from App Service's own addresses. "+
			"Set `vnet_route_all_enabled = true` in `site_config` (ARM: `outboundVnetRouting.applicationTraffic`, "+
			"before API version 2024-11-01 `vnetRouteAllEnabled`).",
		site.Title(), ineffective(site), network.Enumerate(words), subnet.Label()), options...)
}

// ineffective tells of a switch that is written in a place where Azure ignores it.
func ineffective(site *network.Site) string {
	for _, property := range site.Routing.Ineffective {
		if strings.HasSuffix(property, "vnetRouteAllEnabled") || property == "outboundVnetRouting" {
			return fmt.Sprintf(" (%q has no effect with this API version)", property)
		}
	}
	return ""
}
