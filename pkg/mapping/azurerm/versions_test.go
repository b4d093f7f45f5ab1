package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// What the versions of the provider write differently, and what their defaults mean,
// must come to the same.

func TestServiceEndpointsOfEveryVersion(t *testing.T) {
	for name, written := range map[string]o{
		"a list up to version 4": {"service_endpoints": l{"Microsoft.Web", "Microsoft.Sql"}},
		"blocks from version 5 on": {"service_endpoint": l{
			o{"service": "Microsoft.Web"}, o{"service": "Microsoft.Sql", "network_identifier": "x"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			alone := model(t, res("azurerm_subnet.s", inVNet(written)))
			assert.Equal(t, []string{"Microsoft.Web", "Microsoft.Sql"}, alone.Subnets[0].ServiceEndpoints.Or(nil))

			inline := o{"name": "app", "address_prefixes": l{"10.0.1.0/24"}}
			for key, v := range written {
				inline[key] = v
			}
			m := model(t, res("azurerm_virtual_network.v", in(o{"name": "v", "subnet": l{inline}})))
			assert.Equal(t, []string{"Microsoft.Web", "Microsoft.Sql"}, m.Subnets[0].ServiceEndpoints.Or(nil))
		})
	}
}

// Version 5 has no azurerm_app_service and the like; configurations for earlier ones do.
func TestAppsOfRemovedTypesHaveNoDefaultAction(t *testing.T) {
	list := l{o{"ip_address": "203.0.113.0/24", "priority": 100, "action": "Allow"}}
	for _, typ := range []string{"azurerm_app_service", "azurerm_app_service_slot", "azurerm_function_app", "azurerm_function_app_slot"} {
		t.Run(typ, func(t *testing.T) {
			s := site(t, typ+".a", o{"site_config": l{o{"ip_restriction": list, "vnet_route_all_enabled": true}}})
			require.Len(t, s.Main.Rules.Items, 1)
			assert.True(t, s.Main.Default.IsAbsent(), "what no rule matches is denied")
			assert.True(t, value.Is(s.Routing.All, true))
		})
	}
}

func TestRemovedPlanAndHybridConnectionAreStillRead(t *testing.T) {
	m := model(t,
		res("azurerm_app_service_plan.p", in(o{"name": "p", "kind": "Linux", "reserved": true, "sku": l{o{"tier": "Standard", "size": "S1"}}})),
		res("azurerm_app_service.a", in(o{"name": "a", "app_service_plan_id": ref("azurerm_app_service_plan.p.id")})),
		res("azurerm_relay_hybrid_connection.r", o{"name": "r", "resource_group_name": "rg", "relay_namespace_name": "n"}),
		res("azurerm_app_service_hybrid_connection.h", in(o{
			"app_service_name": ref("azurerm_app_service.a.name"), "relay_id": ref("azurerm_relay_hybrid_connection.r.id"), "hostname": "db.corp", "port": 1433,
		})))
	assert.Same(t, m.Plans[0], m.Sites[0].RunsOn().Target())
	assert.Equal(t, "S1", m.Plans[0].SKU.Or(""))
	assert.Equal(t, network.Linux, m.Plans[0].OS.Or(0))
	require.Len(t, m.HybridConnections, 1)
	assert.Equal(t, "db.corp", m.HybridConnections[0].Host.Or(""))
	assert.Same(t, m.RelayConnections[0], m.HybridConnections[0].Relay.Target())
}

// Web and function apps are sent Allow where nothing is written; a logic app is not.
func TestDefaultActionOfLogicAppsDiffers(t *testing.T) {
	rules := o{"site_config": l{o{"ip_restriction": l{o{"ip_address": "203.0.113.0/24"}}, "scm_ip_restriction": l{o{"ip_address": "203.0.113.0/24"}}}}}
	for _, typ := range []string{
		"azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_linux_function_app", "azurerm_windows_function_app",
		"azurerm_function_app_flex_consumption", "azurerm_linux_web_app_slot", "azurerm_windows_function_app_slot",
	} {
		s := site(t, typ+".a", rules, major(5))
		assert.Equal(t, access.Allow, s.Main.Default.Or(access.Deny), typ)
		assert.Equal(t, access.Allow, s.SCM.Default.Or(access.Deny), typ)
	}
	logic := site(t, "azurerm_logic_app_standard.a", rules, major(5))
	assert.True(t, logic.Main.Default.IsAbsent())
	assert.True(t, logic.SCM.Default.IsAbsent())

	written := site(t, "azurerm_logic_app_standard.a", o{"site_config": l{o{"ip_restriction_default_action": "Allow"}}}, major(5))
	assert.Equal(t, access.Allow, written.Main.Default.Or(access.Deny))
}

func TestPrivateDNSOfEveryVersion(t *testing.T) {
	zone := res("azurerm_private_dns_zone.z", o{"name": "privatelink.azurewebsites.net", "resource_group_name": "rg"})
	for name, c := range map[string]struct{ link, record o }{
		"by name up to version 4": {
			o{"private_dns_zone_name": ref("azurerm_private_dns_zone.z.name"), "resource_group_name": "rg"},
			o{"zone_name": ref("azurerm_private_dns_zone.z.name"), "resource_group_name": "rg"},
		},
		"by id from version 5 on": {
			o{"private_dns_zone_id": ref("azurerm_private_dns_zone.z.id")}, o{"private_dns_zone_id": ref("azurerm_private_dns_zone.z.id")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.link["name"], c.link["virtual_network_id"] = "l", ref("azurerm_virtual_network.v.id")
			c.record["name"], c.record["records"] = "shop", l{"10.0.2.4"}
			m := model(t, vnetV, zone, res("azurerm_private_dns_zone_virtual_network_link.l", c.link), res("azurerm_private_dns_a_record.r", c.record))
			assert.Same(t, m.Zones[0], m.ZoneLinks[0].Zone.Target())
			assert.Same(t, m.VNets[0], m.ZoneLinks[0].VNet.Target())
			assert.Same(t, m.Zones[0], m.Records[0].Zone.Target())
		})
	}
}

// A plan does not show the value of a write-only attribute, only that its version is
// written.
func TestWriteOnlyAttachmentsInAPlanAreUnknown(t *testing.T) {
	hidden := inVNet(o{
		"network_security_group_id_wo": nil, "network_security_group_id_wo_version": 1, "network_security_group_id": unknown{},
		"route_table_id_wo": nil, "route_table_id_wo_version": 1, "route_table_id": unknown{},
	})
	s := model(t, res("azurerm_subnet.app", hidden, creating)).Subnets[0]
	assert.True(t, s.SecurityGroup.IsUnknown())
	assert.True(t, s.RouteTable.IsUnknown())
	assert.Equal(t, "azurerm_subnet.app network_security_group_id_wo", s.SecurityGroup.Why())

	group := res("azurerm_network_security_group.n", in(o{"name": "n"}))
	hidden["network_security_group_id"] = id("microsoft.network/networksecuritygroups/n")
	m := model(t, group, res("azurerm_subnet.app", hidden, existing))
	assert.Same(t, m.SecurityGroups[0], m.Subnets[0].SecurityGroup.Target(), "what is attached already is told")

	none := inVNet(o{
		"network_security_group_id_wo": nil, "network_security_group_id_wo_version": nil, "network_security_group_id": unknown{},
	})
	assert.True(t, model(t, res("azurerm_subnet.app", none, creating)).Subnets[0].SecurityGroup.IsAbsent())
}

func TestSlotOnAPlanOfItsOwn(t *testing.T) {
	app := res("azurerm_linux_web_app.a", in(o{"name": "shop", "service_plan_id": ref("azurerm_service_plan.p.id")}))
	plan := res("azurerm_service_plan.p", in(o{"name": "p", "os_type": "Linux", "sku_name": "S1"}))
	other := res("azurerm_service_plan.q", in(o{"name": "q", "os_type": "Linux", "sku_name": "P1v3"}))
	slot := o{"name": "test", "app_service_id": ref("azurerm_linux_web_app.a.id")}

	m := model(t, res("azurerm_linux_web_app_slot.s", slot), app, plan, other)
	assert.Same(t, m.Plans[0], m.Sites[0].RunsOn().Target(), "else it runs on that of its app")

	slot["service_plan_id"] = ref("azurerm_service_plan.q.id")
	m = model(t, res("azurerm_linux_web_app_slot.s", slot), app, plan, other)
	assert.Same(t, m.Plans[1], m.Sites[0].RunsOn().Target())
	assert.Equal(t, []*network.Site{m.Sites[0]}, m.Plans[1].Sites.Items)

	slot["service_plan_id"] = pinned("var.plan")
	m = model(t, res("azurerm_linux_web_app_slot.s", slot), app, plan, other)
	assert.True(t, m.Sites[0].RunsOn().IsUnknown())
}

func TestReplacedParts(t *testing.T) {
	replaced := func(r *iac.Resource) { r.Change.Action = iac.Replace }
	m := model(t, res("azurerm_public_ip.p", in(o{"name": "p"}), replaced), res("azurerm_public_ip.q", in(o{"name": "q"}), creating))
	assert.True(t, m.PublicAddresses[0].Replaced)
	assert.False(t, m.PublicAddresses[1].Replaced)

	host := res("azurerm_app_service_custom_hostname_binding.h", o{"hostname": "shop.example.com", "app_service_name": "a", "resource_group_name": "rg"})
	certificate := o{"hostname_binding_id": ref("azurerm_app_service_custom_hostname_binding.h.id"), "ssl_state": "IpBasedEnabled"}
	m = model(t, appA, host, res("azurerm_app_service_certificate_binding.c", certificate, replaced))
	assert.True(t, m.Bindings[0].Replaced, "a new certificate replaces the binding")
	m = model(t, appA, host, res("azurerm_app_service_certificate_binding.c", certificate))
	assert.False(t, m.Bindings[0].Replaced)
}

func TestAddressesThatAzureGave(t *testing.T) {
	m := model(t, res("azurerm_public_ip.p", in(o{"name": "p", "ip_address": "203.0.113.7"}), existing),
		res("azurerm_public_ip_prefix.x", in(o{"name": "x", "ip_prefix": "203.0.113.8/29"}), existing),
		res("azurerm_public_ip.new", in(o{"name": "new", "ip_address": unknown{}}), creating))
	assert.Equal(t, "203.0.113.7", m.PublicAddresses[0].IP.Or(""))
	assert.Equal(t, "203.0.113.8/29", m.PublicAddresses[1].IP.Or(""))
	assert.False(t, m.PublicAddresses[2].IP.IsKnown())

	connection := l{o{"private_connection_resource_id": ref("azurerm_linux_web_app.a.id"), "subresource_names": l{"sites"}, "private_ip_address": "10.0.2.4"}}
	m = model(t, appA, res("azurerm_private_endpoint.pe", in(o{"name": "pe", "private_service_connection": connection}), existing))
	assert.Equal(t, "10.0.2.4", m.PrivateEndpoints[0].Assigned.Or(""))
	assert.True(t, m.PrivateEndpoints[0].Addresses.IsAbsent() || len(m.PrivateEndpoints[0].Addresses.Or(nil)) == 0, "it is not a static one")
}
