package resourcemanager

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillPrivateEndpoint maps Microsoft.Network/privateEndpoints.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/privateendpoints
func fillPrivateEndpoint(x *index.Index, r *resource, e *network.PrivateEndpoint) {
	link(x, &e.Subnet, r.prop("subnet", "id"))
	set(&e.Addresses, names(r.prop("ipConfigurations"), "properties", "privateIPAddress"))
	automatic, manual := r.prop("privateLinkServiceConnections"), r.prop("manualPrivateLinkServiceConnections")
	elements, more := automatic.List()
	connection, approved := automatic, len(elements) > 0 || more != "" || manual.IsNull()
	if !approved {
		connection = manual
	}
	if !connection.IsNull() {
		e.Manual = value.Some(!approved, connection.At())
		if connection.IsUnknown() {
			e.Manual = value.Undecided[bool](connection.Pin(), connection.At())
		}
		target := fold(connection, "properties", "privateLinkServiceId")
		e.Target = target.NonEmpty()
		e.Groups = fold(connection, "properties", "groupIds").Texts()
		x.Later(func() { linkTarget(x, e, target) })
	}
	x.AfterLinks(func() { markIncomplete(&e.ZoneGroup.Incomplete, x.Model) })
	if r.Data {
		e.ZoneGroup.Incomplete = r.Address
	}
}

// linkTarget leads an endpoint to the app or slot behind it, if it is one.
func linkTarget(x *index.Index, e *network.PrivateEndpoint, target iac.Cursor) {
	e.TargetType = targetType(x, target)
	groups, known := e.Groups.Get()
	appLike := !known || len(groups) == 0
	for _, g := range groups {
		appLike = appLike || isSiteGroup(g)
	}
	e.Site = privateLinkSite(x, target, e.TargetType, len(groups) > 0 && !slices.ContainsFunc(groups, isOtherGroup))
	if e.Site.IsUnknown() && !appLike {
		e.Site = network.Edge[network.Site]{} // blob, vault: the target is no app
		return
	}
	// The slot can be found by its parent only once all parents are found.
	x.AfterLinks(func() {
		e.App = e.Site
		e.Site = linkedSlot(x, e.App, e.Groups, target)
	})
}

// isSiteGroup reports whether a group id is that of an app or of one of its slots.
func isSiteGroup(group string) bool {
	group = strings.ToLower(group)
	return group == "sites" || strings.HasPrefix(group, "sites-")
}

func isOtherGroup(group string) bool { return !isSiteGroup(group) }

// privateLinkSite leads to the app that a private link targets; absent if the
// target is of another type. certain is set if it is an app for another reason than
// its type, such as the group of an endpoint.
func privateLinkSite(x *index.Index, target iac.Cursor, typ value.Of[string], certain bool) network.Edge[network.Site] {
	switch t, ok := typ.Get(); {
	case ok && t != typeSite && t != typeSlot:
		return network.Edge[network.Site]{}
	case !ok && (knownID(target) != "" || certainlyNoSite(x, target)):
		return network.Edge[network.Site]{}
	case !ok && !certain && mayMeanOther(x, target):
		return network.Open[network.Site](target.Pin(), target.At())
	}
	if id := knownID(target); strings.Contains(id, "/slots/") { // the app's id is meant to be there
		app, slot, _ := strings.Cut(id, "/slots/")
		if e := index.ResolveID[network.Site](x, id, target); !e.IsOutside() || slot == "" {
			return e
		}
		return index.ResolveID[network.Site](x, app, target)
	}
	return index.Resolve[network.Site](x, target)
}

// mayMeanOther reports whether an unknown id may be that of something else than an
// app: one that was taken from a local value of Terraform may be any id of the
// module, because a plan does not show what the local value is made of.
func mayMeanOther(x *index.Index, c iac.Cursor) bool {
	origin := c.Value().Origin()
	return origin != nil && slices.ContainsFunc(origin.References, func(ref iac.Reference) bool {
		isID := ref.Attribute == "" || ref.Attribute == "id"
		typ := referencedType(x, ref)
		return isID && typ != typeSite && typ != typeSlot && !isPlace(ref.Address, typ)
	})
}

// isPlace reports whether something holds the targets of private links, or is a part
// of the network, so that it is none itself.
func isPlace(address, typ string) bool {
	return strings.HasPrefix(typ, "microsoft.network/virtualnetworks") || typ == "microsoft.network/privatednszones" || typ == typePlan ||
		terraformType(address) == "azurerm_resource_group"
}

// linkedSlot leads from an app to its slot where the group names one.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-private-endpoint#conceptual-overview
func linkedSlot(x *index.Index, e network.Edge[network.Site], groups value.Of[[]string], c iac.Cursor) network.Edge[network.Site] {
	if e.IsAbsent() {
		return e
	}
	if groups.IsUnknown() {
		return network.Open[network.Site](groups.Why(), groups.At())
	}
	slot := ""
	for _, g := range groups.Or(nil) {
		if rest, ok := strings.CutPrefix(strings.ToLower(g), "sites-"); ok {
			slot = rest
		}
	}
	app, found := e.Get()
	switch {
	case slot == "":
		return e
	case e.IsOutside():
		return index.ResolveID[network.Site](x, e.ID()+"/slots/"+slot, c)
	case !found:
		return network.Open[network.Site](e.Why(), e.At())
	case app.Slot:
		return e
	}
	if s, certain := slotNamed(x, app, slot); certain {
		return network.To(s, s.ID, c.At())
	} else if s != nil {
		return network.Open[network.Site](s.Address, c.At())
	}
	if app.ID != "" {
		return index.ResolveID[network.Site](x, app.ID+"/slots/"+slot, c)
	}
	return network.Open[network.Site](c.Pin(), c.At())
}

// slotNamed returns the slot of an app that has a name; failing that, one whose name
// or app is not known yet, so that it may be the one.
func slotNamed(x *index.Index, app *network.Site, slot string) (found *network.Site, certain bool) {
	for _, s := range x.Model.Sites {
		switch {
		case !s.Slot || !s.Parent.CanBe(app) || !strings.EqualFold(s.Name.Or(slot), slot):
		case s.Parent.Target() == app && s.Name.IsKnown():
			return s, true
		case found == nil:
			found = s
		}
	}
	return found, false
}

// targetType returns the type of the resource that an id means, in lower case,
// by the id or by the resource that it refers to.
func targetType(x *index.Index, c iac.Cursor) value.Of[string] {
	if c.IsNull() {
		return value.None[string]()
	}
	if typ := typeOfID(knownID(c)); typ != "" {
		return value.Some(typ, c.At())
	}
	origin := c.Value().Origin()
	if origin == nil || !origin.Closed || origin.Derived {
		return value.Undecided[string](c.Pin(), c.At())
	}
	typ := ""
	for _, ref := range origin.References {
		t := referencedType(x, ref)
		if t == "" || typ != "" && t != typ {
			return value.Undecided[string](c.Pin(), c.At())
		}
		typ = t
	}
	if typ == "" {
		return value.Undecided[string](c.Pin(), c.At())
	}
	return value.Some(typ, c.At())
}

// typeOfID reads the type from an id, whose scope may have "?" in it.
func typeOfID(id string) string {
	parsed, ok := azure.ParseID(strings.ReplaceAll(id, "/?", "/unknown"))
	if !ok || parsed.Provider == "" {
		return ""
	}
	return strings.ToLower(parsed.Type())
}

// referencedType returns the ARM type of what a reference identifies, in lower
// case; "" where it is not known.
func referencedType(x *index.Index, ref iac.Reference) string {
	if ref.Attribute != "" && ref.Attribute != "id" {
		return ""
	}
	if target := x.Resource(ref.Address); target != nil {
		if r, ok := open(x, target); ok {
			return r.typ
		}
	}
	for _, p := range x.Parts(ref.Address) {
		if typ := partType(p); typ != "" {
			return typ
		}
	}
	return ""
}

// certainlyNoSite reports whether an id is that of a resource of azurerm that is
// no part of the model: an app would be one.
func certainlyNoSite(x *index.Index, c iac.Cursor) bool {
	ref, ok := soleReference(c)
	return ok && len(x.Parts(ref.Address)) == 0 && strings.HasPrefix(terraformType(ref.Address), "azurerm_")
}

// partType returns the ARM type of a part of the model.
func partType(p network.Subject) string {
	if typ := typeOfID(p.Common().ID); typ != "" {
		return typ
	}
	switch p := p.(type) {
	case *network.Site:
		if p.Slot {
			return typeSlot
		}
		return typeSite
	case *network.Environment:
		return "microsoft.web/hostingenvironments"
	case *network.ApplicationGateway:
		return "microsoft.network/applicationgateways"
	case *network.RelayNamespace:
		return "microsoft.relay/namespaces"
	case *network.Guarded:
		return p.Kind
	}
	return ""
}

// terraformType returns the resource type in a Terraform address:
// azurerm_key_vault of module.core["a.b"].azurerm_key_vault.main.
func terraformType(address string) string {
	depth := 0
	parts := strings.FieldsFunc(address, func(c rune) bool {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		}
		return c == '.' && depth == 0
	})
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}

// zoneGroup maps Microsoft.Network/privateEndpoints/privateDnsZoneGroups.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.network/privateendpoints/privatednszonegroups
func zoneGroup(x *index.Index, r *resource) {
	zones := collect(r.prop("privateDnsZoneConfigs"), func(e iac.Cursor) iac.Cursor {
		return fold(e, "properties", "privateDnsZoneId")
	})
	endpoint := ancestor[network.PrivateEndpoint](x, r, 1)
	change(x, r, endpoint, func(r *resource, e *network.PrivateEndpoint) {
		if why := r.uncertain + zones.Incomplete; why != "" {
			e.ZoneGroup.Incomplete = why
		}
		if r.uncertain != "" {
			return
		}
		for _, id := range zones.Items {
			x.Later(func() {
				e.ZoneGroup.Items = append(e.ZoneGroup.Items, index.Resolve[network.Zone](x, id))
			})
		}
	})
}
