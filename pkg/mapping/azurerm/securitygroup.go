package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typeSecurityGroup = "Microsoft.Network/networkSecurityGroups"

// securityGroup maps azurerm_network_security_group with the rules that it lists.
// The list is computed where nobody writes it: of a group that exists, it holds
// the rules of resources of their own as well.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_group
func securityGroup(x *index.Index, a attributes) {
	g := &network.SecurityGroup{Element: a.element(x)}
	blocks, more := a.computed("security_rule").items()
	g.Rules.Incomplete = more
	for _, b := range blocks {
		e := g.Element
		e.ID, e.Name, e.At = "", b.text("name"), b.At()
		g.Rules.Items = append(g.Rules.Items, readSecurityRule(b, e))
	}
	x.Model.SecurityGroups = append(x.Model.SecurityGroups, g)
	x.Add(a.of.Resource, g, a.id(typeSecurityGroup, g.Name))
}

// securityRule maps azurerm_network_security_rule.
func securityRule(x *index.Index, a attributes) {
	rule := readSecurityRule(a, a.element(x))
	const attribute = "network_security_group_name"
	id, by := a.made(typeSecurityGroup, a.text(attribute)), a.get(attribute).Cursor
	x.Later(func() {
		e := index.ResolveName[network.SecurityGroup](x, id, by)
		apply(e, x.Model.SecurityGroups, func(g *network.SecurityGroup) {
			enter(&g.Rules, rule)
		}, func(g *network.SecurityGroup) { doubtful(&g.Rules.Incomplete, by.Pin()) })
	})
}

// enter adds a member to a list, in the place of its own echo if it is there.
func enter[T any, P part[T]](list *value.Set[T], member T) {
	if name, ok := P(&member).Common().Name.Get(); ok {
		for i := range list.Items {
			if value.Is(P(&list.Items[i]).Common().Name, name) {
				list.Items[i] = member
				return
			}
		}
	}
	list.Items = append(list.Items, member)
}

func readSecurityRule(a attributes, e network.Element) network.SecurityRule {
	return network.SecurityRule{
		Element:      e,
		Priority:     a.get("priority").Int(),
		Direction:    parse(a.text("direction"), parseDirection),
		Allow:        parse(a.text("access"), parseAllow),
		Protocol:     value.Map(a.text("protocol"), strings.ToLower),
		Sources:      oneOrMany(a, "source_address_prefix", "source_address_prefixes"),
		SourcePorts:  oneOrMany(a, "source_port_range", "source_port_ranges"),
		Destinations: oneOrMany(a, "destination_address_prefix", "destination_address_prefixes"),
		Ports:        oneOrMany(a, "destination_port_range", "destination_port_ranges"),
		Groups: mayHaveItems(a.get("source_application_security_group_ids")) ||
			mayHaveItems(a.get("destination_application_security_group_ids")),
	}
}

// oneOrMany reads an attribute that comes as a single text and as a list. In the
// rules that a group lists, the one that is not used is empty.
func oneOrMany(a attributes, one, many string) value.Of[[]string] {
	single := value.Map(a.text(one), func(s string) []string { return []string{s} })
	list := a.get(many).Texts()
	if texts, ok := list.Get(); ok && len(texts) == 0 {
		list = value.None[[]string]()
	}
	if single.IsUnknown() && list.IsKnown() && a.of.Data {
		return list // a data source exports the other one as null
	}
	return index.Prefer(single, list)
}

// mayHaveItems reports whether a list has elements, as far as is known.
func mayHaveItems(a attributes) bool {
	v := a.Value()
	return v.Len() > 0 || v.Kind() == iac.Unknown && !a.of.Data
}

func parseDirection(s string) (network.Direction, bool) {
	switch strings.ToLower(s) {
	case "inbound":
		return network.Inbound, true
	case "outbound":
		return network.Outbound, true
	}
	return 0, false
}

func parseAllow(s string) (allow, ok bool) {
	allow = strings.EqualFold(s, "Allow")
	return allow, allow || strings.EqualFold(s, "Deny")
}
