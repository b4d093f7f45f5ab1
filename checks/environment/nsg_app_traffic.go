package environment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/network/nsg"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// NSGAppTraffic reports security groups that admit nobody to the apps of an App
// Service Environment.
var NSGAppTraffic = &lint.Check{
	Name:     "ase-nsg-app-traffic",
	Family:   "environment",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "The network security group admits nobody to the apps of the environment",
	Why: "The network security group of the subnet filters all traffic to the apps of an App Service Environment. Clients need ports " +
		"80 and 443. The default rules admit the virtual network and what is connected to it, and nobody on the internet; a " +
		"rule that denies everything overrules them.",
	Fix: "Add an inbound rule before the denial that allows the clients of the apps, or `VirtualNetwork`, to reach ports 80 and 443 of " +
		"the subnet. FTP (21, 990, 10001 to 10020), Web Deploy (8172) and remote debugging (4022, 4024, 4026) need rules of their own.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/environment/networking#ports-and-network-restrictions",
	},
	Since:     "0.1",
	Precision: "high", // an environment may be closed on purpose
	Run: func(p *lint.Pass) {
		if mayHaveOtherWay(p) {
			return
		}
		reported := map[*network.SecurityGroup]bool{}
		for _, env := range p.Environments {
			if value.Is(env.Version, 3) {
				checkTraffic(p, env, reported)
			}
		}
	},
}

// mayHaveOtherWay reports whether a private endpoint may lead to an app in an
// environment: whether the group filters that traffic is not documented.
func mayHaveOtherWay(p *lint.Pass) bool {
	return slices.ContainsFunc(p.PrivateEndpoints, func(e *network.PrivateEndpoint) bool {
		kind, known := e.TargetType.Get()
		return (!known || strings.HasPrefix(kind, "microsoft.web/")) && !e.Site.All((*network.Site).CertainlyMultitenant)
	})
}

func checkTraffic(p *lint.Pass, env *network.Environment, reported map[*network.SecurityGroup]bool) {
	internet, offInternet := guards(env, admitsNone(nsg.Internet()))
	_, offNetwork := guards(env, admitsNone(nsg.Network()))
	if !offInternet || reported[internet.group] {
		return
	}
	g := internet
	switch {
	case offNetwork:
		rule, _ := isKeptOut(g.group, g.subnet, nsg.Network(), 443)
		g.report(p, fmt.Sprintf(
			"%s denies inbound traffic by %s, and nothing before it admits any client to ports 80 and 443: the apps of App Service "+
				"Environment %q answer nobody. Allow the clients, or %q, to reach these ports by a rule with a lower priority number.",
			g.title(), ruleTitle(rule), env.Label(), azure.TagVirtualNetwork), rule)
	case value.Is(env.Internal, false):
		rule, _ := isKeptOut(g.group, g.subnet, nsg.Internet(), 443)
		g.report(p, fmt.Sprintf(
			"%s admits nobody on the internet to ports 80 and 443, but App Service Environment %q has a public address: its apps answer "+
				"only clients in the network. Allow the clients, or make the load balancer internal "+
				"(`internal_load_balancing_mode`; ARM: `internalLoadBalancingMode`).",
			g.title(), env.Label()), rule, lint.As(lint.Note))
	default:
		return
	}
	reported[g.group] = true
}

// admitsNone returns whether a security group certainly keeps clients from
// somewhere off both ports of apps.
func admitsNone(from nsg.Area) func(*network.SecurityGroup, *network.Subnet) bool {
	return func(g *network.SecurityGroup, s *network.Subnet) bool {
		_, http := isKeptOut(g, s, from, 80)
		_, https := isKeptOut(g, s, from, 443)
		return http && https
	}
}
