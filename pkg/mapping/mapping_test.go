package mapping_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const group = "/subscriptions/0000/resourceGroups/rg"

// Identity is the ARM id, not the type in Terraform: parts of both providers form
// one model.
func TestAcrossProviders(t *testing.T) {
	m := model(t,
		terraform(t, "azurerm_resource_group.rg", `{"name": "rg"}`),
		terraform(t, "azapi_resource.plan", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "name": "plan", "parent_id": {"?": "azurerm_resource_group.rg!id"},
			"body": {"sku": {"name": "P1v3"}, "properties": {"reserved": true}}}`),
		terraform(t, "azurerm_linux_web_app.by_reference", `{"name": "a", "resource_group_name": "rg", "service_plan_id": {"?": "azapi_resource.plan!id"}, "site_config": [{}]}`),
		terraform(t, "azurerm_linux_web_app.by_id", `{"name": "b", "resource_group_name": "rg", "service_plan_id": "`+group+`/providers/Microsoft.Web/serverFarms/plan", "site_config": [{}]}`),
		terraform(t, "azurerm_service_plan.plan", `{"name": "windows", "resource_group_name": "rg", "os_type": "Windows", "sku_name": "S1"}`),
		terraform(t, "azapi_resource.app", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "c", "parent_id": {"?": "azurerm_resource_group.rg!id"},
			"body": {"kind": "app", "properties": {"serverFarmId": {"?": "azurerm_service_plan.plan!id"}, "virtualNetworkSubnetId": {"?": "azurerm_virtual_network.v!subnet"}}}}`),
		terraform(t, "azurerm_virtual_network.v", `{"name": "v", "resource_group_name": "rg", "address_space": ["10.0.0.0/16"], "subnet": [{"name": "only", "address_prefixes": ["10.0.0.0/26"]}]}`),
		terraform(t, "azapi_resource.subnet", `{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "name": "own", "parent_id": {"?": "azurerm_virtual_network.v!id"}, "body": {"properties": {"addressPrefix": "10.0.1.0/26"}}}`),
		terraform(t, "azurerm_app_service_virtual_network_swift_connection.s", `{"app_service_id": {"?": "azurerm_linux_web_app.by_id!id"}, "subnet_id": {"?": "azapi_resource.subnet!id"}}`),
		terraform(t, "azapi_update_resource.nat", `{"type": "Microsoft.Network/virtualNetworks/subnets@2024-05-01", "resource_id": {"?": "azapi_resource.subnet!id"},
			"body": {"properties": {"natGateway": {"id": {"?": "azurerm_nat_gateway.g!id"}}}}}`),
		terraform(t, "azurerm_nat_gateway.g", `{"name": "g", "resource_group_name": "rg"}`),
		terraform(t, "azurerm_private_endpoint.pe", `{"name": "pe", "resource_group_name": "rg", "subnet_id": {"?": "azapi_resource.subnet!id"},
			"private_service_connection": [{"is_manual_connection": false, "private_connection_resource_id": {"?": "azapi_resource.app!id"}, "subresource_names": ["sites-blue"]}]}`),
		terraform(t, "azapi_resource.blue", `{"type": "Microsoft.Web/sites/slots@2024-04-01", "name": "blue", "parent_id": {"?": "azapi_resource.app!id"}, "body": {"properties": {}}}`),
		terraform(t, "azapi_resource.ftp", `{"type": "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01", "name": "ftp", "parent_id": {"?": "azurerm_linux_web_app.by_reference!id"}, "body": {"properties": {"allow": false}}}`),
	)
	sites := map[string]*network.Site{}
	for _, s := range m.Sites {
		sites[s.Name.Or("")] = s
	}
	plan := m.Plans[0]
	require.Equal(t, "plan", plan.Name.Or(""))
	assert.Equal(t, plan, sites["a"].Plan.Target())
	assert.Equal(t, plan, sites["b"].Plan.Target())
	assert.Equal(t, m.Plans[1], sites["c"].Plan.Target())
	assert.Equal(t, network.Windows, sites["c"].OS.Or(0))
	assert.Equal(t, "only", sites["c"].Joins().Target().Name.Or(""))

	own := sites["b"].Joins().Target()
	require.Equal(t, "own", own.Name.Or(""))
	assert.Equal(t, m.VNets[0], own.VNet.Target())
	assert.Equal(t, m.NATGateways[0], own.NATGateway.Target())
	assert.Equal(t, sites["blue"], m.PrivateEndpoints[0].Site.Target())
	assert.Equal(t, "microsoft.web/sites", m.PrivateEndpoints[0].TargetType.Or(""))
	assert.True(t, value.Is(sites["a"].FTPBasicAuth, false))
	assert.True(t, sites["c"].PublicAccess.IsAbsent(), "no default of azurerm applies")
	assert.Equal(t, network.PublicEnabled, sites["a"].PublicAccess.Or(""))
}

func TestBeforeAndAfter(t *testing.T) {
	body := func(access string) iac.Value {
		return terraform(t, "azapi_resource.x", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "parent_id": "`+group+`",
			"body": {"properties": {"publicNetworkAccess": "`+access+`"}}}`).Body
	}
	resource := func(address string, before, after iac.Value, action iac.Action) *iac.Resource {
		r := terraform(t, address, `{}`)
		r.Body, r.Change = after, iac.Change{Action: action, Before: before}
		return r
	}
	resources := []*iac.Resource{
		resource("azapi_resource.changed", body("Disabled"), body("Enabled"), iac.Update),
		resource("azapi_resource.created", iac.Value{}, body("Enabled"), iac.Create),
		resource("azapi_resource.deleted", body("Disabled"), iac.Value{}, iac.Delete),
	}
	m, before, errs := mapping.Build(&iac.Root{Resources: resources, HasBefore: true})
	assert.Empty(t, errs)
	access := func(m *network.Model) map[string]string {
		out := map[string]string{}
		for _, s := range m.Sites {
			out[s.Address] = s.PublicAccess.Or("")
		}
		return out
	}
	assert.Equal(t, map[string]string{"azapi_resource.changed": "Enabled", "azapi_resource.created": "Enabled"}, access(m))
	assert.Equal(t, map[string]string{"azapi_resource.changed": "Disabled", "azapi_resource.deleted": "Disabled"}, access(before))

	_, before, _ = mapping.Build(&iac.Root{Resources: resources})
	assert.Nil(t, before)
}

func TestDeferredResource(t *testing.T) {
	r := terraform(t, "azapi_resource.x", `{"type": "Microsoft.Web/sites@2024-04-01", "name": "shop", "body": {"properties": {}}}`)
	r.Change.Deferred = true
	m := model(t, r)
	assert.True(t, m.Sites[0].PublicAccess.IsUnknown())
	assert.False(t, m.Sites[0].Main.Rules.Complete())
}

func TestIncompleteRoot(t *testing.T) {
	root := &iac.Root{
		Resources: []*iac.Resource{
			arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {}}`),
			terraform(t, "azapi_resource.x", `{"type": {"?": ""}}`),
		},
		Incomplete: make([]string, 1, 10),
	}
	root.Incomplete[0] = "module.web could not be read"
	m, _, _ := mapping.Build(root)
	assert.Len(t, m.Incomplete, 2)
	assert.Len(t, root.Incomplete, 1, "the root is not the model's")
	assert.Empty(t, root.Incomplete[:2][1])
	s := m.Sites[0]
	for name, complete := range map[string]bool{
		"slots": s.Slots.Complete(), "endpoints": s.PrivateEndpoints.Complete(), "integrations": s.Integrations.Complete(),
		"gateways": s.GatewayVNets.Complete(), "connections": s.HybridConnections.Complete(),
	} {
		assert.False(t, complete, name)
	}
}

func TestErrorsOnce(t *testing.T) {
	_, _, errs := mapping.Build(&iac.Root{Resources: []*iac.Resource{
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": "shop", "properties": {"hyperV": "maybe", "serverFarmId": ["x"]}}`),
		arm(t, "v", "Microsoft.Network/virtualNetworks@2024-04-01", `{"name": "v", "properties": {"subnets": "none"}}`),
	}})
	var messages []string
	for _, e := range errs {
		messages = append(messages, e.Message)
	}
	assert.ElementsMatch(t, []string{
		"shop: hyperV should be a bool but is a string; it is left out.",
		"shop: serverFarmId should be a string but is a list; it is left out.",
		"v: subnets should be a list but is a string; it is left out.",
	}, messages)
}

func TestInterest(t *testing.T) {
	interest := mapping.Interest()
	for _, typ := range []string{
		"azurerm_linux_web_app", "azapi_resource", "azapi_update_resource", "azurerm_resource_group",
		"azurerm_resource_group_template_deployment", "Microsoft.Web/sites", "microsoft.web/Sites/Slots/config",
	} {
		assert.True(t, interest.Wants(typ), typ)
	}
	assert.False(t, interest.Wants("azurerm_role_assignment"))
	assert.False(t, interest.Wants("Microsoft.Authorization/roleAssignments"))
	assert.True(t, interest.Skip["tags"])
	for _, read := range []string{"type", "name", "id", "parent_id", "resource_id", "location", "body", "sensitive_body", "output", "properties", "sku", "kind", "scope", "parent", "extendedLocation", "template_content", "resource_group_name"} {
		assert.False(t, interest.Skip[read], read)
	}
}

// What another mapping does not read must be free of side effects: an empty
// Interest gives the same model.
func TestInterestIsForSpeedAlone(t *testing.T) {
	skip := mapping.Interest().Skip
	for name, twin := range map[string]func(*testing.T) twin{"network": networkTwin, "app": appTwin, "private": privateTwin} {
		both := twin(t)
		whole := describe(model(t, append(both.azurerm, both.arm...)...))
		for _, r := range append(both.azurerm, both.arm...) {
			var keys []string
			var items []iac.Value
			for i := range r.Body.Len() {
				if key := r.Body.Key(i); !skip[key] {
					keys, items = append(keys, key), append(items, r.Body.Index(i))
				}
			}
			r.Body = iac.ObjectValue(keys, items, r.Body.At())
		}
		assert.Equal(t, whole, describe(model(t, append(both.azurerm, both.arm...)...)), name)
	}
}

// Whatever stands in the place of a value, a mapping neither fails nor loses what
// has nothing to do with it.
func TestAnyShape(t *testing.T) {
	for name, twin := range map[string]func(*testing.T) twin{
		"network": networkTwin, "app": appTwin, "private": privateTwin, "front": frontTwin, "relay": relayTwin, "environment": environmentTwin,
	} {
		t.Run(name, func(t *testing.T) {
			both := twin(t)
			for _, resources := range [][]*iac.Resource{both.azurerm, both.arm} {
				for _, r := range resources {
					whole := r.Body
					whole.Walk(func(path []any, v iac.Value) {
						for _, other := range []iac.Value{
							iac.UnknownValue(nil, v.At()), iac.NullValue(v.At()), iac.StringValue("/x/y", v.At()),
							iac.NumberValue("-1", v.At()), iac.ListValue(nil, v.At()), iac.ObjectValue(nil, nil, v.At()),
							iac.ListValue([]iac.Value{v, v}, v.At()),
						} {
							r.Body = whole.Replace(path, other)
							m, _, _ := mapping.Build(&iac.Root{Resources: resources})
							require.NotNil(t, m, "%s %v", r.Address, path)
						}
					})
					r.Body = whole
				}
			}
		})
	}
}

func TestPrivateEndpointAcrossProviders(t *testing.T) {
	const endpoint = `{"type": "Microsoft.Network/privateEndpoints@2024-05-01", "name": "pe", "body": {"properties": {
		"privateLinkServiceConnections": [{"properties": {"privateLinkServiceId": {"?": "%s!id"}, "groupIds": ["%s"]}}]}}}`
	parts := []*iac.Resource{
		terraform(t, "azurerm_linux_web_app.a", `{"name": {"?": ""}, "resource_group_name": "rg", "site_config": [{}]}`),
		terraform(t, "azurerm_linux_web_app_slot.s", `{"name": {"?": ""}, "app_service_id": {"?": "azurerm_linux_web_app.a!id"}, "site_config": [{}]}`),
		terraform(t, "azurerm_storage_account.st", `{"name": {"?": ""}}`),
		terraform(t, "azurerm_app_service_environment_v3.e", `{"name": {"?": ""}}`),
		terraform(t, "azurerm_application_gateway.g", `{"name": {"?": ""}}`),
		terraform(t, "azurerm_relay_namespace.r", `{"name": {"?": ""}}`),
		terraform(t, "azurerm_service_plan.p", `{"name": {"?": ""}}`),
	}
	for _, test := range []struct {
		target, group, typ string
		site               bool
	}{
		{"azurerm_linux_web_app.a", "sites", "microsoft.web/sites", true},
		{"azurerm_linux_web_app_slot.s", "sites", "microsoft.web/sites/slots", true},
		{"azurerm_storage_account.st", "blob", "microsoft.storage/storageaccounts", false},
		{"azurerm_app_service_environment_v3.e", "hostingEnvironments", "microsoft.web/hostingenvironments", false},
		{"azurerm_application_gateway.g", "frontend", "microsoft.network/applicationgateways", false},
		{"azurerm_relay_namespace.r", "namespace", "microsoft.relay/namespaces", false},
		{"azurerm_service_plan.p", "sites", "", false},
		{"azurerm_redis_cache.c", "sites", "", false},
	} {
		m := model(t, append([]*iac.Resource{terraform(t, "azapi_resource.pe", fmt.Sprintf(endpoint, test.target, test.group))}, parts...)...)
		e := m.PrivateEndpoints[0]
		assert.Equal(t, test.typ, e.TargetType.Or(""), test.target)
		site, ok := e.Site.Get()
		assert.Equal(t, test.site, ok, test.target)
		if ok {
			assert.Equal(t, test.target, site.Address)
		} else {
			assert.True(t, e.Site.IsAbsent() || test.target == "azurerm_service_plan.p", test.target)
		}
	}
}
