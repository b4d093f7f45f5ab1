package azurerm

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typeZone = "Microsoft.Network/privateDnsZones"

// privateZone maps azurerm_private_dns_zone.
func privateZone(x *index.Index, a attributes) {
	z := &network.Zone{Element: a.element(x)}
	x.Model.Zones = append(x.Model.Zones, z)
	x.Add(a.of.Resource, z, a.id(typeZone, z.Name))
}

// zoneLink maps azurerm_private_dns_zone_virtual_network_link.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/private_dns_zone_virtual_network_link
func zoneLink(x *index.Index, a attributes) {
	l := &network.ZoneLink{Element: a.element(x)}
	linkZone(x, a, &l.Zone, "private_dns_zone_name")
	link(x, &l.VNet, a.get("virtual_network_id"))
	x.Model.ZoneLinks = append(x.Model.ZoneLinks, l)
	x.Add(a.of.Resource, l, a.id(typeZone+"/virtualNetworkLinks", a.listed("private_dns_zone_name").NonEmpty(), l.Name))
}

// linkZone leads to a zone: by its id from version 5 on, by its name before.
func linkZone(x *index.Index, a attributes, edge *network.Edge[network.Zone], attribute string) {
	if name := a.listed(attribute); !name.IsNull() {
		index.LinkName(x, edge, a.made(typeZone, name.NonEmpty()), name.Cursor)
		return
	}
	link(x, edge, a.get("private_dns_zone_id"))
}

// record maps the record sets of private zones of one kind, which hold their
// values in an attribute.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/private_dns_a_record
func record(kind, attribute string) mapper {
	return func(x *index.Index, a attributes) {
		r := &network.Record{Element: a.element(x), Kind: kind}
		r.Values = a.get(attribute).Texts()
		linkZone(x, a, &r.Zone, "zone_name")
		x.Model.Records = append(x.Model.Records, r)
		x.Add(a.of.Resource, r, a.id(typeZone+"/"+kind, a.listed("zone_name").NonEmpty(), r.Name))
		values := a.get(attribute)
		x.AfterLinks(func() { r.Endpoints = endpointsOf(x, values) })
	}
}

// endpointsOf lists the endpoints whose addresses a record holds: those that its
// values refer to, and those with the same static address. A literal address may
// be that of any other endpoint.
func endpointsOf(x *index.Index, values attributes) value.Set[*network.PrivateEndpoint] {
	var set value.Set[*network.PrivateEndpoint]
	if values.IsUnknown() {
		addReferred(x, values.Cursor, &set)
		return set
	}
	items := []attributes{values}
	if values.Value().Kind() != iac.String {
		items, _ = values.items()
	}
	for _, item := range items {
		if item.IsUnknown() {
			addReferred(x, item.Cursor, &set)
		} else {
			addStatic(x, item.Text(), &set)
		}
	}
	return set
}

func addReferred(x *index.Index, c iac.Cursor, set *value.Set[*network.PrivateEndpoint]) {
	before := len(set.Items)
	endpoints, _, closed := index.References[network.PrivateEndpoint](x, c.Value())
	readings, _, _ := index.References[reading](x, c.Value())
	for _, r := range readings {
		if e, ok := r.endpoint.Get(); ok {
			endpoints = append(endpoints, e)
		}
	}
	for _, e := range endpoints {
		if !slices.Contains(set.Items, e) {
			set.Items = append(set.Items, e)
		}
	}
	if !closed || len(set.Items) == before {
		doubtful(&set.Incomplete, c.Pin())
	}
}

func addStatic(x *index.Index, address value.Of[string], set *value.Set[*network.PrivateEndpoint]) {
	text, ok := address.Get()
	found := false
	for _, e := range x.Model.PrivateEndpoints {
		if ok && slices.Contains(e.Addresses.Or(nil), text) {
			set.Items, found = append(set.Items, e), true
		}
	}
	if !found {
		doubtful(&set.Incomplete, "a literal address")
	}
}
