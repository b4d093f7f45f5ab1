package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

// tree writes files below a new folder and returns it.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return dir
}

// openApp has one finding: its rule restricts nothing.
const openApp = `variable "default" {
  type    = string
  default = "Allow"
}

resource "azurerm_linux_web_app" "shop" {
  name                = "app-shop"
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/serverFarms/asp"

  site_config {
    ip_restriction_default_action = var.default
    scm_use_main_ip_restriction   = true
    ip_restriction {
      name       = "office"
      ip_address = "203.0.113.0/24"
    }
  }
}
`

const finding = "access-rules-default-allow-no-effect"

func TestFolder(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp})
	code, stdout, stderr := run("", "--chdir", dir, "--format", "compact")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, "main.tf:15:5")
	assert.Contains(t, stdout, finding)

	code, stdout, stderr = run("", filepath.Join(dir, "main.tf"))
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Contains(t, stdout, finding, "a file stands for its folder")
}

func TestVariables(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp, "deny.tfvars": `default = "Deny"`})
	code, stdout, _ := run("", "--chdir", dir, "--var", "default=Deny")
	assert.Equal(t, cli.ExitClean, code, stdout)
	code, stdout, _ = run("", "--chdir", dir, "--var-file", filepath.Join(dir, "deny.tfvars"), "--var", "default=Allow")
	assert.Equal(t, cli.ExitFindings, code, "the last one wins: %s", stdout)
	t.Setenv("TF_VAR_default", "Deny")
	code, stdout, _ = run("", "--chdir", dir)
	assert.Equal(t, cli.ExitClean, code, stdout)
	code, _, stderr := run("", "--chdir", dir, "--var", "fallback=Deny")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "declares this variable")
	code, _, stderr = run("", "--chdir", dir, "--var", "default")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "NAME=VALUE")
}

// The repository is what bounds reading; paths are relative to where one works.
func TestFolderOfARepository(t *testing.T) {
	dir := tree(t, map[string]string{
		".git/HEAD":                    "ref: refs/heads/main\n",
		"infra/main.tf":                openApp,
		"infra/terraform.tfvars":       `default = "Deny"`,
		"infra/open.tfvars":            `default = "Allow"`,
		"infra/.terraform/environment": "staging",
	})
	infra := filepath.Join(dir, "infra")
	code, stdout, stderr := run("", "--chdir", infra)
	assert.Equal(t, cli.ExitClean, code, "terraform.tfvars closes the app: %s%s", stdout, stderr)
	code, stdout, stderr = run("", "--chdir", dir, "infra")
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)
	code, stdout, stderr = run("", "--chdir", infra, "--var-file", "open.tfvars")
	assert.Equal(t, cli.ExitFindings, code, "%s%s", stdout, stderr)
}

func TestRecursive(t *testing.T) {
	dir := tree(t, map[string]string{
		"live/a/main.tf":       "module \"m\" {\n  source = \"../../modules/m\"\n}\n",
		"modules/m/main.tf":    openApp,
		"live/b/main.tf":       "locals {\n  nothing = 1\n}\n",
		".terraform/x/main.tf": openApp,
	})
	code, stdout, stderr := run("", "--chdir", dir, "--recursive", "--format", "json")
	assert.Equal(t, cli.ExitFindings, code, stderr)
	var document struct {
		Findings []struct {
			Address string
			Calls   []struct{ Address string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document))
	require.Len(t, document.Findings, 1, "the module is linted where it is called")
	assert.Equal(t, "module.m.azurerm_linux_web_app.shop", document.Findings[0].Address)
	require.Len(t, document.Findings[0].Calls, 1)

	code, _, stderr = run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "--recursive")

	for _, path := range []string{"...", "./...", "live/...", "live/a/...", filepath.Join(dir, "live", "...")} {
		code, again, stderr := run("", "--chdir", dir, "--format", "compact", path)
		assert.Equal(t, cli.ExitFindings, code, "%s: %s", path, stderr)
		assert.Equal(t, 1, strings.Count(again, finding), path)
	}
	code, _, stderr = run("", "--chdir", dir, "live...")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "no such file")
}

func TestSuppression(t *testing.T) {
	suppressed := "# appnetlint:ignore " + finding + " -- the gateway filters\n"
	dir := tree(t, map[string]string{
		"main.tf":   "module \"m\" {\n  source = \"./m\"\n}\n",
		"m/main.tf": openApp,
	})
	code, _, _ := run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFindings, code)

	write := func(content string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(content), 0o600))
	}
	write(suppressed + "module \"m\" {\n  source = \"./m\"\n}\n")
	code, stdout, stderr := run("", "--chdir", dir)
	assert.Equal(t, cli.ExitClean, code, "%s%s", stdout, stderr)

	write("module \"m\" {\n  source = \"./m\"\n}\n\n" + suppressed + "locals {\n  a = 1\n}\n")
	_, stdout, _ = run("", "--chdir", dir)
	assert.Contains(t, stdout, "suppression-unused")
	assert.Contains(t, stdout, finding)
}

// What is broken is said, and the rest is linted.
func TestBrokenFile(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp, "broken.tf": "resource \"x\" {\n"})
	code, stdout, stderr := run("", "--chdir", dir)
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stdout, finding)
	assert.Contains(t, stderr, "broken.tf:1")
}

// The value of an app setting and what a variable marks sensitive are shown in no
// line that is quoted.
func TestSecretsInSource(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": `variable "name" {
  sensitive = true
  default   = "canary-name"
}

resource "azurerm_linux_web_app" "shop" {
  name                = var.name
  resource_group_name = "rg"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Web/serverFarms/asp"
  app_settings        = { KEY = "canary-setting" }
  site_config {
    ip_restriction { ip_address = "203.0.113.0/24" } # canary-name canary-setting
  }
}
`})
	for _, format := range []string{"text", "compact", "json", "sarif"} {
		_, stdout, stderr := run("", "--chdir", dir, "--format", format)
		assert.Contains(t, stdout, finding, format)
		assert.NotContains(t, stdout+stderr, "canary-name", format)
	}
	_, stdout, _ := run("", "reach", "--chdir", dir)
	assert.NotContains(t, stdout, "canary")
}

func TestReach(t *testing.T) {
	dir := tree(t, map[string]string{"main.tf": openApp})
	code, stdout, stderr := run("", "reach", "--chdir", dir, "--var", "default=Deny", "--from", "203.0.113.9", "--from", "198.51.100.9", "--format", "json")
	assert.Equal(t, cli.ExitClean, code, stderr)
	var document struct {
		Reach []struct{ Site, From, Verdict, Because string }
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document))
	require.Len(t, document.Reach, 4)
	assert.Equal(t, "open", document.Reach[0].Verdict)
	assert.Equal(t, "closed", document.Reach[1].Verdict)

	_, stdout, _ = run("", "reach", "--chdir", dir)
	assert.Contains(t, stdout, "internet")
	assert.Contains(t, stdout, "open")

	code, stdout, _ = run("", "reach", "--diff", "../../fixtures/exposure-widened/bad/plan.json")
	assert.Equal(t, cli.ExitClean, code)
	assert.Contains(t, stdout, "open, opens")

	code, _, stderr = run("", "reach", "--chdir", dir, "--from", "nowhere")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "is no source")
}

func TestReachOutbound(t *testing.T) {
	code, stdout, stderr := run("", "reach", "--outbound", "../../fixtures/stacks/shop")
	assert.Equal(t, cli.ExitClean, code, stderr)
	assert.Regexp(t, `(?m)^APP +TRAFFIC +PATH +BECAUSE$`, stdout)
	assert.Regexp(t, `(?m)^azurerm_linux_web_app.storefront +internet +NAT gateway ng-shop .*network/main.tf:\d+\)$`, stdout)

	code, stdout, stderr = run("", "reach", "--outbound", "--format", "json", "../../fixtures/stacks/shop/plan.json")
	assert.Equal(t, cli.ExitClean, code, stderr)
	var document struct {
		Outbound []struct{ Address, Class, Path, Through, Because string }
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document))
	require.NotEmpty(t, document.Outbound)
	first := document.Outbound[0]
	assert.Equal(t, "internet", first.Class)
	assert.Equal(t, "NAT gateway", first.Path)
	assert.Equal(t, "ng-shop", first.Through)

	code, _, stderr = run("", "reach", "--outbound", "--diff", "../../fixtures/stacks/shop/plan.json")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, stderr, "--outbound goes with neither")

	_, stdout, _ = run("", "reach", "--outbound", "--chdir", tree(t, map[string]string{"main.tf": ""}))
	assert.Contains(t, stdout, "No app")
}

// Below a folder that is named, files may read one another, wherever it lies; and a link
// that is named is followed.
func TestFolderElsewhere(t *testing.T) {
	dir := tree(t, map[string]string{
		"live/a/main.tf":    "module \"m\" {\n  source = \"../../modules/m\"\n}\n",
		"modules/m/main.tf": openApp,
	})
	code, stdout, stderr := run("", "--recursive", "--format", "compact", "--only", finding, dir)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, 1, strings.Count(stdout, finding))
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("there are no links here: ", err)
	}
	code, stdout, stderr = run("", "--recursive", "--format", "compact", "--only", finding, link)
	assert.Equal(t, cli.ExitFindings, code, stderr)
	assert.Equal(t, 1, strings.Count(stdout, finding))
}
