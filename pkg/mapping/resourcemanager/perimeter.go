package resourcemanager

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillPerimeterAssociation maps
// Microsoft.Network/networkSecurityPerimeters/resourceAssociations.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/networksecurityperimeters/resourceassociations
func fillPerimeterAssociation(x *index.Index, r *resource, a *network.PerimeterAssociation) {
	set(&a.Mode, r.prop("accessMode").Text())
	if target := r.prop("privateLinkResource", "id"); !target.IsNull() {
		a.Target = target.NonEmpty()
		x.Later(func() {
			a.Site = privateLinkSite(x, target, targetType(x, target), false)
			if a.Site.IsAbsent() {
				a.Guarded = index.Resolve[network.Guarded](x, target)
			}
		})
	}
	if profile := r.prop("profile", "id"); !profile.IsNull() {
		x.Later(func() { a.Profile = profileKey(x, profile) })
	}
}

// profileKey returns what tells a profile from others: its id or, where that is
// not known, its address.
func profileKey(x *index.Index, c iac.Cursor) value.Of[string] {
	if id := knownID(c); id != "" {
		return value.Some(id, c.At())
	}
	if ref, ok := soleReference(c); ok {
		if id := keyOf(x, ref, 0); !index.IsAddressKey(id) {
			return value.Some(id, c.At())
		}
		return value.Some(ref.Address, c.At())
	}
	return value.Undecided[string](c.Pin(), c.At())
}

// perimeterKinds are the members of a rule that name whom it admits.
var perimeterKinds = []struct{ property, kind string }{
	{"addressPrefixes", "addresses"},
	{"fullyQualifiedDomainNames", "names"},
	{"serviceTags", "tags"},
	{"subscriptions", "subscriptions"},
}

// fillPerimeterRule maps
// Microsoft.Network/networkSecurityPerimeters/profiles/accessRules.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/networksecurityperimeters/profiles/accessrules
func fillPerimeterRule(x *index.Index, r *resource, rule *network.PerimeterRule) {
	if !r.patch {
		x.Later(func() {
			rule.Profile = profileKey(x, r.place())
			if id := r.parentKey(x); id != "" && !index.IsAddressKey(id) {
				rule.Profile = value.Some(id, r.place().At())
			}
		})
	}
	set(&rule.Direction, oneOf(r.prop("direction").Text(), directions))
	for _, k := range perimeterKinds {
		c := r.prop(k.property)
		elements, more := c.List()
		switch {
		case more != "":
			set(&rule.Kind, value.Undecided[string](more, c.At()))
		case len(elements) > 0:
			set(&rule.Kind, value.Some(k.kind, c.At()))
		}
	}
}
