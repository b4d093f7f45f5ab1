package vnetintegration

import (
	"fmt"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// InboundRules notes security rules that are to filter the requests to apps, on a
// subnet that the apps only send through.
var InboundRules = &lint.Check{
	Name:     "integration-subnet-nsg-inbound",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "An inbound security rule filters nothing on an integration subnet",
	Why: "VNet integration is for outbound traffic alone: requests to an app never pass its integration subnet, and inbound rules of the " +
		"subnet's network security group neither admit nor stop them. Only the private ports of an app listen there. A rule for port 80 or 443 looks " +
		"as if it protected the app, or opened it, and does nothing.",
	Fix: "Restrict the app by its access restrictions or a private endpoint, whose subnet has a network security group that counts, and remove the " +
		"rule.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#network-security-groups",
	},
	Since:     "0.1",
	Precision: "high", // the group may be used elsewhere as well
	Run: func(p *lint.Pass) {
		for _, group := range p.SecurityGroups {
			if rule := webRule(group); rule != nil && !group.External && len(p.Incomplete) == 0 {
				checkInboundRule(p, group, rule)
			}
		}
	},
}

// webRule returns the first inbound rule that names a port of web traffic, or nil.
func webRule(g *network.SecurityGroup) *network.SecurityRule {
	for i := range g.Rules.Items {
		r := &g.Rules.Items[i]
		ports, _ := r.Ports.Get()
		if value.Is(r.Direction, network.Inbound) && (slices.Contains(ports, "443") || slices.Contains(ports, "80")) {
			return r
		}
	}
	return nil
}

func checkInboundRule(p *lint.Pass, group *network.SecurityGroup, rule *network.SecurityRule) {
	var on []*network.Subnet
	for _, subnet := range p.Subnets {
		switch {
		case !subnet.SecurityGroup.CanBe(group):
		case subnet.SecurityGroup.Target() != group || !isForApps(subnet):
			return
		default:
			on = append(on, subnet)
		}
	}
	if len(on) == 0 {
		return
	}
	does := "is to filter"
	switch allow, known := rule.Allow.Get(); {
	case known && allow:
		does = "allows"
	case known:
		does = "denies"
	}
	sites := on[0].Integrations.Items
	p.Report(rule, fmt.Sprintf(
		"Inbound rule %q of network security group %q %s web traffic on subnet %q, which is the integration subnet of %s: requests to the app do not "+
			"pass it, and the rule does nothing. Use access restrictions or a private endpoint.",
		rule.Label(), group.Label(), does, on[0].Label(), network.TitlesOf(sites)),
		lint.Also(on[0], "the integration subnet"), lint.Also(sites[0], "the app that joins it"))
}

// isForApps reports whether a subnet certainly is one that apps without private ports
// send through, and nothing else.
func isForApps(s *network.Subnet) bool {
	if s.External || len(s.Integrations.Items) == 0 || !s.Integrations.Complete() ||
		!s.Environments.CertainlyEmpty() || !s.Occupants.CertainlyEmpty() || !s.PrivateEndpoints.CertainlyEmpty() {
		return false
	}
	return !slices.ContainsFunc(s.Integrations.Items, func(site *network.Site) bool {
		return site.Joins().Target() != s || site.PrivatePorts.IsUnknown() || site.PrivatePorts.Or(0) > 0
	})
}
