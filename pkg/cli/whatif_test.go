package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

const whatIfGroup = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/"

// predicted writes one change of a what-if result: before and after are the members of the
// resource besides its name and type; "" for none.
func predicted(kind, typ, name, before, after string) string {
	var id strings.Builder
	id.WriteString(whatIfGroup)
	types, names := strings.Split(typ, "/"), strings.Split(name, "/")
	id.WriteString(types[0])
	for i, n := range names {
		id.WriteString("/" + types[i+1] + "/" + n)
	}
	state := func(members string) string {
		if members == "" {
			return "null"
		}
		return fmt.Sprintf(`{"apiVersion": "2024-04-01", "id": %q, "type": %q, "name": %q, "location": "westeurope", %s}`, id.String(), typ, name, members)
	}
	return fmt.Sprintf(`{"changeType": %q, "resourceId": %q, "before": %s, "after": %s}`, kind, id.String(), state(before), state(after))
}

// Rules on changes judge what a what-if result predicts.
func TestWhatIfChanges(t *testing.T) {
	id := func(tail string) string { return `"` + whatIfGroup + tail + `"` }
	site := `"kind": "app", "properties": {"serverFarmId": ` + id("Microsoft.Web/serverfarms/plan") + `, "publicNetworkAccess": "Disabled", "httpsOnly": true,
  "siteConfig": {"ftpsState": "Disabled", "minTlsVersion": "1.2", "scmIpSecurityRestrictionsUseMain": true}}`
	plan := func(size string) string {
		return `"sku": {"name": "` + size + `", "capacity": 2}, "properties": {"reserved": true}`
	}
	endpoint := `"properties": {"subnet": {"id": ` + id("Microsoft.Network/virtualNetworks/v/subnets/s") + `},
  "privateLinkServiceConnections": [{"name": "app", "properties": {"privateLinkServiceId": ` + id("Microsoft.Web/sites/app") + `, "groupIds": ["sites"]}}]}`
	environment := func(subnet string) string {
		return `"kind": "ASEV3", "properties": {"virtualNetwork": {"id": ` + id("Microsoft.Network/virtualNetworks/v/subnets/"+subnet) + `}}`
	}
	integrated := strings.Replace(site, `"httpsOnly"`, `"virtualNetworkSubnetId": `+id("Microsoft.Network/virtualNetworks/v/subnets/s")+`, "httpsOnly"`, 1)
	const web, farm, subnet = "Microsoft.Web/sites", "Microsoft.Web/serverfarms", "Microsoft.Network/virtualNetworks/subnets"
	const prefix = `"properties": {"addressPrefix": "10.0.0.0/24"}`
	for _, test := range []struct {
		rule    string
		changes []string
		absent  []string // the same with no finding
	}{
		{
			"plan-family-change-outbound",
			[]string{predicted("Modify", farm, "plan", plan("S1"), plan("P1v3")), predicted("NoChange", web, "app", site, site)},
			[]string{predicted("Modify", farm, "plan", plan("P1v3"), plan("P2v3")), predicted("NoChange", web, "app", site, site)},
		},
		{
			"address-lost-on-change",
			[]string{predicted("NoChange", web, "app", site, site), predicted("Delete", "Microsoft.Network/privateEndpoints", "pe", endpoint, "")},
			[]string{predicted("NoChange", web, "app", site, site), predicted("NoChange", "Microsoft.Network/privateEndpoints", "pe", endpoint, endpoint)},
		},
		{
			"ase-subnet-change",
			[]string{predicted("Modify", "Microsoft.Web/hostingEnvironments", "ase", environment("a"), environment("b"))},
			[]string{predicted("Modify", "Microsoft.Web/hostingEnvironments", "ase", environment("a"), environment("a"))},
		},
		{
			"integration-destroy-leaves-sal",
			[]string{predicted("NoChange", web, "app", integrated, integrated), predicted("Delete", subnet, "v/s", prefix, "")},
			[]string{predicted("NoChange", web, "app", integrated, integrated), predicted("Ignore", subnet, "v/s", prefix, "")},
		},
	} {
		for i, changes := range [][]string{test.changes, test.absent} {
			result := `{"status": "Succeeded", "error": null, "changes": [` + strings.Join(changes, ",\n") + `]}`
			code, stdout, stderr := run(result, "--format", "compact", "--only", test.rule, "--minimum-failure-severity", "note", "-")
			if i == 0 {
				assert.Equal(t, cli.ExitFindings, code, stdout+stderr)
				assert.Contains(t, stdout, test.rule)
			} else {
				assert.Equal(t, cli.ExitClean, code, stdout+stderr)
			}
			assert.Empty(t, stderr, test.rule)
		}
	}
}
