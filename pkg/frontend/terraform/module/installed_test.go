package module_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

const manifest = `{"Modules":[
  {"Key":"","Source":"","Dir":"."},
  {"Key":"web","Source":"registry.terraform.io/azure/web/azurerm","Version":"1.2.3","Dir":".terraform/modules/web"},
  {"Key":"web.inner","Source":"./modules/inner","Dir":".terraform/modules/web/modules/inner"},
  {"Key":"git","Source":"git::https://github.com/org/repo.git?ref=v1","Dir":".terraform/modules/git"},
  {"Key":"stale","Source":"registry.terraform.io/azure/old/azurerm","Version":"1","Dir":".terraform/modules/stale"},
  {"Key":"gone","Source":"registry.terraform.io/azure/gone/azurerm","Version":"1","Dir":".terraform/modules/gone"},
  {"Key":"out","Source":"registry.terraform.io/azure/out/azurerm","Version":"1","Dir":"../../../etc"}
]}`

var installed = files{
	"root/main.tf": `
module "local" { source = "../shared" }
module "web" { source = "Azure/web/azurerm" }
module "git" { source = "github.com/org/repo?ref=v1" }
module "stale" { source = "azure/new/azurerm" }
module "gone" { source = "azure/gone/azurerm" }
module "out" { source = "azure/out/azurerm" }
module "missing" { source = "azure/missing/azurerm" }
module "nowhere" { source = "./nowhere" }
module "outside" { source = "../../../../../../etc" }
module "file" { source = "./main.tf" }
module "computed" { source = "./${var.a}" }
`,
	"shared/main.tf":                                 "",
	"root/.terraform/modules/modules.json":           manifest,
	"root/.terraform/modules/web/main.tf":            "module \"inner\" {\n  source = \"./modules/inner\"\n}\n",
	"root/.terraform/modules/web/modules/inner/x.tf": "",
	"root/.terraform/modules/git/main.tf":            "",
	"root/.terraform/modules/stale/main.tf":          "",
	"broken/.terraform/modules/modules.json":         "{",
	"other/data/modules/modules.json":                manifest,
	"root/.terraform.lock.hcl":                       lock,
	"broken/.terraform.lock.hcl":                     "provider \"registry.terraform.io/hashicorp/null\" {\n  version = \"3.2.1\"\n}\nprovider {",
	"root/zz.auto.tfvars":                            "a = 1\n",
	"root/terraform.tfvars.json":                     "{}",
	"root/terraform.tfvars":                          "",
	"root/b.auto.tfvars.json":                        "{}",
	"root/other.tfvars":                              "",
	"root/folder.auto.tfvars/keep":                   "",
}

const lock = `# This file is maintained automatically by "terraform init".
provider "registry.terraform.io/hashicorp/azurerm" {
  version     = "4.14.0"
  constraints = "~> 4.0"
  hashes = [
    "h1:abc=",
  ]
}
provider "registry.opentofu.org/azure/azapi" {
  version = "2.1.0"
}
`

func TestResolve(t *testing.T) {
	l := loader(installed.write(t))
	root, err := l.Module("root")
	require.NoError(t, err)
	list, err := l.Installed("root")
	require.NoError(t, err)
	tests := map[string]struct {
		dir        string
		downloaded bool
		why        string
	}{
		"local":    {dir: "shared"},
		"web":      {dir: "root/.terraform/modules/web", downloaded: true},
		"git":      {dir: "root/.terraform/modules/git", downloaded: true},
		"stale":    {why: `The module "stale" is installed from "registry.terraform.io/azure/old/azurerm", not from "azure/new/azurerm"; run ` + "`terraform init` again."},
		"gone":     {why: `The folder "root/.terraform/modules/gone", where the module "gone" is installed, cannot be used: there is no such file or folder.`},
		"out":      {why: `The folder "../../etc", where the module "out" is installed, cannot be used: the path leads outside the folder that may be read.`},
		"missing":  {why: `The module "missing" from "azure/missing/azurerm" is not installed; run ` + "`terraform init` to get it."},
		"nowhere":  {why: `The source "./nowhere" of module "nowhere" cannot be used: there is no such file or folder.`},
		"outside":  {why: `The source "../../../../../../etc" of module "outside" cannot be used: the path leads outside the folder that may be read.`},
		"file":     {why: `The source "./main.tf" of module "file" cannot be used: it is not a folder.`},
		"computed": {why: `The source of module "computed" is computed.`},
	}
	for name, test := range tests {
		dir, downloaded, why := l.Resolve(root, "", root.Calls[name], list)
		assert.Equal(t, test.dir, dir, name)
		assert.Equal(t, test.downloaded, downloaded, name)
		assert.Equal(t, test.why, why, name)
	}
	assert.Len(t, root.Calls, len(tests))

	web, err := l.Module("root/.terraform/modules/web")
	require.NoError(t, err)
	dir, downloaded, why := l.Resolve(web, "web", web.Calls["inner"], list)
	assert.Equal(t, "root/.terraform/modules/web/modules/inner", dir)
	assert.True(t, downloaded, "what lies inside a downloaded module is downloaded")
	assert.Empty(t, why)

	_, _, why = l.Resolve(root, "", root.Calls["web"], nil)
	assert.Contains(t, why, "not installed")
	_, _, why = l.Resolve(root, "deeper", root.Calls["web"], list)
	assert.Contains(t, why, `"deeper.web"`)
}

func TestInstalled(t *testing.T) {
	dir := installed.write(t)
	l := loader(dir)
	list, err := l.Installed("root")
	require.NoError(t, err)
	it, ok := list.Find("web.inner")
	require.True(t, ok)
	assert.Equal(t, module.Installed{Dir: "root/.terraform/modules/web/modules/inner", Source: "./modules/inner"}, it)
	it, _ = list.Find("")
	assert.Equal(t, "root", it.Dir)
	_, ok = list.Find("none")
	assert.False(t, ok)

	list, err = l.Installed("shared")
	require.NoError(t, err)
	assert.Nil(t, list)
	_, ok = list.Find("web")
	assert.False(t, ok)

	_, err = l.Installed("broken")
	assert.EqualError(t, err, "broken/.terraform/modules/modules.json: It is no list of installed modules: unexpected end of JSON input.")
	_, err = l.Installed("..")
	assert.ErrorContains(t, err, "outside")

	for _, data := range []string{"data", filepath.Join(dir, "other", "data")} {
		list, err = module.NewLoader(module.Options{Root: dir, Cwd: dir, DataDir: data}).Installed("other")
		require.NoError(t, err)
		it, _ = list.Find("web")
		assert.Equal(t, "other/.terraform/modules/web", it.Dir, "folders are relative to the root module, wherever the list is")
	}
}

func TestSourcesAsNoted(t *testing.T) {
	for written, noted := range map[string]string{
		"hashicorp/consul/aws":                           "registry.terraform.io/hashicorp/consul/aws",
		"hashicorp/consul/aws//modules/x":                "registry.terraform.io/hashicorp/consul/aws//modules/x",
		"app.terraform.io/org/net/azurerm":               "app.terraform.io/org/net/azurerm",
		"Azure/naming/azurerm":                           "registry.opentofu.org/Azure/naming/azurerm",
		"github.com/org/repo":                            "git::https://github.com/org/repo.git",
		"github.com/org/repo//sub?ref=v1":                "git::https://github.com/org/repo.git//sub?ref=v1",
		"git@github.com:org/repo.git":                    "git::ssh://git@github.com/org/repo.git",
		"git::ssh://git@ssh.dev.azure.com/v3/o/p/r":      "git::ssh://git@ssh.dev.azure.com/v3/o/p/r",
		"https://example.com/m.zip":                      "https://example.com/m.zip",
		"bitbucket.org/org/repo":                         "git::https://bitbucket.org/org/repo.git",
		"git::https://dev.azure.com/o/p/_git/r//m?ref=1": "git::https://dev.azure.com/o/p/_git/r//m?ref=1",
	} {
		assert.Empty(t, whyNot(t, written, noted), written)
	}
	for written, noted := range map[string]string{
		"hashicorp/consul/aws":         "registry.terraform.io/hashicorp/consul/azurerm",
		"example.com/org/net/azurerm":  "registry.terraform.io/org/net/azurerm",
		"github.com/org/repo?ref=v2":   "git::https://github.com/org/repo.git?ref=v1",
		"github.com/org/repo//a":       "git::https://github.com/org/repo.git//b",
		"hashicorp/consul/aws//x":      "registry.terraform.io/hashicorp/consul/aws",
		"git::https://a.example/r.git": "./r",
	} {
		assert.Contains(t, whyNot(t, written, noted), "is installed from", written)
	}
}

// whyNot tells why a call is not resolved if a certain source is installed.
func whyNot(t *testing.T, written, noted string) string {
	t.Helper()
	l := loader(files{
		"main.tf":                         "module \"m\" {\n  source = \"" + written + "\"\n}\n",
		".terraform/modules/modules.json": `{"Modules":[{"Key":"m","Source":"` + noted + `","Dir":"."}]}`,
	}.write(t))
	m, err := l.Module(".")
	require.NoError(t, err)
	list, err := l.Installed(".")
	require.NoError(t, err)
	_, _, why := l.Resolve(m, "", m.Calls["m"], list)
	return why
}

func TestLocked(t *testing.T) {
	l := loader(installed.write(t))
	versions, errors := l.Locked("root")
	assert.Empty(t, errors)
	assert.Equal(t, map[string]string{
		"registry.terraform.io/hashicorp/azurerm": "4.14.0",
		"registry.opentofu.org/azure/azapi":       "2.1.0",
	}, versions)
	versions, errors = l.Locked("shared")
	assert.Empty(t, errors)
	assert.Empty(t, versions)
	versions, errors = l.Locked("broken")
	assert.NotEmpty(t, errors)
	assert.Contains(t, versions, "registry.terraform.io/hashicorp/null")
	_, errors = l.Locked("..")
	assert.NotEmpty(t, errors)
}

func TestAutoVarsFiles(t *testing.T) {
	l := loader(installed.write(t))
	assert.Equal(t, []string{
		"root/terraform.tfvars", "root/terraform.tfvars.json", "root/b.auto.tfvars.json", "root/zz.auto.tfvars",
	}, l.AutoVarsFiles("root"))
	assert.Empty(t, l.AutoVarsFiles("shared"))
	assert.Empty(t, l.AutoVarsFiles("none"))
	assert.Empty(t, l.AutoVarsFiles(".."))
}
