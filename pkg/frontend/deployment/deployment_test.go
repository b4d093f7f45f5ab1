package deployment_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/frontend/deployment"
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// reader returns a reader of a folder with the files given.
func reader(t *testing.T, files map[string]string, o deployment.Options) *deployment.Reader {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o750))
		require.NoError(t, os.WriteFile(full, []byte(content), 0o600))
	}
	p := project.New(project.Options{Root: dir, Cwd: dir})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return deployment.NewReader(p, o)
}

// wide writes a text as PowerShell does.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

const (
	bicepSite = "param name string\nparam count int = 1\nresource app 'Microsoft.Web/sites@2024-04-01' = [for i in range(0, count): {\n  name: '${name}${i}'\n}]\n"
	jsonSite  = `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
"parameters": {"name": {"type": "string"}, "count": {"type": "int", "defaultValue": 1}},
"resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "[concat(parameters('name'), copyIndex())]", "copy": {"name": "c", "count": "[parameters('count')]"}}]}`
)

func parametersJSON(members string) string {
	return `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": {` + members + `}}`
}

// names lists what the resources are called.
func names(root *iac.Root) []string {
	out := []string{}
	for _, r := range root.Resources {
		name := r.Body.Get("name")
		if name.Kind() != iac.String {
			out = append(out, "?")
			continue
		}
		out = append(out, name.Scalar())
	}
	return out
}

// Templates of both languages take values from files of both kinds; later files go over
// earlier ones, and values given by name over those of files.
func TestTemplate(t *testing.T) {
	files := map[string]string{
		"main.bicep": bicepSite, "main.json": jsonSite, "wide.json": wide(jsonSite),
		"a.json": parametersJSON(`"name": {"value": "a"}, "count": {"value": 2}`), "b.json": parametersJSON(`"NAME": {"value": "b"}`),
		"plain.json": `{"name": {"value": "plain"}}`, "wide.parameters.json": wide(parametersJSON(`"name": {"value": "wide"}`)),
		"c.bicepparam":   "using 'main.bicep'\nparam name = 'c'\n",
		"b.bicepparam":   "using 'main.json'\nparam name = 'b'\nparam count = 1 + 1\n",
		"bad.json":       `{"parameters": {"name": {}}}`,
		"vault.json":     parametersJSON(`"name": {"reference": {"keyVault": {"id": "/x"}, "secretName": "s"}}`),
		"broken.json":    `{"$schema": "https://x/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "x", "name": "[concat('a'"}, {"type": "Microsoft.Web/sites", "name": "[concat('a']"}]`,
		"sub/main.bicep": "module m '../main.bicep' = {\n  params: { name: 'm' }\n}\n",
	}
	for _, test := range []struct {
		template string
		files    []string
		given    string
		want     []string
		errors   int
	}{
		{"main.bicep", nil, "", []string{"?"}, 0},
		{"main.json", nil, "", []string{"?"}, 0},
		{"main.bicep", []string{"a.json"}, "", []string{"a0", "a1"}, 0},
		{"main.json", []string{"a.json"}, "", []string{"a0", "a1"}, 0},
		{"main.json", []string{"a.json", "b.json"}, "", []string{"b0", "b1"}, 0},
		{"main.json", []string{"b.json", "a.json"}, "", []string{"a0", "a1"}, 0},
		{"main.bicep", []string{"a.json", "c.bicepparam"}, "", []string{"c0", "c1"}, 0},
		{"main.json", []string{"b.bicepparam"}, "", []string{"b0", "b1"}, 0},
		{"main.json", []string{"a.json"}, "z", []string{"z0", "z1"}, 0},
		{"main.json", []string{"plain.json"}, "", []string{"plain0"}, 0},
		{"main.json", []string{"vault.json"}, "", []string{"?"}, 0},
		{"main.json", []string{"bad.json"}, "", []string{"?"}, 1},
		{"main.json", []string{"none.json"}, "", []string{"?"}, 1},
		{"main.bicep", []string{"none.bicepparam"}, "", []string{"?"}, 1},
		{"wide.json", []string{"wide.parameters.json"}, "", []string{"wide0"}, 0},
		{"sub/main.bicep", nil, "", []string{"m0"}, 0},
	} {
		o := deployment.Options{}
		if test.given != "" {
			o.Assignments = []evaluate.Assignment{{Name: "Name", Value: deployment.ParseValue(test.given)}}
		}
		root, err := reader(t, files, o).Template(context.Background(), test.template, test.files...)
		require.NoError(t, err, test)
		assert.Equal(t, test.want, names(root), test)
		assert.Len(t, root.Errors, test.errors, test)
		assert.False(t, root.HasBefore)
		if len(test.files) == 1 {
			assert.Equal(t, test.files[0], root.Name)
		} else {
			assert.Equal(t, test.template, root.Name)
		}
	}

	r := reader(t, files, deployment.Options{})
	for _, missing := range []string{"none.bicep", "none.json", "../none.json"} {
		_, err := r.Template(context.Background(), missing)
		require.Error(t, err, missing)
	}
	root, err := r.Template(context.Background(), "broken.json")
	require.NoError(t, err)
	assert.Len(t, root.Resources, 2, "what can be read is")
	assert.NotEmpty(t, root.Errors)
	assert.NotEmpty(t, root.Incomplete)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = r.Template(ctx, "main.bicep")
	require.ErrorIs(t, err, context.Canceled)
}

// A template that waits for values may hold mistakes that never matter.
func TestMistakesOfTemplates(t *testing.T) {
	const template = "param list array\nresource app 'Microsoft.Web/sites@2024-04-01' = {\n  name: 'app'\n  properties: { x: int('x') }\n}\n"
	files := map[string]string{"main.bicep": template, "p.json": parametersJSON(`"list": {"value": []}`)}
	r := reader(t, files, deployment.Options{})
	root, err := r.Template(context.Background(), "main.bicep")
	require.NoError(t, err)
	assert.Empty(t, root.Errors)
	assert.Len(t, root.Notes, 1)
	root, err = r.Template(context.Background(), "main.bicep", "p.json")
	require.NoError(t, err)
	assert.Len(t, root.Errors, 1)
	assert.Empty(t, root.Notes)
}

func TestFilesAndInterest(t *testing.T) {
	files := map[string]string{
		"main.bicep":      "module m 'sub/net.json' = {\n  params: {}\n}\nresource app 'Microsoft.Web/sites@2024-04-01' = {\n  name: 'app'\n}\n",
		"sub/net.json":    `{"$schema": "https://x/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-01-01", "name": "v"}]}`,
		"main.bicepparam": "using './main.bicep'\n",
	}
	r := reader(t, files, deployment.Options{Interest: iac.Interest{Types: func(typ string) bool { return strings.HasPrefix(typ, "Microsoft.Network/") }}})
	root, err := r.Parameters(context.Background(), "main.bicepparam")
	require.NoError(t, err)
	assert.Equal(t, []string{"v"}, names(root))
	languages := map[string]iac.Language{}
	for _, f := range root.Files {
		languages[f.Path] = f.Language
	}
	assert.Equal(t, map[string]iac.Language{"main.bicep": iac.Bicep, "main.bicepparam": iac.Bicep, "sub/net.json": iac.JSON}, languages)
}

func TestParameters(t *testing.T) {
	files := map[string]string{
		"main.bicep": bicepSite, "main.json": jsonSite,
		"bicep.bicepparam":   "using 'main.bicep'\nparam name = 'x'\n",
		"json.bicepparam":    "using 'main.json'\nparam name = 'y'\n",
		"extends.bicepparam": "using 'main.bicep'\nextends 'bicep.bicepparam'\nparam count = 2\n",
		"none.bicepparam":    "using none\nparam name = 'x'\n",
		"missing.bicepparam": "using 'nothing.bicep'\n",
		"remote.bicepparam":  "using 'br:example.azurecr.io/a:v1'\nparam name = 'x'\n",
		"broken.bicepparam":  "using 'main.bicep'\nparam name = \n",
	}
	r := reader(t, files, deployment.Options{})
	read := func(name string) *iac.Root {
		root, err := r.Parameters(context.Background(), name)
		require.NoError(t, err, name)
		assert.Equal(t, name, root.Name)
		return root
	}
	for name, want := range map[string][]string{
		"bicep.bicepparam": {"x0"}, "json.bicepparam": {"y0"}, "extends.bicepparam": {"x0", "x1"}, "none.bicepparam": {},
	} {
		root := read(name)
		assert.Equal(t, want, names(root), name)
		assert.Empty(t, root.Errors, name)
		assert.Empty(t, root.Notes, name)
	}
	root := read("missing.bicepparam")
	require.Len(t, root.Errors, 1)
	assert.Contains(t, root.Errors[0].Message, "nothing.bicep")
	root = read("remote.bicepparam")
	assert.Empty(t, root.Errors)
	assert.Len(t, root.Notes, 1, "a module that is not restored is no mistake")
	assert.Len(t, root.Incomplete, 1)
	assert.NotEmpty(t, read("broken.bicepparam").Errors)
	_, err := r.Parameters(context.Background(), "nowhere.bicepparam")
	require.Error(t, err)
}

func TestUsesAndReferences(t *testing.T) {
	r := reader(t, map[string]string{
		"a/p.bicepparam":     "using '../main.bicep'\nextends 'base.bicepparam'\n",
		"none.bicepparam":    "using none\n",
		"remote.bicepparam":  "using 'br/public:avm/res/web/site:0.1.0'\n",
		"main.bicep":         "import { x } from 'types.bicep'\nmodule a 'sub/a.bicep' = {}\nmodule b 'br:x.azurecr.io/b:1' = {}\nmodule c '/etc/c.bicep' = {}\ntest t 'sub/t.bicep' = {}\n",
		"nothing.bicepparam": "param a = 1\n",
	}, deployment.Options{})
	for name, want := range map[string]string{"a/p.bicepparam": "main.bicep", "none.bicepparam": "", "remote.bicepparam": "", "nothing.bicepparam": "", "absent.bicepparam": ""} {
		got, ok := r.Uses(name)
		assert.Equal(t, want, got, name)
		assert.Equal(t, want != "", ok, name)
	}
	assert.Equal(t, []string{"main.bicep", "a/base.bicepparam"}, r.References("a/p.bicepparam"))
	assert.Equal(t, []string{"types.bicep", "sub/a.bicep", "sub/t.bicep"}, r.References("main.bicep"))
	assert.Empty(t, r.References("absent.bicep"))
}

func TestParseValue(t *testing.T) {
	for text, want := range map[string]string{
		"eastus": `"eastus"`, "": `""`, "5": "5", "-1.5": "-1.5", "true": "true", "null": "null", `"5"`: `"5"`,
		`{"a": [1, "[x]"]}`: `{"a":[1,"[x]"]}`, "[1]": "[1]", "[not json": `"[not json"`, "{a: 1}": `"{a: 1}"`, "1 2": `"1 2"`,
	} {
		v := deployment.ParseValue(text)
		assert.Equal(t, want, v.Canonical(), text)
		assert.True(t, v.At().IsZero(), text)
	}
	assert.Equal(t, partial.String, deployment.ParseValue(strings.Repeat("[", 10000)+strings.Repeat("]", 10000)).Kind(), "what is too deep is taken as it is")
}
