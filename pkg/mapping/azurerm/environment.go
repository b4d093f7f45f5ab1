package azurerm

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// environmentV3 maps azurerm_app_service_environment_v3.
//
// Source: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/app_service_environment_v3
func environmentV3(x *index.Index, a attributes) {
	e := addEnvironment(x, a, 3)
	e.AllowNewPrivateEndpoints = a.boolOr("allow_new_private_endpoint_connections", true)
	e.RemoteDebug = a.boolOr("remote_debugging_enabled", false)
	e.ClusterSettings = clusterSettings(a.computed("cluster_setting"))
	e.CipherOrder = cipherOrder(a.computed("cluster_setting"))
}

// environmentV2 maps azurerm_app_service_environment, which version 4 removed.
func environmentV2(x *index.Index, a attributes) { addEnvironment(x, a, 2) }

// addEnvironment maps what both versions have in common. The region is computed:
// the provider takes that of the network.
func addEnvironment(x *index.Index, a attributes, version int) *network.Environment {
	e := &network.Environment{Element: a.element(x), Version: value.Some(version, a.of.At)}
	e.Location = index.Location(a.computed("location").Cursor)
	e.Internal = value.Map(a.textOr("internal_load_balancing_mode", "None"), isInternal)
	link(x, &e.Subnet, a.get("subnet_id"))
	x.Model.Environments = append(x.Model.Environments, e)
	x.Add(a.of.Resource, e, a.id("Microsoft.Web/hostingEnvironments", e.Name))
	x.AfterLinks(func() {
		if subnet, ok := e.Subnet.Get(); ok && !e.Location.IsKnown() {
			if vnet, ok := subnet.VNet.Get(); ok {
				e.Location = vnet.Location
			}
		}
	})
	return e
}

// isInternal reports whether web traffic enters by an address in the network. The
// mode "Publishing" takes only FTP there.
func isInternal(mode string) bool { return strings.Contains(mode, "Web") }

// clusterSettings reads the settings by name in lower case.
func clusterSettings(list attributes) value.Of[map[string]string] {
	blocks, more := list.items()
	if more != "" {
		return value.Undecided[map[string]string](more, list.At())
	}
	if list.IsNull() {
		return value.None[map[string]string]()
	}
	settings := make(map[string]string, len(blocks))
	for _, b := range blocks {
		for _, v := range []value.Of[string]{b.text("name"), b.text("value")} {
			if v.IsUnknown() {
				return value.Undecided[map[string]string](v.Why(), v.At())
			}
		}
		settings[strings.ToLower(b.text("name").Or(""))] = b.text("value").Or("")
	}
	return value.Some(settings, list.At())
}

// cipherOrder reads whether the settings have the order of the cipher suites, for which
// their names are enough.
func cipherOrder(list attributes) value.Of[bool] {
	blocks, more := list.items()
	unknown := value.None[bool]()
	for _, b := range blocks {
		name := b.text("name")
		switch {
		case strings.EqualFold(name.Or(""), azure.CipherOrderSetting):
			return value.Some(true, list.At())
		case name.IsUnknown():
			unknown = value.Undecided[bool](name.Why(), name.At())
		}
	}
	switch {
	case more != "":
		return value.Undecided[bool](more, list.At())
	case unknown.IsUnknown() || len(blocks) == 0:
		return unknown
	}
	return value.Some(false, list.At())
}
