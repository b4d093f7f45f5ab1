package azure

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseAPIVersion(t *testing.T) {
	for s, want := range map[string]APIVersion{
		"2022-09-01":                {"2022-09-01", ""},
		"2021-01-15":                {"2021-01-15", ""},
		"2023-07-01-preview":        {"2023-07-01", "-preview"},
		"2023-07-01-Preview":        {"2023-07-01", "-preview"},
		"2015-11-01-privatepreview": {"2015-11-01", "-privatepreview"},
	} {
		v, ok := ParseAPIVersion(s)
		require.True(t, ok, s)
		assert.Equal(t, want, v)
		assert.Equal(t, want.Suffix != "", v.Preview())
	}
	for _, s := range []string{
		"", "2022", "2022-9-1", "2022-13-01", "2022-02-30", "20220901", "2022-09-01preview", "2022-09-01-", "2022-09-01 ",
		"2022-09-01-pre view", "v2022-09-01", "latest",
	} {
		v, ok := ParseAPIVersion(s)
		assert.False(t, ok, s)
		assert.Zero(t, v, s)
	}
}

func TestAPIVersionOrder(t *testing.T) {
	order := []string{"2018-02-01", "2022-09-01-alpha", "2022-09-01-preview", "2022-09-01", "2022-10-01-preview", "2024-11-01"}
	for i, a := range order {
		for j, b := range order {
			v, _ := ParseAPIVersion(a)
			w, _ := ParseAPIVersion(b)
			assert.Equal(t, sign(i-j), v.Compare(w), "%s %s", a, b)
		}
		v, _ := ParseAPIVersion(a)
		assert.Equal(t, a, v.String())
	}
}

func sign(n int) int { return max(-1, min(1, n)) }

func TestLookupProperty(t *testing.T) {
	for _, c := range []struct{ resourceType, property, first, last string }{
		{"Microsoft.Web/sites", "siteConfig.ipSecurityRestrictionsDefaultAction", "2022-09-01", ""},
		{"microsoft.web/SITES/slots", "SITECONFIG.scmIpSecurityRestrictionsDefaultAction", "2022-09-01", ""},
		{"Microsoft.Web/sites/config", "publicNetworkAccess", "2020-12-01", ""},
		{"Microsoft.Web/sites/slots/config", "scmMinTlsVersion", "2020-06-01", ""},
		{"Microsoft.Web/sites", "publicNetworkAccess", "2022-03-01", ""},
		{"Microsoft.Web/sites", "vnetImagePullEnabled", "2022-03-01", "2024-04-01"},
		{"Microsoft.Web/sites", "vnetBackupRestoreEnabled", "2023-12-01", "2024-04-01"},
		{"Microsoft.Web/sites", "outboundVnetRouting", "2024-11-01", ""},
		{"Microsoft.Web/sites/slots/networkConfig", "subnetResourceId", "2018-02-01", ""},
		{"Microsoft.Web/serverFarms", "network.virtualNetworkSubnetId", "2025-03-01", ""},
	} {
		w, ok := LookupProperty(c.resourceType, c.property)
		require.True(t, ok, c)
		assert.Equal(t, c.first, w.First, c)
		assert.Equal(t, c.last, w.Last, c)
	}
	for _, c := range [][2]string{
		{"Microsoft.Web/sites", "ipSecurityRestrictions"}, {"Microsoft.Web/sites", ""}, {"", ""},
		{"Microsoft.Web/sites/config", "virtualNetworkSubnetId"}, {"Microsoft.Network/x", "publicNetworkAccess"},
	} {
		_, ok := LookupProperty(c[0], c[1])
		assert.False(t, ok, c)
	}
}

func TestPlace(t *testing.T) {
	for _, c := range []struct {
		property, version string
		want              Placement
	}{
		{"vnetRouteAllEnabled", "2021-03-01", TooEarly},
		{"vnetRouteAllEnabled", "2022-03-01", Within},
		{"vnetRouteAllEnabled", "2024-04-01", Within},
		{"vnetRouteAllEnabled", "2024-11-01", TooLate},
		{"outboundVnetRouting", "2024-04-01", TooEarly},
		{"outboundVnetRouting", "2024-11-01-preview", Within},
		{"outboundVnetRouting", "2030-01-01", Within},
		{"siteConfig.vnetRouteAllEnabled", "2025-03-01", TooLate},
	} {
		w, ok := LookupProperty("Microsoft.Web/sites", c.property)
		require.True(t, ok, c.property)
		v, ok := ParseAPIVersion(c.version)
		require.True(t, ok, c.version)
		assert.Equal(t, c.want, w.Place(v), c)
	}
}

func TestPropertyWindows(t *testing.T) {
	assert.Len(t, windowByProperty(), len(PropertyWindows), "a property stands in the table twice")
	for _, w := range PropertyWindows {
		first, ok := ParseAPIVersion(w.First)
		require.True(t, ok, w.Property)
		assert.False(t, first.Preview(), w.Property)
		if w.Last == "" {
			assert.Empty(t, w.Successor, w.Property)
			continue
		}
		last, ok := ParseAPIVersion(w.Last)
		require.True(t, ok, w.Property)
		assert.Negative(t, first.Compare(last), w.Property)
		assert.NotEmpty(t, w.Successor, w.Property)
	}
	routeAll, _ := LookupProperty("Microsoft.Web/sites", "siteConfig.vnetRouteAllEnabled")
	assert.Equal(t, Unconfirmed, routeAll.Confidence)
}

func TestWindowsOf(t *testing.T) {
	names := func(typ string) []string {
		var out []string
		for _, w := range WindowsOf(typ) {
			out = append(out, w.Property)
		}
		return out
	}
	assert.Contains(t, names("microsoft.web/sites"), "siteConfig.publicNetworkAccess")
	assert.Equal(t, names("Microsoft.Web/sites"), names("Microsoft.Web/sites/slots"))
	assert.Contains(t, names("Microsoft.Web/sites/config"), "publicNetworkAccess")
	assert.NotContains(t, names("Microsoft.Web/sites/config"), "virtualNetworkSubnetId")
	assert.Equal(t, names("Microsoft.Web/sites/config"), names("microsoft.web/SITES/slots/config"))
	assert.Equal(t, []string{"subnetResourceId"}, names("Microsoft.Web/sites/slots/networkConfig"))
	assert.Empty(t, names("Microsoft.Web/sites/slotsettings"))

	for _, w := range PropertyWindows {
		assert.Contains(t, WindowsOf(w.Type), w)
	}
	list := PropertyWindow{Property: "siteConfig.ipSecurityRestrictions"}
	assert.True(t, list.Subsumes("siteConfig.ipSecurityRestrictions.headers"))
	assert.False(t, list.Subsumes("siteConfig.ipSecurityRestrictionsDefaultAction"))
	assert.False(t, list.Subsumes("siteConfig.ipSecurityRestrictions"))
}
