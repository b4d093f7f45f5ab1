package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestServicePlan(t *testing.T) {
	m := model(t, res("azurerm_app_service_environment_v3.e", in(o{"name": "e"})),
		res("azurerm_service_plan.p", in(o{"name": "P", "sku_name": "I1v2", "os_type": "WindowsContainer", "worker_count": 3,
			"maximum_elastic_worker_count": unknown{}, "app_service_environment_id": ref("azurerm_app_service_environment_v3.e.id")}), creating))
	p := m.Plans[0]
	assert.Equal(t, "I1v2", p.SKU.Or(""))
	assert.Equal(t, network.Windows, p.OS.Or(0))
	assert.True(t, value.Is(p.WindowsContainers, true))
	assert.Equal(t, 3, p.Workers.Or(0))
	assert.True(t, p.MaxElasticWorkers.IsAbsent())
	assert.True(t, value.Is(p.ElasticScale, false))
	assert.Same(t, m.Environments[0], p.Environment.Target())
	assert.Equal(t, id("microsoft.web/serverfarms/p"), p.ID)

	assert.True(t, model(t, res("azurerm_service_plan.p", in(o{"os_type": pinned("var.os")}))).Plans[0].OS.IsUnknown())

	data := model(t, res("data.azurerm_service_plan.p", o{"name": "p", "resource_group_name": "rg", "sku_name": "S1"})).Plans[0]
	assert.Equal(t, "S1", data.SKU.Or(""))
	assert.True(t, data.Workers.IsUnknown())
	assert.True(t, data.ElasticScale.IsUnknown())
	assert.True(t, data.Environment.IsUnknown())
}

func TestLegacyPlan(t *testing.T) {
	sku := func(tier, size string) l { return l{o{"tier": tier, "size": size, "capacity": unknown{}}} }
	tests := []struct {
		name      string
		body      o
		os        network.OS
		container bool
	}{
		{"default", o{"sku": sku("Standard", "S1")}, network.Windows, false},
		{"Linux", o{"kind": "Linux", "reserved": true, "sku": sku("Standard", "S1")}, network.Linux, false},
		{"lower case", o{"kind": "linux", "sku": sku("Standard", "S1")}, network.Linux, false},
		{"functions", o{"kind": "FunctionApp", "sku": sku("Dynamic", "Y1")}, network.Windows, false},
		{"functions on Linux", o{"kind": "FunctionApp", "reserved": true, "sku": sku("Dynamic", "Y1")}, network.Linux, false},
		{"containers", o{"kind": "xenon", "is_xenon": true, "sku": sku("PremiumContainer", "PC2")}, network.Windows, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := model(t, res("azurerm_app_service_plan.p", in(tt.body), creating)).Plans[0]
			assert.Equal(t, tt.os, p.OS.Or(0))
			assert.Equal(t, tt.container, p.WindowsContainers.Or(false))
			assert.NotEmpty(t, p.SKU.Or(""))
			assert.NotEmpty(t, p.Tier.Or(""))
			assert.True(t, p.Workers.IsAbsent())
		})
	}
	p := model(t, res("azurerm_app_service_plan.p", in(o{"kind": pinned("var.kind")}))).Plans[0]
	assert.Equal(t, "var.kind", p.OS.Why())
}

func TestEnvironment(t *testing.T) {
	subnet := res("azurerm_subnet.app", inVNet(nil))
	tests := []struct {
		typ      string
		body     o
		internal bool
		version  int
	}{
		{"azurerm_app_service_environment_v3", o{}, false, 3},
		{"azurerm_app_service_environment_v3", o{"internal_load_balancing_mode": "Web, Publishing"}, true, 3},
		{"azurerm_app_service_environment", o{"internal_load_balancing_mode": "Publishing"}, false, 2},
		{"azurerm_app_service_environment", o{"internal_load_balancing_mode": "Web"}, true, 2},
	}
	for _, tt := range tests {
		tt.body["name"], tt.body["resource_group_name"], tt.body["location"] = "e", "rg", unknown{}
		tt.body["subnet_id"] = ref("azurerm_subnet.app.id")
		m := model(t, vnetV, subnet, res(tt.typ+".e", tt.body, creating))
		e := m.Environments[0]
		assert.Equal(t, tt.internal, e.Internal.Or(!tt.internal))
		assert.Equal(t, tt.version, e.Version.Or(0))
		assert.Same(t, m.Subnets[0], e.Subnet.Target())
		assert.Equal(t, "westeurope", e.Location.Or(""), "of the network")
		assert.Equal(t, tt.version == 3, e.AllowNewPrivateEndpoints.Or(false))
	}

	settings := func(v any) value.Of[map[string]string] {
		return model(t, res("azurerm_app_service_environment_v3.e", in(o{"cluster_setting": v}), creating)).Environments[0].ClusterSettings
	}
	assert.True(t, settings(unknown{}).IsAbsent())
	assert.True(t, settings(l{o{"name": "A", "value": pinned("var.a")}}).IsUnknown())
	assert.Equal(t, map[string]string{"disabletls1.0": "1"}, settings(l{o{"name": "DisableTls1.0", "value": "1"}}).Or(nil))

	order := func(v any) value.Of[bool] {
		return model(t, res("azurerm_app_service_environment_v3.e", in(o{"cluster_setting": v}), creating)).Environments[0].CipherOrder
	}
	other, ours := o{"name": "DisableTls1.0", "value": unknown{}}, o{"name": "frontEndSSLCipherSuiteOrder", "value": "x"}
	assert.True(t, order(unknown{}).IsAbsent())
	assert.True(t, order(l{}).IsAbsent())
	assert.True(t, value.Is(order(l{other}), false), "names are enough")
	assert.True(t, value.Is(order(l{other, ours}), true))
	assert.True(t, order(l{other, o{"name": pinned("var.a"), "value": "1"}}).IsUnknown())

	data := model(t, res("data.azurerm_app_service_environment_v3.e", o{"name": "e", "resource_group_name": "rg"})).Environments[0]
	assert.True(t, data.Internal.IsUnknown())
	assert.True(t, data.AllowNewPrivateEndpoints.IsUnknown())
}

func TestAutoscale(t *testing.T) {
	plan := res("azurerm_service_plan.p", in(o{"name": "p"}))
	profile := func(maximum any) o { return o{"capacity": l{o{"maximum": maximum}}} }
	setting := func(target, profiles any) *network.Model {
		return model(t, plan, res("azurerm_monitor_autoscale_setting.a", in(o{"target_resource_id": target, "profile": profiles})))
	}
	m := setting(ref("azurerm_service_plan.p.id"), l{profile(3), profile(8), profile(5)})
	assert.Same(t, m.Plans[0], m.AutoscaleSettings[0].Plan.Target())
	assert.Equal(t, 8, m.AutoscaleSettings[0].Maximum.Or(0))
	assert.True(t, value.Is(m.AutoscaleSettings[0].Enabled, true))
	assert.Len(t, m.Plans[0].Autoscale.Items, 1)

	assert.True(t, setting(ref("azurerm_service_plan.p.id"), l{profile(3), profile(pinned("var.max"))}).AutoscaleSettings[0].Maximum.IsUnknown())
	assert.True(t, setting(ref("azurerm_service_plan.p.id"), pinned("var.profiles")).AutoscaleSettings[0].Maximum.IsUnknown())

	m = setting(pinned("var.target"), l{})
	assert.Equal(t, "var.target", m.Plans[0].Autoscale.Incomplete)
	m = setting(ref("azurerm_linux_virtual_machine_scale_set.v.id"), l{})
	assert.True(t, m.Plans[0].Autoscale.CertainlyEmpty(), "it scales something else")
}
