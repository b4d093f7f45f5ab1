package resourcemanager

import (
	"cmp"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillZone maps Microsoft.Network/privateDnsZones: its name says all.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/privatednszones
func fillZone(*index.Index, *resource, *network.Zone) {}

// fillPolicyAssignment maps Microsoft.Authorization/policyAssignments, of which it
// only matters that there is one.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.authorization/policyassignments
func fillPolicyAssignment(*index.Index, *resource, *network.PolicyAssignment) {}

// fillZoneLink maps Microsoft.Network/privateDnsZones/virtualNetworkLinks.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/privatednszones/virtualnetworklinks
func fillZoneLink(x *index.Index, r *resource, l *network.ZoneLink) {
	if !r.patch {
		x.Later(func() { l.Zone = ancestor[network.Zone](x, r, 1) })
	}
	link(x, &l.VNet, r.prop("virtualNetwork", "id"))
}

// fillRecord maps a record set of Microsoft.Network/privateDnsZones: list holds
// objects with a value each, or is a single such object.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/privatednszones/a
func fillRecord(kind, list, key string) func(*index.Index, *resource, *network.Record) {
	return func(x *index.Index, r *resource, rec *network.Record) {
		rec.Kind = kind
		if !r.patch {
			x.Later(func() { rec.Zone = ancestor[network.Zone](x, r, 1) })
		}
		c := r.prop(list)
		set(&rec.Values, names(c, key))
		x.AfterLinks(func() { rec.Endpoints = endpointsBehind(x, c, key) })
	}
}

// endpointsBehind finds the private endpoints that addresses are taken from, and
// those with the same static address. A literal address may be that of any other
// endpoint.
func endpointsBehind(x *index.Index, c iac.Cursor, key string) value.Set[*network.PrivateEndpoint] {
	var out value.Set[*network.PrivateEndpoint]
	elements, more := c.List()
	out.Incomplete = more
	if c.IsUnknown() {
		elements = []iac.Cursor{c}
	}
	for _, e := range elements {
		address := e
		if !e.IsUnknown() {
			address = e.Fold(key)
		}
		if text, ok := address.Text().Get(); ok {
			found := endpointsWith(x, text)
			out.Items = unique(append(out.Items, found...))
			if len(found) == 0 {
				out.Incomplete = cmp.Or(out.Incomplete, "a literal address")
			}
			continue
		}
		found, _, closed := index.References[network.PrivateEndpoint](x, address.Value())
		out.Items = unique(append(out.Items, found...))
		if !closed || len(found) == 0 {
			out.Incomplete = address.Pin()
		}
	}
	return out
}

func endpointsWith(x *index.Index, address string) []*network.PrivateEndpoint {
	var out []*network.PrivateEndpoint
	for _, e := range x.Model.PrivateEndpoints {
		if slices.Contains(e.Addresses.Or(nil), address) {
			out = append(out, e)
		}
	}
	return out
}
