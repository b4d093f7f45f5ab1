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
		enter(&g.Rules, readSecurityRule(x, r))
	})
}

// enter adds a member to a list, in the place of one of the same name: the list
// and the resource then mean the same.
func enter[T any, P subject[T]](list *value.Set[T], member T) {
	if name, ok := P(&member).Common().Name.Get(); ok {
		for i := range list.Items {
			if other, ok := P(&list.Items[i]).Common().Name.Get(); ok && strings.EqualFold(other, name) {
				list.Items[i] = member
				return
			}
		}
	}
	list.Items = append(list.Items, member)
}

// mayHaveItems reports whether a list has elements, as far as is known.
func mayHaveItems(c iac.Cursor) bool { return c.IsUnknown() || c.Value().Len() > 0 }

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
		Groups: mayHaveItems(r.prop("sourceApplicationSecurityGroups")) ||
			mayHaveItems(r.prop("destinationApplicationSecurityGroups")),
	}
}

var directions = map[string]network.Direction{"inbound": network.Inbound, "outbound": network.Outbound}

// either reads what may be written as one text and as a list.
func either(r *resource, one, many string) value.Of[[]string] {
	single, list := r.prop(one).Texts(), r.prop(many).Texts()
	if texts, ok := list.Get(); ok && len(texts) == 0 && !single.IsAbsent() {
		return single
	}
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
		enter(&t.Routes, readRoute(x, r))
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
