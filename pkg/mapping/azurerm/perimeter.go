package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// perimeterProfile maps azurerm_network_security_perimeter_profile.
func perimeterProfile(x *index.Index, a attributes) {
	p := &network.PerimeterProfile{Element: a.element(x)}
	x.Model.PerimeterProfiles = append(x.Model.PerimeterProfiles, p)
	x.Add(a.of.Resource, p, a.known())
}

// profileKey returns what tells a profile from all others: its id or, while that
// is not known, its address.
func profileKey(x *index.Index, c iac.Cursor) value.Of[string] {
	e := index.Resolve[network.PerimeterProfile](x, c)
	key := e.ID()
	if p, ok := e.Get(); ok {
		key = p.Key()
	}
	if key == "" {
		return value.Undecided[string](c.Pin(), c.At())
	}
	return value.Some(key, c.At())
}

// perimeterAssociation maps azurerm_network_security_perimeter_association.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_perimeter_association
func perimeterAssociation(x *index.Index, a attributes) {
	p := &network.PerimeterAssociation{Element: a.element(x)}
	p.Mode = a.text("access_mode")
	p.Target = a.text("resource_id")
	x.Model.Perimeters = append(x.Model.Perimeters, p)
	x.Add(a.of.Resource, p, a.known())
	target, profile := a.get("resource_id").Cursor, a.get("network_security_perimeter_profile_id").Cursor
	x.Later(func() {
		typ := targetType(x, target)
		p.Site = targetSite(x, target, typ, false)
		if p.Site.IsAbsent() {
			p.Guarded = targetGuarded(x, target, typ)
		}
		p.Profile = profileKey(x, profile)
	})
}

// targetGuarded leads to the resource that an id means, which is no app: one that
// apps depend on, or perhaps something else.
func targetGuarded(x *index.Index, c iac.Cursor, typ value.Of[string]) network.Edge[network.Guarded] {
	unguarded := func(typ string) bool { return !isGuardedType(typ) }
	if !typ.IsKnown() && mayMean(x, c, unguarded) {
		return network.Open[network.Guarded](c.Pin(), c.At())
	}
	return index.Resolve[network.Guarded](x, c)
}

func isGuardedType(typ string) bool {
	for _, g := range guardedTypes {
		if g.kind == typ {
			return true
		}
	}
	return false
}

// perimeterKinds are the attributes of a rule that name whom it admits.
var perimeterKinds = []struct{ attribute, kind string }{
	{"address_prefixes", "addresses"},
	{"fqdns", "names"},
	{"service_tags", "tags"},
	{"subscription_ids", "subscriptions"},
}

// perimeterRule maps azurerm_network_security_perimeter_access_rule.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_perimeter_access_rule
func perimeterRule(x *index.Index, a attributes) {
	r := &network.PerimeterRule{Element: a.element(x)}
	r.Direction = parse(a.text("direction"), parseDirection)
	for _, k := range perimeterKinds {
		if c := a.get(k.attribute); c.IsUnknown() {
			r.Kind = index.Prefer(r.Kind, value.Undecided[string](c.Pin(), c.At()))
		} else if !c.missing() {
			r.Kind = value.Some(k.kind, c.At())
		}
	}
	r.Prefixes = prefixes(a.get("address_prefixes").Texts())
	x.Model.PerimeterRules = append(x.Model.PerimeterRules, r)
	x.Add(a.of.Resource, r, a.known())
	profile := a.get("network_security_perimeter_profile_id").Cursor
	x.Later(func() { r.Profile = profileKey(x, profile) })
}
