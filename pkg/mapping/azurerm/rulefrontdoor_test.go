package azurerm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
)

const guid = "11111111-2222-3333-4444-555555555555"

// frontDoorsOf maps a rule with values of the X-Azure-FDID filter beside two
// profiles, and names where each of the values leads.
func frontDoorsOf(t *testing.T, first any, values any) []string {
	t.Helper()
	m := model(t,
		res("azurerm_linux_web_app.a", in(o{"site_config": l{o{"ip_restriction": l{o{
			"service_tag": "AzureFrontDoor.Backend", "headers": l{o{"x_azure_fdid": values}},
		}}}}})),
		res("azurerm_cdn_frontdoor_profile.a", in(o{"resource_guid": first})),
		res("azurerm_cdn_frontdoor_profile.b", in(o{"resource_guid": "22222222-2222-3333-4444-555555555555"})),
	)
	require.Len(t, m.Sites[0].Main.Rules.Items, 1)
	var out []string
	for _, e := range m.Sites[0].Main.Rules.Items[0].FrontDoors {
		candidates, certain := e.Candidates()
		switch {
		case e.IsOutside():
			out = append(out, "outside")
		case !certain:
			out = append(out, "unknown")
		default:
			out = append(out, addressesOf(candidates))
		}
	}
	return out
}

func addressesOf(profiles []*network.FrontDoor) string {
	text := ""
	for _, p := range profiles {
		text += "+" + p.Address[len("azurerm_cdn_frontdoor_profile."):]
	}
	return text
}

func TestRuleFrontDoors(t *testing.T) {
	refA, refB := "azurerm_cdn_frontdoor_profile.a.resource_guid", "azurerm_cdn_frontdoor_profile.b.resource_guid"
	tests := []struct {
		name  string
		first any
		value any
		want  []string
	}{
		{"reference", unknown{}, l{ref(refA)}, []string{"+a"}},
		{"two references", unknown{}, l{ref(refA), ref(refB)}, []string{"+a", "+b"}},
		{"one of two", unknown{}, l{either{refA, refB}}, []string{"+a+b"}},
		{"another attribute", unknown{}, l{ref("azurerm_cdn_frontdoor_profile.a.id")}, []string{"unknown"}},
		{"another resource", unknown{}, l{ref("azurerm_key_vault_secret.s.value")}, []string{"unknown"}},
		{"made of a reference", unknown{}, l{made(refA)}, []string{"unknown"}},
		{"known", guid, l{guid}, []string{"+a"}},
		{"known, of nobody here", guid, l{"33333333-2222-3333-4444-555555555555"}, []string{"outside"}},
		{"known, perhaps of a new profile", unknown{}, l{"33333333-2222-3333-4444-555555555555"}, []string{"unknown"}},
		{"variable", guid, l{pinned("var.fdid")}, []string{"unknown"}},
		{"list of references", unknown{}, either{refA, refB}, []string{"+a+b"}},
		{"list not known", guid, pinned("var.fdids"), nil},
		{"no values", guid, l{}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, frontDoorsOf(t, test.first, test.value))
		})
	}
}
