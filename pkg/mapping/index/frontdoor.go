package index

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// LinkFrontDoors leads from the values of an X-Azure-FDID filter to the profiles
// whose ids they are. A list that is not known as a whole may still tell that it
// holds nothing but such ids.
func (x *Index) LinkFrontDoors(r *network.AccessRule, c iac.Cursor) {
	add := func(e network.Edge[network.FrontDoor]) {
		r.FrontDoors = append(r.FrontDoors, e)
		if r.Headers != nil {
			r.Headers.AsksFrontDoorID = true
		}
	}
	switch c.Value().Kind() {
	case iac.List:
		items, _ := c.List()
		items = slices.DeleteFunc(items, iac.Cursor.IsNull)
		x.AfterLinks(func() {
			for _, item := range items {
				add(x.frontDoor(item))
			}
		})
	case iac.Unknown:
		x.AfterLinks(func() {
			if e := x.frontDoor(c); !e.IsUnknown() {
				add(e)
			}
		})
	case iac.Null, iac.Bool, iac.Number, iac.String, iac.Object:
	}
}

// frontDoor finds the profile that has an id, or that an id is taken from.
func (x *Index) frontDoor(c iac.Cursor) network.Edge[network.FrontDoor] {
	if id, ok := c.Text().Get(); ok {
		return x.frontDoorWith(id, c)
	}
	found, attributes, closed := References[network.FrontDoor](x, c.Value())
	origin := c.Value().Origin()
	if !closed || origin.Derived || len(found) != len(origin.References) || len(found) == 0 || !all(attributes, isFrontDoorID) {
		return network.Open[network.FrontDoor](c.Pin(), c.At())
	}
	return network.AnyOf(distinct(found), c.At())
}

// frontDoorWith finds the profile with a known id. A profile whose id is not known
// may be the one.
func (x *Index) frontDoorWith(id string, c iac.Cursor) network.Edge[network.FrontDoor] {
	for _, f := range x.Model.FrontDoors {
		if have, ok := f.GUID.Get(); ok && strings.EqualFold(have, id) {
			return network.To(f, f.ID, c.At())
		}
	}
	hidden := func(f *network.FrontDoor) bool { return !f.GUID.IsKnown() }
	if i := slices.IndexFunc(x.Model.FrontDoors, hidden); i >= 0 {
		return network.Open[network.FrontDoor](x.Model.FrontDoors[i].GUID.Why(), c.At())
	}
	return network.Outside[network.FrontDoor](strings.ToLower(id), c.At())
}

// isFrontDoorID reports whether an attribute of a profile is what it sends as
// X-Azure-FDID.
func isFrontDoorID(attribute string) bool {
	switch attribute {
	case "resource_guid", "header_frontdoor_id", "properties.frontDoorId", "properties.frontdoorId",
		"output.properties.frontDoorId", "output.properties.frontdoorId":
		return true
	}
	return false
}

func all[T any](items []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(items, func(item T) bool { return !holds(item) })
}

func distinct[T any](parts []*T) []*T {
	var out []*T
	for _, p := range parts {
		out = appendNew(out, p)
	}
	return out
}
