package azurerm

import (
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

const typeRelay = "Microsoft.Relay/namespaces"

// relayNamespace maps azurerm_relay_namespace, which has no attribute for public
// network access.
func relayNamespace(x *index.Index, a attributes) {
	n := &network.RelayNamespace{Element: a.element(x)}
	x.Model.RelayNamespaces = append(x.Model.RelayNamespaces, n)
	x.Add(a.of.Resource, n, a.id(typeRelay, n.Name))
}

// relayConnection maps azurerm_relay_hybrid_connection.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/relay_hybrid_connection
func relayConnection(x *index.Index, a attributes) {
	c := &network.RelayConnection{Element: a.element(x)}
	const attribute = "relay_namespace_name"
	namespace := a.text(attribute)
	index.LinkName(x, &c.Namespace, a.made(typeRelay, namespace), a.get(attribute).Cursor)
	c.RequiresClientAuthorization = a.boolOr("requires_client_authorization", true)
	c.UserMetadata = a.text("user_metadata")
	x.Model.RelayConnections = append(x.Model.RelayConnections, c)
	x.Add(a.of.Resource, c, a.id(typeRelay+"/hybridConnections", namespace, c.Name))
}

// hybridConnection maps azurerm_web_app_hybrid_connection and its twin for
// function apps, which name the app by id.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_app_hybrid_connection
func hybridConnection(app string) mapper {
	return func(x *index.Index, a attributes) {
		h := addHybridConnection(x, a)
		link(x, &h.Site, a.get(app))
	}
}

// legacyHybridConnection maps azurerm_app_service_hybrid_connection, which names
// the app by name. Version 5 removed it.
func legacyHybridConnection(x *index.Index, a attributes) {
	h := addHybridConnection(x, a)
	const attribute = "app_service_name"
	index.LinkName(x, &h.Site, a.made(typeSite, a.text(attribute)), a.get(attribute).Cursor)
}

func addHybridConnection(x *index.Index, a attributes) *network.HybridConnection {
	h := &network.HybridConnection{Element: a.element(x)}
	h.Host = a.text("hostname")
	h.Port = a.get("port").Int()
	h.SendKey = a.textOr("send_key_name", "RootManageSharedAccessKey")
	link(x, &h.Relay, a.get("relay_id"))
	x.Model.HybridConnections = append(x.Model.HybridConnections, h)
	x.Add(a.of.Resource, h, a.known())
	return h
}
