package azure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	groupID = "/subscriptions/0000-1111/resourceGroups/rg-web"
	siteID  = groupID + "/providers/Microsoft.Web/sites/shop"
	slotID  = siteID + "/slots/test"
)

func mustParseID(t *testing.T, s string) ID {
	t.Helper()
	id, ok := ParseID(s)
	require.True(t, ok, s)
	return id
}

func TestParseID(t *testing.T) {
	id := mustParseID(t, slotID)
	assert.Equal(t, ID{
		Subscription:  "0000-1111",
		ResourceGroup: "rg-web",
		Provider:      "Microsoft.Web",
		Types:         []string{"sites", "slots"},
		Names:         []string{"shop", "test"},
	}, id)
	assert.Equal(t, "Microsoft.Web/sites/slots", id.Type())
	assert.Equal(t, "test", id.Name())
	assert.Equal(t, slotID, id.String())
	assert.Equal(t, strings.ToLower(slotID), id.Key())
}

func TestParseIDForms(t *testing.T) {
	for s, want := range map[string][2]string{ // type, name
		"/subscriptions/0000": {"Microsoft.Resources/subscriptions", "0000"},
		groupID:               {"Microsoft.Resources/resourceGroups", "rg-web"},
		"/subscriptions/0/providers/Microsoft.Web/x/y":                            {"Microsoft.Web/x", "y"},
		"/providers/Microsoft.Management/mgs/top":                                 {"Microsoft.Management/mgs", "top"},
		"/SUBSCRIPTIONS/0/RESOURCEGROUPS/r/PROVIDERS/Microsoft.Web/serverFarms/p": {"Microsoft.Web/serverFarms", "p"},
		groupID + "/providers/Microsoft.Network/virtualNetworks/v/subnets/s":      {"Microsoft.Network/virtualNetworks/subnets", "s"},
		siteID + "/providers/Microsoft.Insights/diagnosticSettings/d":             {"Microsoft.Insights/diagnosticSettings", "d"},
		groupID + "/providers/Microsoft.Insights/actionGroups/two words":          {"Microsoft.Insights/actionGroups", "two words"},
		"/subscriptions/0/resourceGroups/(ünïcode)_.r":                            {"Microsoft.Resources/resourceGroups", "(ünïcode)_.r"},
		"/subscriptions/0/resourceGroups/providers":                               {"Microsoft.Resources/resourceGroups", "providers"},
		groupID + "/providers/Microsoft.Web/sites/providers":                      {"Microsoft.Web/sites", "providers"},
	} {
		id := mustParseID(t, s)
		assert.Equal(t, want[0], id.Type(), s)
		assert.Equal(t, want[1], id.Name(), s)
		assert.True(t, id.Is(strings.ToUpper(want[0])), s)
		assert.True(t, id.Equal(mustParseID(t, id.String())), s)
		assert.Equal(t, id, mustParseID(t, s+"/"), "a slash at the end")
	}
}

func TestParseIDRefuses(t *testing.T) {
	for _, s := range []string{
		"", "/", "//", "shop", "Microsoft.Web/sites/shop", "subscriptions/0/resourceGroups/r",
		"/subscriptions", "/subscriptions/", "/subscriptions//resourceGroups/r", "/subscriptions/0/resourceGroups",
		"/subscriptions/0/resourceGroups//", "/subscriptions/0/other/r", "/resourceGroups/r",
		groupID + "/providers", groupID + "/providers/Microsoft.Web", groupID + "/providers/Microsoft.Web/sites",
		groupID + "/providers/Microsoft.Web/sites/", groupID + "/providers//sites/shop",
		groupID + "/providers/Web/sites/shop", groupID + "/sites/shop", slotID + "//", slotID + "/config",
		siteID + "/providers/Microsoft.Insights", siteID + "/providers/Microsoft.Insights/diagnosticSettings",
		"/subscriptions/../resourceGroups/r", "/subscriptions/0/resourceGroups/.",
		"/subscriptions/${var.id}/resourceGroups/r", "/subscriptions/{id}/resourceGroups/r", "/subscriptions/<id>",
		groupID + "/providers/Microsoft.Web/sites/a%2Fb", groupID + "?x=1", groupID + "\n", groupID + "\x00",
		"/subscriptions/0/resourceGroups/ r", "/subscriptions/0/resourceGroups/r ", `/subscriptions/0\resourceGroups\r`,
		"/subscriptions/\xff\xfe", "https://management.azure.com" + siteID, "[resourceId('Microsoft.Web/sites','shop')]",
		"/api/v1/providers/Microsoft.Web/sites/shop", strings.Repeat("/", 10000),
	} {
		_, ok := ParseID(s)
		assert.False(t, ok, s)
	}
}

func TestParent(t *testing.T) {
	id := mustParseID(t, slotID+"/providers/Microsoft.Insights/diagnosticSettings/d")
	var chain []string
	for ; !id.IsZero(); id = id.Parent() {
		chain = append(chain, id.String())
	}
	assert.Equal(t, []string{
		slotID + "/providers/Microsoft.Insights/diagnosticSettings/d",
		slotID, siteID, groupID, "/subscriptions/0000-1111",
	}, chain)
	assert.True(t, ID{}.Parent().IsZero())
	assert.Empty(t, ID{}.String())
	assert.Empty(t, ID{}.Type())
	assert.Empty(t, ID{}.Name())
	assert.False(t, ID{}.Is(""))
	assert.True(t, mustParseID(t, "/providers/Microsoft.Management/managementGroups/g").Parent().IsZero())
}

// A parent shares memory with its child; what is appended to it must not show there.
func TestParentDoesNotLeak(t *testing.T) {
	child := mustParseID(t, slotID)
	parent := child.Parent()
	_ = append(parent.Types, "config")
	_ = append(parent.Names, "web")
	assert.Equal(t, slotID, child.String())
}

func TestIDIs(t *testing.T) {
	id := mustParseID(t, slotID)
	assert.True(t, id.Is("microsoft.web/Sites/SLOTS"))
	for _, other := range []string{"", "Microsoft.Web", "Microsoft.Web/sites", "Microsoft.Web/sites/slots/config", "Microsoft.Web/slots/sites", "/sites/slots"} {
		assert.False(t, id.Is(other), other)
	}
	assert.True(t, mustParseID(t, groupID).Is("microsoft.resources/resourcegroups"))
	assert.False(t, mustParseID(t, groupID).Is("Microsoft.Resources/subscriptions"))
}

func TestIDEqual(t *testing.T) {
	extension := siteID + "/providers/Microsoft.Insights/diagnosticSettings/d"
	ids := []string{
		groupID, siteID, slotID, extension,
		"/subscriptions/0000-1111", "/subscriptions/2222",
		groupID + "2/providers/Microsoft.Web/sites/shop",
		groupID + "/providers/Microsoft.Web/sites/shop2",
		groupID + "/providers/Microsoft.Web/serverfarms/shop",
		slotID + "/providers/Microsoft.Insights/diagnosticSettings/d",
		"/providers/Microsoft.Web/sites/shop",
		"/subscriptions/0/resourceGroups/ÜBER", "/subscriptions/0/resourceGroups/ueber",
	}
	for i, a := range ids {
		for j, b := range ids {
			x, y := mustParseID(t, a), mustParseID(t, strings.ToUpper(b))
			assert.Equal(t, i == j, x.Equal(y), "%s %s", a, b)
			assert.Equal(t, i == j, x.Key() == y.Key(), "%s %s", a, b)
		}
	}
}

func TestIDAllocations(t *testing.T) {
	id, same := mustParseID(t, slotID), mustParseID(t, strings.ToUpper(slotID))
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { ParseID(slotID) }), 1.0, "ParseID")
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = id.Key() }), 1.0, "Key")
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = id.Is("Microsoft.Web/sites/slots") }), "Is")
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = id.Equal(same) }), "Equal")
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = id.Parent() }), "Parent")
}

func TestDeeplyNestedID(t *testing.T) {
	s := siteID + strings.Repeat("/providers/A.B/c/d", 5000)
	assert.Equal(t, s, mustParseID(t, s).String())
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{
		groupID, siteID, slotID + "/", siteID + "/providers/Microsoft.Insights/diagnosticSettings/d",
		"/providers/Microsoft.Management/managementGroups/g", "/subscriptions/0/resourceGroups/\u212Aelvin\u017F",
		"/subscriptions/0/providers/A.B/providers/c", "/subscriptions/\u0130/providers/a.b/c/d", "//", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, ok := ParseID(s)
		if !ok {
			return
		}
		again, ok := ParseID(id.String())
		require.True(t, ok, "%q became %q", s, id.String())
		require.True(t, id.Equal(again))
		require.Equal(t, id.String(), again.String())
		require.True(t, strings.EqualFold(strings.TrimSuffix(s, "/"), id.String()))
		require.Len(t, id.Types, len(id.Names))

		lower, ok := ParseID(id.Key())
		require.True(t, ok, id.Key())
		require.Equal(t, id.Equal(lower), id.Key() == lower.Key())
		for steps := 0; !id.IsZero(); steps++ {
			require.Less(t, steps, len(s)+2, "parents without end")
			require.NotEmpty(t, id.Name())
			require.NotEmpty(t, id.Type())
			id = id.Parent()
		}
	})
}

func BenchmarkParseID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseID(slotID)
	}
}

func BenchmarkIDKey(b *testing.B) {
	id, _ := ParseID(slotID)
	b.ReportAllocs()
	for b.Loop() {
		_ = id.Key()
	}
}
