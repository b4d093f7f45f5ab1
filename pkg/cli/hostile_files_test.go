//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// fifoAt makes a FIFO of a name.
func fifoAt(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		require.NoError(t, syscall.Mkfifo(filepath.Join(dir, name), 0o600))
	}
}

// links makes links: the names are followed by what they lead to.
func links(pairs ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			name := filepath.Join(dir, pairs[i])
			require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
			require.NoError(t, os.Symlink(pairs[i+1], name))
		}
	}
}

// sparse makes a file of one gigabyte that takes no room.
func sparse(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY, 0o600)
		require.NoError(t, err)
		require.NoError(t, f.Truncate(1<<30))
		require.NoError(t, f.Close())
	}
}

// registryModule calls a module that `terraform init` would have to get.
const registryModule = "module \"m\" {\n  source  = \"Azure/naming/azurerm\"\n  version = \"0.4.0\"\n}\n"

// hostileFiles are files that are not what they seem, or far too large.
func hostileFiles() map[string]hostile {
	all := map[string]hostile{}
	bicepOf := func(value string) string { return strings.Replace(bicepApp, "'app-shop'", value, 1) }
	terraform := map[string]string{".git/HEAD": "", "a.tf": usesOf(`"x"`) + registryModule}
	bicep := map[string]string{".git/HEAD": "", "main.bicep": bicepApp}
	template := map[string]string{"a.json": armHead + `"resources": [` + armSite("a") + "]}"}

	// A FIFO in the place of whatever is read: nobody writes into it.
	for name, args := range map[string][]string{
		"terraform.tfvars": nil, "a.auto.tfvars.json": nil, ".terraform/modules/modules.json": nil, ".terraform.lock.hcl": nil,
		".appnetlint.hcl": nil, "main.tf": nil, "x_override.tf": nil, "b.json": {"--baseline", "b.json"}, "b.tfvars": {"--var-file", "b.tfvars"},
		"c.hcl": {"--config", "c.hcl"},
	} {
		all["a FIFO as "+name] = hostile{files: terraform, make: fifoAt(name), args: args, code: 2, says: "regular file"}
	}
	all["a FIFO as parameters"] = hostile{files: template, make: fifoAt("p.json"), args: []string{"a.json", "--parameters", "p.json"}, code: 2, says: "regular file"}
	all["a FIFO as bicepconfig.json"] = hostile{files: bicep, make: fifoAt("bicepconfig.json"), args: []string{"main.bicep"}, code: 1}
	all["a FIFO as file()"] = hostile{files: map[string]string{"main.tf": usesOf(`file("f")`)}, make: fifoAt("f"), code: 0, says: "regular file"}
	all["a FIFO as templatefile()"] = hostile{files: map[string]string{"main.tf": usesOf(`templatefile("f", {})`)}, make: fifoAt("f"), code: 0, says: "regular file"}
	all["a FIFO as a text of bicep"] = hostile{files: map[string]string{"main.bicep": bicepOf("loadTextContent('f')")}, make: fifoAt("f"), args: []string{"main.bicep"}, code: 2, says: "regular file"}
	all["a FIFO as a bicep module"] = hostile{files: map[string]string{"main.bicep": "module m 'm.bicep' = {\n  name: 'm'\n}\n"}, make: fifoAt("m.bicep"), args: []string{"main.bicep"}, code: 2, says: "regular file"}

	// A gigabyte of nothing.
	for name, args := range map[string][]string{
		"main.tf": nil, "terraform.tfvars": nil, ".terraform/modules/modules.json": nil, ".terraform.lock.hcl": nil, ".appnetlint.hcl": nil,
	} {
		with := map[string]string{filepath.Dir(name) + "/keep": ""}
		for n, text := range terraform {
			with[n] = text
		}
		all["a gigabyte as "+name] = hostile{files: with, make: sparse(name), args: args, code: 2, says: "larger than"}
	}
	all["a gigabyte as baseline"] = hostile{files: terraform, make: sparse("b.json"), args: []string{"--baseline", "b.json"}, code: 2, says: "larger than"}
	all["a gigabyte as plan"] = hostile{make: sparse("plan.json"), args: []string{"plan.json"}, code: 2, says: "not JSON"}
	all["a gigabyte of bicep"] = hostile{make: sparse("main.bicep"), args: []string{"main.bicep"}, code: 2, says: "larger than"}
	all["a gigabyte as parameters"] = hostile{files: template, make: sparse("p.json"), args: []string{"a.json", "--parameters", "p.json"}, code: 2, says: "larger than"}
	all["a gigabyte as file()"] = hostile{files: map[string]string{"main.tf": usesOf(`file("f")`)}, make: sparse("f"), code: 0, says: "larger than"}
	all["a gigabyte of text"] = hostile{files: map[string]string{"main.bicep": bicepOf("loadTextContent('f')")}, make: sparse("f"), args: []string{"main.bicep"}, code: 2}

	// Links that lead out of the repository.
	all["a linked configuration"] = hostile{files: terraform, make: links(".appnetlint.hcl", "/etc/passwd"), code: 2, says: "leads out of the repository"}
	all["linked variables"] = hostile{files: terraform, make: links("terraform.tfvars", "/etc/passwd", "a.auto.tfvars", "/dev/zero"), code: 2, says: "escapes"}
	all["a linked list of modules"] = hostile{files: terraform, make: links(".terraform/modules/modules.json", "/etc/passwd"), code: 2, says: "escapes"}
	all["a linked lock file"] = hostile{files: terraform, make: links(".terraform.lock.hcl", "/etc/passwd"), code: 2, says: "escapes"}
	all["a linked bicepconfig.json"] = hostile{files: bicep, make: links("bicepconfig.json", "/etc/passwd"), args: []string{"main.bicep"}, code: 1}
	all["a linked file that is read"] = hostile{files: map[string]string{".git/HEAD": "", "main.tf": usesOf(`file("f")`)}, make: links("f", "/etc/passwd"), code: 0, says: "outside"}
	all["a linked text of bicep"] = hostile{files: map[string]string{".git/HEAD": "", "main.bicep": bicepOf("loadTextContent('f')")}, make: links("f", "/etc/passwd"), args: []string{"main.bicep"}, code: 2}
	all["links everywhere"] = hostile{
		files: map[string]string{".git/HEAD": "", "a/main.tf": usesOf(`"x"`)}, args: []string{"--recursive"}, code: 2, says: "escapes",
		make: links("t.json", "/etc/passwd", "b", "/etc", "c/main.tf", "/dev/zero", "d/main.bicep", "/dev/zero", "e/main.tf", "nowhere"),
	}
	all["a link within"] = hostile{files: map[string]string{".git/HEAD": "", "main.tf": usesOf(`file("f")`), "real/f": "text"}, make: links("f", "real/f"), code: 0}
	all["a fileset outside"] = hostile{files: map[string]string{".git/HEAD": "", "main.tf": usesOf(`join("", fileset("/etc", "passwd*"))`)}, code: 0, says: "outside"}
	all["a bicep cache elsewhere"] = hostile{
		files: map[string]string{".git/HEAD": "", "main.bicep": "module m 'br:a.azurecr.io/x:1' = {\n  name: 'm'\n}\n" + bicepApp, "bicepconfig.json": `{"cacheRootDirectory": "/etc"}`},
		args:  []string{"main.bicep"}, code: 1, says: "outside",
	}
	all["a registry module above"] = hostile{files: map[string]string{".git/HEAD": "", "main.bicep": "module m 'br:a.azurecr.io/../../../../../../etc/passwd:../x' = {\n  name: 'm'\n}\n"}, args: []string{"main.bicep"}, code: 2}
	all["parameters that use what is outside"] = hostile{files: map[string]string{".git/HEAD": "", "main.bicepparam": "using '../../../../../../etc/passwd.bicep'\nparam a = loadTextContent('/etc/passwd')\n"}, args: []string{"main.bicepparam"}, code: 2}
	all["parameters in a circle"] = hostile{files: map[string]string{"main.bicepparam": "using none\nextends 'main.bicepparam'\n"}, args: []string{"main.bicepparam"}, code: 2}

	// What other tools run.
	all["what asks to be run"] = hostile{files: map[string]string{".git/HEAD": "", "main.tf": usesOf(`"x"`) +
		"resource \"null_resource\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"touch pwned.tf\"\n  }\n}\n" +
		"data \"external\" \"e\" {\n  program = [\"touch\", \"pwned.tf\"]\n}\ndata \"http\" \"h\" {\n  url = \"http://127.0.0.1:1/\"\n}\n"}, code: 0}
	return all
}
