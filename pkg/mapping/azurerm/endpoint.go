package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typeEndpoint = "Microsoft.Network/privateEndpoints"

// privateEndpoint maps azurerm_private_endpoint.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/private_endpoint
func privateEndpoint(x *index.Index, a attributes) {
	e := &network.PrivateEndpoint{Element: a.element(x)}
	link(x, &e.Subnet, a.get("subnet_id"))
	e.Addresses = names(a.get("ip_configuration"), "private_ip_address")
	x.Model.PrivateEndpoints = append(x.Model.PrivateEndpoints, e)
	x.Add(a.of.Resource, e, a.id(typeEndpoint, e.Name))

	connection := a.get("private_service_connection")
	e.Assigned = connection.computed("private_ip_address").NonEmpty()
	e.Manual = connection.get("is_manual_connection").Bool()
	e.Groups = connection.get("subresource_names").Texts()
	target := connection.get("private_connection_resource_id")
	e.Target = target.NonEmpty()
	x.Edges(func() { e.TargetType, e.Site = endpointTarget(x, target.Cursor, e.Groups) })
	// The slot can be found by its app only once all slots have theirs.
	x.AfterLinks(func() {
		e.App = e.Site
		e.Site = meantSlot(x, e.App, e.Groups, target.Cursor)
	})

	zones := a.get("private_dns_zone_group").get("private_dns_zone_ids")
	x.Edges(func() {
		e.ZoneGroup = resolveAll[network.Zone](x, zones)
		if a.of.ignores("private_dns_zone_group") { // so that a policy can add the group
			doubtful(&e.ZoneGroup.Incomplete, "changes of private_dns_zone_group, which are ignored")
		}
	})
}

// endpointTarget tells what an endpoint leads to. Where nothing else tells the
// target, the group may still tell that it is an app, or rule one out.
func endpointTarget(x *index.Index, c iac.Cursor, groups value.Of[[]string]) (value.Of[string], network.Edge[network.Site]) {
	typ := targetType(x, c)
	site := targetSite(x, c, typ, ofApps(groups))
	if site.IsUnknown() && ofOtherServices(groups) {
		site = network.Edge[network.Site]{}
	}
	return typ, site
}

// ofApps reports whether all of an endpoint's groups are ones that only apps and
// slots have.
func ofApps(groups value.Of[[]string]) bool {
	names, _ := groups.Get()
	for _, name := range names {
		if !isAppGroup(name) {
			return false
		}
	}
	return len(names) > 0
}

func isAppGroup(name string) bool {
	name = strings.ToLower(name)
	return name == "sites" || strings.HasPrefix(name, "sites-")
}

// ofOtherServices reports whether an endpoint's groups are all ones of services
// other than App Service.
func ofOtherServices(groups value.Of[[]string]) bool {
	names, _ := groups.Get()
	for _, name := range names {
		if !otherGroups[strings.ToLower(name)] {
			return false
		}
	}
	return len(names) > 0
}

// otherGroups are groups of the services that private endpoints are often made
// for, in lower case.
//
// Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
var otherGroups = map[string]bool{
	"account": true, "azuremonitor": true, "blob": true, "blob_secondary": true, "cassandra": true,
	"configurationstores": true, "datafactory": true, "dev": true, "dfs": true, "dfs_secondary": true,
	"domain": true, "file": true, "gateway": true, "gremlin": true, "hostingenvironments": true,
	"iothub": true, "managedenvironments": true, "managedinstance": true, "management": true,
	"mongodb": true, "mysqlserver": true, "namespace": true, "portal": true, "postgresqlserver": true,
	"queue": true, "queue_secondary": true, "rediscache": true, "redisenterprise": true, "registry": true,
	"searchservice": true, "signalr": true, "sql": true, "sqlondemand": true, "sqlserver": true,
	"staticsites": true, "table": true, "table_secondary": true, "topic": true, "vault": true,
	"web": true, "web_secondary": true, "webpubsub": true,
}

// meantSlot leads from an app to its slot where the group names one.
//
// Source: https://learn.microsoft.com/azure/app-service/overview-private-endpoint#conceptual-overview
func meantSlot(x *index.Index, e network.Edge[network.Site], groups value.Of[[]string], at iac.Cursor) network.Edge[network.Site] {
	if app, ok := e.Get(); e.IsAbsent() || e.IsUnknown() || ok && app.Slot {
		return e
	}
	if groups.IsUnknown() {
		return network.Open[network.Site](groups.Why(), groups.At())
	}
	slot := ""
	for _, group := range groups.Or(nil) {
		if rest, ok := strings.CutPrefix(strings.ToLower(group), "sites-"); ok {
			slot = rest
		}
	}
	app, found := e.Get()
	switch {
	case slot == "":
		return e
	case e.IsOutside():
		return index.ResolveID[network.Site](x, e.ID()+"/slots/"+slot, at)
	case !found:
		return network.Open[network.Site](at.Pin(), e.At())
	}
	named := index.ResolveID[network.Site](x, app.ID+"/slots/"+slot, at)
	if _, ok := named.Get(); ok && app.ID != "" {
		return named
	}
	for _, s := range x.Model.Sites { // one whose name or app is not known yet
		if s.Slot && s.Parent.CanBe(app) && strings.EqualFold(s.Name.Or(slot), slot) {
			if s.Parent.Target() == app && s.Name.IsKnown() {
				return network.To(s, s.ID, e.At())
			}
			return network.Open[network.Site](s.Address, e.At())
		}
	}
	if app.ID == "" {
		return network.Open[network.Site](at.Pin(), e.At())
	}
	return named
}

// reading is a data source that finds an endpoint by its name and exports its
// address, for records to refer to.
type reading struct {
	network.Element
	endpoint network.Edge[network.PrivateEndpoint]
}

// endpointReading maps the data source azurerm_private_endpoint_connection.
func endpointReading(x *index.Index, a attributes) {
	r := &reading{Element: a.element(x)}
	index.LinkName(x, &r.endpoint, a.made(typeEndpoint, r.Name), a.get("name").Cursor)
	x.Add(a.of.Resource, r, "")
}
