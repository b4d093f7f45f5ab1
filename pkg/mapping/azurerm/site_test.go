package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// site maps one app or slot.
func site(t *testing.T, address string, body o, options ...option) *network.Site {
	t.Helper()
	m := model(t, res(address, in(body), options...))
	require.Len(t, m.Sites, 1)
	return m.Sites[0]
}

func TestKindsOfSites(t *testing.T) {
	tests := []struct {
		typ  string
		kind network.SiteKind
		os   value.State
		slot bool
	}{
		{"azurerm_linux_web_app", network.WebApp, value.Known, false},
		{"azurerm_windows_web_app", network.WebApp, value.Known, false},
		{"azurerm_linux_web_app_slot", network.WebApp, value.Known, true},
		{"azurerm_windows_web_app_slot", network.WebApp, value.Known, true},
		{"azurerm_linux_function_app", network.FunctionApp, value.Known, false},
		{"azurerm_windows_function_app", network.FunctionApp, value.Known, false},
		{"azurerm_linux_function_app_slot", network.FunctionApp, value.Known, true},
		{"azurerm_windows_function_app_slot", network.FunctionApp, value.Known, true},
		{"azurerm_function_app_flex_consumption", network.FunctionApp, value.Known, false},
		{"azurerm_logic_app_standard", network.LogicApp, value.Unknown, false},
		{"azurerm_app_service", network.WebApp, value.Unknown, false},
		{"azurerm_app_service_slot", network.WebApp, value.Unknown, true},
		{"azurerm_function_app", network.FunctionApp, value.Unknown, false},
		{"azurerm_function_app_slot", network.FunctionApp, value.Unknown, true},
	}
	for _, tt := range tests {
		t.Run(tt.typ, func(t *testing.T) {
			s := site(t, tt.typ+".a", o{"name": "shop"})
			assert.Equal(t, tt.kind, s.Kind)
			assert.Equal(t, tt.os, s.OS.State())
			assert.Equal(t, tt.slot, s.Slot)
			assert.Equal(t, tt.typ == "azurerm_function_app_flex_consumption", s.Flex)
			assert.Equal(t, "shop", s.Label())
		})
	}
}

func TestModernDefaults(t *testing.T) {
	s := site(t, "azurerm_linux_web_app.a", o{"name": "shop", "site_config": l{o{}}})

	assert.Equal(t, network.PublicEnabled, s.PublicAccess.Or(""))
	assert.True(t, s.PublicAccess.IsDefault())
	assert.Equal(t, access.Allow, s.Main.Default.Or(access.Deny))
	assert.True(t, s.Main.Default.IsDefault())
	assert.True(t, s.SCM.Default.IsDefault())
	assert.False(t, s.Main.Written)
	assert.True(t, s.Main.Rules.CertainlyEmpty())
	assert.True(t, value.Is(s.SCMUsesMain, false))
	assert.True(t, value.Is(s.Routing.All, false))
	assert.True(t, value.Is(s.Routing.ImagePull, false))
	assert.True(t, value.Is(s.Routing.BackupRestore, false))
	assert.True(t, s.Routing.ContentShare.IsAbsent())
	assert.True(t, value.Is(s.HTTPSOnly, false))
	assert.True(t, value.Is(s.ClientCertificates, false))
	assert.Equal(t, "1.2", s.MinTLS.Or(""))
	assert.Equal(t, "1.2", s.SCMMinTLS.Or(""))
	assert.Equal(t, "Disabled", s.FTPS.Or(""))
	assert.True(t, value.Is(s.FTPBasicAuth, true))
	assert.True(t, value.Is(s.RemoteDebugging, false))
	assert.True(t, value.Is(s.AlwaysOn, true))
	assert.True(t, s.Settings.IsAbsent())
	assert.True(t, s.Integrations.CertainlyEmpty())
	assert.True(t, s.Environment.IsAbsent())
	assert.True(t, value.Is(s.WindowsContainer, false))
	assert.Equal(t, at(100), s.PublicAccess.At(), "a default is at the resource")
	assert.Equal(t, "westeurope", s.Location.Or(""))
	assert.Equal(t, id("microsoft.web/sites/shop"), s.ID)
}

func TestDefaultsOfOlderProviders(t *testing.T) {
	// What a plan of azurerm 3.50 shows: no public network access, no unmatched
	// rule action.
	s := site(t, "azurerm_linux_web_app.a", o{
		"outbound_ip_addresses": unknown{}, "https_only": false,
		"site_config": l{o{"always_on": true, "ip_restriction": l{o{"ip_address": "10.0.0.0/8", "priority": 1, "action": "Allow"}}}},
	}, creating, major(3))
	assert.True(t, s.PublicAccess.IsAbsent())
	assert.True(t, s.Main.Default.IsAbsent())
	assert.True(t, s.Routing.ImagePull.IsAbsent())
	assert.True(t, s.FTPBasicAuth.IsAbsent())
	assert.True(t, s.ImageOverVNetUnsupported)
	assert.True(t, value.Is(s.AlwaysOn, true))
}

func TestWrittenAttributes(t *testing.T) {
	s := site(t, "azurerm_windows_web_app.a", o{
		"public_network_access_enabled":            false,
		"virtual_network_image_pull_enabled":       true,
		"virtual_network_backup_restore_enabled":   true,
		"https_only":                               true,
		"client_certificate_enabled":               true,
		"ftp_publish_basic_authentication_enabled": false,
		"app_settings":                             o{"Website_Dns_Server": "10.0.0.4", "KEY": pinned("var.key")},
		"site_config": l{o{
			"ip_restriction_default_action": "Deny", "scm_ip_restriction_default_action": "Allow",
			"scm_use_main_ip_restriction": true, "vnet_route_all_enabled": true,
			"minimum_tls_version": "1.3", "scm_minimum_tls_version": "1.0", "ftps_state": "AllAllowed",
			"remote_debugging_enabled": true, "always_on": false,
			"application_stack": l{o{"docker_image_name": "shop:1", "docker_registry_url": "https://Acr.azurecr.io"}},
		}},
	})
	assert.Equal(t, network.PublicDisabled, s.PublicAccess.Or(""))
	assert.False(t, s.PublicAccess.IsDefault())
	assert.Equal(t, access.Deny, s.Main.Default.Or(access.Allow))
	assert.True(t, s.Main.Written)
	assert.True(t, s.SCM.Written)
	assert.True(t, value.Is(s.SCMUsesMain, true))
	assert.True(t, value.Is(s.Routing.All, true))
	assert.True(t, value.Is(s.Routing.ImagePull, true))
	assert.True(t, value.Is(s.Routing.BackupRestore, true))
	assert.True(t, value.Is(s.HTTPSOnly, true))
	assert.True(t, value.Is(s.ClientCertificates, true))
	assert.True(t, value.Is(s.FTPBasicAuth, false))
	assert.Equal(t, "1.3", s.MinTLS.Or(""))
	assert.Equal(t, "1.0", s.SCMMinTLS.Or(""))
	assert.Equal(t, "AllAllowed", s.FTPS.Or(""))
	assert.True(t, value.Is(s.RemoteDebugging, true))
	assert.True(t, value.Is(s.AlwaysOn, false))
	assert.True(t, value.Is(s.WindowsContainer, true))
	assert.True(t, s.LinuxFxVersion.IsAbsent())
	assert.Equal(t, "acr.azurecr.io", s.ContainerRegistry.Or(""))

	settings, ok := s.Settings.Get()
	require.True(t, ok)
	assert.Equal(t, "10.0.0.4", settings["WEBSITE_DNS_SERVER"].Or(""))
	assert.Equal(t, "(sensitive)", settings["WEBSITE_DNS_SERVER"].String())
	assert.Equal(t, "var.key", settings["KEY"].Why())
}

func TestComputedAttributes(t *testing.T) {
	body := o{"name": "shop", "app_settings": unknown{}, "site_config": unknown{}}
	t.Run("nobody wrote them", func(t *testing.T) {
		s := site(t, "azurerm_app_service.a", body, creating)
		assert.True(t, s.Settings.IsAbsent())
		assert.True(t, s.Main.Rules.CertainlyEmpty())
		assert.True(t, s.Routing.All.IsAbsent())
		assert.True(t, s.AlwaysOn.IsAbsent(), "nothing is sent of a block that is not there")
	})
	t.Run("written with a value not known yet", func(t *testing.T) {
		s := site(t, "azurerm_app_service.a", o{"app_settings": pinned("var.settings"), "site_config": l{o{
			"ip_restriction": pinned("var.rules"), "ftps_state": pinned("var.ftps"),
		}}}, creating)
		assert.True(t, s.Settings.IsUnknown())
		assert.Equal(t, "var.rules", s.Main.Rules.Incomplete)
		assert.True(t, s.Main.Written)
		assert.True(t, s.FTPS.IsUnknown())
	})
	t.Run("unknown of what exists", func(t *testing.T) {
		s := site(t, "azurerm_app_service.a", body)
		assert.True(t, s.Settings.IsUnknown())
		assert.False(t, s.Main.Rules.Complete())
	})
	t.Run("not computed", func(t *testing.T) {
		s := site(t, "azurerm_linux_web_app.a", o{"app_settings": unknown{}, "site_config": l{o{"ip_restriction": unknown{}}}}, creating)
		assert.True(t, s.Settings.IsUnknown())
		assert.False(t, s.Main.Rules.Complete())
	})
}

func TestIntegration(t *testing.T) {
	subnet := res("azurerm_subnet.app", o{"name": "app", "resource_group_name": "rg", "virtual_network_name": "v"})
	app := func(v any, options ...option) *iac.Resource {
		return res("azurerm_linux_web_app.a", in(o{"name": "shop", "virtual_network_subnet_id": v}), options...)
	}
	ignoring := func(r *iac.Resource) { r.IgnoreChanges = []string{"tags", "virtual_network_subnet_id"} }

	t.Run("by reference", func(t *testing.T) {
		m := model(t, app(ref("azurerm_subnet.app.id")), subnet)
		require.Len(t, m.Sites[0].Integrations.Items, 1)
		i := m.Sites[0].Integrations.Items[0]
		assert.Same(t, m.Subnets[0], i.Subnet.Target())
		assert.False(t, i.Own)
		assert.False(t, i.Ignored)
		assert.Equal(t, []*network.Site{m.Sites[0]}, m.Subnets[0].Integrations.Items)
	})
	t.Run("by id", func(t *testing.T) {
		m := model(t, app("/subscriptions/0000/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/v/subnets/App"), subnet)
		assert.Same(t, m.Subnets[0], m.Sites[0].Integrations.Items[0].Subnet.Target())
	})
	t.Run("of another configuration", func(t *testing.T) {
		m := model(t, app(id("microsoft.network/virtualnetworks/w/subnets/x")), subnet)
		assert.True(t, m.Sites[0].Integrations.Items[0].Subnet.IsOutside())
	})
	t.Run("ignored", func(t *testing.T) {
		m := model(t, app(ref("azurerm_subnet.app.id"), ignoring), subnet)
		assert.True(t, m.Sites[0].Integrations.Items[0].Ignored)
	})
	t.Run("unknown", func(t *testing.T) {
		m := model(t, app(pinned("var.subnet_id")), subnet)
		assert.Empty(t, m.Sites[0].Integrations.Items)
		assert.Equal(t, "var.subnet_id", m.Sites[0].Integrations.Incomplete)
	})
	bare := func(r *iac.Resource) { r.At = source.Range{} } // a plan without its source
	for _, none := range []any{nil, ""} {
		m := model(t, app(none), subnet)
		assert.True(t, m.Sites[0].Integrations.CertainlyEmpty())
		assert.True(t, m.Sites[0].ResetsIntegration)
		assert.False(t, model(t, app(none, bare), subnet).Sites[0].ResetsIntegration)
		assert.False(t, model(t, app(none, ignoring), subnet).Sites[0].ResetsIntegration)
	}
	assert.True(t, model(t, app(ref("azurerm_subnet.app.id"), bare), subnet).Sites[0].Integrations.Items[0].Ignored)
	assert.False(t, model(t, app(pinned("var.subnet_id")), subnet).Sites[0].ResetsIntegration)
	early := res("azurerm_linux_web_app.a", in(o{"name": "shop"}), major(3))
	assert.False(t, model(t, early).Sites[0].ResetsIntegration, "its release may not have the attribute")
}

func TestFunctionApps(t *testing.T) {
	s := site(t, "azurerm_windows_function_app.a", o{
		"https_only": unknown{}, "storage_account_name": "shopstate",
		"app_settings": o{"WEBSITE_CONTENTOVERVNET": "1", "WEBSITE_VNET_ROUTE_ALL": "1"},
		"site_config": l{o{"always_on": unknown{}, "app_scale_limit": 5, "elastic_instance_minimum": 2,
			"runtime_scale_monitoring_enabled": true}},
	}, creating)
	assert.True(t, s.HTTPSOnly.IsAbsent())
	assert.True(t, s.AlwaysOn.IsAbsent())
	assert.Equal(t, 5, s.AppScaleLimit.Or(0))
	assert.Equal(t, 2, s.ElasticInstanceMinimum.Or(0))
	assert.True(t, value.Is(s.RuntimeScaleMonitoring, true))
	assert.True(t, value.Is(s.Routing.ContentShare, true), "by setting: there is no attribute")
	assert.True(t, value.Is(s.Routing.All, false), "the attribute is always sent and wins")
	assert.Equal(t, "shopstate", s.StorageAccount.Or(""))

	slot := site(t, "azurerm_windows_function_app_slot.a", o{})
	assert.True(t, value.Is(slot.HTTPSOnly, false))
}

func TestFlexFunctionApp(t *testing.T) {
	s := site(t, "azurerm_function_app_flex_consumption.a", o{
		"storage_container_endpoint": "https://state.blob.core.windows.net/packages", "site_config": l{o{}},
	})
	assert.Equal(t, "state", s.StorageAccount.Or(""))
	assert.Equal(t, 100, s.AppScaleLimit.Or(0))
	assert.True(t, s.FTPS.IsAbsent())
	assert.True(t, s.FTPBasicAuth.IsAbsent())
	assert.True(t, s.AlwaysOn.IsAbsent())
	assert.True(t, s.Routing.ImagePull.IsAbsent())
	assert.True(t, s.Routing.BackupRestore.IsAbsent())
	assert.True(t, s.ImageOverVNetUnsupported)
	assert.True(t, value.Is(s.Routing.All, false))
}

func TestLogicApp(t *testing.T) {
	tests := []struct {
		name    string
		body    o
		options []option
		public  string
		clients bool
	}{
		{"version 5", o{}, []option{major(5)}, "Enabled", true},
		{"version 5, written", o{"public_network_access": "Disabled"}, []option{major(5)}, "Disabled", true},
		{"version 4, nothing written", o{"public_network_access": unknown{}, "site_config": l{o{"public_network_access_enabled": unknown{}}}},
			[]option{major(4), creating}, "", false},
		{"version 4, replaced attribute", o{"site_config": l{o{"public_network_access_enabled": false}}, "client_certificate_mode": "Optional"},
			[]option{major(4)}, "Disabled", true},
		{"version 4, both", o{"public_network_access": "Enabled", "site_config": l{o{"public_network_access_enabled": false}}},
			[]option{major(4)}, "Enabled", false},
		{"version 3", o{"site_config": l{o{}}}, []option{major(3)}, "Enabled", false},
		{"version 3, no configuration", o{"site_config": unknown{}}, []option{major(3), creating}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, "azurerm_logic_app_standard.a", tt.body, tt.options...)
			assert.Equal(t, tt.public, s.PublicAccess.Or(""))
			assert.Equal(t, tt.clients, s.ClientCertificates.Or(false))
			assert.True(t, s.Main.Default.IsAbsent(), "no default action is sent")
			assert.True(t, s.Main.Rules.CertainlyEmpty())
		})
	}
}

func TestLogicAppRouteAll(t *testing.T) {
	tests := []struct {
		name     string
		property any
		settings any
		want     value.Of[bool]
	}{
		{"neither", unknown{}, nil, value.None[bool]()},
		{"property", true, o{}, value.Some(true, at(1))},
		{"setting wins", false, o{"WEBSITE_VNET_ROUTE_ALL": "1"}, value.Some(true, at(1))},
		{"setting off", true, o{"website_vnet_route_all": "false"}, value.Some(false, at(1))},
		{"settings unknown", true, pinned("var.s"), value.Undecided[bool]("var.s", at(1))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site(t, "azurerm_logic_app_standard.a",
				o{"app_settings": tt.settings, "site_config": l{o{"vnet_route_all_enabled": tt.property}}}, creating)
			assert.Equal(t, tt.want, s.Routing.All)
		})
	}
}

func TestLegacySites(t *testing.T) {
	s := site(t, "azurerm_app_service.a", o{
		"app_settings": o{"WEBSITE_VNET_ROUTE_ALL": "1"},
		"site_config": l{o{"ip_restriction": l{o{"ip_address": "10.0.0.0/8"}}, "scm_ip_restriction": l{},
			"linux_fx_version": "DOCKER|acr.azurecr.io/shop:1"}},
	})
	assert.True(t, s.PublicAccess.IsAbsent())
	assert.True(t, s.Main.Default.IsAbsent())
	assert.True(t, s.Main.Written)
	assert.False(t, s.SCM.Written)
	assert.Equal(t, network.Linux, s.OS.Or(0))
	assert.Equal(t, "acr.azurecr.io", s.ContainerRegistry.Or(""))
	assert.True(t, value.Is(s.Routing.All, true), "by setting: no property is sent")

	f := site(t, "azurerm_function_app.a", o{"os_type": "linux", "client_cert_mode": "Required"})
	assert.Equal(t, network.Linux, f.OS.Or(0))
	assert.True(t, value.Is(f.ClientCertificates, true))
}

func TestSlots(t *testing.T) {
	app := res("azurerm_linux_web_app.a", in(o{"name": "shop", "service_plan_id": ref("azurerm_service_plan.p.id")}))
	plan := res("azurerm_service_plan.p", in(o{"name": "p", "os_type": "Linux", "sku_name": "S1"}))
	t.Run("by reference", func(t *testing.T) {
		m := model(t, res("azurerm_linux_web_app_slot.s", o{"name": "test", "app_service_id": ref("azurerm_linux_web_app.a.id")}), app, plan)
		s := m.Sites[0]
		assert.Same(t, m.Sites[1], s.Parent.Target())
		assert.Same(t, m.Plans[0], s.RunsOn().Target())
		assert.Equal(t, id("microsoft.web/sites/shop/slots/test"), s.ID)
		assert.Equal(t, "westeurope", s.Location.Or(""))
		assert.Equal(t, []*network.Site{s}, m.Sites[1].Slots.Items)
	})
	t.Run("by id", func(t *testing.T) {
		m := model(t, res("azurerm_linux_web_app_slot.s", o{"name": "test", "app_service_id": id("Microsoft.Web/sites/Shop")}), app)
		assert.Same(t, m.Sites[1], m.Sites[0].Parent.Target())
	})
	t.Run("of another configuration", func(t *testing.T) {
		m := model(t, res("azurerm_linux_web_app_slot.s", o{"name": "test", "app_service_id": id("Microsoft.Web/sites/other")}))
		assert.True(t, m.Sites[0].Parent.IsOutside())
		assert.Equal(t, id("microsoft.web/sites/other/slots/test"), m.Sites[0].ID)
	})
	t.Run("legacy, by name", func(t *testing.T) {
		m := model(t, res("azurerm_app_service_slot.s", in(o{"name": "test", "app_service_name": "shop"})),
			res("azurerm_app_service.a", in(o{"name": "shop"})))
		assert.Same(t, m.Sites[1], m.Sites[0].Parent.Target())
		assert.Equal(t, id("microsoft.web/sites/shop/slots/test"), m.Sites[0].ID)
	})
}

func TestSiteOSFromPlan(t *testing.T) {
	plan := res("azurerm_service_plan.p", in(o{"name": "p", "os_type": "WindowsContainer", "sku_name": "P1v3"}))
	m := model(t, plan, res("azurerm_app_service.a", in(o{"name": "shop", "app_service_plan_id": ref("azurerm_service_plan.p.id")})))
	assert.Equal(t, network.Windows, m.Sites[0].OS.Or(0))
	assert.True(t, value.Is(m.Sites[0].WindowsContainer, true))
}

func TestContainers(t *testing.T) {
	acr := res("azurerm_container_registry.acr", in(o{"name": "Acr"}))
	app := func(stack any) *iac.Resource {
		return res("azurerm_linux_web_app.a", in(o{"name": "shop", "site_config": l{o{"application_stack": stack}}}), creating)
	}
	t.Run("registry by reference", func(t *testing.T) {
		m := model(t, app(l{o{"docker_image_name": "shop:1", "docker_registry_url": made("azurerm_container_registry.acr.login_server")}}), acr)
		assert.Equal(t, "acr.azurecr.io", m.Sites[0].ContainerRegistry.Or(""))
		assert.Equal(t, "DOCKER|shop:1", m.Sites[0].LinuxFxVersion.Or(""))
	})
	t.Run("registry unknown", func(t *testing.T) {
		m := model(t, app(l{o{"docker_image_name": "shop:1", "docker_registry_url": pinned("var.url")}}), acr)
		assert.True(t, m.Sites[0].ContainerRegistry.IsUnknown())
	})
	t.Run("version 3", func(t *testing.T) {
		m := model(t, app(l{o{"docker_image": "acr.azurecr.io/shop", "docker_image_tag": "1"}}))
		assert.Equal(t, "acr.azurecr.io", m.Sites[0].ContainerRegistry.Or(""))
	})
	t.Run("function app", func(t *testing.T) {
		m := model(t, res("azurerm_linux_function_app.a", in(o{"site_config": l{o{"application_stack": l{o{"docker": l{o{
			"image_name": "shop", "image_tag": "1", "registry_url": "https://acr.azurecr.io"}}}}}}})))
		assert.Equal(t, "acr.azurecr.io", m.Sites[0].ContainerRegistry.Or(""))
		assert.Equal(t, "DOCKER|shop", m.Sites[0].LinuxFxVersion.Or(""))
	})
	t.Run("no container", func(t *testing.T) {
		for _, stack := range []any{unknown{}, l{o{"python_version": "3.12"}}} {
			s := model(t, app(stack)).Sites[0]
			assert.True(t, s.LinuxFxVersion.IsAbsent())
			assert.True(t, s.ContainerRegistry.IsAbsent())
		}
	})
}

func TestLogStorage(t *testing.T) {
	logs := func(url any) o {
		return o{"logs": l{o{"http_logs": l{o{"azure_blob_storage": l{o{"sas_url": url}}}}}}}
	}
	s := site(t, "azurerm_linux_web_app.a", logs("https://weblogs.blob.core.windows.net/http?sig=x"))
	assert.Equal(t, []string{"weblogs"}, s.LogStorage.Items)

	s = site(t, "azurerm_linux_web_app.a", logs(pinned("var.url")))
	assert.Equal(t, "var.url", s.LogStorage.Incomplete)

	m := model(t, res("azurerm_linux_web_app.a", logs(made("azurerm_storage_account.logs.primary_blob_endpoint"))),
		res("azurerm_storage_account.logs", in(o{"name": "weblogs"})))
	assert.Equal(t, []string{"weblogs"}, m.Sites[0].LogStorage.Items)
}

func TestDataSourceOfSite(t *testing.T) {
	s := site(t, "data.azurerm_linux_web_app.a", o{
		"name": "shop", "public_network_access_enabled": true, "service_plan_id": id("Microsoft.Web/serverFarms/p"),
		"site_config": l{o{"ip_restriction": l{o{"ip_address": "203.0.113.0/24", "priority": 1, "action": "Allow", "headers": l{}}}}},
	})
	assert.True(t, s.External)
	assert.Equal(t, network.PublicEnabled, s.PublicAccess.Or(""))
	assert.False(t, s.PublicAccess.IsDefault())
	assert.Len(t, s.Main.Rules.Items, 1)
	assert.Nil(t, s.Main.Rules.Items[0].Headers)
	assert.True(t, s.Main.Default.IsUnknown(), "not a default of the provider")
	assert.NotEmpty(t, s.SCM.Rules.Incomplete)
	assert.True(t, s.Routing.ImagePull.IsUnknown(), "not exported")
	assert.True(t, s.Environment.IsUnknown())
	assert.True(t, s.Settings.IsUnknown())
	assert.NotEmpty(t, s.Integrations.Incomplete)
	assert.NotEmpty(t, s.LogStorage.Incomplete)
}

func TestDeferredSite(t *testing.T) {
	s := site(t, "azurerm_linux_web_app.a", o{"name": "shop"}, func(r *iac.Resource) { r.Change.Deferred = true })
	assert.True(t, s.PublicAccess.IsUnknown())
	assert.False(t, s.Main.Rules.Complete())
}

func TestBefore(t *testing.T) {
	r := res("azurerm_linux_web_app.a", in(o{"name": "shop", "public_network_access_enabled": true}))
	r.Change = iac.Change{Action: iac.Update, Before: val(in(o{"id": id("Microsoft.Web/sites/Shop"), "name": "shop", "public_network_access_enabled": false}))}
	x := mapped(t, true, r, res("azurerm_service_plan.new", in(o{"name": "p"}), creating))
	assert.Equal(t, network.PublicDisabled, x.Model.Sites[0].PublicAccess.Or(""))
	assert.Equal(t, id("microsoft.web/sites/shop"), x.Model.Sites[0].ID)
	assert.Empty(t, x.Model.Plans, "it is not there yet")
}

func TestSwiftConnections(t *testing.T) {
	subnet := res("azurerm_subnet.app", o{"name": "app", "resource_group_name": "rg", "virtual_network_name": "v"})
	app := res("azurerm_linux_web_app.a", in(o{"name": "shop"}))
	slot := res("azurerm_linux_web_app_slot.s", o{"name": "test", "app_service_id": ref("azurerm_linux_web_app.a.id")})
	swift := "azurerm_app_service_virtual_network_swift_connection.c"
	slotSwift := "azurerm_app_service_slot_virtual_network_swift_connection.c"

	t.Run("app", func(t *testing.T) {
		m := model(t, res(swift, o{"app_service_id": ref("azurerm_linux_web_app.a.id"), "subnet_id": ref("azurerm_subnet.app.id")}), app, subnet)
		require.Len(t, m.Sites[0].Integrations.Items, 1)
		i := m.Sites[0].Integrations.Items[0]
		assert.True(t, i.Own)
		assert.Equal(t, swift, i.Subject.Address)
		assert.Same(t, m.Subnets[0], i.Subnet.Target())
		assert.Equal(t, m.Sites, m.Subnets[0].Integrations.Items)
	})
	t.Run("slot", func(t *testing.T) {
		m := model(t, res(slotSwift, o{"app_service_id": ref("azurerm_linux_web_app.a.id"), "slot_name": "test",
			"subnet_id": ref("azurerm_subnet.app.id")}), app, slot, subnet)
		assert.Empty(t, m.Sites[0].Integrations.Items)
		assert.Len(t, m.Sites[1].Integrations.Items, 1)
	})
	t.Run("slot of an app whose id is not known", func(t *testing.T) {
		unnamed := res("azurerm_linux_web_app.a", o{"name": pinned("random_pet.p.id")})
		m := model(t, res(slotSwift, o{"app_service_id": ref("azurerm_linux_web_app.a.id"), "slot_name": "test",
			"subnet_id": ref("azurerm_subnet.app.id")}), unnamed, slot, subnet)
		assert.Len(t, m.Sites[1].Integrations.Items, 1)
	})
	t.Run("unknown app", func(t *testing.T) {
		m := model(t, res(swift, o{"app_service_id": pinned("var.app"), "subnet_id": ref("azurerm_subnet.app.id")}), app, subnet)
		assert.Empty(t, m.Sites[0].Integrations.Items)
		assert.Equal(t, "var.app", m.Sites[0].Integrations.Incomplete)
	})
}

func TestActiveSlots(t *testing.T) {
	app := res("azurerm_linux_web_app.a", in(o{"name": "shop"}))
	slot := res("azurerm_linux_web_app_slot.s", o{"name": "test", "app_service_id": ref("azurerm_linux_web_app.a.id")})
	m := model(t, app, slot, res("azurerm_web_app_active_slot.x", o{"slot_id": ref("azurerm_linux_web_app_slot.s.id")}))
	assert.Same(t, m.Sites[1], m.Swaps[0].Slot.Target())
	assert.True(t, value.Is(m.Swaps[0].OverwriteNetworkConfig, true))

	m = model(t, app, slot, res("azurerm_app_service_active_slot.x",
		o{"resource_group_name": "rg", "app_service_name": "shop", "app_service_slot_name": "test"}))
	assert.Same(t, m.Sites[1], m.Swaps[0].Slot.Target())
	assert.True(t, m.Swaps[0].OverwriteNetworkConfig.IsAbsent())
}
