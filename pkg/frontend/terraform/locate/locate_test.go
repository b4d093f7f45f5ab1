package locate_test

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/locate"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

var (
	planFile = source.NewFile("plan.json", nil)
	mainFile = source.NewFile("main.tf", []byte(strings.Repeat("x", 100)))
)

func planned(offset int) source.Range {
	return source.Range{File: planFile, Start: offset, End: offset + 1}
}
func written(offset int) source.Range {
	return source.Range{File: mainFile, Start: offset, End: offset + 1}
}

func rule(at source.Range, name iac.Value) iac.Value {
	return iac.ObjectValue([]string{"name", "priority"}, []iac.Value{name, iac.NumberValue("1", at)}, at)
}

func site(at source.Range, rules ...iac.Value) *iac.Root {
	return &iac.Root{Resources: []*iac.Resource{{
		Address: "azurerm_linux_web_app.a", Type: "azurerm_linux_web_app", At: at,
		Body: iac.ObjectValue([]string{"ip_restriction"}, []iac.Value{iac.ListValue(rules, at)}, at),
	}}}
}

// The elements of a set stand in another order in a plan than in the source.
func TestJoinPairsElementsByWhatTheyHold(t *testing.T) {
	plan := site(planned(0), rule(planned(1), iac.StringValue("b", planned(1))), rule(planned(2), iac.StringValue("a", planned(2))))
	code := site(written(0), rule(written(10), iac.StringValue("a", written(11))), rule(written(20), iac.StringValue("b", written(21))))
	require.True(t, locate.Join(plan, code))

	r := plan.Resources[0]
	assert.Equal(t, written(0), r.At)
	list := r.Body.Get("ip_restriction")
	assert.Equal(t, "b", list.Index(0).Get("name").Scalar(), "the values are those of the plan")
	assert.Equal(t, written(20), list.Index(0).At())
	assert.Equal(t, written(11), list.Index(1).Get("name").At())
}

// What the plan shows only as unknown, the source leads to a resource.
func TestJoinTakesOriginsFromSource(t *testing.T) {
	origin := &iac.Origin{References: []iac.Reference{{Address: "azurerm_subnet.s", Attribute: "id"}}, Closed: true}
	hint := &iac.Origin{References: []iac.Reference{{Address: "azurerm_subnet.t", Attribute: "id"}}}
	plan := site(planned(0), rule(planned(1), iac.UnknownValue(hint, planned(1))))
	code := site(written(0), rule(written(10), iac.UnknownValue(origin, written(11))))
	require.True(t, locate.Join(plan, code))
	assert.Equal(t, origin, plan.Resources[0].Body.Get("ip_restriction").Index(0).Get("name").Origin())

	// A value that only the source knows does not take the place of the plan's.
	plan = site(planned(0), rule(planned(1), iac.UnknownValue(hint, planned(1))))
	code = site(written(0), rule(written(10), iac.StringValue("stale", written(11))))
	require.True(t, locate.Join(plan, code))
	assert.True(t, plan.Resources[0].Body.Get("ip_restriction").Index(0).Get("name").IsUnknown())
}

// A configuration that lacks a planned resource is not the one that was planned.
func TestJoinRefusesAnotherConfiguration(t *testing.T) {
	plan, code := site(planned(0)), site(written(0))
	code.Resources[0].Address = "azurerm_linux_web_app.b"
	assert.False(t, locate.Join(plan, code))
	assert.Equal(t, planned(0), plan.Resources[0].At)
	assert.False(t, locate.Join(&iac.Root{}, code), "an empty plan proves nothing")
}

func TestUnpackReadsWhatTerraformKeeps(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not on PATH")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.tf"), "module \"m\" {\n  source = \"./modules/m\"\n}\n")
	write(t, filepath.Join(dir, "modules", "m", "main.tf"), "resource \"terraform_data\" \"d\" {}\n")
	for _, args := range [][]string{{"init", "-input=false"}, {"plan", "-input=false", "-out=tfplan"}} {
		cmd := exec.CommandContext(t.Context(), terraform, args...)
		cmd.Dir = dir
		cmd.Env = append(cmd.Environ(), "CHECKPOINT_DISABLE=1")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	folder := t.TempDir()
	require.NoError(t, locate.Unpack(filepath.Join(dir, "tfplan"), folder))
	for _, name := range []string{"main.tf", "modules/m/main.tf", ".terraform/modules/modules.json"} {
		assert.FileExists(t, filepath.Join(folder, filepath.FromSlash(name)))
	}
}

func TestUnpackWritesNothingOutside(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tfplan")
	out, err := os.Create(file)
	require.NoError(t, err)
	archive := zip.NewWriter(out)
	for name, content := range map[string]string{
		"tfconfig/modules.json":       `[{"Key":"","Dir":"."},{"Key":"up","Dir":"../up"},{"Key":"abs","Dir":"/abs"}]`,
		"tfconfig/m-/main.tf":         "# kept",
		"tfconfig/m-/../escape.tf":    "# a name with a path",
		"tfconfig/m-up/main.tf":       "# outside",
		"tfconfig/m-abs/main.tf":      "# outside",
		"tfconfig/m-unlisted/main.tf": "# of no module",
		"../main.tf":                  "# outside",
	} {
		w, err := archive.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	require.NoError(t, out.Close())

	parent := t.TempDir()
	folder := filepath.Join(parent, "in")
	require.NoError(t, os.Mkdir(folder, 0o755))
	require.NoError(t, locate.Unpack(file, folder))
	assert.FileExists(t, filepath.Join(folder, "main.tf"))
	assert.NoFileExists(t, filepath.Join(folder, "escape.tf"))
	entries, err := os.ReadDir(parent)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestUnpackRefusesWhatIsNoPlan(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	write(t, file, "PK no archive")
	assert.Error(t, locate.Unpack(file, t.TempDir()))
}

func write(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
}
