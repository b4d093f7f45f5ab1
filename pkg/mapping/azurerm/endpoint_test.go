package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// endpoint makes an endpoint for a target with groups.
func endpoint(target any, groups any, more ...o) *iac.Resource {
	body := in(o{"name": "pe", "subnet_id": ref("azurerm_subnet.app.id"), "private_service_connection": l{o{
		"private_connection_resource_id": target, "subresource_names": groups, "is_manual_connection": false}}})
	for _, m := range more {
		for k, v := range m {
			body[k] = v
		}
	}
	return res("azurerm_private_endpoint.pe", body, creating)
}

var (
	appA    = res("azurerm_linux_web_app.a", in(o{"name": "shop"}))
	appB    = res("azurerm_linux_web_app.b", in(o{"name": "api"}))
	slotS   = res("azurerm_linux_web_app_slot.s", o{"name": "Test", "app_service_id": ref("azurerm_linux_web_app.a.id")})
	subnet1 = res("azurerm_subnet.app", inVNet(nil))
)

func TestPrivateEndpoint(t *testing.T) {
	zone := res("azurerm_private_dns_zone.z", in(o{"name": "privatelink.azurewebsites.net"}))
	m := model(t, appA, subnet1, zone, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites"}, o{
		"private_dns_zone_group": l{o{"private_dns_zone_ids": l{ref("azurerm_private_dns_zone.z.id")}}},
		"ip_configuration":       l{o{"private_ip_address": "10.0.0.5"}},
	}))
	e := m.PrivateEndpoints[0]
	assert.Same(t, m.Sites[0], e.Site.Target())
	assert.Same(t, m.Subnets[0], e.Subnet.Target())
	assert.Equal(t, "microsoft.web/sites", e.TargetType.Or(""))
	assert.True(t, e.Target.IsUnknown())
	assert.Equal(t, []string{"sites"}, e.Groups.Or(nil))
	assert.True(t, value.Is(e.Manual, false))
	assert.Equal(t, []string{"10.0.0.5"}, e.Addresses.Or(nil))
	require.Len(t, e.ZoneGroup.Items, 1)
	assert.Same(t, m.Zones[0], e.ZoneGroup.Items[0].Target())
	assert.Equal(t, []*network.PrivateEndpoint{e}, m.Sites[0].PrivateEndpoints.Items)

	m = model(t, appA, subnet1, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites"}, o{
		"private_dns_zone_group": l{o{"private_dns_zone_ids": pinned("var.zones")}}}))
	assert.Equal(t, "var.zones", m.PrivateEndpoints[0].ZoneGroup.Incomplete)
	m = model(t, appA, subnet1, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites"}))
	assert.True(t, m.PrivateEndpoints[0].ZoneGroup.CertainlyEmpty())
	left := endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites"})
	left.IgnoreChanges = []string{"private_dns_zone_group"}
	m = model(t, appA, subnet1, left)
	assert.False(t, m.PrivateEndpoints[0].ZoneGroup.Complete(), "a policy may add the group")
}

func TestEndpointOfSlotThatIsNotThere(t *testing.T) {
	m := model(t, appA, subnet1, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites-staging"}))
	e := m.PrivateEndpoints[0]
	assert.Nil(t, e.Site.Target())
	assert.Same(t, m.Sites[0], e.App.Target())
}

func TestEndpointTargets(t *testing.T) {
	storage := res("azurerm_storage_account.s", in(o{"name": "state"}))
	tests := []struct {
		name   string
		target any
		groups any
		typ    string
		want   string // address, "none", "open" or "outside"
	}{
		{"app", ref("azurerm_linux_web_app.a.id"), l{"sites"}, "microsoft.web/sites", "azurerm_linux_web_app.a"},
		{"app by id", id("Microsoft.Web/sites/SHOP"), l{"sites"}, "microsoft.web/sites", "azurerm_linux_web_app.a"},
		{"app, wrong group", ref("azurerm_linux_web_app.a.id"), l{"webapp"}, "microsoft.web/sites", "azurerm_linux_web_app.a"},
		{"app, no group", ref("azurerm_linux_web_app.a.id"), nil, "microsoft.web/sites", "azurerm_linux_web_app.a"},
		{"one of two apps", either{"azurerm_linux_web_app.a.id", "azurerm_linux_web_app.b.id"}, l{"sites"}, "microsoft.web/sites", "either"},
		{"slot", ref("azurerm_linux_web_app.a.id"), l{"sites-test"}, "microsoft.web/sites", "azurerm_linux_web_app_slot.s"},
		{"slot by id of the app", id("Microsoft.Web/sites/shop"), l{"sites-TEST"}, "microsoft.web/sites", "azurerm_linux_web_app_slot.s"},
		{"slot's own id", id("Microsoft.Web/sites/shop/slots/test"), l{"sites"}, "microsoft.web/sites/slots", "azurerm_linux_web_app_slot.s"},
		{"slot by reference", ref("azurerm_linux_web_app_slot.s.id"), l{"sites-test"}, "microsoft.web/sites/slots", "azurerm_linux_web_app_slot.s"},
		{"slot that is not here", ref("azurerm_linux_web_app.a.id"), l{"sites-other"}, "microsoft.web/sites", "outside"},
		{"unknown group", ref("azurerm_linux_web_app.a.id"), pinned("var.groups"), "microsoft.web/sites", "open"},
		{"outside", id("Microsoft.Web/sites/elsewhere"), l{"sites"}, "microsoft.web/sites", "outside"},
		{"outside slot", id("Microsoft.Web/sites/elsewhere"), l{"sites-test"}, "microsoft.web/sites", "outside"},
		{"storage", ref("azurerm_storage_account.s.id"), l{"blob"}, "microsoft.storage/storageaccounts", "none"},
		{"storage by id", id("Microsoft.Storage/storageAccounts/x"), l{"blob"}, "microsoft.storage/storageaccounts", "none"},
		{"unknown", pinned("var.target"), l{"sites"}, "", "open"},
		{"app or storage, by the group an app", either{"azurerm_linux_web_app.a.id", "azurerm_storage_account.s.id"}, l{"sites"}, "", "azurerm_linux_web_app.a"},
		{"app or storage, by the group storage", either{"azurerm_linux_web_app.a.id", "azurerm_storage_account.s.id"}, l{"blob"}, "", "none"},
		{"app or storage", either{"azurerm_linux_web_app.a.id", "azurerm_storage_account.s.id"}, pinned("each.value.group"), "", "open"},
		{"app, with a subnet of the module", either{"azurerm_linux_web_app.a.id", "azurerm_subnet.app.id"}, nil, "", "azurerm_linux_web_app.a"},
		{"unknown, of another service", pinned("var.target"), l{"vault"}, "", "none"},
		{"alias", nil, nil, "", "none"},
		{"no id", "bogus", l{"sites"}, "", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := model(t, appA, appB, slotS, subnet1, storage, endpoint(tt.target, tt.groups))
			e := m.PrivateEndpoints[0]
			assert.Equal(t, tt.typ, e.TargetType.Or(""))
			switch tt.want {
			case "none":
				assert.True(t, e.Site.IsAbsent())
			case "open":
				assert.True(t, e.Site.IsUnknown())
			case "outside":
				assert.True(t, e.Site.IsOutside())
			case "either":
				candidates, certain := e.Site.Candidates()
				assert.True(t, certain)
				assert.Len(t, candidates, 2)
			default:
				require.NotNil(t, e.Site.Target())
				assert.Equal(t, tt.want, e.Site.Target().Address)
			}
		})
	}
}

func TestEndpointOfNamelessApp(t *testing.T) {
	app := res("azurerm_linux_web_app.a", o{"name": pinned("random_pet.p.id")})
	m := model(t, app, slotS, subnet1, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites-test"}))
	assert.Same(t, m.Sites[1], m.PrivateEndpoints[0].Site.Target())
	m = model(t, app, subnet1, endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites-test"}))
	assert.True(t, m.PrivateEndpoints[0].Site.IsUnknown())
}

func TestOtherTypesOfThisProviderAreNoApps(t *testing.T) {
	m := model(t, appA, subnet1, endpoint(ref("azurerm_mongo_cluster.c.id"), l{"anything"}))
	assert.True(t, m.PrivateEndpoints[0].Site.IsAbsent())
	assert.True(t, m.Sites[0].PrivateEndpoints.CertainlyEmpty())
}

func TestResourceType(t *testing.T) {
	for address, want := range map[string]string{
		"azurerm_subnet.app":                                         "azurerm_subnet",
		"data.azurerm_subnet.app":                                    "azurerm_subnet",
		"module.net.azurerm_subnet.app[0]":                           "azurerm_subnet",
		`module.net["a.b"].module.x[1].data.azurerm_subnet.app["c"]`: "azurerm_subnet",
		`module.net["a\".b"].azurerm_subnet.app`:                     "azurerm_subnet",
		"module.net":                                                 "",
		"":                                                           "",
	} {
		assert.Equal(t, want, resourceType(address), address)
	}
}

func TestDNS(t *testing.T) {
	zone := res("azurerm_private_dns_zone.z", o{"name": "privatelink.azurewebsites.net", "resource_group_name": "rg"})
	pe := endpoint(ref("azurerm_linux_web_app.a.id"), l{"sites"}, o{"ip_configuration": l{o{"private_ip_address": "10.0.0.5"}}})
	address := ref("azurerm_private_endpoint.pe.private_service_connection[0].private_ip_address")
	t.Run("version 5", func(t *testing.T) {
		m := model(t, appA, subnet1, zone, vnetV, pe,
			res("azurerm_private_dns_zone_virtual_network_link.l", o{"name": "l", "private_dns_zone_id": ref("azurerm_private_dns_zone.z.id"), "virtual_network_id": ref("azurerm_virtual_network.v.id")}),
			res("azurerm_private_dns_a_record.r", o{"name": "shop", "private_dns_zone_id": ref("azurerm_private_dns_zone.z.id"), "records": l{address}}))
		z := m.Zones[0]
		assert.Same(t, z, m.ZoneLinks[0].Zone.Target())
		assert.Same(t, m.VNets[0], m.ZoneLinks[0].VNet.Target())
		assert.Len(t, z.Links.Items, 1)
		assert.Same(t, z, m.Records[0].Zone.Target())
		assert.Equal(t, "A", m.Records[0].Kind)
		assert.Equal(t, m.PrivateEndpoints, m.Records[0].Endpoints.Items)
		assert.True(t, m.Records[0].Endpoints.Complete())
	})
	t.Run("version 4", func(t *testing.T) {
		m := model(t, zone, vnetV,
			res("azurerm_private_dns_zone_virtual_network_link.l", o{"name": "l", "resource_group_name": "rg", "private_dns_zone_name": "privatelink.azurewebsites.net", "virtual_network_id": ref("azurerm_virtual_network.v.id")}),
			res("azurerm_private_dns_cname_record.r", o{"name": "shop", "resource_group_name": "rg", "zone_name": ref("azurerm_private_dns_zone.z.name"), "record": "x.example"}))
		assert.Same(t, m.Zones[0], m.ZoneLinks[0].Zone.Target())
		assert.Same(t, m.Zones[0], m.Records[0].Zone.Target())
		assert.Equal(t, []string{"x.example"}, m.Records[0].Values.Or(nil))
		assert.Equal(t, id("microsoft.network/privatednszones/privatelink.azurewebsites.net/virtualnetworklinks/l"), m.ZoneLinks[0].ID)
	})
	t.Run("addresses", func(t *testing.T) {
		reading := res("data.azurerm_private_endpoint_connection.c", o{"name": "pe", "resource_group_name": "rg"})
		for name, tt := range map[string]struct {
			records  any
			found    int
			complete bool
		}{
			"static address":     {l{"10.0.0.5"}, 1, true},
			"literal address":    {l{"10.0.0.9"}, 0, false},
			"whole list":         {ref("azurerm_private_endpoint.pe.private_service_connection[0].private_ip_address"), 1, true},
			"through a reading":  {l{ref("data.azurerm_private_endpoint_connection.c.private_service_connection[0].private_ip_address")}, 1, true},
			"something unknown":  {l{pinned("var.address")}, 0, false},
			"another's addresss": {l{ref("azurerm_network_interface.n.private_ip_address")}, 0, false},
		} {
			m := model(t, appA, subnet1, zone, pe, reading, res("azurerm_private_dns_a_record.r", o{"name": "shop", "private_dns_zone_id": ref("azurerm_private_dns_zone.z.id"), "records": tt.records}))
			assert.Len(t, m.Records[0].Endpoints.Items, tt.found, name)
			assert.Equal(t, tt.complete, m.Records[0].Endpoints.Complete(), name)
		}
	})
	t.Run("data source", func(t *testing.T) {
		m := model(t, vnetV, res("data.azurerm_private_dns_zone.z", o{"name": "privatelink.azurewebsites.net"}),
			res("azurerm_private_dns_zone_virtual_network_link.l", o{"name": "l", "private_dns_zone_id": ref("data.azurerm_private_dns_zone.z.id"), "virtual_network_id": ref("azurerm_virtual_network.v.id")}))
		assert.True(t, m.ZoneLinks[0].Zone.Target().External)
		assert.False(t, m.Zones[0].Links.Complete())
	})
}
