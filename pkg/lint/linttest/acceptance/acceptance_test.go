package acceptance_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/lint/linttest/acceptance"
)

const tests = `package p

const sku = "P1v3"

func TestAccPlan_basic(t *testing.T) {
	r := PlanResource{}
	data.ResourceTest(t, r, []acceptance.TestStep{
		{Config: r.basic(data, sku), Check: nil},
		data.ImportStep(),
		{Config: r.basic(data, "none"), ExpectError: regexp.MustCompile("no")},
		{Config: r.elsewhere(data)},
	})
}

func (r PlanResource) basic(data acceptance.TestData, sku string) string {
	var extra string
	if strings.EqualFold(sku, "p1V3") {
		extra = "zone = true"
	} else if sku == "none" {
		extra = "# none"
	}
	return fmt.Sprintf("%s sku = %q %s", r.template(data), sku, extra)
}

func (PlanResource) template(data acceptance.TestData) string {
	return fmt.Sprintf("location = %q", data.Locations.Primary)
}

func (PlanResource) elsewhere(data acceptance.TestData) string {
	return os.Getenv("CONFIGURATION")
}
`

func TestRead(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "plan_test.go"), []byte(tests), 0o600))
	got, skipped, err := acceptance.Read(dir)
	require.NoError(t, err)
	assert.Equal(t, []acceptance.Configuration{
		{Name: "TestAccPlan_basic_1", HCL: `location = "westeurope" sku = "P1v3" zone = true`},
		{Name: "TestAccPlan_basic_2", HCL: `location = "westeurope" sku = "none" # none`, Fails: true},
	}, got)
	assert.Equal(t, 1, skipped)

	require.NoError(t, got[0].Write(dir, "~> 5.0"))
	assert.FileExists(t, filepath.Join(dir, "TestAccPlan_basic_1", "versions.tf"))
}
