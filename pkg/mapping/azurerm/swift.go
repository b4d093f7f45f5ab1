package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// swiftConnection maps azurerm_app_service_virtual_network_swift_connection, the
// VNet integration of an app as a resource of its own.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_virtual_network_swift_connection
func swiftConnection(x *index.Index, a attributes) {
	app := a.get("app_service_id").Cursor
	x.Later(func() { join(x, a, index.Resolve[network.Site](x, app), app) })
}

// slotSwiftConnection maps the same for a slot, which is named beside its app.
func slotSwiftConnection(x *index.Index, a attributes) {
	app, slot := a.get("app_service_id").Cursor, a.get("slot_name").Cursor
	x.AfterLinks(func() { join(x, a, slotOf(x, index.Resolve[network.Site](x, app), slot), slot) })
}

// join adds the integration to the site.
func join(x *index.Index, a attributes, e network.Edge[network.Site], by iac.Cursor) {
	element := a.element(x)
	subnet := index.Resolve[network.Subnet](x, a.get("subnet_id").Cursor)
	apply(e, x.Model.Sites, func(s *network.Site) {
		s.Integrations.Items = append(s.Integrations.Items,
			network.Integration{Subnet: subnet, Own: true, Subject: &element})
	}, func(s *network.Site) { doubtful(&s.Integrations.Incomplete, by.Pin()) })
}

// slotOf leads from an app to its slot of a name.
func slotOf(x *index.Index, e network.Edge[network.Site], name iac.Cursor) network.Edge[network.Site] {
	open := network.Open[network.Site](name.Pin(), name.At())
	n := name.NonEmpty()
	if id := index.ChildID(siteID(e), "slots", n); id != "" {
		return index.ResolveID[network.Site](x, id, name)
	}
	app, ok := e.Get()
	if !ok {
		return open
	}
	for _, s := range x.Model.Sites {
		if text, known := n.Get(); known && s.Slot && s.Parent.Target() == app && value.Is(s.Name, text) {
			return network.To(s, s.ID, name.At())
		}
	}
	return open
}
