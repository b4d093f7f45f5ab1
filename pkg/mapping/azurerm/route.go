package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

const typeRouteTable = "Microsoft.Network/routeTables"

// routeTable maps azurerm_route_table with the routes that it lists. The list is
// computed where nobody writes it.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/route_table
func routeTable(x *index.Index, a attributes) {
	t := &network.RouteTable{Element: a.element(x)}
	blocks, more := a.computed("route").items()
	t.Routes.Incomplete = more
	for _, b := range blocks {
		e := t.Element
		e.ID, e.Name, e.At = "", b.text("name"), b.At()
		t.Routes.Items = append(t.Routes.Items, readRoute(b, e))
	}
	x.Model.RouteTables = append(x.Model.RouteTables, t)
	x.Add(a.of.Resource, t, a.id(typeRouteTable, t.Name))
}

// route maps azurerm_route.
func route(x *index.Index, a attributes) {
	r := readRoute(a, a.element(x))
	const attribute = "route_table_name"
	id, by := a.made(typeRouteTable, a.text(attribute)), a.get(attribute).Cursor
	x.Later(func() {
		e := index.ResolveName[network.RouteTable](x, id, by)
		apply(e, x.Model.RouteTables, func(t *network.RouteTable) {
			enter(&t.Routes, r)
		}, func(t *network.RouteTable) { doubtful(&t.Routes.Incomplete, by.Pin()) })
	})
}

func readRoute(a attributes, e network.Element) network.Route {
	return network.Route{
		Element: e,
		Prefix:  a.text("address_prefix"),
		NextHop: a.text("next_hop_type"),
		Address: a.text("next_hop_in_ip_address"),
	}
}
