package touch_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/git/touch"
)

// open writes files into a folder.
func open(t *testing.T, files map[string]string) *os.Root {
	t.Helper()
	top := t.TempDir()
	for name, content := range files {
		full := filepath.Join(top, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(content), 0o600))
	}
	root, err := os.OpenRoot(top)
	require.NoError(t, err)
	t.Cleanup(func() { _ = root.Close() })
	return root
}

func calls(source string) string { return "module \"m\" {\n  source = " + source + "\n}\n" }

func TestTouches(t *testing.T) {
	root := open(t, map[string]string{
		"plain/main.tf":        "locals {\n}\n",
		"plain/note.txt":       "",
		"calls/main.tf":        calls(`"../modules/web"`),
		"modules/web/main.tf":  calls(`"../net/"`),
		"modules/net/main.tf":  calls(`"../ring"`),
		"modules/ring/main.tf": calls(`"../web"`),
		"registry/main.tf":     calls(`"Azure/avm-res-web-site/azurerm"`),
		"made/main.tofu":       calls(`"../modules/${var.kind}"`),
		"named/main.tofu":      calls(`var.source`),
		"gone/main.tf":         calls(`"../modules/gone"`),
		"commented/main.tf":    "module \"m\" {\n  source /* odd */ = \"../modules/web\"\n}\n",
		"json/main.tf.json":    `{"module": {"m": {"source": "../modules/net"}}}`,
		"file/main.tf":         `locals { a = jsondecode(file("${path.module}/../data/rules.json")) }`,
		"set/main.tf":          `locals { a = fileset("${path.module}/../data", "*.yaml") }`,
		"template/main.tf":     `locals { a = templatefile(local.path, {}) }`,
		"escaped/main.tf.json": `{"locals": {"a": "${file(\"../data/rules.json\")}"}}`,
		"names/main.tf":        `locals { a = "rules.json" }`,
		"data/rules.json":      "[]",

		"bicep/main.bicep":        "module a 'parts/app.bicep' = {\n}\n",
		"bicep/parts/app.bicep":   "var rules = loadJsonContent('../../data/rules.json')\n",
		"bicep/main.bicepparam":   "using './main.bicep'\n",
		"bicep/alone.bicep":       "param a string = 'it\\'s'\n",
		"bicep/all.bicep":         "var a = loadDirectoryFileInfo('x')\n",
		"arm/azuredeploy.json":    `{"resources": [{"properties": {"templateLink": {"relativePath": "linked/net.json"}}}]}`,
		"arm/linked/net.json":     "{}",
		"plans/plan.json":         `{"format_version": "1.0"}`,
		"submodule/inner/main.tf": "",
	})
	all := []string{
		"plain", "calls", "registry", "made", "named", "gone", "commented", "json", "file", "set", "template", "escaped", "names",
		"bicep/main.bicep", "bicep/main.bicepparam", "bicep/alone.bicep", "bicep/all.bicep", "arm/azuredeploy.json", "plans/plan.json",
		"submodule/inner",
	}
	anything := "made named gone commented "
	for changed, want := range map[string]string{
		"plain/main.tf":             anything + "plain",
		"plain/more.tf":             anything + "plain",
		"plain/terraform.tfvars":    anything + "plain",
		"plain/.terraform.lock.hcl": anything + "plain",
		"plain/note.txt":            anything + "set template escaped bicep/all.bicep",
		"elsewhere/main.tf":         anything,
		"modules/web/main.tf":       anything + "calls json",
		"modules/net/vars.tf":       anything + "calls json",
		"modules/ring/main.tf":      anything + "calls json",
		"data/rules.json":           anything + "file set template escaped bicep/main.bicep bicep/main.bicepparam bicep/all.bicep",
		"data/other.yaml":           anything + "set template escaped bicep/all.bicep",
		"bicep/parts/app.bicep":     anything + "bicep/main.bicep bicep/main.bicepparam",
		"bicep/main.bicep":          anything + "bicep/main.bicep bicep/main.bicepparam",
		"bicep/alone.bicep":         anything + "bicep/alone.bicep",
		"bicep/main.bicepparam":     anything + "bicep/main.bicep bicep/main.bicepparam bicep/alone.bicep bicep/all.bicep",
		"bicepconfig.json":          anything + "escaped bicep/main.bicep bicep/main.bicepparam bicep/alone.bicep bicep/all.bicep arm/azuredeploy.json plans/plan.json",
		"arm/linked/net.json":       anything + "set template escaped bicep/all.bicep arm/azuredeploy.json",
		"arm/my.parameters.json":    anything + "set template escaped bicep/all.bicep arm/azuredeploy.json",
		"plans/plan.json":           anything + "set template escaped bicep/all.bicep plans/plan.json",
		"submodule":                 anything + "set template escaped bicep/all.bicep submodule/inner",
	} {
		s := touch.New(root, []string{changed})
		var got []string
		for _, configuration := range all {
			if s.Touches(configuration) {
				got = append(got, configuration)
			}
		}
		assert.ElementsMatch(t, strings.Fields(want), got, changed)
		for _, configuration := range all { // and asked in another order, it is the same
			assert.Equal(t, strings.Contains(" "+strings.Join(got, " ")+" ", " "+configuration+" "), s.Touches(configuration), "%s of %s", configuration, changed)
		}
	}
	s := touch.New(root, nil)
	assert.False(t, s.Touches("made"), "nothing has changed")
	s.TouchAll()
	assert.True(t, s.Touches("plain"))
}

func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	root := open(t, map[string]string{
		"shared/common.tf": "locals {\n}\n", "a/main.tf": "", "b/main.tf": calls(`"./linked"`), "modules/m/main.tf": "", "secret.tf": "", "c/main.tf": "",
	})
	require.NoError(t, root.Symlink("../shared/common.tf", "a/common.tf"))
	require.NoError(t, root.Symlink("../modules/m", "b/linked"))
	require.NoError(t, root.Symlink("/etc/passwd", "c/out.tf"))
	for changed, want := range map[string][]bool{ // a, b, c
		"shared/common.tf":  {true, true, true},
		"modules/m/main.tf": {false, true, true},
	} {
		s := touch.New(root, []string{changed})
		assert.Equal(t, want, []bool{s.Touches("a"), s.Touches("b"), s.Touches("c")}, changed)
	}
}

func TestReads(t *testing.T) {
	root := open(t, map[string]string{"a/main.tf": `locals { a = file("${path.module}/x.json") }`, "b/main.tf": `locals { a = fileset(".", "*") }`})
	s := touch.New(root, []string{"other.txt"})
	assert.False(t, s.Touches("a"))
	assert.True(t, s.Reads("a/x.json"))
	assert.False(t, s.Reads("a/y.json"))
	assert.True(t, s.Touches("b"))
	assert.True(t, s.Reads("a/y.json"), "any may be read")
}

// Long chains and many changes take no more than their number.
func TestManyCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("writes thousands of files")
	}
	const n = 2000
	files, changed := map[string]string{}, []string{}
	for i := range n {
		files["m"+strconv.Itoa(i)+"/main.tf"] = calls(`"../m` + strconv.Itoa((i+1)%n) + `"`)
		changed = append(changed, "data/"+strconv.Itoa(i)+".json")
	}
	root := open(t, files)
	began := time.Now()
	s := touch.New(root, changed)
	for i := range n {
		assert.False(t, s.Touches("m"+strconv.Itoa(i)))
	}
	s = touch.New(root, []string{"m0/main.tf"})
	for i := range n {
		assert.True(t, s.Touches("m"+strconv.Itoa(i)))
	}
	assert.Less(t, time.Since(began), 20*time.Second)
}
