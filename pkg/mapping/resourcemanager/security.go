package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillSecurityGroup maps Microsoft.Network/networkSecurityGroups.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
func fillSecurityGroup(x *index.Index, r *resource, g *network.SecurityGroup) {
	if rules := r.prop("securityRules"); !rules.IsNull() {
		g.Rules = collect(rules, func(e iac.Cursor) network.SecurityRule {
			return readSecurityRule(x, r.child("securityrules", e))
		})
	}
	x.AfterLinks(func() { markIncomplete(&g.Rules.Incomplete, x.Model) })
}

// securityRule maps Microsoft.Network/networkSecurityGroups/securityRules.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups/securityrules
func securityRule(x *index.Index, r *resource) {
	group := ancestor[network.SecurityGroup](x, r, 1)
	change(x, r, group, func(r *resource, g *network.SecurityGroup) {
		if r.uncertain != "" {
			g.Rules.Incomplete = r.uncertain
			return
		}
		g.Rules.Items = append(g.Rules.Items, readSecurityRule(x, r))
	})
}

func readSecurityRule(x *index.Index, r *resource) network.SecurityRule {
	return network.SecurityRule{
		Element:   r.element(x),
		Priority:  r.prop("priority").Int(),
		Direction: oneOf(r.prop("direction").Text(), directions),
		Allow:     oneOf(r.prop("access").Text(), map[string]bool{"allow": true, "deny": false}),
		Protocol:  value.Map(r.prop("protocol").Text(), strings.ToLower),

		Sources:      either(r, "sourceAddressPrefix", "sourceAddressPrefixes"),
		SourcePorts:  either(r, "sourcePortRange", "sourcePortRanges"),
		Destinations: either(r, "destinationAddressPrefix", "destinationAddressPrefixes"),
		Ports:        either(r, "destinationPortRange", "destinationPortRanges"),
		Groups: !r.prop("sourceApplicationSecurityGroups").IsNull() ||
			!r.prop("destinationApplicationSecurityGroups").IsNull(),
	}
}

var directions = map[string]network.Direction{"inbound": network.Inbound, "outbound": network.Outbound}

// either reads what may be written as one text and as a list.
func either(r *resource, one, many string) value.Of[[]string] {
	single, list := r.prop(one).Texts(), r.prop(many).Texts()
	switch {
	case single.IsUnknown(), list.IsAbsent():
		return single
	case list.IsUnknown(), single.IsAbsent():
		return list
	}
	return value.Map(list, func(texts []string) []string { return append(single.Or(nil), texts...) })
}

// fillRouteTable maps Microsoft.Network/routeTables.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/routetables
func fillRouteTable(x *index.Index, r *resource, t *network.RouteTable) {
	if routes := r.prop("routes"); !routes.IsNull() {
		t.Routes = collect(routes, func(e iac.Cursor) network.Route { return readRoute(x, r.child("routes", e)) })
	}
	x.AfterLinks(func() { markIncomplete(&t.Routes.Incomplete, x.Model) })
}

// route maps Microsoft.Network/routeTables/routes.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/routetables/routes
func route(x *index.Index, r *resource) {
	table := ancestor[network.RouteTable](x, r, 1)
	change(x, r, table, func(r *resource, t *network.RouteTable) {
		if r.uncertain != "" {
			t.Routes.Incomplete = r.uncertain
			return
		}
		t.Routes.Items = append(t.Routes.Items, readRoute(x, r))
	})
}

func readRoute(x *index.Index, r *resource) network.Route {
	return network.Route{
		Element: r.element(x),
		Prefix:  r.prop("addressPrefix").Text(),
		NextHop: r.prop("nextHopType").Text(),
		Address: r.prop("nextHopIpAddress").NonEmpty(),
	}
}
