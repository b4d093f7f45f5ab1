package resourcemanager

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
)

// An id whose resource group is not known may be that of a resource whose group
// is known, and the other way round: nothing is certain then.
func TestUnknownResourceGroup(t *testing.T) {
	const plan = `/providers/Microsoft.Web/serverfarms/plan`
	const unscoped = "/subscriptions/?/resourceGroups/?"
	tests := []struct{ declared, referred, want string }{
		{unscoped, unscoped, "found"},
		{unscoped, group, "unknown"},
		{group, unscoped, "unknown"},
		{group, group, "found"},
		{"/subscriptions/?/resourceGroups/rg", group, "found"},
		{group, sub + "/resourceGroups/other", "outside"},
		{group, "/subscriptions/1/resourceGroups/rg", "outside"},
	}
	for _, test := range tests {
		m := model(t,
			arm(t, "plan", "Microsoft.Web/serverfarms@2024-04-01", fmt.Sprintf(`{"name": "plan", "id": "%s"}`, test.declared+plan)),
			arm(t, "shop", "Microsoft.Web/sites@2024-04-01", fmt.Sprintf(`{"name": "shop", "properties": {"serverFarmId": "%s"}}`, test.referred+plan)))
		e := m.Sites[0].Plan
		got := map[bool]string{e.Target() != nil: "found", e.IsUnknown(): "unknown", e.IsOutside(): "outside"}[true]
		assert.Equal(t, test.want, got, test)
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ typ, name, parent, key string }{
		{"Microsoft.Web/sites", `"shop"`, `null`, "/subscriptions/?/resourcegroups/?/providers/microsoft.web/sites/shop"},
		{"Microsoft.Web/sites/slots", `"Shop/Blue"`, `null`, "/subscriptions/?/resourcegroups/?/providers/microsoft.web/sites/shop/slots/blue"},
		{"Microsoft.Web/sites/slots", `"blue"`, `"` + group + `/providers/Microsoft.Web/sites/shop"`, group + "/providers/microsoft.web/sites/shop/slots/blue"},
		{"Microsoft.Web/sites/slots", `"blue"`, `{"?": "named!id"}`, "/subscriptions/?/resourcegroups/?/providers/microsoft.web/sites/named/slots/blue"},
		{"Microsoft.Web/sites/slots", `"blue"`, `{"?": "nameless!id"}`, "@nameless/slots/blue"},
		{"Microsoft.Web/sites/slots", `"blue"`, `{"?": ""}`, "@x"},
		{"Microsoft.Web/sites", `{"?": ""}`, `null`, "@x"},
	}
	for _, test := range tests {
		r := arm(t, "x", test.typ+"@2024-04-01", fmt.Sprintf(`{"name": %s, "parent": %s}`, test.name, test.parent))
		x := mapped(t, r,
			arm(t, "named", "Microsoft.Web/sites@2024-04-01", `{"name": "named"}`),
			arm(t, "nameless", "Microsoft.Web/sites@2024-04-01", `{"name": {"?": ""}}`))
		res, ok := open(x, r)
		assert.True(t, ok)
		assert.Equal(t, test.key, res.key(x), test)
	}
}

func TestResourceGroupOfAzAPI(t *testing.T) {
	rg := terraform(t, "azapi_resource.rg", `{"type": "Microsoft.Resources/resourceGroups@2024-03-01", "name": "Rg", "parent_id": "`+sub+`", "body": {}}`)
	plan := terraform(t, "azapi_resource.plan", `{"type": "Microsoft.Web/serverfarms@2024-04-01", "name": "plan", "parent_id": {"?": "azapi_resource.rg!id"}}`)
	x := index.New(&iac.Root{Resources: []*iac.Resource{rg, plan}}, false)
	assert.False(t, Map(x, rg))
	assert.True(t, Map(x, plan))
	x.Finish()
	assert.Equal(t, group+"/providers/microsoft.web/serverfarms/plan", x.Model.Plans[0].ID)
}

func TestParentsInACircle(t *testing.T) {
	m := model(t,
		arm(t, "a", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "a", "parent": {"?": "b!id"}}`),
		arm(t, "b", "Microsoft.Web/sites/slots@2024-04-01", `{"name": "b", "parent": {"?": "a!id"}}`))
	assert.Len(t, m.Sites, 2)
}

// A template says what a child is in by a reference, whatever its name is.
func TestChildrenFollowTheirParent(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2024-04-01", `{"name": {"?": ""}, "properties": {"siteConfig": {"minTlsVersion": "1.0"}}}`),
		arm(t, "other", "Microsoft.Web/sites@2024-04-01", `{"name": "other", "properties": {"siteConfig": {"minTlsVersion": "1.1"}}}`),
		arm(t, "web", "Microsoft.Web/sites/config@2024-04-01",
			`{"name": "shop/web", "parent": {"?": "shop!id"}, "properties": {"minTlsVersion": "1.2"}}`),
		arm(t, "binding", "Microsoft.Web/sites/hostNameBindings@2024-04-01",
			`{"name": "shop/www.example.com", "parent": {"?": "shop!id"}, "properties": {"sslState": "SniEnabled"}}`))
	assert.Equal(t, "1.2", siteAt(t, m, "shop").MinTLS.Or(""))
	assert.Equal(t, "1.1", siteAt(t, m, "other").MinTLS.Or(""))
	require.Len(t, m.Bindings, 1)
	assert.Equal(t, siteAt(t, m, "shop"), m.Bindings[0].Site.Target())
}
