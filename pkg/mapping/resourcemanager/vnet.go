package resourcemanager

import (
	"cmp"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillVNet maps Microsoft.Network/virtualNetworks with the subnets and peerings
// that it lists.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworks
func fillVNet(x *index.Index, r *resource, v *network.VNet) {
	space := r.prop("addressSpace")
	set(&v.AddressSpace, allocated(space.Fold("ipamPoolPrefixAllocations"), prefixes(space.Fold("addressPrefixes").Texts())))
	set(&v.DNSServers, r.prop("dhcpOptions", "dnsServers").Texts())
	listed := r.prop("subnets")
	elements, more := listed.List()
	if !r.patch || len(elements) > 0 || more != "" {
		v.InlineSubnets = value.Some(len(elements) > 0, listed.At())
	}
	if more != "" {
		v.InlineSubnets = value.Undecided[bool](more, listed.At())
		v.Subnets.Incomplete = more
	}
	if r.uncertain != "" {
		return
	}
	inline := make([]*network.Subnet, 0, len(elements))
	for _, e := range elements {
		child := r.child("subnets", e)
		s := add(x, child, func(x *index.Index, r *resource, s *network.Subnet) {
			s.Inline = true
			s.VNet = network.To(v, "", e.At())
			fillSubnetProperties(x, r, s)
		})
		inline = append(inline, s)
	}
	x.Overlay(func() { supersede(x, inline) })
	peerings, more := r.prop("virtualNetworkPeerings").List()
	v.Peerings.Incomplete = cmp.Or(more, v.Peerings.Incomplete)
	for _, e := range peerings {
		add(x, r.child("virtualnetworkpeerings", e), func(x *index.Index, r *resource, p *network.Peering) {
			p.From = network.To(v, "", e.At())
			fillPeeringProperties(x, r, p)
		})
	}
}

// allocated makes address ranges unknown that an address manager assigns.
func allocated[T any](pools iac.Cursor, written value.Of[T]) value.Of[T] {
	if pools.IsNull() || written.IsKnown() {
		return written
	}
	return value.Undecided[T](pools.Pin(), pools.At())
}

// supersede takes those listed subnets out of the model that the configuration declares
// by themselves as well: what is deployed last is the latter.
func supersede(x *index.Index, listed []*network.Subnet) {
	if len(listed) == 0 {
		return
	}
	own := map[string]*network.Subnet{}
	for _, s := range x.Model.Subnets {
		if s.Inline || s.External {
			continue
		}
		if key := x.Key(s); key != "" && own[key] == nil {
			own[key] = s
		}
	}
	gone := map[*network.Subnet]bool{}
	for _, l := range listed {
		if s := own[x.Key(l)]; s != nil {
			s.Listed = true
			x.Supersede(l, s)
			gone[l] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	left := make([]*network.Subnet, 0, len(x.Model.Subnets))
	for _, s := range x.Model.Subnets {
		if !gone[s] {
			left = append(left, s)
		}
	}
	x.Model.Subnets = left
}

// fillSubnet maps Microsoft.Network/virtualNetworks/subnets.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworks/subnets
func fillSubnet(x *index.Index, r *resource, s *network.Subnet) {
	if !r.patch {
		x.Later(func() { s.VNet = ancestor[network.VNet](x, r, 1) })
	}
	fillSubnetProperties(x, r, s)
}

func fillSubnetProperties(x *index.Index, r *resource, s *network.Subnet) {
	one, many := r.prop("addressPrefix"), r.prop("addressPrefixes")
	if !one.IsNull() || !many.IsNull() {
		s.SingularPrefix = value.Some(!one.IsNull(), firstOf(one, many).At())
		if one.IsUnknown() && many.IsUnknown() {
			s.SingularPrefix = value.Undecided[bool](one.Pin(), one.At())
		}
	}
	ranges := index.Prefer(many.Texts(), one.Texts())
	set(&s.Prefixes, allocated(r.prop("ipamPoolPrefixAllocations"), prefixes(ranges)))
	set(&s.Delegations, orNone(r, names(r.prop("delegations"), "properties", "serviceName")))
	set(&s.ServiceEndpoints, orNone(r, names(r.prop("serviceEndpoints"), "service")))
	if !r.patch {
		s.ServiceEndpointPolicies = value.Default(false, r.At)
	}
	if policies := r.prop("serviceEndpointPolicies"); !policies.IsNull() {
		elements, more := policies.List()
		s.ServiceEndpointPolicies = value.Some(len(elements) > 0, policies.At())
		if more != "" {
			s.ServiceEndpointPolicies = value.Undecided[bool](more, policies.At())
		}
	}
	set(&s.EndpointPolicies, r.prop("privateEndpointNetworkPolicies").Text())
	link(x, &s.SecurityGroup, r.prop("networkSecurityGroup", "id"))
	link(x, &s.RouteTable, r.prop("routeTable", "id"))
	link(x, &s.NATGateway, r.prop("natGateway", "id"))
}

// orNone gives an omitted list its meaning: a subnet is written as a whole, so
// that what is not written is not there.
func orNone(r *resource, v value.Of[[]string]) value.Of[[]string] {
	if v.IsAbsent() && !r.patch {
		return value.Default([]string{}, r.At)
	}
	return v
}

// names reads one text of each element of a list: unknown as soon as one is.
func names(c iac.Cursor, keys ...string) value.Of[[]string] {
	if c.IsNull() {
		return value.None[[]string]()
	}
	elements, more := c.List()
	if more != "" {
		return value.Undecided[[]string](more, c.At())
	}
	out := make([]string, 0, len(elements))
	for _, e := range elements {
		text := fold(e, keys...).Text()
		s, ok := text.Get()
		if !ok {
			return value.Undecided[[]string](text.Why(), e.At())
		}
		out = append(out, s)
	}
	return value.Some(out, c.At())
}

// fillPeering maps Microsoft.Network/virtualNetworks/virtualNetworkPeerings.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworks/virtualnetworkpeerings
func fillPeering(x *index.Index, r *resource, p *network.Peering) {
	if !r.patch {
		x.Later(func() { p.From = ancestor[network.VNet](x, r, 1) })
	}
	fillPeeringProperties(x, r, p)
}

func fillPeeringProperties(x *index.Index, r *resource, p *network.Peering) {
	link(x, &p.To, r.prop("remoteVirtualNetwork", "id"))
	set(&p.AllowAccess, r.prop("allowVirtualNetworkAccess").Bool())
	set(&p.AllowForwarded, r.prop("allowForwardedTraffic").Bool())
	set(&p.AllowTransit, r.prop("allowGatewayTransit").Bool())
	set(&p.RemoteGateways, r.prop("useRemoteGateways").Bool())
}
