package azurerm

import (
	"net/netip"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typeVNet = "Microsoft.Network/virtualNetworks"

// virtualNetwork maps azurerm_virtual_network and the subnets that it lists.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network
func virtualNetwork(x *index.Index, a attributes) {
	v := &network.VNet{Element: a.element(x)}
	v.AddressSpace = allocated(a, prefixes(a.get("address_space").Texts()))
	v.DNSServers = a.computed("dns_servers").Texts()
	x.Model.VNets = append(x.Model.VNets, v)
	x.Add(a.of.Resource, v, a.id(typeVNet, v.Name))
	if !a.of.Data { // a data source exports no more than the names
		inlineSubnets(x, a, v)
	}
}

// allocated makes address ranges unknown that an address manager assigns.
func allocated(a attributes, written value.Of[[]netip.Prefix]) value.Of[[]netip.Prefix] {
	if pool := a.listed("ip_address_pool"); written.IsAbsent() && !pool.missing() {
		return value.Undecided[[]netip.Prefix](pool.Pin(), pool.At())
	}
	return written
}

// prefixes reads address ranges. One that is none makes them unknown.
func prefixes(v value.Of[[]string]) value.Of[[]netip.Prefix] {
	return parse(v, func(texts []string) ([]netip.Prefix, bool) {
		out := make([]netip.Prefix, len(texts))
		for i, text := range texts {
			p, err := netip.ParsePrefix(text)
			if err != nil {
				return nil, false
			}
			out[i] = p
		}
		return out, true
	})
}

// inlineSubnets maps the subnets that the network lists itself. The list is
// computed where nobody writes it, and then shows what exists: subnets of
// resources of their own as well.
func inlineSubnets(x *index.Index, a attributes, v *network.VNet) {
	list := a.computed("subnet")
	blocks, more := list.items()
	v.Subnets.Incomplete = more
	echo := !a.of.Change.Before.IsNull()
	switch {
	case more != "":
		v.InlineSubnets = value.Undecided[bool](more, list.At())
	case echo && len(blocks) > 0:
		v.InlineSubnets = value.Undecided[bool](list.Pin(), list.At())
	case len(blocks) > 0:
		v.InlineSubnets = value.Some(true, list.At())
	default:
		v.InlineSubnets = value.Default(false, a.of.At)
	}
	if list.Value().IsDefault() || a.of.ignores("subnet") { // surely nobody wrote it, or writes it again
		v.InlineSubnets = value.Default(false, a.of.At)
	}

	written := 0
	for _, b := range blocks {
		s := &network.Subnet{Element: v.Element, Inline: true, VNet: network.To(v, v.ID, b.At())}
		s.ID = "" // the network's
		s.Name, s.At = b.text("name"), b.At()
		s.External = list.Value().IsDefault()
		readInline(x, b, s)
		x.Model.Subnets = append(x.Model.Subnets, s)
		x.Add(a.of.Resource, s, inlineID(b, v))
		written++
		x.Overlay(func() {
			if supersede(x, s) {
				written--
			}
		})
	}
	if echo && len(blocks) > 0 {
		x.Overlay(func() {
			if written == 0 {
				v.InlineSubnets = value.Default(false, a.of.At)
			}
		})
	}
}

func inlineID(b attributes, v *network.VNet) string {
	if id := b.known(); id != "" {
		return id
	}
	return index.ChildID(v.ID, "subnets", b.text("name"))
}

// readInline maps a block of the list. Those of version 3 have a single range and
// a security group, and nothing else is sent for them.
func readInline(x *index.Index, b attributes, s *network.Subnet) {
	if single := b.listed("address_prefix"); !single.IsNull() {
		s.Prefixes = prefixes(single.Texts())
	} else {
		readSubnet(b, s)
		s.EndpointPolicies = b.textOr("private_endpoint_network_policies", "Disabled")
	}
	link(x, &s.SecurityGroup, b.get("security_group"))
	link(x, &s.RouteTable, b.get("route_table_id"))
}

// supersede takes a listed subnet out of the model if the configuration declares
// the same subnet by itself.
func supersede(x *index.Index, listed *network.Subnet) bool {
	if listed.ID == "" {
		return false
	}
	e := index.ResolveID[network.Subnet](x, listed.ID, iac.Cursor{})
	same, _ := e.Candidates()
	for _, s := range same {
		if s == listed || s.Inline || s.External {
			continue
		}
		x.Supersede(listed, s)
		for i, have := range x.Model.Subnets {
			if have == listed {
				x.Model.Subnets = append(x.Model.Subnets[:i:i], x.Model.Subnets[i+1:]...)
				break
			}
		}
		return true
	}
	return false
}

// dnsServers maps azurerm_virtual_network_dns_servers, which sets the servers of
// a network.
func dnsServers(x *index.Index, a attributes) {
	servers := a.get("dns_servers").Texts()
	id := a.get("virtual_network_id").Cursor
	x.Later(func() {
		e := index.Resolve[network.VNet](x, id)
		apply(e, x.Model.VNets, func(v *network.VNet) { v.DNSServers = servers }, func(v *network.VNet) {
			if v.DNSServers.IsAbsent() {
				v.DNSServers = value.Undecided[[]string](id.Pin(), id.At())
			}
		})
	})
}

// resolverLink maps azurerm_private_dns_resolver_virtual_network_link: the rules of
// a resolver answer before the zones that are linked to a network, and may lead to
// zones that are not. What its clients see is not worked out.
//
// Source: https://learn.microsoft.com/azure/dns/private-resolver-endpoints-rulesets
func resolverLink(x *index.Index, a attributes) {
	id := a.get("virtual_network_id").Cursor
	rules := a.get("dns_forwarding_ruleset_id")
	doubt := func(v *network.VNet) {
		if servers, known := v.DNSServers.Get(); v.DNSServers.IsAbsent() || known && len(servers) == 0 {
			v.DNSServers = value.Undecided[[]string]("the rules of the DNS resolver that the network is linked to", rules.At())
		}
	}
	x.Later(func() { apply(index.Resolve[network.VNet](x, id), x.Model.VNets, doubt, doubt) })
}

// peering maps azurerm_virtual_network_peering.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network_peering
func peering(x *index.Index, a attributes) {
	p := &network.Peering{Element: a.element(x)}
	p.AllowAccess = a.boolOr("allow_virtual_network_access", true)
	p.AllowForwarded = a.boolOr("allow_forwarded_traffic", false)
	p.AllowTransit = a.boolOr("allow_gateway_transit", false)
	p.RemoteGateways = a.boolOr("use_remote_gateways", false)
	vnet := a.text("virtual_network_name")
	if from := a.listed("virtual_network_id"); !from.IsNull() { // the data source
		link(x, &p.From, from)
	} else {
		index.LinkName(x, &p.From, a.made(typeVNet, vnet), a.get("virtual_network_name").Cursor)
	}
	link(x, &p.To, a.get("remote_virtual_network_id"))
	x.Model.Peerings = append(x.Model.Peerings, p)
	x.Add(a.of.Resource, p, a.id(typeVNet+"/virtualNetworkPeerings", vnet, p.Name))
}
