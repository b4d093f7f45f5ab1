package plan_test

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
)

func TestDetect(t *testing.T) {
	const schema = `"$schema":"https://schema.management.azure.com/schemas/`
	for _, test := range []struct {
		name, text string
		want       plan.Kind
	}{
		{"plan", `{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root`, plan.Plan},
		{"plan with variables", `{"format_version":"1.2","variables":{"a":{"value":[1]}},"resource_changes":[{}]}`, plan.Plan},
		{"changes alone", `{"resource_changes":[`, plan.Plan},
		{"plan of nothing", `{"format_version":"1.2","configuration":{}}`, plan.Plan},
		{"state", `{"format_version":"1.0","terraform_version":"1.9.0","values":{"root_mod`, plan.State},
		{"state of nothing", `{"format_version":"1.0"}`, plan.State},
		{"state file", `{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x"`, plan.RawState},
		{"template", `{` + schema + `2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0"`, plan.ARMTemplate},
		{"subscription template", `{` + schema + `2018-05-01/subscriptionDeploymentTemplate.json#"}`, plan.ARMTemplate},
		{"template without schema", `{"contentVersion":"1.0.0.0","resources":[]}`, plan.ARMTemplate},
		{"parameters", `{` + schema + `2019-04-01/deploymentParameters.json#","parameters":{}}`, plan.ARMParameters},
		{"encrypted", `{"serial":1,"lineage":"x","meta":{},"encrypted_data":"eA=="}`, plan.EncryptedPlan},
		{"byte order mark", "\xEF\xBB\xBF" + `{"resource_changes":[]}`, plan.Plan},
		{"UTF-16", "\xFF\xFE{\x00\"\x00v\x00a\x00l\x00u\x00e\x00s\x00\"\x00:\x00{\x00}\x00}\x00", plan.State},
		{"other", `{"a":{"resource_changes":[]}}`, plan.Other},
		{"list", `[1,2]`, plan.Other},
		{"empty", "", plan.Empty},
		{"blank", " \n", plan.Empty},
		{"truncated", `{"format_version":"1.2","var`, plan.Truncated},
		{"truncated list", `[1,`, plan.Truncated},
		{"text", "Plan: 1 to add", plan.NotJSON},
		{"HCL", "{\n  a = 1\n}", plan.NotJSON},
		{"list of something", "[default]\nx", plan.NotJSON},
		{"binary plan", string(archive(t, "tfplan", "tfstate")), plan.BinaryPlan},
		{"archive", string(archive(t, "readme.txt")), plan.NotJSON},
	} {
		t.Run(test.name, func(t *testing.T) {
			kind, err := plan.Detect(t.Context(), strings.NewReader(test.text))
			require.NoError(t, err)
			assert.Equal(t, test.want, kind, kind)
		})
	}
}

// A plan is recognised before what is in it is read.
func TestDetectReadsLittle(t *testing.T) {
	in := strings.NewReader(`{"planned_values":{}` + strings.Repeat(" ", 8<<20))
	kind, err := plan.Detect(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, plan.Plan, kind)
	assert.Greater(t, in.Len(), 7<<20)
}

func TestDetectFails(t *testing.T) {
	_, err := plan.Detect(t.Context(), brokenReader{})
	require.EqualError(t, err, "disk on fire")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = plan.Detect(ctx, strings.NewReader("{}"))
	require.ErrorIs(t, err, context.Canceled)
}

// archive makes a zip archive with entries of the given names.
func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		_, err := w.Create(name)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}
