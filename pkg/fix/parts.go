package fix

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// attribute is where azurerm has what a remedy sets: the blocks on the way, the name,
// and the value as HCL.
type attribute struct {
	blocks []string
	name   string
	value  string
	// list is set for an attribute whose value is a list with the value as its one
	// element.
	list bool
	// writtenOnly is set for one that is replaced where it is written and never added.
	writtenOnly bool
}

const siteConfig = "site_config"

// legacyApps are the types of azurerm that version 5 removed.
var legacyApps = map[string]bool{
	"azurerm_app_service": true, "azurerm_app_service_slot": true,
	"azurerm_function_app": true, "azurerm_function_app_slot": true,
}

const logicApp = "azurerm_logic_app_standard"

// isApp reports whether a type is one of apps or slots that the provider has now.
func isApp(typ string) bool {
	switch strings.TrimSuffix(typ, "_slot") {
	case "azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_linux_function_app", "azurerm_windows_function_app":
		return true
	}
	return typ == "azurerm_function_app_flex_consumption"
}

// attributesOf are the attributes that a part of a resource of a type can be written
// in, the one to add first; none where the type is not known to have the part.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs
func attributesOf(typ string, part lint.Part, value string) []attribute {
	switch {
	case typ == "azurerm_private_endpoint" && part == lint.EndpointGroup:
		return []attribute{{blocks: []string{"private_service_connection"}, name: "subresource_names", value: quoted(value), list: true}}
	case typ == "azurerm_private_dns_zone" && part == lint.ZoneName:
		return []attribute{{name: "name", value: quoted(value), writtenOnly: true}}
	case isApp(typ), typ == logicApp, legacyApps[typ]:
		return appAttributes(typ, part, value)
	}
	return nil
}

func appAttributes(typ string, part lint.Part, value string) []attribute {
	in := func(name, value string) []attribute {
		return []attribute{{blocks: []string{siteConfig}, name: name, value: value}}
	}
	modern := isApp(typ)
	switch part {
	case lint.SCMUsesMain:
		return in("scm_use_main_ip_restriction", value)
	case lint.RouteAll:
		return in("vnet_route_all_enabled", value)
	case lint.FTPState:
		return in("ftps_state", quoted(value))
	case lint.RemoteDebugging:
		return in("remote_debugging_enabled", value)
	case lint.MainDefaultAction:
		if !legacyApps[typ] {
			return in("ip_restriction_default_action", quoted(value))
		}
	case lint.SCMDefaultAction:
		if !legacyApps[typ] {
			return in("scm_ip_restriction_default_action", quoted(value))
		}
	case lint.MinTLS:
		if modern {
			return in("minimum_tls_version", quoted(value))
		}
		return in("min_tls_version", quoted(value))
	case lint.SCMMinTLS:
		if modern {
			return in("scm_minimum_tls_version", quoted(value))
		}
		return in("scm_min_tls_version", quoted(value))
	case lint.PublicAccess:
		return publicAccess(typ)
	case lint.SubnetDelegation, lint.SubnetServiceEndpoint, lint.EndpointGroup, lint.ZoneName, lint.AccessRule:
	}
	return nil
}

// publicAccess is how public network access is switched off. A logic app has it in
// two places, by version.
func publicAccess(typ string) []attribute {
	switch {
	case isApp(typ):
		return []attribute{{name: "public_network_access_enabled", value: "false"}}
	case typ == logicApp:
		return []attribute{
			{name: "public_network_access", value: quoted("Disabled"), writtenOnly: true},
			{blocks: []string{siteConfig}, name: "public_network_access_enabled", value: "false", writtenOnly: true},
		}
	}
	return nil
}

func quoted(s string) string { return `"` + s + `"` }

// delegation is what a delegation is called and allows, by the service.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet
type delegation struct{ name, action string }

func delegationOf(service string) delegation {
	d := delegation{name: "app-service", action: "Microsoft.Network/virtualNetworks/subnets/action"}
	switch strings.ToLower(service) {
	case "microsoft.app/environments":
		d = delegation{name: "flex-consumption", action: "Microsoft.Network/virtualNetworks/subnets/join/action"}
	case "microsoft.web/hostingenvironments":
		d.name = "app-service-environment"
	}
	return d
}

// property is where ARM has what a remedy sets: the path inside the resource and the
// value as Bicep.
type property struct {
	path  []string
	value string
}

// propertiesOf are the properties that a part of a resource of a type, in lower case,
// can be written in, the ones to add first.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites
func propertiesOf(typ string, part lint.Part, value string) []property {
	switch typ {
	case "microsoft.web/sites", "microsoft.web/sites/slots":
		return siteProperties(part, value)
	case "microsoft.network/privateendpoints":
		if part == lint.EndpointGroup {
			return []property{
				{[]string{"properties", "privateLinkServiceConnections", "0", "properties", "groupIds"}, "[" + bicepQuoted(value) + "]"},
				{[]string{"properties", "manualPrivateLinkServiceConnections", "0", "properties", "groupIds"}, "[" + bicepQuoted(value) + "]"},
			}
		}
	case "microsoft.network/privatednszones":
		if part == lint.ZoneName {
			return []property{{[]string{"name"}, bicepQuoted(value)}}
		}
	}
	return nil
}

func siteProperties(part lint.Part, value string) []property {
	config := func(name, value string) []property {
		return []property{{[]string{"properties", "siteConfig", name}, value}}
	}
	text := bicepQuoted(value)
	switch part {
	case lint.SCMUsesMain:
		return config("scmIpSecurityRestrictionsUseMain", value)
	case lint.MainDefaultAction:
		return config("ipSecurityRestrictionsDefaultAction", text)
	case lint.SCMDefaultAction:
		return config("scmIpSecurityRestrictionsDefaultAction", text)
	case lint.FTPState:
		return config("ftpsState", text)
	case lint.MinTLS:
		return config("minTlsVersion", text)
	case lint.SCMMinTLS:
		return config("scmMinTlsVersion", text)
	case lint.RemoteDebugging:
		return config("remoteDebuggingEnabled", value)
	case lint.PublicAccess:
		return append([]property{{[]string{"properties", "publicNetworkAccess"}, text}}, config("publicNetworkAccess", text)...)
	case lint.RouteAll:
		return append([]property{
			{[]string{"properties", "outboundVnetRouting", "applicationTraffic"}, value},
			{[]string{"properties", "vnetRouteAllEnabled"}, value},
		}, config("vnetRouteAllEnabled", value)...)
	case lint.SubnetDelegation, lint.SubnetServiceEndpoint, lint.EndpointGroup, lint.ZoneName, lint.AccessRule:
	}
	return nil
}

func bicepQuoted(s string) string { return "'" + s + "'" }
