package azurerm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestApplicationGateway(t *testing.T) {
	m := model(t, appA, appB, slotS, subnet1, res("azurerm_application_gateway.g", in(o{
		"name":                     "g",
		"gateway_ip_configuration": l{o{"subnet_id": ref("azurerm_subnet.app.id")}},
		"backend_address_pool": l{
			o{"name": "apps", "fqdns": l{"Shop.azurewebsites.net", ref("azurerm_linux_web_app.b.default_hostname"), "shop-test.azurewebsites.net", "example.com"}, "ip_addresses": l{"10.0.0.4"}},
			o{"name": "later", "fqdns": ref("azurerm_linux_web_app.a.default_hostname")},
			o{"name": "open", "fqdns": pinned("var.hosts")},
		},
		"backend_http_settings": l{o{"name": "s", "host_name": "", "protocol": "Https", "probe_name": "p", "pick_host_name_from_backend_address": true}},
		"probe":                 l{o{"name": "p", "host": "shop.azurewebsites.net"}},
		"request_routing_rule": l{
			o{"name": "r", "backend_address_pool_name": "apps", "backend_http_settings_name": "s", "url_path_map_name": ""},
			o{"name": "paths", "url_path_map_name": "m", "backend_address_pool_name": "", "backend_http_settings_name": ""},
		},
		"url_path_map": l{o{"name": "m", "default_backend_address_pool_name": "apps", "default_backend_http_settings_name": "s",
			"path_rule": l{o{"backend_address_pool_name": "later", "backend_http_settings_name": "s"}, o{"redirect_configuration_name": "x"}}}},
	})))
	g := m.ApplicationGateways[0]
	require.Len(t, g.Subnets.Items, 1)
	assert.Same(t, m.Subnets[0], g.Subnets.Items[0].Target())
	assert.Equal(t, "application gateway", m.Occupants[0].Kind)

	var found []string
	for _, b := range g.Backends.Items {
		if s := b.Site.Target(); s != nil {
			found = append(found, b.Pool.Or("")+" "+s.Address)
		} else {
			found = append(found, b.Pool.Or("")+" "+b.Host.String())
		}
	}
	assert.Equal(t, []string{
		"apps azurerm_linux_web_app.a", "apps azurerm_linux_web_app.b", "apps azurerm_linux_web_app_slot.s", "apps example.com", "apps 10.0.0.4",
		"later azurerm_linux_web_app.a", "open unknown",
	}, found)
	assert.True(t, g.Backends.Items[3].Site.IsAbsent())
	assert.True(t, g.Backends.Items[6].Site.IsUnknown())
	assert.NotEmpty(t, g.Backends.Incomplete)

	s := g.Settings.Items[0]
	assert.True(t, s.HostName.IsAbsent())
	assert.True(t, value.Is(s.PickHostName, true))
	assert.Equal(t, "p", s.Probe.Or(""))
	assert.Equal(t, "shop.azurewebsites.net", g.Probes.Items[0].Host.Or(""))
	assert.True(t, value.Is(g.Probes.Items[0].PickHostName, false))

	var rules []string
	for _, r := range g.Rules.Items {
		rules = append(rules, r.Pool.Or("")+" "+r.Setting.Or(""))
	}
	assert.Equal(t, []string{"apps s", "apps s", "later s"}, rules)
}

func TestHostsOfApps(t *testing.T) {
	storage := res("azurerm_storage_account.s", in(o{"name": "state"}))
	binding := res("azurerm_app_service_custom_hostname_binding.b", o{"hostname": "www.example.com", "app_service_name": "shop", "resource_group_name": "rg"})
	unique := res("azurerm_windows_web_app.u", in(o{"name": "u", "default_hostname": "u-abc.region.example"}))
	nameless := res("azurerm_linux_web_app.n", o{"name": pinned("random_pet.p.id")})
	tests := []struct {
		name string
		host any
		want string
	}{
		{"default host", "shop.azurewebsites.net", "azurerm_linux_web_app.a"},
		{"unique default host", "shop-a1b2c3d4e5f6a7b8.westeurope-01.azurewebsites.net", "azurerm_linux_web_app.a"},
		{"by reference", ref("azurerm_linux_web_app.a.default_hostname"), "azurerm_linux_web_app.a"},
		{"custom domain", "WWW.example.com", "azurerm_linux_web_app.a"},
		{"known default host", "u-abc.region.example", "azurerm_windows_web_app.u"},
		{"other host", "example.com", "none"},
		{"storage", ref("azurerm_storage_account.s.primary_web_host"), "none"},
		{"a record", ref("azurerm_dns_cname_record.r.fqdn"), "open"},
		{"made of a name", made("azurerm_linux_web_app.a.name"), "open"},
		{"unknown", pinned("var.host"), "open"},
		{"other app, and one here has no name yet", "other.azurewebsites.net", "open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := model(t, appA, storage, binding, unique, nameless, res("azurerm_cdn_frontdoor_origin.o", o{"host_name": tt.host}))
			switch e := m.Origins[0].Site; tt.want {
			case "none":
				assert.True(t, e.IsAbsent())
			case "open":
				assert.True(t, e.IsUnknown())
			default:
				require.NotNil(t, e.Target())
				assert.Equal(t, tt.want, e.Target().Address)
			}
		})
	}
	m := model(t, appA, res("azurerm_cdn_frontdoor_origin.o", o{"host_name": "other.azurewebsites.net"}))
	assert.True(t, m.Origins[0].Site.IsAbsent())
	m = model(t, res("azurerm_app_service.old", in(o{"name": "old"})), res("azurerm_cdn_frontdoor_origin.o", o{"host_name": ref("azurerm_app_service.old.default_site_hostname")}))
	assert.Same(t, m.Sites[0], m.Origins[0].Site.Target())
}

func TestFrontDoor(t *testing.T) {
	profile := res("azurerm_cdn_frontdoor_profile.p", o{"name": "fd", "resource_group_name": "rg", "sku_name": "Premium_AzureFrontDoor", "resource_guid": unknown{}}, creating)
	group := res("azurerm_cdn_frontdoor_origin_group.g", o{"name": "g", "cdn_frontdoor_profile_id": ref("azurerm_cdn_frontdoor_profile.p.id")})
	m := model(t, appA, profile, group, res("azurerm_cdn_frontdoor_origin.o", o{
		"name": "o", "cdn_frontdoor_origin_group_id": ref("azurerm_cdn_frontdoor_origin_group.g.id"), "certificate_name_check_enabled": true,
		"host_name": ref("azurerm_linux_web_app.a.default_hostname"), "origin_host_header": ref("azurerm_linux_web_app.a.default_hostname"),
		"private_link": l{o{"private_link_target_id": ref("azurerm_linux_web_app.a.id"), "target_type": "sites"}},
	}))
	f, origin := m.FrontDoors[0], m.Origins[0]
	assert.Equal(t, "Premium_AzureFrontDoor", f.SKU.Or(""))
	assert.True(t, f.GUID.IsUnknown())
	assert.Same(t, f, origin.FrontDoor.Target())
	assert.Same(t, m.Sites[0], origin.Site.Target())
	assert.Same(t, m.Sites[0], origin.PrivateLinkSite.Target())
	assert.True(t, value.Is(origin.PrivateLink, true))
	assert.Equal(t, "sites", origin.PrivateLinkTarget.Or(""))
	assert.True(t, value.Is(origin.Enabled, true))
	assert.True(t, origin.HostHeader.IsUnknown())
	assert.Equal(t, []*network.Origin{origin}, m.Sites[0].Origins.Items)

	m = model(t, profile, res("azurerm_cdn_frontdoor_origin.o", o{
		"cdn_frontdoor_origin_group_id": id("Microsoft.Cdn/profiles/fd/originGroups/g"), "host_name": "x.blob.core.windows.net",
		"private_link": l{o{"private_link_target_id": id("Microsoft.Storage/storageAccounts/x"), "target_type": "blob"}}}))
	assert.Same(t, m.FrontDoors[0], m.Origins[0].FrontDoor.Target())
	assert.True(t, m.Origins[0].PrivateLinkSite.IsAbsent())

	m = model(t, res("azurerm_cdn_frontdoor_origin.o", o{"cdn_frontdoor_origin_group_id": pinned("var.group"), "private_link": l{}}))
	assert.True(t, m.Origins[0].FrontDoor.IsUnknown())
	assert.True(t, value.Is(m.Origins[0].PrivateLink, false))
	assert.True(t, m.Origins[0].PrivateLinkSite.IsAbsent())

	data := model(t, res("data.azurerm_cdn_frontdoor_profile.p", o{"name": "fd", "resource_group_name": "rg", "resource_guid": "1111"}),
		res("data.azurerm_cdn_frontdoor_origin_group.g", o{"name": "g", "profile_name": "fd", "resource_group_name": "rg"}),
		res("azurerm_cdn_frontdoor_origin.o", o{"cdn_frontdoor_origin_group_id": ref("data.azurerm_cdn_frontdoor_origin_group.g.id")}))
	assert.Equal(t, "1111", data.FrontDoors[0].GUID.Or(""))
	assert.Same(t, data.FrontDoors[0], data.Origins[0].FrontDoor.Target())
}

func TestClassicFrontDoor(t *testing.T) {
	m := model(t, appA, res("azurerm_frontdoor.f", o{
		"name": "fd", "resource_group_name": "rg", "header_frontdoor_id": unknown{},
		"backend_pool_settings": l{o{"enforce_backend_pools_certificate_name_check": true}},
		"backend_pool": l{o{"backend": l{
			o{"address": "shop.azurewebsites.net", "host_header": "shop.azurewebsites.net"},
			o{"address": "example.com", "host_header": "", "enabled": false},
		}}},
	}))
	assert.True(t, m.FrontDoors[0].Classic)
	require.Len(t, m.Origins, 2)
	assert.Same(t, m.FrontDoors[0], m.Origins[0].FrontDoor.Target())
	assert.Same(t, m.Sites[0], m.Origins[0].Site.Target())
	assert.True(t, value.Is(m.Origins[0].CertificateNameCheck, true))
	assert.True(t, m.Origins[1].HostHeader.IsAbsent())
	assert.True(t, value.Is(m.Origins[1].Enabled, false))
}

func TestPerimeter(t *testing.T) {
	profile := res("azurerm_network_security_perimeter_profile.p", o{"name": "p"})
	m := model(t, appA, profile,
		res("azurerm_network_security_perimeter_association.a", o{"access_mode": "Enforced", "resource_id": ref("azurerm_linux_web_app.a.id"),
			"network_security_perimeter_profile_id": ref("azurerm_network_security_perimeter_profile.p.id")}),
		res("azurerm_network_security_perimeter_access_rule.r", o{"direction": "Inbound", "service_tags": l{"AzureCloud"}, "address_prefixes": l{},
			"network_security_perimeter_profile_id": ref("azurerm_network_security_perimeter_profile.p.id")}))
	a, r := m.Perimeters[0], m.PerimeterRules[0]
	assert.Equal(t, "Enforced", a.Mode.Or(""))
	assert.Same(t, m.Sites[0], a.Site.Target())
	assert.Equal(t, "tags", r.Kind.Or(""))
	assert.True(t, value.Is(r.Direction, network.Inbound))
	assert.NotEmpty(t, a.Profile.Or(""))
	assert.Equal(t, a.Profile.Or(""), r.Profile.Or("-"))
	require.Len(t, m.PerimeterProfiles, 1)
	assert.Equal(t, m.PerimeterProfiles[0].Key(), r.Profile.Or("-"))
	assert.Empty(t, r.Prefixes.Or(nil))
	assert.Equal(t, []*network.PerimeterAssociation{a}, m.Sites[0].Perimeters.Items)

	m = model(t, appA, res("azurerm_network_security_perimeter_association.a", o{"resource_id": ref("azurerm_key_vault.k.id"),
		"network_security_perimeter_profile_id": pinned("var.profile")}))
	assert.True(t, m.Perimeters[0].Site.IsAbsent())
	assert.True(t, m.Perimeters[0].Profile.IsUnknown())
	assert.True(t, m.Sites[0].Perimeters.CertainlyEmpty())

	m = model(t, res("azurerm_key_vault.k", in(o{"name": "kv"})),
		res("azurerm_network_security_perimeter_association.a", o{"resource_id": ref("azurerm_key_vault.k.id")}))
	assert.Same(t, m.Guarded[0], m.Perimeters[0].Guarded.Target())
}

func TestPerimeterAddresses(t *testing.T) {
	of := func(prefixes any) *network.PerimeterRule {
		return model(t, res("azurerm_network_security_perimeter_access_rule.r", o{"direction": "Inbound", "address_prefixes": prefixes})).PerimeterRules[0]
	}
	r := of(l{"203.0.113.0/24", "2001:db8::/32"})
	assert.Equal(t, "addresses", r.Kind.Or(""))
	assert.Equal(t, "[203.0.113.0/24 2001:db8::/32]", fmt.Sprint(r.Prefixes.Or(nil)))
	assert.True(t, of(l{"everywhere"}).Prefixes.IsUnknown())
	assert.True(t, of(l{"203.0.113.0/24", pinned("var.office")}).Prefixes.IsUnknown())
	assert.True(t, of(pinned("var.offices")).Prefixes.IsUnknown())
}

func TestPerimeterOfSomeResource(t *testing.T) {
	vault := res("azurerm_key_vault.k", in(o{"name": "kv"}))
	of := func(target ...string) *network.PerimeterAssociation {
		return model(t, appA, vault, res("azurerm_network_security_perimeter_association.a", o{"resource_id": either(target)})).Perimeters[0]
	}
	assert.True(t, of("azurerm_linux_web_app.a.id", "azurerm_key_vault.k.id").Site.IsUnknown(), "an app or a vault")
	assert.True(t, of("azurerm_linux_web_app.a.id", "azurerm_resource_group.g").Site.IsPresent(), "a group is no member")
	assert.True(t, of("azurerm_key_vault.k.id", "azurerm_eventgrid_topic.t.id").Guarded.IsUnknown(), "a vault or a topic")
}
