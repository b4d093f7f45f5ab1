package resourcemanager

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/access"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// restricted maps an app with access rules, API version 2024-04-01.
func restricted(t *testing.T, config string) *network.Site {
	t.Helper()
	return shop(t, "2024-04-01", `"app"`, `{"siteConfig": `+config+`}`)
}

func TestRuleSource(t *testing.T) {
	prefix := func(texts ...string) access.Source {
		var s access.Source
		for _, text := range texts {
			s.Prefixes = append(s.Prefixes, netip.MustParsePrefix(text))
		}
		return s
	}
	tests := []struct {
		name, rule string
		want       access.Source
		unknown    bool
	}{
		{name: "range", rule: `"ipAddress": "10.0.0.0/8"`, want: prefix("10.0.0.0/8")},
		{name: "ranges", rule: `"ipAddress": "10.0.0.0/8, 2001:db8::/32"`, want: prefix("10.0.0.0/8", "2001:db8::/32")},
		{name: "host bits", rule: `"ipAddress": "10.0.0.1/8"`, want: prefix("10.0.0.1/8")},
		{name: "bare", rule: `"ipAddress": "10.0.0.1"`, want: prefix("10.0.0.1/32")},
		{name: "bare with mask", rule: `"ipAddress": "10.0.0.1", "subnetMask": "255.255.0.0"`, want: prefix("10.0.0.1/16")},
		{name: "not a mask", rule: `"ipAddress": "10.0.0.1", "subnetMask": "255.0.255.0"`, unknown: true},
		{name: "any", rule: `"ipAddress": "any"`, want: access.Source{Any: true}},
		{name: "any network", rule: `"ipAddress": "AnyVnets"`, want: access.Source{AnyVNets: true}},
		{name: "tags", rule: `"ipAddress": "AzureCloud, Internet", "tag": "ServiceTag"`, want: access.Source{Tags: []string{"AzureCloud", "Internet"}}},
		{name: "default tag", rule: `"ipAddress": "10.0.0.0/8", "tag": "Default"`, want: prefix("10.0.0.0/8")},
		{name: "tag not said", rule: `"ipAddress": "AzureCloud"`, unknown: true},
		{name: "proxies", rule: `"ipAddress": "10.0.0.0/8", "tag": "XffProxy"`, want: access.Source{Opaque: true}},
		{name: "no address", rule: `"ipAddress": "10.0.0.300/8"`, unknown: true},
		{name: "unknown", rule: `"ipAddress": {"?": ""}`, unknown: true},
		{name: "unknown tag", rule: `"ipAddress": "AzureCloud", "tag": {"?": ""}`, unknown: true},
		{name: "empty", rule: `"ipAddress": ""`, unknown: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := restricted(t, `{"ipSecurityRestrictions": [{"priority": 1, "action": "Allow", `+test.rule+`}]}`)
			require.Len(t, s.Main.Rules.Items, 1)
			source := s.Main.Rules.Items[0].Source
			assert.Equal(t, test.unknown, source.IsUnknown())
			assert.Equal(t, test.want, source.Or(access.Source{}))
		})
	}
}

func TestRule(t *testing.T) {
	s := restricted(t, `{
		"scmIpSecurityRestrictionsUseMain": true,
		"ipSecurityRestrictionsDefaultAction": "deny",
		"ipSecurityRestrictions": [
			{"name": "office", "priority": 100, "action": "Allow", "ipAddress": "203.0.113.0/24"},
			{"ipAddress": "203.0.113.0/24"},
			{"priority": "200", "action": {"?": ""}, "ipAddress": "203.0.113.0/24"}
		]
	}`)
	assert.True(t, value.Is(s.SCMUsesMain, true))
	assert.True(t, value.Is(s.Main.Default, access.Deny))
	assert.True(t, s.Main.Written)
	assert.False(t, s.SCM.Written)
	require.Len(t, s.Main.Rules.Items, 3)
	first, second, third := s.Main.Rules.Items[0], s.Main.Rules.Items[1], s.Main.Rules.Items[2]
	assert.Equal(t, "office", first.Name.Or(""))
	assert.Equal(t, 100, first.Priority.Or(0))
	assert.True(t, value.Is(first.Action, access.Allow))
	assert.True(t, second.Priority.IsAbsent(), "nothing says where a rule without priority stands")
	assert.True(t, second.Action.IsUnknown(), "nor what a rule without action does")
	assert.Equal(t, 200, third.Priority.Or(0))
	assert.True(t, third.Action.IsUnknown())
}

func TestDefaultActionByVersion(t *testing.T) {
	for version, known := range map[string]bool{
		"2020-06-01": false, "2022-03-01": false, "2022-09-01": true, "2025-03-01": true, "": false,
	} {
		s := shop(t, version, `"app"`, `{"siteConfig": {"ipSecurityRestrictionsDefaultAction": "Deny"}}`)
		assert.Equal(t, known, s.Main.Default.IsKnown(), version)
		assert.Equal(t, !known, s.Main.Default.IsUnknown(), version)
		assert.True(t, s.Main.Written)
	}
}

func TestSyntheticRule(t *testing.T) {
	const everyone = `{"name": "Deny all", "priority": 2147483647, "action": "Deny", "ipAddress": "Any"}`
	s := restricted(t, `{"ipSecurityRestrictions": [`+everyone+`]}`)
	assert.True(t, s.Main.Rules.Items[0].Synthetic)
	assert.True(t, value.Is(s.Main.Default, access.Deny))

	s = restricted(t, `{"ipSecurityRestrictionsDefaultAction": "Allow", "ipSecurityRestrictions": [`+everyone+`]}`)
	assert.True(t, value.Is(s.Main.Default, access.Allow), "what is written comes first")
}

func TestUnknownRules(t *testing.T) {
	s := restricted(t, `{"ipSecurityRestrictions": {"?": ""}}`)
	assert.False(t, s.Main.Rules.Complete())
	assert.True(t, s.Main.Written)

	s = shop(t, "2024-04-01", `"app"`, `{"siteConfig": {"?": ""}}`)
	assert.False(t, s.Main.Rules.Complete())
	assert.True(t, s.Main.Default.IsUnknown())
	assert.True(t, s.SCMUsesMain.IsUnknown())
}

func TestRuleHeaders(t *testing.T) {
	const rule = `{"ipSecurityRestrictions": [{"priority": 1, "action": "Allow", "ipAddress": "Any", "headers": %s}]}`
	headers := func(text string) *access.Headers {
		return restricted(t, fmt.Sprintf(rule, text)).Main.Rules.Items[0].Headers
	}
	h := headers(`{"X-Azure-FDID": ["id"], "x-forwarded-for": [], "x-forwarded-host": ["a", "b"], "x-fd-healthprobe": null, "x-api-key": ["k"]}`)
	assert.Equal(t, []string{"id"}, h.FrontDoorID.Or(nil))
	assert.True(t, h.ForwardedFor.IsAbsent(), "an empty list is no condition")
	assert.Equal(t, []string{"a", "b"}, h.ForwardedHost.Or(nil))
	assert.True(t, h.HealthProbe.IsAbsent())
	assert.Equal(t, []string{"x-api-key"}, h.UnknownHeaders)

	h = headers(`{"?": ""}`)
	assert.True(t, h.FrontDoorID.IsUnknown())
	assert.True(t, h.HealthProbe.IsUnknown())
	h = headers(`{"x-azure-fdid": [{"?": "door!properties.frontDoorId"}]}`)
	assert.True(t, h.FrontDoorID.IsUnknown())

	s := shop(t, "2019-08-01", `"app"`, `{"siteConfig": `+strings.Replace(rule, "%s", `{"x-azure-fdid": ["id"]}`, 1)+`}`)
	assert.True(t, s.Main.Rules.Items[0].Headers.FrontDoorID.IsUnknown(), "headers came with 2020-06-01")
}

func TestSubnetRule(t *testing.T) {
	const rules = `{"name": "shop", "properties": {"siteConfig": {"ipSecurityRestrictions": [
		{"priority": 1, "action": "Allow", "vnetSubnetResourceId": %s}]}}}`
	vnet := arm(t, "vnet", "Microsoft.Network/virtualNetworks@2024-05-01",
		`{"name": "vnet", "properties": {"subnets": [{"name": "a", "properties": {}}, {"name": "B", "properties": {}}]}}`)
	subnet := arm(t, "subnet", "Microsoft.Network/virtualNetworks/subnets@2024-05-01", `{"name": "vnet/own", "properties": {}}`)
	tests := []struct{ name, id, key string }{
		{"own resource", `{"?": "subnet!id"}`, "subnet"},
		{"by id", `"/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/virtualNetworks/vnet/subnets/own"`, "subnet"},
		{"listed", `{"?": "vnet!properties.subnets[1].id"}`, "vnet/subnets/b"},
		{"elsewhere", `"` + sub + `/resourceGroups/Hub/providers/Microsoft.Network/virtualNetworks/v/subnets/S"`,
			sub + "/resourcegroups/hub/providers/microsoft.network/virtualnetworks/v/subnets/s"},
		{"either", `{"?": "vnet!properties.subnets[0].id,vnet!properties.subnets[1].id"}`, ""},
		{"unknown", `{"?": ""}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := model(t, vnet, subnet, arm(t, "shop", "Microsoft.Web/sites@2024-04-01", fmt.Sprintf(rules, test.id)))
			rule := m.Sites[0].Main.Rules.Items[0]
			source, known := rule.Source.Get()
			assert.Equal(t, test.key != "", known)
			assert.Equal(t, test.key, source.Subnet)
			assert.False(t, rule.Subnet.IsAbsent())
		})
	}
}

func TestRuleSpelling(t *testing.T) {
	s := restricted(t, `{"ipSecurityRestrictions": [
		{"priority": 1, "action": "Allow", "ipAddress": "10.0.0.1", "subnetMask": "255.255.0.0"},
		{"priority": 2, "action": "Allow", "ipAddress": "AzureCloud", "tag": "ServiceTag"},
		{"priority": 3, "action": "Allow", "ipAddress": "AzureFrontDoor.Backend", "tag": {"?": ""}, "headers": {"X-Azure-FDID": ["id", {"?": ""}]}}
	]}`)
	require.Len(t, s.Main.Rules.Items, 3)
	masked, tagged, open := s.Main.Rules.Items[0], s.Main.Rules.Items[1], s.Main.Rules.Items[2]
	assert.Equal(t, "255.255.0.0", masked.Spelled.Mask.Or(""))
	assert.True(t, masked.Spelled.Kind.IsAbsent())
	assert.Equal(t, "ServiceTag", tagged.Spelled.Kind.Or(""))
	assert.True(t, open.Spelled.Kind.IsUnknown())
	require.Len(t, open.FrontDoors, 2)
	assert.True(t, open.FrontDoors[0].IsOutside())
	assert.True(t, open.FrontDoors[1].IsUnknown())
}
