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

// fillPerimeterProfile maps Microsoft.Network/networkSecurityPerimeters/profiles, of
// which nothing matters but which one it is.
func fillPerimeterProfile(*index.Index, *resource, *network.PerimeterProfile) {}

// profileKey returns what tells a profile from others: its id or, where that is
// not known, its address.
func profileKey(x *index.Index, c iac.Cursor) value.Of[string] {
	return keyOfProfile(index.Resolve[network.PerimeterProfile](x, c), c)
}

func keyOfProfile(e network.Edge[network.PerimeterProfile], c iac.Cursor) value.Of[string] {
	key := e.ID()
	if p, ok := e.Get(); ok {
		key = p.Key()
	}
	if key == "" {
		return value.Undecided[string](c.Pin(), c.At())
	}
	return value.Some(key, c.At())
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
			rule.Profile = keyOfProfile(ancestor[network.PerimeterProfile](x, r, 1), r.place())
		})
	}
	set(&rule.Direction, oneOf(r.prop("direction").Text(), directions))
	set(&rule.Prefixes, prefixes(r.prop("addressPrefixes").Texts()))
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
