package cli_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/config"
)

// workspace is the repository of a reader of the pages.
type workspace struct {
	dir, bin, home string
	files          map[string]string
}

// standIns are the programs of others, as far as the pages call them. Each fails if it is
// called in another way.
var standIns = map[string]string{
	"terraform": `case "$1" in
init) [ $# = 1 ] ;;
plan) [ "$*" = "plan -out=tfplan" ] && : >tfplan ;;
show) [ "$*" = "show -json tfplan" ] && [ -f tfplan ] && cat "$PAGES_HOME/plan.json" ;;
*) exit 9 ;;
esac`,
	"az": `[ "$1 $2 $3" = "deployment group what-if" ] && [[ "$*" == *" --no-pretty-print" ]] || exit 9
shift 3
while [ $# -gt 1 ]; do case "$1" in -f | --template-file) [ -f "$2" ] ;; -g | --resource-group) [ -n "$2" ] ;; *) exit 9 ;; esac || exit 9; shift 2; done
cat "$PAGES_HOME/what-if.json"`,
	"docker": `[ "$1 $2 $3" = "run --rm -v" ] && [ "$4" = "$PWD:/work:ro" ] && [[ "$5" == ghcr.io/appnetlint/appnetlint:v* ]] || exit 9
shift 5 && exec appnetlint "$@"`,
	"dot": `[ "$1 $2" = "-Tpdf -o" ] && read -r word _ && [ "$word" = digraph ] && cat >"$3"`,
	"gh":  `[ "$1 $2 $4" = "pr comment --body-file" ] && [ -s "$5" ]`,
	"go": `case "$1" in
install) [[ "$2" == github.com/appnetlint/appnetlint/cmd/appnetlint@* ]] ;;
env) [ "$2" = GOPATH ] && echo "$PAGES_HOME/go" ;;
run) [ "$2" = ./cmd/appnetlint ] && shift 2 && exec appnetlint "$@" ;;
*) exit 9 ;;
esac`,
}

// newWorkspace makes the repository that the commands of a page are run in: with findings,
// parameter files and a plan, and in a branch that brings something new.
func newWorkspace(t *testing.T, page string) *workspace {
	t.Helper()
	w := &workspace{dir: filepath.Join(t.TempDir(), "shop"), home: t.TempDir()}
	w.bin = filepath.Join(w.home, "bin")
	template := strings.Replace(openTemplate, `"parameters": {`, `"parameters": { "location": { "type": "string" },`, 1)
	before, after := infra("false"), infra("true")
	w.files = map[string]string{
		"main.tf":              openApp,
		"infra/main.tf":        before,
		"infra/app/main.tf":    strings.Replace(openApp, `  default = "Allow"`+"\n", "", 1),
		"prod.tfvars":          "default = \"Deny\"\n",
		"main.bicep":           openSite,
		"prod.bicepparam":      "using 'main.bicep'\nparam action = 'Deny'\n",
		"azuredeploy.json":     template,
		"prod.parameters.json": `{"$schema": "https://x/deploymentParameters.json#", "parameters": {"action": {"value": "Deny"}}}`,
		"plan.json":            readFile(t, filepath.Join(repositoryTop, "fixtures/stacks/shop/plan.json")),
	}
	if page == "docs/configuration.md" {
		maps.DeleteFunc(w.files, func(name, _ string) bool { return !strings.HasPrefix(name, "infra/") })
		w.files["main.tf"], w.files[config.FileName] = configurationOfPage(t)
	}
	for name, content := range w.files {
		save(t, w.dir, name, content)
	}
	require.NoError(t, os.CopyFS(filepath.Join(w.dir, "fixtures/stacks/shop"), os.DirFS(filepath.Join(repositoryTop, "fixtures/stacks/shop"))))

	site := `"properties": {"publicNetworkAccess": "Enabled"}`
	save(t, w.home, "what-if.json", `{"status": "Succeeded", "error": null, "changes": [`+predicted("NoChange", "Microsoft.Web/sites", "app", site, site)+`]}`)
	save(t, w.home, "plan.json", readFile(t, filepath.Join(repositoryTop, "fixtures/stacks/shop/plan.json")))
	for name, script := range standIns {
		save(t, w.bin, name, "#!/usr/bin/env bash\n"+script+"\n")
		require.NoError(t, os.Chmod(filepath.Join(w.bin, name), 0o755))
	}
	itself, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(w.home, "go/bin"), 0o755))
	require.NoError(t, os.Symlink(itself, filepath.Join(w.bin, "appnetlint")))
	require.NoError(t, os.Symlink(itself, filepath.Join(w.home, "go/bin/appnetlint")))

	out, code := w.run(t, `git init -q -b main && git add -A && git -c user.name=a -c user.email=a@b commit -q -m Shop && git switch -q -c change
for b in main release; do git update-ref refs/remotes/origin/$b main; done
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main`)
	require.Zero(t, code, out)
	save(t, w.dir, "infra/main.tf", after)
	return w
}

// infra is a configuration with two findings, and a third one with remote debugging.
func infra(debugging string) string {
	return `resource "azurerm_service_plan" "shop" {
  name                = "asp-shop"
  resource_group_name = "rg-shop"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "shop" {
  name                = "app-shop"
  resource_group_name = "rg-shop"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.shop.id

  site_config {
    ftps_state                    = "AllAllowed"
    remote_debugging_enabled      = ` + debugging + `
    ip_restriction_default_action = var.default_action
    scm_use_main_ip_restriction   = true

    ip_restriction {
      name       = "office"
      priority   = 100
      ip_address = "203.0.113.0/24"
    }
  }
}

variable "default_action" {
  type    = string
  default = "Allow"
}
`
}

// run runs a line in bash and returns all that it prints.
func (w *workspace) run(t *testing.T, line string, env ...string) (out string, code int) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "bash", "-e", "-o", "pipefail", "-c", line)
	cmd.Dir = w.dir
	cmd.Env = append([]string{
		"PATH=" + w.bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + w.home, "PAGES_HOME=" + w.home,
		"GIT_CONFIG_NOSYSTEM=1", runAsProgram + "=1", "TMPDIR=" + w.home, "GITHUB_OUTPUT=" + filepath.Join(w.home, "output"),
	}, env...)
	printed, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return string(printed), cmd.ProcessState.ExitCode()
}
