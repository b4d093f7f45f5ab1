package environment

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// ILBReservedSourceRange reports clients of internal App Service Environments with
// addresses that their load balancer uses itself.
var ILBReservedSourceRange = &lint.Check{
	Name:     "ase-ilb-reserved-source-range",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "Clients of an internal environment have addresses that it may not answer",
	Why: "An App Service Environment with an internal load balancer uses addresses in `172.31.192.0/25` itself. Traffic from clients with " +
		"such an address, in the environment's network, in one that is peered with it or behind its VPN gateway, can be dropped.",
	Fix: "Give the clients addresses outside `172.31.192.0/25`.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#addresses",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, env := range p.Environments {
			if value.Is(env.Version, 3) && value.Is(env.Internal, true) && !env.External {
				checkSources(p, env)
			}
		}
	},
}

// checkSources looks at subnets and pools first, whose addresses clients have for
// certain; the address space of a network may be used or not.
func checkSources(p *lint.Pass, env *network.Environment) {
	var vnets []*network.VNet
	if found := networksOf(env); len(found) == 1 {
		vnets = withPeers(p, found[0])
	}
	severity, spaces := lint.Warning, []*network.VNet(nil)
	for _, v := range vnets {
		for _, s := range v.Subnets.Items {
			if overlapsReserved(s.Prefixes) {
				reportSources(p, env, severity, s, fmt.Sprintf("subnet %q", s.Label()))
				return
			}
		}
		for _, g := range v.Gateways.Items {
			if overlapsReserved(g.ClientPools) {
				reportSources(p, env, severity, g, fmt.Sprintf("the client pool of gateway %q", g.Label()))
				return
			}
		}
		if overlapsReserved(v.AddressSpace) {
			spaces = append(spaces, v)
		}
	}
	if len(spaces) > 0 {
		reportSources(p, env, lint.Note, spaces[0], fmt.Sprintf("the address space of virtual network %q", spaces[0].Label()))
	}
}

// withPeers returns a network and those that are certainly peered with it.
func withPeers(p *lint.Pass, v *network.VNet) []*network.VNet {
	vnets := []*network.VNet{v}
	for _, peering := range p.Peerings {
		from, to := peering.From.Target(), peering.To.Target()
		for _, pair := range [][2]*network.VNet{{from, to}, {to, from}} {
			if pair[0] == v && pair[1] != nil && !slices.Contains(vnets, pair[1]) {
				vnets = append(vnets, pair[1])
			}
		}
	}
	return vnets
}

func overlapsReserved(prefixes value.Of[[]netip.Prefix]) bool {
	return slices.ContainsFunc(prefixes.Or(nil), azure.EnvironmentReservedSources.Overlaps)
}

func reportSources(p *lint.Pass, env *network.Environment, severity lint.Severity, holder network.Subject, where string) {
	p.Report(env, fmt.Sprintf(
		"App Service Environment %q has an internal load balancer, which uses addresses in %s itself, but so does %s. Traffic from clients "+
			"with these addresses can be dropped. Give them others.",
		env.Label(), azure.EnvironmentReservedSources, where),
		lint.As(severity), lint.Also(holder, "where the addresses are"))
}
