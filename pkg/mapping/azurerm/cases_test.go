package azurerm_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/azurerm"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// TestCases maps real plans. The environment variable APPNETLINT_CASES names a
// folder with one folder for each of them.
func TestCases(t *testing.T) {
	dir := os.Getenv("APPNETLINT_CASES")
	if dir == "" {
		t.Skip("APPNETLINT_CASES names no folder with plans")
	}
	plans, err := filepath.Glob(filepath.Join(dir, "tf", "*", "plan.json"))
	require.NoError(t, err)
	require.NotEmpty(t, plans)
	for _, path := range plans {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			x, root := mapPlan(t, path, iac.Interest{Types: azurerm.Wants, Skip: azurerm.Skipped})
			assert.Empty(t, root.Errors)
			assert.Empty(t, x.Errors)
			everything, _ := mapPlan(t, path, iac.Interest{})
			assert.Equal(t, counts(everything.Model), counts(x.Model), "what is left out matters")
		})
	}
}

func mapPlan(t *testing.T, path string, interest iac.Interest) (*index.Index, *iac.Root) {
	t.Helper()
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	root, err := plan.Read(t.Context(), path, open, plan.Options{Interest: interest, MajorOf: azurerm.MajorOf})
	require.NoError(t, err)
	x := index.New(root, false)
	for _, r := range root.Resources {
		azurerm.Map(x, r)
	}
	x.Finish()
	return x, root
}

func counts(m *network.Model) []int {
	return []int{
		len(m.Sites), len(m.Plans), len(m.Environments), len(m.VNets), len(m.Subnets), len(m.SecurityGroups), len(m.RouteTables),
		len(m.NATGateways), len(m.PublicAddresses), len(m.Peerings), len(m.Gateways), len(m.PrivateEndpoints), len(m.Zones),
		len(m.ZoneLinks), len(m.Records), len(m.HybridConnections), len(m.RelayConnections), len(m.Certificates), len(m.Bindings),
		len(m.ApplicationGateways), len(m.FrontDoors), len(m.Origins), len(m.Perimeters), len(m.AutoscaleSettings), len(m.Swaps),
		len(m.Guarded), len(m.Occupants),
	}
}
