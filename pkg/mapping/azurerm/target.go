package azurerm

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// targetSite leads to the app or slot that an id means, whose type is known or
// not; absent if the target is certainly something else. certain is set if it is an
// app for another reason than its type, such as the group of an endpoint. It is for
// the last rounds.
func targetSite(x *index.Index, c iac.Cursor, typ value.Of[string], certain bool) network.Edge[network.Site] {
	switch t, ok := typ.Get(); {
	case ok && !isSiteType(t):
		return network.Edge[network.Site]{}
	case !ok && (c.Value().Kind() == iac.String || certainlyNoSite(c)):
		return network.Edge[network.Site]{}
	case !ok && !certain && mayMean(x, c, func(typ string) bool { return !isSiteType(typ) }):
		return network.Open[network.Site](c.Pin(), c.At())
	}
	return index.Resolve[network.Site](x, c)
}

func isSiteType(typ string) bool {
	return typ == strings.ToLower(typeSite) || typ == strings.ToLower(typeSlot)
}

// mayMean reports whether an unknown id may be that of a resource whose ARM type, in
// lower case, fits; the type is "" where it is not known. A plan does not show what
// a local value is made of: an id that was taken from one may be any id of the
// module, of whatever type.
func mayMean(x *index.Index, c iac.Cursor, fits func(typ string) bool) bool {
	origin := c.Value().Origin()
	return c.IsUnknown() && origin != nil && slices.ContainsFunc(origin.References, func(ref iac.Reference) bool {
		isID := ref.Attribute == "" || ref.Attribute == "id" || strings.HasPrefix(ref.Attribute, "id/")
		return isID && !isNoTarget(resourceType(ref.Address)) && fits(armType(x, ref.Address))
	})
}

// isNoTarget reports whether neither private endpoints nor perimeters are made for
// resources of a type: those are parts of a network, or hold others.
func isNoTarget(typ string) bool {
	return slices.ContainsFunc(noTargets, func(prefix string) bool { return strings.HasPrefix(typ, prefix) })
}

var noTargets = []string{
	"azurerm_app_service_plan", "azurerm_cdn_frontdoor_", "azurerm_dns_", "azurerm_nat_gateway", "azurerm_network_security_",
	"azurerm_private_dns_", "azurerm_private_endpoint", "azurerm_public_ip", "azurerm_resource_group", "azurerm_route_table",
	"azurerm_service_plan", "azurerm_subnet", "azurerm_subscription", "azurerm_user_assigned_identity", "azurerm_virtual_network",
}

// targetType returns the ARM type, in lower case, of what an id means: by the id
// or by the resource that it refers to.
func targetType(x *index.Index, c iac.Cursor) value.Of[string] {
	switch c.Value().Kind() {
	case iac.Null:
		return value.None[string]()
	case iac.String:
		if id, ok := azure.ParseID(c.Value().Scalar()); ok {
			return value.Some(strings.ToLower(id.Type()), c.At())
		}
	case iac.Unknown:
		if typ := typeReferred(x, c.Value()); typ != "" {
			return value.Some(typ, c.At())
		}
	case iac.Bool, iac.Number, iac.List, iac.Object:
	}
	return value.Undecided[string](c.Pin(), c.At())
}

// typeReferred returns the one type of all that an unknown id can mean; "" where
// that is not known.
func typeReferred(x *index.Index, v iac.Value) string {
	origin := v.Origin()
	if origin == nil || !origin.Closed || origin.Derived {
		return ""
	}
	found := ""
	for _, ref := range origin.References {
		typ := ""
		if ref.Attribute == "id" || ref.Attribute == "" {
			typ = armType(x, ref.Address)
		}
		if typ == "" || found != "" && typ != found {
			return ""
		}
		found = typ
	}
	return found
}

// armType returns the ARM type of a resource in lower case; "" if it is not known.
func armType(x *index.Index, address string) string {
	typ := resourceType(address)
	if known := armTypes[typ]; known != "" {
		return known
	}
	r := x.Resource(address)
	switch {
	case r == nil:
		return ""
	case typ == "azapi_resource":
		name, _, _ := strings.Cut(x.Open(r).Get("type").Text().Or(""), "@")
		return strings.ToLower(name)
	}
	return guardedTypes[typ].kind
}

// certainlyNoSite reports whether an unknown id refers to resources of this
// provider none of which is an app.
func certainlyNoSite(c iac.Cursor) bool {
	origin := c.Value().Origin()
	if origin == nil || !origin.Closed || origin.Derived || len(origin.References) == 0 {
		return false
	}
	for _, ref := range origin.References {
		typ := resourceType(ref.Address)
		if ref.Attribute != "id" || !strings.HasPrefix(typ, "azurerm_") || strings.HasPrefix(armTypes[typ], "microsoft.web/sites") {
			return false
		}
	}
	return true
}

// resourceType returns the type in the address of a resource or data source:
// azurerm_key_vault of module.core["a.b"].azurerm_key_vault.main.
func resourceType(address string) string {
	for {
		rest, ok := strings.CutPrefix(address, "module.")
		if !ok {
			break
		}
		address = afterDot(rest)
	}
	typ, _, _ := strings.Cut(strings.TrimPrefix(address, "data."), ".")
	return typ
}

// afterDot returns what follows the first dot that is not inside of an index.
func afterDot(s string) string {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case s[i] == '.' && !quoted:
			return s[i+1:]
		}
	}
	return ""
}

// armTypes are the ARM types, in lower case, of what private endpoints and
// perimeters are made for. Those of the resources in guardedTypes are there.
//
// Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
var armTypes = map[string]string{
	"azurerm_linux_web_app":                 "microsoft.web/sites",
	"azurerm_windows_web_app":               "microsoft.web/sites",
	"azurerm_linux_function_app":            "microsoft.web/sites",
	"azurerm_windows_function_app":          "microsoft.web/sites",
	"azurerm_function_app_flex_consumption": "microsoft.web/sites",
	"azurerm_logic_app_standard":            "microsoft.web/sites",
	"azurerm_app_service":                   "microsoft.web/sites",
	"azurerm_function_app":                  "microsoft.web/sites",
	"azurerm_linux_web_app_slot":            "microsoft.web/sites/slots",
	"azurerm_windows_web_app_slot":          "microsoft.web/sites/slots",
	"azurerm_linux_function_app_slot":       "microsoft.web/sites/slots",
	"azurerm_windows_function_app_slot":     "microsoft.web/sites/slots",
	"azurerm_app_service_slot":              "microsoft.web/sites/slots",
	"azurerm_function_app_slot":             "microsoft.web/sites/slots",
	"azurerm_service_plan":                  "microsoft.web/serverfarms",
	"azurerm_app_service_plan":              "microsoft.web/serverfarms",
	"azurerm_app_service_environment_v3":    "microsoft.web/hostingenvironments",
	"azurerm_static_web_app":                "microsoft.web/staticsites",
	"azurerm_static_site":                   "microsoft.web/staticsites",

	"azurerm_api_management":                         "microsoft.apimanagement/service",
	"azurerm_app_configuration":                      "microsoft.appconfiguration/configurationstores",
	"azurerm_application_gateway":                    "microsoft.network/applicationgateways",
	"azurerm_automation_account":                     "microsoft.automation/automationaccounts",
	"azurerm_cognitive_account":                      "microsoft.cognitiveservices/accounts",
	"azurerm_container_app_environment":              "microsoft.app/managedenvironments",
	"azurerm_data_factory":                           "microsoft.datafactory/factories",
	"azurerm_eventgrid_domain":                       "microsoft.eventgrid/domains",
	"azurerm_eventgrid_topic":                        "microsoft.eventgrid/topics",
	"azurerm_iothub":                                 "microsoft.devices/iothubs",
	"azurerm_kubernetes_cluster":                     "microsoft.containerservice/managedclusters",
	"azurerm_linux_virtual_machine_scale_set":        "microsoft.compute/virtualmachinescalesets",
	"azurerm_machine_learning_workspace":             "microsoft.machinelearningservices/workspaces",
	"azurerm_monitor_private_link_scope":             "microsoft.insights/privatelinkscopes",
	"azurerm_mssql_managed_instance":                 "microsoft.sql/managedinstances",
	"azurerm_mysql_flexible_server":                  "microsoft.dbformysql/flexibleservers",
	"azurerm_orchestrated_virtual_machine_scale_set": "microsoft.compute/virtualmachinescalesets",
	"azurerm_postgresql_flexible_server":             "microsoft.dbforpostgresql/flexibleservers",
	"azurerm_private_link_service":                   "microsoft.network/privatelinkservices",
	"azurerm_redis_cache":                            "microsoft.cache/redis",
	"azurerm_relay_namespace":                        "microsoft.relay/namespaces",
	"azurerm_search_service":                         "microsoft.search/searchservices",
	"azurerm_signalr_service":                        "microsoft.signalrservice/signalr",
	"azurerm_synapse_workspace":                      "microsoft.synapse/workspaces",
	"azurerm_virtual_machine_scale_set":              "microsoft.compute/virtualmachinescalesets",
	"azurerm_web_pubsub":                             "microsoft.signalrservice/webpubsub",
	"azurerm_windows_virtual_machine_scale_set":      "microsoft.compute/virtualmachinescalesets",
}
