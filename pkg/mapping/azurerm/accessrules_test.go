package azurerm

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// rule maps one access rule of an app beside a subnet app.
func rule(t *testing.T, body o, options ...option) *network.AccessRule {
	t.Helper()
	m := model(t,
		res("azurerm_linux_web_app.a", in(o{"name": "shop", "site_config": l{o{"ip_restriction": l{body}}}}), options...),
		res("azurerm_subnet.app", o{"name": "app", "resource_group_name": "rg", "virtual_network_name": "v"}),
		res("azurerm_subnet.other", o{"name": "other", "resource_group_name": "rg", "virtual_network_name": "v"}),
		res("azurerm_virtual_network.w", in(o{"name": "w", "subnet": l{o{"name": "inner", "address_prefixes": l{"10.0.0.0/24"}}}})),
	)
	require.Len(t, m.Sites[0].Main.Rules.Items, 1)
	require.True(t, m.Sites[0].Main.Written)
	return m.Sites[0].Main.Rules.Items[0]
}

func TestRuleDefaults(t *testing.T) {
	r := rule(t, o{"ip_address": "10.0.0.0/8", "name": unknown{}}, creating)
	assert.Equal(t, 65000, r.Priority.Or(0))
	assert.True(t, r.Priority.IsDefault())
	assert.Equal(t, access.Allow, r.Action.Or(access.Deny))
	assert.True(t, r.Name.IsAbsent(), "Azure makes a name")
	assert.Equal(t, at(1), r.At)

	r = rule(t, o{"ip_address": "10.0.0.0/8", "priority": 7, "action": "Deny", "name": "office"})
	assert.Equal(t, 7, r.Priority.Or(0))
	assert.Equal(t, access.Deny, r.Action.Or(access.Allow))
	assert.Equal(t, "office", r.Name.Or(""))

	assert.True(t, rule(t, o{"ip_address": "10.0.0.0/8", "action": "Block"}).Action.IsUnknown())
}

func TestRuleSources(t *testing.T) {
	prefixes := func(texts ...string) access.Source {
		var s access.Source
		for _, text := range texts {
			s.Prefixes = append(s.Prefixes, netip.MustParsePrefix(text))
		}
		return s
	}
	tests := []struct {
		name string
		body o
		want access.Source
	}{
		{"range", o{"ip_address": "10.0.0.0/8"}, prefixes("10.0.0.0/8")},
		{"host bits", o{"ip_address": "10.0.0.1/8"}, prefixes("10.0.0.1/8")},
		{"several", o{"ip_address": "10.0.0.0/8, 2001:db8::/32"}, prefixes("10.0.0.0/8", "2001:db8::/32")},
		{"bare", o{"ip_address": "203.0.113.7,2001:db8::1"}, prefixes("203.0.113.7/32", "2001:db8::1/128")},
		{"tags", o{"service_tag": "AzureFrontDoor.Backend,AzureCloud"}, access.Source{Tags: []string{"AzureFrontDoor.Backend", "AzureCloud"}}},
		{"empty strings", o{"ip_address": "10.0.0.0/8", "service_tag": "", "virtual_network_subnet_id": ""}, prefixes("10.0.0.0/8")},
		{"any", o{"ip_address": "Any"}, access.Source{Any: true}},
		{"any network", o{"ip_address": "AnyVnets"}, access.Source{AnyVNets: true}},
		{"subnet", o{"virtual_network_subnet_id": ref("azurerm_subnet.app.id")}, access.Source{Subnet: "azurerm_subnet.app"}},
		{"subnet by id", o{"virtual_network_subnet_id": id("Microsoft.Network/virtualNetworks/V/subnets/App")},
			access.Source{Subnet: "azurerm_subnet.app"}},
		{"subnet outside", o{"virtual_network_subnet_id": id("Microsoft.Network/virtualNetworks/X/subnets/Y")},
			access.Source{Subnet: id("microsoft.network/virtualnetworks/x/subnets/y")}},
		{"inline subnet", o{"virtual_network_subnet_id": id("microsoft.network/virtualnetworks/w/subnets/inner")},
			access.Source{Subnet: "azurerm_virtual_network.w/subnets/inner"}},
		{"two kinds", o{"service_tag": "AzureCloud", "virtual_network_subnet_id": ref("azurerm_subnet.app.id")},
			access.Source{Tags: []string{"AzureCloud"}, Subnet: "azurerm_subnet.app"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, ok := rule(t, tt.body).Source.Get()
			require.True(t, ok)
			assert.Equal(t, tt.want, s)
		})
	}
}

func TestRuleSourcesUnknown(t *testing.T) {
	tests := []struct {
		name string
		body o
		why  string
	}{
		{"nothing", o{}, ""},
		{"no address", o{"ip_address": "office"}, ""},
		{"one of two is no address", o{"ip_address": "10.0.0.0/8,office"}, ""},
		{"zone", o{"ip_address": "fe80::1%eth0"}, ""},
		{"unknown address", o{"ip_address": pinned("var.office")}, "var.office"},
		{"unknown tag", o{"service_tag": pinned("var.tag")}, "var.tag"},
		{"unknown subnet", o{"virtual_network_subnet_id": pinned("var.subnet")}, "var.subnet"},
		{"one of two subnets", o{"virtual_network_subnet_id": either{"azurerm_subnet.app.id", "azurerm_subnet.other.id"}}, "azurerm_subnet.app.id"},
		{"known tag, unknown subnet", o{"service_tag": "AzureCloud", "virtual_network_subnet_id": pinned("var.subnet")}, "var.subnet"},
		{"unknown tag, known subnet", o{"service_tag": pinned("var.tag"), "virtual_network_subnet_id": ref("azurerm_subnet.app.id")}, "var.tag"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rule(t, tt.body)
			require.True(t, r.Source.IsUnknown())
			assert.Equal(t, tt.why, r.Source.Why())
		})
	}
	r := rule(t, o{"ip_address": "office"})
	assert.Equal(t, "office", r.Address.Or(""), "the text is kept")
}

func TestRuleHeaders(t *testing.T) {
	r := rule(t, o{"service_tag": "AzureFrontDoor.Backend", "headers": l{o{
		"x_azure_fdid": l{"11111111-2222-3333-4444-555555555555"}, "x_fd_health_probe": l{"1"},
		"x_forwarded_for": l{}, "x_forwarded_host": l{ref("azurerm_cdn_frontdoor_endpoint.e.host_name")},
	}}})
	assert.Equal(t, []string{"11111111-2222-3333-4444-555555555555"}, r.Headers.FrontDoorID.Or(nil))
	assert.Equal(t, []string{"1"}, r.Headers.HealthProbe.Or(nil))
	assert.True(t, r.Headers.ForwardedFor.IsAbsent(), "no value is no condition")
	assert.True(t, r.Headers.ForwardedHost.IsUnknown())

	r = rule(t, o{"ip_address": "10.0.0.0/8", "headers": unknown{}}, creating)
	assert.Nil(t, r.Headers)
	r = rule(t, o{"ip_address": "10.0.0.0/8", "headers": pinned("var.headers")}, creating)
	assert.True(t, r.Headers.FrontDoorID.IsUnknown())
}

func TestUnknownRule(t *testing.T) {
	s := site(t, "azurerm_linux_web_app.a", o{"site_config": l{o{"scm_ip_restriction": l{pinned("var.rule")}}}})
	require.Len(t, s.SCM.Rules.Items, 1)
	assert.True(t, s.SCM.Rules.Items[0].Priority.IsUnknown())
	assert.True(t, s.SCM.Rules.Items[0].Source.IsUnknown())
	assert.True(t, value.Is(s.SCM.Default, access.Allow))
}
