package azurerm

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// subnet maps azurerm_subnet.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet
func subnet(x *index.Index, a attributes) {
	s := &network.Subnet{Element: a.element(x)}
	vnet := a.text("virtual_network_name")
	readSubnet(a, s)
	s.EndpointPolicies = endpointPolicies(a)
	attach(x, a, &s.SecurityGroup, "network_security_group_id")
	attach(x, a, &s.RouteTable, "route_table_id")
	if a.of.Data {
		link(x, &s.NATGateway, a.get("nat_gateway_id")) // not exported
	}
	index.LinkName(x, &s.VNet, a.made(typeVNet, vnet), a.get("virtual_network_name").Cursor)
	x.Model.Subnets = append(x.Model.Subnets, s)
	x.Add(a.of.Resource, s, a.id(typeVNet+"/subnets", vnet, s.Name))
}

// readSubnet maps what subnets have in common wherever they are written. The
// provider sends a subnet as a whole: what is not written is not there.
func readSubnet(a attributes, s *network.Subnet) {
	ranges := a.get("address_prefixes")
	if single := a.listed("address_prefix"); ranges.IsNull() { // up to version 2
		ranges = single
	}
	s.Prefixes = allocated(a, prefixes(ranges.Texts()))
	s.Delegations = names(a.get("delegation"), "service_delegation", "name")
	if services := a.listed("service_endpoints"); !services.IsNull() { // up to version 4
		s.ServiceEndpoints = services.Texts()
	} else {
		s.ServiceEndpoints = names(a.get("service_endpoint"), "service")
	}
	policies := a.get("service_endpoint_policy_ids")
	switch {
	case policies.IsUnknown() && refersTo(policies, "azurerm_subnet_service_endpoint_storage_policy"):
		s.ServiceEndpointPolicies = value.Some(true, policies.At()) // only the ids are not known
	case policies.IsUnknown():
		s.ServiceEndpointPolicies = value.Undecided[bool](policies.Pin(), policies.At())
	case policies.missing():
		s.ServiceEndpointPolicies = value.Default(false, a.of.At)
	default:
		s.ServiceEndpointPolicies = value.Some(true, policies.At())
	}
}

// refersTo reports whether a value is certainly made from instances of a type of
// resource alone.
func refersTo(a attributes, typ string) bool {
	origin := a.Value().Origin()
	if origin == nil || !origin.Closed {
		return false
	}
	return !slices.ContainsFunc(origin.References, func(r iac.Reference) bool {
		return !strings.HasPrefix(r.Address, typ+".") && !strings.Contains(r.Address, "."+typ+".")
	})
}

// names reads a text of each block of a list, by a path below the block: none
// where there is no block, and unknown as soon as one is.
func names(list attributes, path ...string) value.Of[[]string] {
	blocks, more := list.items()
	if more != "" {
		return value.Undecided[[]string](more, list.At())
	}
	if len(blocks) == 0 {
		return value.DefaultAt([]string{}, list.of.place)
	}
	out := make([]string, 0, len(blocks))
	for _, b := range blocks {
		text := b.Path(path...).Text()
		if text.IsUnknown() {
			return value.Undecided[[]string](text.Why(), b.At())
		}
		if s, ok := text.Get(); ok {
			out = append(out, s)
		}
	}
	return value.Some(out, list.At())
}

// endpointPolicies reads whether network policies apply to private endpoints.
// Version 3 had two bools for it, one of them inverted, and sends "Enabled" where
// nothing is written; later versions send "Disabled".
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/4.0-upgrade-guide#azurerm_subnet
func endpointPolicies(a attributes) value.Of[string] {
	const (
		attribute = "private_endpoint_network_policies"
		enabled   = "private_endpoint_network_policies_enabled"
		enforced  = "enforce_private_link_endpoint_network_policies"
	)
	if v := a.computed(attribute).NonEmpty(); v.IsKnown() || v.IsUnknown() && !a.of.Data {
		return v
	}
	if old := a.listed(enabled).written().Bool(); !old.IsAbsent() {
		return value.Map(old, policyWord)
	}
	if inverted := a.listed(enforced).written().Bool(); !inverted.IsAbsent() {
		return value.Map(inverted, func(enforce bool) string { return policyWord(!enforce) })
	}
	switch {
	case a.of.Data:
		return a.get(attribute).NonEmpty()
	case !a.of.since(4), has(a.Value(), enabled):
		return value.Default(policyWord(true), a.of.At)
	}
	return value.Default(policyWord(false), a.of.At)
}

func policyWord(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}

// attach links what version 5 attaches at the subnet itself by a write-only
// attribute. The computed attribute of the same name tells what is attached to a
// subnet that exists. A plan never shows the value of a write-only attribute, but its
// version, from which follows that something is attached.
func attach[T any, P part[T]](x *index.Index, a attributes, edge *network.Edge[T], attribute string) {
	if written := a.listed(attribute + "_wo"); !written.NonEmpty().IsAbsent() {
		link[T, P](x, edge, written)
		return
	}
	attached := a.computed(attribute)
	if version := a.listed(attribute + "_wo_version"); !version.IsNull() && attached.NonEmpty().IsAbsent() {
		*edge = network.Open[T](a.of.Address+" "+attribute+"_wo", version.At())
		return
	}
	link[T, P](x, edge, attached)
}

var (
	securityGroupAssociation = association("network_security_group_id",
		func(s *network.Subnet) *network.Edge[network.SecurityGroup] { return &s.SecurityGroup })
	routeTableAssociation = association("route_table_id",
		func(s *network.Subnet) *network.Edge[network.RouteTable] { return &s.RouteTable })
	natGatewayAssociation = association("nat_gateway_id",
		func(s *network.Subnet) *network.Edge[network.NATGateway] { return &s.NATGateway })
)

// association maps a resource that attaches something to a subnet. It comes after
// all that is written at subnets themselves.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet_network_security_group_association
func association[T any, P part[T]](attribute string, edge func(*network.Subnet) *network.Edge[T]) mapper {
	return func(x *index.Index, a attributes) {
		id, attached := a.get("subnet_id").Cursor, a.get(attribute).Cursor
		x.AfterLinks(func() {
			e := index.Resolve[network.Subnet](x, id)
			apply(e, x.Model.Subnets, func(s *network.Subnet) {
				*edge(s) = index.Resolve[T, P](x, attached)
			}, func(s *network.Subnet) {
				if edge(s).IsAbsent() {
					*edge(s) = network.Open[T](id.Pin(), id.At())
				}
			})
		})
	}
}
